"""The bin: records that were deleted, the latest first, and the way to bring them back with all that went with them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from crmdesk.domain.wording import moment_text
from crmdesk.screen.past_table import arrange, chosen, show_again
from crmdesk.store import past
from crmdesk.store.file import Workspace
from crmdesk.store.journal import Change
from crmdesk.store.past import Deleted
from crmdesk.store.registry import record_type
from crmdesk.store.row import name_of
from crmdesk.text import N_, _
from crmdesk.ui.actions import ACTIONS, WRITABLE, Act
from crmdesk.ui.button import Button
from crmdesk.ui.desk import Desk, Page, Place
from crmdesk.ui.icons import icon
from crmdesk.ui.jobs import Job, Task
from crmdesk.ui.plain import Label, say
from crmdesk.ui.table import Column, Table

ACTS: tuple[Act, ...] = (
    Act("bin_back", ACTIONS, N_("&Bring back"), ("Ctrl+Return",), "arrow-back-up", WRITABLE, page="bin"),
)
_MOST = 1_000


class BinPage(Page):
    """Lists what was deleted. It is read off the window's thread, because the journal may be long."""

    name = "bin"

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._job: Job | None = None
        self._people: dict[int, str] = {}
        self.table = Table(self._columns(), _("Bin"), self)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.none = Label("", self, muted=True, wrap=True)
        self.back = Button(icon("arrow-back-up"), _("Bring back"), self)
        self.back.clicked.connect(self.bring_back)
        say(self.back, _("Bring back"), _("Bring the chosen record back, with all that went with it (Ctrl+Enter)"))
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _then: self._enable())
        arrange(self, _("Bin"), (self.back,), self.none, self.table)
        self.setFocusProxy(self.table)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(_("Name"), lambda one: str(one.name)),
            Column(_("List"), lambda one: _(one.record.title)),
            Column(_("Deleted"), self._when, lambda one: one.at),
            Column(_("By"), lambda one: self._people.get(one.staff_id, "")),
            Column(_("Step"), lambda one: str(one.label)),
        )

    def show_place(self, place: Place) -> None:
        self.refresh(None)

    def title(self) -> str:
        return _("Bin")

    def refresh(self, change: Change | None) -> None:
        if self._job is not None:
            self._job.cancel()
        self._job = self.desk.session.read(_("Reading the bin"), _read, self._show)
        self._job.finished.connect(self._forget)

    def handlers(self) -> dict[str, Callable[[], None]]:
        return {"bin_back": self.bring_back}

    def leave(self) -> None:
        self._people = {}
        self.table.show_rows(())

    def bring_back(self) -> None:
        """Brings the chosen record back."""
        one: Deleted | None = chosen(self.table)
        if one is None:
            return
        staff = self.desk.person
        if self.desk.attempt(lambda: past.bring_back(self.desk.here, one, staff=staff)):
            self.desk.tell_done(_("“{name}” is back.").format(name=one.name))

    def _forget(self) -> None:
        if self._job is self.sender():
            self._job = None

    def _show(self, rows: list[Deleted]) -> None:
        here, staff = self.desk.here, record_type("staff")
        people = {one.staff_id for one in rows if one.staff_id is not None}
        self._people = {person: name_of(here, staff, person) for person in people}
        self.none.setText("" if rows else _("Nothing was deleted. What is deleted can be brought back from here."))
        self.none.setVisible(not rows)
        show_again(self.table, rows)
        self._enable()

    def _enable(self) -> None:
        self.back.setEnabled(chosen(self.table) is not None and not self.desk.here.read_only)

    def _when(self, one: Deleted) -> str:
        return moment_text(self.desk.here.calendar.local(one.at))


def _read(workspace: Workspace, _task: Task) -> list[Deleted]:
    return past.bin(workspace, limit=_MOST)
