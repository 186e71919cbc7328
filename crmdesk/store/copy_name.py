"""What copies of a workspace are called: its name, what they were made before if anything, and the moment in UTC.

`shop 2026-11-20 081500.crmdesk-backup` is a backup, `shop before restore 2026-11-20 081500.crmdesk` what a restore
replaced. Where a name is taken already a number follows.
"""

from __future__ import annotations

import re
from pathlib import Path

from crmdesk.domain.calendar import Calendar

BACKUP = ".crmdesk-backup"
_KEPT = ".crmdesk"
_BEFORE = " before "
_UTC = Calendar("UTC")
_MOMENT = r" ([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]([0-9]{2})([0-9]{2})([0-9]{2})(?: [0-9]+)?"
_STAMP = re.compile(f"{_MOMENT}$")


def backup_name(path: Path, at: int) -> str:
    """The name of a backup that is made at this moment."""
    return f"{path.stem} {_stamp(at)}{BACKUP}"


def kept_name(path: Path, event: str, at: int) -> str:
    """Under what name a workspace is kept as it was before an event, such as a restore."""
    return f"{path.stem}{_BEFORE}{event} {_stamp(at)}{_KEPT}"


def moment_in(copy: Path) -> int | None:
    """When a copy was made, by its name; None where the name does not say it."""
    stamp = _STAMP.search(copy.stem)
    try:
        return _UTC.parse("{}T{}:{}:{}".format(*stamp.groups())) if stamp else None
    except ValueError:
        return None


def without_moment(copy: Path) -> str:
    """The name of a copy without its ending and its moment."""
    return _STAMP.sub("", copy.stem)


def name_of(copy: Path) -> str:
    """The name of the workspace that a file is a copy of, its ending left off."""
    return without_moment(copy).partition(_BEFORE)[0]


def is_copy_of(file: Path, path: Path) -> bool:
    """Whether a file is called like a copy of the workspace."""
    kept = file.suffix == BACKUP or (file.suffix == _KEPT and _BEFORE in file.stem)
    return kept and file != path and file.stem.startswith(f"{path.stem} ")


def at_any_moment(copy: Path) -> str:
    """A regular expression for the names that differ from this one in their moment alone."""
    name = without_moment(copy)
    return re.escape(copy.name) if name == copy.stem else f"{re.escape(name)}{_MOMENT}{re.escape(copy.suffix)}"


def kept_of(path: Path) -> str:
    """A regular expression for the names under which a workspace is kept as it was before something."""
    return f"{re.escape(path.stem + _BEFORE)}.*{re.escape(_KEPT)}"


def _stamp(at: int) -> str:
    return _UTC.text(at)[:19].replace(":", "").replace("T", " ")
