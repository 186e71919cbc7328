"""Pages of a PDF as pictures: for the preview and for the printer. pypdfium2 draws them, one page at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QLocale, QRectF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

PAPERS = A4, LETTER = "A4", "Letter"
POINTS_PER_INCH = 72
SHARP = 600
_LAND = QLocale.Country
_LETTER_LANDS = {
    *(_LAND.UnitedStates, _LAND.Canada, _LAND.Mexico, _LAND.Philippines, _LAND.PuertoRico, _LAND.Chile),
    *(_LAND.Colombia, _LAND.Venezuela, _LAND.CostaRica, _LAND.Guatemala, _LAND.Panama, _LAND.DominicanRepublic),
}
# The library below is not made for two threads at once.
_one_at_a_time = threading.Lock()


def usual_paper(locale: QLocale | None = None) -> str:
    """The paper that lies in printers here: Letter in North America and some of its neighbours, else A4."""
    return LETTER if (locale or QLocale.system()).territory() in _LETTER_LANDS else A4


def page_images(pdf: bytes, dots_per_inch: int) -> Iterator[QImage]:
    """Each page of a PDF at a resolution."""
    import pypdfium2

    with _one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            for number in range(len(document)):
                yield _image(document[number], dots_per_inch / POINTS_PER_INCH)
        finally:
            document.close()


def print_pages(pdf: bytes, printer: QPrinter) -> int:
    """Prints every page as it is, edge to edge, in the printer's own resolution; answers how many."""
    printer.setFullPage(True)
    painter = QPainter(printer)
    count = 0
    try:
        for image in page_images(pdf, min(printer.resolution(), SHARP)):
            if count:
                printer.newPage()
            target = QRectF(printer.pageLayout().fullRectPixels(printer.resolution()))
            size = image.size().scaled(target.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            left, top = (target.width() - size.width()) / 2, (target.height() - size.height()) / 2
            painter.drawImage(QRectF(left, top, size.width(), size.height()), image)
            count += 1
    finally:
        painter.end()
    return count


def printer_for(paper: str, title: str) -> QPrinter:
    """A printer set to the paper of the summary."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    size = QPageSize.PageSizeId.Letter if paper == LETTER else QPageSize.PageSizeId.A4
    printer.setPageSize(QPageSize(size))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    return printer


def _image(page: Any, scale: float) -> QImage:
    bitmap = page.render(scale=scale, prefer_bgrx=True)
    try:
        found = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32)
        return found.copy()
    finally:
        bitmap.close()
        page.close()
