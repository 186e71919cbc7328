"""One writer for each workspace file, across windows and programs."""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import platform
from pathlib import Path

import filelock

from crmdesk.domain.errors import Busy, UserError
from crmdesk.store.atomic import make_private
from crmdesk.text import _


class FileLock:
    """A lock that the operating system gives back by itself if the program dies."""

    def __init__(self, path: Path) -> None:
        self._lock = filelock.FileLock(path.with_name(f"{path.name}.lock"), timeout=0, mode=0o600)
        self._owner = path.with_name(f"{path.name}.owner")

    def acquire(self, name: str) -> None:
        """Takes the lock. Raises Busy, naming who has it."""
        try:
            self._lock.acquire()
        except filelock.Timeout:
            raise Busy(
                _("“{file}” is open {where}; close it there, or open it for reading only.").format(
                    file=name, where=self._holder()
                )
            ) from None
        except (OSError, NotImplementedError) as fault:
            raise UserError(
                _("“{name}” cannot be locked here ({fault}); copy it to a folder of your own.").format(
                    name=name, fault=getattr(fault, "strerror", None) or fault
                )
            ) from None
        with contextlib.suppress(OSError):
            self._owner.unlink(missing_ok=True)
            make_private(self._owner)
            self._owner.write_text(json.dumps({"computer": platform.node(), "process": os.getpid(), "user": _user()}))

    def release(self) -> None:
        """Gives the lock back."""
        with contextlib.suppress(OSError):
            self._owner.unlink(missing_ok=True)
        self._lock.release()

    def _holder(self) -> str:
        try:
            owner = json.loads(self._owner.read_text())
            computer, user = owner["computer"], owner["user"]
        except (OSError, ValueError, KeyError, TypeError):
            return _("in another window")
        return _("in another window (computer {computer}, user {user})").format(computer=computer, user=user)


def lock(path: Path) -> FileLock:
    """The lock of a workspace file, taken. Raises Busy where somebody else has it."""
    held = FileLock(path)
    held.acquire(path.name)
    return held


def behind_link(path: Path) -> Path:
    """The file that a link leads to: its lock and what lies beside it are one, by whatever name it is opened."""
    return path.resolve() if path.is_symlink() else path


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
