"""What is connected with a record, at the right of its page: people, deals, tickets, sales; more can be added."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crmdesk.domain.wording import beside, number_text
from crmdesk.store.base import own_fields, references_of
from crmdesk.store.query import Filter, Query
from crmdesk.store.registry import record_type
from crmdesk.store.related import MOST, Group, One
from crmdesk.text import N_, _
from crmdesk.ui import fields
from crmdesk.ui.button import Button, IconButton
from crmdesk.ui.desk import Desk, Place
from crmdesk.ui.icons import icon
from crmdesk.ui.plain import ShortLabel, no_mnemonic, say
from crmdesk.ui.theme import colours_of

_NEW = {
    "contact": N_("New person"),
    "deal": N_("New deal"),
    "ticket": N_("New ticket"),
    "sale": N_("New sale"),
    "survey": N_("New answer"),
    "expense": N_("New expense"),
}
# What is often added to a record, even where there is nothing of it yet.
_ADDS: dict[str, tuple[tuple[str, str], ...]] = {
    "contact": (
        ("deal", "contact_id"),
        ("ticket", "contact_id"),
        ("sale", "contact_id"),
        ("survey", "contact_id"),
        ("contact", "company_id"),
    ),
    "deal": (("sale", "deal_id"),),
    "ticket": (("survey", "ticket_id"),),
    "campaign": (("expense", "campaign_id"),),
}
# What the new record takes from this one beside the reference itself.
_TAKEN = {"deal": ("contact_id", "amount"), "ticket": ("contact_id",), "contact": ("owner_id",)}
_NAMES = {"company_id": N_("People"), "owner_id": N_("{things} as owner"), "staff_id": N_("{things} by this person")}
# The page that shows the list of a record type, where it is not called like it.
_PAGES = {"sale": "money", "expense": "money", "activity": "activities", "stage": "settings"}


class Row(QAbstractButton):
    """A related record in two lines, its name and what is told of it; the whole row is a button."""

    def __init__(self, name: str, about: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.name, self.about = " ".join(name.split()), about
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        told = _("{name}, {about}").format(name=self.name, about=about) if about else self.name
        say(self, told)

    def sizeHint(self) -> QSize:
        lines = 2 if self.about else 1
        return QSize(120, round(QFontMetricsF(self.font()).height() * lines) + 8)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colours = QPainter(self), colours_of(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.hasFocus() or self.underMouse():
            painter.setBrush(QColor(colours.hover))
            painter.setPen(QPen(QColor(colours.accent), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.drawRoundedRect(box, 4, 4)
        metrics = QFontMetricsF(self.font())
        line = QRectF(box.left() + 5, box.top() + 3, box.width() - 10, metrics.height())
        for text, colour in ((self.name, colours.text), (self.about, colours.muted)):
            painter.setPen(QColor(colour))
            painter.setFont(QFont(self.font()))
            painter.drawText(line, metrics.elidedText(text, Qt.TextElideMode.ElideRight, line.width()))
            line.translate(0, metrics.height())
        painter.end()


class RelatedList(QWidget):
    """The groups of related records. `add_asked` carries the kind to add and the values that it starts with."""

    add_asked = Signal(str, object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(2)
        self.rows: list[Row] = []
        self.adders: dict[str, QAbstractButton] = {}

    def show_groups(self, kind: str, id: int, values: dict[str, Any], groups: Sequence[Group]) -> None:
        """Shows the groups of a record, and a way to add to each."""
        # Also while a dialog of this window has the keys.
        focused = self.window().focusWidget()
        adder = next((other for other, button in self.adders.items() if button is focused), "")
        opened = next((place for place, row in enumerate(self.rows) if row is focused), None)
        self._clear()
        presets = {other: self._preset(kind, id, other, column, values) for other, column in self._adds(kind, values)}
        for group in groups:
            self._group(group, id, presets.get(group.record.kind))
        missing = [other for other in presets if other not in {group.record.kind for group in groups}]
        for other in missing:
            button = Button(icon("plus"), no_mnemonic(_(_NEW[other])), self)
            say(button, _(_NEW[other]))
            button.clicked.connect(partial(self.add_asked.emit, other, presets[other]))
            self.adders[other] = button
            self.column.addWidget(button)
        self.column.addStretch(1)
        again = self.adders.get(adder)
        if opened is not None and opened < len(self.rows):
            again = self.rows[opened]
        if again is not None:
            # A layout shows what it gets only later, and what is not shown takes no keys.
            again.show()
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _adds(self, kind: str, values: dict[str, Any]) -> list[tuple[str, str]]:
        if self.desk.here.read_only:
            return []
        return [one for one in _ADDS.get(kind, ()) if one[1] != "company_id" or values["kind"] == "company"]

    def _preset(self, kind: str, id: int, other: str, column: str, values: dict[str, Any]) -> dict[str, Any]:
        names = set(_TAKEN.get(kind, ())) & set(own_fields(record_type(other)))
        taken = {name: values[name] for name in names if values.get(name) is not None}
        plain = {name: value[0] if isinstance(value, tuple) else value for name, value in taken.items()}
        return {**plain, column: id}

    def _clear(self) -> None:
        while (item := self.column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.rows, self.adders = [], {}

    def _group(self, group: Group, id: int, preset: dict[str, Any] | None) -> None:
        place = QWidget(self)
        head = QHBoxLayout(place)
        head.setContentsMargins(0, 4, 0, 0)
        count = number_text(group.count) if group.count < MOST else _("{n} or more").format(n=number_text(MOST))
        title = _group_title(group)
        # The number is worth more than the last letters of the words before it.
        text, middle = _("{title} ({count})").format(title=title, count=count), Qt.TextElideMode.ElideMiddle
        head.addWidget(ShortLabel(text, place, bold=True, cut=middle), 1)
        if group.count > len(group.first):
            every = Button(_("All"), place)
            say(every, _("Show all: {title}").format(title=title))
            every.clicked.connect(partial(self.desk.go, _list_of(group, id)))
            head.addWidget(every)
        if preset is not None:
            add = IconButton(place)
            add.setIcon(icon("plus"))
            say(add, _(_NEW[group.record.kind]))
            add.clicked.connect(partial(self.add_asked.emit, group.record.kind, preset))
            self.adders[group.record.kind] = add
            head.addWidget(add)
        self.column.addWidget(place)
        ids = [one.id for one in group.first]
        for one in group.first:
            row = Row(one.name, self._about(group, one), self)
            row.clicked.connect(partial(self.desk.open_record, group.record.kind, one.id, ids))
            self.rows.append(row)
            self.column.addWidget(row)

    def _about(self, group: Group, one: One) -> str:
        known = own_fields(group.record)
        texts = [fields.shown(known[name], value, self.desk.here) for name, value in one.about.items()]
        return beside((" ".join(text.split()) for text in texts), " · ")


def _group_title(group: Group) -> str:
    """The records of a type, and by which of several references they are found."""
    things = _(group.record.title)
    told = _(_NAMES.get(group.column, ""))
    targets = list(references_of(group.record).values())
    several = targets.count(references_of(group.record)[group.column]) > 1 or group.column == "company_id"
    return told.format(things=things) if told and (several or "{" in told) else things


def _list_of(group: Group, id: int) -> Place:
    """The list of all records of a group."""
    listing = group.record.plural
    query = Query(listing, (Filter(group.column, "is", id),))
    return Place(_PAGES.get(group.record.kind, listing), detail=query.as_json())


def title_of(kind: str) -> str:
    """The singular name of a record type, for titles."""
    return _(_SINGULAR.get(kind, record_type(kind).title))


_SINGULAR = {
    "contact": N_("Contact"),
    "deal": N_("Deal"),
    "ticket": N_("Ticket"),
    "activity": N_("Activity"),
    "sale": N_("Sale"),
    "survey": N_("Answer"),
    "expense": N_("Expense"),
    "campaign": N_("Campaign"),
    "staff": N_("Person of the team"),
    "stage": N_("Stage"),
    "goal": N_("Goal"),
    "stage_change": N_("Stage change"),
    "ticket_event": N_("Ticket event"),
}
