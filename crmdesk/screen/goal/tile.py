"""The goals of a period, the one that is furthest from being reached first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from crmdesk.chart.paint import draw, fitted
from crmdesk.domain.change import Tone
from crmdesk.domain.wording import compact_text, period_text, value_text
from crmdesk.drawing.items import scaled
from crmdesk.kpi.measure import Result
from crmdesk.text import _
from crmdesk.ui.board import Board
from crmdesk.ui.button import Button, PressedByEnter
from crmdesk.ui.face import Goal, gap_of, goal_of, not_by
from crmdesk.ui.icons import icon
from crmdesk.ui.panel import Panel, Scroll
from crmdesk.ui.plain import Label, say
from crmdesk.ui.theme import colours_of, inks

# What stands at the left and at the right of a line.
Sides = tuple[str, str]
# Between the two, and at the sides of a line.
_BETWEEN, _SIDE = 8, 4


class GoalList(Panel):
    """One line for each goal; a line opens its figure. `goal_wanted`: there is none, and one is to be set."""

    figure_asked = Signal(object)
    goal_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(_("Goals"), parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.none = Label("", self, muted=True, wrap=True)
        self.set_one = Button(icon("target"), _("Set a goal"), self)
        self.set_one.clicked.connect(self.goal_wanted)
        self.area = Scroll(self)
        self._inside = QWidget(self.area)
        self._lines = QVBoxLayout(self._inside)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(2)
        self._lines.addStretch(1)
        self.area.hold(self._inside)
        self.lines: list[GoalLine] = []
        self._said: list[tuple[str, str, Sides, Sides, Goal]] = []
        self.body.addWidget(self.none)
        self.body.addWidget(self.set_one)
        self.body.addWidget(self.area, 1)
        self.body.addStretch()

    def show_board(self, board: Board | None) -> None:
        """Shows the goals of a board; lines that would say the same stay."""
        results = [one for one in board.results.values() if one.target is not None] if board else []
        results.sort(key=gap_of, reverse=True)
        said = [
            (result.kpi.id, _(result.kpi.name), (_value(result, board), goal.text), _short(result), goal)
            for result in results
            if board is not None and (goal := goal_of(result, board.passed)) is not None
        ]
        if said != self._said:
            self._said = said
            self._show_lines()
        missing = _("No goals are set for {period}.")
        self.none.setText(missing.format(period=period_text(board.period)) if board else "")
        self.none.setVisible(not results)
        self.set_one.setVisible(board is not None and not results)
        self.area.setVisible(bool(results))

    def _show_lines(self) -> None:
        for line in self.lines:
            # Qt may yet be about to show it, and would then show it as a window of its own.
            line.hide()
            line.setParent(None)
            line.deleteLater()
        self.lines = []
        for kpi, title, *sides, goal in self._said:
            line = GoalLine(title, sides, goal, self._inside)
            line.clicked.connect(partial(self.figure_asked.emit, kpi))
            self._lines.insertWidget(len(self.lines), line)
            self.lines.append(line)


def _short(result: Result) -> Sides:
    """A figure and its goal for little room: large amounts in thousands or millions."""
    sides = [result.figure.value, result.target]
    if not result.kpi.unit.is_money:
        texts = [value_text(one, result.kpi.unit, result.currency) if one is not None else "" for one in sides]
    else:
        texts = ["" if one is None else compact_text(scaled(result, one) or 0) for one in sides]
    return texts[0], _("goal {value}").format(value=texts[1])


def _value(result: Result, board: Board) -> str:
    """A figure, and by what it cannot be told of all that was asked for."""
    return " · ".join(filter(None, (result.text, not_by(board.only, result.only))))


class GoalLine(PressedByEnter, QAbstractButton):
    """A goal: what, how much of how much, how it stands."""

    def __init__(self, title: str, sides: Sequence[Sides], goal: Goal, parent: QWidget) -> None:
        """`sides` are the figure and its goal, first whole, then for little room."""
        super().__init__(parent)
        self._title, self._sides, self.goal = title, sides, goal
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._status = f"{goal.sign} {goal.status}".strip()
        policy = QSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        value, target = sides[0]
        say(self, f"{title}: {value}, {target}, {goal.status}")

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(200))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(self.width()))

    def heightForWidth(self, width: int) -> int:
        return round(QFontMetricsF(self.font()).height() * (2 + len(self._rows(width - 2 * _SIDE))))

    def _rows(self, room: float) -> list[str]:
        """The title in as many rows as it needs; in the last one, there is room for how it stands."""
        letters = QFontMetricsF(self.font())
        rows = [""]
        for word in self._title.split():
            longer = f"{rows[-1]} {word}".strip()
            if rows[-1] and letters.horizontalAdvance(longer) > room:
                rows.append(word)
            else:
                rows[-1] = longer
        full = letters.horizontalAdvance(rows[-1]) + _BETWEEN + letters.horizontalAdvance(self._status) > room
        return [*rows, ""] if full else rows

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = colours_of(self)
        box = QRectF(self.rect()).adjusted(4, 3, -4, -3)
        metrics = QFontMetricsF(self.font())
        tall = metrics.height()
        tone = {Tone.GOOD: colours.good, Tone.BAD: colours.bad}.get(self.goal.tone, colours.muted)
        room = self.width() - 2 * _SIDE
        top, rows = box.top(), self._rows(room)
        for beside, row in zip([""] * (len(rows) - 1) + [self._status], rows, strict=True):
            self._pair(painter, top, row, beside, colours.text, tone)
            top += tall
        room -= _BETWEEN
        fits = (two for two in self._sides if sum(map(metrics.horizontalAdvance, two)) <= room)
        value, target = next(fits, self._sides[-1])
        self._pair(painter, top, value, target, colours.muted, colours.muted)
        bar = QRectF(box.left(), box.bottom() - tall * 0.5, box.width(), tall * 0.42)
        draw(painter, self.goal.bullet, bar, inks(colours))
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def _pair(self, painter: QPainter, top: float, left: str, right: str, ink: str, tone: str) -> None:
        metrics = QFontMetricsF(self.font())
        wide = metrics.horizontalAdvance(right)
        area = QRectF(_SIDE, top, self.width() - 2 * _SIDE, metrics.height())
        painter.setPen(QColor(tone))
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextSingleLine, right)
        painter.setPen(QColor(ink))
        painter.drawText(area, Qt.TextFlag.TextSingleLine, fitted(metrics, left, area.width() - wide - _BETWEEN))
