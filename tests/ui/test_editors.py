"""Every field of every record type can be shown, typed, left alone, cleared and refused in its editor."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from crmdesk.store.base import fields_of, own_fields, table_of
from crmdesk.store.campaign import Campaign
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.field import Choice, Day, Email, Keyword, KpiName, LongText, Moment, PeriodName, Ref
from crmdesk.store.making import Missing
from crmdesk.store.registry import RECORD_TYPES
from crmdesk.store.stage import Stage
from crmdesk.ui import fields
from crmdesk.ui.editors import DateEditor, editor_for
from tests.screen.driving import press, wait
from tests.store.rows import NOON, one_of_each, sample

FIELDS = [
    pytest.param(record, name, field, id=f"{table_of(record)}.{name}")
    for record in RECORD_TYPES
    for name, field in own_fields(record).items()
]
# What a field takes that is no text like any other.
KNOWN = {Email: "zoë@example.com", KpiName: "revenue", PeriodName: "2026-10"}


@pytest.fixture
def editor(desk, parent):
    """Makes an editor of a field, shown and with the keys."""

    def make(field):
        made = editor_for(field, desk, parent)
        made.show()
        made.setFocus()
        return made

    return make


def filled(desk):
    """A record of each kind in the workspace."""
    with desk.operation("One of each") as tx:
        return one_of_each(tx)


def type_in(editor, text):
    editor.select_all()
    QTest.keyClicks(editor.control, text)


@pytest.mark.parametrize(("record", "name", "field"), FIELDS)
def test_what_is_not_touched_keeps_its_value(desk, editor, record, name, field):
    ids = filled(desk)
    value = ids[field.rel_model] if isinstance(field, Ref) else sample(field)
    made = editor(field)
    made.set_value(value)
    assert made.value() == value and not made.touched
    assert made.accessibleName() == made.control.accessibleName() == field.label
    made.set_value(None)
    assert made.value() is None


@pytest.mark.parametrize(("record", "name", "field"), FIELDS)
def test_what_an_editor_writes_is_read_back_as_the_same_value(desk, record, name, field):
    ids = filled(desk)
    workspace = desk.here
    if isinstance(field, Ref):
        target = field.rel_model
        # A history has no name of its own.
        if target.name_field not in own_fields(target):
            return
        ((text,),) = workspace.rows(f"SELECT {target.name_field} FROM {table_of(target)}")
        named = (ids[target], text)
        assert fields.shown(field, named, workspace) == fields.written(field, named, workspace) == text
        return
    value = KNOWN[type(field)] if type(field) in KNOWN else sample(field)
    text = fields.written(field, value, workspace)
    again = fields.typed(field, text, workspace, NOON)
    assert again == (value.rstrip("\n") if isinstance(value, str) else value)
    assert fields.shown(field, value, workspace)
    assert fields.shown(field, None, workspace) == fields.written(field, None, workspace) == ""
    assert fields.typed(field, "  ", workspace, NOON) is None


@pytest.mark.parametrize(("record", "name", "field"), FIELDS)
def test_typing_is_told_and_can_be_kept_and_brought_back(desk, editor, record, name, field):
    filled(desk)
    told = []
    made = editor(field)
    made.set_value(None)
    made.changed.connect(lambda: told.append(made.text()))
    if isinstance(field, Choice | KpiName | PeriodName):
        press(Qt.Key.Key_Down, made.control)
    else:
        type_in(made, "7")
    assert told and made.touched
    other = editor(field)
    other.set_value(None)
    other.bring_back(made.state())
    assert other.text() == made.text() and other.touched


def test_a_date_is_typed_in_words_and_shown_as_it_was_understood(editor):
    due = editor(own_fields(Deal)["expected_close_on"])
    due.set_value(None)
    type_in(due, "tomorrow")
    assert due.hint() == "Sunday, 1 Nov 2026"
    press(Qt.Key.Key_Return, due.control)
    assert due.text() == "1 Nov 2026"
    type_in(due, "when pigs fly")
    assert due.hint() == ""
    press(Qt.Key.Key_Return, due.control)
    assert due.text() == "when pigs fly"
    with pytest.raises(ValueError, match="is not a date, such as"):
        due.value()
    type_in(due, " ")
    assert due.hint() == "" and due.value() is None


@pytest.mark.parametrize(
    ("typed", "start"), [("", "31 Oct 2026"), ("nonsense", "31 Oct 2026"), ("2 nov", "2 Nov 2026")]
)
def test_a_day_is_chosen_from_the_sheet_of_the_month(desk, editor, typed, start):
    due = editor(own_fields(Deal)["expected_close_on"])
    due.set_value(None)
    done = []
    due.committed.connect(lambda: done.append(due.value()))
    type_in(due, typed)
    press(Qt.Key.Key_Down, due.control, Qt.KeyboardModifier.AltModifier)
    assert due.sheet is not None
    assert [due.sheet.minimumDate().year(), due.sheet.maximumDate().year()] == [1900, 2199]
    assert (
        due.sheet.selectedDate().toString(Qt.DateFormat.ISODate) == {"31": "2026-10-31", "2 ": "2026-11-02"}[start[:2]]
    )
    sheet = due.sheet
    sheet.activated.emit(sheet.selectedDate().addDays(3))
    sheet.activated.emit(sheet.selectedDate())
    assert done[-1] == fields.typed(due.field, start, desk.here, NOON) + 3


def test_a_moment_keeps_its_seconds_when_it_is_not_touched(editor):
    opened = editor(own_fields(Deal)["opened_at"])
    opened.set_value(NOON + 1)
    press(Qt.Key.Key_Return, opened.control)
    assert opened.value() == NOON + 1 and opened.hint() == ""
    type_in(opened, "today")
    assert opened.hint().startswith("Saturday, 31 Oct 2026, ")
    press(Qt.Key.Key_Down, opened.control)
    assert isinstance(opened, DateEditor) and opened.sheet is None


def test_a_money_editor_reads_what_people_write(editor):
    amount = editor(own_fields(Deal)["amount"])
    amount.set_value(None)
    type_in(amount, "12k")
    press(Qt.Key.Key_Return, amount.control)
    assert amount.text() == "12,000.00" and amount.value() == 1_200_000
    assert amount.line.alignment() & Qt.AlignmentFlag.AlignRight


def test_tab_leaves_a_long_text_and_no_space_is_lost_in_it(desk, editor, parent):
    notes = editor(own_fields(Deal)["notes"])
    notes.set_value("1\u00a0000\nend")
    done = []
    notes.committed.connect(lambda: done.append(notes.value()))
    other = QLineEdit(parent)
    other.show()
    assert isinstance(notes.control, QPlainTextEdit)
    notes.control.moveCursor(notes.control.textCursor().MoveOperation.End)
    QTest.keyClicks(notes.control, "!")
    press(Qt.Key.Key_Tab, notes.control)
    assert done == ["1\u00a0000\nend!"]


def test_the_wheel_turns_no_choice_that_has_not_the_keys(editor, parent, qtbot):
    kind = editor(own_fields(Contact)["kind"])
    kind.set_value("person")
    other = QLineEdit(parent)
    other.show()
    other.setFocus()
    for count, expected in ((1, "person"), (2, "company")):
        if count == 2:
            kind.setFocus()
        position = kind.control.rect().center()
        wheel(kind.control, position)
        assert kind.value() == expected


def wheel(widget, position):
    event = QWheelEvent(
        QPointF(position),
        QPointF(widget.mapToGlobal(position)),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def test_known_words_are_proposed(desk, editor):
    with desk.operation("Words") as tx:
        tx.insert(Campaign, {"name": "Spring", "channel": "Trade fair"})
        tx.insert(Contact, {"kind": "person", "name": "A", "channel": "Tradesman"})
    channel = editor(own_fields(Contact)["channel"])
    assert isinstance(channel.field, Keyword)
    channel.set_value(None)
    type_in(channel, "tr")
    completer = channel.line.completer()
    assert completer is not None
    model = completer.completionModel()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["Trade fair", "Tradesman"]
    completer.popup().hide()


def test_every_kind_of_field_has_its_own_editor(editor):
    kinds = {type(field).__name__: type(editor(field)).__name__ for _record, _name, field in (p.values for p in FIELDS)}
    assert kinds["Ref"] == "RefEditor" and kinds["Choice"] == "ChoiceEditor" and kinds["LongText"] == "LongTextEditor"
    assert kinds["Day"] == kinds["Moment"] == "DateEditor"
    assert set(kinds.values()) >= {"LineEditor", "KeywordEditor"}


class TestReference:
    """Choosing a record by typing its name."""

    @pytest.fixture
    def people(self, desk):
        with desk.operation("People") as tx:
            return {
                name: tx.insert(Contact, {"kind": kind, "name": name, "email": email})
                for kind, name, email in (
                    ("company", "Acme Works", None),
                    ("company", "Acme Trading", "office@acme.example"),
                    ("person", "Acacia Lee", None),
                )
            }

    @pytest.fixture
    def company(self, editor, people):
        made = editor(fields_of(Contact)["company_id"])
        made.set_value(None)
        return made

    def offered(self, company):
        return [company.found.item(row).text() for row in range(company.found.rowCount())]

    def test_only_records_that_fit_are_proposed_and_making_one_comes_last(self, company):
        type_in(company, "ac")
        wait(company.popup.isVisible)
        assert sorted(self.offered(company)[:-1]) == ["Acme Trading · office@acme.example", "Acme Works"]
        assert self.offered(company)[-1] == "Make “ac”"
        company.popup.hide()

    def test_the_chosen_one_is_the_value(self, company, people):
        told = []
        company.committed.connect(lambda: told.append(company.value()))
        type_in(company, "acme w")
        wait(company.popup.isVisible)
        press(Qt.Key.Key_Down, company.popup)
        press(Qt.Key.Key_Return, company.popup)
        assert told and told[-1] == people["Acme Works"] and company.text() == "Acme Works"

    def test_a_name_typed_in_full_needs_no_list(self, company, people):
        type_in(company, "acme WORKS")
        press(Qt.Key.Key_Return, company.control)
        assert company.value() == people["Acme Works"] and company.text() == "Acme Works"

    def test_a_name_that_nobody_has_is_made_when_it_is_saved(self, company):
        type_in(company, "Zenith")
        press(Qt.Key.Key_Return, company.control)
        assert company.value() == Missing(Contact, "Zenith", {"kind": "company"})
        assert company.hint() == "“Zenith” is new and will be made, too"
        state = company.state()
        company.set_value(None)
        company.bring_back(state)
        assert company.value() == Missing(Contact, "Zenith", {"kind": "company"})

    def test_half_a_name_is_refused_until_one_is_chosen(self, company):
        type_in(company, "acme")
        press(Qt.Key.Key_Return, company.control)
        with pytest.raises(ValueError, match="is not the name"):
            company.value()
        press(Qt.Key.Key_Down, company.control)
        assert self.offered(company)[-1] == "Make “acme”"
        company.popup.hide()

    def test_an_empty_line_offers_the_latest_and_may_stay_empty(self, company, people, qtbot):
        qtbot.mouseClick(company.control, Qt.MouseButton.LeftButton)
        assert len(self.offered(company)) == 2
        company.popup.hide()
        company.set_value(people["Acme Works"])
        qtbot.mouseClick(company.control, Qt.MouseButton.LeftButton)
        type_in(company, " ")
        press(Qt.Key.Key_Return, company.control)
        assert company.value() is None

    def test_what_may_not_be_made_is_not_offered(self, editor, desk):
        with desk.operation("Stages") as tx:
            for place, name in enumerate(("Won", "New", "Lost")):
                tx.insert(Stage, {"name": name, "position": place})
        stage = editor(own_fields(Deal)["stage_id"])
        stage.set_value(None)
        press(Qt.Key.Key_Down, stage.control)
        assert self.offered(stage) == ["Won", "New", "Lost"]
        stage.popup.hide()
        type_in(stage, "nothing such")
        stage.propose()
        assert self.offered(stage) == [] and not stage.popup.isVisible()
        press(Qt.Key.Key_Return, stage.control)
        with pytest.raises(ValueError, match="is not the name"):
            stage.value()

    def test_two_of_one_name_are_told_apart_by_choosing(self, editor, desk):
        with desk.operation("Twins") as tx:
            for _twin in range(2):
                tx.insert(Contact, {"kind": "company", "name": "Twin"})
        company = editor(fields_of(Contact)["company_id"])
        company.set_value(None)
        type_in(company, "twin")
        with pytest.raises(ValueError, match="2 records"):
            company.value()
        company.set_value((1, "Twin"))
        assert company.value() == 1
        company.set_value(Missing(Contact, "Triplet"))
        assert company.text() == "Triplet"
        company.bring_back([77, "Gone"])
        assert company.text() == "Gone" and company.chosen is None


def test_fields_know_where_their_values_stand():
    every: list[Any] = [place.values[2] for place in FIELDS]
    aligned = {type(field): fields.is_number(field) for field in every}
    assert not any(aligned[kind] for kind in (Day, Moment, LongText, Ref, Choice))
    assert fields.alignment(own_fields(Deal)["title"]) & Qt.AlignmentFlag.AlignLeft
