"""Faults on the world's side: each is one sentence for the owner. Bugs are ordinary exceptions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class UserError(Exception):
    """Something the owner can mend: what happened, where, and what to do, in one sentence."""


class FieldError(UserError):
    """A value that a field refuses. `field` names the column, the text says what is expected."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class FieldErrors(UserError):
    """Values of one record that are refused, a `FieldError` each."""

    def __init__(self, faults: Sequence[FieldError]) -> None:
        super().__init__(" ".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


class Busy(UserError):
    """Another window or program holds the workspace file."""


class NewerFile(UserError):
    """The workspace was written by a newer crmdesk than this one."""


class Damaged(UserError):
    """The file is not a sound crmdesk workspace."""


class DamagedFile(Damaged):
    """SQLite cannot read the file at `path`: found when it is opened, or at any later reading."""

    def __init__(self, message: str, path: Path) -> None:
        super().__init__(message)
        self.path = path


class Conflict(UserError):
    """An undo would overwrite later edits. `rows` are the (table, row id) pairs it would overwrite."""

    def __init__(self, message: str, rows: tuple[tuple[str, int], ...]) -> None:
        super().__init__(message)
        self.rows = rows
