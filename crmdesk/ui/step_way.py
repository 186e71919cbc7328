"""A longer way in steps: the list of them, the one that is shown, and the buttons that lead on and back."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crmdesk.ui.step import Step
from crmdesk.ui.step_foot import StepFoot
from crmdesk.ui.step_rail import StepRail


class StepWay(QWidget):
    """Shows one step at a time, each known by its name. `moved`: another one is shown."""

    moved = Signal()

    def __init__(self, steps: Mapping[str, Step], foot: StepFoot, parent: QWidget) -> None:
        super().__init__(parent)
        self.steps, self.foot = steps, foot
        self._names = tuple(steps)
        self.rail = StepRail(list(steps.values()), self)
        self._stack = QStackedWidget(self)
        for step in steps.values():
            self._stack.addWidget(step)
        row = QHBoxLayout()
        row.addWidget(self.rail)
        row.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row, 1)
        column.addWidget(foot)
        self.rail.currentRowChanged.connect(self._on_row)

    @property
    def row(self) -> int:
        """The place of the step that is shown, from 0."""
        return max(self.rail.currentRow(), 0)

    @property
    def step(self) -> str:
        """The step that is shown."""
        return self._names[self.row]

    def after(self) -> str:
        """The step after the one that is shown; the last one has none: itself."""
        return self._names[min(self.row + 1, len(self._names) - 1)]

    def before(self) -> str:
        """The step before the one that is shown; the first one has none: itself."""
        return self._names[max(self.row - 1, 0)]

    def show_step(self, step: str) -> None:
        self.rail.setCurrentRow(self._names.index(step))

    def begin(self) -> bool:
        """Gives the keys to the step that is shown, or to what leads on; whether the step has a use for them."""
        first = self.steps[self.step].first()
        (first or self.foot.next).setFocus(Qt.FocusReason.OtherFocusReason)
        return first is not None

    def _on_row(self, row: int) -> None:
        self._stack.setCurrentIndex(row)
        self.moved.emit()
