"""Everything that goes wrong without anybody being told: exceptions, warnings of Qt, faults of crmdesk in a job."""

from __future__ import annotations

import gc
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from crmdesk.domain.errors import Damaged, UserError
from crmdesk.screen.main_window import MainWindow

# Of the platform without a screen, not of the program; the same as in the settings of pytest.
_IGNORED = ("This plugin does not support", "QFontDatabase: Cannot find font directory")
_LOUD = (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)


class Watch:
    """What went wrong so far, each with where."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def follow(self, window: MainWindow) -> None:
        """Notes what fails in a job of the window, unless it is a sentence for its owner."""
        window.jobs.fault.connect(self.take)

    def take(self, fault: BaseException) -> None:
        if not isinstance(fault, UserError) or isinstance(fault, Damaged):
            self.faults.append("".join(traceback.format_exception(fault)))

    def take_raised(self, _kind: type[BaseException], fault: BaseException, _at: TracebackType | None) -> None:
        self.faults.append("".join(traceback.format_exception(fault)))

    def take_message(self, kind: QtMsgType, _context: object, text: str) -> None:
        if kind in _LOUD and not any(known in text for known in _IGNORED):
            self.faults.append(f"Qt: {text}\n{''.join(traceback.format_stack(limit=12))}")


@contextmanager
def watching() -> Iterator[Watch]:
    """Notes what goes wrong while this holds."""
    watch = Watch()
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    sys.excepthook = watch.take_raised
    threading.excepthook = lambda told: watch.faults.append(str(told))
    sys.unraisablehook = lambda told: watch.faults.append(f"{told.err_msg} {told.object!r} {told.exc_value!r}")
    before = qInstallMessageHandler(watch.take_message)
    try:
        yield watch
    finally:
        qInstallMessageHandler(before)
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks


def forgotten_windows(window: MainWindow) -> list[str]:
    """Dialogs that are closed and still there, and windows that belong to nobody."""
    gc.collect()
    QApplication.processEvents()
    dialogs = [one for one in window.findChildren(QDialog) if not one.isVisible()]
    alone = [one for one in QApplication.topLevelWidgets() if one.parent() is None and _is_ours(one, window)]
    return [f"{type(one).__name__} “{one.windowTitle()}”" for one in [*dialogs, *alone]]


def _is_ours(one: QWidget, window: MainWindow) -> bool:
    return one is not window and one.isVisible() and type(one).__name__ != "QTipLabel"
