"""What becomes of every row is planned first and done as planned; it adds up, people decide, nothing is lost."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.exchange import limits
from crmdesk.exchange.plan import carry_out, make_plan
from crmdesk.exchange.policy import LETTER, OUTCOMES, Choice, FieldChange, Policy
from crmdesk.exchange.table import Rejected, Table
from crmdesk.store.contact import Contact
from crmdesk.store.deal_moves import move
from crmdesk.store.engine import RawError
from crmdesk.store.field import TEXT_LIMIT
from crmdesk.store.file import Workspace, create, open_workspace
from crmdesk.store.merging import merge
from tests.foreign import bring, outcomes, tables
from tests.tables import contents_of

CONTACTS = "id,kind,name,email,phone,Colour\n1,person,Ana Lima,ana@acme.example,5551234567,red\n"
STAGES = "id,name,position,probability,kind\ns1,Lead,1,0.1,open\ns2,Won,2,1,won\n"
DEALS = "id,title,contact_id,stage_id,opened_at,closed_at\nd1,Roof,1,s1,2026-03-01,\n"


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Workspace]:
    with create(tmp_path / "a.crmdesk", {"currency": "EUR", "timezone": "Europe/Berlin"}) as workspace:
        yield workspace


def test_a_plan_writes_nothing_and_needs_no_right_to_write(here: Workspace, tmp_path: Path) -> None:
    before = contents_of(here)
    with open_workspace(tmp_path / "a.crmdesk", read_only=True) as reader:
        plan = make_plan(reader, tables(contacts=CONTACTS, stages=STAGES, deals=DEALS))
    assert outcomes(plan) == ["created"] * 4
    assert [row.row_id for row in plan.rows] == [1, 1, 2, 1], "the numbers that they will get"
    assert contents_of(here) == before


def test_every_row_has_one_outcome_and_they_add_up(here: Workspace) -> None:
    text = CONTACTS + "2,person,,,,\n3,robot,R,,,\n3,person,Again,,,\n4,person,Ok,,,\n"
    broken = (Rejected(9, "name", "?", "cannot be read"),)
    plan = make_plan(here, tables(rejected=broken, contacts=text), choices={("contacts", 4): Choice("skip")})
    counts = plan.counts["contacts"]
    assert counts == dict.fromkeys(OUTCOMES, 0) | {"created": 1, "rejected": 4, "left_out": 1}
    assert sum(counts.values()) == len(plan.rows) == 6
    assert plan.count("rejected") == 4
    assert [plan.rows[place].line for place in plan.places("contacts", "rejected")] == [3, 4, 5, 9]
    assert list(plan.places()) == [0, 1, 2, 3, 4, 5] and list(plan.places("deals")) == []
    last = plan.rows[-1]
    assert (last.key, last.column, last.value, last.reason) == (None, "name", "?", "cannot be read")
    assert [row.line for row in plan.rows[1:3]] == [3, 4]
    assert plan.rows[2].value == plan.rows[2].cells["kind"] == "robot"
    with pytest.raises(IndexError):
        plan.rows[6]


def test_only_blanks_are_filled_unless_it_is_said_otherwise(here: Workspace) -> None:
    bring(here, contacts=CONTACTS)
    text = "id,kind,name,email,phone,city,Colour,Size\n1,person,Ana Maria Lima,,5550000000,Porto,blue,XL\n"
    plan = make_plan(here, tables(contacts=text))
    assert plan.rows[0].changes == (
        FieldChange("name", "Ana Lima", "Ana Maria Lima", taken=False),
        FieldChange("phone", "5551234567", "5550000000", taken=False),
        FieldChange("city", "", "Porto"),
        FieldChange("Colour", "red", "blue", taken=False),
        FieldChange("Size", "", "XL"),
    )
    chosen = {("contacts", 0): Choice(take=frozenset({"name", "Colour"}), keep=frozenset({"city"}))}
    done = bring(here, choices=chosen, contacts=text)
    assert outcomes(done) == ["updated"]
    sql = "SELECT name, email, phone, city, custom FROM contact"
    assert here.rows(sql) == [
        ("Ana Maria Lima", "ana@acme.example", "5551234567", None, '{"Colour": "blue", "Size": "XL"}')
    ]
    bring(here, policy=Policy("overwrite"), contacts=text)
    assert here.rows(sql)[0][:4] == ("Ana Maria Lima", "ana@acme.example", "5550000000", "Porto")
    bring(here, policy=Policy("letter"), contacts=text.replace("blue", ""))
    assert here.rows(sql) == [("Ana Maria Lima", None, "5550000000", "Porto", '{"Size": "XL"}')]


def test_the_same_again_changes_nothing(here: Workspace) -> None:
    texts: dict[str, Any] = {"contacts": CONTACTS, "stages": STAGES, "deals": DEALS}
    assert bring(here, **texts).report.batch is not None
    before = contents_of(here)
    again = bring(here, **texts)
    assert (set(outcomes(again)), again.report.batch, contents_of(here)) == ({"unchanged"}, None, before)


def test_ids_of_one_program_are_not_those_of_another(here: Workspace) -> None:
    bring(here, contacts=CONTACTS)
    bring(here, "zoo", contacts="id,kind,name\n1,person,Bo Berg\n")
    bring(here, "", LETTER, contacts="id,kind,name\n1,person,Cy Cole\n")
    assert [name for (name,) in here.rows("SELECT name FROM contact")] == ["Ana Lima", "Bo Berg", "Cy Cole"]
    bring(here, "zoo", Policy("overwrite"), contacts="id,kind,name\n1,person,Bo B. Berg\n")
    assert [name for (name,) in here.rows("SELECT name FROM contact")] == ["Ana Lima", "Bo B. Berg", "Cy Cole"]
    told = here.rows("SELECT source, elsewhere, row FROM known_as ORDER BY row")
    assert told == [("hub", "1", 1), ("zoo", "1", 2)]


def test_an_id_that_is_more_than_a_number_is_kept_as_the_records_own(here: Workspace) -> None:
    bring(here, contacts="id,kind,name\nhub-1,person,Ana Lima\n")
    bring(here, "zoo", contacts="id,kind,name\nhub-1,person,Bo Berg\n")
    assert here.rows("SELECT external_id FROM contact ORDER BY id") == [("hub-1",), (None,)]


def test_two_programs_that_come_in_together_may_have_the_same_ids(here: Workspace) -> None:
    sales = "id,sold_at,amount\nR-1,2026-03-01,5\n7,2026-03-02,6\n"

    def both() -> Iterator[tuple[str, Table]]:
        for source in ("hub", "zoo"):
            yield from tables(source, sales=sales)()

    assert carry_out(here, both).count("created") == 4
    assert here.rows("SELECT external_id FROM sale ORDER BY id") == [("R-1",), (None,), (None,), (None,)]
    assert carry_out(here, both).count("unchanged") == 4
    assert carry_out(here, tables("moo", sales=sales)).count("created") == 2
    assert here.rows("SELECT count(*), count(external_id) FROM sale") == [(6, 1)]


def test_a_merged_contact_is_known_by_the_ids_of_both(here: Workspace) -> None:
    bring(here, contacts=CONTACTS + "2,person,Ann Lima,,,\n")
    bring(here, "", LETTER, contacts="id,kind,name\nx,person,A. Lima\n")
    with here.operation("Merge") as tx:
        merge(tx, 1, 2)
        merge(tx, 1, 3)
    again = bring(here, contacts=CONTACTS + "2,person,Ann Lima,,,\n")
    assert outcomes(again) == ["unchanged", "unchanged"]
    assert "line 2" in again.rows[1].reason
    assert outcomes(bring(here, "", LETTER, contacts="id,kind,name\nx,person,Ana Lima\n")) == ["unchanged"]


def test_a_file_that_is_deleted_with_its_record_is_brought_in_anew(here: Workspace) -> None:
    bring(here, contacts=CONTACTS)
    with here.operation("Delete") as tx:
        tx.delete(Contact, 1)
    assert outcomes(bring(here, contacts=CONTACTS)) == ["created"]
    assert here.rows("SELECT row FROM known_as") == [(2,)]


def test_a_reference_may_name_a_record_by_its_uid(here: Workspace) -> None:
    bring(here, contacts=CONTACTS)
    ((uid,),) = here.rows("SELECT lower(hex(uid)) FROM contact")
    sales = (
        f"id,sold_at,contact_id,amount\na,2026-01-01,{uid},5\nb,2026-01-01,{'0' * 32},5\nc,2026-01-01,{'x' * 32},1\n"
    )
    done = bring(here, "shop", sales=sales)
    assert outcomes(done) == ["created", "rejected", "rejected"]
    assert here.rows("SELECT contact_id FROM sale") == [(1,)]


def test_what_waits_for_a_person_keeps_what_belongs_to_it_waiting(here: Workspace) -> None:
    contacts = "id,kind,name,company_id\n1,company,Firm,\n2,person,Pia,1\n3,person,Ben,2\n4,person,Zoe,9\n"
    texts: dict[str, Any] = {
        "contacts": contacts,
        "stages": STAGES,
        "deals": DEALS,
        "sales": "id,sold_at,contact_id,amount\na,2026-01-01,3,5\n",
    }
    skip = {("contacts", 0): Choice("skip")}
    done = bring(here, choices=skip, **texts)
    assert outcomes(done) == [
        "left_out",
        "doubtful",
        "doubtful",
        "rejected",
        "created",
        "created",
        "doubtful",
        "doubtful",
    ]
    assert "“1”" in done.rows[1].reason and done.rows[1].row_id == 0
    assert set(outcomes(bring(here, **texts))) == {"created", "rejected", "unchanged"}


def test_a_person_says_which_record_a_row_is(here: Workspace) -> None:
    bring(here, contacts=CONTACTS + "2,person,Bo Berg,,,\n")
    rows = "id,kind,name,city\n7,person,Someone,Porto\n8,person,Gone,\n9,person,Ana Lima,Rome\n"
    chosen = {
        ("contacts", 0): Choice("update", record=2),
        ("contacts", 1): Choice("update", record=99),
        ("contacts", 2): Choice("create"),
    }
    done = bring(here, "zoo", choices=chosen, contacts=rows)
    assert [(row.outcome, row.row_id) for row in done.rows] == [("updated", 2), ("rejected", 0), ("created", 3)]
    assert here.rows("SELECT name, city FROM contact WHERE id = 2") == [("Bo Berg", "Porto")]
    assert outcomes(bring(here, "zoo", contacts=rows))[0] == "unchanged"


def test_a_cell_can_be_mended(here: Workspace) -> None:
    mended = {("contacts", 0): Choice(cells={"kind": "person", "nothing": "x"})}
    assert outcomes(bring(here, choices=mended, contacts="id,kind,name\n1,robot,Ana\n")) == ["created"]


def test_a_known_deal_keeps_its_stage_and_its_way_unless_the_file_wins(here: Workspace) -> None:
    bring(here, stages=STAGES, deals=DEALS.replace(",1,s1", ",,s1"))
    won = "id,title,stage_id,opened_at,closed_at,lost_reason\nd1,Roof,s2,2026-03-01,2026-03-09,None\n"
    events = "deal_id,stage_id,at\nd1,s1,2026-03-01\nd1,s2,2026-03-09\n"
    way = "SELECT stage_id FROM stage_change ORDER BY at"
    kept = bring(here, deals=won, stage_changes=events)
    assert (kept.counts["deals"]["updated"], kept.counts["stage_changes"]["unchanged"]) == (1, 2)
    assert (here.rows("SELECT stage_id, closed_at FROM deal"), here.rows(way)) == ([(1, None)], [(1,)])
    alone = bring(here, stage_changes=events)
    assert (alone.counts["stage_changes"]["unchanged"], here.rows(way)) == (2, [(1,)])
    taken = bring(here, policy=Policy("overwrite"), deals=won, stage_changes=events)
    assert (taken.counts["stage_changes"]["created"], here.rows(way)) == (2, [(1,), (2,)])
    assert outcomes(bring(here, policy=Policy("overwrite"), deals=won)) == ["unchanged"]
    assert here.rows(way) == [(1,), (2,)]


def test_events_of_a_deal_that_waits_wait_with_it(here: Workspace) -> None:
    events = "deal_id,stage_id,at\nd1,s1,2026-03-01\nd9,s1,2026-03-01\n"
    texts: dict[str, Any] = {"stages": STAGES, "deals": DEALS.replace(",1,s1", ",,s1"), "stage_changes": events}
    done = bring(here, choices={("deals", 0): Choice("skip")}, **texts)
    assert outcomes(done) == ["created", "created", "left_out", "doubtful", "rejected"]


def test_what_does_not_fit_into_memory_waits_in_a_file(here: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    contacts = "id,kind,name,company_id\n1,company,Firm,\n2,person,Pia,1\n3,person,,1\n"
    texts: dict[str, Any] = {
        "contacts": contacts,
        "stages": STAGES,
        "deals": DEALS,
        "stage_changes": "deal_id,stage_id,at\nd1,s1,2026-03-01\n",
    }
    planned = make_plan(here, tables(**texts))
    monkeypatch.setattr(limits, "CELLS_AT_ONCE", 0)
    done = bring(here, **texts)
    assert list(done.rows) == list(planned.rows)
    again = bring(here, policy=Policy("overwrite"), **{**texts, "contacts": contacts.replace("Pia", "Pina")})
    assert again.rows[1].changes == (FieldChange("name", "Pia", "Pina"),)


def test_a_text_that_is_too_long_is_refused_and_the_others_come_in(here: Workspace) -> None:
    notes = ["x" * (TEXT_LIMIT + 1), " ", "short"]
    rows = [(line, [f"s{line}", "2026-01-01", "5", note]) for line, note in enumerate(notes, 2)]
    done = carry_out(here, lambda: iter([("sales", Table("s.csv", ["id", "sold_at", "amount", "note"], iter(rows)))]))
    assert outcomes(done) == ["rejected", "created", "created"]
    assert "longer than" in done.rows[0].reason
    assert here.rows("SELECT note FROM sale ORDER BY id") == [(None,), ("short",)]


def test_a_disk_without_room_is_said(here: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CELLS_AT_ONCE", 0)
    monkeypatch.setattr("tempfile.tempdir", "/nowhere at all")
    before = contents_of(here)
    with pytest.raises(UserError, match="no room"):
        carry_out(here, tables(contacts=CONTACTS))
    assert contents_of(here) == before


@pytest.mark.parametrize("when", range(8))
def test_whoever_cancels_leaves_nothing_behind(here: Workspace, when: int) -> None:
    class Cancelled(Exception):
        pass

    told = []

    def tell(done: int, total: int, what: str) -> None:
        told.append((done, total, what))
        if len(told) > when:
            raise Cancelled

    before = contents_of(here)
    texts: dict[str, Any] = {
        "contacts": CONTACTS,
        "stages": STAGES,
        "deals": DEALS,
        "sales": "id,sold_at,amount\na,2026-01-01,5\n",
    }
    with pytest.raises(Cancelled):
        carry_out(here, tables(**texts), tell=tell)
    assert contents_of(here) == before
    assert outcomes(bring(here, **texts)) == ["created"] * 5


@pytest.mark.parametrize("when", range(1, 3))
def test_whoever_cancels_while_the_result_file_is_made_leaves_nothing_behind(here: Workspace, when: int) -> None:
    before, told = contents_of(here), []

    def tell(_done: int, _total: int, what: str) -> None:
        told.append(what)
        if told.count("") == when:
            raise InterruptedError

    def opened() -> Table:
        return next(tables(contacts=CONTACTS)())[1]

    with pytest.raises(InterruptedError):
        carry_out(here, tables(contacts=CONTACTS), results=[opened], tell=tell)
    assert contents_of(here) == before


def test_more_is_written_in_the_same_step_if_anything_changed(here: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("x", encoding="utf-8")
    told = []
    for _turn in range(2):
        carry_out(here, tables(contacts=CONTACTS), files=[path], also=lambda tx, report: told.append(report.batch))
    step = here.journal.find(2)
    assert (told, step.label, step.source) == ([2], "Import of people.csv", "import")
    here.journal.undo(2)
    assert not any(contents_of(here)[table] for table in ("contact", "known_as", "imported_file"))


def test_a_long_statement_ends_when_the_import_is_given_up(here: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crmdesk.store.engine._ASKED_AGAIN", 1)
    before = contents_of(here)
    with pytest.raises(RawError, match="interrupted"):
        carry_out(here, tables(contacts=CONTACTS), given_up=lambda: True)
    assert contents_of(here) == before


def test_rows_that_are_no_records_are_left_out_with_the_reason(here: Workspace) -> None:
    total = (Rejected(9, "", "Total", "is a sum", is_left_out=True), Rejected(10, "name", "?", "cannot be read"))
    plan = make_plan(here, tables(rejected=total, contacts=CONTACTS))
    assert (plan.counts["contacts"]["left_out"], plan.counts["contacts"]["rejected"], len(plan.rows)) == (1, 1, 3)
    assert [(plan.rows[place].line, plan.rows[place].reason) for place in plan.places(outcome="left_out")] == [
        (9, "is a sum")
    ]
    assert [one.line for one in plan.report.rejected] == [10]
    assert plan.report.left_out == {"contacts": 1}


def test_what_a_file_adds_to_a_known_ticket_goes_on_where_its_history_is(here: Workspace) -> None:
    tickets = "id,subject,opened_at,first_response_at,resolved_at\nt1,Leak,2026-03-01,,\n"
    events = "ticket_id,kind,at,note\nt1,received,2026-03-01,\nt1,waiting,2026-03-03,for parts\n"
    bring(here, tickets=tickets, ticket_events=events)
    bring(here, tickets=tickets.replace(",,", ",2026-03-02,2026-03-05"))
    told = here.rows("SELECT kind, note FROM ticket_event ORDER BY at")
    assert told == [("received", None), ("replied", None), ("waiting", "for parts"), ("resolved", None)]
    stages = STAGES + "s3,Offer,3,0.5,open\n"
    bring(here, stages=stages, deals=DEALS.replace(",1,s1", ",,s3"))
    with here.operation("Move") as tx:
        move(tx, 1, 1)
    won = "id,title,stage_id,opened_at,closed_at\nd1,Roof,s2,2026-03-01,2036-03-09\n"
    bring(here, policy=Policy("overwrite"), deals=won)
    assert here.rows("SELECT stage_id FROM stage_change ORDER BY at, id") == [(3,), (1,), (2,)]
    bring(here, policy=Policy("overwrite"), stages=stages, deals=DEALS.replace("d1,Roof,1,s1", "d2,Wall,,s1"))
    bring(here, policy=Policy("overwrite"), deals=DEALS.replace("d1,Roof,1,s1", "d2,Wall,,s3"))
    assert here.rows("SELECT stage_id FROM stage_change WHERE deal_id = 2 ORDER BY at, id") == [(1,), (3,)]


@pytest.mark.parametrize("remembered", [0, 1, 100])
def test_a_change_of_a_reference_is_told_by_names(
    here: Workspace, monkeypatch: pytest.MonkeyPatch, remembered: int
) -> None:
    monkeypatch.setattr("crmdesk.exchange.bringing._NAMES_KEPT", remembered)
    firms = "id,kind,name,company_id\nf,company,Firm,\ng,company,Guild,\np,person,Pia,f\nq,person,Quin,g\n"
    bring(here, contacts=firms)
    moved = firms.replace("Pia,f", "Pia,g").replace("Quin,g", "Quin,n") + "n,company,New,\n"
    rows = bring(here, policy=Policy("overwrite"), contacts=moved).rows
    assert [(one.changes[0].old, one.changes[0].new) for one in rows[2:4]] == [("Firm", "Guild"), ("Guild", "n")]
    sale = "id,sold_at,contact_id,amount\ns,2026-01-01,{},5\n"
    bring(here, sales=sale.format("p"))
    text = f"{firms}z,person,Zoe,\n"
    (row,) = bring(here, policy=Policy("overwrite"), contacts=text, sales=sale.format("z")).rows[-1:]
    assert (row.changes[0].old, row.changes[0].new) == ("Pia", "Zoe" if remembered else "6")


def test_a_ticket_that_was_opened_at_another_time_has_its_history_anew(here: Workspace) -> None:
    tickets = "id,subject,opened_at\nt1,Leak,2026-03-01\n"
    bring(here, tickets=tickets)
    bring(here, policy=Policy("overwrite"), tickets=tickets.replace("03-01", "03-02"))
    assert here.rows("SELECT count(*), max(e.at) = max(t.opened_at) FROM ticket_event e, ticket t") == [(1, 1)]
