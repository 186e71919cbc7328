"""The steps of a longer way as a list: each with its number and, below its title, how it stands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from crmdesk.text import _
from crmdesk.ui.step import Step

_LETTERS = 40
# Spaces as wide as a digit and as two narrow letters: the second line begins where the first does.
_DIGIT, _AIR = "\u2007", "\u2002"


class StepRail(QListWidget):
    """The row that is current is the step that is shown; steps with something to look at stand in bold letters."""

    def __init__(self, steps: Sequence[Step], parent: QWidget) -> None:
        super().__init__(parent)
        self._steps = steps
        self.setAccessibleName(_("Steps"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSpacing(4)
        for step in steps:
            self.addItem(QListWidgetItem())
            step.told.connect(self.show_states)
        self.setCurrentRow(0)
        self._fit()
        self.show_states()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        """As wide as the titles are long, in letters of any size."""
        self.setFixedWidth(round(QFontMetricsF(self.font()).averageCharWidth() * _LETTERS))

    def show_states(self) -> None:
        """Says how each step stands."""
        for row, step in enumerate(self._steps):
            item = self.item(row)
            item.setText(f"{row + 1}{_AIR}{step.title}\n{_DIGIT}{_AIR}{step.state or '…'}")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{step.title}: {step.state}")
            letters = QFont(self.font())
            letters.setBold(step.open)
            item.setFont(letters)
