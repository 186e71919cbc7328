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
    line, wide = letters.height * 1.3, size.width()
    head = [(title, letters.bold, inks.text), (drawn.about, letters.plain, inks.muted)]
    area = QRectF(_MARGIN, _MARGIN + line * len(head), wide, size.height())
    high = area.bottom() + line + _MARGIN
    image = QImage(QSize(round((wide + 2 * _MARGIN) * SCALE), round(high * SCALE)), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SCALE)
    image.fill(QColor(inks.ground))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    tops = [_MARGIN + line * number for number in range(len(head))]
    lines = [*zip(head, tops, strict=True), ((drawn.hint, letters.plain, inks.muted), area.bottom() + line / 4)]
    for (text, letter, colour), top in lines:
        painter.setFont(letter)
        painter.setPen(QColor(colour))
        shown = letters.cut(text, wide, strong=letter is letters.bold)
        painter.drawText(QPointF(_MARGIN, top + letters.ascent), shown)
    draw(painter, drawn.picture, area, inks, drawn.lines)
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
