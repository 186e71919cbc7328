"""One area of the dashboard: what stands out, above its tiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from crmdesk.domain.wording import period_text
from crmdesk.kpi.base import kpi_of
from crmdesk.screen.areas import CARD, CHART, AreaSpec, id_of, kind_of
from crmdesk.screen.fitting import fitting
from crmdesk.screen.goal.tile import GoalList
from crmdesk.screen.sayings_strip import SayingsStrip
from crmdesk.screen.tiles import ChartTile, Tile, exists, make, of_use
from crmdesk.text import _
from crmdesk.ui.board import Board
from crmdesk.ui.card import Card
from crmdesk.ui.face import not_by
from crmdesk.ui.grid import Grid
from crmdesk.ui.panel import Scroll
from crmdesk.ui.tiling import GAP

if TYPE_CHECKING:
    from crmdesk.insight.saying import Saying
    from crmdesk.screen.dashboard import Dashboard

_SHIFTS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
_ALT_SHIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


class AreaPage(QWidget):
    """Shows the tiles that the arrangement has for an area; a tile is made when it is first shown."""

    def __init__(self, area: AreaSpec, dashboard: Dashboard, scroll: Scroll) -> None:
        super().__init__(scroll)
        self.area, self._dashboard, self._scroll = area, dashboard, scroll
        self.made: dict[str, Tile] = {}
        self._shown: tuple[Board | None, object] | None = None
        self.tiles: list[Tile] = []
        self._fitted: list[str] = []
        self.strip = SayingsStrip(self)
        self.strip.opened.connect(dashboard.open_link)
        self.grid = Grid(self, self._room)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.strip)
        column.addWidget(self.grid, 1)

    @property
    def cards(self) -> list[Card]:
        return [tile.widget for tile in self.tiles if isinstance(tile.widget, Card)]

    @property
    def charts(self) -> list[ChartTile]:
        return [tile.widget for tile in self.tiles if isinstance(tile.widget, ChartTile)]

    @property
    def goals(self) -> GoalList | None:
        return next((tile.widget for tile in self.tiles if isinstance(tile.widget, GoalList)), None)

    def arrange(self, board: Board | None) -> None:
        """Puts the tiles up that are arranged for the area."""
        alone = board is not None and board.alone
        names = dict.fromkeys(self._dashboard.arrangement.tiles(self.area))
        shown = [name for name in names if exists(name) and of_use(name, alone=alone)]
        usual = self._dashboard.arrangement.is_usual(self.area)
        if usual and self.area.area is None and not self._dashboard.arrangement.pinned:
            # A part of the business is shown as the whole of it was.
            if board is not None and not board.only:
                self._fitted = fitting(shown, board)
            shown = self._fitted or shown
        if usual and names and all(kind_of(name) == CARD for name in shown):
            # Where nothing that was made for a team is of use, the courses of the figures are.
            shown += [f"{CHART}:{id_of(name)}" for name in shown]
        if shown == [tile.name for tile in self.tiles]:
            return
        self._shown = None
        for name in shown:
            if name not in self.made:
                self.made[name] = make(name, self._dashboard, self.grid)
        self.tiles = [self.made[name] for name in shown]
        self.grid.hold([tile.widget for tile in self.tiles], [tile.share for tile in self.tiles])

    def show_board(self, board: Board | None) -> None:
        """Shows what was measured; None while nothing is known yet."""
        self.arrange(board)
        compare = self._dashboard.arrangement.compare
        if board is not None and self._shown == (board, compare):
            return
        self._shown = (board, compare)
        for tile in self.tiles:
            tile.show(board, compare)
        self._say(board)

    def tile_with_focus(self) -> Tile | None:
        """The tile in which the keys are."""
        focus = QApplication.focusWidget()
        if focus is None:
            return None
        return next((one for one in self.tiles if one.widget is focus or one.widget.isAncestorOf(focus)), None)

    def _say(self, board: Board | None) -> None:
        """The sentences of the area; the overview has those of all."""
        said = sayings_of(board) if board is not None else None
        if said is not None and self.area.area is not None:
            said = [one for one in said if kpi_of(one.link.kpi).area is self.area.area]
        period = period_text(board.period) if board is not None else ""
        self.strip.show_sayings(said, _("Nothing unusual in {period}.").format(period=period))
        self.strip.setVisible(self.area.area is None or bool(said))

    def _room(self) -> float:
        """The height that is there for tiles without scrolling."""
        return self._scroll.viewport().height() - self.grid.y()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _SHIFTS.get(Qt.Key(event.key()))
        tile = self.tile_with_focus()
        if step is not None and event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == _ALT_SHIFT and tile:
            self._dashboard.shift(tile.name, step)
        else:
            super().keyPressEvent(event)


def sayings_of(board: Board) -> Sequence[Saying] | None:
    """What a board has to say. Of a part of the business, what cannot be told of it comes last, and says so."""
    if board.said is None or not board.only:
        return board.said
    asides = [(not_by(board.only, one.link.only), one) for one in board.said]
    told = [one for aside, one in asides if not aside]
    return told + [replace(one, text=f"{one.text} · {aside}") for aside, one in asides if aside]
