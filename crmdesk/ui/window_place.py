"""Where the window stands and how large it is, kept from one start to the next, as far as a screen is there for it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from crmdesk.ui.home import Memory

_USUAL = QSize(1280, 720)
# So much of the window's upper edge must be on a screen, so that it can be taken hold of.
_GRIP = QSize(160, 24)


def put_back(window: QWidget, memory: Memory) -> None:
    """Gives a window the size and the place that it had; without a screen there, the system finds it a place."""
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    size, corner = _pair(memory.size), _pair(memory.place)
    if size is None:
        window.resize(_USUAL)
    else:
        at = next((one for one in screens if corner and _holds(one, QPoint(*corner), size[0])), None)
        room = at or QGuiApplication.primaryScreen().availableGeometry()
        window.resize(QSize(*size).boundedTo(room.size()).expandedTo(window.minimumSize()))
        if at is not None and corner is not None:
            window.move(*corner)
    if memory.maximized:
        # All its names take longer to load than an empty window.
        from PySide6.QtCore import Qt

        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)


def note(window: QWidget, memory: Memory) -> None:
    """Notes the size and the place of a window that is being closed, those that it has when it is not maximized."""
    memory.maximized = window.isMaximized()
    where = window.normalGeometry() if window.isMaximized() or window.isFullScreen() else window.geometry()
    if where.isValid():
        memory.size = [where.width(), where.height()]
        memory.place = [where.x(), where.y()] if memory.maximized else [window.x(), window.y()]


def _pair(numbers: list[Any]) -> tuple[int, int] | None:
    if len(numbers) != 2 or not all(isinstance(one, int) and abs(one) < 100_000 for one in numbers):
        return None
    return numbers[0], numbers[1]


def _holds(screen: QRect, corner: QPoint, width: int) -> bool:
    """Whether enough of a window's upper edge is on a screen."""
    edge = screen.intersected(QRect(corner, QSize(width, _GRIP.height())))
    return edge.width() >= _GRIP.width() and edge.height() >= _GRIP.height()
