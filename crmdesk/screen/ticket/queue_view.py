"""The queue of open tickets as a part of their page: ready-made conditions, search, and the table."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crmdesk.domain.fold import fold
from crmdesk.domain.wording import number_text
from crmdesk.screen.ticket.presets import PRESETS, RESOLVED, preset_of
from crmdesk.screen.ticket.table import QueueTable, Times
from crmdesk.store import note
from crmdesk.store.file import Workspace
from crmdesk.store.ticket_queue import MOST, Queued, open_queue, resolved_lately
from crmdesk.text import _, n_
from crmdesk.ui.button import ENTER, Button
from crmdesk.ui.desk import Desk
from crmdesk.ui.flow import Flow
from crmdesk.ui.jobs import Job
from crmdesk.ui.plain import Label, no_mnemonic, say

_EACH_MINUTE = 60_000
_WIDTHS = "columns:queue"


class QueueView(QWidget):
    """Shows the queue. `chosen_changed`: other tickets are chosen; `opened` carries the row where Enter was pressed."""

    chosen_changed = Signal()
    opened = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self.preset = PRESETS[0].id
        self.tickets: list[Queued] = []
        self.resolved: list[Queued] = []
        self._times = Times(0, 8)
        self._job: Job | None = None
        self._read_once = False
        self._minute = QTimer(self, interval=_EACH_MINUTE)
        self._minute.timeout.connect(self.read)
        self._build()

    def _build(self) -> None:
        self.count = Label("", self, muted=True)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(_("Search… (Ctrl+F or /)"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(220)
        say(self.search, _("Find a ticket"))
        self.search.textChanged.connect(self.show_rows)
        self.search.installEventFilter(self)
        self.table = QueueTable(lambda: self._times, self)
        self.table.activated.connect(lambda index: self.opened.emit(index.row()))
        self.table.selectionModel().selectionChanged.connect(self.chosen_changed)
        self.none = Label("", self, muted=True, wrap=True)
        self.none.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._preset_row())
        column.addWidget(self.none)
        column.addWidget(self.table, 1)
        self.setFocusProxy(self.table)

    def _preset_row(self) -> QHBoxLayout:
        row, flow = QHBoxLayout(), Flow()
        self.presets: dict[str, Button] = {}
        group = QButtonGroup(self)
        for preset in (*PRESETS, RESOLVED):
            button = Button(no_mnemonic(_(preset.title)), self)
            button.setCheckable(True)
            button.clicked.connect(partial(self.choose_preset, preset.id))
            group.addButton(button)
            flow.addWidget(button)
            self.presets[preset.id] = button
        self.presets[self.preset].setChecked(True)
        flow.addWidget(self.count)
        row.addLayout(flow, 1)
        row.addWidget(self.search, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search one goes down into the queue with the arrow or Enter, and empties it with Esc."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, *ENTER):
                self.table.setFocus()
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._minute.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._minute.stop()

    # What is shown

    def ids(self) -> list[int]:
        """The tickets as they are shown, from top to bottom."""
        return [one.id for one in self.table.rows.rows]

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
        if not self._read_once:
            kept = note.recall(self.desk.here, _WIDTHS) or []
            self.table.widths = dict(kept)
        self._read_once = True
        self.tickets, self.resolved, self._times = found
        self.show_rows()

    def show_rows(self) -> None:
        """Shows what the chosen condition and the search leave."""
        preset = preset_of(self.preset)
        words = fold(self.search.text()).split()
        rows = self.resolved if preset is RESOLVED else self.tickets
        kept = [one for one in rows if preset.holds(one)]
        if words:
            kept = [one for one in kept if _has(fold(one.search_text), words)]
        self.table.show_queue(kept)
        self._tell_count(len(kept))
        for each in PRESETS:
            count = number_text(sum(map(each.holds, self.tickets)))
            self.presets[each.id].setText(no_mnemonic(_("{condition} {n}").format(condition=_(each.title), n=count)))
        self.chosen_changed.emit()

    def _tell_count(self, shown: int) -> None:
        text = n_("{n} ticket", "{n} tickets", shown).format(n=number_text(shown))
        capped = len(self.tickets) >= MOST and self.preset != RESOLVED.id
        oldest = _("{tickets}, the oldest ones").format(tickets=text)
        self.count.setText(oldest if capped else text)
        searched = bool(self.search.text().strip())
        empty = _("No ticket was found; shorten the search, or choose another condition.")
        fresh = _("There is no open ticket. Add what a customer needs help with (Ctrl+N).")
        self.none.setText(empty if searched or self.preset != PRESETS[0].id else fresh)
        self.none.setVisible(not shown and self._read_once)

    def choose_preset(self, preset: str) -> None:
        """Shows what a ready-made condition leaves."""
        self.mark(preset)
        self.show_rows()
        if self.preset == RESOLVED.id:
            self.read()

    def mark(self, preset: str) -> None:
        """Puts a condition on, to be shown when the queue is read."""
        self.preset = preset_of(preset).id
        self.presets[self.preset].setChecked(True)

    def find_here(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def leave(self) -> None:
        """Keeps how wide the columns are, and forgets the tickets of a workspace that is being closed."""
        self._stop()
        if self._read_once:
            note.keep(self.desk.here, _WIDTHS, sorted(self.table.widths.items()))
            self.table.widths = {}
        self.tickets, self.resolved, self._read_once = [], [], False
        self.search.clear()
        self.mark(PRESETS[0].id)
        self.show_rows()


def _has(text: str, words: list[str]) -> bool:
    return all(word in text for word in words)
