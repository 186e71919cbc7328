"""A widget that shows a picture, silent to screen readers but for its sentence: its table twin stands beside it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crmdesk.chart.ink import Inks, box_for, draw
from crmdesk.domain.plot import Picture

# How high a line of bars may be, in heights of text.
LINE = 4.0


class PictureView(QWidget):
    """Draws a picture as large as it is; `inks` answers the colours that are on."""

    def __init__(self, parent: QWidget | None, inks: Callable[[QWidget], Inks]) -> None:
        super().__init__(parent)
        self._inks = inks
        self.picture: Picture = ()
        self.empty = ""
        self.lines = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_picture(self, picture: Picture, spoken: str, empty: str = "", lines: int = 0) -> None:
        """Shows a picture; where there is nothing to draw, the sentence `empty`. A picture of so many `lines` does not
        fill a large place with a few fat ones.
        """
        self.picture, self.empty, self.lines = picture, empty, lines
        self.setAccessibleName(spoken)
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 90)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inks = self._inks(self)
        if not self.picture:
            painter.setPen(QColor(inks.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(QRectF(self.rect()), flags, self.empty)
        box = box_for(self.picture, QRectF(self.rect()), painter.font())
        if self.lines:
            box.setHeight(min(box.height(), self.lines * self.fontMetrics().height() * LINE))
        draw(painter, self.picture, box, inks)
        painter.end()
