"""Strings that break programs, as the name, note, title, tag and comment of everything: kept, found, shown literally,
printed, exported and brought back, and taken back.
"""

import json
import shutil
from io import BytesIO

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QLineEdit, QMessageBox, QWidget
from python_calamine import CalamineWorkbook

from crmdesk.domain.clock import FixedClock
from crmdesk.domain.errors import FieldErrors
from crmdesk.domain.fold import fold
from crmdesk.domain.period import parse_period
from crmdesk.exchange import importing, interchange
from crmdesk.exchange.source import open_source
from crmdesk.report import listed
from crmdesk.report.survey_sheet import survey_sheet
from crmdesk.report.write import write
from crmdesk.screen.quick_add import QuickAdd
from crmdesk.screen.record.facts import Value
from crmdesk.store import editing, phone, search, ticket_steps
from crmdesk.store.activity import Activity
from crmdesk.store.base import own_fields, table_of
from crmdesk.store.business import change
from crmdesk.store.check import integrity
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.field import Choice, Decimal, KpiName, PeriodName, Ref, Text
from crmdesk.store.file import create, open_workspace
from crmdesk.store.goal import Goal
from crmdesk.store.listing import LISTINGS
from crmdesk.store.pipeline import start_pipeline
from crmdesk.store.query import Query, row_ids
from crmdesk.store.registry import RECORD_TYPES
from crmdesk.store.row import name_of
from crmdesk.store.row import row as row_of
from crmdesk.store.rules import clean
from crmdesk.store.staff import Staff
from crmdesk.store.stage import Stage
from crmdesk.store.stage_change import StageChange
from crmdesk.store.ticket import Ticket
from crmdesk.store.ticket_event import TicketEvent
from crmdesk.ui.desk import Place
from crmdesk.ui.plain import ask, message
from crmdesk.ui.table import Table
from tests.screen.driving import NOON, settle, wait
from tests.store.rows import SETTINGS, dump

pytestmark = pytest.mark.slow

CLOCK = FixedClock(NOON)
# Their histories are written by deals and tickets; every stage is a column of the board.
PLANTED = tuple(one for one in RECORD_TYPES if one not in (Stage, StageChange, TicketEvent))
# What a record needs beside its texts.
REST: dict[str, dict[str, object]] = {
    "expense": {"amount": 100},
    "sale": {"amount": 100},
    "survey": {"score": 3},
    "staff": {"role": "sales"},
}
NOT_FREE = (Choice, Decimal, KpiName, PeriodName)
SOME = 7


def strings(data_dir):
    found = json.loads((data_dir("naughty-strings") / "blns.json").read_text(encoding="utf-8"))
    return list(dict.fromkeys(found))


@pytest.fixture
def naughty(data_dir):
    """All strings, blank ones too."""
    return strings(data_dir)


@pytest.fixture
def kept(naughty):
    """What is stored of those that are not blank. Control characters, which no file can hold, are taken out."""
    known = (clean(Contact, {"name": text})["name"] for text in naughty)
    return list(dict.fromkeys(text for text in known if text))


def free_texts(record):
    """The columns in which anything may be written."""
    own = {name: field for name, field in own_fields(record).items() if name not in ("external_id", "custom")}
    return [name for name, field in own.items() if isinstance(field, Text) and not isinstance(field, NOT_FREE)]


def values(source, record, number, text):
    """A record that has the text wherever one can be written."""
    goal = {"kpi": "revenue", "period": f"{1900 + number}", "target": "1"} if record is Goal else {}
    usual = editing.defaults(source, record, NOON, None)
    return {**usual, **REST.get(record.kind, {}), **goal, **dict.fromkeys(free_texts(record), text)}


def plant(tx, texts):
    """A record of every kind for every text; what a text is written in belongs together, all calls to one contact."""
    hub = editing.save(tx, Contact, None, {"kind": "company", "name": texts[-1]})
    for number, text in enumerate(texts):
        made = {}
        for record in PLANTED:
            refs = {name: made[field.rel_model] for name, field in own_fields(record).items() if _leads(field, made)}
            if record is Activity:
                refs = {"contact_id": hub}
            made[record] = editing.save(tx, record, None, {**values(tx, record, number, text), **refs})
        ticket_steps.reply(tx, made[Ticket], note=text, staff=made[Staff])
    return hub


