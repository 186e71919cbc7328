"""How tests of the window press keys, wait and look."""

import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QWidget

from crmdesk.domain.calendar import Calendar

D = TypeVar("D", bound=QDialog)
PLAIN = Qt.KeyboardModifier.NoModifier
NOON = Calendar("Europe/Berlin").parse("2026-11-16T12:00:00")


def press(key: Qt.Key, widget: QWidget | None = None, keys: Qt.KeyboardModifier = PLAIN) -> None:
    """A key press where the focus is."""
    QTest.keyClick(widget or focused(), key, keys)


def focused() -> QWidget:
    """Where the keys go."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def wait(done: Callable[[], object], seconds: float = 15) -> None:
    """Lets the window work until something is so."""
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until, "It did not happen in time."
        QApplication.processEvents()
        # Sleeping lets jobs work, which waiting with Qt's own test tools does not.
        time.sleep(0.002)


def settle(window) -> None:
    """Waits until no job runs and nothing is about to be measured; what is to be measured soon is measured now."""
    later = window.measuring.later

    def settled() -> bool:
        if later.isActive():
            later.start(0)
        return not later.isActive() and not window.jobs.running

    wait(settled)


def texts(widget: QWidget) -> str:
    """Every text of the labels on a page, as it is read: what keeps words on one line is not seen."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel)).replace("\u00a0", " ")


def dialog_of(page: QWidget, kind: type[D]) -> D:
    """The dialog that is open on a page."""
    found = [one for one in page.findChildren(kind) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def choose_box(box: QComboBox, data) -> None:
    box.setCurrentIndex(next(place for place in range(box.count()) if box.itemData(place) == data))
