"""The tiles of the dashboard: cards, charts and lists, each made by its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QContextMenuEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crmdesk.chart.ink import Inks
from crmdesk.chart.picture import ChartView
from crmdesk.domain.plot import Role
from crmdesk.drawing.base import Chart, Drawn, all_charts
from crmdesk.kpi.base import all_kpis, kpi_of
from crmdesk.screen.areas import CARD, CHART, GOALS, TODAY, id_of, kind_of
from crmdesk.screen.goal.tile import GoalList
from crmdesk.text import N_, _
from crmdesk.ui import tiling
from crmdesk.ui.board import Board
from crmdesk.ui.card import Card
from crmdesk.ui.face import Compare, not_by
from crmdesk.ui.panel import ChartPanel, small_button
from crmdesk.ui.plain import Label, say
from crmdesk.ui.theme import Colours, colours_of, inks

if TYPE_CHECKING:
    from crmdesk.screen.dashboard import Dashboard

# Hidden in a business of one.
FOR_TEAMS = {"adoption_rate"}
LISTS = {GOALS: N_("Goals"), TODAY: N_("Late or due today")}
_LIST_SHARE = 2


@dataclass(frozen=True, slots=True, eq=False)
class Tile:
    """A tile that stands on an area. `share`: how much width it wants (0: a card)."""

    name: str
    title: str
    kpi: str
    widget: QWidget
    share: int
    show: Callable[[Board | None, Compare], None]


def exists(name: str) -> bool:
    """Whether there is such a tile: one that was kept may be of another version."""
    kinds = {CARD: {one.id for one in all_kpis()}, CHART: all_charts().keys()}
    return name in LISTS or id_of(name) in kinds.get(kind_of(name), ())


def of_use(name: str, *, alone: bool) -> bool:
    """Whether a tile says anything in a business of one."""
    if not alone:
        return True
    return not all_charts()[id_of(name)].team if kind_of(name) == CHART else id_of(name) not in FOR_TEAMS


def title_of(name: str) -> str:
    """What a tile is called."""
    if name in LISTS:
        return _(LISTS[name])
    return _(all_charts()[id_of(name)].title if kind_of(name) == CHART else kpi_of(id_of(name)).name)


def drawn_of(name: str, board: Board) -> Drawn:
    """The chart of a tile; that of a card is the course of its figure."""
    return all_charts()[id_of(name)].draw(board.overview)


def make(name: str, page: Dashboard, parent: QWidget) -> Tile:
    """Makes a tile."""
    if kind_of(name) == CARD:
        return _card(name, page, parent)
    if kind_of(name) == CHART:
        return _chart(name, page, parent)
    return _goals(page, parent) if name == GOALS else _today(page, parent)


def _card(name: str, page: Dashboard, parent: QWidget) -> Tile:
    kpi = id_of(name)
    card = Card(kpi, title_of(name), parent)
    card.clicked.connect(lambda: page.open_figure(kpi))
    tile = Tile(name, title_of(name), kpi, card, tiling.CARD, partial(_show_card, card))
    card.menu_wanted.connect(lambda point: page.ask_menu(tile, point))
    return tile


def _show_card(card: Card, board: Board | None, compare: Compare) -> None:
    card.show_face(board.face(card.kpi_id, compare) if board else None)


def _chart(name: str, page: Dashboard, parent: QWidget) -> Tile:
    chart = all_charts()[id_of(name)]
    panel = ChartTile(chart, parent)
    panel.view.opened.connect(page.open_link)
    tile = Tile(name, title_of(name), chart.kpi, panel, chart.share, panel.show_board)
    panel.menu_wanted.connect(lambda point: page.ask_menu(tile, point))
    return tile


def _goals(page: Dashboard, parent: QWidget) -> Tile:
    goals = GoalList(parent)
    goals.figure_asked.connect(page.open_figure)
    goals.goal_wanted.connect(page.set_goal)
    return Tile(GOALS, title_of(GOALS), "", goals, _LIST_SHARE, lambda board, _compare: goals.show_board(board))


def _today(page: Dashboard, parent: QWidget) -> Tile:
    from crmdesk.screen.due_today import DueToday

    due = DueToday(page.desk, parent)
    return Tile(TODAY, title_of(TODAY), "", due, _LIST_SHARE, lambda board, _compare: due.show_board(board))


class ChartTile(ChartPanel):
    """One chart with its table twin. Below its title: in which unit, when, and what the looks of its marks mean."""

    menu_wanted = Signal(object)

    def __init__(self, chart: Chart, parent: QWidget) -> None:
        super().__init__(_(chart.title), parent, wrap=True)
        self.chart, self._compare = chart, Compare.BEFORE
        self._told: list[str] = []
        self.hint.hide()
        self.about = Label("", self, muted=True, wrap=True)
        self.more = small_button("dots", _("What can be done with “{title}”").format(title=_(chart.title)), self)
        self.more.clicked.connect(lambda: self._ask_menu(self.more.rect().bottomLeft(), self.more))
        self.head.setStretchFactor(self.title, 1)
        self.head.addWidget(self.more)
        self.body.insertWidget(1, self.about)
        self.view = TileView(self, self._inks)
        self.view.table_asked.connect(self.switch.toggle)
        self.view.menu_wanted.connect(lambda point: self._ask_menu(point, self.view))
        self.hold(self.view)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_board(self, board: Board | None, compare: Compare) -> None:
        """Draws the chart of a board; None while nothing is known yet."""
        self._compare = compare
        title = _(self.chart.title)
        if board is None:
            self._told = []
            self._tell()
            self.view.show_drawn(Drawn((), empty=_("Measuring…")), title)
            return
        drawn = self.chart.draw(board.overview)
        kept = board.results[self.chart.kpi].only if self.chart.kpi else board.only
        aside = not_by(board.only, kept)
        self._told = [part for part in (aside, drawn.about, drawn.hint) if part]
        self._tell()
        self.view.show_drawn(replace(drawn, empty=drawn.empty or _("There is nothing to draw for this period.")), title)
        self.show_rows(drawn.heads, drawn.rows)

    def _tell(self) -> None:
        """Says as much about the chart as there is room for; the tooltip says all of it."""
        told = self._told
        room, wide = self.about.width(), self.about.fontMetrics().horizontalAdvance
        fitting = (" · ".join(told[:count]) for count in range(len(told), 1, -1))
        self.about.setText(next((text for text in fitting if wide(text) <= room), told[0] if told else ""))
        say(self.about, " · ".join(told), "\n".join(told))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        self._ask_menu(self.rect().center() if by_key else event.pos(), self)

    def controls(self) -> list[QWidget]:
        """What Tab reaches, the chart first."""
        return [self.view, self.switch, self.more]

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 140)

    def _ask_menu(self, point: QPoint, part: QWidget) -> None:
        self.menu_wanted.emit(part.mapToGlobal(point))

    def _inks(self, _widget: QWidget) -> Inks:
        return compared_inks(colours_of(self), self._compare)


class TileView(ChartView):
    """A chart whose menu is that of its tile."""

    menu_wanted = Signal(object)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        self.menu_wanted.emit(self.rect().center() if by_key else event.pos())


@cache
def compared_inks(colours: Colours, compare: Compare) -> Inks:
    """How charts look while figures are held against the year before, or against goals: these stand out."""
    usual = inks(colours)
    if compare is Compare.YEAR:
        return replace(usual, roles={**usual.roles, Role.BEFORE: replace(usual.roles[Role.BEFORE], edge=colours.muted)})
    if compare is Compare.GOAL:
        strong = replace(usual.roles[Role.PLAN], edge=colours.accent, width=2.2)
        return replace(usual, roles={**usual.roles, Role.PLAN: strong})
    return usual
