"""Backups that nobody has to think of: dated copies in the data folder, many of late, fewer of long ago."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from crmdesk.domain.calendar import DAY, HOUR, Calendar
from crmdesk.domain.clock import Clock
from crmdesk.domain.errors import UserError
from crmdesk.store import backup
from crmdesk.store.atomic import free_name
from crmdesk.store.engine import Engine
from crmdesk.text import _

SUFFIX = ".crmdesk-backup"
EVERY = 20 * HOUR
"""A little less than a day, so that whoever opens the file each morning gets a copy each morning."""
NEWEST = 5
"""So many stay whatever their age."""
_UTC = Calendar("UTC")
_STAMP = re.compile(r"(\d{4}-\d{2}-\d{2}) (\d{2})(\d{2})(\d{2})(?: \d+)?", re.ASCII)


def _month(at: int) -> int:
    year, month = _UTC.text(at)[:7].split("-")
    return int(year) * 12 + int(month)


# Of older ones one a day, a week and a month stays, so many of each.
_SPANS: tuple[tuple[Callable[[int], int], int], ...] = (
    (lambda at: at // DAY, 14),
    (lambda at: at // (7 * DAY), 8),
    (_month, 12),
)


def due(folder: Path, path: Path, now: int) -> bool:
    """Whether the workspace has changed since its latest copy, and that one is old enough; or there is none."""
    found = latest(folder, path)
    if found is None:
        return True
    at, changed = _at(found, path), max(_changed(one) for one in (path, path.with_name(f"{path.name}-wal")))
    return changed > at and not 0 <= now - at < EVERY


def run(engine: Engine, folder: Path, clock: Clock) -> Path:
    """Writes a verified copy under today's date, then thins out the older ones. Raises UserError."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as fault:
        sentence = _("The folder “{folder}” for backups cannot be made ({reason}); no copy was written.")
        raise UserError(sentence.format(folder=folder, reason=fault.strerror)) from None
    stamp = _UTC.text(clock.now())[:19].replace(":", "").replace("T", " ")
    written = backup.backup(engine, free_name(folder / f"{engine.path.stem} {stamp}{SUFFIX}"), clock)
    for old in _to_spare(folder, engine.path):
        for file in (old, old.with_name(f"{old.name}.sha256")):
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)
    return written


def latest(folder: Path, path: Path) -> Path | None:
    """The newest copy of a workspace, None where there is none."""
    return next(iter(copies(folder, path)), None)


def copies(folder: Path, path: Path) -> list[Path]:
    """All copies of a workspace, the newest first."""
    begins = f"{path.stem} "
    found = [one for one in _files(folder) if one.name.startswith(begins) and _at(one, path) >= 0]
    return sorted(found, key=lambda one: (_at(one, path), len(one.name), one.name), reverse=True)


def _files(folder: Path) -> Sequence[Path]:
    try:
        return [one for one in folder.iterdir() if one.suffix == SUFFIX]
    except OSError:
        return []


def _at(copy: Path, path: Path) -> int:
    """When a copy was written, by its name; -1 where the name is not one of ours."""
    stamp = _STAMP.fullmatch(copy.stem.removeprefix(f"{path.stem} "))
    try:
        return _UTC.parse("{}T{}:{}:{}".format(*stamp.groups())) if stamp else -1
    except ValueError:
        return -1


def _to_spare(folder: Path, path: Path) -> list[Path]:
    """The copies that are not needed any more; the first of each day, week and month is kept."""
    found = copies(folder, path)
    kept = set(found[:NEWEST])
    for span, most in _SPANS:
        first_of = {span(_at(one, path)): one for one in found}
        kept.update(first_of[key] for key in sorted(first_of, reverse=True)[:most])
    return [one for one in found if one not in kept]


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns // 1000
    except OSError:
        return -1
