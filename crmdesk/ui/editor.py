"""What every control for a value has in common: it shows a stored value, and returns the one to store."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crmdesk.text import _
from crmdesk.ui import fields
from crmdesk.ui.desk import Desk
from crmdesk.ui.plain import say


class Editor(QWidget):
    """A control for one field. `changed`: something was typed; `committed`: it was left, or Enter was pressed.

    What was not touched keeps its value to the last bit, whatever a control can show of it.
    """

    changed = Signal()
    committed = Signal()

    def __init__(self, field: fields.Field, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.field, self.desk = field, desk
        self.control: QWidget = self
        self._value: Any = None
        self._given: Any = None

    def hold(self, control: QWidget) -> None:
        """Takes the control in; keys that come to the editor go to it."""
        self.control = control
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(control)
        self.setFocusProxy(control)
        say(control, _(self.field.label), _(self.field.help))
        self.setAccessibleName(_(self.field.label))

    def set_value(self, value: Any) -> None:
        """Shows a stored value."""
        self._value = value
        self.set_text(fields.written(self.field, value, self.desk.here))
        self._given = self.state()

    def value(self) -> Any:
        """The value to store; None for nothing. Raises ValueError with the end of a sentence."""
        if not self.touched:
            return self._value
        return fields.typed(self.field, self.text(), self.desk.here, self.desk.now())

    @property
    def touched(self) -> bool:
        """Whether it shows something else than the value that it was given."""
        return bool(self.state() != self._given)

    def text(self) -> str:
        """What stands in the control."""
        raise NotImplementedError

    def set_text(self, text: str) -> None:
        """Puts a text in the control as if it had been typed."""
        raise NotImplementedError

    def state(self) -> Any:
        """What was typed, right or wrong, as JSON can keep it."""
        return self.text()

    def bring_back(self, state: Any) -> None:
        """Puts back what `state` returned."""
        self.set_text(str(state))

    def hint(self) -> str:
        """What is meant by what was typed, where that is not plain to see."""
        return ""

    def select_all(self) -> None:
        """Marks everything, so that typing replaces it."""
