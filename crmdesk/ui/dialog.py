"""What every dialog has in common: it goes when it is closed, and Tab leads through it as one reads it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from crmdesk.ui import reading_order


class Dialog(QDialog):
    """A window in front of the window, for one thing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return reading_order.move(self, forward=forward)
