"""The head of a record's page: its name, its place in the list it was opened from, its address, its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.domain.wording import number_text
from crmdesk.text import _
from crmdesk.ui.button import Button, IconButton
from crmdesk.ui.desk import Desk, Place
from crmdesk.ui.icons import icon
from crmdesk.ui.links import open_link
from crmdesk.ui.plain import Label, say

_ADDRESS = ("street", "postcode", "city", "country")
_REMEMBERED = 50
_NAME_LETTERS = 20


class Siblings:
    """The lists from which records were opened: who comes back to a record finds the list of then again."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._last: Sequence[int] = ()
        self._kept: dict[tuple[str, int], Sequence[int]] = {}
        self.ids: Sequence[int] = ()
        self.place: int | None = None

    def arrive(self, place: Place) -> None:
        """A record is shown; the desk knows the list if it was opened from one just now."""
        here = (place.kind, place.id)
        if self._desk.siblings is not self._last:
            self._kept.pop(here, None)
            self._kept[here] = self._desk.siblings
            if len(self._kept) > _REMEMBERED:
                del self._kept[next(iter(self._kept))]
        self.ids = self._kept.get(here, ())
        self._desk.siblings = self._last = self.ids
        self.place = self.ids.index(place.id) if place.id in self.ids else None

    def beside(self, way: int) -> int | None:
        """The record after (1) or before (-1) the present one."""
        place = -1 if self.place is None else self.place + way
        return self.ids[place] if 0 <= place < len(self.ids) else None

    def forget(self) -> None:
        """The workspace is being closed."""
        self._kept, self.ids, self._last, self.place = {}, (), (), None


class RecordHead(QWidget):
    """The first line of the page."""

    stepped = Signal(int)
    history_asked = Signal()
    delete_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self.values: Mapping[str, Any] = {}
        self.previous = self._icon("chevron-left", _("Previous record (Ctrl+Up)"))
        self.previous.clicked.connect(lambda: self.stepped.emit(-1))
        self.next = self._icon("chevron-right", _("Next record (Ctrl+Down)"))
        self.next.clicked.connect(lambda: self.stepped.emit(1))
        self.name = Label("", self, bold=True, size=1.35)
        self.name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.name.setMinimumWidth(self.fontMetrics().averageCharWidth() * _NAME_LETTERS)
        self.kind = Label("", self, muted=True)
        # In a narrow window it is cut before the name is.
        self.kind.setMinimumWidth(1)
        self.map = self._icon("map-pin", _("Show the address on a map in the browser"))
        self.map.clicked.connect(self.show_map)
        self.copy = self._icon("copy", _("Copy name and address"))
        self.copy.clicked.connect(self.copy_address)
        self.history = Button(icon("history"), _("History"), self)
        say(self.history, _("Who changed what (Ctrl+Alt+H)"))
        self.history.clicked.connect(self.history_asked)
        self.bin = self._icon("trash", _("Delete this record (Ctrl+Del)"))
        self.bin.clicked.connect(self.delete_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.previous)
        row.addWidget(self.next)
        row.addWidget(self.name, 1)
        for part in (self.kind, self.map, self.copy, self.history, self.bin):
            row.addWidget(part)

    def _icon(self, picture: str, name: str) -> IconButton:
        button = IconButton(self)
        button.setIcon(icon(picture))
        say(button, name)
        return button

    def show_record(self, name: str, kind: str, values: Mapping[str, Any], siblings: Siblings) -> None:
        """Shows the name of a record and where it stands."""
        self.values = values
        self.name.setText(name)
        self.kind.setText(kind)
        if siblings.place is not None and len(siblings.ids) > 1:
            text = _("{kind}, {place} of {count} in the list")
            place, count = number_text(siblings.place + 1), number_text(len(siblings.ids))
            self.kind.setText(text.format(kind=kind, place=place, count=count))
        self.previous.setEnabled(siblings.beside(-1) is not None)
        self.next.setEnabled(siblings.beside(1) is not None)
        for button in (self.map, self.copy):
            button.setVisible(bool(self.address()))
        self.bin.setEnabled(not self.desk.here.read_only)

    def show_gone(self) -> None:
        """The record was deleted."""
        self.kind.setText(_("deleted; Ctrl+Z brings it back"))
        self.bin.setEnabled(False)

    def address(self) -> str:
        """The address of a contact, a line each; empty where there is none."""
        street, postcode, city, country = (str(self.values.get(name) or "").strip() for name in _ADDRESS)
        lines = (street, " ".join(filter(None, (postcode, city))), country)
        return "\n".join(line for line in lines if line)

    def copy_address(self) -> None:
        """Puts name and address on the clipboard, as for a letter."""
        QGuiApplication.clipboard().setText(f"{self.name.text()}\n{self.address()}")
        self.desk.notice.tell(_("The address was copied."))

    def show_map(self) -> None:
        """Opens the address in the browser."""
        place = quote(", ".join(self.address().split("\n")))
        self.desk.attempt(lambda: follow_link(f"https://www.openstreetmap.org/search?query={place}"))


def follow_link(address: str) -> None:
    """Opens an address. Raises UserError where it is none, or no program takes it."""
    if not open_link(address):
        raise UserError(_("“{address}” cannot be opened here.").format(address=address))
