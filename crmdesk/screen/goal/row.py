"""One goal in a line of the goals page: whose and until when, how much of how much, how it stands, and those before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from crmdesk.chart.paint import draw, fitted
from crmdesk.domain.figure import Better
from crmdesk.domain.plot import bullet
from crmdesk.domain.wording import period_text, short_date_text, value_text
from crmdesk.insight import goal_words
from crmdesk.insight.goal_standing import MET, MISSED, Standing
from crmdesk.kpi.measure import AT_RISK, OFF_TRACK, ON_TRACK
from crmdesk.text import _
from crmdesk.ui.button import ENTER
from crmdesk.ui.face import DOWN, SAME, UP
from crmdesk.ui.plain import say
from crmdesk.ui.theme import Colours, colours_of, inks

SIGNS = {ON_TRACK: UP, MET: UP, AT_RISK: SAME, OFF_TRACK: DOWN, MISSED: DOWN}
# The goals before are shown as so many marks, the latest of them.
_MARKS, _MARK, _GAP = 12, 9.0, 4.0
_BULLET_SHARE = 0.62
_LINES = 3.9


@dataclass(frozen=True, slots=True)
class Course:
    """A goal, and those of its kind that came before it, the oldest first."""

    standing: Standing
    past: Sequence[Standing]


def status_words(standing: Standing) -> str:
    """How a goal stands, its sign first."""
    return f"{SIGNS.get(standing.status, '')} {goal_words.status_line(standing)}".strip()


def tone_colour(standing: Standing, colours: Colours) -> str:
    """The colour in which the status of a goal is written."""
    return colours.muted if standing.well is None else colours.good if standing.well else colours.bad


def paint_marks(painter: QPainter, past: Sequence[Standing], place: QRectF, colours: Colours) -> None:
    """A mark for each goal that is over, the latest at the right end: full where it was met, crossed where missed.

    The earliest are left out where there is no room.
    """
    left, middle = place.right(), place.center().y()
    for one in reversed(past[-_MARKS:]):
        left -= _MARK
        if left < place.left():
            break
        box = QRectF(left, middle - _MARK / 2, _MARK, _MARK)
        colour = {MET: colours.good_mark, MISSED: colours.bad_mark}.get(one.status, colours.before)
        painter.setPen(QPen(QColor(colour), 1.4))
        painter.setBrush(QColor(colour) if one.status == MET else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 2, 2)
        if one.status == MISSED:
            painter.drawLine(QPointF(box.left(), box.bottom()), QPointF(box.right(), box.top()))
        left -= _GAP


class GoalRow(QAbstractButton):
    """Has the focus as a whole. `opened`: its figure is wanted; `stepped`: the row so many further on is."""

    opened = Signal()
    stepped = Signal(int)
    focused = Signal()

    def __init__(self, course: Course, parent: QWidget) -> None:
        super().__init__(parent)
        self.course = course
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        say(self, self._spoken())

    def sizeHint(self) -> QSize:
        return QSize(320, round(QFontMetricsF(self.font()).height() * _LINES))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Home: -1000, Qt.Key.Key_End: 1000}
        if event.key() in ENTER:
            self.opened.emit()
        elif (step := steps.get(Qt.Key(event.key()))) is not None:
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.opened.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, tall = colours_of(self), QFontMetricsF(self.font()).height()
        self._ground(painter, colours)
        box = QRectF(self.rect()).adjusted(12, tall * 0.3, -12, -tall * 0.3)
        lines = [QRectF(box.left(), box.top() + tall * 1.1 * number, box.width(), tall) for number in range(3)]
        self._head(painter, lines[0], colours)
        self._bullet(painter, lines[1], colours)
        self._foot(painter, lines[2], colours)
        painter.end()

    def _ground(self, painter: QPainter, colours: Colours) -> None:
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.hover))
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        elif self.isChecked():
            painter.fillRect(QRectF(0, 6, 3, self.height() - 12), QColor(colours.accent))

    def _head(self, painter: QPainter, line: QRectF, colours: Colours) -> None:
        aim = self.course.standing.aim
        letters = self.font()
        due = "" if aim.due == aim.period.end - 1 else _("by {day}").format(day=short_date_text(aim.due))
        when = " · ".join(
            part for part in (period_text(aim.period), due, goal_words.left(self.course.standing)) if part
        )
        wide = self._right(painter, line, when, colours.muted)
        letters.setBold(True)
        painter.setFont(letters)
        painter.setPen(QColor(colours.text))
        text = fitted(QFontMetricsF(letters), goal_words.title(aim), line.width() - wide - 12)
        painter.drawText(line, Qt.TextFlag.TextSingleLine, text)
        painter.setFont(self.font())

    def _bullet(self, painter: QPainter, line: QRectF, colours: Colours) -> None:
        standing = self.course.standing
        aim, value = standing.aim, standing.result.figure.value
        wide = self._right(painter, line, self._amounts(), colours.text)
        room = min(line.width() * _BULLET_SHARE, line.width() - wide - 12)
        area = QRectF(line.left(), line.top() + 2, room, line.height() - 4)
        higher = aim.kpi.better is Better.HIGHER
        picture = bullet(value, aim.target, higher_is_better=higher, expected=standing.expected)
        draw(painter, picture, area, inks(colours))

    def _foot(self, painter: QPainter, line: QRectF, colours: Colours) -> None:
        past, metrics = self.course.past, QFontMetricsF(self.font())
        wide = self._right(painter, line, goal_words.tally(past), colours.muted) if past else 0.0
        text = fitted(metrics, status_words(self.course.standing), line.width() - wide - 12)
        painter.setPen(QColor(tone_colour(self.course.standing, colours)))
        painter.drawText(line, Qt.TextFlag.TextSingleLine, text)
        room = line.adjusted(metrics.horizontalAdvance(text) + 12, 0, -wide - 8, 0)
        paint_marks(painter, past, room, colours)

    def _right(self, painter: QPainter, line: QRectF, text: str, ink: str) -> float:
        """Writes a text at the right end of a line and returns how wide it is."""
        painter.setPen(QColor(ink))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextSingleLine, text)
        return QFontMetricsF(self.font()).horizontalAdvance(text)

    def _amounts(self) -> str:
        standing = self.course.standing
        result, aim = standing.result, standing.aim
        target = value_text(aim.target, aim.kpi.unit, result.currency)
        if result.figure.value is None or not result.span.begun:
            return target
        more = aim.kpi.better is Better.HIGHER
        text = _("{value} of {target}") if more else _("{value}, at most {target}")
        return text.format(value=result.text, target=target)

    def _spoken(self) -> str:
        standing = self.course.standing
        parts = [
            goal_words.title(standing.aim),
            period_text(standing.aim.period),
            self._amounts(),
            goal_words.status_line(standing),
            goal_words.left(standing),
            goal_words.tally(self.course.past),
        ]
        return ", ".join(part for part in parts if part)
