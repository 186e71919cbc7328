"""When the person did something last: what can wait is done while they rest."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QObject
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

# Qt tells a mouse that is only moved as an event of the mouse too.
_COMMANDS = (QKeyEvent, QWheelEvent, QMouseEvent)


class Rest(QObject):
    """Watches the keys, the clicks and the wheel of a window, once it is there."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._since = QElapsedTimer()
        self._since.start()

    def watch(self) -> None:
        """The window is there. Only what the system tells it comes by here, not every event of every control."""
        handle = self._window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def stir(self) -> None:
        """The person did something."""
        self._since.restart()

    @property
    def milliseconds(self) -> int:
        """For how long nothing was done."""
        return self._since.elapsed()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, _COMMANDS) and event.type() != QEvent.Type.MouseMove:
            self.stir()
        return False
