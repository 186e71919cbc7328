"""Goals as they stand: walked by keys and mouse, set, changed, set again for the next period, taken away and back."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crmdesk.domain.clock import FixedClock
from crmdesk.domain.errors import UserError
from crmdesk.kpi.records import Link, link_text
from crmdesk.screen.goal.detail import pace_text
from crmdesk.screen.goal.form import GoalForm
from crmdesk.screen.goal.hints import GoalHints
from crmdesk.screen.goal.page import PAST, RUNNING, TO_COME, GoalsPage
from crmdesk.screen.goal.row import tone_colour
from crmdesk.screen.quick_add import QuickAdd
from crmdesk.store.file import open_workspace
from crmdesk.store.goal import Goal
from crmdesk.store.query import Query
from crmdesk.ui.desk import Place
from crmdesk.ui.theme import DARK, LIGHT, Look
from tests.screen.driving import NOON, choose_box, dialog_of, focused, press, texts, wait
from tests.screen.one_page import OnePage

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
WHY = "<b>So that</b> the van pays"


@pytest.fixture(scope="module")
def goals_file(demo_file, tmp_path_factory) -> Path:
    """The demo with a few goals of persons and channels."""
    path = Path(shutil.copy(demo_file, tmp_path_factory.mktemp("goals") / "Shop.crmdesk"))
    with open_workspace(path, clock=FixedClock(NOON)) as workspace, workspace.operation("Goals") as tx:
        first = tx.rows("SELECT min(id) FROM staff")[0][0]
        tx.insert(Goal, {"kpi": "revenue", "period": "2026-11", "target": "400", "staff_id": first, "note": WHY})
        tx.insert(Goal, {"kpi": "new_customers", "period": "2026-11", "target": "9", "channel": "Web"})
        tx.insert(Goal, {"kpi": "revenue", "period": "2027-01", "target": "50000", "due_on": 20_850})
    return path


@pytest.fixture
def window(qapp, qtbot, goals_file, tmp_path) -> Iterator[OnePage]:
    """A window around the page of goals alone."""
    window = OnePage(qapp, GoalsPage, Path(shutil.copy(goals_file, tmp_path)))
    window.resize(1200, 700)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    wait(window.isActiveWindow)
    go(window, RUNNING)
    yield window
    window.session.close()
    window.close()
    window.deleteLater()


@pytest.fixture
def page(window) -> GoalsPage:
    return window.page


def stored(window, what="kpi, period, target"):
    return window.session.here.rows(f"SELECT {what} FROM goal ORDER BY id")


def go(window, tab):
    window.page.setFocus()
    window.page.show_place(Place("goals", detail=tab))
    window.settle()


def seek(page, *, whole=False):
    """Chooses the goal of November of the first person, or the whole business's of that month."""
    row = next(
        row
        for row in page.rows
        if (aim := row.course.standing.aim).kpi.id == "revenue"
        and aim.period.label == "2026-11"
        and (not aim.only if whole else aim.note == WHY)
    )
    row.setFocus()
    return row


def form_of(page, kind):
    form = dialog_of(page, kind)
    form.activateWindow()
    wait(lambda: QApplication.activeWindow() is form)
    return form


def test_running_goals_stand_by_their_gap_and_say_how_they_stand(page):
    found = [row.course.standing for row in page.rows]
    judged = [one.gap for one in found if one.gap is not None and not one.weak]
    assert judged == sorted(judged, reverse=True) and [one.gap for one in found[: len(judged)]] == judged
    assert page.tabs.tabText(0) == f"Running ({len(page.rows)})"
    spoken = next(row.accessibleName() for row in page.rows if row.course.past and row.course.standing.expected)
    assert "of the working days passed" in spoken and "working days left" in spoken and "met" in spoken


def test_arrows_walk_the_goals_and_enter_opens_the_figure_of_whom_it_is_about(window, page):
    assert focused() is page.rows[0] and page.rows[0].isChecked()
    press(Qt.Key.Key_Down)
    assert focused() is page.rows[1] and not page.rows[0].isChecked()
    press(Qt.Key.Key_End)
    press(Qt.Key.Key_Down)
    assert focused() is page.rows[-1]
    press(Qt.Key.Key_Home)
    assert focused() is page.rows[0]
    aim = seek(page).course.standing.aim
    press(Qt.Key.Key_Return)
    wanted = Place("figure", "revenue", detail=link_text(Link("revenue", aim.period, "", aim.only)))
    assert window.gone == [wanted]
    page.detail.buttons["figure"].click()
    QTest.mouseDClick(page.rows[0], Qt.MouseButton.LeftButton)
    assert window.gone[1] == wanted and window.gone[2].page == "figure"


def test_a_click_shows_all_of_a_goal_beside_it(page):
    row = seek(page)
    QTest.mouseClick(page.rows[0], Qt.MouseButton.LeftButton)
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    assert row.isChecked() and sum(one.isChecked() for one in page.rows) == 1
    said = texts(page.detail)
    assert "in November 2026: at least 400.00 EUR, by 30 November 2026" in said and WHY in said
    assert row.course.standing.status in ("on track", "at risk", "off track")


