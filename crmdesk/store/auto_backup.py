"""Backups that nobody has to think of: dated copies in the data folder, many of late, fewer of long ago."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path

from crmdesk.domain.calendar import DAY, HOUR, Calendar
from crmdesk.domain.clock import Clock
from crmdesk.domain.errors import UserError
from crmdesk.store import backup, copy_name
from crmdesk.store.atomic import free_name
from crmdesk.store.engine import Engine
from crmdesk.store.verifying import checksum_path
from crmdesk.text import _

EVERY = 20 * HOUR
"""A little less than a day, so that whoever opens the file each morning gets a copy each morning."""
NEWEST = 5
"""So many stay whatever their age."""
_UTC = Calendar("UTC")


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
    at, changed = _at(found), max(_changed(one) for one in (path, path.with_name(f"{path.name}-wal")))
    return changed > at and not 0 <= now - at < EVERY


def run(engine: Engine, folder: Path, clock: Clock) -> Path:
    """Writes a verified copy under today's date, then thins out the older ones. Raises UserError."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as fault:
        sentence = _("The folder “{folder}” for backups cannot be made ({reason}); no copy was written.")
        raise UserError(sentence.format(folder=folder, reason=fault.strerror)) from None
    written = backup.backup(engine, free_name(folder / copy_name.backup_name(engine.path, clock.now())), clock)
    for old in _to_spare(folder, engine.path):
        for file in (old, checksum_path(old)):
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)
    return written


def latest(folder: Path, path: Path) -> Path | None:
    """The newest copy of a workspace, None where there is none."""
    return next(iter(copies(folder, path)), None)


def copies(folder: Path, path: Path) -> list[Path]:
    """All copies of a workspace, the newest first."""
    found = [one for one in _files(folder) if copy_name.without_moment(one) == path.stem and _at(one) >= 0]
    return sorted(found, key=lambda one: (_at(one), len(one.name), one.name), reverse=True)


def _files(folder: Path) -> Sequence[Path]:
    try:
        return [one for one in folder.iterdir() if one.suffix == copy_name.BACKUP]
    except OSError:
        return []


def _at(copy: Path) -> int:
    """When a copy was written, by its name; -1 where the name is not one of ours."""
    at = copy_name.moment_in(copy)
    return -1 if at is None else at


def _to_spare(folder: Path, path: Path) -> list[Path]:
    """The copies that are not needed any more; the first of each day, week and month is kept."""
    found = copies(folder, path)
    kept = set(found[:NEWEST])
    for span, most in _SPANS:
        first_of = {span(_at(one)): one for one in found}
        kept.update(first_of[key] for key in sorted(first_of, reverse=True)[:most])
    return [one for one in found if one not in kept]


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns // 1000
    except OSError:
        return -1
