"""A framed part of a page with a title; charts come with the table of the same numbers behind one button."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from crmdesk.text import _
from crmdesk.ui.button import IconButton
from crmdesk.ui.icons import icon
from crmdesk.ui.plain import Label, ShortLabel, say

if TYPE_CHECKING:
    from crmdesk.ui.table import Column, Table

# What is scrolled to keeps so many points of air.
_AIR = 6


class Panel(QFrame):
    """A frame with a title line (`wrap`: in as many lines as it takes); `body` is the layout for its content."""

    def __init__(self, title: str, parent: QWidget, *, wrap: bool = False) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)
        self.title = Label(title, self, bold=True, wrap=True) if wrap else ShortLabel(title, self, bold=True)
        self.head = QHBoxLayout()
        self.head.addWidget(self.title, 1)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(12, 8, 12, 8)
        self.body.setSpacing(4)
        self.body.addLayout(self.head)


class ChartPanel(Panel):
    """A chart, and the table of its numbers; the button (or Enter on it) changes between the two."""

    def __init__(self, title: str, parent: QWidget, *, wrap: bool = False) -> None:
        super().__init__(title, parent, wrap=wrap)
        self.hint = ShortLabel("", self, muted=True)
        self._title = title
        self._heads: Sequence[str] = ()
        self._rows: Sequence[Sequence[str]] = ()
        self._table: Table | None = None
        self.stack = QStackedWidget(self)
        self.switch = small_button("table", _("Show the numbers of “{chart}” as a table").format(chart=title), self)
        self.switch.setCheckable(True)
        self.switch.toggled.connect(self._on_switched)
        # Where there is little room the title keeps its own, and the hint gives way.
        self.hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.head.setStretchFactor(self.title, 0)
        self.head.addWidget(self.hint, 1)
        self.head.addWidget(self.switch)
        self.body.addWidget(self.stack, 1)

    def hold(self, chart: QWidget) -> None:
        """Puts the chart in."""
        self.stack.addWidget(chart)

    @property
    def table(self) -> Table:
        """The numbers, in a table that is made when it is first looked at."""
        if self._table is None:
            from crmdesk.ui.table import Table

            self._table = Table(_columns_of(self._heads), self._title, self)
            self._table.setSortingEnabled(False)
            self._table.show_rows(self._rows)
            self.stack.addWidget(self._table)
        return self._table

    def show_rows(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """The numbers of the chart: the first column names, the others hold numbers."""
        self._heads, self._rows = heads, rows
        if self._table is not None:
            self._table.set_columns(_columns_of(heads))
            self._table.show_rows(rows)

    def _on_switched(self, on: bool) -> None:
        self.stack.setCurrentIndex(self.stack.indexOf(self.table) if on else 0)


def _columns_of(heads: Sequence[str]) -> list[Column]:
    from crmdesk.ui.table import Column

    return [Column(head, partial(_cell, place), number=place > 0) for place, head in enumerate(heads)]


def _cell(place: int, row: Sequence[str]) -> str:
    return str(row[place])


def small_button(name: str, text: str, parent: QWidget) -> IconButton:
    """A button of an icon at the head of a panel."""
    button = IconButton(parent)
    button.setIcon(icon(name))
    button.setAutoRaise(True)
    say(button, text)
    return button


class Scroll(QScrollArea):
    """A scroll area that leaves Page Up and Page Down to its page, where they change the period."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # Asked for the one that it has, PySide would load every kind of widget to find out what it is.
        self.setViewport(QWidget(self))

    def hold(self, widget: QWidget) -> None:
        self.setWidget(widget)
        widget.setAutoFillBackground(False)

    def show_whole(self, widget: QWidget) -> None:
        """Scrolls just as far as it takes to see all of something that is in it."""
        self.ensureWidgetVisible(widget, 0, _AIR)

    def focusNextPrevChild(self, forward: bool) -> bool:
        # Qt's own scroll areas move by fifty points even where what has the focus is seen already.
        return QWidget.focusNextPrevChild(self, forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
