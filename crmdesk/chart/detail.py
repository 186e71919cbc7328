"""A chart to look into: the wheel and + and − make a part of it larger, dragging moves the part that is seen.

pyqtgraph, which keeps the part within its limits and follows the pointer, is loaded when the first one is made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPainterPath, QResizeEvent
from PySide6.QtWidgets import QGraphicsItem, QMenu, QStyleOptionGraphicsItem, QWidget

from crmdesk.chart.ink import Inks
from crmdesk.chart.paint import Letters
from crmdesk.chart.picture import ChartView
from crmdesk.domain.plot import Dot, Label, Line, Panels, Picture, Rect, Zone
from crmdesk.domain.plot_layout import Laid, lay
from crmdesk.domain.plot_zoom import WHOLE, View, zoomed
from crmdesk.drawing.base import Drawn
from crmdesk.text import _

_STEP, _MOST = 1.4, 24.0
_ZOOMS = {Qt.Key.Key_Plus: 1 / _STEP, Qt.Key.Key_Equal: 1 / _STEP, Qt.Key.Key_Minus: _STEP}


def load() -> None:
    """Loads the library, which takes a while: called by the job that reads what is drawn, and the window goes on."""
    import pyqtgraph

    pyqtgraph.setConfigOptions(antialias=True)


class _Sheet(QGraphicsItem):
    """The chart on the stage."""

    def __init__(self, chart: ChartView) -> None:
        super().__init__()
        self._chart = chart
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def boundingRect(self) -> QRectF:
        return QRectF(self._chart.rect())

    def shape(self) -> QPainterPath:
        # Nothing of it is in the way of the pointer.
        return QPainterPath()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        painter.setFont(self._chart.font())
        self._chart.paint_on(painter)


class DetailView(ChartView):
    """A chart that can be zoomed: along its time, bars that lie along their lines."""

    def __init__(self, parent: QWidget | None, inks: Callable[[QWidget], Inks]) -> None:
        super().__init__(parent, inks)
        import pyqtgraph

        self.view = WHOLE
        self._stage: Any = pyqtgraph.GraphicsView(self)
        self._stage.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._stage.setFrameShape(self._stage.Shape.NoFrame)
        self._box: Any = pyqtgraph.ViewBox(enableMenu=False)
        self._box.setLimits(xMin=0, xMax=1, yMin=0, yMax=1, minXRange=1 / _MOST, minYRange=1 / _MOST)
        self._stage.setCentralItem(self._box)
        self._stage.scene().addItem(_Sheet(self))
        self._box.sigRangeChanged.connect(self._on_moved)
        self._stage.scene().sigMouseMoved.connect(self._on_pointed)
        self._stage.scene().sigMouseClicked.connect(self._on_clicked)
        self._stage.viewport().installEventFilter(self)

    def show_drawn(self, drawn: Drawn, title: str) -> None:
        super().show_drawn(drawn, title)
        panels = any(isinstance(mark, Panels) for mark in drawn.picture)
        self._box.setMouseEnabled(x=not panels and not drawn.lines, y=not panels and bool(drawn.lines))
        self.see(WHOLE)

    def see(self, view: View) -> None:
        """Shows a part of the chart."""
        self._box.setRange(QRectF(view.left, view.bottom, view.right - view.left, view.top - view.bottom), padding=0)

    def zoom(self, share: float) -> None:
        """Shows so much of what is seen now, around the mark that was walked to, else around the middle."""
        along_x, along_y = self._box.state["mouseEnabled"]
        middle = _middle(self.drawn.picture, self.walked) or QPointF(
            (self.view.left + self.view.right) / 2, (self.view.bottom + self.view.top) / 2
        )
        self._box.scaleBy(x=share if along_x else None, y=share if along_y else None, center=middle)

    def lay_out(self, letters: Letters) -> Laid:
        return lay(zoomed(self.drawn.picture, self.view), self.width(), self.height(), letters, self.drawn.lines)

    def fill(self, menu: QMenu) -> None:
        super().fill(menu)
        menu.addSeparator()
        menu.addAction(_("Larger"), QKeySequence("+"), lambda: self.zoom(1 / _STEP))
        menu.addAction(_("Smaller"), QKeySequence("-"), lambda: self.zoom(_STEP))
        menu.addAction(_("Show all of it"), QKeySequence("0"), lambda: self.see(WHOLE))

    def refresh(self) -> None:
        self._stage.setBackground(self._inks(self).ground)
        self._stage.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if share := _ZOOMS.get(Qt.Key(event.key())):
            self.zoom(share)
        elif event.key() == Qt.Key.Key_0:
            self.see(WHOLE)
        else:
            super().keyPressEvent(event)
            self._follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stage.setGeometry(self.rect())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self.leaveEvent(event)
        if event.type() == QEvent.Type.ContextMenu and isinstance(event, QContextMenuEvent):
            self.contextMenuEvent(event)
            return True
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Left to the stage, which tells a click from the beginning of a drag."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Left to the stage."""

    def _on_moved(self, _box: object, ranges: list[list[float]]) -> None:
        (left, right), (bottom, top) = ([round(end, 9) for end in pair] for pair in ranges)
        self.view = View(max(left, 0.0), min(right, 1.0), max(bottom, 0.0), min(top, 1.0))
        self.relay()

    def _on_pointed(self, at: QPointF) -> None:
        self._point_at(at.x(), at.y())
        self._stage.viewport().setCursor(self.cursor())

    def _on_clicked(self, event: Any) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() == Qt.MouseButton.LeftButton and self.pointed >= 0:
            self.walked = self.pointed
            self.open_item()

    def _follow(self) -> None:
        """The mark that was walked to comes into view."""
        middle, view = _middle(self.drawn.picture, self.walked), self.view
        if middle is None:
            return
        along = min(max(middle.x() - view.right, 0.0) + min(middle.x() - view.left, 0.0), 1 - view.right)
        up = min(max(middle.y() - view.top, 0.0) + min(middle.y() - view.bottom, 0.0), 1 - view.top)
        if self._box.state["mouseEnabled"] == [True, False] and along:
            self._box.translateBy(x=along)
        elif self._box.state["mouseEnabled"] == [False, True] and up:
            self._box.translateBy(y=up)


def _middle(picture: Picture, item: int) -> QPointF | None:
    """The middle of a mark in the unit box."""
    for mark in picture:
        if isinstance(mark, Label | Panels) or mark.item != item or item < 0:
            continue
        if isinstance(mark, Rect | Zone):
            return QPointF(mark.x + mark.width / 2, mark.y + mark.height / 2)
        if isinstance(mark, Dot):
            return QPointF(mark.x, mark.y)
        if isinstance(mark, Line):
            return QPointF(*mark.points[0])
    return None
