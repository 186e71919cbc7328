"""Upgrading an older file: a verified backup first, then one transaction, checked before it counts."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType

from crmdesk import migrations
from crmdesk.domain.clock import Clock
from crmdesk.domain.errors import Damaged, UserError
from crmdesk.store import backup, copy_name, schema, tables
from crmdesk.store.atomic import free_name
from crmdesk.store.engine import Engine
from crmdesk.text import _

Step = Callable[[Engine], None]


def upgrade(
    engine: Engine, clock: Clock, *, target: int = schema.VERSION, steps: Mapping[int, Step] | None = None
) -> Path | None:
    """Brings a file up to `target`, one numbered step after the other, all in one transaction.

    Answers where the backup of the old file lies, or None where nothing was to be done. If anything fails the file
    is as it was; raises UserError.
    """
    version = int(engine.rows("PRAGMA user_version")[0][0])
    if version >= target:
        return None
    known = steps if steps is not None else all_steps()
    if missing := [number for number in range(version + 1, target + 1) if number not in known]:
        raise RuntimeError(f"this build of crmdesk lacks the migrations {missing}")
    name = copy_name.kept_name(engine.path, f"upgrade {version} to {target}", clock.now())
    kept = free_name(engine.path.with_name(name))
    backup.copy_verified(engine, kept)
    engine.rows("PRAGMA foreign_keys=OFF")
    try:
        _run(engine, known, version, target)
    except Exception as fault:
        if engine.raw.in_transaction:
            engine.rows("ROLLBACK")
        raise UserError(
            _("“{file}” could not be upgraded ({fault}); it is as it was, and a copy lies in “{name}”.").format(
                file=engine.path.name, fault=fault, name=kept.name
            )
        ) from fault
    finally:
        engine.rows("PRAGMA foreign_keys=ON")
    return kept


def stand_in(engine: Engine) -> None:
    """Gives an older file that is only looked at the tables that it lacks, empty and for as long as it is open."""
    version = int(engine.rows("PRAGMA user_version")[0][0])
    for number, script in sorted(_scripts().items()) if version < schema.VERSION else ():
        if number > version:
            script.stand_in(engine)


def all_steps() -> dict[int, Step]:
    """Every migration script by its number: `m0002.py` upgrades a file to version 2."""
    return {number: script.upgrade for number, script in _scripts().items()}


def _scripts() -> dict[int, ModuleType]:
    names = [module.name for module in pkgutil.iter_modules(migrations.__path__)]
    numbered = [name for name in names if name.startswith("m") and name[1:].isdigit()]
    return {int(name[1:]): importlib.import_module(f"{migrations.__name__}.{name}") for name in numbered}


def _run(engine: Engine, steps: Mapping[int, Step], version: int, target: int) -> None:
    engine.rows("BEGIN EXCLUSIVE")
    # A rebuilt table loses its triggers without a word, and a new column is not in them: they are all made again.
    tables.drop_triggers(engine)
    for number in range(version + 1, target + 1):
        steps[number](engine)
    tables.create_triggers(engine)
    if engine.rows("PRAGMA foreign_key_check"):
        raise Damaged(_("references would be broken"))
    for key, least in (("min_reader", schema.MIN_READER), ("min_writer", schema.MIN_WRITER)):
        engine.rows("UPDATE meta SET value = ? WHERE key = ?", (str(least), key))
    schema.note_shape(engine)
    engine.rows(f"PRAGMA user_version={target}")
    engine.rows("COMMIT")
