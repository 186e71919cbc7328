"""A PDF in a part of a page: its pages small beside its pages large, and how large these are."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from crmdesk.text import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.kept import KeptSplitter
from crmdesk.ui.plain import say
from crmdesk.ui.sheets import WHOLE, WIDTH, ZOOMS, Leaf, SheetArea, Thumbnails

# The width of the small pages, and of a large one where the person did not choose.
_SMALL, _LARGE = 160, 850
# Where there is less room the large pages have all of it.
_NARROW = 430
_STEPS = {
    Qt.Key.Key_PageUp: -1,
    Qt.Key.Key_PageDown: 1,
}


class PaperView(QWidget):
    """Shows a PDF. Page Up and Page Down turn its pages; + and - make them larger and smaller."""

    def __init__(self, desk: Desk, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.pdf = b""
        self.small = Thumbnails(self)
        self.area = SheetArea(desk.session.jobs, self)
        self.zoom = QComboBox(self)
        for zoom in ZOOMS:
            self.zoom.addItem(_zoom_text(zoom), zoom)
        self.zoom.setCurrentIndex(ZOOMS.index(WIDTH))
        say(self.zoom, _("How large the pages are shown"))
        self.zoom.activated.connect(lambda _row: self.area.show_zoom(self.zoom.currentData()))
        self.small.currentRowChanged.connect(self._on_chosen)
        self.area.page_seen.connect(self._on_seen)
        self.parts = KeptSplitter(desk, Qt.Orientation.Horizontal, self)
        self.parts.addWidget(self.small)
        self.parts.addWidget(self.area)
        self.parts.setStretchFactor(0, 0)
        self.parts.setStretchFactor(1, 1)
        self.parts.show_as(name, (_SMALL, _LARGE))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.parts)

    def show_pdf(self, pdf: bytes, leaves: list[Leaf]) -> None:
        """Shows another PDF."""
        self.pdf = pdf
        self.area.show_pdf(pdf, leaves)
        self.small.show_leaves(leaves)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.small.setVisible(self.width() >= _NARROW)

    def clear(self) -> None:
        """Shows nothing."""
        self.show_pdf(b"", [])

    def turn(self, step: int) -> None:
        """So many pages on, or back."""
        last = self.small.count() - 1
        self.small.setCurrentRow(min(max(self.small.currentRow() + step, 0), last))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        zoom = {"+": 1, "=": 1, "-": -1}.get(event.text(), 0)
        if step := _STEPS.get(Qt.Key(event.key()), 0):
            self.turn(step)
        elif zoom:
            self._larger(zoom)
        else:
            super().keyPressEvent(event)

    def _larger(self, step: int) -> None:
        place = min(max(self.zoom.currentIndex() + step, 0), self.zoom.count() - 1)
        self.zoom.setCurrentIndex(place)
        self.area.show_zoom(self.zoom.currentData())

    def _on_chosen(self, row: int) -> None:
        if row >= 0 and row != self.area.page:
            self.area.show_page(row)

    def _on_seen(self, page: int) -> None:
        self.small.setCurrentRow(page)


def _zoom_text(zoom: int) -> str:
    return {WHOLE: _("Whole page"), WIDTH: _("Page width")}.get(zoom, _("{n} %").format(n=zoom))
