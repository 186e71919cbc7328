"""Goals: how those of these days stand, the furthest behind first; those to come; those met and missed; and a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from crmdesk.insight.goal_standing import Aim, Standing, aims, history, running, series_of, to_come
from crmdesk.kpi.only import Only
from crmdesk.kpi.records import Link, link_text
from crmdesk.kpi.remember import Fresh, keep
from crmdesk.screen.goal import commands as goal_commands
from crmdesk.screen.goal.detail import CHANGE, COPY, DELETE, FIGURE, GoalDetail
from crmdesk.screen.goal.row import Course, GoalRow
from crmdesk.screen.listing.page import ACTS as LIST_ACTS
from crmdesk.screen.listing.page import ListPage
from crmdesk.store.file import Workspace
from crmdesk.store.journal import Change
from crmdesk.text import N_, _
from crmdesk.ui.actions import ACTIONS, WORKSPACE, WRITABLE, Act
from crmdesk.ui.button import Button
from crmdesk.ui.desk import Desk, Page, Place
from crmdesk.ui.icons import icon
from crmdesk.ui.jobs import Job, Task
from crmdesk.ui.panel import Scroll
from crmdesk.ui.plain import Label, no_mnemonic, say

_PAGE = "goals"
ACTS: tuple[Act, ...] = (
    *LIST_ACTS,
    Act("goal_copy", ACTIONS, N_("&Same goal for the next period"), ("Ctrl+Shift+D",), "copy", WRITABLE, page=_PAGE),
    Act("goal_figure", ACTIONS, N_("Open the &figure of the goal"), ("Ctrl+Shift+G",), "", WORKSPACE, page=_PAGE),
)
RUNNING, TO_COME, PAST, LIST = "running", "to_come", "past", "list"
_TABS = {
    RUNNING: (N_("Running"), N_("No goal is running. A goal says what a figure should reach, by when, and why.")),
    TO_COME: (N_("To come"), N_("No goal is set for a later period.")),
    PAST: (N_("Past"), N_("No goal of the last three years is over.")),
}
# What the keys of lists do where goals are not shown as a list.
_INSTEAD = {"list_edit": CHANGE, "list_delete": DELETE}
_WIDE, _DETAIL = 860, 380

Series = tuple[str, Only, str]


@dataclass(slots=True)
class _Shown:
    """What is read of each tab (None: not yet), which tab and goal are looked at, and whether one has just come."""

    found: dict[str, list[Standing]] | None = None
    before: dict[Series, list[Standing]] | None = None
    tab: str = RUNNING
    goal: int = 0
    entered: bool = False

    def courses(self, tab: str) -> list[Course] | None:
        """The goals of a tab, each with those before it."""
        if tab == PAST:
            return None if self.before is None else [Course(some[-1], some) for some in self.before.values()]
        known = self.before or {}
        return (
            None if self.found is None else [Course(one, known.get(series_of(one.aim), ())) for one in self.found[tab]]
        )


def _read_past(workspace: Workspace, now: int) -> tuple[dict[Series, list[Standing]], list[Fresh]]:
    fresh: list[Fresh] = []
    return {series_of(some[0].aim): some for some in history(workspace, now, fresh)}, fresh


class GoalsPage(Page):
    """Tabs over lines of goals with the chosen one beside them; the last tab is the list of all."""

    name, makes = _PAGE, "goal"

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._shown = _Shown()
        self._job: Job | None = None
        self.rows: list[GoalRow] = []
        self.tabs = QTabBar(self)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        say(self.tabs, _("Goals by time"))
        for title in (*(title for title, _none in _TABS.values()), N_("All goals")):
            self.tabs.addTab(no_mnemonic(_(title)))
        self.add_button = Button(icon("plus"), _("Set a goal"), self)
        say(self.add_button, _("Set a goal"), _("Set a goal (Ctrl+N)"))
        self.list = ListPage(desk, "goals", self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self._board())
        self.stack.addWidget(self.list)
        top = QHBoxLayout()
        top.setContentsMargins(12, 4, 12, 0)
        top.addWidget(self.tabs)
        top.addStretch(1)
        top.addWidget(self.add_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.stack, 1)
        self._laid_out = QTimer(self)
        self._laid_out.setSingleShot(True)
        self._laid_out.timeout.connect(self._show_chosen)
        self.tabs.currentChanged.connect(self._on_tab)
        self.add_button.clicked.connect(self.add)
        self.detail.wanted.connect(self.do)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        say(self, _("Goals"))

    def _board(self) -> QWidget:
        board = QWidget(self)
        frame = QFrame(board)
        frame.setProperty("panel", True)
        self.none = Label("", frame, muted=True, wrap=True)
        self.area = Scroll(frame)
        inside = QWidget(self.area)
        self._lines = QVBoxLayout(inside)
        self._lines.setContentsMargins(0, 0, 6, 0)
        self._lines.setSpacing(2)
        self.none.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._lines.addWidget(self.none)
        self._lines.addStretch(1)
        self.area.hold(inside)
        self.detail = GoalDetail(board)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, board)
        self._sides.setContentsMargins(12, 6, 12, 8)
        framed = QVBoxLayout(frame)
        framed.setContentsMargins(6, 6, 6, 6)
        framed.addWidget(self.area)
        self._sides.addWidget(frame, 1)
        self._sides.addWidget(self.detail)
        return board

    # Page

    def show_place(self, place: Place) -> None:
        tab = place.detail if place.detail in (*_TABS, LIST) else LIST if place.detail else self._shown.tab
        if place.detail and place.detail not in (*_TABS, LIST):
            self.list.show_place(Place("goals", detail=place.detail))
        self._shown.tab, self._shown.entered = tab, True
        self.tabs.setCurrentIndex((*_TABS, LIST).index(tab))
        self._enter(afresh=True)

    def place(self) -> Place:
        if self._shown.tab == LIST:
            return Place(_PAGE, detail=self.list.place().detail or LIST)
        return Place(_PAGE, detail="" if self._shown.tab == RUNNING else self._shown.tab)

    def title(self) -> str:
        return self.list.title() if self._shown.tab == LIST else _("Goals")

    def refresh(self, change: Change | None) -> None:
        if self._shown.tab == LIST:
            self._shown.found = self._shown.before = None
            self.list.refresh(change)
        else:
            self.read()

    def handlers(self) -> dict[str, Callable[[], None]]:
        lists = {id: partial(self._list_act, id) for id in self.list.handlers()}
        return {**lists, "goal_copy": partial(self.do, COPY), "goal_figure": partial(self.do, FIGURE)}

    def can(self, act: str) -> bool:
        if self._shown.tab == LIST or act.startswith("goal_"):
            return True
        return self.chosen is not None if act in _INSTEAD else act == "list_find"

    def show_added(self, row_id: int) -> None:
        if self._shown.tab == LIST:
            self.list.show_added(row_id)
        self._shown.goal = row_id

    def leave(self) -> None:
        self.list.leave()
        self._shown = _Shown()
        self._show_rows([])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= _WIDE
        self._sides.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self.detail.setMaximumWidth(_DETAIL if wide else 16_777_215)
        self.detail.setMinimumWidth(_DETAIL if wide else 0)
        self.detail.show_past(wide)
        self._laid_out.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Measuring goals takes long in a large business; nobody waits for it any more."""
        super().hideEvent(event)
        if self._job is not None:
            self._job.cancel()

    # What is shown

    @property
    def chosen(self) -> Aim | None:
        """The goal that is looked at."""
        if self._shown.tab == LIST:
            wanted = self.list.view.current_id()
            return next((aim for aim in aims(self.desk.here) if aim.id == wanted), None)
        return next((row.course.standing.aim for row in self.rows if row.isChecked()), None)

    def read(self) -> None:
        """Reads how the goals stand, off the window's thread: first those of these days, then those before."""
        now = self.desk.now()

        def work(workspace: Workspace, _task: Task) -> dict[str, list[Standing]]:
            return {RUNNING: running(workspace, now), TO_COME: to_come(workspace, now)}

        self._start(work, partial(self.show_goals, now))

    def show_goals(self, now: int, found: dict[str, list[Standing]]) -> None:
        """Shows the goals of these days; the one that was chosen stays so."""
        self._shown.found = found
        self._show_tab()
        self._start(lambda workspace, _task: _read_past(workspace, now), self._show_past)

    def _show_past(self, read: tuple[dict[Series, list[Standing]], list[Fresh]]) -> None:
        self._shown.before, fresh = read
        keep(self.desk.here, fresh)
        self._show_tab()

    def _start(self, work: Callable[[Workspace, Task], Any], done: Callable[[Any], None]) -> None:
        """Begins a job in place of the one before."""
        if self._job is not None:
            self._job.cancel()
        self._job = self.desk.session.read(_("Measuring goals"), work, done)

    def choose(self, row: GoalRow) -> None:
        """Shows a goal beside the lines."""
        if row not in self.rows:
            # The focus wandered there while the lines were taken away.
            return
        for one in self.rows:
            one.setChecked(one is row)
        self._shown.goal = row.course.standing.aim.id
        self.detail.show_course(row.course, writable=not self.desk.here.read_only)
        self.desk.looked.emit()

    # What is done

    def add(self) -> None:
        """Sets a goal."""
        from crmdesk.screen.quick_add import QuickAdd

        form = QuickAdd(self.desk, self.makes, self)
        form.added.connect(self.show_added)
        form.open()

    def do(self, command: str) -> None:
        """Does something with the chosen goal."""
        aim = self.chosen
        if aim is None:
            self.desk.notice.tell(_("No goal is chosen; choose one first."))
        elif command == FIGURE:
            self.desk.go(Place("figure", aim.kpi.id, detail=link_text(Link(aim.kpi.id, aim.period, "", aim.only))))
        elif command == CHANGE:
            goal_commands.change(self.desk, aim, self)
        else:
            act = goal_commands.repeat if command == COPY else goal_commands.delete
            self.desk.attempt(lambda: act(self.desk, aim))

    def _list_act(self, act: str) -> None:
        """What a key of lists means here."""
        if self._shown.tab == LIST:
            self.list.handlers()[act]()
        elif act in _INSTEAD:
            self.do(_INSTEAD[act])
        elif act == "list_find":
            self.tabs.setCurrentIndex(len(_TABS))
            self.list.go_to_search()

    def _on_tab(self, place: int) -> None:
        self._shown.tab = (*_TABS, LIST)[max(place, 0)]
        if self.desk.session.workspace is not None:
            self._enter(afresh=self._shown.found is None)

    def _enter(self, *, afresh: bool) -> None:
        """Shows the tab that was gone to, and reads what it shows."""
        self._show_tab()
        if self._shown.tab == LIST:
            self.setFocusProxy(self.list)
            self.list.refresh(None)
        elif afresh:
            self.read()

    def _show_tab(self) -> None:
        tab = self._shown.tab
        self.stack.setCurrentIndex(1 if tab == LIST else 0)
        self.add_button.setVisible(tab != LIST)
        self.add_button.setEnabled(not self.desk.here.read_only)
        for place, (name, (title, _none)) in enumerate(_TABS.items()):
            courses = self._shown.courses(name)
            text = _("{title} ({n})").format(title=_(title), n=len(courses)) if courses is not None else _(title)
            self.tabs.setTabText(place, no_mnemonic(text))
        if tab != LIST:
            courses = self._shown.courses(tab)
            self.none.setText(_("Measuring…") if courses is None else _(_TABS[tab][1]))
            self._show_rows(courses or ())
        self.desk.looked.emit()

    def _show_rows(self, courses: Sequence[Course]) -> None:
        focused = any(row.hasFocus() for row in self.rows) or self._shown.entered
        gone, self.rows = self.rows, []
        for row in gone:
            row.hide()
            self._lines.removeWidget(row)
            row.deleteLater()
        self.rows = [self._row(course) for course in courses]
        self.none.setVisible(not self.rows)
        self.detail.setVisible(bool(self.rows))
        wanted = next((row for row in self.rows if row.course.standing.aim.id == self._shown.goal), None)
        first = wanted or next(iter(self.rows), None)
        self.setFocusProxy(first or self.add_button)
        if first is not None:
            self.choose(first)
            if focused:
                first.setFocus()
            # New lines have their places only when the layout has been at work.
            self._laid_out.start()
        self._shown.entered = self._shown.entered and not self.rows

    def _show_chosen(self) -> None:
        for row in self.rows:
            if row.isChecked():
                self.area.show_whole(row)

    def _row(self, course: Course) -> GoalRow:
        row = GoalRow(course, self.area)
        row.clicked.connect(partial(self.choose, row))
        row.focused.connect(partial(self.choose, row))
        row.opened.connect(partial(self.do, FIGURE))
        row.stepped.connect(partial(self._step, row))
        self._lines.insertWidget(self._lines.count() - 1, row)
        # A layout shows what it gets only later, and what is not shown cannot have the focus.
        row.show()
        return row

    def _step(self, row: GoalRow, step: int) -> None:
        place = min(max(self.rows.index(row) + step, 0), len(self.rows) - 1)
        self.rows[place].setFocus()
        self.area.show_whole(self.rows[place])
