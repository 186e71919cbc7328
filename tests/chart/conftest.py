"""A window to hang charts into; the demo business and a month of it, as the tests of charts measure them."""

import pytest
from PySide6.QtWidgets import QWidget

from tests.drawing.conftest import business, october

__all__ = ["business", "october", "parent"]


@pytest.fixture
def parent(qtbot):
    """A window that has the focus."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(620, 320)
    window.show()
    window.activateWindow()
    return window
