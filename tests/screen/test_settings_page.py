"""The settings page in the real window, used by keys as a person would."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QMessageBox, QPlainTextEdit

from crmdesk.screen.settings.business import countries
from crmdesk.screen.settings.hours import time_of
from crmdesk.screen.settings.page import SECTIONS, TITLES, SettingsPage
from crmdesk.screen.start import speak
from crmdesk.store import pipeline
from crmdesk.store.business import business
from crmdesk.store.file import create
from crmdesk.store.ticket_targets import Target
from crmdesk.text import set_language
from crmdesk.ui import home
from crmdesk.ui.desk import Place
from crmdesk.ui.kept import KeptSplitter
from tests.screen.driving import focused, press, settle, wait

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def begins_at():
    return "settings"


def open_section(window, name: str) -> SettingsPage:
    window.desk.go(Place("settings", detail=name))
    settle(window)
    page = window.page
    assert isinstance(page, SettingsPage) and page.title() == f"Settings – {TITLES[name]}"
    return page


def type_in(page: SettingsPage, line: str, text: str) -> None:
    """Types in the control of a line, in place of what stands there."""
    control = page.section.lines[line].control
    control.setFocus()
    if isinstance(control, QComboBox):
        control.lineEdit().selectAll()
    else:
        control.selectAll()
    press(Qt.Key.Key_Delete)
    for place, part in enumerate(text.split("\n")):
        if place:
            press(Qt.Key.Key_Return)
        QTest.keyClicks(focused(), part)


def save(window) -> None:
    press(Qt.Key.Key_Return, keys=CONTROL)
    settle(window)


def told(window) -> str:
    return window.notice.text.text() if window.notice.isVisible() else ""


def test_every_section_is_reached_from_the_list_by_arrow_keys(window):
    page = open_section(window, "business")
    page.names.setFocus()
    press(Qt.Key.Key_Home)
    for name in SECTIONS:
        settle(window)
        assert page.place() == Place("settings", detail=name) and page.section.title == TITLES[name]
        assert not page.section.dirty
        press(Qt.Key.Key_Down)


@pytest.mark.parametrize("name", SECTIONS)
def test_every_control_of_a_section_is_named_and_reached_by_tab(window, name):
    page = open_section(window, name)
    controls = [one for kind in (QLineEdit, QComboBox, QPlainTextEdit) for one in page.section.findChildren(kind)]
    shown = [one for one in controls if one.isVisible() and not isinstance(one.parent(), QComboBox)]
    assert all(one.accessibleName() for one in shown if one.objectName() != "qt_spinbox_lineedit")
    page.names.setFocus()
    seen = set()
    for _ in range(80):
        press(Qt.Key.Key_Tab)
        seen.add(focused())
    assert {one for one in shown if one.isEnabled()} <= seen | {one.focusProxy() for one in shown}


@pytest.mark.parametrize(
    ("section", "line", "text", "kept"),
    [
        (
            "business",
            "business_name",
            "Cafe <b>Sol</b> & Co",
            {"business_name": "Cafe <b>Sol</b> & Co"},
        ),
        ("business", "currency", "usd", {"currency": "USD"}),
        ("business", "timezone", "Europe/Lisbon", {"timezone": "Europe/Lisbon"}),
        ("business", "country", "at", {"country": "AT"}),
        ("hours", "opens", "8", {"working_hours": ["08:00", "17:00"]}),
        ("hours", "closes", "24", {"working_hours": ["09:00", "24:00"]}),
        ("hours", "holidays", "25.12.2026\n2026-01-06", {"holidays": ["2026-01-06", "2026-12-25"]}),
        ("rules", "inactive_after_days", "365", {"inactive_after_days": 365}),
        ("rules", "inactive_after_days", "", {"inactive_after_days": None}),
        ("rules", "gross_margin", "42.5 %", {"gross_margin": "0.425"}),
        ("rules", "assumed_lifespan_years", "3.5", {"assumed_lifespan_years": "3.5"}),
    ],
)
def test_what_is_typed_is_kept_in_one_step_and_taken_back_in_one(window, section, line, text, kept):
    page = open_section(window, section)
    before = dict(window.session.here.stored_settings)
    type_in(page, line, text)
    assert page.section.dirty and page.names.currentItem().text().startswith("●")
    save(window)
    stored = window.session.here.stored_settings
    assert {name: stored[name] for name in kept} == kept
    assert not page.section.dirty and told(window) == f"{TITLES[section]}: saved."
    window.notice.button.click()
    settle(window)
    now = window.session.here.stored_settings
    assert {name: now.get(name) for name in kept} == {name: before.get(name) for name in kept}
    assert not page.section.dirty


@pytest.mark.parametrize(
    ("section", "line", "text", "says"),
    [
        ("business", "currency", "euro", "Currency must be a three-letter code like EUR."),
        ("business", "currency", "jpy", "Currency cannot become JPY, which has a different number of decimals"),
        ("business", "country", "Nowhere", "Country must be a two-letter code like DE, or empty."),
        ("business", "timezone", "Mars", "The time zone “Mars” is not known here"),
        ("hours", "opens", "9 in the morning", "From must be a time of day like 09:00."),
        ("hours", "closes", "8", "Until must be two times"),
        ("hours", "holidays", "Christmas Eve party", "Holidays holds “Christmas Eve party”, which "),
        ("rules", "inactive_after_days", "1.5", "A customer is lost after must be a whole number of days"),
        ("rules", "gross_margin", "half", "Gross margin in percent is not a number"),
        ("targets", "urgent.first_response_hours", "0", "Urgent: first answer within must be hours above 0"),
    ],
)
def test_what_makes_no_sense_is_told_beside_it_and_nothing_is_kept(window, section, line, text, says):
    page = open_section(window, section)
    before = window.session.here.versions()
    type_in(page, line, text)
    save(window)
    shown = page.section.faults[line]
    assert shown.isVisible() and shown.text().startswith(says)
    assert page.section.lines[line].control.accessibleDescription() == shown.text()
    assert window.session.here.versions() == before and page.section.dirty
    page.section.back_button.setFocus()
    press(Qt.Key.Key_Return)
    assert not page.section.dirty and not shown.isVisible()


def test_days_of_the_week_are_ticked_with_the_space_bar(window):
    page = open_section(window, "hours")
    week = page.section.lines["working_days"].control
    week.boxes[5].setFocus()
    press(Qt.Key.Key_Space)
    save(window)
    assert window.session.here.settings.working_days == (1, 2, 3, 4, 5, 6)


def test_ticket_targets_are_kept_and_may_be_left_out(window):
    page = open_section(window, "targets")
    type_in(page, "urgent.first_response_hours", "0.5")
    type_in(page, "low.resolution_hours", "")
    save(window)
    found = business(window.session.here).targets
    assert found["urgent"] == Target(0.5, 8) and found["low"] == Target(16, None)


def test_reminders_outside_the_window_are_switched_on(window):
    page = open_section(window, "reminders")
    page.section.lines["reminders_tray"].control.setFocus()
    press(Qt.Key.Key_Space)
    save(window)
    assert business(window.session.here).reminders_tray


def test_the_business_says_when_a_deal_is_stale(window):
    open_section(window, "reminders")
    type_in(window.page, "stale_after_days", "14")
    save(window)
    assert business(window.session.here).stale_after_days == 14


def test_what_is_typed_waits_while_one_looks_elsewhere(window):
    page = open_section(window, "rules")
    type_in(page, "gross_margin", "77")
    page.names.setFocus()
    press(Qt.Key.Key_Home)
    assert page.names.item(2).text() == "● Rules of the figures (not saved)"
    page.refresh(None)
    open_section(window, "rules")
    assert page.section.lines["gross_margin"].control.text() == "77"


# The pipeline


def names(window) -> list[str]:
    return [rung.name for rung in pipeline.rungs(window.session.here)]


def choose(page: SettingsPage, row: int) -> None:
    page.section.list.setFocus()
    page.section.list.setCurrentRow(row)


def test_a_stage_is_moved_with_the_keys_and_back_with_undo(window):
    page = open_section(window, "stages")
    before = names(window)
    choose(page, 0)
    press(Qt.Key.Key_Down, keys=ALT)
    settle(window)
    assert names(window) == [before[1], before[0], *before[2:]] and told(window)
    press(Qt.Key.Key_Up, keys=ALT)
    settle(window)
    assert names(window) == before
    press(Qt.Key.Key_Up, keys=ALT)
    assert names(window) == before


def test_without_a_chosen_stage_nothing_is_moved_or_removed(window):
    page = open_section(window, "stages")
    before = names(window)
    page.section.start_new()
    page.section.move_stage(1)
    page.section.ask_remove()
    assert names(window) == before and not page.section.findChildren(QMessageBox)


def test_what_comes_to_the_same_is_no_step_to_take_back(window):
    page = open_section(window, "business")
    window.notice.hide()
    before = window.session.here.versions()
    type_in(page, "currency", "eur ")
    page.section.save()
    assert window.session.here.versions() == before and not told(window)


def test_a_dragged_stage_stays_where_it_was_dropped(window):
    page = open_section(window, "stages")
    before = names(window)
    model = page.section.list.model()
    assert model.moveRow(model.index(0, 0).parent(), 0, model.index(0, 0).parent(), 2)
    wait(lambda: names(window) != before)
    assert names(window) == [before[1], before[0], *before[2:]]


def test_an_open_stage_cannot_stand_behind_the_closing_ones(window):
    page = open_section(window, "stages")
    before = names(window)
    last_open = sum(rung.kind == "open" for rung in pipeline.rungs(window.session.here)) - 1
    choose(page, last_open)
    press(Qt.Key.Key_Down, keys=ALT)
    settle(window)
    assert names(window) == before and told(window).startswith("Open stages come first")


def test_a_stage_is_renamed_added_and_removed_again(window):
    page = open_section(window, "stages")
    before = names(window)
    choose(page, 0)
    editor = page.section.form.editor("name")
    editor.setFocus()
    editor.select_all()
    QTest.keyClicks(focused(), "First <b>talk</b>")
    save(window)
    assert names(window)[0] == "First <b>talk</b>" and page.section.list.item(0).text().startswith(
        "First <b>talk</b> · "
    )
    page.section.add_button.setFocus()
    press(Qt.Key.Key_Return)
    QTest.keyClicks(focused(), "Trial")
    save(window)
    assert "Trial" in names(window) and len(names(window)) == len(before) + 1
    choose(page, names(window).index("Trial"))
    press(Qt.Key.Key_Delete)
    settle(window)
    assert "Trial" not in names(window) and told(window) == "The stage is removed."


def test_removing_a_stage_asks_where_its_deals_go(window):
    page = open_section(window, "stages")
    first, second = pipeline.rungs(window.session.here)[:2]
    choose(page, 0)
    page.section.away.setFocus()
    press(Qt.Key.Key_Return)
    (box,) = page.section.findChildren(QMessageBox)
    assert first.name in box.text() and "history" in box.text()
    press(Qt.Key.Key_Escape, box)
    settle(window)
    assert first.name in names(window)
    page.section.away.click()
    box = next(one for one in page.section.findChildren(QMessageBox) if one.isVisible())
    next(button for button in box.buttons() if button.text() == second.name).click()
    settle(window)
    assert first.name not in names(window)
    now = next(rung for rung in pipeline.rungs(window.session.here) if rung.id == second.id)
    assert now.deals == first.deals + second.deals
    window.notice.button.click()
    settle(window)
    assert names(window)[0] == first.name


def test_a_stage_with_very_many_deals_goes_in_a_job(window, monkeypatch):
    monkeypatch.setattr("crmdesk.screen.settings.stages._MANY", 1)
    page = open_section(window, "stages")
    first, second = pipeline.rungs(window.session.here)[:2]
    choose(page, 0)
    page.section.away.click()
    (box,) = page.section.findChildren(QMessageBox)
    next(button for button in box.buttons() if button.text() == second.name).click()
    settle(window)
    assert first.name not in names(window) and told(window) == "The stage is removed."


def test_the_only_stage_for_won_deals_stays(window):
    page = open_section(window, "stages")
    kinds = [rung.kind for rung in pipeline.rungs(window.session.here)]
    choose(page, kinds.index("won"))
    press(Qt.Key.Key_Delete)
    settle(window)
    assert "won" in told(window) and [rung.kind for rung in pipeline.rungs(window.session.here)] == kinds


# The team


def test_a_person_is_added_edited_and_leaves(window):
    page = open_section(window, "team")
    page.section.add_button.setFocus()
    press(Qt.Key.Key_Return)
    assert focused() is page.section.form.editor("name").control
    QTest.keyClicks(focused(), "Aaron Able")
    save(window)
    assert page.section.list.item(0).text().startswith("Aaron Able")
    page.section.form.editor("left_on").setFocus()
    QTest.keyClicks(focused(), "2026-10-31")
    save(window)
    (left,) = window.session.here.rows("SELECT left_on FROM staff WHERE name = 'Aaron Able'")[0]
    assert left is not None and told(window) == "“Aaron Able” is saved."
    assert any("Aaron Able" in page.section.list.item(row).text() for row in range(page.section.list.count()))


def test_what_is_wrong_with_a_person_is_told_beside_it_and_the_next_one_waits(window):
    page = open_section(window, "team")
    choose(page, 0)
    person = page.section.row_id
    page.section.form.editor("left_on").setFocus()
    QTest.keyClicks(focused(), "1901-01-01 or so")
    save(window)
    assert page.section.dirty
    choose(page, 1)
    assert page.section.row_id == person and page.section.list.currentRow() == 0
    page.section.back_button.click()
    assert not page.section.dirty
    choose(page, 1)
    assert page.section.row_id != person


def test_a_person_who_is_left_for_another_is_kept_first(window):
    page = open_section(window, "team")
    choose(page, 0)
    editor = page.section.form.editor("name")
    editor.setFocus()
    editor.select_all()
    QTest.keyClicks(focused(), "Abba")
    choose(page, 2)
    settle(window)
    assert window.session.here.rows("SELECT count(*) FROM staff WHERE name = 'Abba'") == [(1,)]
    assert not page.section.dirty and page.section.save()


def test_a_person_cannot_be_kept_in_a_file_that_may_only_be_read(make_window, book):
    make_window(book)
    second = make_window()
    second.open(book, read_only=True)
    settle(second)
    page = open_section(second, "team")
    page.section.form.editor("name").setFocus()
    QTest.keyClicks(focused(), "Abba")
    page.section.save()
    assert "reading only" in told(second) and page.section.dirty


def test_a_new_person_needs_a_name(window):
    page = open_section(window, "team")
    page.section.start_new()
    page.section.form.editor("email").setFocus()
    QTest.keyClicks(focused(), "a@b.example")
    before = window.session.here.versions()
    save(window)
    assert page.section.dirty and window.session.here.versions() == before


# This computer


def test_look_and_size_hold_at_once_and_the_language_from_the_next_start(window):
    page = open_section(window, "look")
    for box, row in ((page.section.look, 2), (page.section.zoom, 4), (page.section.language, 2)):
        box.setFocus()
        press(Qt.Key.Key_Home)
        for _ in range(row):
            press(Qt.Key.Key_Down)
    kept = home.recall()
    assert (kept.look, kept.zoom, kept.language) == ("dark", 125, "de")
    assert window.theme.is_dark() and "next start" in told(window)
    window.choose_zoom(100)
    try:
        assert speak("en") == "en" and speak("xx") == "en"
    finally:
        set_language("en")


def test_another_workspace_starts_with_its_own_settings(window):
    page = open_section(window, "rules")
    type_in(page, "gross_margin", "77")
    window.leave_workspace()
    assert not page._made and page.names.item(2).text() == "Rules of the figures"
    page.names.setCurrentRow(1)


def test_a_file_that_may_only_be_read_refuses_in_words(make_window, book):
    first = make_window(book)
    second = make_window()
    second.open(book, read_only=True)
    settle(second)
    page = open_section(second, "rules")
    type_in(page, "gross_margin", "77")
    page.section.save()
    assert "reading only" in told(second) and page.section.dirty
    assert first.session.here.settings.gross_margin == "0.42"


def test_countries_are_called_as_they_call_themselves():
    found = dict(countries())
    assert (
        found["DE"] == "DE – Deutschland"
        and found["JP"] == "JP – Japan"
        and found[""] == "not set"
        and len(found) > 200
    )


@pytest.mark.parametrize(("text", "time"), [("9", "09:00"), ("9:30", "09:30"), ("0930", "09:30"), ("24", "24:00")])
def test_times_are_read_as_they_are_typed(text, time):
    assert time_of(text) == time


def test_values_of_settings_are_json_in_the_file(window):
    page = open_section(window, "hours")
    type_in(page, "holidays", "")
    type_in(page, "opens", "10")
    save(window)
    rows = dict(window.session.here.rows("SELECT key, value FROM setting"))
    assert json.loads(rows["working_hours"]) == ["10:00", "17:00"] and json.loads(rows["holidays"]) == []


def test_parts_stay_as_wide_as_they_were_left_with_the_file(window, book, tmp_path):
    open_section(window, "business")
    parts = window.page.findChild(KeptSplitter)
    parts.moveSplitter(150, 1)
    wait(lambda: not parts.later.isActive())
    left = parts.sizes()
    create(tmp_path / "New.crmdesk", {"currency": "EUR", "timezone": "Europe/Berlin"}).close()
    window.open(tmp_path / "New.crmdesk")
    assert parts.sizes() != left
    window.open(book)
    assert parts.sizes() == left


def test_the_title_of_the_window_names_the_section(window):
    page = open_section(window, "business")
    press(Qt.Key.Key_Down, page.names)
    assert page.title() in window.windowTitle()
    assert "Business" not in page.title()
