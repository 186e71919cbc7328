"""What a new workspace says first, and what follows from each step."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crmdesk.domain.calendar import Calendar
from crmdesk.screen.first_steps import FirstSteps
from crmdesk.screen.quick_add import QuickAdd
from crmdesk.screen.reading import first_period
from crmdesk.store.contact import Contact
from crmdesk.store.file import create
from crmdesk.store.goal import Goal
from crmdesk.store.sale import Sale
from crmdesk.store.staff import Staff
from crmdesk.ui.desk import Place
from tests.screen.driving import NOON, focused, press, settle, wait

BERLIN = Calendar("Europe/Berlin")
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "New.crmdesk"
    create(path, {"business_name": "New", "currency": "EUR", "timezone": "Europe/Berlin"}).close()
    return path


@pytest.fixture
def window(make_window, path):
    return make_window(path)


def steps(window) -> FirstSteps:
    return window.navigator.page_of("today").findChild(FirstSteps)


def add(window, record, values):
    with window.desk.operation("Something") as tx:
        tx.insert(record, values)
    settle(window)


def test_a_new_workspace_begins_with_the_first_step(window):
    assert window.shows() == "today" and steps(window).isVisible()
    assert focused() is steps(window).buttons[0] and focused().text() == "Set up the business"
    press(Qt.Key.Key_Return)
    assert window.shows() == "settings"


def test_a_step_that_is_done_is_marked_and_the_next_one_has_the_keys(window):
    add(window, Staff, {"name": "Mira"})
    assert steps(window).marks[0].text() == "✔ 1. Your business (done)"
    window.desk.go(Place("contacts"))
    window.desk.go(Place("today"))
    assert focused().text() == "Add a contact"
    add(window, Contact, {"kind": "person", "name": "Anna"})
    assert "done" in steps(window).marks[1].text() and "done" not in steps(window).marks[2].text()


def test_after_the_last_step_nothing_is_said_of_steps_any_more(window, path):
    add(window, Staff, {"name": "Mira"})
    add(window, Contact, {"kind": "person", "name": "Anna"})
    add(window, Goal, {"kpi": "revenue", "period": "2026-11", "target": "100"})
    assert not steps(window).isVisible()
    assert window.isAncestorOf(focused())


def test_the_steps_can_be_put_away_for_good(window, path):
    steps(window).away.click()
    assert not steps(window).isVisible() and "Ctrl+K" in window.notice.text.text()
    window.leave_workspace()
    window.open(path)
    window.desk.go(Place("today"))
    assert not steps(window).isVisible()


def test_whoever_only_looks_is_not_told_to_begin(make_window, path):
    window = make_window()
    window.open(path, read_only=True)
    assert window.shows() == "dashboard"
    window.desk.go(Place("today"))
    assert not steps(window).isVisible()


def test_every_step_leads_to_its_form(window):
    buttons = {button.text(): button for button in steps(window).buttons}
    for text, kind in (("Add a contact", "contact"), ("Set a goal", "goal")):
        buttons[text].click()
        form = window.findChild(QuickAdd)
        assert form.kind.record.kind == kind
        form.reject()
        wait(lambda: window.findChild(QuickAdd) is None)
    buttons["Bring in files"].click()
    settle(window)
    assert window.shows() == "import"


def test_figures_begin_with_the_month_in_which_the_data_does(window):
    workspace = window.session.here
    assert first_period(workspace, NOON).label == "2026-11"
    add(window, Sale, {"sold_at": NOON - 1, "amount": 100, "recorded_at": NOON})
    assert first_period(workspace, NOON).label == "2026-11"
    add(window, Sale, {"sold_at": BERLIN.parse("2026-09-02"), "amount": 100, "recorded_at": NOON})
    assert first_period(workspace, NOON).label == "2026-10"


def test_the_line_below_counts_what_was_added_wherever_one_is(window):
    window.measuring.telling.setInterval(0)
    window.desk.go(Place("contacts"))
    add(window, Contact, {"kind": "person", "name": "Anna"})
    wait(lambda: window.bars.data_to.text() == "1 record")


@pytest.mark.parametrize(("section", "name"), [("contacts", "Anna"), ("deals", "Big one")])
def test_what_was_added_has_the_keys(window, section, name):
    window.desk.go(Place(section))
    press(Qt.Key.Key_N, keys=CTRL)
    wait(lambda: isinstance(focused().window(), QuickAdd))
    QTest.keyClicks(focused(), name)
    press(Qt.Key.Key_Return, keys=CTRL)
    wait(lambda: QApplication.activeModalWidget() is None)
    window.activateWindow()
    wait(QApplication.focusWidget)
    settle(window)
    press(Qt.Key.Key_Return)
    settle(window)
    assert window.shows() == "record" and window.page.head.name.text() == name
