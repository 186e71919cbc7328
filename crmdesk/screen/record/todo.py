"""The open tasks of a record: done, put off, opened."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from crmdesk.screen.record.words import due_text
from crmdesk.screen.task_commands import put_off
from crmdesk.store.activity import Activity
from crmdesk.store.related import Todo
from crmdesk.text import N_, _, n_
from crmdesk.ui.button import Button, IconButton
from crmdesk.ui.desk import RECORD, Desk, Place
from crmdesk.ui.icons import icon
from crmdesk.ui.plain import Label, ShortLabel, no_mnemonic, say

MOST_TASKS = 4
_SNOOZES = ((1, N_("Tomorrow")), (2, N_("In two days")), (7, N_("In a week")), (30, N_("In 30 days")))
_SUBJECT_LETTERS = 24


class TodoList(QWidget):
    """The open tasks of a record, each with “done” and “later”."""

    finished = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(2)
        self.lines: list[TodoLine] = []
        self.rest = Label("", self, muted=True)
        self.column.addWidget(self.rest)

    def show_tasks(self, todos: Sequence[Todo]) -> None:
        """Shows the most urgent ones."""
        had = next((place for place, line in enumerate(self.lines) if _has_focus(line)), None)
        for line in self.lines:
            line.setParent(None)
            line.deleteLater()
        self.lines = [TodoLine(todo, self.desk, self) for todo in todos[:MOST_TASKS]]
        for place, line in enumerate(self.lines):
            line.finished.connect(self.finished.emit)
            self.column.insertWidget(place, line)
            line.show()
        more = len(todos) - len(self.lines)
        self.rest.setText(n_("{n} more open task", "{n} more open tasks", more).format(n=more))
        self.rest.setVisible(more > 0)
        self.setVisible(bool(todos))
        if had is not None and self.lines:
            self.lines[min(had, len(self.lines) - 1)].done.setFocus(Qt.FocusReason.OtherFocusReason)


class TodoLine(QWidget):
    """An open task. `finished` carries it when it was done."""

    finished = Signal(object)

    def __init__(self, todo: Todo, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.todo, self.desk = todo, desk
        subject = " ".join(todo.subject.split()) or _("Task")
        self.done = IconButton(self)
        self.done.setIcon(icon("check"))
        say(self.done, _("Done: {task}").format(task=subject))
        self.done.clicked.connect(lambda: self.finished.emit(self.todo))
        self.name = Button(icon("checkbox"), no_mnemonic(subject), self)
        self.name.setFlat(True)
        self.name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.name.setStyleSheet("text-align: left")
        say(self.name, _("Open the task: {task}").format(task=subject))
        self.name.clicked.connect(lambda: desk.go(Place(RECORD, Activity.kind, todo.id)))
        now = desk.now()
        due = due_text(todo.due_at, desk.here, now)
        # A long name of whom it is gives way to what is to be done.
        self.name.setMinimumWidth(self.fontMetrics().averageCharWidth() * _SUBJECT_LETTERS)
        self.due = ShortLabel(" · ".join(filter(None, (due, todo.person))), self)
        self.due.setProperty("bad", todo.due_at is not None and todo.due_at < now)
        self.later = IconButton(self)
        self.later.setIcon(icon("calendar"))
        self.later.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        self.later.setMenu(snooze_menu(todo, desk, self))
        say(self.later, _("Put off: {task}").format(task=subject))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.done)
        row.addWidget(self.name, 1)
        row.addWidget(self.due)
        row.addWidget(self.later)


def snooze_menu(todo: Todo, desk: Desk, parent: QWidget) -> QMenu:
    """The days to which a task can be put off."""
    menu = QMenu(parent)
    for days, text in _SNOOZES:
        menu.addAction(_(text)).triggered.connect(partial(put_off, desk, todo.id, todo.subject, days))
    return menu


def _has_focus(line: QWidget) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and line.isAncestorOf(focused)
