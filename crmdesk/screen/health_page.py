"""Data health: a score, the kinds of problems with the figures that they weaken, and the records of the chosen one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from crmdesk.domain.wording import number_text
from crmdesk.insight.health import weakened
from crmdesk.insight.trust import Belief, Health, health
from crmdesk.kpi.base import kpi_of
from crmdesk.screen.listing.page import ACTS as LIST_ACTS
from crmdesk.screen.listing.page import ListPage
from crmdesk.store.file import Workspace
from crmdesk.store.journal import Change
from crmdesk.store.problems import BY_KIND, PRESET, Problem
from crmdesk.store.query import Query
from crmdesk.text import N_, _, n_
from crmdesk.ui.actions import ACTIONS, WRITABLE, Act
from crmdesk.ui.button import Button
from crmdesk.ui.desk import Desk, Page, Place
from crmdesk.ui.icons import icon
from crmdesk.ui.jobs import Job, Task
from crmdesk.ui.plain import Label, say
from crmdesk.ui.table import Column, Table

_PAGE = "health"
ACTS: tuple[Act, ...] = (
    *LIST_ACTS,
    Act("health_fix", ACTIONS, N_("Chan&ge all of this list…"), ("Ctrl+Alt+E",), "", WRITABLE, page=_PAGE),
)
_NARROW = 900


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of problem that occurs: how many records have it, of how many that could."""

    problem: Problem
    count: int
    of: int


class TroubledList(ListPage):
    """The records of one list that have a problem. Showing all of them again shows all that have it."""

    def __init__(self, desk: Desk, listing: str, parent: QWidget) -> None:
        super().__init__(desk, listing, parent)
        self.kind = ""
        for part in (self.presets, self.views_button, self.add_button):
            part.hide()

    def show_problem(self, kind: str) -> None:
        """Shows the records that have this problem."""
        self.kind = kind
        self.head.setText(_(BY_KIND[kind].title))
        self.clear()

    def clear(self) -> None:
        self.query = Query(self.listing.id, preset=f"{PRESET}{self.kind}")


