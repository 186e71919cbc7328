"""The first sight: while the window is loaded, the picture of its dashboard that was kept when it was closed.

Little is imported here, because all of it is loaded before anything can be seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent, QEventLoop, QLocale, QRect, QThread
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QWidget

from crmdesk.store.first_sight import Picture, recall

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QColor, QPaintEvent

    from crmdesk.screen.main_window import MainWindow
    from crmdesk.ui.home import Memory

# What the person does meanwhile is for the window that is loaded after this.
_NOT_YET = QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents
# A system that takes longer to put a window up is not waited for.
_MOST_MS = 150
# One part that finds its place may move the next.
_ROUNDS = 6


class Sight(QWidget):
    """A picture over all of a window, which has neither mouse nor keys."""

    def __init__(self, window: QWidget, picture: Picture) -> None:
        super().__init__(window)
        self.seen = False
        # Qt reads the pixels where they are.
        self._pixels = picture.pixels
        self._image = QImage(self._pixels, picture.width, picture.height, QImage.Format.Format_RGB32)
        self._image.setDevicePixelRatio(picture.ratio)
        # What is left out, because it may be another by now.
        self.blanks = [QRect(*area) for area in picture.blanks]
        self.setAccessibleName(picture.title)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.seen = size_of(self) == (self._image.width(), self._image.height(), self._image.devicePixelRatio())
        if self.seen:
            painter.drawImage(0, 0, self._image)
            for area in self.blanks:
                painter.fillRect(area, self._colour(area.left(), area.top()))
        else:
            painter.fillRect(event.rect(), self._colour(0, 0))
        painter.end()

    def _colour(self, left: int, top: int) -> QColor:
        ratio = self._image.devicePixelRatio()
        return self._image.pixelColor(round(left * ratio), round(top * ratio))


def show(window: MainWindow, path: Path, now: int) -> Sight | None:
    """Shows an empty window with the picture that a file keeps of it, if it is true; None where nothing is shown."""
    memory = window.memory
    picture = recall(path, looks(memory, path, look_of(memory), maximized=memory.maximized), now)
    if picture is None or not (memory.maximized or size_of(window) == picture[1:4]):
        return None
    window.setWindowTitle(picture.title)
    sight = Sight(window, picture)
    window.show()
    waited = QElapsedTimer()
    waited.start()
    while not sight.seen and waited.elapsed() < _MOST_MS:
        sight.resize(window.size())
        QGuiApplication.processEvents(_NOT_YET)
        if not sight.seen:
            QThread.msleep(1)
    return sight


def end(window: QWidget) -> None:
    """The window itself is to be seen from now on, with everything in its place."""
    settle_layouts()
    for sight in window.findChildren(Sight):
        sight.hide()
        sight.deleteLater()


def settle_layouts() -> None:
    """Puts everything in its place now: otherwise it would be painted on the way."""
    for _round in range(_ROUNDS):
        QGuiApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


def size_of(widget: QWidget) -> tuple[int, int, float]:
    """How many dots of the screen a widget is wide and high, and how many are a point."""
    ratio = widget.devicePixelRatioF()
    return round(widget.width() * ratio), round(widget.height() * ratio), ratio


def look_of(memory: Memory) -> str:
    """Whether a window that is still to be loaded will be light or dark."""
    if memory.look != "system":
        return memory.look
    # What the system says itself is asked for by a name, and all of these take longer to load than the rest of this.
    return "dark" if QGuiApplication.palette().window().color().lightness() < 128 else "light"


def looks(memory: Memory, path: Path, look: str, *, maximized: bool) -> str:
    """What the look of a window that shows a file depends on, beside the file and the size of the window."""
    spoken = f"{memory.language} {QLocale.system().name()}"
    return f"{path}|{spoken}|{look}|{memory.zoom}|{memory.folded}|{maximized}"
