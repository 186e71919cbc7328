"""What was typed in a form and not saved yet is kept with the file, and comes back: after Esc, and after a crash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QTimer

from crmdesk.store import note
from crmdesk.store.file import Workspace
from crmdesk.store.note import DRAFTS
from crmdesk.ui.desk import Desk
from crmdesk.ui.form import Form

_WAIT_MS = 500


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed, by column, and when."""

    key: str
    at: int
    state: Mapping[str, Any]


class Keeper(QObject):
    """Keeps what is typed in a form half a second after the last key."""

    def __init__(self, form: Form, desk: Desk, key: str) -> None:
        super().__init__(form)
        self._form, self._desk, self._key = form, desk, key
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self.keep)
        form.changed.connect(self._timer.start)

    def keep(self) -> None:
        """Keeps it now; a form in which nothing was typed has no draft."""
        self._timer.stop()
        if self._desk.session.workspace is None:
            return
        if state := self._form.state():
            note.keep(self._desk.here, DRAFTS + self._key, {"at": self._desk.now(), "state": state})
        else:
            self.forget()

    def forget(self) -> None:
        """It was saved, or is not wanted any more."""
        self._timer.stop()
        note.forget(self._desk.here, DRAFTS + self._key)


def draft_of(workspace: Workspace, key: str) -> Draft | None:
    """What was typed in that form and not saved."""
    kept = note.recall(workspace, DRAFTS + key)
    match kept:
        case {"at": int(at), "state": dict(state)} if state:
            return Draft(key, at, state)
        case _:
            return None


def waiting(workspace: Workspace) -> list[Draft]:
    """Every form that was begun and not saved, the latest first."""
    keys = (key.removeprefix(DRAFTS) for key in note.keys(workspace, DRAFTS))
    return [draft for key in keys if (draft := draft_of(workspace, key)) is not None]
