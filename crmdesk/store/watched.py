"""Watched folders: which of their files have not been brought in yet. A file is known by its bytes, not by its name."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from crmdesk.domain.clock import MICROSECONDS
from crmdesk.domain.errors import UserError
from crmdesk.domain.wording import name_text
from crmdesk.store import note
from crmdesk.store.file import Workspace
from crmdesk.store.import_memory import WatchedFolder
from crmdesk.store.journal import Tx
from crmdesk.text import _

MOST_FILES = 2_000
"""So many files of a folder are looked at, the latest first: a folder of more is no place of bank files."""
MOST_BYTES = 256 * 1024**2
"""Larger files are offered without reading them: looking must not take longer than bringing in."""

SETTLED = 2 * MICROSECONDS
"""A file that was written to within this time may not be whole yet."""

EVERY_FILE = "*"
# What browsers and copying programs call a file that they have not finished.
_UNFINISHED = (".part", ".partial", ".filepart", ".crdownload", ".opdownload", ".download", ".tmp", ".temp")
_FOLDERS = "SELECT id, path, pattern, coalesce(mapping, ''), looked_at FROM watched_folder ORDER BY path, pattern, id"
# The note of a folder with the files that are no news, each with its size and when it was written.
_LEFT = "watched:{id}"
_KNOWN = "SELECT 1 FROM imported_file WHERE digest = ? LIMIT 1"


@dataclass(frozen=True, slots=True)
class Watched:
    """A watched folder: where it is, the files that count, the mapping that was chosen, when it was looked at last."""

    id: int
    path: Path
    pattern: str
    mapping: str = ""
    looked_at: int | None = None


@dataclass(frozen=True, slots=True)
class News:
    """The files of a watched folder that are new; `fault` says why it could not be looked at.

    `growing` says that there are more which somebody is writing at the moment.
    """

    folder: Watched
    files: tuple[Path, ...] = ()
    fault: str = ""
    growing: bool = False


def folders(workspace: Workspace) -> list[Watched]:
    """Every watched folder."""
    rows = workspace.rows(_FOLDERS)
    return [Watched(row, Path(path), pattern, mapping, looked) for row, path, pattern, mapping, looked in rows]


def news(workspace: Workspace, check: Callable[[], object] = lambda: None) -> list[News]:
    """What is new in every watched folder that has something, or cannot be looked at; `check` may stop it."""
    found = []
    for folder in folders(workspace):
        try:
            whole, growing = _apart(files_of(folder), workspace.clock.now())
            left = left_alone(workspace, folder.id)
            files = tuple(path for path in whole if not _is_left(path, left) and _is_new(workspace, path, check))
        except FileNotFoundError:
            found.append(News(folder, fault=_("The folder is not there now.")))
            continue
        except OSError as fault:
            reason = fault.strerror or str(fault)
            found.append(News(folder, fault=_("It cannot be read ({reason}).").format(reason=reason)))
            continue
        if files or growing:
            found.append(News(folder, files, growing=growing))
    return found


def _apart(files: Sequence[Path], now: int) -> tuple[list[Path], bool]:
    """Those that are whole, and whether there are others."""
    whole = [path for path in files if not 0 <= now - _written(path) // 1000 < SETTLED]
    return whole, len(whole) < len(files)


def files_of(folder: Watched) -> list[Path]:
    """The files of a watched folder that fit its pattern, by name. Raises OSError where it cannot be read."""
    pattern = folder.pattern.strip().casefold() or EVERY_FILE
    with os.scandir(folder.path) as entries:
        fitting = [
            entry
            for entry in entries
            if fnmatchcase(name := entry.name.casefold(), pattern)
            and not name.startswith((".", "~"))
            and not name.endswith(_UNFINISHED)
            and entry.is_file()
        ]
    latest = sorted((Path(entry.path) for entry in fitting), key=_written, reverse=True)
    return sorted(latest[:MOST_FILES])


def looked(tx: Tx, folder: int, at: int) -> None:
    """Notes that what was new in a folder was shown and brought in."""
    tx.update(WatchedFolder, folder, {"looked_at": at})


def leave(workspace: Workspace, folder: int, paths: Sequence[Path]) -> None:
    """Offers these files no more until they change: they were looked at, and could not or should not come in."""
    left = {name: seen for name, seen in left_alone(workspace, folder).items() if _seen(Path(name))}
    note.keep(workspace, _LEFT.format(id=folder), left | {str(path): seen for path in paths if (seen := _seen(path))})


def left_alone(workspace: Workspace, folder: int) -> dict[str, list[int]]:
    """The files of a folder that are not offered, each with its size and when it was written."""
    return note.recall(workspace, _LEFT.format(id=folder)) or {}


def offer_again(workspace: Workspace, folder: int) -> None:
    """Offers all files of a folder again that have not come in."""
    note.forget(workspace, _LEFT.format(id=folder))


def _seen(path: Path) -> list[int]:
    """Size and moment of writing; nothing for a file that went away, as those of other programs do at any time."""
    with suppress(OSError):
        stat = path.stat()
        return [stat.st_size, stat.st_mtime_ns]
    return []


def _written(path: Path) -> int:
    return (_seen(path) or [0, 0])[1]


def _is_left(path: Path, left: dict[str, list[int]]) -> bool:
    return str(path) in left and left[str(path)] == _seen(path)


def watch(tx: Tx, path: Path, pattern: str, mapping: str = "") -> int:
    """Watches one more folder. Raises UserError where there is none, or where its name cannot be kept."""
    if not path.is_dir():
        raise UserError(_("There is no folder {path}; choose one that is there.").format(path=path))
    if (shown := name_text(str(path))) != str(path):
        raise UserError(_("The name of the folder {path} holds bytes that are not text; rename it.").format(path=shown))
    return tx.insert(WatchedFolder, {"path": str(path), "pattern": pattern.strip() or EVERY_FILE, "mapping": mapping})


def forget(tx: Tx, folder: int) -> None:
    """Watches a folder no more; what came from it stays."""
    tx.delete(WatchedFolder, folder)


def digest_of(path: Path, check: Callable[[], object] = lambda: None) -> str:
    """The checksum of a file's bytes, read in parts. Raises OSError."""
    summed = hashlib.sha256()
    for part in _parts(path):
        check()
        summed.update(part)
    return summed.hexdigest()


def _parts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while part := stream.read(1024 * 1024):
            yield part


def _is_new(workspace: Workspace, path: Path, check: Callable[[], object]) -> bool:
    check()
    try:
        size = path.stat().st_size
        if not 0 < size <= MOST_BYTES:
            return size > 0
        return not workspace.rows(_KNOWN, (digest_of(path, check),))
    except FileNotFoundError:
        return False
