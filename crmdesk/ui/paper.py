"""Pages of a PDF as pictures, for looking at them and for printers that take nothing else. pypdfium2 draws them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from PySide6.QtCore import QLocale, QSizeF
from PySide6.QtGui import QImage

from crmdesk.store.pdf_words import ONE_AT_A_TIME

PAPERS = A4, LETTER = "A4", "Letter"
POINTS_PER_INCH = 72
_LAND = QLocale.Country
_LETTER_LANDS = {
    *(_LAND.UnitedStates, _LAND.Canada, _LAND.Mexico, _LAND.Philippines, _LAND.PuertoRico, _LAND.Chile),
    *(_LAND.Colombia, _LAND.Venezuela, _LAND.CostaRica, _LAND.Guatemala, _LAND.Panama, _LAND.DominicanRepublic),
}


def usual_paper(locale: QLocale | None = None) -> str:
    """The paper that lies in printers here: Letter in North America and some of its neighbours, else A4."""
    return LETTER if (locale or QLocale.system()).territory() in _LETTER_LANDS else A4


def page_sizes(pdf: bytes) -> list[QSizeF]:
    """How large each page is, in points."""
    with _opened(pdf) as document:
        return [QSizeF(*document.get_page_size(number)) for number in range(len(document))]


def page_image(pdf: bytes, number: int, dots_per_inch: float) -> QImage:
    """One page at a resolution; pages count from 0."""
    with _opened(pdf) as document:
        return _image(document[number], dots_per_inch / POINTS_PER_INCH)


def some_pages(pdf: bytes, first: int, last: int) -> bytes:
    """A PDF of some of the pages; pages count from 1 here, as people count them. Of all pages it is the same PDF."""
    with _opened(pdf) as document:
        if first <= 1 and last >= len(document):
            return pdf
        from pypdfium2 import PdfDocument

        chosen, out = PdfDocument.new(), BytesIO()
        try:
            chosen.import_pages(document, list(range(max(first, 1) - 1, min(last, len(document)))))
            chosen.save(out)
        finally:
            chosen.close()
        return out.getvalue()


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    from pypdfium2 import PdfDocument

    with ONE_AT_A_TIME:
        document = PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()


def _image(page: Any, scale: float) -> QImage:
    bitmap = page.render(scale=scale, prefer_bgrx=True)
    try:
        found = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32)
        return found.copy()
    finally:
        bitmap.close()
        page.close()
