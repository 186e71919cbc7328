"""Pages of a PDF as pictures."""

from io import BytesIO

import pypdf
import pytest
from PySide6.QtCore import QLocale
from PySide6.QtPrintSupport import QPrinter

from crmdesk.ui.paper import PAPERS, page_images, print_pages, printer_for, usual_paper


def blank(pages=2) -> bytes:
    writer = pypdf.PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(595, 842)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_pages_have_the_size_of_their_resolution(qapp):
    images = list(page_images(blank(), 144))
    assert [(image.width(), image.height()) for image in images] == [(1190, 1684)] * 2
    assert images[0].pixelColor(5, 5).name() == "#ffffff"


@pytest.mark.parametrize(
    ("name", "paper"), [("en_US", "Letter"), ("es_MX", "Letter"), ("de_DE", "A4"), ("ja_JP", "A4")]
)
def test_the_usual_paper_depends_on_where_one_lives(name, paper):
    assert usual_paper(QLocale(name)) == paper
    assert usual_paper() in PAPERS


def test_every_page_is_printed(qapp, tmp_path):
    printer = printer_for("Letter", "Summary")
    assert printer.docName() == "Summary"
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printer.setResolution(100)
    assert print_pages(blank(3), printer) == 3
    assert len(pypdf.PdfReader(tmp_path / "out.pdf").pages) == 3
