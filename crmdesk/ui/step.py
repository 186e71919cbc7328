"""What the steps of a longer way have in common: a title, a line that says what is to be done, and its content."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crmdesk.ui.desk import Desk
from crmdesk.ui.plain import Label


class Step(QWidget):
    """One step. `changed`: the person has decided something; `told`: what the list of steps says of it is another."""

    changed = Signal()
    told = Signal()

    def __init__(self, desk: Desk, parent: QWidget, title: str, hint: str) -> None:
        super().__init__(parent)
        self.desk, self.title = desk, title
        # What the list of steps says below the title; `open` steps have something to be looked at.
        self.state, self.open = "", False
        self.head = Label(title, self, size=1.15, bold=True)
        self.hint = Label(hint, self, muted=True, wrap=True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(12, 0, 0, 0)
        self.column.setSpacing(6)
        self.column.addWidget(self.head)
        self.column.addWidget(self.hint)
        self.setAccessibleName(title)

    def tell(self, state: str, *, open_: bool) -> None:
        """Says how the step stands."""
        self.state, self.open = state, open_
        self.told.emit()

    def first(self) -> QWidget | None:
        """Where the keys go when the step is shown; None where there is nothing to do in it."""
        return None
