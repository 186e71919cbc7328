"""What every page of the window works with: places to go to, the person who works, and writing that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from crmdesk.domain.errors import UserError
from crmdesk.store.file import Workspace
from crmdesk.store.journal import Change, Tx
from crmdesk.text import _
from crmdesk.ui.notice import Notice
from crmdesk.ui.session import Session

RECORD = "record"


@dataclass(frozen=True, slots=True)
class Place:
    """Where one is in the window: a page, the record it shows (kind and row id), and what else it needs to come back.

    `detail` is the page's own text, such as the query of a list as JSON.
    """

    page: str
    kind: str = ""
    id: int = 0
    detail: str = ""


class Page(QWidget):
    """A page of the window. It is made when it is first needed, and lives as long as the window."""

    # The first part of its places, and the record kind that Ctrl+N makes on it.
    name: str = ""
    makes: str = ""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk

    def show_place(self, place: Place) -> None:
        """Shows what the place names. Called each time the page is gone to."""

    def place(self) -> Place:
        """Where one is now, so that Back leads here again."""
        return Place(self.name)

    def title(self) -> str:
        """Where one is, in words, for the window's title line."""
        return ""

    def refresh(self, change: Change | None) -> None:
        """Something was changed (None: anything may have been). Only the page that is shown is told at once."""

    def preset(self) -> dict[str, Any]:
        """What a record that is added from here begins with, by its fields."""
        return {}

    def show_added(self, row_id: int) -> None:
        """A record was added from here: where the page shows it, the keys go to it."""

    def handlers(self) -> dict[str, Callable[[], None]]:
        """What the page does when one of its actions is chosen, by the action's id."""
        return {}

    def can(self, act: str) -> bool:
        """Whether one of its actions is of use with what it shows now; `desk.looked` says that it may have changed."""
        return True

    def leave(self) -> None:
        """The workspace is being closed: forget what belongs to it."""


class Desk(QObject):
    """The services of the window for its pages.

    `wanted` carries the Place that somebody wants to go to; `looked`: the page that is shown shows something else;
    `person` is the staff row of whoever works, or None.
    """

    wanted = Signal(object)
    looked = Signal()
    person_changed = Signal()

    def __init__(self, parent: QObject, session: Session, notice: Notice) -> None:
        super().__init__(parent)
        self.session, self.notice = session, notice
        self.person: int | None = None
        # The rows of the list from which the present record was opened, for “next” and “previous”.
        self.siblings: Sequence[int] = ()
        self._undo: Callable[[], None] | None = None
        self._take_back: Callable[[int], None] | None = None

    @property
    def here(self) -> Workspace:
        """The open workspace. Raises UserError where none is."""
        return self.session.here

    def now(self) -> int:
        return self.session.now()

    def go(self, place: Place) -> None:
        """Goes to a place; Back leads to where one was."""
        self.wanted.emit(place)

    def open_record(self, kind: str, row_id: int, siblings: Sequence[int] = ()) -> None:
        """Opens the page of a record; `siblings` are the rows of the list that it was chosen from, in their order."""
        self.siblings = siblings
        self.go(Place(RECORD, kind, row_id))

    def operation(self, label: str, *, source: str = "") -> AbstractContextManager[Tx]:
        """Begins a step of the journal, noted as done by the person who works."""
        return self.here.operation(label, staff=self.person, source=source)

    def attempt(self, act: Callable[[], Any]) -> bool:
        """Does something; what stands against it is told in the window. Returns whether it was done."""
        try:
            act()
        except UserError as fault:
            self.notice.tell(str(fault))
            return False
        return True

    def tell_done(self, text: str) -> None:
        """Says what was done, with a button that takes it back."""
        self.notice.tell(text, _("Undo"), self._undo)

    def take_back(self, operation: int) -> None:
        """Takes a step of the journal back, whichever it is, and says so."""
        if self._take_back is not None:
            self._take_back(operation)

    def undo_with(self, undo: Callable[[], None], take_back: Callable[[int], None] | None = None) -> None:
        """How the window takes the last step back, and any other."""
        self._undo, self._take_back = undo, take_back
