"""Adding everything that can be added, with keys alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from crmdesk.domain.clock import FixedClock
from crmdesk.screen.quick_add import QuickAdd, ask_kind, key_of, resume
from crmdesk.screen.quick_kinds import KINDS
from crmdesk.store import note, search
from crmdesk.store.base import own_fields, table_of
from crmdesk.store.check import integrity
from crmdesk.store.field import Choice, Day, Decimal, KpiName, LongText, Moment, MoneyField, PeriodName, Ref, Whole
from crmdesk.store.registry import RECORD_TYPES
from crmdesk.ui import drafts
from crmdesk.ui.desk import Desk
from crmdesk.ui.jobs import Jobs
from crmdesk.ui.notice import Notice
from crmdesk.ui.session import Session
from tests.screen.driving import NOON, focused, press, texts, wait

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
MARKUP = "<b>Żółw & Söhne</b>'; --"
EVERY = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture
def desk(qtbot, book):
    """A desk on the demo business, in a bare window."""
    place = QWidget()
    qtbot.addWidget(place)
    place.resize(900, 600)
    place.show()
    qtbot.waitExposed(place)
    session = Session(place, Jobs(place), FixedClock(NOON))
    session.open(book)
    made = Desk(place, session, Notice(place))

    def undo() -> None:
        session.here.journal.undo(session.here.journal.next_undo().id)

    made.undo_with(undo)
    yield made
    session.close()


@pytest.fixture
def add(desk):
    """Opens the form of a kind."""

    def make(kind, preset=None):
        made = QuickAdd(desk, kind, desk.parent(), preset)
        made.open()
        made.activateWindow()
        wait(lambda: QApplication.activeWindow() is made)
        return made

    return make


def paste(editor, text):
    QApplication.clipboard().setText(text)
    editor.setFocus()
    editor.select_all()
    editor.control.paste()


def fill(form, column):
    """Types something that the field takes, as a person would."""
    editor = form.form.editor(column)
    editor.setFocus()
    match editor.field:
        case Choice() | KpiName() | PeriodName():
            press(Qt.Key.Key_Down, editor.control)
        case Ref() if editor.field.makes is None:
            return
        case Ref():
            paste(editor, f"New {column}")
        case Decimal():
            paste(editor, "0.5")
        case Whole():
            paste(editor, "4")
        case MoneyField():
            paste(editor, "1,250.50")
        case Day() | Moment():
            # A goal is due when its period has begun.
            paste(editor, "31 Dec 2027" if column == "due_on" else "tomorrow")
        case _:
            paste(editor, MARKUP if column != "email" else "zoe@new.example")


def count(desk, record):
    return desk.here.rows(f"SELECT count(*) FROM {table_of(record)}")[0][0]


@EVERY
def test_it_is_added_with_the_fields_of_the_first_page_and_taken_back_in_one_step(desk, add, kind):
    record = KINDS[kind].record
    before = count(desk, record)
    contacts = count(desk, KINDS["contact"].record)
    form = add(kind)
    made = []
    form.added.connect(made.append)
    for column in KINDS[kind].first:
        fill(form, column)
    press(Qt.Key.Key_Return, focused(), CTRL)
    wait(lambda: made)
    assert count(desk, record) >= before + 1
    assert desk.notice.isVisible() and desk.notice.button.isVisible()
    name_field = record.name_field
    if name_field in KINDS[kind].first and not isinstance(own_fields(record)[name_field], KpiName):
        stored = desk.here.rows(f"SELECT {name_field} FROM {table_of(record)} WHERE id = ?", (made[0],))
        assert stored == [(MARKUP,)]
    assert integrity(desk.here) == "ok"
    journal = desk.here.journal
    journal.undo(journal.next_undo().id)
    assert count(desk, record) == before and count(desk, KINDS["contact"].record) == contacts
    assert drafts.waiting(desk.here) == []


@EVERY
def test_every_field_can_be_unfolded_and_reached_by_tab(add, kind):
    form = add(kind)
    form.more.click()
    assert not form.more.isVisible()
    columns = [*KINDS[kind].first, *KINDS[kind].rest]
    assert list(form.form.lines) == columns
    record = KINDS[kind].record
    assert set(columns) == {name for name in (*record.columns, *record.optional) if name in own_fields(record)}
    form.form.editor(columns[0]).setFocus()
    for column in columns[1:]:
        press(Qt.Key.Key_Tab)
        assert focused() is form.form.editor(column).control, column
    form.reject()


def test_everything_that_is_kept_by_hand_can_be_added():
    histories = {"stage_change", "ticket_event"}
    assert {kind.record for kind in KINDS.values()} == {one for one in RECORD_TYPES if one.kind not in histories}


@EVERY
def test_at_most_two_fields_have_to_be_filled_in_and_no_long_text_comes_first(kind):
    first = [own_fields(KINDS[kind].record)[name] for name in KINDS[kind].first]
    # A person is a person, a score a number, unless another one is chosen.
    chosen = (Choice, KpiName, PeriodName)
    assert sum(field.required and not isinstance(field, chosen) for field in first) <= 2
    assert not isinstance(first[0], LongText)


def test_a_company_is_made_on_the_spot_in_the_same_step(desk, add):
    form = add("contact")
    QTest.keyClicks(focused(), "Ada Newcomer")
    form.form.editor("company_id").setFocus()
    QTest.keyClicks(focused(), "Zenith Newco")
    press(Qt.Key.Key_Tab)
    assert "“Zenith Newco” is new and will be made, too" in texts(form)
    form.save_button.click()
    rows = desk.here.rows(
        "SELECT c.name, c.kind FROM contact t JOIN contact c ON c.id = t.company_id WHERE t.name = 'Ada Newcomer'"
    )
    assert rows == [("Zenith Newco", "company")]
    desk.notice.button.click()
    wait(lambda: not desk.here.rows("SELECT 1 FROM contact WHERE name IN ('Ada Newcomer', 'Zenith Newco')"))


def test_what_is_missing_or_wrong_is_said_where_it_belongs(desk, add):
    form = add("deal")
    paste(form.form.editor("amount"), "lots")
    press(Qt.Key.Key_Return, focused(), CTRL)
    assert "“lots” is not a number" in texts(form) and form.isVisible()
    form.afresh.click()
    form.more.click()
    form.form.editor("stage_id").set_value(None)
    assert not form.save()
    assert form.form.lines["stage_id"].note.isVisible()
    assert focused() is form.form.editor("stage_id").control
    form.reject()


def test_a_fault_of_a_folded_field_unfolds_it(add):
    form = add("deal", {"opened_at": None, "title": "No moment"})
    assert not form.save()
    assert form.form.lines["opened_at"].note.isVisible() and not form.more.isVisible()
    form.reject()


def test_a_rule_over_the_whole_record_is_told(desk, add):
    for _twice in range(2):
        form = add("goal")
        form.form.editor("kpi").bring_back("nps")
        paste(form.form.editor("target"), "50")
        done = form.save()
        form.reject()
    assert not done and form.form.lines["period"].note.text()


def test_a_share_of_more_than_everything_is_no_target(desk, add):
    form = add("goal")
    form.form.editor("kpi").bring_back("adoption_rate")
    paste(form.form.editor("target"), "90")
    assert not form.save()
    said = "“90” is more than 100 %; write a share with its sign, such as 30 %."
    assert form.form.lines["target"].note.text() == said
    form.form.editor("target").select_all()
    paste(form.form.editor("target"), "90 %")
    assert form.save()
    assert desk.here.rows("SELECT target FROM goal WHERE kpi = 'adoption_rate' ORDER BY id DESC LIMIT 1") == [("0.9",)]
    form.reject()


def test_esc_keeps_what_was_typed_and_starting_afresh_forgets_it(desk, add):
    form = add("ticket")
    QTest.keyClicks(focused(), "Half a tick")
    press(Qt.Key.Key_Escape)
    assert not form.isVisible()
    form = add("ticket")
    assert form.form.editor("subject").text() == "Half a tick"
    assert "Here is what you had typed on 16 Nov 2026, 12:00" in texts(form)
    form.afresh.click()
    assert form.form.editor("subject").text() == "" and not form.afresh.isVisible()
    form.reject()
    assert drafts.waiting(desk.here) == []


def test_a_draft_of_a_folded_field_comes_back_unfolded_and_can_be_resumed(desk, add):
    preset = {"contact_id": 1}
    form = add("deal", preset)
    form.more.click()
    paste(form.form.editor("notes"), "of yore")
    form.reject()
    assert add("deal").form.state() == {}
    (draft,) = drafts.waiting(desk.here)
    assert draft.key == key_of("deal", preset)
    again = resume(desk, draft, desk.parent())
    assert again.form.editor("notes").text() == "of yore" and again.form.editor("contact_id").value() == 1
    again.save()
    again.reject()
    assert resume(desk, drafts.Draft("unheard of", 0, {"x": 1}), desk.parent()) is None


def test_the_next_time_the_file_is_opened_it_offers_to_go_on(window):
    note.keep(window.session.here, f"{note.DRAFTS}unheard of", {"at": 1, "state": {"x": 1}})
    form = QuickAdd(window.desk, "task", window)
    form.open()
    paste(form.form.editor("subject"), "Call Ada")
    form.reject()
    path = window.session.here.path
    window.leave_workspace()
    window.open(path)
    assert window.notice.text.text() == "New task: begun on 16 Nov 2026, 12:00 and not saved."
    window.notice.button.click()
    (again,) = [one for one in window.findChildren(QuickAdd) if one.isVisible()]
    assert again.form.editor("subject").text() == "Call Ada"
    again.afresh.click()
    again.reject()


def test_doubles_are_told_while_typing_and_the_other_one_opens(desk, add):
    while not search.catch_up(desk.here, 10_000):
        pass
    ((row_id, name, email),) = desk.here.rows(
        "SELECT id, name, email FROM contact WHERE email IS NOT NULL ORDER BY id LIMIT 1"
    )
    wanted = []
    desk.wanted.connect(wanted.append)
    form = add("lead")
    paste(form.form.editor("email"), email.upper())
    wait(form.duplicates.isVisible)
    assert f"{name} · the same e-mail address" in texts(form)
    form.duplicates.buttons[0].click()
    assert (wanted[-1].kind, wanted[-1].id) == ("contact", row_id) and not form.isVisible()
    form = add("lead")
    paste(form.form.editor("email"), "nobody@nowhere.example")
    wait(lambda: not form.duplicates.found)
    form.look_for_duplicates()
    form.afresh.click()
    form.reject()


def test_one_after_the_other_is_added_without_leaving(desk, add):
    form = add("lead")
    for name in ("First Lead", "Second Lead"):
        assert focused() is form.form.editor("name").control
        QTest.keyClicks(focused(), name)
        press(Qt.Key.Key_Return, focused(), CTRL | SHIFT)
    assert form.isVisible() and form.form.editor("name").text() == ""
    form.reject()
    rows = desk.here.rows("SELECT name, lead_at FROM contact WHERE name LIKE '% Lead' ORDER BY id")
    assert rows == [("First Lead", desk.now()), ("Second Lead", desk.now())]
    assert drafts.waiting(desk.here) == []


def test_enter_in_a_line_saves_too(desk, add):
    form = add("campaign")
    QTest.keyClicks(focused(), "Spring fair")
    press(Qt.Key.Key_Return)
    assert not form.isVisible()
    assert desk.here.rows("SELECT 1 FROM campaign WHERE name = 'Spring fair'")


def test_a_file_that_may_only_be_read_says_so(desk, add, book):
    desk.session.open(book, read_only=True)
    form = add("campaign")
    paste(form.form.editor("name"), "No")
    assert not form.save() and "reading only" in texts(form)
    form.reject()


def test_what_to_add_is_asked(desk):
    question = ask_kind(desk, desk.parent())
    wait(question.isVisible)
    assert [question.kinds.item(row).text() for row in range(question.kinds.count())][:2] == ["Contact", "Company"]
    QTest.keyClicks(question.kinds, "exp")
    press(Qt.Key.Key_Return, question.kinds)
    (form,) = [one for one in desk.parent().findChildren(QuickAdd) if one.isVisible()]
    assert form.kind is KINDS["expense"] and not desk.parent().findChildren(QMessageBox)
    form.reject()


def test_the_scale_of_an_answer_follows_what_was_asked(add):
    form = add("survey")
    score = form.form.editor("score").control
    assert score.placeholderText() == "1 to 5" and "5 is very satisfied" in texts(form)
    press(Qt.Key.Key_Down, form.form.editor("kind").control)
    assert score.placeholderText() == "0 to 10" and "10 is extremely likely" in texts(form)
    form.reject()
