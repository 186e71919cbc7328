"""Bringing files in: what they are, what their columns mean, what is asked, the plan, and what came of it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from crmdesk.exchange.drafts.draft import KEEP, LEFT_OUT
from crmdesk.exchange.rules import TableRule
from crmdesk.screen.filing import dropped
from crmdesk.screen.importing.acts import COLUMNS, DONE, NAMES, PLAN, WHAT, paths_of, place_for
from crmdesk.screen.importing.results import ask_to_save
from crmdesk.screen.importing.undo import UndoDialog
from crmdesk.screen.new_workspace import NewWorkspace
from crmdesk.store.file import create
from crmdesk.ui.desk import Place
from tests.screen.driving import focused, press, settle, texts
from tests.screen.import_hands import Hands

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
FUNNEL = GOLDEN / "06-funnel-and-win-rate"
DEALS = 42
PEOPLE = (
    "Name;E-Mail;Telefon;Firma;Kunde seit;Lieblingsfarbe\n"
    "Anna Schmidt;anna@schmidt.de;030 123456;Schmidt GmbH;01.02.2024;blau\n"
    "Bernd <b>Müller</b>;bernd@mueller.de;0170/5551234;Müller KG;25.03.2024;Select\n"
    "Clara Zeta;clara@zeta.de;n/a;;06.04.2024;rot\n"
)


@pytest.fixture
def empty(make_window, tmp_path):
    """A window on an empty workspace."""
    create(tmp_path / "Empty.crmdesk", {"currency": "EUR", "timezone": "Europe/Berlin"}).close()
    return make_window(tmp_path / "Empty.crmdesk")


@pytest.fixture
def people(tmp_path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    return path


@pytest.fixture
def hands(empty, people) -> Hands:
    return Hands(empty, [people])


def count(window, table: str) -> int:
    return int(window.session.here.rows(f"SELECT count(*) FROM {table}")[0][0])


def names(window) -> list[str]:
    rows = window.session.here.rows("SELECT name FROM contact WHERE kind = 'person' ORDER BY name")
    return [name for (name,) in rows]


def to_plan(hands: Hands) -> None:
    """Goes through the steps with what is probable."""
    hands.next()
    hands.next()
    if hands.page.names.all.isVisible():
        hands.click(hands.page.names.all)
    hands.next()
    assert hands.page.step == PLAN, hands.window.notice.text.text()


def bring_in(window, path: Path) -> Hands:
    """Brings a file in with what is probable."""
    hands = Hands(window, [path])
    to_plan(hands)
    hands.next()
    return hands


def test_a_file_becomes_records_by_clicks_alone_and_goes_again_with_one(hands):
    page, window = hands.page, hands.window
    assert page.what.kind.currentData() == "contacts"
    assert "Name, E-Mail" in page.what.reasons.text()
    to_plan(hands)
    assert page.plan.buttons["created"].text() == "New: 5"
    assert count(window, "contact") == 0
    hands.next()
    assert page.step == DONE
    assert names(window) == ["Anna Schmidt", "Bernd <b>Müller</b>", "Clara Zeta"]
    assert window.session.here.rows("SELECT count(*) FROM contact WHERE kind = 'company'") == [(2,)]
    hands.click(page.done.undo)
    assert count(window, "contact") == 0
    assert "undone" in page.done.said.text() and not page.done.undo.isEnabled()


def test_the_same_file_again_adds_nothing_and_is_understood_as_last_time(empty, people):
    bring_in(empty, people)
    before = count(empty, "contact")
    again = Hands(empty, [people])
    assert "as last time" in again.page.what.kind.currentText()
    assert "This very file came in" in again.page.what.reasons.text()
    to_plan(again)
    assert not again.page.plan.buttons["created"].isVisible()
    again.next()
    assert count(empty, "contact") == before


def test_every_column_says_what_it_becomes_and_can_be_changed(hands):
    page = hands.page
    hands.next()
    rows = {one.name: one.field for one in page.columns.table.rows.rows}
    assert (rows["E-Mail"], rows["Lieblingsfarbe"]) == ("email", KEEP)
    hands.column("Lieblingsfarbe", LEFT_OUT)
    hands.column("Firma", KEEP)
    rows = {one.name: one.field for one in page.columns.table.rows.rows}
    assert (rows["Firma"], rows["Lieblingsfarbe"]) == (KEEP, LEFT_OUT)
    hands.click(page.foot.before)
    hands.next()
    assert [one.field for one in page.columns.table.rows.rows] == list(rows.values())
    hands.next()
    hands.next()
    hands.next()
    custom = hands.window.session.here.rows("SELECT custom FROM contact ORDER BY id LIMIT 1")[0][0]
    assert "Schmidt GmbH" in custom and "blau" not in custom


def test_the_table_is_read_anew_as_a_person_says(empty, tmp_path):
    path = tmp_path / "odd.csv"
    path.write_bytes("My people\nName,Ort\nJosé,Köln\n".encode("cp1252"))
    hands = Hands(empty, [path])
    written = hands.page.what.preview.written
    hands.choose(written.encoding, "cp1252")
    written.encoding.activated.emit(written.encoding.currentIndex())
    written.heading.setValue(2)
    settle(empty)
    assert hands.page.walk.items[0].found.columns == ("Name", "Ort")
    assert hands.page.what.preview.table.rows.rows[0][1] == ["José", "Köln"]


def test_a_file_that_cannot_be_read_says_why_and_nothing_comes_of_it(empty, tmp_path):
    path = tmp_path / "picture.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 100)
    hands = Hands(empty, [path])
    assert "PNG" in hands.page.what.fault.text()
    hands.page.show_step(PLAN)
    assert hands.page.step == WHAT
    assert "There is nothing to bring in" in empty.notice.text.text()


def test_an_interchange_folder_goes_straight_to_its_plan_and_back_as_one_step(empty):
    hands = Hands(empty, [FUNNEL])
    assert hands.page.step == PLAN
    assert hands.page.plan.fill.currentData() == "letter"
    hands.next()
    assert count(empty, "deal") == DEALS
    empty.bars.actions["undo"].trigger()
    settle(empty)
    assert count(empty, "deal") == 0


def test_rows_that_are_refused_are_named_and_can_be_mended(empty, tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "contacts.csv").write_text(
        "id,kind,name,lead_at\r\nC1,person,Ada,yesterday\r\nC2,person,Bo,2026-01-02\r\n"
    )
    hands = Hands(empty, [folder])
    page = hands.page
    hands.click(page.plan.buttons["rejected"])
    grid = page.plan.part.cells
    row = next(at for at in range(grid.rowCount()) if grid.item(at, 1).text() == "yesterday")
    assert "lead" in page.plan.part.reason.text().lower() or page.plan.part.reason.text()
    grid.item(row, 1).setText("2026-01-01")
    settle(empty)
    assert not page.plan.buttons["rejected"].isVisible()
    hands.next()
    assert names(empty) == ["Ada", "Bo"]


def test_a_row_can_be_left_out_and_the_plan_says_so(hands):
    to_plan(hands)
    page = hands.page
    rows = [row.name for row in page.plan.rows.rows.rows]
    hands.click_row(page.plan.rows, rows.index("Bernd <b>Müller</b>"))
    does = page.plan.part.does
    hands.choose(does, does.itemData(does.count() - 1))
    assert page.plan.buttons["left_out"].text() == "Left out: 1"
    hands.next()
    assert "Bernd <b>Müller</b>" not in names(hands.window)


def test_what_is_there_is_filled_up_and_only_what_is_chosen_is_replaced(empty, people, tmp_path):
    bring_in(empty, people)
    newer = tmp_path / "newer.csv"
    newer.write_text("Name;E-Mail;Telefon;Ort\nAnna Schmidt;anna@schmidt.de;040 998877;Berlin\n", encoding="utf-8")
    hands = Hands(empty, [newer])
    to_plan(hands)
    page = hands.page
    hands.click(page.plan.buttons["updated"])
    changes = page.plan.part.changes
    fields = {changes.item(at, 0).text(): changes.item(at, 3).checkState() for at in range(changes.rowCount())}
    assert (fields["City"], fields["Phone"]) == (Qt.CheckState.Checked, Qt.CheckState.Unchecked)
    hands.next()
    assert empty.session.here.rows("SELECT phone, city FROM contact WHERE name = 'Anna Schmidt'") == [
        ("+49 30 123456", "Berlin")
    ]


def test_questions_are_asked_one_by_one_and_the_keys_answer_them(empty, tmp_path):
    path = tmp_path / "deals.csv"
    path.write_text(
        "Deal;Customer;Stage;Value;Opened;Closed\n"
        "Roof;Ada;Proposal sent;100;03.04.2026;\n"
        "Wall;Bo;Signed;200;05.06.2026;07.08.2026\n"
        "Floor;Cy;Proposal sent;300;06.07.2026;\n"
    )
    hands = Hands(empty, [path])
    hands.next()
    page = hands.page
    page.show_step(NAMES)
    still = hands.open_questions()
    assert still
    page.show_step(PLAN)
    assert page.step == NAMES
    asked = len(still)
    for _turn in range(20):
        if not hands.open_questions():
            break
        page.names.card.options.setFocus()
        press(Qt.Key.Key_Return, focused())
        settle(empty)
    assert not hands.open_questions(), asked
    page.step_next()
    settle(empty)
    assert page.step == PLAN
    page.step_next()
    settle(empty)
    assert count(empty, "deal") == 3


def test_steps_are_walked_by_keys_alone(empty, people):
    empty.desk.go(place_for([people]))
    settle(empty)
    page = empty.page
    for step in (COLUMNS, NAMES, PLAN, DONE):
        action: QAction = empty.bars.actions["import_next"]
        assert action.isEnabled()
        QTest.keyClick(empty, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        settle(empty)
        assert page.step == step
        focus = QApplication.focusWidget()
        assert focus is not None and page.isAncestorOf(focus)
    assert count(empty, "contact") == 5


def test_the_key_for_the_next_step_goes_as_soon_as_the_files_were_looked_at(make_window, tmp_path, people):
    create(tmp_path / "Shop.crmdesk", {"currency": "EUR", "timezone": "Europe/Berlin"}).close()
    window = make_window(tmp_path / "Shop.crmdesk", at_once=False)
    window.desk.go(place_for([people]))
    settle(window)
    assert window.page.foot.next.isEnabled()
    assert window.bars.actions["import_next"].isEnabled()
    for step in (COLUMNS, NAMES, PLAN):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        settle(window)
        assert window.page.step == step
    assert window.page.plan.rows.hasFocus()


def test_whatever_is_dropped_on_the_window_is_brought_in(empty, people, tmp_path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(people)), QUrl("https://example.org/x.csv")])
    assert dropped(data) == [people]
    assert paths_of(place_for([people, tmp_path])) == (people, tmp_path)
    assert paths_of(Place("import", detail="{")) == () and paths_of(Place("import", detail="1")) == ()


def test_several_tables_are_chosen_among_and_one_is_left_out(empty, people, tmp_path):
    other = tmp_path / "expenses.csv"
    other.write_text("Date;Amount;Category\n2026-01-02;10,50;Marketing\n2026-01-03;11,50;Marketing\n")
    hands = Hands(empty, [people, other])
    page = hands.page
    assert page.what.tables.isVisible() and len(page.walk.items) == 2
    hands.table("expenses.csv")
    assert page.what.kind.currentData() == "expenses"
    hands.click(page.what.taken)
    assert [item.path.name for item in page.walk.taken] == ["people.csv"]
    press(Qt.Key.Key_Space, page.what.tables)
    assert len(page.walk.taken) == 2
    hands.becomes("sales")
    assert page.walk.items[page.work.at].draft.kind == "sales"


def test_a_table_of_headings_alone_is_left_out_and_nothing_is_asked_about_it(empty, people, tmp_path):
    half = tmp_path / "half.csv"
    half.write_text("Buchungstag;Auftraggeber;Betr", encoding="utf-8")
    hands = Hands(empty, [people, half])
    walk = hands.page.walk
    assert [item.name for item in walk.taken] == ["people.csv"] and len(walk.items) == 2
    hands.table("half.csv")
    assert "There is no row below the headings." in texts(hands.page)


def test_the_start_shows_what_came_in_lately_and_takes_it_back(empty, people):
    bring_in(empty, people)
    hands_page = empty.page
    hands_page.begin_anew()
    assert not hands_page.walk.paths
    assert [one.name for one in hands_page.start.table.rows.rows] == ["people.csv"]
    hands_page.start.back.click()
    settle(empty)
    assert count(empty, "contact") == 0


def test_leaving_the_page_keeps_what_was_decided_and_closing_the_file_forgets_it(hands):
    window, page = hands.window, hands.page
    hands.next()
    hands.column("Firma", KEEP)
    window.desk.go(Place("contacts"))
    window.desk.go(Place("import"))
    assert page.step == COLUMNS
    assert next(one for one in page.columns.table.rows.rows if one.name == "Firma").field == KEEP
    window.leave_workspace()
    assert not page.walk.paths


def test_a_long_import_can_be_paused_and_cancelled_and_leaves_nothing(make_window, tmp_path):
    create(tmp_path / "Big.crmdesk", {"currency": "EUR", "timezone": "Europe/Berlin"}).close()
    window = make_window(tmp_path / "Big.crmdesk", at_once=False)
    path = tmp_path / "many.csv"
    path.write_text("Name,E-mail\n" + "".join(f"Person {n},p{n}@firm{n}.de\n" for n in range(3000)))
    hands = Hands(window, [path])
    to_plan(hands)
    page = hands.page
    page.carry_out()
    assert page.done.working.isVisible() and window.session.writing
    page.done.pause.click()
    task = page.done.job.task
    assert task.paused and page.done.pause.text() == "Go on"
    page.done.pause.click()
    assert not task.paused
    page.done.pause.click()
    page.done.cancel.click()
    settle(window)
    assert "as it was" in page.done.said.text()
    assert count(window, "contact") == 0
    page.show_step(PLAN)
    settle(window)
    page.step_next()
    settle(window)
    assert count(window, "contact") == 3000
    create(tmp_path / "Other.crmdesk").close()
    window.open(tmp_path / "Other.crmdesk")
    to_plan(Hands(window, [path]))
    page.carry_out()
    page.done.cancel.click()
    settle(window)
    assert "as it was" in page.done.said.text() and not count(window, "contact")


def test_data_from_the_welcome_page_gets_a_workspace_of_its_own(make_window, crmdesk_home, people):
    window = make_window()
    window.page.bring.click()
    box = next(one for one in window.findChildren(QMessageBox) if one.isVisible())
    next(button for button in box.buttons() if "Cancel" in button.text()).click()
    window.filing.take([FUNNEL])
    settle(window)
    assert window.shows() == "import" and window.page.step == PLAN
    assert window.session.here.path.parent == crmdesk_home
    window.leave_workspace()
    window.filing.take([people])
    dialog = next(one for one in window.findChildren(NewWorkspace) if one.isVisible())
    assert dialog.name.text() == "people"
    dialog.make.click()
    settle(window)
    assert window.shows() == "import" and window.page.what.kind.currentData() == "contacts"


def test_while_something_is_written_nothing_else_is_and_the_window_stays(make_window, tmp_path):
    create(tmp_path / "Big.crmdesk", {"currency": "EUR", "timezone": "Europe/Berlin"}).close()
    window = make_window(tmp_path / "Big.crmdesk", at_once=False)
    hands = Hands(window, [FUNNEL])
    hands.page.carry_out()
    assert window.session.writing
    hands.page.carry_out()
    window.close()
    assert window.isVisible()
    assert "being written" in window.notice.text.text()
    settle(window)
    assert count(window, "deal") == DEALS


def test_names_from_files_are_shown_as_they_are(hands):
    hands.next()
    hands.next()
    hands.next()
    rows = [row.name for row in hands.page.plan.rows.rows.rows]
    hands.click_row(hands.page.plan.rows, rows.index("Bernd <b>Müller</b>"))
    assert "Bernd <b>Müller</b>" in texts(hands.page)
    assert hands.page.plan.part.name.text() == "Bernd <b>Müller</b>"


def test_records_that_were_changed_since_are_asked_about_before_an_import_goes_back(empty, people):
    hands = bring_in(empty, people)
    with empty.desk.operation("Edit") as tx:
        tx.rows("UPDATE contact SET city = 'Bonn' WHERE name = 'Clara Zeta'")
    with empty.desk.operation("Edit") as tx:
        tx.rows("UPDATE contact SET city = 'Köln' WHERE name = 'Anna Schmidt'")
    hands.page.show_step(DONE)
    hands.click(hands.page.done.undo)
    dialog = next(one for one in empty.findChildren(UndoDialog) if one.isVisible())
    rows = [one.name for one in dialog.edited]
    assert sorted(rows) == ["Anna Schmidt", "Clara Zeta"]
    assert len(dialog.staying) == 2
    hands.click(dialog.none)
    assert not dialog.staying
    dialog.table.setCurrentIndex(dialog.table.rows.index(rows.index("Clara Zeta"), 0))
    press(Qt.Key.Key_Space, dialog.table)
    assert [dialog.table.rows.columns[-1].text(one) for one in dialog.edited if one.name == "Clara Zeta"] == [
        "stays as it is"
    ]
    hands.click(dialog.take_back)
    assert names(empty) == ["Clara Zeta"]
    assert empty.session.here.rows("SELECT city FROM contact WHERE name = 'Clara Zeta'") == [("Bonn",)]
    assert hands.page.done.said.text() == "The import was undone, except for what was changed since."
    assert not hands.page.done.undo.isEnabled()


def test_the_result_file_says_what_became_of_every_row(empty, people, tmp_path):
    hands = bring_in(empty, people)
    hands.click(hands.page.done.save)
    dialog = next(one for one in empty.findChildren(QFileDialog) if one.isVisible())
    dialog.reject()
    ask_to_save(empty.desk, hands.page, "people – result.csv", b"x")
    target = tmp_path / "people – result.csv"
    dialog = next(one for one in empty.findChildren(QFileDialog) if one.isVisible())
    dialog.fileSelected.emit(str(target))
    assert target.read_bytes() == b"x"
    assert str(target) in empty.notice.text.text()
    dialog.reject()
    hands.page.begin_anew()
    hands.page.start.result.click()
    dialog = next(one for one in empty.findChildren(QFileDialog) if one.isVisible())
    dialog.fileSelected.emit(str(target))
    assert "Anna Schmidt" in target.read_text("utf-8-sig") and "created" in target.read_text("utf-8-sig")
    dialog.reject()


def test_after_an_import_its_records_and_its_figures_are_one_click_away(empty, people):
    hands = bring_in(empty, people)
    hands.click(hands.page.done.open_list)
    assert empty.shows() == "contacts"
    empty.desk.go(Place("import"))
    hands.click(hands.page.done.figures)
    assert empty.shows() == "dashboard"
    empty.desk.go(Place("import"))
    hands.click(hands.page.done.more)
    assert hands.page.title() == "Bring in files"


def test_a_cell_that_cannot_be_read_is_shown_and_mended_as_it_stands_in_the_file(empty, tmp_path):
    path = tmp_path / "clients.csv"
    rows = "".join(f"Person {n};p{n}@firm.de;{n + 10}.01.2024\n" for n in range(9))
    path.write_text(f"Name;E-Mail;Kunde seit\n{rows}Ada;ada@firm.de;31.02.2024\n", encoding="utf-8")
    hands = Hands(empty, [path])
    to_plan(hands)
    page = hands.page
    hands.click(page.plan.buttons["rejected"])
    grid = page.plan.part.cells
    shown = {grid.item(at, 0).text(): grid.item(at, 1) for at in range(grid.rowCount())}
    assert shown["Name"].text() == "Ada" and shown["Kunde seit"].text() == "31.02.2024"
    assert not shown["Kunde seit"].icon().isNull()
    shown["Kunde seit"].setText("28.02.2024")
    settle(empty)
    assert not page.plan.buttons["rejected"].isVisible()
    hands.next()
    assert "Ada" in names(empty)


def test_a_field_of_a_known_record_is_replaced_where_a_person_says_so(empty, people, tmp_path):
    bring_in(empty, people)
    newer = tmp_path / "newer.csv"
    newer.write_text("Name;E-Mail;Telefon;Ort\nAnna Schmidt;anna@schmidt.de;040 998877;Berlin\n", encoding="utf-8")
    hands = Hands(empty, [newer])
    to_plan(hands)
    page = hands.page
    hands.click(page.plan.buttons["updated"])

    def tick(field: str):
        changes = page.plan.part.changes
        return next(changes.item(at, 3) for at in range(changes.rowCount()) if changes.item(at, 0).text() == field)

    tick("Phone").setCheckState(Qt.CheckState.Checked)
    tick("City").setCheckState(Qt.CheckState.Unchecked)
    settle(empty)
    hands.next()
    phone, city = empty.session.here.rows("SELECT phone, city FROM contact WHERE name = 'Anna Schmidt'")[0]
    assert "998877" in phone and city is None


def test_how_known_records_are_found_and_changed_can_be_chosen(empty, people, tmp_path):
    bring_in(empty, people)
    newer = tmp_path / "newer.csv"
    newer.write_text("Name;E-Mail;Ort\nOther Name;anna@schmidt.de;Bonn\n", encoding="utf-8")
    hands = Hands(empty, [newer])
    to_plan(hands)
    plan = hands.page.plan
    hands.choose(plan.fill, "overwrite")
    assert hands.page.walk.policy.fill == "overwrite"
    for way in ("email", "name", "domain", "phone"):
        hands.click(plan.ways[way])
    assert hands.page.walk.policy.match == ("id",)
    assert plan.buttons["created"].text() == "New: 1"


def test_what_is_typed_as_an_answer_is_understood_as_everywhere_in_the_window(empty, tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text("Score;Comment\n9;good\n10;very good\n3;bad\n7;fine\n", encoding="utf-8")
    hands = Hands(empty, [path])
    hands.becomes("surveys")
    hands.next()
    hands.next()
    hands.answer("need:answered_at", "31 foo")
    assert "“31 foo”" in empty.notice.text.text()
    assert "need:answered_at" in hands.open_questions()
    hands.answer("need:answered_at", "yesterday")
    assert "need:answered_at" not in hands.open_questions()
    given = {one.question.id: one.question.answer for one in hands.page.names.table.rows.rows}
    assert given["need:answered_at"] == "2026-11-15"


def test_a_doubtful_row_waits_until_a_person_says_which_record_it_is(empty, tmp_path):
    older, newer = tmp_path / "older.csv", tmp_path / "newer.csv"
    older.write_text("Name;E-Mail;Ort\nAnna Schmidt;anna@schmidt.de;Berlin\nBo Berg;bo@berg.de;Ulm\n", encoding="utf-8")
    newer.write_text("Name;Website;Ort\nAnna Schmitt;schmitt.net;Berlin\nEva Neu;neu.de;Ulm\n", encoding="utf-8")
    bring_in(empty, older)
    hands = Hands(empty, [newer])
    to_plan(hands)
    page = hands.page
    hands.click(page.plan.buttons["doubtful"])
    does = page.plan.part.does
    assert "decide later" in does.currentText()
    hands.choose(does, next(does.itemData(at) for at in range(does.count()) if does.itemText(at).startswith("it is ")))
    hands.next()
    assert empty.session.here.rows("SELECT website FROM contact WHERE name = 'Anna Schmidt'") == [("schmitt.net",)]
    assert count(empty, "contact") == 3


def test_what_is_typed_when_the_workspace_is_closed_is_let_go(empty, people):
    hands = Hands(empty, [people])
    empty.leave_workspace()
    hands.page.what.rule_wanted.emit(TableRule())
    hands.page.what.kind_wanted.emit("contacts")
    hands.page.what.taken_wanted.emit(0, True)
    hands.page.names.answered.emit(0, "kind", "contacts")
    hands.page.columns.field_wanted.emit("Name", "name")
    settle(empty)
    assert hands.page.walk.items == ()