def _leads(field, made):
    return isinstance(field, Ref) and field.rel_model in made and field.makes != {"kind": "company"}


@pytest.fixture(scope="module")
def planted_file(tmp_path_factory, data_dir):
    """A business in which every text is one of them."""
    texts = [clean(Contact, {"name": text})["name"] for text in strings(data_dir)]
    path = tmp_path_factory.mktemp("naughty") / "Planted.crmdesk"
    with create(path, {**SETTINGS, "business_name": "<b>Żółw</b> & %s {0}"}, clock=CLOCK) as book:
        with book.operation("Stages") as tx:
            start_pipeline(tx)
        with book.operation("All of them") as tx:
            plant(tx, list(dict.fromkeys(text for text in texts if text)))
        while not search.catch_up(book, 5000):
            continue
    return path


@pytest.fixture
def planted(planted_file, tmp_path):
    return shutil.copy(planted_file, tmp_path / "Planted.crmdesk")


@pytest.fixture
def book(planted):
    with open_workspace(planted, clock=CLOCK) as workspace:
        yield workspace


# Kept


@pytest.mark.parametrize("record", PLANTED, ids=lambda record: record.kind)
def test_each_is_stored_to_the_letter_in_every_field_of_text(book, kept, record):
    for column in free_texts(record):
        stored = {text for (text,) in book.rows(f"SELECT {column} FROM {table_of(record)}")}
        assert set(kept) <= stored, column


def test_the_notes_of_what_happened_to_tickets_are_stored_to_the_letter(book, kept):
    assert set(kept) <= {note for (note,) in book.rows("SELECT note FROM ticket_event")}


def test_the_names_of_stages_are_stored_to_the_letter(book, kept):
    with book.operation("Stages") as tx:
        ids = [editing.save(tx, Stage, None, {"kind": "open", "name": text}) for text in kept]
    assert [row_of(book, Stage, one)["name"] for one in ids] == kept
    assert integrity(book) == "ok"


def test_what_is_blank_is_no_name_and_no_note(book, naughty):
    for text in naughty:
        if clean(Contact, {"name": text})["name"] is not None:
            continue
        with pytest.raises(FieldErrors, match="“Name” is missing"), book.operation("Blank") as tx:
            editing.save(tx, Contact, None, {"kind": "person", "name": text})
        with book.operation("Blank") as tx:
            made = editing.save(tx, Contact, None, {"kind": "person", "name": "x", "notes": text})
        assert row_of(book, Contact, made)["notes"] is None


def test_control_characters_are_taken_out_of_what_is_typed(naughty):
    for text in naughty:
        stored = clean(Contact, {"name": text})["name"] or ""
        assert not [letter for letter in stored if (ord(letter) < 32 and letter not in "\t\n") or ord(letter) == 127]
        plain = "".join(letter for letter in text if (ord(letter) >= 32 and ord(letter) != 127) or letter in "\t\n")
        assert stored == (plain if plain.strip() else "")


def test_all_of_them_are_taken_back_in_one_step(book):
    step = book.journal.latest(1)[0]
    before = {record: rows for record, rows in dump(book).items() if rows}
    undone = book.journal.undo(step.id)
    assert {record for record, rows in dump(book).items() if rows} == {"stage", "setting"}
    book.journal.undo(undone)
    assert {record: rows for record, rows in dump(book).items() if rows} == before
    assert integrity(book) == "ok"


# Found


def names_of(book, ids):
    marks = ", ".join("?" * len(ids))
    return {name for (name,) in book.rows(f"SELECT name FROM contact WHERE id IN ({marks})", tuple(ids))}


def test_each_is_found_by_what_it_says(book, kept):
    for text in kept:
        # The search is for words; what has no letter and no digit has none.
        if not fold(text).split():
            assert search.find(book, text) == []
            continue
        hits = search.find(book, text, kinds=("contact",), limit=500)
        assert text in names_of(book, [hit.id for hit in hits])


def test_each_is_found_by_the_search_of_a_list(book, kept):
    for text in kept[::3]:
        names = names_of(book, row_ids(book, Query("contacts", text=text), NOON))
        assert text in names if fold(text).split() else not names


# Typed


def as_typed(text):
    """Marks for the order of bytes at the beginning are dropped by Qt."""
    return text.lstrip("\ufeff\ufffe")


