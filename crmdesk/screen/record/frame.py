"""The parts of a record's page and where they stand: the facts, what happened, what is connected."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from crmdesk.screen.record.facts import Facts
from crmdesk.screen.record.files import FileList
from crmdesk.screen.record.head import RecordHead
from crmdesk.screen.record.history import HistoryTable
from crmdesk.screen.record.log import LogLine
from crmdesk.screen.record.related import RelatedList
from crmdesk.screen.record.strip import CustomerStrip
from crmdesk.screen.record.timeline import Timeline
from crmdesk.screen.record.todo import TodoList
from crmdesk.text import _
from crmdesk.ui.desk import RECORD, Desk, Page
from crmdesk.ui.kept import KeptSplitter
from crmdesk.ui.panel import Panel, Scroll

# As what the parts are kept, and how wide they are at first: with a timeline in the middle, or the changes alone.
_PARTS = {True: ("record", [336, 580, 254]), False: ("changes", [380, 560, 270])}
# Room in which the parts can still be worked with.
_FACTS_LETTERS, _RIGHT_LETTERS, _LINES = 42, 28, 18


class RecordFrame(Page):
    """Three parts side by side below a head; in a small window they are scrolled."""

    name = RECORD

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        self.head = RecordHead(self.desk, self)
        column.addWidget(self.head)
        self.area = Scroll(self)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        column.addWidget(self.area, 1)
        inside = QWidget(self.area)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.strip = CustomerStrip(self)
        self.strip.hide()
        column.addWidget(self.strip)
        self.bar_place = QVBoxLayout()
        column.addLayout(self.bar_place)
        self.parts = KeptSplitter(self.desk, Qt.Orientation.Horizontal, self)
        self.facts = Facts(self.desk, self.parts)
        self.parts.addWidget(self.facts)
        self.parts.addWidget(self._build_middle())
        self.parts.addWidget(self._build_right())
        self.parts.setStretchFactor(1, 1)
        self.parts.show_as(*_PARTS[True])
        column.addWidget(self.parts, 1)
        self.area.hold(inside)

    def _build_middle(self) -> QWidget:
        self.log = LogLine(self.desk, self)
        self.todo = TodoList(self.desk, self)
        self.timeline = Timeline(self.desk, self)
        happened = QWidget(self)
        column = QVBoxLayout(happened)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self.log, self.todo):
            column.addWidget(part)
        column.addWidget(self.timeline, 1)
        self.changes = HistoryTable(self.desk, self)
        self.middle = QStackedWidget(self)
        self.middle.addWidget(happened)
        self.middle.addWidget(self.changes)
        return self.middle

    def _build_right(self) -> QWidget:
        panel = self.right = Panel(_("Connected"), self)
        area = Scroll(panel)
        inside = QWidget(area)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        self.files = FileList(self.desk, inside)
        self.related = RelatedList(self.desk, inside)
        column.addWidget(self.related)
        column.addWidget(self.files)
        column.addStretch(1)
        area.hold(inside)
        panel.body.addWidget(area, 1)
        return panel

    @property
    def has_timeline(self) -> bool:
        """Whether the middle shows what happened; otherwise it shows the changes alone."""
        return self.middle.currentIndex() == 0

    def arrange(self, *, with_timeline: bool) -> None:
        """The parts as wide as the person left them for records of this sort."""
        letter, line = self.fontMetrics().averageCharWidth(), self.fontMetrics().height()
        self.facts.setMinimumWidth(letter * _FACTS_LETTERS)
        self.right.setMinimumWidth(letter * _RIGHT_LETTERS)
        self.parts.setMinimumHeight(line * _LINES)
        if with_timeline != self.has_timeline:
            self.middle.setCurrentIndex(0 if with_timeline else 1)
            self.parts.show_as(*_PARTS[with_timeline])
