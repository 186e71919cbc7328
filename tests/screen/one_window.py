"""One window for all tests of a file: opened once on what each of them looks at, and cleared of what they left open."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from crmdesk.domain.clock import FixedClock
from crmdesk.screen.main_window import MainWindow
from crmdesk.store.file import create
from tests.screen.driving import NOON, settle

DEMO, EMPTY, READING = "demo", "empty", "reading"


@contextmanager
def one_window(app: QApplication, folder: Path, what: str, demo: Path) -> Iterator[MainWindow]:
    """A window on a copy of the demo, on the same for reading only, or on a workspace without records."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CRMDESK_HOME", str(folder / "home"))
        window = MainWindow(app, FixedClock(NOON), at_once=True)
        window.resize(1366, 740)
        window.show()
        window.activateWindow()
        path = folder / "Shop.crmdesk"
        if what == EMPTY:
            create(path, {"business_name": "Shop", "currency": "EUR", "timezone": "Europe/Berlin"}).close()
        else:
            shutil.copy(demo, path)
        window.open(path, read_only=what == READING)
        settle(window)
        yield window
        clear(window)
        window.close()
        window.deleteLater()


def clear(window: MainWindow) -> list[str]:
    """Closes what stands open beside the window; answers what that was."""
    closed = []
    while found := [one for one in others(window) if one.isVisible()]:
        for one in found:
            closed.append(type(one).__name__)
            one.close()
        QApplication.processEvents()
    return closed


def others(window: MainWindow) -> list[QWidget]:
    """The dialogs, menus and messages that are open beside the window."""
    return [one for one in QApplication.topLevelWidgets() if one is not window and one.isVisible()]
