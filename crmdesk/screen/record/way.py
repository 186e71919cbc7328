"""The bar of what can be done with a whole record: stages of a deal, steps of a ticket, “done” for a task."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from crmdesk.domain.wording import moment_text
from crmdesk.screen import task_commands
from crmdesk.screen.record.todo import snooze_menu
from crmdesk.screen.record.words import due_text
from crmdesk.screen.ticket import commands as ticket_actions
from crmdesk.store import deal_moves, ticket_steps
from crmdesk.store.related import Todo
from crmdesk.store.stage import LOST, OPEN, WON
from crmdesk.text import N_, _
from crmdesk.ui.button import Button, IconButton, ShortButton
from crmdesk.ui.desk import Desk
from crmdesk.ui.icons import icon
from crmdesk.ui.panel import Panel
from crmdesk.ui.plain import Label, ShortLabel, no_mnemonic, say

# The step, its text and its key.
_STEPS = (
    ("ticket_reply", N_("Reply logged"), "Alt+R"),
    ("ticket_wait", N_("Wait for customer"), "Alt+W"),
    ("ticket_resume", N_("Customer answered"), "Alt+W"),
    ("ticket_resolve", N_("Resolve"), "Alt+S"),
    ("ticket_reopen", N_("Reopen"), "Alt+O"),
)
_LEAST_WIDTH, _NEXT_LENGTH = 48, 60
_STATES = {"open": N_("Open"), "waiting": N_("Waiting for the customer"), "resolved": N_("Resolved")}


class Bar(Panel):
    """A row of buttons; the left and right arrow keys go along it."""

    next_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("", parent)
        self.title.hide()
        self.desk = desk
        self.id = 0
        self.buttons: list[Button] = []
        self.row = QHBoxLayout()
        self.row.setSpacing(4)
        self.body.addLayout(self.row)

    def clear(self) -> None:
        """Takes the buttons away."""
        while (item := self.row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        self.buttons = []

    def add(self, text: str, name: str) -> Button:
        """One more button."""
        button = ShortButton(no_mnemonic(text), self)
        say(button, name)
        # Where there are many, or they are long, they are cut instead of making the page wider.
        button.setMinimumWidth(_LEAST_WIDTH)
        self.buttons.append(button)
        self.hold(button)
        return button

    def hold(self, part: QWidget) -> None:
        """Puts a part at the end of the row; seen at once, so that the focus can go to it."""
        self.row.addWidget(part)
        part.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        place = next((place for place, button in enumerate(self.buttons) if button.hasFocus()), None)
        if step and place is not None and not event.modifiers():
            self.buttons[(place + step) % len(self.buttons)].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def show_record(self, id: int, values: dict[str, Any], todos: list[Todo]) -> None:
        """Shows what can be done with a record of these values."""
        raise NotImplementedError

    def _focus(self) -> int | None:
        return next((place for place, button in enumerate(self.buttons) if button.hasFocus()), None)

    def _focus_again(self, place: int | None) -> None:
        if place is not None and self.buttons:
            self.buttons[min(place, len(self.buttons) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)


class DealBar(Bar):
    """The stages of the pipeline, the deal's own one pressed, and its next step."""

    def show_record(self, id: int, values: dict[str, Any], todos: list[Todo]) -> None:
        had = self._focus()
        self.id = id
        self.clear()
        stages = self.desk.here.rows("SELECT id, name, coalesce(kind, 'open') FROM stage ORDER BY position, id")
        for stage, name, kind in stages:
            here = stage == values["stage_id"][0]
            told = _("Is in: {stage}") if here else _("Move to: {stage}")
            button = self.add(name, told.format(stage=name))
            button.setCheckable(True)
            button.setChecked(here)
            button.setProperty("primary", here)
            button.clicked.connect(partial(self.move_to, stage, kind))
        step = todos[0] if todos else None
        self.next = ShortLabel("", self)
        # It takes what the stages leave.
        self.next.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.next.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        closed = values["closed_at"] is not None
        if step is not None:
            due = due_text(step.due_at, self.desk.here, self.desk.now())
            text = _("Next: {task}, {due}")
            self.next.setText(text.format(task=_short(step.subject), due=due))
            say(self.next, text.format(task=step.subject, due=due))
        elif not closed:
            self.next.setText(_("No next step"))
            self.next.setProperty("bad", True)
            self.next.setMinimumWidth(self.next.sizeHint().width())
        self.hold(self.next)
        self.row.setStretchFactor(self.next, 1)
        if not closed and step is None:
            self.add(_("Plan it"), _("Plan the next step")).clicked.connect(self.next_asked.emit)
        self._focus_again(had)

    def move_to(self, stage: int, kind: str) -> None:
        """Moves the deal; a won one offers to record its sale, a lost one asks for the reason."""
        values = self.desk.here.rows("SELECT title, amount, stage_id FROM deal WHERE id = ?", (self.id,))
        if not values or values[0][2] == stage:
            self._press_own()
            return
        title, amount, _stage = values[0]
        if kind == OPEN:
            self._move(stage, _("Moved “{deal}”").format(deal=title))
            return
        self._press_own()
        self._ask(kind, title, amount)

    def _ask(self, kind: str, title: str, amount: int | None) -> None:
        from crmdesk.screen.deal.closing import Lost, Won

        here = self.desk.here
        if kind == WON:
            won = Won(self, title, amount, here, self.desk.now())
            won.chosen.connect(lambda sale: self._close(WON, title, sale))
            won.open()
            return
        lost = Lost(self, title)
        reasons = here.rows(
            "SELECT lost_reason FROM (SELECT lost_reason, id FROM deal WHERE lost_reason IS NOT NULL"
            " ORDER BY id DESC LIMIT 500) GROUP BY lost_reason ORDER BY max(id) DESC LIMIT 12"
        )
        lost.propose([reason for (reason,) in reasons])
        lost.chosen.connect(lambda reason: self._close(LOST, title, reason))
        lost.open()

    def _close(self, kind: str, title: str, answer: Any) -> None:
        text = _("“{deal}” is won") if kind == WON else _("“{deal}” is lost")

        def write() -> None:
            with self.desk.operation(text.format(deal=title)) as tx:
                if kind == WON:
                    deal_moves.win(tx, self.id, staff=self.desk.person, sale=answer)
                else:
                    deal_moves.lose(tx, self.id, answer, self.desk.person)
            self.desk.tell_done(_("{what}.").format(what=text.format(deal=title)))

        self.desk.attempt(write)

    def _move(self, stage: int, said: str) -> None:
        def write() -> None:
            with self.desk.operation(said) as tx:
                deal_moves.move(tx, self.id, stage, staff=self.desk.person)
            self.desk.tell_done(_("{what}.").format(what=said))

        if not self.desk.attempt(write):
            self._press_own()

    def _press_own(self) -> None:
        """A stage that was pressed and not entered comes up again."""
        for button in self.buttons:
            if button.isCheckable():
                button.setChecked(bool(button.property("primary")))


