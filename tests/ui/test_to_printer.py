"""Pages on their way to a printer: the PDF itself where it is taken, drawn pages where not."""

from io import BytesIO

import pypdf
import pytest
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrinter

from crmdesk.domain.errors import UserError
from crmdesk.ui.to_printer import Order, draw_pages, order_of, print_pdf, printer_for, spool
from tests.ui.blank_pages import blank


def to_file(printer, path):
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setResolution(100)
    return printer


def pages_of(path):
    return len(pypdf.PdfReader(path).pages)


@pytest.fixture
def spooler(tmp_path):
    """A program that takes pages as `lp` does, and notes what it was asked."""
    program = tmp_path / "lp"
    program.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > {tmp_path}/asked\ncat > {tmp_path}/taken.pdf\n')
    program.chmod(0o700)
    return program


def test_the_printer_is_set_to_the_paper_of_the_pages(qapp):
    printer = printer_for(blank(1, 1191, 842), "Wall")
    assert printer.docName() == "Wall"
    assert printer.pageLayout().pageSize().key() == "A3"
    assert printer.pageLayout().orientation() == QPageLayout.Orientation.Landscape
    assert printer_for(blank(1, 612, 792), "Summary").pageLayout().pageSize().key() == "Letter"


def test_a_printer_that_writes_a_file_gets_the_pages_as_they_are(qapp, tmp_path):
    pdf = blank(3)
    assert print_pdf(pdf, to_file(printer_for(pdf, "Summary"), tmp_path / "out.pdf")) == 3
    assert (tmp_path / "out.pdf").read_bytes() == pdf


def test_some_pages_alone_can_be_printed(qapp, tmp_path):
    pdf = blank(3)
    printer = to_file(printer_for(pdf, "Summary"), tmp_path / "out.pdf")
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    assert print_pdf(pdf, printer) == 2
    assert pages_of(tmp_path / "out.pdf") == 2


def test_where_no_spooler_is_every_page_is_drawn(qapp, tmp_path):
    pdf = blank(3)
    draw_pages(pdf, to_file(printer_for(pdf, "Summary"), tmp_path / "out.pdf"))
    assert pages_of(tmp_path / "out.pdf") == 3


def test_the_order_says_what_the_dialog_was_told(qapp):
    printer = printer_for(blank(), "Summary")
    printer.setCopyCount(2)
    printer.setColorMode(QPrinter.ColorMode.GrayScale)
    words = order_of(printer).words()
    assert words[words.index("-n") + 1] == "2" and words[words.index("-t") + 1] == "Summary"
    assert {"media=A4", "sides=one-sided", "print-color-mode=monochrome", "fit-to-page"} <= set(words)


def test_the_spooler_gets_the_very_pages(spooler, tmp_path):
    spool(str(spooler), blank(2), Order("Office", "Summary of <October>", "A4"))
    assert (tmp_path / "taken.pdf").read_bytes() == blank(2)
    asked = (tmp_path / "asked").read_text()
    assert asked.startswith("-d|Office|-t|Summary of <October>|-n|1|-o|media=A4|")
    assert len(pypdf.PdfReader(BytesIO((tmp_path / "taken.pdf").read_bytes())).pages) == 2


def test_a_spooler_that_refuses_is_told_in_words(tmp_path):
    program = tmp_path / "lp"
    program.write_text("#!/bin/sh\ncat > /dev/null\necho 'no such printer' >&2\nexit 1\n")
    program.chmod(0o700)
    with pytest.raises(UserError, match=r"“Office” did not take the pages \(no such printer\)"):
        spool(str(program), blank(), Order("Office", "Summary", "A4"))
    with pytest.raises(UserError, match="did not take the pages"):
        spool(str(tmp_path / "nothing"), blank(), Order("Office", "Summary", "A4"))
