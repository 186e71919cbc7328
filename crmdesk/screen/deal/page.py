"""The deals: a board of the open ones, or all of them as a list, under one filter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crmdesk.domain.wording import money_text, number_text
from crmdesk.screen.deal import acts as deal_acts
from crmdesk.screen.deal.acts import OF_LIST, PAGE
from crmdesk.screen.deal.board import DealBoard
from crmdesk.screen.deal.card import face_of
from crmdesk.screen.deal.commands import DealCommands
from crmdesk.screen.deal.filter import DealFilter
from crmdesk.screen.deal.none import ALL, STAGES, NoDeals
from crmdesk.screen.deal.zones import LATER, LOST, WON
from crmdesk.screen.listing import page as list_page
from crmdesk.store import board
from crmdesk.store.board import DealCard, Seen, Worth
from crmdesk.store.file import Workspace
from crmdesk.store.journal import Change
from crmdesk.store.query import Query, condition_of, query_of
from crmdesk.text import _, n_
from crmdesk.ui.button import Button
from crmdesk.ui.desk import Desk, Page, Place
from crmdesk.ui.icons import icon
from crmdesk.ui.jobs import Job
from crmdesk.ui.plain import Label, say
from crmdesk.ui.query_words import words

BOARD, LIST = "board", "list"
ACTS = deal_acts.ACTS
_LIST_ACTS = {act.id for act in OF_LIST}
_READS = {"deal", "stage", "stage_change", "activity", "contact", "staff", "setting"}
# Conditions of the list under which no deal is on the board.
_CLOSED = {"won", "lost"}


class DealPage(Page):
    """Shows the deals as a board or as a list; the toggle keeps the filter."""

    name = PAGE
    makes = "deal"

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.query = Query(PAGE)
        self.seen: Seen | None = None
        self.worth: Mapping[int, Worth] = {}
        self.commands = DealCommands(desk, self)
        self._most: dict[int, int] = {}
        # A deal that was added, whose card is not shown yet.
        self._awaited = 0
        self._job: Job | None = None
        self._list: list_page.ListPage | None = None
        self._build()

    # How it looks

    def _build(self) -> None:
        self.head = Label(_("Deals"), self, size=1.35, bold=True)
        self.count = Label("", self, muted=True)
        self.filter = DealFilter(self)
        self.filter.changed.connect(self.show_query)
        self.board = DealBoard(self)
        self.board.sent.connect(self.send)
        self.board.opened.connect(self.open_deal)
        self.board.more_wanted.connect(self.show_more)
        self.none = NoDeals(self)
        self.none.wanted.connect(self._on_wanted)
        self.views = QStackedWidget(self)
        self.views.addWidget(self._board_view())
        top = QHBoxLayout()
        top.addWidget(self.head)
        top.addWidget(self.count)
        top.addStretch(1)
        top.addWidget(self.filter)
        self.toggles = {BOARD: Button(_("Board"), self), LIST: Button(_("List"), self)}
        group = QButtonGroup(self)
        for view, button in self.toggles.items():
            button.setCheckable(True)
            button.clicked.connect(partial(self.show_view, view))
            group.addButton(button)
            top.addWidget(button)
        self.add_button = Button(icon("plus"), _("Add"), self)
        say(self.add_button, _("Add (Ctrl+N)"))
        self.add_button.clicked.connect(self.add)
        top.addWidget(self.add_button)
        say(self.toggles[BOARD], _("Show the open deals as a board"))
        say(self.toggles[LIST], _("Show the deals as a list"))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.addLayout(top)
        column.addWidget(self.views, 1)

    def _board_view(self) -> QWidget:
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.none)
        column.addWidget(self.board, 1)
        return inside

    @property
    def view(self) -> str:
        """Which of the two is shown."""
        return BOARD if self.views.currentIndex() == 0 else LIST

    def _made_list(self) -> list_page.ListPage:
        """The list, made when it is first wanted."""
        if self._list is None:
            self._list = list_page.embedded(self.desk, PAGE, self.views)
        return self._list

    # Page

    def show_place(self, place: Place) -> None:
        view, _blank, asked = place.detail.partition(" ")
        if view not in (BOARD, LIST):
            view, asked = (LIST, place.detail) if place.detail else (self.view, "")
        self.filter.read(self.desk.here, self.desk.now())
        self.show_view(view, _query_of(self.desk.here, asked, self.desk.now()) if asked else None)

    def place(self) -> Place:
        return Place(self.name, detail=f"{self.view} {self._asked().as_json()}")

    def title(self) -> str:
        view = _("Deals – Board") if self.view == BOARD else _("Deals – List")
        asked = words(self._asked(), self.desk.here)
        return _("{list}: {filters}").format(list=view, filters="; ".join(asked)) if asked else view

    def refresh(self, change: Change | None) -> None:
        if change is None or "staff" in change.tables:
            self.filter.read(self.desk.here, self.desk.now())
        if self.view == LIST:
            self._made_list().refresh(change)
        elif change is None or change.tables & _READS:
            self.read()

    def handlers(self) -> dict[str, Callable[[], None]]:
        return {
            "deal_view": lambda: self.show_view(LIST if self.view == BOARD else BOARD),
            "deal_find": self.find_deal,
            "deal_next": partial(self.step, 1),
            "deal_previous": partial(self.step, -1),
            "deal_menu": self.open_menu,
            "deal_win": partial(self.send_current, WON),
            "deal_lose": partial(self.send_current, LOST),
            "deal_later": partial(self.send_current, LATER),
            "deal_copy": self.copy_numbers,
            **{id: partial(self._in_list, id.removeprefix("deal_")) for id in _LIST_ACTS},
        }

    def can(self, act: str) -> bool:
        return self.view == LIST or act not in _LIST_ACTS

    def leave(self) -> None:
        self._stop()
        self._awaited = 0
        self.query, self.seen, self.worth = Query(PAGE), None, {}
        self._most.clear()
        self.filter.show_query(self.query)
        self.board.show_stages(())
        self.count.setText("")
        if self._list is not None:
            self._list.leave()

    # What is shown

    def show_view(self, view: str, query: Query | None = None) -> None:
        """Shows the board or the list; without a query of its own the filter goes along."""
        asked = query or self._asked()
        self.toggles[view].setChecked(True)
        self.filter.setVisible(view == BOARD)
        self.count.setVisible(view == BOARD)
        self.add_button.setVisible(view == BOARD)
        if view == LIST:
            # The board shows open deals alone, and the list begins with the same ones.
            along = self.view == BOARD and query is None
            shown = self._made_list()
            shown.query = replace(asked, preset=asked.preset or "open") if along else asked
            self.views.setCurrentWidget(shown)
            shown.setFocus(Qt.FocusReason.OtherFocusReason)
            self.desk.looked.emit()
            return
        self.query = replace(asked, preset="") if asked.preset == "open" or asked.preset in _CLOSED else asked
        self.views.setCurrentIndex(0)
        self.filter.show_query(self.query)
        self.read()
        if not self.board.focus_somewhere():
            # Until there are cards the page itself holds the keys for them.
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.desk.looked.emit()

    def show_query(self, query: Query) -> None:
        """Shows the deals of another query."""
        self.query = query
        self._most.clear()
        self.read()

    def show_more(self, stage: int) -> None:
        """Shows as many cards more of a stage."""
        self._most[stage] = self._most.get(stage, board.CAP) + board.CAP
        self.read()

    def read(self) -> None:
        """Reads the board afresh, off the window's thread: first the cards, then what all deals are worth."""
        self._stop()
        query, most, now = self.query, dict(self._most), self.desk.now()
        self.board.may_move = not self.desk.here.read_only
        self._job = self.desk.session.read(
            _("Reading the board"), lambda workspace, _task: board.seen(workspace, query, most, now), self._on_read
        )

    def _asked(self) -> Query:
        return self._list.query if self._list is not None and self.view == LIST else self.query

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _on_read(self, seen: Seen) -> None:
        self.seen, workspace = seen, self.desk.here
        self.board.show_stages(seen.stages)
        faces = {stage: [face_of(deal, workspace) for deal in deals] for stage, deals in seen.cards.items()}
        self.board.show_cards(faces, seen.more)
        if self.hasFocus():
            self.board.focus_somewhere()
        self.none.show_for(seen, workspace, filtered=self.query != Query(PAGE))
        # Without stages there is no board either: the words have all of the page.
        self.board.setVisible(bool(seen.stages))
        if self._awaited and self.board.focus_deal(self._awaited):
            self._awaited = 0
        query, now = self.query, self.desk.now()
        self._job = self.desk.session.read(
            _("Adding up the board"), lambda workspace, _task: board.worth(workspace, query, now), self._on_worth
        )

    def _on_worth(self, worth: Mapping[int, Worth]) -> None:
        self._job, self.worth = None, worth
        currency = self.desk.here.settings.currency
        self.board.show_worth(worth, currency)
        deals = sum(one.deals for one in worth.values())
        text = n_("{n} open deal, {amount}", "{n} open deals, {amount}", deals)
        amount = money_text(sum(one.amount for one in worth.values()), currency)
        self.count.setText(text.format(n=number_text(deals), amount=amount))

    def _on_wanted(self, offer: str) -> None:
        if offer == STAGES:
            self.desk.go(Place("settings", detail="stages"))
        elif offer == ALL:
            self.filter.show_all()
        else:
            self.add()

    def add(self) -> None:
        """Adds a deal."""
        from crmdesk.screen.quick_add import QuickAdd

        form = QuickAdd(self.desk, self.makes, self)
        form.added.connect(self.show_added)
        form.open()

    # What is done

    def show_added(self, row_id: int) -> None:
        if self.view == LIST:
            self._made_list().show_added(row_id)
        else:
            self._awaited = row_id
            self.board.focus_deal(row_id)

    def send(self, deal: DealCard, target: int | str) -> None:
        """Moves a deal to a stage, or asks what leaving the board needs to know."""
        if isinstance(target, str):
            self.commands.ask(deal, target)
            return
        name = next((stage.name for stage in board.open_stages(self.desk.here) if stage.id == target), "")
        if self.commands.move(deal, target, name) and self.view == BOARD:
            self.board.shift(deal, target)

    def find_deal(self) -> None:
        """Gives the keys to the search of what is shown."""
        if self.view == BOARD:
            self.filter.find_here()
        else:
            self._in_list("list_find")

    def _in_list(self, act: str) -> None:
        """Does what an action of lists says, where the list is shown."""
        if self.view == LIST:
            self._made_list().handlers()[act]()

    def current(self) -> DealCard | None:
        """The open deal that the keys go to, on the board or in the list."""
        if self.view == BOARD:
            found = self.board.current()
            return found[1] if found else None
        deal = board.card(self.desk.here, self._made_list().view.current_id(), self.desk.now())
        if deal is not None and deal.stage_id not in {stage.id for stage in board.open_stages(self.desk.here)}:
            self.desk.notice.tell(_("This deal is closed; open it to change that."))
            return None
        return deal

    def send_current(self, target: int | str) -> None:
        """Sends the present deal to a stage or a zone."""
        if deal := self.current():
            self.send(deal, target)

    def step(self, step: int) -> None:
        """Sends the present deal to the stage after or before its own."""
        if deal := self.current():
            stages = [stage.id for stage in board.open_stages(self.desk.here)]
            place = stages.index(deal.stage_id) + step
            if 0 <= place < len(stages):
                self.send(deal, stages[place])

    def open_menu(self) -> None:
        """Asks where to move the present deal."""
        if deal := self.current():
            self.board.show_stages(board.open_stages(self.desk.here))
            self.board.open_menu(deal)

    def open_deal(self, deal: DealCard) -> None:
        """Opens a deal; its column gives “next” and “previous”."""
        cards = self.seen.cards if self.seen else {}
        column = next((deals for deals in cards.values() if deal in deals), [deal])
        self.desk.open_record("deal", deal.id, [one.id for one in column])

    def copy_numbers(self) -> None:
        """Copies the heads of the columns as a table, for spreadsheets and for people who cannot see the board."""
        QGuiApplication.clipboard().setText(self.board.as_text())
        self.desk.notice.tell(_("The numbers of the board are copied."))


def _query_of(source: Workspace, text: str, now: int) -> Query | None:
    """The query of a place; None where this version cannot ask it."""
    try:
        found = query_of(text)
        condition_of(source, found, now)
    except (KeyError, ValueError):
        return None
    return found if found.listing == PAGE else None
