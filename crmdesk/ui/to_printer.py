"""Pages to a printer: as they are, with sharp lines and letters, where the system takes PDFs; else as pictures.

The spooler of Linux and macOS (CUPS) takes PDFs through `lp`. Windows wants every page drawn, which is done in the
printer's own resolution.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from crmdesk.domain.errors import UserError
from crmdesk.store.atomic import write_bytes
from crmdesk.text import _
from crmdesk.ui.paper import page_image, page_sizes, some_pages

SHARP = 600
# A spooler that has not taken the pages by then will not.
_PATIENCE = 60
_SIDES = {
    QPrinter.DuplexMode.DuplexLongSide: "two-sided-long-edge",
    QPrinter.DuplexMode.DuplexShortSide: "two-sided-short-edge",
}


@dataclass(frozen=True, slots=True)
class Order:
    """What the spooler is asked for."""

    printer: str
    title: str
    paper: str
    copies: int = 1
    sides: str = "one-sided"
    grey: bool = False

    def words(self) -> list[str]:
        """The order as options of `lp`."""
        asked = [f"media={self.paper}", f"sides={self.sides}", "fit-to-page"]
        if self.grey:
            asked.append("print-color-mode=monochrome")
        options = [word for one in asked for word in ("-o", one)]
        return ["-d", self.printer, "-t", self.title, "-n", str(self.copies), *options]


def printer_for(pdf: bytes, title: str) -> QPrinter:
    """A printer set to the paper of the first page."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    size = page_sizes(pdf)[0]
    across = size.width() > size.height()
    upright = size.transposed() if across else size
    printer.setPageSize(QPageSize(_known(upright)))
    way = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
    printer.setPageOrientation(way)
    return printer


def print_pdf(pdf: bytes, printer: QPrinter) -> int:
    """Prints what the dialog of the printer asked for, and returns how many pages. Raises UserError."""
    if printer.printRange() == QPrinter.PrintRange.PageRange:
        pdf = some_pages(pdf, printer.fromPage(), printer.toPage())
    count = len(page_sizes(pdf))
    if printer.outputFormat() == QPrinter.OutputFormat.PdfFormat:
        write_bytes(Path(printer.outputFileName()), pdf, private=True)
    elif spooler := shutil.which("lp"):
        spool(spooler, pdf, order_of(printer))
    else:
        draw_pages(pdf, printer)
    return count


def order_of(printer: QPrinter) -> Order:
    """What was chosen in the dialog, for the spooler."""
    return Order(
        printer.printerName(),
        printer.docName(),
        printer.pageLayout().pageSize().key(),
        printer.copyCount(),
        _SIDES.get(printer.duplex(), "one-sided"),
        printer.colorMode() == QPrinter.ColorMode.GrayScale,
    )


def spool(spooler: str, pdf: bytes, order: Order) -> None:
    """Hands the PDF to the spooler. Raises UserError where it does not take it."""
    try:
        done = subprocess.run([spooler, *order.words()], input=pdf, capture_output=True, timeout=_PATIENCE, check=False)
        reason = "" if done.returncode == 0 else done.stderr.decode(errors="replace").strip() or str(done.returncode)
    except (OSError, subprocess.TimeoutExpired) as fault:
        reason = str(fault)
    if reason:
        sentence = _("The printer “{printer}” did not take the pages ({reason}); save them as PDF and print that file.")
        raise UserError(sentence.format(printer=order.printer, reason=reason))


def draw_pages(pdf: bytes, printer: QPrinter) -> None:
    """Draws every page as it is, edge to edge, in the printer's own resolution."""
    printer.setFullPage(True)
    painter = QPainter(printer)
    try:
        for number in range(len(page_sizes(pdf))):
            if number:
                printer.newPage()
            image = page_image(pdf, number, min(printer.resolution(), SHARP))
            target = QRectF(printer.pageLayout().fullRectPixels(printer.resolution()))
            size = image.size().scaled(target.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            left, top = (target.width() - size.width()) / 2, (target.height() - size.height()) / 2
            painter.drawImage(QRectF(left, top, size.width(), size.height()), image)
    finally:
        painter.end()


def _known(size: QSizeF) -> QPageSize.PageSizeId:
    """The paper of a size in points."""
    match = QPageSize.SizeMatchPolicy.FuzzyMatch
    return QPageSize.id(size, QPageSize.Unit.Point, match)