class HealthPage(Page):
    """The kinds of problems and the figures above, the records of the chosen kind below."""

    name = _PAGE

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.found: Health | None = None
        self._job: Job | None = None
        self._wanted = ""
        self.score = Label("", self, size=1.9, bold=True)
        self.told = Label("", self, muted=True, wrap=True)
        self.fix_button = Button(_("Change all of this list…"), self)
        self.fix_button.clicked.connect(self.fix)
        self.doubles_button = Button(icon("users"), _("Find duplicates"), self)
        self.doubles_button.clicked.connect(lambda: self.desk.go(Place("doubles")))
        self.kinds = Table(_kind_columns(), _("Kinds of problems"), self)
        self.figures = Table(_figure_columns(), _("How reliable each figure is"), self)
        for table in (self.kinds, self.figures):
            table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.stack = QStackedWidget(self)
        self.none = Label("", self.stack, wrap=True)
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack.addWidget(self.none)
        self.lists: dict[str, TroubledList] = {}
        self._lay_out()
        self.kinds.selectionModel().currentRowChanged.connect(lambda _now, _then: self._on_kind())
        self.kinds.activated.connect(lambda _index: self._enter_list())
        self.figures.activated.connect(lambda index: self._open_figure(index.row()))
        self.setFocusProxy(self.kinds)
        say(self, _("Data health"))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(Label(_("Data health"), self, size=1.35, bold=True))
        top.addSpacing(12)
        top.addWidget(self.score)
        top.addWidget(self.told, 1)
        top.addWidget(self.doubles_button)
        top.addWidget(self.fix_button)
        self.upper = QSplitter(Qt.Orientation.Horizontal, self)
        self.parts = QSplitter(Qt.Orientation.Vertical, self)
        for splitter, parts in ((self.upper, (self.kinds, self.figures)), (self.parts, (self.upper, self.stack))):
            splitter.setChildrenCollapsible(False)
            for part in parts:
                splitter.addWidget(part)
        self.upper.setSizes([690, 430])
        self.parts.setSizes([260, 340])
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.addLayout(top)
        column.addWidget(self.parts, 1)

    # Page

    def show_place(self, place: Place) -> None:
        self._wanted = place.detail or self._wanted
        self.kinds.setFocus(Qt.FocusReason.OtherFocusReason)
        self.read()

    def place(self) -> Place:
        return Place(_PAGE, detail=self._wanted)

    def title(self) -> str:
        return _("Data health")

    def refresh(self, change: Change | None) -> None:
        self.read()
        if self.list is not None:
            self.list.refresh(change)

    def handlers(self) -> dict[str, Callable[[], None]]:
        names = (act.id for act in LIST_ACTS)
        return {**{name: partial(self._list_act, name) for name in names}, "health_fix": self.fix}

    def can(self, act: str) -> bool:
        if act == "health_fix":
            return self.list is not None and bool(BY_KIND[self.list.kind].fix)
        return self.list is not None

    def leave(self) -> None:
        self.found, self._job = None, None
        self.kinds.show_rows(())
        self.figures.show_rows(())
        self.stack.setCurrentWidget(self.none)
        for page in self.lists.values():
            page.leave()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= _NARROW
        self.upper.setOrientation(Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical)

    # What is shown

    @property
    def list(self) -> TroubledList | None:
        """The records that are shown; None where nothing is wrong."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, TroubledList) else None

    def read(self) -> None:
        """Counts in a job what is wrong; what is shown stays until that is known."""
        now = self.desk.now()
        if self._job is not None:
            self._job.cancel()

        def work(workspace: Workspace, _task: Task) -> Health:
            return health(workspace, now)

        self._job = self.desk.session.read(_("Looking at the data"), work, self.show_health)

    def show_health(self, found: Health) -> None:
        """Shows a score, its reasons, and the records of the kind of problem that was chosen."""
        self.found, self._job = found, None
        kinds = [_Kind(BY_KIND[kind], *counted) for kind, counted in found.counts.items() if counted[0]]
        kinds.sort(key=lambda one: -one.count)
        known = any(one.of for one in found.beliefs)
        self.score.setText(_("{score} of 100").format(score=number_text(found.score)) if known else "")
        self.told.setText(_words(found, kinds))
        self.kinds.show_rows(kinds)
        self.none.setText(_("Nothing is missing: every record has what the figures need.") if known else "")
        self.figures.show_rows(sorted(found.beliefs, key=lambda one: (not one.of, one.percent)))
        names = [one.problem.kind for one in kinds]
        if names:
            row = names.index(self._wanted) if self._wanted in names else 0
            self.kinds.setCurrentIndex(self.kinds.rows.index(row, 0))
        self._on_kind()

    def _on_kind(self) -> None:
        rows, row = self.kinds.rows.rows, self.kinds.currentIndex().row()
        if not 0 <= row < len(rows):
            self.stack.setCurrentWidget(self.none)
        else:
            problem = rows[row].problem
            self._wanted = problem.kind
            shown = self._list_of(problem.listing)
            if self.list is not shown or shown.kind != problem.kind:
                self.stack.setCurrentWidget(shown)
                shown.show_problem(problem.kind)
        self.fix_button.setEnabled(self.can("health_fix") and not self.desk.here.read_only)
        self.desk.looked.emit()

    def _list_of(self, listing: str) -> TroubledList:
        if listing not in self.lists:
            self.lists[listing] = TroubledList(self.desk, listing, self.stack)
            self.stack.addWidget(self.lists[listing])
        return self.lists[listing]

    def _enter_list(self) -> None:
        if self.list is not None:
            self.list.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_figure(self, row: int) -> None:
        self.desk.go(Place("figure", self.figures.rows.rows[row].kpi))

    # What is done

    def fix(self) -> None:
        """Asks for the value that all records of this problem are to have."""
        if self.list is not None and (column := BY_KIND[self.list.kind].fix):
            self.list.view.selectAll()
            self.list.commands.change(column)

    def _list_act(self, name: str) -> None:
        if self.list is not None:
            self.list.handlers()[name]()


def _kind_columns() -> tuple[Column, ...]:
    return (
        Column(_("Problem"), lambda one: _(one.problem.title)),
        Column(_("Records"), lambda one: number_text(one.count), lambda one: one.count, number=True),
        Column(_("Of"), lambda one: number_text(one.of), lambda one: one.of, number=True),
        Column(_("Weakens"), lambda one: weakened(one.problem.kind)),
    )


def _figure_columns() -> tuple[Column, ...]:
    return (
        Column(_("Figure"), lambda one: _(kpi_of(one.kpi).name)),
        Column(_("Reliability"), _reliable, lambda one: one.percent if one.of else None, number=True),
        Column(_("With a problem"), _troubled, lambda one: one.troubled, number=True),
    )


def _reliable(one: Belief) -> str:
    return _("{n} %").format(n=one.percent) if one.of else "–"


def _troubled(one: Belief) -> str:
    text = _("{n} of {of}").format(n=number_text(one.troubled), of=number_text(one.of))
    return text if one.troubled else ""


def _words(found: Health, kinds: list[_Kind]) -> str:
    """What the score means."""
    if not any(one.of for one in found.beliefs):
        return _("There are no records yet for a figure to rest on.")
    if not kinds:
        return _("Each figure rests on records that have everything it needs.")
    weak = sum(one.percent < 100 for one in found.beliefs)
    text = n_(
        "{n} figure of {all} rests on records some of which are incomplete or in doubt: fix them.",
        "{n} figures of {all} rest on records some of which are incomplete or in doubt: fix them.",
        weak,
    )
    return text.format(n=number_text(weak), all=number_text(len(found.beliefs)))
