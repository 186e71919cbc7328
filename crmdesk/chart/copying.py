"""A chart in the clipboard: as an image for slides and letters, as a table for spreadsheets."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter

from crmdesk.chart.ink import Inks
from crmdesk.chart.paint import draw, letters_of
from crmdesk.drawing.base import Drawn

# Sharp on paper and on fine screens.
SCALE = 2
_MARGIN = 12.0


def image_of(drawn: Drawn, title: str, size: QSize, inks: Inks, font: QFont) -> QImage:
    """The chart of that size below its title and above its hint, twice as fine as on screen."""
    letters = letters_of(font)
    line = letters.height * 1.4
    high = size.height() + line * (1 + bool(drawn.hint)) + 2 * _MARGIN
    image = QImage(QSize(round((size.width() + 2 * _MARGIN) * SCALE), round(high * SCALE)), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SCALE)
    image.fill(QColor(inks.ground))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(letters.bold)
    painter.setPen(QColor(inks.text))
    painter.drawText(QPointF(_MARGIN, _MARGIN + letters.ascent), letters.cut(title, size.width(), strong=True))
    painter.setFont(letters.plain)
    draw(painter, drawn.picture, QRectF(_MARGIN, _MARGIN + line, size.width(), size.height()), inks, drawn.lines)
    painter.setPen(QColor(inks.muted))
    hint = letters.cut(drawn.hint, size.width(), strong=False)
    painter.drawText(QPointF(_MARGIN, high - _MARGIN - letters.height + letters.ascent), hint)
    painter.end()
    return image


def copy_picture(drawn: Drawn, title: str, size: QSize, inks: Inks, font: QFont) -> None:
    """Puts the image of a chart into the clipboard."""
    QGuiApplication.clipboard().setImage(image_of(drawn, title, size, inks, font))


def table_text(drawn: Drawn) -> str:
    """The numbers of a chart as tab-separated text."""
    lines = [drawn.heads, *drawn.rows]
    return "\n".join("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in line) for line in lines)


def copy_data(drawn: Drawn) -> None:
    """Puts the numbers of a chart into the clipboard."""
    QGuiApplication.clipboard().setText(table_text(drawn))