def test_a_sum_that_is_behind_says_what_will_do(page):
    standing = next(row.course.standing for row in page.rows if row.course.standing.aim.only.names == ("channel",))
    assert pace_text(standing) == "By now it should be 4.5. 0.8 a working day from now on will do."
    level = next(row.course.standing for row in page.rows if row.course.standing.expected is None)
    assert pace_text(level) == ""


def test_how_a_goal_stands_keeps_its_colour_in_another_look(window, page):
    standing = seek(page).course.standing
    for look, colours in ((Look.DARK, DARK), (Look.LIGHT, LIGHT)):
        window.theme.choose(look)
        ink = page.detail.status.palette().color(page.detail.status.foregroundRole()).name()
        assert ink == tone_colour(standing, colours).lower()


def test_past_goals_stand_in_rows_with_what_became_of_them(window, page):
    go(window, PAST)
    assert page.place() == Place("goals", detail=PAST)
    rows = page.detail.table.rows.rows
    assert rows and [one.aim.period.first for one in rows] == sorted(
        (one.aim.period.first for one in rows), reverse=True
    )
    assert {one.status for one in rows} <= {"met", "missed"}
    assert page.detail.before.text().startswith("Before: ")
    page.grab()


def test_goals_to_come_say_when_they_begin(window, page):
    go(window, TO_COME)
    (row,) = [row for row in page.rows if row.course.standing.aim.period.label == "2027-01"]
    assert "Begins on 1 January 2027" in row.accessibleName()


def test_a_goal_is_set_with_what_was_reached_before_as_help(window, page):
    page.add_button.click()
    form = form_of(page, QuickAdd)
    hints = form.findChild(GoalHints)
    assert not hints.buttons
    choose_box(form.form.editor("kpi").control, "win_rate")
    form.form.editor("kpi").box.activated.emit(0)
    wait(lambda: hints.buttons)
    assert "as in November 2025" in texts(hints) or "average of Aug 2026 to Oct 2026" in texts(hints)
    hints.buttons[0].click()
    assert form.form.editor("target").text().endswith(" %")
    assert 0 < float(form.form.readable()["target"]) <= 1
    wait(hints.sentence.isVisible)
    assert hints.sentence.text().startswith("Win rate in November 2026: at least ")
    count = len(stored(window))
    choose_box(form.form.editor("period").control, "2027-Q2")
    form.form.editor("due_on").set_text("1 Mar 2027")
    assert not form.save() and "lies before the period begins" in texts(form)
    form.form.editor("due_on").set_text("1 Jun 2027")
    press(Qt.Key.Key_Return, focused(), CTRL)
    window.settle()
    assert len(stored(window)) == count + 1
    assert stored(window, "kpi, period, due_on")[-1] == ("win_rate", "2027-Q2", 20_970)


def test_what_is_not_measured_for_single_persons_is_not_asked_of_one(window, page):
    page.add()
    form = form_of(page, QuickAdd)
    form.more.click()
    choose_box(form.form.editor("kpi").control, "adoption_rate")
    form.form.editor("channel").set_text("Web")
    form.form.editor("target").set_text("50 %")
    assert not form.save()
    assert "is not measured for single channels" in form.form.lines["channel"].note.text()
    form.findChild(GoalHints).look()
    assert not form.findChild(GoalHints).buttons
    form.reject()


def test_a_goal_is_changed_by_its_key_and_the_change_taken_back(window, page):
    row = seek(page)
    press(Qt.Key.Key_F2)
    form = form_of(page, GoalForm)
    assert form.form.editor("note").text() == WHY and form.form.editor("staff_id").text()
    form.form.editor("target").set_text("lots")
    form.save()
    assert "“lots” is not a number" in texts(form)
    form.form.editor("target").set_text("500")
    press(Qt.Key.Key_Return, focused(), CTRL)
    window.settle()
    goal = row.course.standing.aim.id
    assert window.session.here.rows("SELECT target FROM goal WHERE id = ?", (goal,)) == [("500",)]
    assert page.chosen.id == goal and page.chosen.target == 50_000
    window.notice.button.click()
    window.settle()
    assert page.chosen.target == 40_000


def test_a_form_in_which_nothing_was_changed_takes_no_step(window, page):
    row = next(row for row in page.rows if row.course.standing.aim.kpi.id == "win_rate")
    row.setFocus()
    steps = len(window.session.here.journal.steps())
    page.do("change")
    form = form_of(page, GoalForm)
    assert form.form.editor("target").text() == "42 %"
    form.save()
    assert not form.isVisible() and len(window.session.here.journal.steps()) == steps and not window.said()


