"""Who is working, where several share one computer."""

from PySide6.QtCore import Qt

from crmdesk.store.file import create
from crmdesk.store.staff import Staff
from tests.screen.driving import press, settle
from tests.store.rows import CLOCK, SETTINGS


def choose(window, name):
    action = next(one for one in window.who.menu_of_people.actions() if one.text() == name)
    action.trigger()


def test_whoever_is_chosen_is_noted_with_every_step_and_works_again_next_time(window, make_window, book):
    names = list(window.who.people.values())
    assert window.who.isVisible()
    assert window.who.text() == "Who is working?"
    choose(window, names[1])
    assert window.who.text() == names[1]
    with window.desk.operation("Something") as tx:
        tx.insert(Staff, {"name": "Zoë"})
    step = window.session.here.journal.next_undo()
    assert window.who.people[step.staff_id] == names[1]
    assert "Zoë" in window.who.people.values()
    window.close()
    again = make_window(book)
    assert again.who.text() == names[1]


def test_who_has_left_does_not_work(window):
    name = next(iter(window.who.people.values()))
    choose(window, name)
    with window.desk.operation("Leaves") as tx:
        tx.update(Staff, window.desk.person, {"left_on": 20_000})
    assert window.desk.person is None
    assert name not in window.who.people.values()


def test_a_business_of_one_never_sees_it(make_window, tmp_path):
    path = tmp_path / "one.crmdesk"
    with create(path, SETTINGS, clock=CLOCK) as workspace, workspace.operation("I") as tx:
        me = tx.insert(Staff, {"name": "Me"})
    window = make_window(path)
    assert not window.who.isVisible()
    assert window.desk.person == me
    assert not window.bars.actions["who"].isEnabled()
    press(Qt.Key.Key_U, window, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    window.leave_workspace()
    assert window.desk.person is None