def test_some_of_them_are_typed_into_the_form_and_saved(make_window, planted, kept):
    """Those that stay something when they are typed; `tests/ui/test_naughty.py` types all of them."""
    some = [text for text in kept if as_typed(text).strip()][::4]
    window = make_window(planted)
    form = QuickAdd(window.desk, "contact", window)
    form.open()
    form.unfold()
    last = window.session.here.rows("SELECT max(id) FROM contact")[0][0]
    for text in some:
        for column in ("name", "tags", "notes"):
            form.form.editor(column).set_text(text)
        form.save_and_add()
        assert not form.fault.isVisible(), form.fault.text()
    form.reject()
    rows = window.session.here.rows("SELECT name, notes FROM contact WHERE id > ? ORDER BY id", (last,))
    for text, (name, notes) in zip(some, rows, strict=True):
        # A name is one line without blanks around it.
        assert name == as_typed(text).strip() and notes == as_typed(text).rstrip("\n").replace("\u2029", "\n")
    assert integrity(window.session.here) == "ok"


# Shown


def literal(widget):
    """Nothing on it takes a text for markup, and tooltips say what they were given."""
    for one in [widget, *widget.findChildren(QWidget)]:
        if isinstance(one, QLabel) and one.pixmap().isNull():
            assert one.textFormat() == Qt.TextFormat.PlainText, (one, one.text())
        assert not one.toolTip() or one.toolTip().startswith("<span>"), (one, one.toolTip())


def painted(view):
    """Everything of a view is painted once, part by part."""
    bar = view.verticalScrollBar()
    for place in range(0, bar.maximum() + 1, max(bar.pageStep() * 8, 1)):
        bar.setValue(place)
        view.grab()


@pytest.mark.parametrize("listing", ["contacts", "activities", "campaigns", "surveys", "staff", "goals"])
def test_lists_show_each_literally(make_window, planted, kept, listing):
    window = make_window(planted)
    window.desk.go(Place(listing, detail=Query(listing).as_json()))
    settle(window)
    page = window.page.list if listing == "goals" else window.page
    columns = free_texts(LISTINGS[listing].record)
    model = page.view.rows
    model.show_columns(columns)
    for column in columns:
        shown = {model.data(model.index(row, columns.index(column))) for row in range(model.rowCount())}
        # Numbers of telephones are shown as people here write them.
        wanted = {phone.shown(text, "DE") for text in kept} if column == "phone" else kept
        assert {text.replace("\n", " ") for text in wanted} <= shown, column
    painted(page.view)
    literal(window)


def test_groups_are_named_literally(make_window, planted, kept):
    window = make_window(planted)
    window.desk.go(Place("contacts"))
    page = window.page
    page.query = Query("contacts", group="city")
    settle(window)
    model = page.view.rows
    heads = [model.data(model.index(row, 0)) for row in range(model.rowCount()) if model.group_at(row) is not None]
    for text in kept:
        assert any(head.startswith(f"{text}: ") for head in heads), text
    painted(page.view)


