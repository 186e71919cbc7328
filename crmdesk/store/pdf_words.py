"""The words of a PDF that is kept in the workspace."""

from __future__ import annotations

from threading import Lock

# pdfium, which reads PDFs here and draws them in the window, does one thing at a time.
ONE_AT_A_TIME = Lock()


def words_of(pdf: bytes) -> str | None:
    """All text of a PDF; None where it is none."""
    from pypdfium2 import PdfDocument, PdfiumError

    with ONE_AT_A_TIME:
        try:
            document = PdfDocument(pdf)
        except PdfiumError:
            return None
        try:
            return "\n".join(page.get_textpage().get_text_range() for page in document)
        finally:
            document.close()
