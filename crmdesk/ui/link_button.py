"""A button that looks like a link: as many lines as its words need, and a ring where the keys are."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from crmdesk.ui.button import PressedByEnter
from crmdesk.ui.theme import colours_of

_WIDEST = 400


class LinkButton(PressedByEnter, QAbstractButton):
    """Leads to what its text is about. The text is shown as it is written."""

    def __init__(self, text: str, parent: QWidget | None, spoken: str = "") -> None:
        super().__init__(parent)
        self.words = text
        self.setAccessibleName(spoken or text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(self._laid(width).boundingRect().height())

    def sizeHint(self) -> QSize:
        width = min(self.fontMetrics().horizontalAdvance(self.words) + 2, _WIDEST)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 8, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        accent = QColor(colours_of(self).accent)
        painter.setPen(accent)
        self._laid(self.width()).draw(painter, QPointF(0, 0))
        if self.hasFocus():
            painter.setPen(QPen(accent, 1.5))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 3, 3)
        painter.end()

    def _laid(self, width: int) -> QTextLayout:
        """The words in lines so wide; one that is wider is broken anywhere."""
        letters = QFont(self.font())
        letters.setUnderline(True)
        laid = QTextLayout(self.words, letters)
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        laid.setTextOption(option)
        laid.beginLayout()
        top = 0.0
        while (line := laid.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            line.setPosition(QPointF(0, top))
            top += line.height()
        laid.endLayout()
        return laid
