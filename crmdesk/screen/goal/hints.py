"""What helps to set a goal well: the goal as one sentence, and targets taken from what was reached before."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from crmdesk.insight import goal_words
from crmdesk.insight.goal_standing import Aim, aim_of, measurable
from crmdesk.insight.goal_suggestion import Suggestion, suggestions
from crmdesk.store.file import Workspace
from crmdesk.text import _
from crmdesk.ui.button import Button
from crmdesk.ui.desk import Desk
from crmdesk.ui.form import Form
from crmdesk.ui.goal_fields import target_as_typed
from crmdesk.ui.jobs import Job, Task
from crmdesk.ui.plain import Label, say

_WAIT_MS = 200


class GoalHints(QWidget):
    """Stands below a form of a goal and follows what is typed there."""

    def __init__(self, form: Form, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._form, self._desk = form, desk
        self._asked: tuple[Any, ...] = ()
        self._job: Job | None = None
        self.sentence = Label("", self, bold=True, wrap=True)
        self.question = Label("", self, muted=True, wrap=True)
        self.buttons: list[Button] = []
        self._lines = QWidget(self)
        self._grid = QGridLayout(self._lines)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.addWidget(self.question)
        column.addWidget(self._lines)
        column.addWidget(self.sentence)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._wait.timeout.connect(self.look)
        form.changed.connect(self._wait.start)
        self._wait.start()

    def look(self) -> None:
        """Says what the goal would be, and reads what its target could be where that is another than before."""
        if self._desk.session.workspace is None:
            return
        aim = aim_of(self._desk.here, self._form.readable())
        self.sentence.setText(self._said(aim))
        self.sentence.setVisible(bool(self.sentence.text()))
        asked = (aim.kpi, aim.period, aim.only) if aim is not None else ()
        if asked != self._asked:
            self._asked = asked
            self._ask(aim)

    def take(self, suggestion: Suggestion) -> None:
        """Puts a target into the form."""
        editor = self._form.editor("target")
        editor.set_text(target_as_typed(suggestion.target, self._form.editor("kpi").value()))
        editor.changed.emit()
        editor.setFocus()

    def _said(self, aim: Aim | None) -> str:
        if aim is None or not aim.target:
            return ""
        return goal_words.sentence(aim, self._desk.here.settings.currency)

    def _ask(self, aim: Aim | None) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._show([])
        if aim is None or not measurable(aim.kpi, aim.only):
            return
        now = self._desk.now()

        def work(workspace: Workspace, _task: Task) -> list[Suggestion]:
            return suggestions(workspace, aim.kpi, aim.period, now, aim.only)

        self._job = self._desk.session.read(_("Looking for targets"), work, self._show)

    def _show(self, found: list[Suggestion]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (part := item.widget()) is not None:
                part.setParent(None)
                part.deleteLater()
        self.buttons = []
        self.question.setText(_("What could be reached? Choose a target, or write your own:"))
        self.question.setVisible(bool(found))
        self._lines.setVisible(bool(found))
        for row, one in enumerate(found):
            button = Button(one.shown, self._lines)
            button.setAutoDefault(False)
            say(button, _("{value}: {reason}").format(value=one.shown, reason=one.reason))
            button.clicked.connect(partial(self.take, one))
            self._grid.addWidget(button, row, 0)
            self._grid.addWidget(Label(one.reason, self._lines, muted=True), row, 1)
            self.buttons.append(button)
