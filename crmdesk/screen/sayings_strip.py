"""What a period has to say, above the tiles: up to three sentences, each a button that opens the list behind it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from crmdesk.domain.change import Tone
from crmdesk.insight.saying import Saying
from crmdesk.text import _
from crmdesk.ui.button import PressedByEnter
from crmdesk.ui.face import DOWN, SAME, UP
from crmdesk.ui.plain import Label, in_lines, say
from crmdesk.ui.theme import colours_of

MOST = 3
_SIGNS = {Tone.GOOD: UP, Tone.BAD: DOWN, Tone.NEUTRAL: SAME}
_GAP, _EDGE = 8, 6
# A sentence stands beside others where there is room for so many letters of it in a line.
_LETTERS = 34


class SayingsStrip(QWidget):
    """Emits `opened` with the Link of the sentence that was chosen."""

    opened = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.buttons: list[SayingButton] = []
        self._said: Sequence[Saying] | None = None
        self.none = Label("", self, muted=True)
        self.none.hide()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        say(self, _("What stands out"))

    def show_sayings(self, said: Sequence[Saying] | None, nothing: str) -> None:
        """Shows the heaviest sentences; where there are none, `nothing`; None: it is not known yet."""
        few = said if said is None else tuple(said[:MOST])
        self.none.setText(nothing if few is not None else _("Looking for what stands out…"))
        if few == self._said:
            return
        self._said = few
        place = next((place for place, button in enumerate(self.buttons) if button.hasFocus()), -1)
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons = [SayingButton(one, self) for one in few or ()]
        for button in self.buttons:
            button.clicked.connect(partial(self.opened.emit, button.saying.link))
            button.show()
        if place >= 0 and self.buttons:
            self.buttons[min(place, len(self.buttons) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)
        self.none.setVisible(not few)
        self.updateGeometry()
        self._lay_out(self.width())

    def heightForWidth(self, width: int) -> int:
        return self._lay_out(width, place=False)

    def sizeHint(self) -> QSize:
        return QSize(300, self._lay_out(self.width(), place=False))

    def minimumSizeHint(self) -> QSize:
        # How high it is depends on how wide it is, which is told by `heightForWidth` alone.
        return QSize(120, self.fontMetrics().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out(self.width())

    def _lay_out(self, width: int, *, place: bool = True) -> int:
        """Puts the sentences side by side or below each other; returns how high all of them are."""
        if not self.buttons:
            self.none.setGeometry(_EDGE, 0, width - _EDGE, self.none.sizeHint().height() + _EDGE)
            return self.none.sizeHint().height() + _EDGE
        least = self.fontMetrics().averageCharWidth() * _LETTERS
        across = len(self.buttons) if width >= (least + _GAP) * len(self.buttons) else 1
        wide = (width - _GAP * (across - 1)) // across
        y = 0
        for first in range(0, len(self.buttons), across):
            row = self.buttons[first : first + across]
            tall = max(button.heightForWidth(wide) for button in row)
            for number, button in enumerate(row):
                if place:
                    button.setGeometry(number * (wide + _GAP), y, wide, tall)
            y += tall + _EDGE
        return y - _EDGE


class SayingButton(PressedByEnter, QAbstractButton):
    """One sentence: its sign, and its text in as many lines as it takes."""

    def __init__(self, saying: Saying, parent: QWidget) -> None:
        super().__init__(parent)
        self.saying = saying
        # Layouts ask again and again: how high it is, by how wide and in which letters.
        self._heights: dict[tuple[int, str], int] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        say(self, saying.text, _("{sentence}\nEnter or click: the records behind it").format(sentence=saying.text))

    def heightForWidth(self, width: int) -> int:
        key = (width, self.font().key())
        if key not in self._heights:
            room = width - self._sign() - 2 * _EDGE
            lines = in_lines(self.saying.text, self.font(), Qt.AlignmentFlag.AlignLeft, room)
            self._heights[key] = round(lines.size().height()) + 6
        return self._heights[key]

    def sizeHint(self) -> QSize:
        return QSize(300, self.heightForWidth(300))

    def _sign(self) -> int:
        return round(QFontMetricsF(self.font()).horizontalAdvance(f"{UP} "))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = colours_of(self)
        focus, wide = self.hasFocus(), 2.0 if self.hasFocus() else 1.0
        painter.setPen(QPen(QColor(colours.accent if focus else colours.line), wide))
        painter.setBrush(QColor(colours.hover if self.underMouse() else colours.panel))
        half = wide / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), 4, 4)
        tone = {Tone.GOOD: colours.good, Tone.BAD: colours.bad}.get(self.saying.tone, colours.muted)
        painter.setPen(QColor(tone))
        line = QFontMetricsF(self.font())
        painter.drawText(QPointF(_EDGE, 3 + line.ascent()), _SIGNS[self.saying.tone])
        painter.setPen(QColor(colours.text))
        wide = self.width() - self._sign() - 2 * _EDGE
        text = in_lines(self.saying.text, self.font(), Qt.AlignmentFlag.AlignLeft, round(wide))
        painter.drawStaticText(QPointF(_EDGE + self._sign(), 3), text)
        painter.end()