def test_two_goals_of_the_same_person_month_and_figure_are_refused(page):
    seek(page, whole=True)
    page.detail.buttons["change"].click()
    form = form_of(page, GoalForm)
    form.form.editor("staff_id").set_value(_owner(page))
    form.save()
    assert "There is a goal for this KPI and period already" in texts(form)
    form.reject()


def _owner(page):
    return page.desk.here.rows("SELECT min(id), name FROM staff")[0]


def test_the_same_goal_is_set_for_the_next_period_once(window, page):
    seek(page)
    press(Qt.Key.Key_D, keys=CTRL | SHIFT)
    window.settle()
    assert stored(window, "kpi, period, target, note")[-1] == ("revenue", "2026-12", "400", WHY)
    press(Qt.Key.Key_D, keys=CTRL | SHIFT)
    assert "There is a goal for this KPI and period already" in window.notice.text.text()
    go(window, TO_COME)
    page.choose(next(row for row in page.rows if row.course.standing.aim.period.label == "2027-01"))
    page.detail.buttons["copy"].click()
    window.settle()
    assert stored(window, "period, due_on")[-1] == ("2027-02", 20_850 + 28)


def test_a_goal_is_deleted_by_its_key_and_brought_back(window, page):
    goal, count = seek(page).course.standing.aim.id, len(stored(window))
    press(Qt.Key.Key_Delete)
    window.settle()
    assert len(stored(window)) == count - 1 and page.chosen.id != goal
    assert focused() in page.rows
    window.notice.button.click()
    window.settle()
    assert len(stored(window)) == count


def test_a_goal_that_somebody_deleted_meanwhile_is_told(window, page):
    aim = seek(page).course.standing.aim
    with window.session.here.operation("Elsewhere") as tx:
        tx.delete(Goal, aim.id)
    with pytest.raises(UserError, match="is not there any more"):
        GoalForm(window.desk, aim.id, page)
    page.do("change")
    window.settle()
    assert all(row.course.standing.aim.id != aim.id for row in page.rows)


def test_the_list_of_all_goals_is_one_tab_away_and_keeps_its_keys(window, page):
    press(Qt.Key.Key_F, keys=CTRL)
    window.settle()
    assert page.stack.currentWidget() is page.list and page.list.search.hasFocus()
    assert page.can("list_sort") and page.can("goal_copy")
    page.list.query = Query("goals", text="win")
    assert page.place().detail == Query("goals", text="win").as_json() and page.title() == page.list.title()
    page.list.view.setCurrentIndex(page.list.view.rows.index(0, 0))
    page.do("figure")
    assert window.gone[-1].kind == "win_rate"
    searched = page.place()
    go(window, RUNNING)
    assert page.place() == Place("goals") and page.title() == "Goals"
    assert page.can("goal_copy") and page.can("list_delete") and not page.can("list_sort")
    page.handlers()["list_sort"]()
    page.show_place(searched)
    window.settle()
    assert page.list.query == Query("goals", text="win") and page.stack.currentWidget() is page.list
    page.list.sort_by("period")
    page.handlers()["list_clear"]()
    window.settle()
    page.refresh(None)
    window.settle()
    page.show_added(page.list.view.rows.ids[0])
    page.tabs.setCurrentIndex(0)
    assert page.rows
    page.leave()
    assert not page.rows


def test_without_goals_the_page_says_what_goals_are(window, page):
    with window.session.here.operation("None") as tx:
        tx.rows("DELETE FROM goal")
    window.settle()
    for tab in (RUNNING, TO_COME, PAST):
        go(window, tab)
        assert page.none.isVisible() and not page.detail.isVisible() and page.chosen is None
        assert not page.can("list_delete")
    page.do("copy")
    assert window.said() == "No goal is chosen; choose one first."
    go(window, RUNNING)
    assert "No goal is running" in page.none.text() and page.add_button.isEnabled()


@pytest.mark.parametrize(("size", "look"), [((1200, 680), Look.DARK), ((560, 560), Look.LIGHT)])
def test_nothing_is_cut_off_in_wide_and_narrow_windows(window, page, look, size):
    window.theme.choose(look)
    window.resize(*size)
    wait(lambda: (page.width() < 860) == (size[0] < 860))
    QApplication.processEvents()
    inside = QRect(0, 0, page.width(), page.height())
    parts = [page.detail, *page.detail.buttons.values(), page.add_button, page.tabs, *page.rows[:1]]
    for part in parts:
        place = QRect(part.mapTo(page, part.rect().topLeft()), part.size())
        assert inside.contains(place), (part, place, inside)
    assert page.rows[0].height() >= page.rows[0].sizeHint().height()
    assert not page.grab().isNull()
    window.theme.choose(Look.LIGHT)


def test_where_no_goal_is_what_is_said_stands_there_whole(window, page):
    page.none.show()
    page.none.setText("No goal is running. " * 20)
    page.resize(700, 500)
    wait(lambda: page.none.height() >= page.none.heightForWidth(page.none.width()) > 30)
