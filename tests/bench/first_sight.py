"""The window as `crmdesk open FILE` starts it, ended as soon as its first sight is painted."""

import sys
from pathlib import Path

from crmdesk.__main__ import load_qt

load_qt()

# ruff: noqa: E402 - as the program does it
from PySide6.QtWidgets import QApplication

from crmdesk.domain.clock import Clock
from crmdesk.screen import first_sight
from crmdesk.screen.main_window import MainWindow
from crmdesk.screen.start import STYLE, TURN_SECONDS


def seen(window: MainWindow) -> None:
    """Shows the first sight, and ends; with an error where there is none."""
    sight = first_sight.show(window, Path(sys.argv[1]), Clock().now())
    sys.exit(sight is None or not sight.seen)


if __name__ == "__main__":
    sys.setswitchinterval(TURN_SECONDS)
    MainWindow(QApplication([sys.argv[0], *STYLE]), before=seen)
