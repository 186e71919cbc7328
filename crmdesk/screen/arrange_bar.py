"""Arranging an area of the dashboard: tiles are dragged or moved by keys, pinned and taken away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from crmdesk.screen.tiles import Tile
from crmdesk.text import _
from crmdesk.ui.button import Button, IconButton
from crmdesk.ui.flow import Flow
from crmdesk.ui.grid import Grid
from crmdesk.ui.icons import icon
from crmdesk.ui.plain import Label, say
from crmdesk.ui.theme import colours_of

if TYPE_CHECKING:
    from crmdesk.screen.area_page import AreaPage
    from crmdesk.screen.dashboard import Dashboard

_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ALT_SHIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


class ArrangeBar(QFrame):
    """The line that says how to arrange. While it is shown, a cover lies over each tile of the area."""

    def __init__(self, dashboard: Dashboard) -> None:
        super().__init__(dashboard)
        self.setProperty("panel", True)
        self._dashboard = dashboard
        self._page: AreaPage | None = None
        self.covers: list[Cover] = []
        self.mark = Mark(self)
        self.choose = Button(icon("plus"), _("Choose cards and charts…"), self)
        self.choose.clicked.connect(dashboard.choose)
        self.usual = Button(icon("arrow-back-up"), _("Reset to default"), self)
        self.usual.clicked.connect(dashboard.as_usual)
        self.done = Button(_("Done"), self)
        self.done.setProperty("primary", True)
        self.done.clicked.connect(self.end)
        keys = _("Drag what is shown here, or move it with Alt+Shift and an arrow. Delete removes it, P pins it.")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 6)
        column.addWidget(Label(keys, self, muted=True, wrap=True))
        buttons = QWidget(self)
        row = Flow(buttons)
        column.addWidget(buttons)
        for button in (self.choose, self.usual, self.done):
            row.addWidget(button)
        self.hide()

    @property
    def arranging(self) -> bool:
        return self._page is not None

    def begin(self, page: AreaPage) -> None:
        """Covers the tiles of an area."""
        self._page = page
        page.grid.laid_out.connect(self._place)
        self._dashboard.arrange_button.setChecked(True)
        self.show()
        self.follow()
        if self.covers:
            self.covers[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def end(self) -> None:
        """Takes the covers away."""
        page, self._page = self._page, None
        if page is None:
            return
        page.grid.laid_out.disconnect(self._place)
        self._drop_covers()
        # Also what was taken away meanwhile, and may come back.
        for tile in page.made.values():
            tile.widget.setEnabled(True)
        self._dashboard.arrange_button.setChecked(False)
        self.hide()
        self._dashboard.focus_card()

    def follow(self) -> None:
        """The tiles of the area are others, or stand in another order."""
        if self._page is None:
            return
        focus = next((cover.tile.name for cover in self.covers if cover.hasFocus()), "")
        place = next((place for place, cover in enumerate(self.covers) if cover.tile.name == focus), -1)
        self._drop_covers()
        for tile in self._page.tiles:
            tile.widget.setEnabled(False)
            cover = Cover(tile, self._dashboard, self, self._page.grid)
            cover.show()
            self.covers.append(cover)
        self._place()
        found = next((cover for cover in self.covers if cover.tile.name == focus), None)
        if found is None and place >= 0 and self.covers:
            found = self.covers[min(place, len(self.covers) - 1)]
        if found is not None:
            found.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_mark(self, point: QPoint | None) -> None:
        """Shows before which tile something would come that is dropped there."""
        grid = self._page.grid if self._page is not None else None
        self.mark.show_before(grid, grid.place_of(point) if grid is not None and point is not None else None)

    def drop(self, tile: Tile, point: QPoint) -> None:
        """A tile was let go of at a point of the grid."""
        page = self._page
        self.show_mark(None)
        if page is not None:
            place = page.grid.place_of(point)
            self._dashboard.put_before(tile.name, page.tiles[place].name if place < len(page.tiles) else None)

    def _place(self) -> None:
        for cover in self.covers:
            cover.setGeometry(cover.tile.widget.geometry())
            cover.raise_()

    def _drop_covers(self) -> None:
        self.mark.show_before(None, None)
        for cover in self.covers:
            cover.hide()
            cover.deleteLater()
        self.covers = []


class Cover(QWidget):
    """Lies over a tile while it can be moved."""

    def __init__(self, tile: Tile, dashboard: Dashboard, bar: ArrangeBar, grid: Grid) -> None:
        super().__init__(grid)
        self.tile, self._dashboard, self._bar, self._grid = tile, dashboard, bar, grid
        self._from: QPoint | None = None
        self._dragging = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        pinned = tile.name in dashboard.arrangement.pinned
        name = _("{title}, pinned").format(title=tile.title) if pinned else tile.title
        say(self, name)
        self.pin = self._button("pin", _("Pin “{title}” to every area (P)").format(title=tile.title))
        self.pin.setCheckable(True)
        self.pin.setChecked(pinned)
        self.pin.clicked.connect(partial(dashboard.pin, tile.name))
        self.away = self._button("x", _("Remove “{title}” from this area (Delete)").format(title=tile.title))
        self.away.clicked.connect(partial(dashboard.take_away, tile.name))

    def _button(self, name: str, text: str) -> IconButton:
        button = IconButton(self)
        button.setIcon(icon(name))
        # The keys do the same.
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        say(button, text)
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        x = self.width() - 6
        for button in (self.away, self.pin):
            size = button.sizeHint()
            x -= size.width()
            button.setGeometry(QRect(QPoint(x, 6), size))
            x -= 4

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is None:
            return
        here = event.position().toPoint()
        if not self._dragging and (here - self._from).manhattanLength() >= QApplication.startDragDistance():
            self._dragging = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        if self._dragging:
            self._bar.show_mark(self.mapTo(self._grid, here))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        dragged, self._dragging, self._from = self._dragging, False, None
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        if dragged:
            self._bar.drop(self.tile, self.mapTo(self._grid, event.position().toPoint()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = _WAYS.get(Qt.Key(event.key()))
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if way is not None and modifiers == _ALT_SHIFT:
            self._dashboard.shift(self.tile.name, sum(way))
        elif way is not None and modifiers == Qt.KeyboardModifier.NoModifier:
            self._walk(*way)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._dashboard.take_away(self.tile.name)
        elif event.key() == Qt.Key.Key_P and modifiers == Qt.KeyboardModifier.NoModifier:
            self._dashboard.pin(self.tile.name)
        elif event.key() == Qt.Key.Key_Escape and self._dragging:
            self._dragging, self._from = False, None
            self._bar.show_mark(None)
        else:
            super().keyPressEvent(event)

    def _walk(self, across: int, down: int) -> None:
        target = self._grid.neighbour(self.tile.widget, across, down)
        cover = next((one for one in self._bar.covers if one.tile.widget is target), None)
        if cover is not None:
            cover.setFocus(Qt.FocusReason.TabFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = colours_of(self)
        veil = QColor(colours.window)
        veil.setAlpha(150)
        painter.setBrush(veil)
        style = Qt.PenStyle.SolidLine if self.hasFocus() else Qt.PenStyle.DashLine
        painter.setPen(QPen(QColor(colours.accent), 2.5 if self.hasFocus() else 1.5, style))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 6, 6)
        painter.end()


class Mark(QWidget):
    """The line where a dragged tile would come."""

    def __init__(self, bar: ArrangeBar) -> None:
        super().__init__(bar)
        self.hide()

    def show_before(self, grid: Grid | None, place: int | None) -> None:
        """Stands before the tile at that place of a grid; nowhere where there is none."""
        if grid is None or place is None or not grid.tiles:
            self.hide()
            return
        last = place == len(grid.tiles)
        box = grid.tiles[place - last].geometry()
        x = box.right() + 3 if last else box.left() - 6
        self.setParent(grid)
        self.setGeometry(max(x, 0), box.top(), 4, box.height())
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours_of(self).accent))
        painter.end()
