"""The dashboard: a period, six areas, cards that open their figures, charts and goals."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from crmdesk.chart.picture import PictureView
from crmdesk.kpi.measure import goal_label
from crmdesk.screen.areas import PAGES, AreaSpec
from crmdesk.screen.charts import Spec, cell
from crmdesk.screen.goals import GoalList
from crmdesk.text import _
from crmdesk.ui.board import Board, cards_of
from crmdesk.ui.card import Card
from crmdesk.ui.desk import Desk, Page, Place
from crmdesk.ui.grid import GAP, NARROW, CardGrid
from crmdesk.ui.panel import ChartPanel, Scroll
from crmdesk.ui.period_picker import PeriodPicker
from crmdesk.ui.plain import no_mnemonic
from crmdesk.ui.table import Column
from crmdesk.ui.theme import inks_for

# Hidden in a business of one.
FOR_TEAMS = {"adoption_rate"}


class Dashboard(Page):
    """Emits `figure_asked` with a KPI's id. Its places name an area in their detail."""

    name = "dashboard"

    figure_asked = Signal(object)
    area_changed = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.board: Board | None = None
        # The KPI whose figure was looked at last: coming back, its card has the focus.
        self.came_for = ""
        self.tabs = QTabBar(self)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(_("Areas of the dashboard"))
        for page in PAGES:
            self.tabs.addTab(no_mnemonic(_(page.title)))
        self.picker = PeriodPicker(self)
        self.pages = QStackedWidget(self)
        self._made: dict[int, AreaPage] = {}
        self._scrolls = [Scroll(self.pages) for _page in PAGES]
        for scroll in self._scrolls:
            self.pages.addWidget(scroll)
        head = QHBoxLayout()
        head.addWidget(self.tabs)
        head.addStretch(1)
        head.addWidget(self.picker)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 12, 4)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.pages, 1)
        self.tabs.currentChanged.connect(self.show_area)

    def show_place(self, place: Place) -> None:
        if place.detail.isdigit():
            self.show_area(min(int(place.detail), len(PAGES) - 1))
        self.focus_card(self.came_for)

    def place(self) -> Place:
        return Place(self.name, detail=str(self.tabs.currentIndex()))

    def title(self) -> str:
        return _("Dashboard: {area}").format(area=_(PAGES[self.tabs.currentIndex()].title))

    @property
    def page(self) -> AreaPage:
        """The area that is shown."""
        return self._page(self.tabs.currentIndex())

    def show_area(self, place: int) -> None:
        """Shows an area, made when it is first seen."""
        self.tabs.setCurrentIndex(place)
        self.pages.setCurrentIndex(place)
        page = self._page(place)
        if self.board is not None:
            page.show_board(self.board)
        self.area_changed.emit(place)
        self.desk.looked.emit()

    def set_goal(self) -> None:
        """Sets a goal for the period that is shown."""
        from crmdesk.screen.quick_add import QuickAdd

        preset = {"period": goal_label(self.board.period)} if self.board is not None else None
        QuickAdd(self.desk, "goal", self, preset).open()

    def show_board(self, board: Board | None) -> None:
        """Shows what was measured; None while nothing is known yet."""
        self.board = board
        self.page.show_board(board)

    def focus_card(self, kpi_id: str = "") -> None:
        """Puts the focus on the card of a KPI, else on the first."""
        cards = self.page.cards
        card = next((one for one in cards if one.kpi_id == kpi_id), cards[0])
        card.setFocus(Qt.FocusReason.OtherFocusReason)

    def _page(self, place: int) -> AreaPage:
        if place not in self._made:
            scroll = self._scrolls[place]
            page = AreaPage(PAGES[place], scroll)
            page.figure_asked.connect(self.figure_asked)
            page.goal_wanted.connect(self.set_goal)
            scroll.hold(page)
            self._made[place] = page
        return self._made[place]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_PageUp:
            self.picker.go_earlier()
        elif event.key() == Qt.Key.Key_PageDown:
            self.picker.go_later()
        else:
            super().keyPressEvent(event)


class AreaPage(QWidget):
    """The cards of an area above its charts."""

    figure_asked = Signal(object)
    goal_wanted = Signal()

    def __init__(self, page: AreaSpec, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown: Board | None = None
        self.grid = CardGrid(self)
        self.cards = [Card(kpi.id, _(kpi.name), self.grid) for kpi in cards_of(page.area)]
        for card in self.cards:
            card.clicked.connect(partial(self.figure_asked.emit, card.kpi_id))
        self.grid.hold(self.cards)
        self.charts = [ChartView(spec, self) for spec in page.charts()]
        self.goals = GoalList(self) if page.goals else None
        self._row = QHBoxLayout()
        self._row.setSpacing(GAP)
        for chart in self.charts:
            self._row.addWidget(chart, chart.spec.share * 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.grid)
        column.addLayout(self._row, 1)
        if self.goals is not None:
            self.goals.figure_asked.connect(self.figure_asked)
            self.goals.goal_wanted.connect(self.goal_wanted)
            self._row.addWidget(self.goals, 3)

    def show_board(self, board: Board | None) -> None:
        if board is self._shown and board is not None:
            return
        self._shown = board
        for card in self.cards:
            card.show_face(board.face(card.kpi_id) if board else None)
            card.setVisible(not (board and board.alone and card.kpi_id in FOR_TEAMS))
        for chart in self.charts:
            chart.show_board(board)
        if self.goals is not None:
            self.goals.show_board(board)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= NARROW - 60
        direction = QHBoxLayout.Direction.LeftToRight if wide else QHBoxLayout.Direction.TopToBottom
        self._row.setDirection(direction)


class ChartView(ChartPanel):
    """One chart of the dashboard with its table twin."""

    def __init__(self, spec: Spec, parent: QWidget) -> None:
        super().__init__(spec.title, parent)
        self.spec = spec
        self.view = PictureView(self, inks_for)
        self.hold(self.view)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_board(self, board: Board | None) -> None:
        if board is None:
            self.view.show_picture((), _("{title}, being measured").format(title=self.spec.title))
            return
        chart = self.spec.make(board)
        self.hint.setText(chart.hint)
        spoken = _("Chart: {title}. {numbers}").format(title=self.spec.title, numbers=chart.spoken)
        self.view.show_picture(chart.picture, spoken, _("There is nothing to draw for this period."), chart.lines)
        columns = [Column(head, cell(place), number=place > 0) for place, head in enumerate(chart.heads)]
        self.show_rows(columns, chart.rows)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 190)