class TicketBar(Bar):
    """The state of a ticket, and the steps that it can take now."""

    def show_record(self, id: int, values: dict[str, Any], todos: list[Todo]) -> None:
        had = self._focus()
        self.id = id
        self.clear()
        self.state = ticket_steps.state(self.desk.here, [id])[id]
        self.hold(Label(_(_STATES[self.state]), self, bold=True))
        for step, text, keys in _STEPS:
            if self.state in ticket_actions.STEPS[step].states:
                button = self.add(_(text), _("{step} ({keys})").format(step=_(text), keys=keys))
                button.clicked.connect(partial(self.take, step))
        self.row.addStretch(1)
        if values["resolved_at"] is None and values["first_response_at"] is None:
            waits = Label(_("Nobody has answered yet"), self)
            waits.setProperty("bad", True)
            self.hold(waits)
        self._focus_again(had)

    def take(self, step: str) -> None:
        """Takes a step; one that the ticket cannot take is told."""
        self.desk.attempt(lambda: ticket_actions.take(self.desk, step, [self.id]))

    def wait_or_resume(self) -> None:
        """The step of the key W."""
        self.take("ticket_resume" if self.state == ticket_steps.WAITING else "ticket_wait")


class TaskBar(Bar):
    """A task: done, or later."""

    subject = ""

    def finish(self) -> None:
        """It is done; what comes next is asked."""
        if task_commands.finish(self.desk, self.id, self.subject):
            task_commands.ask_next(self.desk, self.id, self)

    def show_record(self, id: int, values: dict[str, Any], todos: list[Todo]) -> None:
        had = self._focus()
        self.id = id
        self.clear()
        is_task = values["kind"] == "task" or values["due_at"] is not None
        self.setVisible(is_task)
        if not is_task:
            return
        workspace, now = self.desk.here, self.desk.now()
        if values["done_at"] is not None:
            done = _("Done on {when}").format(when=moment_text(workspace.calendar.local(values["done_at"])))
            self.hold(Label(done, self, bold=True))
            self.row.addStretch(1)
            return
        todo = Todo(id, values["subject"] or "", values["due_at"], "")
        due = _("Due {when}").format(when=due_text(todo.due_at, workspace, now))
        label = Label(due, self, bold=True)
        label.setProperty("bad", todo.due_at is not None and todo.due_at < now)
        self.hold(label)
        self.subject = subject = todo.subject or _("Task")
        done_button = self.add(_("Done"), _("Done: {task}").format(task=subject))
        done_button.clicked.connect(self.finish)
        later = IconButton(self)
        later.setIcon(icon("calendar"))
        later.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        later.setMenu(snooze_menu(todo, self.desk, later))
        say(later, _("Put off: {task}").format(task=subject))
        self.hold(later)
        self.row.addStretch(1)
        self._focus_again(had)


BARS: dict[str, type[Bar]] = {"deal": DealBar, "ticket": TicketBar, "activity": TaskBar}


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _NEXT_LENGTH else f"{line[: _NEXT_LENGTH - 1]}…"
