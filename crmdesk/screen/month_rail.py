"""The steps of closing a period as a list: each with its number and, below its title, how it stands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from crmdesk.screen.month_step import MonthStep
from crmdesk.text import _

_WIDE = 226


class StepRail(QListWidget):
    """The row that is current is the step that is shown; steps with something to look at stand in bold letters."""

    def __init__(self, steps: Sequence[MonthStep], parent: QWidget) -> None:
        super().__init__(parent)
        self._steps = steps
        self.setFixedWidth(_WIDE)
        self.setAccessibleName(_("Steps"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSpacing(4)
        for step in steps:
            self.addItem(QListWidgetItem())
            step.told.connect(self.show_states)
        self.setCurrentRow(0)
        self.show_states()

    def show_states(self) -> None:
        """Says how each step stands."""
        for row, step in enumerate(self._steps):
            item = self.item(row)
            item.setText(f"{row + 1}  {step.title}\n     {step.state or '…'}")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{step.title}: {step.state}")
            letters = QFont(self.font())
            letters.setBold(step.open)
            item.setFont(letters)
