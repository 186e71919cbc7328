"""The summary on paper, from the window."""

from io import BytesIO

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter

from crmdesk.store.file import open_workspace
from crmdesk.store.sale import Sale
from crmdesk.ui.paper import printer_for
from tests.screen.driving import press, settle, wait

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def preview(window):
    """The preview of October."""
    press(Qt.Key.Key_P, keys=CTRL)
    settle(window)
    return window.page


def test_the_preview_shows_every_page(window, preview):
    assert preview.small.count() == 2
    assert len(preview.sheets.images) == 2
    assert "October 2026" in preview.state.text()
    assert preview.print.isEnabled()
    text = pypdf.PdfReader(BytesIO(preview.pdf)).pages[0].extract_text()
    assert window.dashboard.board.results["revenue"].text in text
    preview.small.setFocus()
    preview.setFocus()
    press(Qt.Key.Key_PageDown, preview)
    assert preview.small.currentRow() == 1
    assert preview.area.verticalScrollBar().value() > 0
    assert not preview.sheets.grab().isNull()
    press(Qt.Key.Key_Escape)
    assert window.page is window.dashboard


def test_the_small_pages_are_as_wide_as_they_were_left_when_the_file_is_opened_again(window, preview, book):
    preview.parts.setSizes([300, 700])
    preview.parts.splitterMoved.emit(300, 1)
    wait(lambda: not preview.parts.later.isActive())
    wide = preview.parts.sizes()
    window.leave_workspace()
    preview.parts.setSizes([170, 830])
    window.open(book)
    settle(window)
    assert preview.parts.sizes() == wide


def test_another_paper_is_remembered_and_shown(window, preview):
    preview.paper.setCurrentText("Letter")
    preview.paper.activated.emit(1)
    settle(window)
    assert window.memory.paper == "Letter"
    assert round(float(pypdf.PdfReader(BytesIO(preview.pdf)).pages[0].mediabox.width)) == 612


def test_what_is_printed_is_remembered_and_a_later_change_is_told(window, preview, tmp_path):
    printer = printer_for("A4", "Summary")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setResolution(150)
    preview.print_on(printer)
    settle(window)
    assert len(pypdf.PdfReader(tmp_path / "printed.pdf").pages) == 2
    assert "2 pages sent" in window.notice.text.text()
    before = window.dashboard.board.results["revenue"].text
    window.go_back()
    day = window.session.here.calendar.midnight(window.measuring.period.first)
    with window.session.here.operation("Late invoice") as tx:
        tx.insert(Sale, {"sold_at": day, "amount": 123_456_00})
    settle(window)
    after = window.dashboard.board.results["revenue"].text
    assert f"changed since printed: {before} → {after}" in window.notice.text.text()
    card = next(one for one in window.dashboard.page.cards if one.kpi_id == "revenue")
    assert f"{before} → {after}" in card.face.note
    assert f"{before} → {after}" in card.accessibleName()


def test_the_summary_of_a_file_that_may_only_be_read_is_saved_and_not_noted(make_window, book, tmp_path):
    with open_workspace(book):
        window = make_window()
        window.open(book, read_only=True)
        settle(window)
        window.printing.save_pdf(tmp_path / "october.pdf")
        window.printing.remember(window.printing.period)
        settle(window)
        assert (tmp_path / "october.pdf").read_bytes().startswith(b"%PDF")
        assert window.session.here.rows("SELECT count(*) FROM printed") == [(0,)]


def test_the_summary_is_saved_as_pdf_and_as_spreadsheet(window, tmp_path):
    window.printing.save_pdf(tmp_path / "october.pdf")
    settle(window)
    assert len(pypdf.PdfReader(tmp_path / "october.pdf").pages) == 2
    assert "october.pdf" in window.notice.text.text()
    assert window.session.here.rows("SELECT count(*) FROM printed")[0][0] > 0
    window.printing.save_sheet(tmp_path / "october.xlsx")
    settle(window)
    assert (tmp_path / "october.xlsx").read_bytes().startswith(b"PK")
