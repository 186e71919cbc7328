"""Months of one figure, drawn by pyqtgraph, which is loaded only when the first such chart is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crmdesk.domain.plot import ticks
from crmdesk.domain.wording import compact_text


@dataclass(frozen=True, slots=True)
class Look:
    """Colours of the chart."""

    panel: str
    text: str
    grid: str
    actual: str
    before: str
    accent: str


@dataclass(frozen=True, slots=True)
class History:
    """What is drawn: a name, a value, the value a year before and a goal for each month, the oldest first."""

    labels: Sequence[str]
    values: Sequence[float | None]
    before: Sequence[float | None]
    goals: Sequence[float | None]
    suffix: str = ""
    bars: bool = True


def load() -> None:
    """Loads the library, which takes a while: called by the job that reads the months, so that the window goes on."""
    import pyqtgraph

    pyqtgraph.setConfigOptions(antialias=True)


class HistoryChart(QWidget):
    """Bars for sums and counts, a line with points for shares and means; the year before lighter behind."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        import pyqtgraph

        self._pg = pyqtgraph
        self._plot: Any = pyqtgraph.PlotWidget(self, enableMenu=False)
        # The library makes a menu that nobody owns; here it goes with the chart.
        menu = self._plot.plotItem.ctrlMenu
        menu.setParent(self._plot, menu.windowFlags())
        self._plot.setMouseEnabled(False, False)
        self._plot.hideButtons()
        self._plot.setFrameShape(self._plot.Shape.NoFrame)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._plot)
        self._shown: History | None = None
        self._look = Look(*(["#000000"] * 6))

    def show_history(self, history: History, look: Look, spoken: str) -> None:
        """Draws the months; `spoken` says them to people who cannot see the chart."""
        self._shown, self._look = history, look
        self.setAccessibleName(spoken)
        self._draw()

    def _draw(self) -> None:
        history, look = self._shown, self._look
        if history is None:
            return
        self._plot.clear()
        self._plot.setBackground(look.panel)
        if history.bars:
            self._bars(history.before, look.before, 0.8)
            self._bars(history.values, look.actual, 0.5)
        else:
            self._line(history.before, look.before, 1.0, 4)
            self._line(history.values, look.actual, 1.5, 6)
        self._strokes(history.goals, look.text)
        self._axes(history, look)

    def _bars(self, values: Sequence[float | None], colour: str, width: float) -> None:
        known = [(place, value) for place, value in enumerate(values) if value is not None]
        if known:
            places, heights = zip(*known, strict=True)
            item = self._pg.BarGraphItem(x=list(places), height=list(heights), width=width, brush=colour, pen=None)
            self._plot.addItem(item)

    def _line(self, values: Sequence[float | None], colour: str, width: float, size: int) -> None:
        known = [(place, value) for place, value in enumerate(values) if value is not None]
        if not known:
            return
        numbers = [float("nan") if value is None else value for value in values]
        pen = self._pg.mkPen(colour, width=width)
        self._plot.plot(list(range(len(numbers))), numbers, pen=pen, connect="finite")
        # Points are an item of their own: the library stumbles over points that are not there.
        places, heights = zip(*known, strict=True)
        self._plot.addItem(self._pg.ScatterPlotItem(x=list(places), y=list(heights), size=size, brush=colour, pen=None))

    def _strokes(self, goals: Sequence[float | None], colour: str) -> None:
        """A stroke across the column of each month that has a goal."""
        for place, goal in enumerate(goals):
            if goal is not None:
                pen = self._pg.mkPen(colour, width=2)
                self._plot.plot([place - 0.42, place + 0.42], [goal, goal], pen=pen)

    def _axes(self, history: History, look: Look) -> None:
        known = [value for row in (history.values, history.before, history.goals) for value in row if value is not None]
        marks = ticks(min(known, default=0.0), max(known, default=0.0))
        self._plot.setYRange(marks[0], marks[-1], padding=0.04)
        self._plot.setXRange(-0.6, len(history.labels) - 0.4, padding=0)
        left, bottom = self._plot.getAxis("left"), self._plot.getAxis("bottom")
        heights = [(mark, f"{compact_text(mark)}{history.suffix}") for mark in marks]
        left.setTicks([heights])
        bottom.setTicks([[(place, text) for place, text in enumerate(history.labels) if text]])
        for axis in (left, bottom):
            axis.setPen(QPen(QColor(look.grid)))
            axis.setTextPen(QPen(QColor(look.text)))
            axis.setStyle(tickLength=0, hideOverlappingLabels=False, tickFont=self.font())
        left.setWidth(max(self.fontMetrics().horizontalAdvance(text) for _mark, text in heights) + 14)
        self._plot.showGrid(x=False, y=True, alpha=0.25)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._draw()
        super().changeEvent(event)
