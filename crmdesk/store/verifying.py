"""Whether a file may be restored: it is as it was written, sound, and holds nothing that crmdesk does not make."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from crmdesk.domain.errors import Damaged, DamagedFile, UserError
from crmdesk.store import schema, tables
from crmdesk.store.atomic import side_files
from crmdesk.store.base import table_of
from crmdesk.store.engine import Engine, RawError
from crmdesk.store.registry import ALL_TYPES
from crmdesk.text import _

# What a sound workspace may hold; a file with anything more (a hidden trigger, a view) is refused.
_TABLES = {table_of(record) for record in ALL_TYPES} | {
    *("meta", "operation", "change", "journal_now", "table_version", "remembered", "sqlite_sequence"),
    *("sqlite_stat1", "sqlite_stat4", "note", "content", "erased"),
    *("search", "search_data", "search_idx", "search_docsize", "search_config"),
}

_BLOCK = 1 << 20


def verify(path: Path) -> None:
    """Raises UserError unless the file is a whole, sound workspace with nothing in it that does not belong there."""
    _require_whole(path)
    engine = Engine(path, read_only=True, immutable=True)
    try:
        engine.connect()
        _require_sound(engine)
    except RawError as fault:
        text = _("“{file}” is not a sound crmdesk workspace ({why}); use another backup.")
        raise Damaged(text.format(file=path.name, why=fault)) from None
    except DamagedFile:
        # What is told of a damaged workspace is to restore a backup, which this is.
        raise Damaged(_("“{file}” is damaged; use another backup.").format(file=path.name)) from None
    finally:
        engine.close()


def _require_whole(path: Path) -> None:
    """The file is as it was written, all of it."""
    if not path.is_file():
        raise UserError(_("There is no backup “{path}”; check the name.").format(path=path))
    if any(log.exists() and log.stat().st_size for log in side_files(path) if not log.name.endswith("-shm")):
        text = _("“{file}” is open, or was not closed; open and close it first, or use `crmdesk backup`.")
        raise UserError(text.format(file=path.name))
    checksum = checksum_path(path)
    if checksum.exists() and checksum.read_bytes().split()[:1] != [digest_of(path).encode()]:
        text = _("“{file}” has changed since it was written; it cannot be trusted. Use another backup.")
        raise Damaged(text.format(file=path.name))


def _require_sound(engine: Engine) -> None:
    name = engine.path.name
    if engine.rows("PRAGMA application_id")[0][0] != schema.APPLICATION_ID:
        raise Damaged(_("“{file}” is not a crmdesk workspace; nothing was restored.").format(file=name))
    schema.require_known(engine, writing=True)
    if strangers := _strangers(engine):
        text = _("“{file}” holds “{thing}”, which no crmdesk made; nothing was restored.")
        raise Damaged(text.format(file=name, thing=strangers[0]))
    if missing := tables.missing_triggers(engine):
        text = _("“{file}” lacks “{thing}”, which every crmdesk makes; nothing was restored.")
        raise Damaged(text.format(file=name, thing=missing[0]))
    if engine.rows("PRAGMA integrity_check(1)")[0][0] != "ok" or engine.rows("PRAGMA foreign_key_check"):
        raise Damaged(_("“{file}” is damaged; use another backup.").format(file=name))


def _strangers(engine: Engine) -> list[str]:
    """What is in the file and was not made by crmdesk: a hidden trigger would change what is restored."""
    version = engine.rows("PRAGMA user_version")[0][0]
    triggers = {statement for record in ALL_TYPES for statement in tables.triggers_of(record, version)}
    found = []
    for kind, name, table, sql in engine.rows("SELECT type, name, tbl_name, sql FROM sqlite_master"):
        known = sql in triggers if kind == "trigger" else kind in ("table", "index") and table in _TABLES
        if not known or ("VIRTUAL TABLE" in str(sql).upper() and sql not in tables.EVERY_SEARCH):
            found.append(str(name))
    return found


def checksum_path(path: Path) -> Path:
    """Where the checksum of a backup stands."""
    return path.with_name(f"{path.name}.sha256")


def digest_of(path: Path, look: Callable[[], None] = lambda: None) -> str:
    """The checksum of a file; `look` is called now and then, and may raise."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            look()
            digest.update(block)
    return digest.hexdigest()
