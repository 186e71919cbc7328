"""Closing a month, piece by piece: what is kept half-done, what cannot be closed, what was closed before."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from crmdesk.domain.calendar import Calendar
from crmdesk.screen.main_window import MainWindow
from crmdesk.screen.month.page import STEPS, MonthPage
from crmdesk.store import note, tasks
from crmdesk.store.activity import Activity
from crmdesk.store.file import create, open_workspace
from crmdesk.ui.desk import Place
from tests.screen.driving import choose_box, dialog_of, press, settle, texts, wait
from tests.screen.month_story import sell
from tests.screen.one_window import DEMO, clear, one_window

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def go(window, detail="") -> MonthPage:
    window.desk.go(Place("month", detail=detail))
    settle(window)
    return window.page


@pytest.fixture(scope="module")
def shared(qapp, demo_file, tmp_path_factory) -> Iterator[MainWindow]:
    with one_window(qapp, tmp_path_factory.mktemp("month"), DEMO, demo_file) as made:
        yield made


@pytest.fixture(autouse=True)
def _nothing_of_qt_left():
    """One window lives through most tests of this file, and is looked at when it has gone."""


@pytest.fixture
def window(shared) -> Iterator[MainWindow]:
    """The window as it was opened: what a test did is taken back."""
    # Other tests have windows of their own.
    shared.activateWindow()
    wait(shared.isActiveWindow)
    here = shared.session.here
    steps = len(here.journal.steps())
    yield shared
    clear(shared)
    here = shared.session.here
    for step in reversed(here.journal.steps()[steps:]):
        if not step.undone and step.undoes is None:
            here.journal.undo(step.id)
    settle(shared)
    shared.navigator.page_of("month").leave()
    for key in note.keys(here, "closing:"):
        note.forget(here, key)


@pytest.fixture
def page(window) -> MonthPage:
    return go(window, "2026-10 problems")


def close(window, page) -> None:
    page.show_step("finish")
    settle(window)
    page.close_period()
    settle(window)


def closed(window) -> int:
    return window.session.here.rows("SELECT count(*) FROM closing")[0][0]


def test_each_step_has_its_number_as_a_key(window, page):
    for number, step in enumerate(STEPS, 1):
        press(Qt.Key(Qt.Key.Key_0.value + number), keys=ALT)
        settle(window)
        assert page.step == step
        assert page.steps[step].isVisible()
        assert page.isAncestorOf(QApplication.focusWidget())
    press(Qt.Key.Key_M, keys=CTRL)
    assert page.shows_past
    press(Qt.Key.Key_Return, keys=CTRL)
    assert not page.shows_past and page.step == "finish"
    press(Qt.Key.Key_Return, keys=CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert page.step == "words"


def walked(first, count: int) -> list[QWidget]:
    """Where Tab leads from a control."""
    first.setFocus()
    found = [first]
    while len(found) < count:
        press(Qt.Key.Key_Tab)
        found.append(QApplication.focusWidget())
    return found


def test_tab_leads_through_the_lines_as_they_are_read(window, page):
    page.show_step("words")
    for text in ("Call Ada", "Think"):
        page.words.lines[-1].what.setText(text)
        page.words.lines[-1].what.textEdited.emit(text)
    wanted = [part for line in page.words.lines for part in (line.what, line.who, line.when.line, line.away)]
    assert walked(page.words.comment, 1 + len(wanted))[1:] == wanted
    page.show_step("sentences")
    page.sentences.add_own()
    lines = page.sentences.lines
    wanted = [part for line in lines for part in (line.tick, line.words, line.records, line.back)]
    reached = [part for part in wanted if part.isEnabled() and part.isVisible()]
    assert walked(lines[0].tick, len(reached) + 1) == [*reached, page.sentences.add]


def test_what_was_decided_is_there_when_the_file_is_opened_again(window, page):
    page.show_step("words")
    page.words.comment.setPlainText("Half a comment")
    page.words.lines[0].what.setText("Call Ada")
    page.words.lines[0].what.textEdited.emit("Call Ada")
    page.sentences.lines[0].tick.click()
    refused, path = page.sentences.lines[0].sentence().rule, Path(window.session.here.path)
    window.leave_workspace()
    assert page.period is None
    window.open(path)
    settle(window)
    assert window.page is page and (page.period.label, page.step) == ("2026-10", "words")
    assert page.words.words() == "Half a comment"
    assert [one.text for one in page.words.steps()] == ["Call Ada"]
    assert next(one.rule for one in page.draft().sentences if not one.accepted) == refused


def test_another_month_has_a_draft_of_its_own(window, page):
    page.words.comment.setPlainText("October")
    page.head.picker.go_earlier()
    settle(window)
    assert page.period.label == "2026-09" and page.words.words() == ""
    page.head.picker.go_later()
    settle(window)
    assert page.words.words() == "October"


def test_a_day_that_cannot_be_read_is_asked_for_again(window, page):
    page.show_step("words")
    line = page.words.lines[0]
    line.what.setText("Call Ada")
    line.when.line.setText("whenever")
    line.what.textEdited.emit("Call Ada")
    close(window, page)
    assert page.step == "words" and not closed(window)
    assert "“Call Ada”" in window.notice.text.text() and "“whenever”" in window.notice.text.text()
    line.away.click()
    assert len(page.words.lines) == 1
    close(window, page)
    assert closed(window) == 1


def test_a_sentence_is_put_back_as_it_was_said_and_leads_to_its_records(window, page):
    page.show_step("sentences")
    line = page.sentences.lines[0]
    said = line.words.toPlainText()
    assert not line.back.isEnabled()
    line.words.setPlainText("Something else")
    assert page.draft().accepted[0] == "Something else"
    line.back.click()
    assert line.words.toPlainText() == said and not line.back.isEnabled()
    page.sentences.add_own()
    assert len(page.draft().sentences) == len(page.sentences.lines) - 1
    line.records.click()
    settle(window)
    assert window.shows() == "figure"
    window.go_back()
    settle(window)
    assert window.page is page and page.step == "sentences"


def test_lines_that_lead_to_figures_open_them(window, page):
    page.show_step("goals")
    page.goals.table.activated.emit(page.goals.table.rows.index(0, 0))
    settle(window)
    assert window.shows() == "figure"
    window.go_back()
    page.goals.goals.click()
    assert window.shows() == "goals"
    window.printing.save_pdf(window.session.here.path.with_suffix(".pdf"))
    settle(window)
    sell(window, "Late", 100_000)
    go(window, "2026-10 changed")
    wait(lambda: page.changed.table.rows.rows)
    page.changed.table.activated.emit(page.changed.table.rows.index(0, 0))
    settle(window)
    assert window.shows() == "figure"


def test_the_step_that_changed_a_printed_figure_is_taken_back_where_it_stands(window, page):
    window.printing.save_pdf(window.session.here.path.with_suffix(".pdf"))
    settle(window)
    sell(window, "Late", 100_000)
    page.show_step("changed")
    wait(lambda: page.changed.table.rows.rows)
    page.changed.back.click()
    wait(lambda: not page.changed.table.rows.rows)
    settle(window)
    assert "Undo: Late" in window.notice.text.text()
    assert page.changed.state == "none" and not page.changed.back.isVisible()


def test_what_the_records_say_is_to_be_done_becomes_a_step_with_one_press(window, page):
    page.show_step("words")
    assert page.words.proposals
    page.words.proposals[0].click()
    text = page.words.proposals[0].text()
    assert [one.text for one in page.words.steps()] == [text]
    assert page.words.lines[0].who.hasFocus() and len(page.words.lines) == 2


def test_what_is_closed_is_said_and_can_be_closed_again(window, page):
    assert page.head.state.text() == "not closed yet"
    close(window, page)
    assert "October 2026 is closed." in window.notice.text.text()
    assert note.recall(window.session.here, "closing:2026-10") is None
    go(window, "2026-10 problems")
    assert "closed on 16 Nov 2026, 12:00" in page.head.state.text()
    close(window, page)
    assert closed(window) == 2 and page.past.table.rows.rowCount() == 2
    assert page.past.differ.text() == "Every figure is the same today."


def test_what_was_agreed_stands_beside_what_is_to_be_agreed(window, page):
    page.show_step("words")
    for text in ("Call Ada", "Think", "Forget"):
        page.words.lines[-1].what.setText(text)
        page.words.lines[-1].what.textEdited.emit(text)
    choose_box(page.words.lines[0].who, 1)
    close(window, page)
    assert "3 tasks were made" in window.notice.text.text()
    here = window.session.here
    first = here.rows("SELECT id FROM activity WHERE subject = 'Call Ada'")[0][0]
    with here.operation("Done") as tx:
        tasks.finish(tx, first)
        tx.delete(Activity, first + 2)
    settle(window)
    page = go(window, "2026-11 words")
    name = here.rows("SELECT name FROM staff WHERE id = 1")[0][0]
    assert page.words.agreed.text() == f"Agreed last time: Call Ada ({name}, done); Think (open); Forget (given up)"
    assert "not over yet" in page.head.state.text()


def test_closing_and_printing_asks_for_the_printer_with_what_was_kept(window, page):
    page.show_step("finish")
    settle(window)
    assert page.foot.close_and_print.isVisible()
    page.foot.close_and_print.click()
    settle(window)
    assert closed(window) == 1
    dialog_of(page.past, QPrintDialog).reject()


def test_a_kept_summary_is_saved_as_it_was_kept(window, page, tmp_path):
    close(window, page)
    page.past.save.click()
    dialog = dialog_of(page.past, QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "kept.pdf"))
    dialog.close()
    settle(window)
    page.past.look.click()
    settle(window)
    assert (tmp_path / "kept.pdf").read_bytes() == window.page.view.pdf
    assert not window.page.options.isVisible()
    assert window.page.title() == "Summary of October 2026"
    assert "as it was kept on 16 Nov 2026" in window.page.state.text()
    window.page.ask_save()
    dialog_of(window.page, QFileDialog).close()
    printed = "SELECT count(*) FROM printed"
    before = window.session.here.rows(printed)
    window.page.remember()
    assert window.session.here.rows(printed) == before


def test_a_summary_that_is_out_of_date_is_seen_before_it_is_kept(window, page):
    page.show_step("finish")
    settle(window)
    page.words.comment.setPlainText("One more word")
    page.close_period()
    settle(window)
    assert not closed(window) and "close the period when you have seen it" in window.notice.text.text()
    page.close_period()
    assert closed(window) == 1


def test_a_file_that_may_only_be_read_can_be_looked_at_and_not_closed(make_window, book):
    with open_workspace(book):
        window = make_window()
        window.open(book, read_only=True)
        settle(window)
        page = go(window, "2026-10 finish")
        assert not page.foot.next.isEnabled() and not page.foot.close_and_print.isEnabled()
        page.close_period()
        assert "reading only" in window.notice.text.text() and not closed(window)


def test_a_business_without_records_has_nothing_to_look_at(make_window, tmp_path):
    path = tmp_path / "New.crmdesk"
    create(path, {"business_name": "New", "currency": "EUR", "timezone": "Europe/Berlin"}).close()
    window = make_window(path)
    page = go(window)
    wait(lambda: page.problems.state)
    assert (page.problems.state, page.changed.state) == ("nothing is wrong", "none")
    assert page.problems.none.isVisible() and not page.problems.kinds.isVisible()
    assert page.foot.next.hasFocus()
    page.show_step("goals")
    assert page.goals.none.isVisible() and page.goals.goals.hasFocus()
    page.show_step("sentences")
    assert "Nothing unusual" in texts(page.sentences)
    page.show_past()
    assert page.past.none.isVisible() and not page.past.look.isEnabled()
    page.past.open()
    page.past.ask_save()
    page.past.ask_print()
    assert window.page is page
    close(window, page)
    assert closed(window) == 1


def test_years_are_closed_too(make_window, book):
    window = make_window(book, moment=Calendar("Europe/Berlin").parse("2027-01-04T09:00:00"))
    page = go(window, "2026 finish")
    assert page.title() == "Close 2026"
    page.close_period()
    settle(window)
    assert window.session.here.rows("SELECT period FROM closing") == [("2026",)]
    assert page.place() == Place("month", detail=f"past {page.past.current().id}")
