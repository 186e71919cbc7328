"""What to do first in a new workspace: three steps above the page of today, until they are done or put away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout

from crmdesk.screen import reading
from crmdesk.store import note
from crmdesk.store.file import Workspace
from crmdesk.store.journal import Change
from crmdesk.text import N_, _
from crmdesk.ui.button import Button
from crmdesk.ui.desk import Place
from crmdesk.ui.icons import icon
from crmdesk.ui.panel import Panel
from crmdesk.ui.plain import Label, say

if TYPE_CHECKING:
    from crmdesk.screen.main_window import MainWindow

_KEY = "first steps"
_OPEN, _AWAY = "open", "away"
# Whether the steps are done; the first one counts as soon as anything but name, currency and time zone was settled.
_DONE = """
SELECT EXISTS (SELECT 1 FROM staff) OR EXISTS (SELECT 1 FROM stage)
    OR EXISTS (SELECT 1 FROM setting WHERE key NOT IN ('business_name', 'currency', 'timezone')),
    EXISTS (SELECT 1 FROM contact), EXISTS (SELECT 1 FROM goal)
"""


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its title, what it is for, and its buttons with icon, text and what they do in the window."""

    title: str
    text: str
    ways: tuple[tuple[str, str, Callable[[MainWindow], object]], ...]


def _set_up(window: MainWindow) -> None:
    window.desk.go(Place("settings", detail="business"))


def _bring_in(window: MainWindow) -> None:
    window.desk.go(Place("import"))


def _show_sample(window: MainWindow) -> None:
    window.filing.open_demo()


def _add(kind: str) -> Callable[[MainWindow], None]:
    def act(window: MainWindow) -> None:
        from crmdesk.screen.quick_add import QuickAdd

        QuickAdd(window.desk, kind, window).open()

    return act


_STEPS = (
    Step(
        N_("1. Your business"),
        N_("Working time, team and the stages of your sales. What is usual is filled in already."),
        (("settings", N_("Set up the business"), _set_up),),
    ),
    Step(
        N_("2. Your data"),
        N_("Type in the first contact, bring in what you have, or look around in an invented business first."),
        (
            ("user-plus", N_("Add a contact"), _add("contact")),
            ("file-import", N_("Bring in files"), _bring_in),
            ("chart-bar", N_("Look at the sample"), _show_sample),
        ),
    ),
    Step(
        N_("3. Your goals"),
        N_("What should this month bring? The dashboard shows how far you are."),
        (("target", N_("Set a goal"), _add("goal")),),
    ),
)


class FirstSteps(Panel):
    """The three steps side by side, each with a mark when it is done."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(_("First steps"), window)
        self._window = window
        self.marks: list[Label] = []
        self.buttons: list[Button] = []
        self.away = Button(icon("x"), _("Hide the first steps"), self)
        self.away.clicked.connect(self.put_away)
        self.head.addWidget(self.away)
        row = QGridLayout()
        row.setHorizontalSpacing(24)
        for place, step in enumerate(_STEPS):
            row.addLayout(self._column(step), 0, place)
            row.setColumnStretch(place, len(step.ways) + 2)
        self.body.addLayout(row)
        self.refresh()
        window.session.changed.connect(self.refresh)
        window.navigator.gone.connect(self._on_gone)

    def _column(self, step: Step) -> QVBoxLayout:
        column, ways = QVBoxLayout(), QHBoxLayout()
        column.setSpacing(5)
        ways.setSpacing(6)
        mark = Label(_(step.title), self, bold=True)
        self.marks.append(mark)
        column.addWidget(mark)
        column.addWidget(Label(_(step.text), self, muted=True, wrap=True), 1, Qt.AlignmentFlag.AlignTop)
        for name, text, act in step.ways:
            button = Button(icon(name), _(text), self)
            say(button, _(text))
            button.clicked.connect(lambda _checked=False, act=act: act(self._window))
            ways.addWidget(button)
            self.buttons.append(button)
        ways.addStretch(1)
        column.addLayout(ways)
        return column

    def refresh(self, change: Change | None = None) -> None:
        """Shows which steps are done; after the last one, or put away, nothing is shown any more."""
        workspace = self._window.session.workspace
        steps = steps_of(workspace) if workspace is not None else ()
        shown = bool(steps) and not all(steps)
        had_keys = not shown and any(button is self._window.focusWidget() for button in self.buttons)
        self.setVisible(shown)
        if had_keys:
            self._window.page.setFocus(Qt.FocusReason.OtherFocusReason)
        for mark, step, done in zip(self.marks, _STEPS, steps, strict=False):
            text = _("✔ {step} (done)") if done else "{step}"
            mark.setText(text.format(step=_(step.title)))
            mark.setProperty("muted", done)
            mark.style().polish(mark)
            mark.setAccessibleName(mark.text())

    def _on_gone(self, place: Place) -> None:
        """Where nothing else is to be done on the page, the keys go to the first step that is not done."""
        self.refresh()
        elsewhere = QApplication.focusWidget() not in (None, self._window.page, *self.buttons)
        if place.page != "today" or self.isHidden() or elsewhere:
            return
        steps = steps_of(self._window.session.here)
        before = sum(len(step.ways) for step in _STEPS[: steps.index(False)])
        self.buttons[before].setFocus(Qt.FocusReason.OtherFocusReason)

    def put_away(self) -> None:
        """Nothing is said of first steps any more."""
        note.keep(self._window.session.here, _KEY, _AWAY)
        self.hide()
        text = _("The first steps are hidden; you find all of it in the menus, and with Ctrl+K.")
        self._window.notice.tell(text)
        self._window.page.setFocus(Qt.FocusReason.OtherFocusReason)


def is_new(workspace: Workspace) -> bool:
    """Whether a workspace is to be begun: nothing has happened in it. What was begun stays so until it is through."""
    if workspace.read_only:
        return False
    kept = note.recall(workspace, _KEY)
    if kept is None and reading.latest_day(workspace, workspace.clock.now()) is None:
        note.keep(workspace, _KEY, _OPEN)
        kept = _OPEN
    return bool(kept == _OPEN)


def steps_of(workspace: Workspace) -> tuple[bool, ...]:
    """Which of the steps are done; none where they are not to be shown."""
    if workspace.read_only or note.recall(workspace, _KEY) != _OPEN:
        return ()
    return tuple(map(bool, workspace.rows(_DONE)[0]))
