"""Finds windows, timers and threads of Qt that a test left behind. Loads Qt: only for tests that use it."""

import gc
import time
from typing import NamedTuple

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QThread, QThreadPool, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


class Living(NamedTuple):
    """Objects of Qt that may outlive a test because they were there before it."""

    widgets: set[int]
    workers: set[int]


def living() -> Living:
    """What there is before a test. The collector leaves it alone from here on, so that looking for what the test made
    need not go through everything that is loaded."""
    gc.collect()
    gc.freeze()
    return Living({id(one) for one in _windows()}, {id(one) for one in _workers()})


def let_keys_go() -> None:
    """Takes the hands off Ctrl, Shift and Alt: Qt believes them down until the next key, in whatever test that is."""
    down = QGuiApplication.instance() is not None and QGuiApplication.keyboardModifiers()
    if down:
        QTest.keyRelease(QWidget(), Qt.Key.Key_Control)


def left_since(before: Living, patience: float) -> list[str]:
    """What is new and still there when everything that was asked to go had its time."""
    until = time.monotonic() + patience
    QThreadPool.globalInstance().waitForDone(int(patience * 1000))
    while left := _left(before):
        if time.monotonic() > until:
            return [_words(one) for one in left]
        _let_go()
    return []


def _left(before: Living) -> list[QObject]:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    windows = [one for one in _windows() if id(one) not in before.widgets]
    return [*windows, *(one for one in _workers() if id(one) not in before.workers)]


def _let_go() -> None:
    # A widget that only Python held is gone when Python has looked.
    gc.collect()
    QApplication.processEvents()
    time.sleep(0.01)


def _windows() -> list[QWidget]:
    return [one for one in QApplication.topLevelWidgets() if shiboken6.isValid(one)]


def _workers() -> list[QObject]:
    """Running timers and threads. `type()`, because asking some objects for their class starts things."""
    found = [one for one in gc.get_objects() if issubclass(type(one), QTimer | QThread)]
    return [one for one in found if shiboken6.isValid(one) and _works(one)]


def _works(one: QObject) -> bool:
    if isinstance(one, QTimer):
        return one.isActive()
    return isinstance(one, QThread) and one.isRunning() and one is not QThread.currentThread()


def _words(one: QObject) -> str:
    return f"{type(one).__name__} {one.objectName()}".strip()
