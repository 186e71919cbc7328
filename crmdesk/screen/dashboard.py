"""The dashboard: a period, six areas, and on each the cards, charts and lists that somebody wants to see there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from crmdesk.kpi.measure import goal_label
from crmdesk.kpi.records import Link, link_text
from crmdesk.screen import arrangement
from crmdesk.screen.area_page import AreaPage
from crmdesk.screen.areas import PAGES, AreaSpec, id_of
from crmdesk.screen.arrangement import Arrangement
from crmdesk.screen.filter_bar import CompareSwitch, FilterBar
from crmdesk.screen.tiles import Tile, title_of
from crmdesk.text import N_, _
from crmdesk.ui.actions import ACTIONS, WORKSPACE, Act
from crmdesk.ui.board import Board
from crmdesk.ui.button import Button
from crmdesk.ui.desk import Desk, Page, Place
from crmdesk.ui.face import Compare
from crmdesk.ui.flow import Flow
from crmdesk.ui.icons import icon
from crmdesk.ui.panel import Scroll
from crmdesk.ui.period_picker import PeriodPicker
from crmdesk.ui.plain import no_mnemonic, say

if TYPE_CHECKING:
    from crmdesk.screen.arrange_bar import ArrangeBar

_PAGE = "dashboard"
ACTS: tuple[Act, ...] = (
    Act("dash_arrange", ACTIONS, N_("&Arrange"), ("Ctrl+Shift+A",), "layout-dashboard", WORKSPACE, page=_PAGE),
    Act("dash_choose", ACTIONS, N_("&Choose cards and charts…"), ("Ctrl+Shift+T",), "plus", WORKSPACE, page=_PAGE),
    Act("dash_usual", ACTIONS, N_("Reset to &default"), (), "arrow-back-up", WORKSPACE, page=_PAGE),
    Act("dash_compare", ACTIONS, N_("Co&mpare with the next"), ("Ctrl+Shift+M",), "", WORKSPACE, page=_PAGE),
    Act("dash_filter", ACTIONS, N_("Filter b&y…"), ("Ctrl+L",), "", WORKSPACE, page=_PAGE),
    Act("dash_everything", ACTIONS, N_("Remove all &filters"), ("Ctrl+Shift+L",), "x", WORKSPACE, page=_PAGE),
)


class Dashboard(Page):
    """Its places name an area in their detail. Emits `filtered` with an Only, and `chart_wanted` with the id of a chart
    that the page of its figure is to show.
    """

    name = _PAGE

    area_changed = Signal(object)
    filtered = Signal(object)
    chart_wanted = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.board: Board | None = None
        self.arrangement = Arrangement()
        # The KPI whose figure was looked at last: coming back, its card has the focus.
        self.came_for = ""
        self.tabs = QTabBar(self)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(_("Areas of the dashboard"))
        for page in PAGES:
            self.tabs.addTab(no_mnemonic(_(page.title)))
        self.picker = PeriodPicker(self)
        self.switch = CompareSwitch(self)
        self.switch.chosen.connect(self.compare_with)
        self.filter = FilterBar(self)
        self.filter.chosen.connect(self.filtered)
        self.arrange_button = Button(icon("layout-dashboard"), _("Arrange"), self)
        self.arrange_button.setCheckable(True)
        say(self.arrange_button, _("Arrange"), _("Choose, order, pin and remove what is shown here"))
        self.arrange_button.clicked.connect(self.toggle_arranging)
        self._bar: ArrangeBar | None = None
        self.pages = QStackedWidget(self)
        self._made: dict[int, AreaPage] = {}
        self._scrolls = [Scroll(self.pages) for _page in PAGES]
        for scroll in self._scrolls:
            self.pages.addWidget(scroll)
        self._lay_out()
        self.tabs.currentChanged.connect(self.show_area)

    def _lay_out(self) -> None:
        head = QWidget(self)
        row = Flow(head)
        for part in (self.tabs, self.picker, self.switch, *self.filter.boxes.values(), self.arrange_button):
            row.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 12, 4)
        column.setSpacing(6)
        self._column = column
        column.addWidget(head)
        column.addWidget(self.pages, 1)

    # Page

    def show_place(self, place: Place) -> None:
        if place.detail.isdigit():
            self.show_area(min(int(place.detail), len(PAGES) - 1))
        self.focus_card(self.came_for)

    def place(self) -> Place:
        return Place(self.name, detail=str(self.tabs.currentIndex()))

    def title(self) -> str:
        words = self.filter.words
        area = _(self.area.title)
        if words:
            return _("Dashboard: {area}, {filters}").format(area=area, filters=words)
        return _("Dashboard: {area}").format(area=area)

    def handlers(self) -> dict[str, Callable[[], None]]:
        return {
            "dash_arrange": self.arrange_button.click,
            "dash_choose": self.choose,
            "dash_usual": self.as_usual,
            "dash_compare": self.switch.step,
            "dash_filter": self.filter.focus,
            "dash_everything": self.filter.clear,
        }

    def leave(self) -> None:
        self.end_arranging()
        self.filter.clear()
        self.came_for = ""

    @property
    def page(self) -> AreaPage:
        """The area that is shown."""
        return self._page(self.tabs.currentIndex())

    @property
    def area(self) -> AreaSpec:
        return PAGES[self.tabs.currentIndex()]

    @property
    def writable(self) -> bool:
        """Whether records can be changed now."""
        session = self.desk.session
        return session.workspace is not None and not session.workspace.read_only and not session.writing

    # What is shown

    def open(self, area: int) -> None:
        """Another workspace was opened: its arrangement counts, and of its figures nothing is known yet."""
        self.arrangement = arrangement.recall(self.desk.here)
        self.switch.show_compare(self.arrangement.compare)
        self.show_board(None)
        # What is shown is made when somebody goes there, with what is remembered.
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(area)
        self.tabs.blockSignals(False)
        self.pages.setCurrentIndex(area)

    def show_area(self, place: int) -> None:
        """Shows an area, made when it is first seen."""
        if place != self.tabs.currentIndex():
            # Which leads here again.
            self.tabs.setCurrentIndex(place)
            return
        self.end_arranging()
        self.pages.setCurrentIndex(place)
        page = self._page(place)
        page.show_board(self.board)
        self.area_changed.emit(place)
        self.desk.looked.emit()

    def show_board(self, board: Board | None) -> None:
        """Shows what was measured; None while nothing is known yet."""
        self.board = board
        page = self._made.get(self.tabs.currentIndex())
        if page is not None:
            page.show_board(board)

    def focus_card(self, kpi_id: str = "") -> None:
        """Puts the focus on the card of a KPI, else on the first."""
        cards = self.page.cards
        card = next((one for one in cards if one.kpi_id == kpi_id), cards[0] if cards else None)
        (card or self.tabs).setFocus(Qt.FocusReason.OtherFocusReason)

    def compare_with(self, compare: Compare) -> None:
        """Holds every figure against something else, and keeps that with the file."""
        self._take(replace(self.arrangement, compare=compare))

    # Where it leads

    def open_figure(self, kpi: str) -> None:
        """The page of a figure, restricted as the dashboard is."""
        if self.board is not None and kpi in self.board.results:
            self.came_for = kpi
            kept = self.board.results[kpi].only
            detail = link_text(Link(kpi, self.board.period, "", kept)) if kept else ""
            self.desk.go(Place("figure", kpi, detail=detail))

    def expand(self, tile: Tile) -> None:
        """A chart in large, on the page of its figure."""
        if tile.kpi:
            self.chart_wanted.emit(id_of(tile.name))
            self.open_figure(tile.kpi)
        else:
            self.desk.go(Place("goals"))

    def open_link(self, link: Link) -> None:
        """The records behind a mark or a sentence."""
        if self.board is not None:
            self.came_for = link.kpi
            self.desk.go(Place("figure", link.kpi, detail=link_text(link)))

    def set_goal(self, kpi: str = "") -> None:
        """Sets a goal for the period that is shown."""
        from crmdesk.screen.quick_add import QuickAdd

        preset = {"period": goal_label(self.board.period)} if self.board is not None else {}
        QuickAdd(self.desk, "goal", self, preset | ({"kpi": kpi} if kpi else {}) or None).open()

    def ask_menu(self, tile: Tile, point: QPoint) -> QMenu:
        """Shows what can be done with a tile."""
        from crmdesk.screen.tile_commands import menu_of

        menu = menu_of(self, tile)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(point)
        return menu

    # Arranging

    @property
    def bar(self) -> ArrangeBar:
        """What stands above the tiles while they are arranged; made when somebody does."""
        if self._bar is None:
            from crmdesk.screen.arrange_bar import ArrangeBar

            self._bar = ArrangeBar(self)
            self._column.insertWidget(1, self._bar)
        return self._bar

    @property
    def arranging(self) -> bool:
        return self._bar is not None and self._bar.arranging

    def toggle_arranging(self) -> None:
        """Begins to arrange the area that is shown, or ends."""
        if self.arranging:
            self.end_arranging()
        else:
            self.bar.begin(self.page)

    def end_arranging(self) -> None:
        """Tiles stay where they are."""
        if self._bar is not None:
            self._bar.end()

    def choose(self) -> None:
        """Asks what stands on the area that is shown."""
        from crmdesk.screen.choosing import Chooser

        alone = self.board is not None and self.board.alone
        Chooser(self.area, self.arranged.tiles(self.area), alone, self.put_up, self).open()

    @property
    def arranged(self) -> Arrangement:
        """What a change begins with: an area that nobody arranged yet stands as it is shown."""
        shown = [one.name for one in self.page.tiles]
        usual = self.arrangement.is_usual(self.area) and not set(shown) <= set(self.arrangement.tiles(self.area))
        return self.arrangement.arranged(self.area, shown) if usual else self.arrangement

    def put_up(self, tiles: list[str]) -> None:
        """Shows these tiles on the area, in this order."""
        self._take(self.arrangement.arranged(self.area, tiles), _("This area was changed."))

    def shift(self, tile: str, step: int) -> None:
        """Moves a tile before the one that stands before it, or behind the next one."""
        shown = [one.name for one in self.page.tiles]
        target = shown.index(tile) + (step if step < 0 else step + 1)
        if 0 <= target <= len(shown):
            self.put_before(tile, shown[target] if target < len(shown) else None)

    def put_before(self, tile: str, before: str | None) -> None:
        """Puts a tile before another one; before none it comes last."""
        if tile != before:
            self._take(self.arranged.moved(self.area, tile, before))

    def pin(self, tile: str) -> None:
        """Pins a tile to the head of every area, or no longer."""
        arranged = self.arranged.pinned_or_not(tile)
        pinned = tile in arranged.pinned
        said = (
            _("“{title}” is now shown in every area.") if pinned else _("“{title}” is shown only where it was before.")
        )
        self._take(arranged, said.format(title=title_of(tile)))

    def take_away(self, tile: str) -> None:
        """Takes a tile away from the area that is shown."""
        arranged = self.arranged.without(self.area, tile)
        self._take(arranged, _("“{title}” was removed from this area.").format(title=title_of(tile)))

    def as_usual(self) -> None:
        """The area as it was made."""
        self._take(self.arrangement.usual(self.area), _("This area was reset to its default."))

    def _take(self, arranged: Arrangement, said: str = "") -> None:
        """Shows another arrangement and keeps it; what is said offers the one before again."""
        before = self.arrangement
        if arranged == before:
            return
        focus = self.page.tile_with_focus()
        self.arrangement = arranged
        self.switch.show_compare(arranged.compare)
        self.page.arrange(self.board)
        self.page.show_board(self.board)
        if self._bar is not None:
            self._bar.follow()
        if focus is not None and not focus.widget.isVisible():
            self.focus_card()
        session = self.desk.session
        if session.workspace is not None and not session.writing:
            self.desk.attempt(lambda: arrangement.keep(self.desk.here, arranged))
        if said:
            self.desk.notice.tell(said, _("Undo"), partial(self._take, before))

    def _page(self, place: int) -> AreaPage:
        if place not in self._made:
            scroll = self._scrolls[place]
            page = AreaPage(PAGES[place], self, scroll)
            page.show_board(self.board)
            scroll.hold(page)
            self._made[place] = page
        return self._made[place]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_PageUp:
            self.picker.go_earlier()
        elif event.key() == Qt.Key.Key_PageDown:
            self.picker.go_later()
        elif event.key() == Qt.Key.Key_Escape and self.arranging:
            self.end_arranging()
        else:
            super().keyPressEvent(event)
