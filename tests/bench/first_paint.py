"""The window as `crmdesk open FILE` starts it, closed as soon as every tile in sight shows its figures.

With `all` as second argument it goes through all areas of the dashboard first; with a number it then changes that
often to the month before, and prints how many milliseconds each change took until its last tile was painted. With
`keep` and the number of an area it is closed there when its figures are measured, so that it has a first sight of it
the next time.
"""

import sys
import time
from collections.abc import Iterator

from crmdesk.__main__ import load_qt

load_qt()

# ruff: noqa: E402 - as the program does it
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from crmdesk.domain.clock import Clock
from crmdesk.screen.areas import PAGES
from crmdesk.screen.main_window import MainWindow
from crmdesk.screen.start import STYLE, TURN_SECONDS, begin, settle
from crmdesk.ui.board import Board
from crmdesk.ui.desk import Place

# So long the window measures months ahead in peace before they are asked for.
_AHEAD_MS = 4_000


class Watch(QObject):
    """Looks on while a dashboard is painted; what is to be done next comes from `way`, at whose end it closes."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._painted: set[QWidget] = set()
        self._tiles: list[QWidget] = []
        self._before: Board | None = None
        self._way: Iterator[None] = iter(())

    def go(self, way: Iterator[None]) -> None:
        self._way = way
        self._await()

    def _await(self) -> None:
        """Waits until all that is in sight now is painted."""
        page = self._window.dashboard.page
        for tile in self._tiles:
            tile.removeEventFilter(self)
        self._painted.clear()
        self._tiles = [*page.cards, *(chart.view for chart in page.charts)]
        for tile in self._tiles:
            tile.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent) and self._window.dashboard.board not in (None, self._before):
            self._painted.update(tile for tile in self._tiles if tile is watched)
            QTimer.singleShot(0, self._look)
        return False

    def _look(self) -> None:
        if self._tiles and all(tile in self._painted for tile in self._tiles if not tile.visibleRegion().isEmpty()):
            self._tiles = []
            self.on()

    def on(self) -> None:
        """The next step, or the end."""
        try:
            next(self._way)
        except StopIteration:
            self._window.close()

    def areas(self) -> Iterator[None]:
        """Every other area."""
        shown = self._window.dashboard.tabs.currentIndex()
        for place in (place for place in range(len(PAGES)) if place != shown):
            self._window.dashboard.show_area(place)
            self._await()
            yield

    def measured(self, area: int) -> Iterator[None]:
        """When all is measured, in that area."""
        if area != self._window.dashboard.tabs.currentIndex():
            self._window.dashboard.show_area(area)
            self._await()
            yield
        while not self._window.measuring.settled:
            QTimer.singleShot(100, self.on)
            yield

    def months(self, times: int) -> Iterator[None]:
        """The months before, after a pause; each change is told when it is seen."""
        QTimer.singleShot(_AHEAD_MS, self.on)
        yield
        for _time in range(times):
            start = time.perf_counter()
            self._before = self._window.dashboard.board
            self._window.dashboard.picker.go_earlier()
            self._await()
            yield
            print((time.perf_counter() - start) * 1000, flush=True)
            QTimer.singleShot(500, self.on)
            yield


if __name__ == "__main__":
    sys.setswitchinterval(TURN_SECONDS)
    app = QApplication([sys.argv[0], *STYLE])
    window = MainWindow(app, Clock())
    window.show()
    begin(window, sys.argv[1])
    settle()
    if window.shows() != "dashboard":
        window.desk.go(Place("dashboard"))
    watch = Watch(window)
    asked, *more = sys.argv[2:] or [""]
    if asked == "keep":
        watch.go(watch.measured(int(more[0])))
    elif asked:
        watch.go(watch.areas() if asked == "all" else watch.months(int(asked)))
    else:
        watch.go(iter(()))
    sys.exit(app.exec())
