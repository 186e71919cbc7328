"""The copies of a workspace that are known, and what is in one of them: told before it is restored."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from pathlib import Path

from crmdesk.store import copy_name
from crmdesk.store.engine import Engine
from crmdesk.store.erasing_copies import copies_of
from crmdesk.store.verifying import verify

COUNTED = ("contact", "deal", "ticket", "activity", "sale")


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a workspace: when it was made (by its name, else by its file) and how large it is."""

    path: Path
    at: int
    size: int


@dataclass(frozen=True, slots=True)
class Inside:
    """What a sound copy holds: whose it is, how many records of each kind, and the step that was taken last."""

    business: str
    counts: dict[str, int]
    step: str
    at: int | None


def known(path: Path, folder: Path) -> list[Copy]:
    """The copies of a workspace, the daily ones in `folder` and those beside it, the latest first."""
    found: list[Copy] = []
    # Where the workspace lay on a stick that is gone, the daily copies are all that there are.
    beside = path if path.parent.is_dir() else folder / path.name
    with contextlib.suppress(OSError):
        found = [copy_at(one) for one in copies_of(beside, folder) if one.is_file()]
    return sorted(found, key=lambda one: (one.at, one.path.name), reverse=True)


def copy_at(path: Path) -> Copy:
    """A file as a copy. Raises OSError."""
    facts, at = path.stat(), copy_name.moment_in(path)
    return Copy(path, facts.st_mtime_ns // 1000 if at is None else at, facts.st_size)


def look_into(path: Path) -> Inside:
    """What is in a copy. Raises UserError unless it is sound."""
    verify(path)
    engine = Engine(path, read_only=True, immutable=True)
    engine.connect()
    try:
        names = engine.rows("SELECT value FROM setting WHERE key = 'business_name'")
        counts = {kind: int(engine.rows(f"SELECT count(*) FROM {kind}")[0][0]) for kind in COUNTED}
        steps = engine.rows("SELECT label, at FROM operation ORDER BY id DESC LIMIT 1")
    finally:
        engine.close()
    step, at = steps[0] if steps else ("", None)
    return Inside(str(json.loads(names[0][0])) if names else "", counts, step, at)