def test_record_pages_show_some_of_them_literally(make_window, planted, kept):
    window = make_window(planted)
    here = window.session.here
    for kind, record in (("contact", Contact), ("deal", Deal), ("ticket", Ticket)):
        ids = [one for (one,) in here.rows(f"SELECT id FROM {table_of(record)} ORDER BY id")]
        for row_id in ids[5 :: len(ids) // SOME]:
            window.desk.open_record(kind, row_id)
            settle(window)
            text = name_of(here, record, row_id)
            assert window.page.head.name.text() == " ".join(text.split())
            shown = {one.text() for one in window.page.facts.findChildren(Value)}
            assert text in shown
            assert window.windowTitle().startswith(" ".join(text.split())[:5].replace("[*]", "[ * ]"))
            literal(window)
            window.grab()


def test_a_timeline_shows_each_literally(make_window, planted, kept):
    window = make_window(planted)
    hub = window.session.here.rows("SELECT contact_id FROM activity LIMIT 1")[0][0]
    window.desk.open_record("contact", hub)
    settle(window)
    events = window.page.timeline.list.events
    while events.canFetchMore(events.index(-1, 0)):
        events.fetchMore(events.index(-1, 0))
    assert set(kept) <= {one.title for one in events.events}
    painted(window.page.timeline.list)


def test_board_queue_and_steps_paint_each(make_window, planted, kept):
    window = make_window(planted)
    for name in ("today", "deals", "tickets", "steps", "bin", "settings", "money"):
        window.desk.go(Place(name))
        settle(window)
        for view in window.page.findChildren(QAbstractItemView):
            if view.isVisible():
                painted(view)
        literal(window)
    window.desk.go(Place("tickets"))
    settle(window)
    table = window.page.findChild(Table)
    model = table.model()
    cells = {model.data(model.index(row, column)) for row in range(model.rowCount()) for column in range(5)}
    assert {text.replace("\n", " ") for text in kept} <= {str(cell).replace("\n", " ") for cell in cells}


def test_dialogs_notices_and_the_palette_show_each_literally(make_window, planted, kept):
    window = make_window(planted)
    for text in kept:
        window.notice.tell(text, text, lambda: None)
        assert window.notice.text.text() == as_typed(text)
    literal(window)
    window.bars.actions["palette"].trigger()
    palette = QApplication.activeModalWidget()
    for text in kept[:: len(kept) // SOME]:
        palette.findChild(QLineEdit).setText(text)
        settle(window)
        palette.grab()
    palette.reject()
    for text in kept[:: len(kept) // SOME]:
        for box in (
            message(window, text, text, detail=text),
            ask(window, text, text, {"one": text}, lambda _key: None),
        ):
            assert box.text() == as_typed(text) and box.textFormat() == Qt.TextFormat.PlainText
            box.grab()
            box.reject()
    wait(lambda: not window.findChildren(QMessageBox))


# On paper and in files


def test_the_summary_and_survey_sheets_are_printed_with_them(book, kept, tmp_path):
    done = write(book, parse_period("2026-11"), NOON, tmp_path / "summary.pdf")
    assert len(pypdf.PdfReader(done.path).pages) == done.pages
    ids = [one for (one,) in book.rows("SELECT id FROM ticket ORDER BY id")]
    for row_id, text in list(zip(ids, kept, strict=True))[::8]:
        pdf = survey_sheet(book, row_id, NOON)
        assert pdf.startswith(b"%PDF")
        if text.isascii() and len(text) < 40:
            words = "".join(pypdf.PdfReader(BytesIO(pdf)).pages[0].extract_text().split())
            assert "".join(text.split()) in words


def test_letters_that_no_font_has_are_told(book, tmp_path):
    with book.operation("Names") as tx:
        for number, one in enumerate(book.rows("SELECT id FROM staff LIMIT 3")):
            editing.save(tx, Staff, one[0], {"name": f"𓀀{number}"})
    with book.operation("Name") as tx:
        change(tx, book.settings, {"business_name": "𓀀 & Söhne"})
    done = write(book, parse_period("2026-11"), NOON, tmp_path / "summary.pdf")
    assert "𓀀" in "".join(done.missing)


def test_what_a_list_shows_is_saved_with_each_and_none_becomes_a_formula(book, kept, tmp_path):
    listing = LISTINGS["contacts"]
    ids = row_ids(book, Query("contacts"), NOON)
    for name in ("list.csv", "list.xlsx"):
        listed.write_list(tmp_path / name, book, listing, ["name", "notes"], ids, lambda _done: None)
    sheet = CalamineWorkbook.from_path(tmp_path / "list.xlsx").get_sheet_by_index(0).to_python()
    cells = {str(cell).strip() for row in sheet for cell in row}
    # One sign is none that a spreadsheet can hold.
    assert {text.strip() for text in kept} - {"\ufffe"} <= cells


def test_each_is_exported_and_brought_back_to_the_letter(book, tmp_path):
    interchange.export(book, tmp_path / "first")
    source = open_source(tmp_path / "first")
    with create(tmp_path / "Again.crmdesk", SETTINGS, clock=CLOCK) as again:
        report = importing.run(
            again,
            interchange.tables_of(source),
            settings=interchange.settings_of_source(source),
            label="Import",
        )
        assert not report.rejected, report.rejected[:3]
        interchange.export(again, tmp_path / "second")
        for record in PLANTED:
            names = ", ".join(free_texts(record))
            sql = f"SELECT {names} FROM {table_of(record)} ORDER BY id"
            assert again.rows(sql) == book.rows(sql), record
    for path in sorted((tmp_path / "first").iterdir()):
        assert path.read_bytes() == (tmp_path / "second" / path.name).read_bytes(), path.name
