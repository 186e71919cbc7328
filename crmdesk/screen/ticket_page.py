"""The tickets: a queue with what is due first on top, worked on with one key each."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crmdesk.domain.wording import number_text
from crmdesk.screen.ticket_actions import take, wait_or_resume
from crmdesk.screen.ticket_presets import PRESETS, RESOLVED, preset_of, state_of
from crmdesk.screen.ticket_table import QueueTable, Times
from crmdesk.store.file import Workspace
from crmdesk.store.journal import Change
from crmdesk.store.ticket_queue import MOST, Queued, open_queue, resolved_lately
from crmdesk.text import N_, _, n_
from crmdesk.ui.actions import ACTIONS, WORKSPACE, WRITABLE, Act
from crmdesk.ui.button import Button
from crmdesk.ui.desk import Desk, Page, Place
from crmdesk.ui.icons import icon
from crmdesk.ui.jobs import Job
from crmdesk.ui.plain import Label, no_mnemonic, say

_PAGE = "tickets"
ACTS: tuple[Act, ...] = (
    Act("ticket_reply", ACTIONS, N_("&Reply logged"), ("R",), "arrow-back-up", WRITABLE, page=_PAGE),
    Act(
        "ticket_wait", ACTIONS, N_("&Wait for the customer, or take up again"), ("W",), "history", WRITABLE, page=_PAGE
    ),
    Act("ticket_resolve", ACTIONS, N_("Re&solve"), ("S",), "check", WRITABLE, page=_PAGE),
    Act("ticket_reopen", ACTIONS, N_("Re&open"), ("O",), "refresh", WRITABLE, page=_PAGE),
    Act("ticket_csat", ACTIONS, N_("Enter a satisfaction &answer…"), ("C",), "mood-smile", WRITABLE, page=_PAGE),
    Act("ticket_sheet", ACTIONS, N_("&Print survey sheet…"), ("P",), "printer", WORKSPACE, page=_PAGE),
    Act("ticket_find", ACTIONS, N_("&Find a ticket"), ("Ctrl+F", "/"), "search", WORKSPACE, page=_PAGE),
)
_READS = {"ticket", "ticket_event", "contact", "staff", "setting"}


class TicketPage(Page):
    """Shows the queue, and takes the steps of the table of actions with what is chosen in it."""

    name = _PAGE
    makes = "ticket"

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.preset = "open"
        self.queue: list[Queued] = []
        self.resolved: list[Queued] = []
        self._times = Times(0, 8)
        self._job: Job | None = None
        self._read_once = False
        self._minute = QTimer(self, interval=60_000)
        self._minute.timeout.connect(self.read)
        self._build()

    # How it looks

    def _build(self) -> None:
        self.head = Label(_("Tickets"), self, size=1.35, bold=True)
        self.count = Label("", self, muted=True)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(_("Search… (Ctrl+F or /)"))
        self.search.setClearButtonEnabled(True)
        say(self.search, _("Find a ticket"))
        self.search.textChanged.connect(self.show_rows)
        self.search.installEventFilter(self)
        self.table = QueueTable(lambda: self._times, self)
        self.table.activated.connect(lambda index: self.open_ticket(index.row()))
        self.table.selectionModel().selectionChanged.connect(self._enable)
        self.none = Label("", self, muted=True, wrap=True)
        self.none.hide()
        self.note = QLineEdit(self)
        self.note.setPlaceholderText(_("A note for the next step, if there is something to say; Enter goes back"))
        say(self.note, _("Note for the next step"))
        self.note.returnPressed.connect(self.table.setFocus)
        top = QHBoxLayout()
        for part in (self.head, self.count):
            top.addWidget(part)
        top.addStretch(1)
        top.addWidget(self.search)
        self.search.setMinimumWidth(260)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.addLayout(top)
        column.addLayout(self._preset_row())
        column.addWidget(self.none)
        column.addWidget(self.table, 1)
        column.addLayout(self._step_row())
        self.setFocusProxy(self.table)

    def _preset_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.presets: dict[str, Button] = {}
        group = QButtonGroup(self)
        for preset in (*PRESETS, RESOLVED):
            button = Button(no_mnemonic(_(preset.title)), self)
            button.setCheckable(True)
            button.clicked.connect(partial(self.choose_preset, preset.id))
            group.addButton(button)
            row.addWidget(button)
            self.presets[preset.id] = button
        self.presets[self.preset].setChecked(True)
        row.addStretch(1)
        return row

    def _step_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self.note, 1)
        self.steps: dict[str, Button] = {}
        for act in ACTS[:-1]:
            text = _("{step} ({key})").format(step=_(act.text).replace("&", ""), key=act.keys[0])
            short = _(_SHORT[act.id])
            button = Button(icon(act.icon), no_mnemonic(_("{step} ({key})").format(step=short, key=act.keys[0])), self)
            say(button, text)
            button.clicked.connect(self.handlers()[act.id])
            row.addWidget(button)
            self.steps[act.id] = button
        return row

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search one goes down into the queue with the arrow or Enter, and empties it with Esc."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.table.setFocus()
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)

    # Page

    def show_place(self, place: Place) -> None:
        self.table.setFocus()
        wanted = state_of(place.detail)
        if wanted:
            self.search.setText(wanted.get("text", ""))
            self._mark(wanted.get("preset", "open"))
        self.read()

    def place(self) -> Place:
        return Place(self.name, detail=json.dumps({"preset": self.preset, "text": self.search.text()}))

    def title(self) -> str:
        return _("Tickets – {filter}").format(filter=_(preset_of(self.preset).title))

    def refresh(self, change: Change | None) -> None:
        if change is None or change.tables & _READS:
            self.read()

    def handlers(self) -> dict[str, Callable[[], None]]:
        return {
            "ticket_reply": partial(self.take, "ticket_reply"),
            "ticket_wait": self.wait_or_resume,
            "ticket_resolve": partial(self.take, "ticket_resolve"),
            "ticket_reopen": partial(self.take, "ticket_reopen"),
            "ticket_csat": self.enter_answer,
            "ticket_sheet": self.ask_sheet,
            "ticket_find": self.find_here,
        }

    def leave(self) -> None:
        self._stop()
        self.queue, self.resolved, self._read_once = [], [], False
        self.search.clear()
        self._mark("open")
        self.show_rows()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._minute.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._minute.stop()

    # What is shown

    def read(self) -> None:
        """Reads the queue afresh, off the window's thread."""
        if self.desk.session.workspace is None:
            return
        self._stop()
        now, resolved = self.desk.now(), self.preset == RESOLVED.id

        def work(workspace: Workspace, _task: object) -> tuple[list[Queued], list[Queued], Times]:
            working = workspace.settings.working_time
            times = Times(now, max(working.closes - working.opens, 0) / 60)
            return open_queue(workspace, now), resolved_lately(workspace, now) if resolved else [], times

        self._job = self.desk.session.read(_("Reading the tickets"), work, self._on_read)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _on_read(self, found: tuple[list[Queued], list[Queued], Times]) -> None:
        self._read_once = True
        self.queue, self.resolved, self._times = found
        self.show_rows()

    def show_rows(self) -> None:
        """Shows what the chosen condition and the search leave."""
        rows = self.resolved if self.preset == RESOLVED.id else self.queue
        words = self.search.text().casefold().split()
        kept = [
            one
            for one in rows
            if preset_of(self.preset).holds(one) and all(word in one.search_text.casefold() for word in words)
        ]
        self.table.show_queue(kept)
        self._count(len(kept))
        for preset in PRESETS:
            count = number_text(sum(map(preset.holds, self.queue)))
            button = self.presets[preset.id]
            button.setText(no_mnemonic(_("{condition} {n}").format(condition=_(preset.title), n=count)))
        self._enable()

    def _count(self, shown: int) -> None:
        text = n_("{n} ticket", "{n} tickets", shown).format(n=number_text(shown))
        capped = len(self.queue) >= MOST and self.preset != RESOLVED.id
        oldest = _("{tickets}, the oldest ones").format(tickets=text)
        self.count.setText(oldest if capped else text)
        searched = bool(self.search.text().strip())
        empty = _("No ticket is found; shorten the search, or choose another condition.")
        fresh = _("There is no open ticket. Ctrl+N adds one: what a customer needs help with.")
        self.none.setText(empty if searched or self.preset != "open" else fresh)
        self.none.setVisible(not shown and self._read_once)

    def _enable(self) -> None:
        for step in self.steps.values():
            step.setEnabled(bool(self.table.chosen()))

    def choose_preset(self, preset: str) -> None:
        """Shows what a ready-made condition leaves."""
        self._mark(preset)
        self.show_rows()
        if preset == RESOLVED.id:
            self.read()

    def _mark(self, preset: str) -> None:
        self.preset = preset_of(preset).id
        self.presets[self.preset].setChecked(True)

    # What is done

    def find_here(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def open_ticket(self, row: int) -> None:
        """Opens a ticket; the queue as it is shown gives “next” and “previous”."""
        shown = [one.id for one in self.table.rows.rows]
        self.desk.open_record("ticket", shown[row], shown)

    def take(self, step: str) -> None:
        """Takes a step with the chosen tickets, and with the note that stands beside the buttons."""
        note = self.note.text().strip()
        if self.desk.attempt(partial(take, self.desk, step, self.table.chosen(), note)):
            self.note.clear()

    def wait_or_resume(self) -> None:
        self.take(wait_or_resume(self.desk, self.table.chosen()))

    def enter_answer(self) -> None:
        """Asks for the satisfaction with the chosen ticket."""
        ticket = self._one()
        if ticket is not None:
            from crmdesk.screen.survey_entry import SurveyEntry

            SurveyEntry(self.desk, ticket, self).open()

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
        chosen = self.table.chosen()
        if len(chosen) != 1:
            self.desk.notice.tell(_("Choose one ticket first."))
            return None
        return chosen[0]


_SHORT = {
    "ticket_reply": N_("Reply"),
    "ticket_wait": N_("Wait"),
    "ticket_resolve": N_("Resolve"),
    "ticket_reopen": N_("Reopen"),
    "ticket_csat": N_("Satisfaction"),
    "ticket_sheet": N_("Survey sheet"),
}
