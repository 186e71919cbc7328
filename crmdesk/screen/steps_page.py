"""The history of everything: every step that was taken in this file, the latest first, and the way back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from crmdesk.domain.wording import moment_text
from crmdesk.screen.past_table import arrange, chosen, show_again
from crmdesk.store.journal import Change
from crmdesk.store.registry import record_type
from crmdesk.store.row import name_of
from crmdesk.store.steps import FOUNDING, Operation
from crmdesk.text import N_, _
from crmdesk.ui.actions import ACTIONS, WORKSPACE, WRITABLE, Act
from crmdesk.ui.button import Button
from crmdesk.ui.desk import Desk, Page, Place
from crmdesk.ui.icons import icon
from crmdesk.ui.plain import say
from crmdesk.ui.table import Column, Table

ACTS: tuple[Act, ...] = (
    Act("step_back", ACTIONS, N_("&Undo this step"), ("Ctrl+Return",), "arrow-back-up", WRITABLE, page="steps"),
    Act("step_more", ACTIONS, N_("Show &older steps"), ("Ctrl+M",), "history", WORKSPACE, page="steps"),
)
_PART = 200


class StepsPage(Page):
    """Lists the steps of the journal, so many at a time."""

    name = "steps"

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.most = _PART
        self._people: dict[int, str] = {}
        self.table = Table(self._columns(), _("History of everything"), self)
        self.table.setSortingEnabled(False)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.back = Button(icon("arrow-back-up"), _("Undo this step"), self)
        self.more = Button(_("Show older steps"), self)
        self.back.clicked.connect(self.take_back)
        self.more.clicked.connect(self.show_more)
        say(self.back, _("Undo this step"), _("Undo the chosen step (Ctrl+Enter)"))
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _then: self._enable())
        arrange(self, _("History of everything"), (self.more, self.back), self.table)
        self.setFocusProxy(self.table)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(_("What"), lambda step: str(step.label)),
            Column(_("When"), self._when),
            Column(_("Who"), lambda step: self._people.get(step.staff_id, "")),
            Column(_("State"), state_of),
        )

    def show_place(self, place: Place) -> None:
        self.refresh(None)

    def title(self) -> str:
        return _("History of everything")

    def refresh(self, change: Change | None) -> None:
        here, staff = self.desk.here, record_type("staff")
        steps = here.journal.latest(self.most)
        people = {step.staff_id for step in steps if step.staff_id is not None}
        self._people = {person: name_of(here, staff, person) for person in people}
        show_again(self.table, steps)
        self.more.setVisible(len(steps) == self.most)
        self._enable()

    def handlers(self) -> dict[str, Callable[[], None]]:
        return {"step_back": self.take_back, "step_more": self.show_more}

    def leave(self) -> None:
        self.most = _PART
        self.table.show_rows(())

    def show_more(self) -> None:
        """Older steps too."""
        self.most += _PART
        self.refresh(None)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_back(self) -> None:
        """Takes the chosen step back; later ones on other records stay."""
        step = self._chosen()
        if step is not None and _can_go_back(step):
            self.desk.take_back(step.id)

    def _chosen(self) -> Operation | None:
        found: Operation | None = chosen(self.table)
        return found

    def _enable(self) -> None:
        step = self._chosen()
        self.back.setEnabled(step is not None and _can_go_back(step) and not self.desk.here.read_only)

    def _when(self, step: Operation) -> str:
        return moment_text(self.desk.here.calendar.local(step.at))


def _can_go_back(step: Operation) -> bool:
    return not step.undone and step.source != FOUNDING


def state_of(step: Operation) -> str:
    """Whether a step stands, in a word."""
    return _("undone") if step.undone else ""
