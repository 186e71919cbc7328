"""The tickets: a queue with what is due first on top, or all of them as a list, worked on with one key each."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from crmdesk.screen.listing import page as list_page
from crmdesk.screen.listing.acts import acts_within
from crmdesk.screen.ticket.commands import take, wait_or_resume
from crmdesk.screen.ticket.presets import list_preset, preset_of, state_of
from crmdesk.screen.ticket.queue_view import QueueView
from crmdesk.store.file import Workspace
from crmdesk.store.journal import Change
from crmdesk.store.query import Query, query_of
from crmdesk.text import N_, _
from crmdesk.ui.actions import ACTIONS, WORKSPACE, WRITABLE, Act
from crmdesk.ui.button import Button
from crmdesk.ui.desk import Desk, Page, Place
from crmdesk.ui.icons import icon
from crmdesk.ui.plain import Label, no_mnemonic, say

QUEUE, LIST = "queue", "list"
_PAGE = "tickets"
_TAKE_UP = N_("&Wait for the customer, or take up again")
# What can be done where the tickets are shown as a list.
_OF_LIST = acts_within(_PAGE, "ticket")
STEPS: tuple[Act, ...] = (
    Act("ticket_reply", ACTIONS, N_("&Reply logged"), ("R",), "arrow-back-up", WRITABLE, page=_PAGE),
    Act("ticket_wait", ACTIONS, _TAKE_UP, ("W",), "history", WRITABLE, page=_PAGE),
    Act("ticket_resolve", ACTIONS, N_("Re&solve"), ("S",), "check", WRITABLE, page=_PAGE),
    Act("ticket_reopen", ACTIONS, N_("Re&open"), ("O",), "refresh", WRITABLE, page=_PAGE),
    Act("ticket_csat", ACTIONS, N_("Enter a satisfaction &answer…"), ("C",), "mood-smile", WRITABLE, page=_PAGE),
    Act("ticket_sheet", ACTIONS, N_("&Print survey sheet…"), ("P",), "printer", WORKSPACE, page=_PAGE),
)
ACTS: tuple[Act, ...] = (
    *STEPS,
    Act("ticket_find", ACTIONS, N_("&Find a ticket"), ("Ctrl+F", "/"), "search", WORKSPACE, page=_PAGE),
    Act("ticket_view", ACTIONS, N_("&Queue or list"), ("Ctrl+Shift+B",), "table", WORKSPACE, page=_PAGE),
    *_OF_LIST,
)
_LIST_ACTS = {act.id for act in _OF_LIST}
_SHORT = {
    "ticket_reply": N_("Reply"),
    "ticket_wait": N_("Wait"),
    "ticket_resolve": N_("Resolve"),
    "ticket_reopen": N_("Reopen"),
    "ticket_csat": N_("Satisfaction"),
    "ticket_sheet": N_("Survey sheet"),
}
_WIDE = 165
_READS = {"ticket", "ticket_event", "contact", "staff", "setting"}


class TicketPage(Page):
    """Shows the queue or the list, and takes the steps of its actions with the tickets that are chosen there."""

    name = _PAGE
    makes = "ticket"

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.queue = QueueView(desk, self)
        self.queue.opened.connect(self.open_ticket)
        self.queue.chosen_changed.connect(self._enable)
        self._list: list_page.ListPage | None = None
        self.views = QStackedWidget(self)
        self.views.addWidget(self.queue)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.addLayout(self._top_row())
        column.addWidget(self.views, 1)
        column.addLayout(self._step_row())
        self.setFocusProxy(self.queue)

    def _top_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(Label(_("Tickets"), self, size=1.35, bold=True))
        row.addStretch(1)
        self.toggles = {QUEUE: Button(_("Queue"), self), LIST: Button(_("List"), self)}
        group = QButtonGroup(self)
        for view, button in self.toggles.items():
            button.setCheckable(True)
            button.clicked.connect(partial(self.show_view, view))
            group.addButton(button)
            row.addWidget(button)
        self.add_button = Button(icon("plus"), _("Add"), self)
        say(self.add_button, _("Add (Ctrl+N)"))
        self.add_button.clicked.connect(self.add)
        row.addWidget(self.add_button)
        say(self.toggles[QUEUE], _("Show the open tickets, what is due first on top"))
        say(self.toggles[LIST], _("Show all tickets as a list"))
        self.toggles[QUEUE].setChecked(True)
        return row

    def _step_row(self) -> QHBoxLayout:
        self.note = QLineEdit(self)
        self.note.setPlaceholderText(_("A note for the next step, if there is something to say; Enter goes back"))
        say(self.note, _("Note for the next step"))
        self.note.returnPressed.connect(self._focus)
        row = QHBoxLayout()
        row.addWidget(self.note, 1)
        self.steps: dict[str, Button] = {}
        for act in STEPS:
            button = Button("", self)
            say(button, _("{step} ({key})").format(step=_(act.text).replace("&", ""), key=act.keys[0]))
            button.clicked.connect(self.handlers()[act.id])
            row.addWidget(button)
            self.steps[act.id] = button
        return row

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_steps()

    def _fit_steps(self) -> None:
        """In a narrow place the words of the buttons are enough; their keys stand in the menu and the tooltips."""
        wide = self.width() >= _WIDE * self.fontMetrics().averageCharWidth()
        for act in STEPS:
            word = _(_SHORT[act.id])
            text = _("{step} ({key})").format(step=word, key=act.keys[0]) if wide else word
            self.steps[act.id].setIcon(icon(act.icon) if wide else QIcon())
            self.steps[act.id].setText(no_mnemonic(text))

    @property
    def view(self) -> str:
        """Which of the two is shown."""
        return QUEUE if self.views.currentIndex() == 0 else LIST

    def _made_list(self) -> list_page.ListPage:
        """The list, made when it is first wanted."""
        if self._list is None:
            self._list = list_page.embedded(self.desk, _PAGE, self.views)
            self._list.view.chosen_changed.connect(self._enable)
            self._list.view.selectionModel().currentRowChanged.connect(self._enable)
        return self._list

    # Page

    def show_place(self, place: Place) -> None:
        wanted, listed = state_of(place.detail), _query_in(place.detail)
        if listed is not None:
            self._show_list(listed)
        elif wanted:
            self._show_queue(wanted.get("preset", ""), wanted.get("text", ""))
        else:
            self._refresh_shown(None)
        self._focus()

    def place(self) -> Place:
        if self.view == LIST:
            return Place(self.name, detail=self._made_list().query.as_json())
        return Place(self.name, detail=json.dumps({"preset": self.queue.preset, "text": self.queue.search.text()}))

    def title(self) -> str:
        if self.view == LIST:
            return self._made_list().title()
        return _("Tickets – {filter}").format(filter=_(preset_of(self.queue.preset).title))

    def refresh(self, change: Change | None) -> None:
        if change is None or change.tables & _READS:
            self._refresh_shown(change)

    def _refresh_shown(self, change: Change | None) -> None:
        if self.view == LIST:
            self._made_list().refresh(change)
        else:
            self.queue.read()

    def handlers(self) -> dict[str, Callable[[], None]]:
        return {
            "ticket_reply": partial(self.take, "ticket_reply"),
            "ticket_wait": self.wait_or_resume,
            "ticket_resolve": partial(self.take, "ticket_resolve"),
            "ticket_reopen": partial(self.take, "ticket_reopen"),
            "ticket_csat": self.enter_answer,
            "ticket_sheet": self.ask_sheet,
            "ticket_find": self.find_here,
            "ticket_view": lambda: self.show_view(LIST if self.view == QUEUE else QUEUE),
            **{id: partial(self._in_list, id.removeprefix("ticket_")) for id in _LIST_ACTS},
        }

    def can(self, act: str) -> bool:
        return self.view == LIST or act not in _LIST_ACTS

    def leave(self) -> None:
        self.queue.leave()
        if self._list is not None:
            self._list.leave()

    # What is shown

    def show_view(self, view: str) -> None:
        """Shows the queue or the list; condition and search go along."""
        if view == LIST and self.view == QUEUE:
            self._show_list(Query(_PAGE, text=self.queue.search.text(), preset=list_preset(self.queue.preset)))
        elif view == QUEUE and self.view == LIST:
            query = self._made_list().query
            self._show_queue(query.preset, query.text)
        self._focus()

    def _show_list(self, query: Query) -> None:
        self.toggles[LIST].setChecked(True)
        self.add_button.hide()
        shown = self._made_list()
        shown.query = query
        self.views.setCurrentWidget(shown)
        self.setFocusProxy(shown)
        self._enable()
        self.desk.looked.emit()

    def _show_queue(self, preset: str, text: str) -> None:
        self.toggles[QUEUE].setChecked(True)
        self.add_button.show()
        self.views.setCurrentWidget(self.queue)
        self.setFocusProxy(self.queue)
        self.queue.search.setText(text)
        self.queue.mark(preset)
        self.queue.read()
        self.desk.looked.emit()

    def _focus(self, _how: object = None) -> None:
        shown = self.queue if self.view == QUEUE else self._made_list()
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def chosen(self) -> list[int]:
        """The tickets that are chosen in what is shown; in a list without any, the one that has the keys."""
        if self.view == QUEUE:
            return self.queue.table.chosen()
        view = self._made_list().view
        return view.chosen() or [id for id in (view.current_id(),) if id > 0]

    def _enable(self, *_rows: object) -> None:
        some = bool(self.chosen())
        for step in self.steps.values():
            step.setEnabled(some)

    # What is done

    def add(self) -> None:
        """Adds a ticket."""
        from crmdesk.screen.quick_add import QuickAdd

        QuickAdd(self.desk, self.makes, self).open()

    def find_here(self) -> None:
        """Gives the keys to the search of what is shown."""
        if self.view == QUEUE:
            self.queue.find_here()
        else:
            self._in_list("list_find")

    def _in_list(self, act: str) -> None:
        """Does what an action of lists says, where the list is shown."""
        if self.view == LIST:
            self._made_list().handlers()[act]()

    def open_ticket(self, row: int) -> None:
        """Opens a ticket; the queue as it is shown gives “next” and “previous”."""
        shown = self.queue.ids()
        self.desk.open_record("ticket", shown[row], shown)

    def take(self, step: str) -> None:
        """Takes a step with the chosen tickets, and with the note that stands beside the buttons."""
        note = self.note.text().strip()
        if self.desk.attempt(partial(take, self.desk, step, self.chosen(), note)):
            self.note.clear()

    def wait_or_resume(self) -> None:
        self.take(wait_or_resume(self.desk, self.chosen()))

    def enter_answer(self) -> None:
        """Asks for the satisfaction with the chosen ticket."""
        ticket = self._one()
        if ticket is not None:
            from crmdesk.screen.survey_entry import SurveyEntry

            entry = SurveyEntry(self.desk, ticket, self)
            entry.finished.connect(self._focus)
            entry.open()

    def ask_sheet(self) -> None:
        """Asks where the survey sheet of the chosen ticket is to be kept."""
        ticket = self._one()
        if ticket is not None:
            from crmdesk.ui.ask_file import ask_save

            proposal = Path.home() / _("Survey {n}.pdf").format(n=ticket)
            ask_save(self, _("Print survey sheet"), "PDF (*.pdf)", proposal, partial(self.save_sheet, ticket))

    def save_sheet(self, ticket: int, path: Path) -> None:
        """Writes the survey sheet of a ticket."""
        from crmdesk.ui import home
        from crmdesk.ui.paper import PAPERS, usual_paper

        chosen, now = home.recall().paper, self.desk.now()
        paper = chosen if chosen in PAPERS else usual_paper()

        def work(workspace: Workspace, _task: object) -> Path:
            from crmdesk.report.survey_sheet import survey_sheet
            from crmdesk.store.atomic import write_bytes

            write_bytes(path, survey_sheet(workspace, ticket, now, paper=paper))
            return path

        self.desk.session.read(_("Writing the survey sheet"), work, self._on_sheet)

    def _on_sheet(self, path: Path) -> None:
        self.desk.notice.tell(_("Saved: {path}").format(path=path))

    def _one(self) -> int | None:
        chosen = self.chosen()
        if len(chosen) != 1:
            self.desk.notice.tell(_("Choose one ticket first."))
            return None
        return chosen[0]


def _query_in(detail: str) -> Query | None:
    """The query of the list that a place keeps, if it keeps one."""
    try:
        found = query_of(detail)
    except ValueError:
        return None
    return found if found.listing == _PAGE else None
