"""The summary on paper, from the window."""

from io import BytesIO

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog

from crmdesk.report.options import A3, PERSON, SECTIONS, SUMMARY, WALL
from crmdesk.screen import printing
from crmdesk.store.file import open_workspace
from crmdesk.store.sale import Sale
from crmdesk.ui.desk import Place
from crmdesk.ui.to_printer import printer_for
from tests.screen.driving import choose_box, dialog_of, press, settle, wait
from tests.settings import write_settings

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def preview(window):
    """The preview of October."""
    press(Qt.Key.Key_P, keys=CTRL)
    settle(window)
    return window.page


def choose(window, box, data) -> None:
    choose_box(box, data)
    box.activated.emit(box.currentIndex())
    settle(window)


def reader(preview) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(preview.view.pdf))


def test_the_preview_shows_every_page(window, preview):
    assert preview.view.small.count() == 2
    assert preview.picker.period.label == "2026-10"
    assert preview.state.text() == "2 pages"
    assert preview.print.isEnabled()
    text = reader(preview).pages[0].extract_text()
    assert window.dashboard.board.results["revenue"].text in text
    preview.setFocus()
    press(Qt.Key.Key_PageDown, preview)
    assert preview.view.small.currentRow() == 1
    assert preview.view.area.verticalScrollBar().value() > 0
    press(Qt.Key.Key_Escape)
    assert window.page is window.dashboard


def test_the_parts_are_as_wide_as_they_were_left_when_the_file_is_opened_again(window, preview, book):
    parts = preview.view.parts
    parts.setSizes([300, 500])
    parts.splitterMoved.emit(300, 1)
    wait(lambda: not parts.later.isActive())
    wide = parts.sizes()
    window.leave_workspace()
    parts.setSizes([170, 630])
    window.open(book)
    settle(window)
    assert parts.sizes() == wide


def test_what_is_asked_of_the_paper_is_shown_and_asked_again_the_next_time(window, preview):
    choose(window, preview.options.paper, "Letter")
    assert window.memory.paper == "Letter"
    assert round(float(reader(preview).pages[0].mediabox.width)) == 612
    choose(window, preview.options.pages, 1)
    assert preview.view.small.count() == 1
    choose(window, preview.options.language, "de")
    assert "Monatsbericht" in reader(preview).pages[0].extract_text()
    preview.options.sections["charts"].click()
    settle(window)
    window.go_back()
    window.printing.preview()
    settle(window)
    options = window.page.options.options()
    assert (options.paper, options.pages, options.language) == ("Letter", 1, "de")
    assert set(SECTIONS) - set(options.sections) == {"charts"}


def test_settings_that_were_changed_since_are_what_the_paper_goes_by(window, preview):
    choose(window, preview.options.language, "de")
    write_settings(window.session.here, {"print_pages": 1, "print_without": ["charts"]}, label="Settings")
    settle(window)
    options = preview.options.options()
    assert (options.pages, options.language) == (1, "") and "charts" not in options.sections
    assert preview.view.small.count() == 1


def test_other_sheets_ask_for_what_they_need(window, preview):
    options = preview.options
    assert options.sections["sales"].isVisible() and not options.person.isVisible()
    choose(window, options.kind, WALL)
    assert not options.sections["sales"].isVisible() and options.paper.findData(A3) >= 0
    choose(window, options.kind, PERSON)
    assert options.person.isVisible() and options.options().person == options.person.currentData() is not None
    assert options.paper.findData(A3) < 0
    choose(window, options.kind, SUMMARY)
    assert preview.view.small.count() == 2 and options.options().person is None


def test_a_quarter_is_shown_as_well(window, preview):
    preview.picker.unit.setCurrentIndex(1)
    preview.picker.unit.activated.emit(1)
    settle(window)
    assert preview.period.label == "2026-Q4"
    assert preview.place() == Place("preview", detail="2026-Q4")
    assert window.printing.period.label == "2026-Q4"
    window.go_back()
    assert window.printing.period.label == "2026-10"


def test_what_is_printed_is_remembered_and_a_later_change_is_told(window, preview, tmp_path):
    pdf = preview.view.pdf
    printer = printer_for(pdf, "Summary")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printing.print_on(window.desk, pdf, printer, preview.remember)
    settle(window)
    assert (tmp_path / "printed.pdf").read_bytes() == pdf
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


def test_the_dialog_of_the_printer_prints_when_it_is_accepted(window, preview, tmp_path):
    for accepted in (False, True):
        preview.ask_print()
        dialog = dialog_of(preview, QPrintDialog)
        assert dialog.printer().docName() == f"{window.session.here.path.stem} 2026-10"
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(tmp_path / "printed.pdf"))
        dialog.done(int(accepted))
        settle(window)
        assert (tmp_path / "printed.pdf").exists() is accepted
    assert window.session.here.rows("SELECT count(*) FROM printed")[0][0] > 0


def test_the_keys_of_printing_and_saving_take_what_the_preview_shows(window, preview, monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    press(Qt.Key.Key_P, preview.view, keys=CTRL)
    dialog_of(preview, QPrintDialog).reject()
    press(Qt.Key.Key_S, preview.view, keys=CTRL)
    dialog_of(preview, QFileDialog).reject()


def test_the_summary_of_a_file_that_may_only_be_read_is_saved_and_not_noted(make_window, book, tmp_path):
    with open_workspace(book):
        window = make_window()
        window.open(book, read_only=True)
        settle(window)
        window.printing.save_pdf(tmp_path / "october.pdf")
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
