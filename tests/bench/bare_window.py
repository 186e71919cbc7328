"""An empty window that ends with its first paint: the least that any program with a window takes."""

import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow


class Bare(QMainWindow):
    """Nothing."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QTimer.singleShot(0, self.close)


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    window = Bare()
    window.resize(1280, 720)
    window.show()
    sys.exit(app.exec())
