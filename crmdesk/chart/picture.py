"""A chart on screen: its marks can be pointed at, walked with the keyboard, opened and copied.

Screen readers are told the chart in a sentence and each mark that is walked to; the table twin stands beside it.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from crmdesk.chart.bubble import draw_bubble, outline
from crmdesk.chart.copying import copy_data, copy_picture
from crmdesk.chart.hit import Way, item_at, marks_of, next_to
from crmdesk.chart.ink import Inks
from crmdesk.chart.paint import Letters, letters_of, put
from crmdesk.domain.plot_layout import Laid, lay
from crmdesk.drawing.base import Drawn, Item
from crmdesk.text import _

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_WAYS = {Qt.Key.Key_Up: Way(0, 1), Qt.Key.Key_Down: Way(0, -1)}
_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_NOTHING = Drawn(())
COPY_PICTURE = QKeySequence("Ctrl+Shift+C")


class ChartView(QWidget):
    """Shows a chart; `inks` answers the colours that are on.

    `opened` carries the link of a mark that was clicked or on which Enter was pressed; `table_asked`: whoever looks
    wants the numbers.
    """

    opened = Signal(object)
    table_asked = Signal()

    def __init__(self, parent: QWidget | None, inks: Callable[[QWidget], Inks]) -> None:
        super().__init__(parent)
        self._inks = inks
        self.drawn, self.title = _NOTHING, ""
        # The numbers of the mark that was walked to and of the one under the pointer.
        self.walked = self.pointed = -1
        self._laid: tuple[object, Laid] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_drawn(self, drawn: Drawn, title: str) -> None:
        """Shows a chart with this title; one with as many marks as before keeps the place that was walked to."""
        if len(drawn.items) != len(self.drawn.items):
            self.walked = -1
        self.drawn, self.title, self.pointed = drawn, title, -1
        self._laid = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if drawn.items else Qt.FocusPolicy.NoFocus)
        numbers = drawn.spoken if drawn.picture else drawn.empty
        self.setAccessibleName(_("Chart: {title}. {numbers}").format(title=title, numbers=numbers))
        self.refresh()

    @property
    def item(self) -> Item | None:
        """The mark that is pointed at, else the one that was walked to."""
        number = self._shown_item()
        return self.drawn.items[number] if number >= 0 else None

    def laid(self) -> Laid:
        """The chart laid out in the size that it has now."""
        key = (self.width(), self.height(), self.font().toString())
        if self._laid is None or self._laid[0] != key:
            self._laid = (key, self.lay_out(self._letters()))
        return self._laid[1]

    def lay_out(self, letters: Letters) -> Laid:
        """Lays the chart out anew."""
        return lay(self.drawn.picture, self.width(), self.height(), letters, self.drawn.lines)

    def relay(self) -> None:
        """Draws with a new layout."""
        self._laid = None
        self.refresh()

    def copy_picture(self) -> None:
        """Puts the chart as an image into the clipboard."""
        copy_picture(self.drawn, self.title, self.size(), self._inks(self), self.font())

    def copy_data(self) -> None:
        """Puts the numbers of the chart into the clipboard, as spreadsheets take them."""
        copy_data(self.drawn)

    def open_item(self) -> None:
        """Opens the list behind the mark that is shown."""
        item = self.item
        if item is not None and item.link is not None:
            self.opened.emit(item.link)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 90)

    def _letters(self) -> Letters:
        return letters_of(self.font())

    def _shown_item(self) -> int:
        if 0 <= self.pointed < len(self.drawn.items):
            return self.pointed
        return self.walked if self.hasFocus() and 0 <= self.walked < len(self.drawn.items) else -1

    def _walk_to(self, number: int) -> None:
        self.walked, self.pointed = number, -1
        self.refresh()
        said = self.drawn.items[number].spoken
        self.setAccessibleDescription(said)
        # Loading these takes longer than painting a chart does, and screen readers come when somebody walks.
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def _walked_with(self, key: int) -> int:
        """Where a key leads from the mark that was walked to; -1 where it is no key for walking."""
        last, now = len(self.drawn.items) - 1, self.walked
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            return 0 if key == Qt.Key.Key_Home else last
        if step := _STEPS.get(Qt.Key(key)):
            return min(max(now + step, 0), last)
        if way := _WAYS.get(Qt.Key(key)):
            found = next_to(self.laid(), range(last + 1), now, way) if now >= 0 else 0
            return found if found != now else min(max(now - way.y, 0), last)
        return -1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_data()
        elif QKeySequence(event.keyCombination()) == COPY_PICTURE:
            self.copy_picture()
        elif event.key() in _OPENING and self.item is not None:
            self.open_item()
        elif event.modifiers() == Qt.KeyboardModifier.NoModifier and (number := self._walked_with(event.key())) >= 0:
            self._walk_to(number)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.drawn.items and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._walk_to(max(self.walked, 0))
        self.refresh()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.refresh()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(event.position().x(), event.position().y())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._point_at(event.position().x(), event.position().y())
        if self.pointed >= 0:
            self.walked = self.pointed

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.pointed >= 0 and self.pointed == self.walked:
            self.open_item()

    def _point_at(self, x: float, y: float) -> None:
        found = item_at(self.laid(), x, self.height() - y)
        if found != self.pointed:
            self.pointed = found
            item = self.item if found >= 0 else None
            hand = item is not None and item.link is not None
            self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
            self.refresh()

    def leaveEvent(self, event: QEvent) -> None:
        self.pointed = -1
        self.refresh()
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill(menu)
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        menu.popup(self.mapToGlobal(QPoint(self.width() // 2, self.height() // 2)) if by_key else event.globalPos())

    def fill(self, menu: QMenu) -> None:
        """What can be done with the chart, and with the mark that is shown."""
        item = self.item
        if item is not None and item.link is not None:
            menu.addAction(_("Show the records"), self.open_item)
            menu.addSeparator()
        menu.addAction(_("Copy the picture"), COPY_PICTURE, self.copy_picture)
        menu.addAction(_("Copy the numbers"), QKeySequence.StandardKey.Copy, self.copy_data)
        menu.addAction(_("Show as a table"), self.table_asked.emit)

    def refresh(self) -> None:
        """Paints anew."""
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint_on(painter)
        painter.end()

    def paint_on(self, painter: QPainter) -> None:
        """Paints the chart, a ring around the mark that is shown, and what that stands for."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area, inks = QRectF(self.rect()), self._inks(self)
        if not self.drawn.picture:
            painter.setPen(QColor(inks.muted))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.drawn.empty)
            return
        laid, letters = self.laid(), self._letters()
        put(painter, laid, area, inks, letters)
        number = self._shown_item()
        if number >= 0 and (marks := marks_of(laid, number)):
            outline(painter, marks, area, inks)
            draw_bubble(painter, self.drawn.items[number], marks, area, inks, letters)
