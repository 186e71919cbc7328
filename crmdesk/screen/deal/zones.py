"""Where a dragged card can be dropped to leave the board: won, lost or later. Seen only while a card is dragged."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from crmdesk.text import N_, _
from crmdesk.ui.plain import say
from crmdesk.ui.theme import colours_of

WON, LOST, LATER = "won", "lost", "later"
_ZONES = {WON: N_("✔ Won"), LOST: N_("✘ Lost"), LATER: N_("➜ Later")}


class Zone(QWidget):
    """One place to drop a card."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.name, self.lit = name, False
        say(self, _(_ZONES[name]))

    def light(self, lit: bool) -> None:
        """Shows whether letting go now would drop the card here."""
        if lit != self.lit:
            self.lit = lit
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = colours_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        style = Qt.PenStyle.SolidLine if self.lit else Qt.PenStyle.DashLine
        painter.setPen(QPen(QColor(colours.accent if self.lit else colours.muted), 2.0, style))
        painter.setBrush(QColor(colours.accent if self.lit else colours.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 6, 6)
        letters = self.font()
        letters.setBold(True)
        painter.setFont(letters)
        painter.setPen(QColor(colours.on_accent if self.lit else colours.text))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, _(_ZONES[self.name]))
        painter.end()


class DealZones(QFrame):
    """The zones side by side, over the lower edge of the board."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._board = parent
        self.setProperty("panel", True)
        self.zones = {name: Zone(name, self) for name in _ZONES}
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 8, 8, 8)
        row.setSpacing(8)
        for zone in self.zones.values():
            row.addWidget(zone, 1)
        self.hide()

    def appear(self) -> None:
        """Lies over the lower edge of the board."""
        board = self._board
        tall = self.fontMetrics().height() * 4
        self.setGeometry(0, board.height() - tall, board.width(), tall)
        self.show()
        self.raise_()

    def light_at(self, place: QPoint | None) -> str:
        """Lights the zone at a place of the screen, and returns its name; empty where there is none.

        Between two zones and beside them it is the nearest one, never the column that they cover.
        """
        here = self.mapFromGlobal(place) if place is not None and self.isVisible() else None
        found = ""
        if here is not None and self.rect().contains(here):
            found = min(self.zones, key=lambda name: abs(self.zones[name].geometry().center().x() - here.x()))
        for name, zone in self.zones.items():
            zone.light(name == found)
        return found
