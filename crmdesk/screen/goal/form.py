"""Changing a goal: what, whose, how much, by when and why, with what helps to choose well below it."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.errors import FieldErrors, UserError
from crmdesk.screen.goal.hints import GoalHints
from crmdesk.store import editing
from crmdesk.store.base import references_of
from crmdesk.store.goal import Goal
from crmdesk.store.row import name_of, present
from crmdesk.text import _
from crmdesk.ui.button import Button
from crmdesk.ui.desk import Desk
from crmdesk.ui.dialog import Dialog
from crmdesk.ui.form import Form
from crmdesk.ui.goal_fields import goal_faults, target_as_typed
from crmdesk.ui.plain import Label, say

_WIDTH = 560


class GoalForm(Dialog):
    """Changes one goal in one step of the journal. Raises UserError where it is not there any more."""

    def __init__(self, desk: Desk, goal: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Change the goal"))
        self._desk, self._goal = desk, goal
        self._stored = stored = present(desk.here, Goal, goal)
        self.form = Form(Goal, Goal.list_columns, desk, self)
        self.form.show_values({name: self._shown(name, value) for name, value in stored.items()})
        self.form.editor("target").set_text(target_as_typed(stored["target"], stored["kpi"]))
        self.fault = Label("", self, wrap=True)
        self.fault.setProperty("bad", True)
        self.fault.hide()
        self.save_button = Button(_("Save"), self)
        self.save_button.setDefault(True)
        self.save_button.setProperty("primary", True)
        say(self.save_button, _("Save"), _("Save (Ctrl+Enter)"))
        self.away = Button(_("Close"), self)
        self.away.setAutoDefault(False)
        self.save_button.clicked.connect(self.save)
        self.away.clicked.connect(self.reject)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.save)
        column, bottom = QVBoxLayout(self), QHBoxLayout()
        bottom.addStretch(1)
        bottom.addWidget(self.away)
        bottom.addWidget(self.save_button)
        column.addWidget(self.form)
        column.addWidget(GoalHints(self.form, desk, self))
        column.addWidget(self.fault)
        column.addLayout(bottom)
        self.resize(_WIDTH, self.sizeHint().height())
        self.form.editor("target").setFocus()
        self.form.editor("target").select_all()

    def save(self) -> None:
        """Stores what was typed and closes; what stands against it is shown where it belongs."""
        self.fault.hide()
        try:
            values = self.form.values()
            if faults := goal_faults(values, self._desk.here):
                raise FieldErrors(faults)
            if all(self._stored[name] == value for name, value in values.items()):
                self.accept()
                return
            with self._desk.operation(_("Change a goal")) as tx:
                editing.save(tx, Goal, self._goal, values)
        except FieldErrors as faults:
            if rest := self.form.show_faults(faults.faults):
                self._tell(" ".join(str(fault) for fault in rest))
        except UserError as fault:
            self._tell(str(fault))
        else:
            self._desk.tell_done(_("The goal was changed."))
            self.accept()

    def _shown(self, column: str, value: Any) -> Any:
        """A reference as its number and name, as editors take it."""
        target = references_of(Goal).get(column)
        if target is None or value is None:
            return value
        return value, name_of(self._desk.here, target, value)

    def _tell(self, text: str) -> None:
        self.fault.setText(text)
        self.fault.show()
