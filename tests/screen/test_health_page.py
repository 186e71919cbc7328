"""The page of data health: what is wrong, the records that are, and how the score rises when they are mended."""

import pytest
from PySide6.QtCore import Qt

from crmdesk.screen.listing.bulk import BulkDialog
from crmdesk.store.problems import BY_KIND
from crmdesk.ui.desk import Place
from tests.screen.driving import press, settle, wait


@pytest.fixture
def page(window):
    window.desk.go(Place("health"))
    settle(window)
    wait(lambda: window.page.list is not None and window.page.list.view.rows.complete)
    return window.page


def choose(window, page, kind):
    """Chooses a kind of problem and waits for its list."""
    names = [one.problem.kind for one in page.kinds.rows.rows]
    page.kinds.setCurrentIndex(page.kinds.rows.index(names.index(kind), 0))
    settle(window)
    wait(lambda: page.list.view.rows.complete)
    return page.kinds.rows.rows[names.index(kind)]


def test_every_kind_of_problem_shows_as_many_records_as_it_says(window, page):
    kinds = [one.problem.kind for one in page.kinds.rows.rows]
    assert len(kinds) > 8
    for kind in kinds:
        chosen = choose(window, page, kind)
        assert page.list.view.rows.rowCount() == chosen.count
        assert page.list.head.text() == BY_KIND[kind].title
        assert page.can("health_fix") == bool(chosen.problem.fix) == page.fix_button.isEnabled()


def test_mending_all_of_a_list_at_once_raises_the_score_and_can_be_taken_back(window, page):
    before, chosen = page.found, choose(window, page, "lost_without_reason")
    page.handlers()["health_fix"]()
    dialog = page.list.commands.dialog
    assert isinstance(dialog, BulkDialog) and dialog.column.currentData() == "lost_reason"
    dialog.editor.set_value("Price")
    dialog.look()
    wait(dialog.ok.isEnabled)
    dialog.accept()
    wait(lambda: page.found is not before and page.found.counts["lost_without_reason"][0] == 0)
    names = [one.problem.kind for one in page.kinds.rows.rows]
    assert "lost_without_reason" not in names
    known = {one.kpi: one.percent for one in before.beliefs}
    mended = {one.kpi: one.percent for one in page.found.beliefs}
    assert mended["win_rate"] > known["win_rate"] and page.found.score >= before.score
    window.notice.button.click()
    wait(lambda: page.found.counts["lost_without_reason"][0] == chosen.count)


def test_with_the_keyboard_alone_into_the_list_and_back_to_all_of_it(window, page):
    page.kinds.setFocus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    wait(page.list.view.hasFocus)
    rows = page.list.view.rows.rowCount()
    page.list.search.setText("nothing is called like this")
    page.handlers()["list_find"]()
    press(Qt.Key.Key_Return)
    wait(lambda: page.list.view.rows.rowCount() == 0)
    page.handlers()["list_clear"]()
    wait(lambda: page.list.view.rows.rowCount() == rows)


def test_a_figure_is_opened_from_how_far_it_can_be_believed(window, page):
    weakest = page.figures.rows.rows[0]
    assert weakest.percent == min(one.percent for one in page.found.beliefs) < 100
    page.figures.setCurrentIndex(page.figures.rows.index(0, 0))
    page.figures.activated.emit(page.figures.currentIndex())
    settle(window)
    assert window.shows() == "figure" and window.page.place().kind == weakest.kpi


def test_from_here_one_goes_to_contacts_that_may_be_one(window, page):
    page.doubles_button.click()
    settle(window)
    assert window.shows() == "doubles"


def test_without_records_there_is_no_score_and_nothing_is_wrong(make_window, tmp_path):
    from crmdesk.store.file import create

    create(tmp_path / "New.crmdesk", {"currency": "EUR", "timezone": "Europe/Berlin"}).close()
    window = make_window(tmp_path / "New.crmdesk")
    window.desk.go(Place("health"))
    settle(window)
    page = window.page
    assert page.score.text() == "" and "no records yet" in page.told.text() and page.list is None
    assert page.none.text() == ""
    assert {page.figures.model().index(row, 1).data() for row in range(page.figures.model().rowCount())} == {"–"}
    assert not page.fix_button.isEnabled()
    window.resize(700, 600)
    assert page.upper.orientation() == Qt.Orientation.Vertical
    window.leave_workspace()


def test_a_list_that_is_not_to_be_mended_after_all_is_left_without_a_word(window, page):
    choose(window, page, "lost_without_reason")
    page.handlers()["health_fix"]()
    dialog = page.list.commands.dialog
    wait(lambda: not window.session.jobs.running)
    assert dialog.preview.text().startswith("Type what the")
    dialog.reject()
    # Its field tells that it was left only after that.
    dialog.editor.committed.emit()
    assert not window.session.jobs.running
