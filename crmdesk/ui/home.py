"""The folder for people's data, and what the window remembers between two starts. No data of a business in here."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from crmdesk.domain.errors import UserError
from crmdesk.store import atomic
from crmdesk.store.atomic import side_files, write_bytes
from crmdesk.text import _

MOST_RECENT = 8


@dataclass(slots=True)
class Memory:
    """What the window remembers: how it looks, and which workspaces were open, the latest first."""

    look: str = "system"
    zoom: int = 100
    recent: list[str] = field(default_factory=list)
    # Of the window, and the upper left corner of its place on the screens.
    size: list[int] = field(default_factory=list)
    place: list[int] = field(default_factory=list)
    maximized: bool = False
    area: int = 0
    folded: bool = False
    paper: str = ""
    # A code such as "de"; empty: that of the system.
    language: str = ""

    def opened(self, path: Path) -> None:
        """Puts a workspace first in the list."""
        name = str(path.absolute())
        self.recent = [name, *(one for one in self.recent if one != name)][:MOST_RECENT]

    def present(self) -> list[Path]:
        """The remembered workspaces that are still there."""
        return [path for path in map(Path, self.recent) if path.is_file()]

    def gone(self) -> list[Path]:
        """The remembered workspaces that are not where they were."""
        return [path for path in map(Path, self.recent) if not path.is_file()]

    def forget(self, path: Path) -> None:
        """Takes a workspace off the list; its file stays what it is."""
        self.recent = [one for one in self.recent if one != str(path)]


def home() -> Path:
    """The folder for people's data: CRMDESK_HOME, else where this system keeps such things. Made for the owner only."""
    chosen = os.environ.get("CRMDESK_HOME")
    if chosen:
        folder = Path(chosen)
    else:
        import platformdirs

        folder = Path(platformdirs.user_data_dir("crmdesk", appauthor=False))
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as fault:
        raise UserError(
            _("The folder “{folder}” cannot be made ({why}); set CRMDESK_HOME to another.").format(
                folder=folder, why=fault.strerror
            )
        ) from None
    return folder


def recall() -> Memory:
    """What was remembered; what cannot be read is forgotten."""
    with contextlib.suppress(OSError, ValueError, TypeError):
        found = json.loads((home() / "window.json").read_text(encoding="utf-8"))
        if not isinstance(found, dict):
            return Memory()
        plain = Memory()
        for one in fields(Memory):
            if type(found.get(one.name)) is type(getattr(plain, one.name)):
                setattr(plain, one.name, found[one.name])
        return plain
    return Memory()


def keep(memory: Memory) -> None:
    """Remembers. A disk that refuses loses only the window's habits."""
    with contextlib.suppress(UserError):
        write_bytes(home() / "window.json", json.dumps(asdict(memory), indent=1).encode(), private=True)


def folder_of(path: Path) -> Path:
    """Where the daily copies of a workspace are kept: two files of one name in two folders do not mix."""
    import hashlib

    place = hashlib.sha256(str(path.absolute()).encode()).hexdigest()[:6]
    return home() / "backups" / f"{path.stem} {place}"


def bin_of(name: str) -> Path:
    """Where a file of that name lies after it was put in the bin."""
    return home() / "bin" / name


def put_in_bin(path: Path) -> Path:
    """Moves a closed workspace into the bin, in place of an older one of its name. Raises UserError."""
    return _moved(path, bin_of(path.name))


def take_from_bin(kept: Path, path: Path) -> Path:
    """Moves a workspace out of the bin, back to where it was or, if that is taken, beside it. Raises UserError."""
    return _moved(kept, atomic.free_name(path))


def _moved(path: Path, target: Path) -> Path:
    """Moves a workspace, with what SQLite may have left beside it."""
    import shutil

    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        for old in (target, *side_files(target)):
            old.unlink(missing_ok=True)
        for one, new in zip((path, *side_files(path)), (target, *side_files(target)), strict=True):
            if one.exists():
                shutil.move(one, new)
    except OSError as fault:
        text = _("“{file}” could not be moved to “{target}” ({why}); it is still where it was.")
        raise UserError(text.format(file=path, target=target, why=fault.strerror)) from None
    return target


def free_name(name: str) -> Path:
    """A path in the data folder that is not taken: `Shop.crmdesk`, `Shop 2.crmdesk`, …"""
    letters = "".join(letter for letter in name if letter.isalnum() or letter in " -_")
    plain = " ".join(letters.split())[:60].strip() or "Business"
    path, number = home() / f"{plain}.crmdesk", 1
    while path.exists():
        number += 1
        path = home() / f"{plain} {number}.crmdesk"
    return path
