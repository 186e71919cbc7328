"""A KPI card: one figure with its goal, its changes and its last months. The whole card is a button."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QEnterEvent,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from crmdesk.chart.paint import draw, fitted
from crmdesk.domain.change import Tone
from crmdesk.text import _
from crmdesk.ui.button import IconButton, PressedByEnter
from crmdesk.ui.face import Face
from crmdesk.ui.icons import icon
from crmdesk.ui.plain import say
from crmdesk.ui.theme import Colours, colours_of, inks

# How high it is in lines of text. A line that finds no room is left to the tooltip.
_TEXT_LINES = 7.1
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class Card(PressedByEnter, QAbstractButton):
    """Draws a `Face`. Enter, Space and a click open the figure. `menu_wanted` carries where on the screen."""

    menu_wanted = Signal(object)

    def __init__(self, kpi_id: str, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.kpi_id, self.face = kpi_id, None
        self._title = title
        self.setObjectName(f"card {kpi_id}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        say(self, _("{title}, being measured").format(title=title))
        # For the mouse; the keys have the menu key.
        self.more = IconButton(self)
        self.more.setIcon(icon("dots"))
        self.more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.more.setCursor(Qt.CursorShape.ArrowCursor)
        say(self.more, _("What can be done with “{title}”").format(title=title))
        self.more.clicked.connect(lambda: self._ask_menu(self.more.rect().bottomLeft(), self.more))
        self.more.hide()

    face: Face | None

    def show_face(self, face: Face | None) -> None:
        """Shows a face; None while there is none yet."""
        if face == self.face:
            return
        self.face = face
        spoken = face.spoken if face else _("{title}, being measured").format(title=self._title)
        say(self, spoken, self._tip(face))
        self.update()

    def _tip(self, face: Face | None) -> str:
        if face is None:
            return self._title
        deltas = [delta.line for delta in face.deltas]
        lines = [f"{face.title}: {face.value}", face.why, face.sample, face.pace, *deltas, face.aside, face.note]
        return "\n".join([*(line for line in lines if line), _("Enter or click: how it is computed, and the records")])

    def sizeHint(self) -> QSize:
        return QSize(300, self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(200, round(QFontMetricsF(self.font()).height() * _TEXT_LINES) + 12)

    def _ask_menu(self, point: QPoint, part: QWidget) -> None:
        self.menu_wanted.emit(part.mapToGlobal(point))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Qt's buttons take arrows for themselves, whatever is held down with them: here they lead from card to card.
        if event.key() in _ARROWS or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        self._ask_menu(self.rect().center() if by_key else event.pos(), self)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.more.show()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.more.setVisible(self.hasFocus())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.more.show()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.more.setVisible(self.underMouse())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        size = self.more.sizeHint()
        self.more.setGeometry(self.width() - size.width() - 6, self.height() - size.height() - 5, *size.toTuple())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = colours_of(self)
        _draw_frame(painter, self, colours)
        _Drawing(painter, self, colours).draw(self.face, self._title)
        painter.end()


def _draw_frame(painter: QPainter, card: QWidget, colours: Colours) -> None:
    focus = card.hasFocus()
    wide = 2.5 if focus else 1.0
    painter.setPen(QPen(QColor(colours.accent if focus else colours.line), wide))
    painter.setBrush(QColor(colours.hover if card.underMouse() else colours.panel))
    half = wide / 2
    painter.drawRoundedRect(QRectF(card.rect()).adjusted(half, half, -half, -half), 6, 6)


class _Drawing:
    """One painting of a card, from top to bottom."""

    def __init__(self, painter: QPainter, card: Card, colours: Colours) -> None:
        self.painter, self.colours = painter, colours
        # Where its button lies nothing is written.
        self.taken = QRectF(card.more.geometry()) if card.more.isVisible() else None
        self.font = QFont(card.font())
        self.line = QFontMetricsF(self.font).height()
        self.box = QRectF(card.rect()).adjusted(12, 8, -12, -6)
        self.y = self.box.top()

    def draw(self, face: Face | None, title: str) -> None:
        told = self._head(face, title)
        if face is None:
            self._text(_("Measuring…"), self.colours.muted)
            return
        self._value(face)
        self._sample(face, told=told)
        if face.goal is not None:
            area = QRectF(self.box.left(), self.y + 2, self.box.width(), self.line * 0.62)
            draw(self.painter, face.goal.bullet, area, inks(self.colours))
            self.y += self.line * 0.9
        if face.why:
            self._wrapped(face.why)
        self._lines(face)

    def _lines(self, face: Face) -> None:
        """Changes and notes, as many as there is room for: what is asked for comes first."""
        before = [(face.aside, self.colours.muted), (face.pace, self.colours.text)]
        first = [(delta.line, self._tone(delta.tone)) for delta in face.deltas[:1]]
        others = [(delta.short, self.colours.muted) for delta in face.deltas[1:]]
        for text, tone in (*before, *first, (face.note, self.colours.bad), *others):
            if not text:
                continue
            under = self.taken is not None and self.y + self.line > self.taken.top()
            room = self.box.width() - (self.taken.width() if under and self.taken is not None else 0.0)
            if self.y + self.line * 0.9 <= self.box.bottom():
                self._text(text, tone, size=0.92, room=room)

    def _tone(self, tone: Tone) -> str:
        return {Tone.GOOD: self.colours.good, Tone.BAD: self.colours.bad}.get(tone, self.colours.muted)

    def _head(self, face: Face | None, title: str) -> bool:
        """The title, and as much of the status as leaves it whole; returns whether “to date” found room there."""
        goal = face.goal if face is not None else None
        to_date = _("to date") if face is not None and face.to_date else ""
        sign, word = (goal.sign, goal.status) if goal is not None else ("", "")
        status = f"{sign} {word}".strip()
        flags = [" · ".join(filter(None, (to_date, status))), status, sign]
        self._letters(0.92, bold=False)
        small = QFontMetricsF(self.painter.font())
        self._letters(1.0, bold=True)
        room = self.box.width() - QFontMetricsF(self.painter.font()).horizontalAdvance(title) - 10
        flag = next((flag for flag in flags if small.horizontalAdvance(flag) <= room), sign)
        wide = self._right(flag, self._tone(goal.tone) if goal is not None else self.colours.muted)
        self._text(title, self.colours.text, bold=True, room=self.box.width() - wide - 8)
        return to_date in flag

    def _value(self, face: Face) -> None:
        top, tall = self.y, self.line * 2.0
        area = QRectF(self.box.left() + self.box.width() * 0.62, top + 5, self.box.width() * 0.36, tall - 8)
        draw(self.painter, face.spark, area, inks(self.colours))
        quiet = face.why or face.small
        room = self.box.width() * (0.6 if face.spark else 1.0)
        self._text(face.value, self.colours.muted if quiet else self.colours.text, size=1.65, bold=True, room=room)
        self.y = top + tall

    def _sample(self, face: Face, *, told: bool) -> None:
        """What the figure stands on, the goal, and “to date” where the head had no room for it."""
        sample = " · ".join(filter(None, (face.sample, "" if told else _("to date"))))
        wide = self._right(face.goal.text if face.goal else "", self.colours.muted)
        if sample or face.goal:
            self._text(sample, self.colours.muted, size=0.92, room=self.box.width() - wide - 8)

    def _right(self, text: str, colour: str) -> float:
        """Text at the right edge of the present line; returns its width."""
        self._letters(0.92, bold=False)
        metrics = QFontMetricsF(self.painter.font())
        wide = metrics.horizontalAdvance(text)
        self.painter.setPen(QColor(colour))
        area = QRectF(self.box.right() - wide - 1, self.y, wide + 2, self.line)
        self.painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)
        return wide

    def _text(self, text: str, colour: str, *, size: float = 1.0, bold: bool = False, room: float = 0.0) -> None:
        self._letters(size, bold=bold)
        metrics = QFontMetricsF(self.painter.font())
        wide = room or self.box.width()
        # A figure is never cut: it gets smaller letters where the card is narrow.
        while size > 1.0 and metrics.horizontalAdvance(text) > wide:
            size -= 0.1
            self._letters(size, bold=bold)
            metrics = QFontMetricsF(self.painter.font())
        tall = max(metrics.height(), self.line * 0.95)
        self.painter.setPen(QColor(colour))
        area = QRectF(self.box.left(), self.y, wide, tall)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        self.painter.drawText(area, flags, fitted(metrics, text, wide))
        self.y += tall

    def _wrapped(self, text: str) -> None:
        self._letters(0.92, bold=False)
        self.painter.setPen(QColor(self.colours.muted))
        area = QRectF(self.box.left(), self.y, self.box.width(), self.box.bottom() - self.y)
        self.painter.drawText(area, Qt.TextFlag.TextWordWrap, text)

    def _letters(self, size: float, *, bold: bool) -> None:
        letters = QFont(self.font)
        letters.setPointSizeF(self.font.pointSizeF() * size)
        letters.setBold(bold)
        self.painter.setFont(letters)
