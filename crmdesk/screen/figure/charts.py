"""The charts of a figure, one at a time and large: chosen from a list, zoomed, walked, and read as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from crmdesk.drawing.base import Chart, Drawn, charts_of
from crmdesk.screen.figure.reading import Measured
from crmdesk.text import _
from crmdesk.ui.button import IconButton
from crmdesk.ui.choice import ChoiceBox
from crmdesk.ui.icons import icon
from crmdesk.ui.panel import Panel
from crmdesk.ui.plain import ShortLabel, say
from crmdesk.ui.table import Column, Table
from crmdesk.ui.theme import inks_for

if TYPE_CHECKING:
    from crmdesk.chart.detail import DetailView


class FigureCharts(Panel):
    """`opened` carries the link of a mark. What draws is loaded with the first chart."""

    opened = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent)
        self.charts: Sequence[Chart] = ()
        self.drawn: Drawn | None = None
        self.view: DetailView | None = None
        self._measured: Measured | None = None
        # The chart that is to be shown next, of a figure that is about to be.
        self.wanted = ""
        self.choice = ChoiceBox(self)
        say(self.choice, _("Which chart of the figure"))
        self.choice.activated.connect(self._on_chosen)
        self.about = ShortLabel("", self, muted=True)
        self.about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.hint = ShortLabel("", self, muted=True)
        self.switch = IconButton(self)
        self.switch.setIcon(icon("table"))
        self.switch.setCheckable(True)
        self.switch.setAutoRaise(True)
        say(self.switch, _("Show the numbers of the chart as a table"))
        self.switch.toggled.connect(self._on_switched)
        self.stack = QStackedWidget(self)
        self.table = Table((), _("The numbers of the chart"), self)
        self.table.setSortingEnabled(False)
        self.stack.addWidget(self.table)
        self.head.setStretchFactor(self.title, 0)
        self.head.insertWidget(0, self.choice)
        self.head.addWidget(self.about, 1)
        self.head.addWidget(self.switch)
        self.body.addWidget(self.stack, 1)
        self.body.addWidget(self.hint)

    def show_measured(self, measured: Measured) -> None:
        """Shows the charts of a figure, the one that was looked at before if it has it, else its months."""
        before = self.current()
        self._measured = measured
        self.charts = [one for one in charts_of(measured.link.kpi) if not (one.team and measured.alone)]
        known = [one.id for one in self.charts]
        if self.wanted in known:
            chosen, self.wanted = self.wanted, ""
        else:
            chosen = before.id if before is not None else ""
        names = [_("Month by month") if one.id == one.kpi else _(one.title) for one in self.charts]
        self.choice.show_choices(zip(names, known, strict=True), known.index(chosen) if chosen in known else 0)
        self.choice.setVisible(len(known) > 1)
        self._draw()

    def current(self) -> Chart | None:
        """The chart that is chosen."""
        place = self.choice.currentIndex()
        return self.charts[place] if 0 <= place < len(self.charts) else None

    def _on_chosen(self) -> None:
        self._draw()

    def _draw(self) -> None:
        chart, measured = self.current(), self._measured
        if chart is None or measured is None:
            return
        own = chart.id == chart.kpi
        drawn = self.drawn = chart.draw(measured.months if own else measured.overview)
        # What the list names already stands in it alone.
        self.title.setText("" if len(self.charts) > 1 else _(chart.title))
        self.about.setText(drawn.about)
        self.hint.setText(drawn.hint)
        self.hint.setVisible(bool(drawn.hint))
        view = self._view()
        view.show_drawn(drawn, _(chart.title))
        self.table.set_columns([Column(head, _cell(place), number=place > 0) for place, head in enumerate(drawn.heads)])
        self.table.show_rows(drawn.rows)

    def _view(self) -> DetailView:
        if self.view is None:
            from crmdesk.chart.detail import DetailView

            self.view = DetailView(self, inks_for)
            self.view.opened.connect(self.opened)
            self.view.table_asked.connect(lambda: self.switch.setChecked(True))
            self.stack.addWidget(self.view)
            if not self.switch.isChecked():
                self.stack.setCurrentWidget(self.view)
        return self.view

    def _on_switched(self, on: bool) -> None:
        if self.view is not None:
            self.stack.setCurrentWidget(self.table if on else self.view)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and self.view is not None:
            self.view.relay()
            self.view.refresh()
        super().changeEvent(event)


def _cell(place: int) -> Callable[[Sequence[str]], str]:
    return lambda row: str(row[place])
