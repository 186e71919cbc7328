"""The window as `crmdesk open FILE` starts it, closed as soon as every card and chart in sight shows its figures."""

import sys

from crmdesk.__main__ import load_ahead

load_ahead()

# ruff: noqa: E402 - as the program does it
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from crmdesk.domain.clock import Clock
from crmdesk.screen.main_window import MainWindow
from crmdesk.screen.start import begin, settle


class Watch(QObject):
    """Looks on while a dashboard is painted."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._painted: set[QWidget] = set()
        page = window.dashboard.page
        self._tiles: list[QWidget] = [*page.cards, *(chart.view for chart in page.charts)]
        for tile in self._tiles:
            tile.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._window.dashboard.board is not None:
            self._painted.update(tile for tile in self._tiles if tile is watched)
            QTimer.singleShot(0, self._look)
        return False

    def _look(self) -> None:
        if all(tile in self._painted for tile in self._tiles if not tile.visibleRegion().isEmpty()):
            self._window.close()


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    window = MainWindow(app, Clock())
    window.show()
    begin(window, sys.argv[1])
    settle()
    watch = Watch(window)
    sys.exit(app.exec())
