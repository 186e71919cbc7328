"""Every rule of the interchange folder: the row that breaks it is named, the others go in."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from crmdesk.cli import main
from crmdesk.store.registry import RECORD_TYPES
from tests.interchange import TABLES, bring, fails, succeeds, with_row, without, write
from tests.tables import contents

EMPTY = "is empty, but every row needs it"
NOWHERE = "names a record that is neither in the workspace nor in a good row of {file}.csv"
NO_DATE = "is not a date like 2026-10-31"
NO_MOMENT = "is not a date or moment like"
NO_MONEY = "is not a plain amount like 1250.50"
GOOD: dict[str, dict[str, str]] = {
    "staff": {"id": "x", "name": "X"},
    "campaigns": {"id": "x", "name": "X"},
    "contacts": {"id": "x", "kind": "person", "name": "X"},
    "stages": {"id": "x", "name": "X"},
    "deals": {"id": "x", "stage_id": "lead", "opened_at": "2026-03-05"},
    "stage_changes": {"deal_id": "d2", "stage_id": "offer", "at": "2026-03-02"},
    "tickets": {"id": "x", "opened_at": "2026-03-05"},
    "ticket_events": {"ticket_id": "t2", "kind": "waiting", "at": "2026-03-05"},
    "activities": {"id": "x", "kind": "note"},
    "expenses": {"id": "x", "spent_on": "2026-03-05", "amount": "1", "category": "other"},
    "sales": {"id": "x", "sold_at": "2026-03-05", "amount": "1"},
    "surveys": {"id": "x", "kind": "nps", "answered_at": "2026-03-05", "score": "10"},
    "goals": {"kpi": "csat", "period": "2026", "target": "0.8"},
}
# Kind, the cells that are wrong, the column that is to blame, what the reason says.
RULES: list[tuple[str, dict[str, str], str, str]] = [
    *((kind, {"id": ""}, "id", EMPTY) for kind in ("staff", "campaigns", "contacts", "stages")),
    *((kind, {"name": ""}, "name", EMPTY) for kind in ("staff", "campaigns", "contacts", "stages")),
    *((kind, {"id": "  "}, "id", EMPTY) for kind in ("staff",)),
    ("contacts", {"kind": ""}, "kind", EMPTY),
    ("deals", {"stage_id": ""}, "stage_id", EMPTY),
    ("deals", {"opened_at": ""}, "opened_at", EMPTY),
    ("tickets", {"opened_at": ""}, "opened_at", EMPTY),
    ("stage_changes", {"deal_id": ""}, "deal_id", EMPTY),
    ("stage_changes", {"stage_id": ""}, "stage_id", EMPTY),
    ("stage_changes", {"at": ""}, "at", EMPTY),
    ("ticket_events", {"ticket_id": ""}, "ticket_id", EMPTY),
    ("ticket_events", {"kind": ""}, "kind", EMPTY),
    ("ticket_events", {"at": ""}, "at", EMPTY),
    *(("expenses", {name: ""}, name, EMPTY) for name in ("spent_on", "amount", "category")),
    *(("sales", {name: ""}, name, EMPTY) for name in ("sold_at", "amount")),
    *(("surveys", {name: ""}, name, EMPTY) for name in ("kind", "answered_at", "score")),
    *(("goals", {name: ""}, name, EMPTY) for name in ("kpi", "period", "target")),
    ("staff", {"id": "ana"}, "id", "stands in line 2 already"),
    ("deals", {"id": "d2"}, "id", "stands in line 3 already"),
    ("staff", {"role": "boss"}, "role", "is not one of owner, sales, support, other"),
    ("contacts", {"kind": "robot"}, "kind", "is not one of person, company"),
    ("stages", {"kind": "done"}, "kind", "is not one of open, won, lost"),
    ("tickets", {"priority": "asap"}, "priority", "is not one of low, normal, high, urgent"),
    ("ticket_events", {"kind": "closed"}, "kind", "is not one of received, replied"),
    ("activities", {"kind": "fax"}, "kind", "is not one of call, email"),
    ("activities", {"direction": "up"}, "direction", "is not one of in, out"),
    ("expenses", {"category": "rent"}, "category", "is not one of marketing, sales, other"),
    ("surveys", {"kind": "ces"}, "kind", "is not one of csat, nps"),
    ("staff", {"started_on": "01.02.2026"}, "started_on", NO_DATE),
    ("staff", {"started_on": "2026-02-30"}, "started_on", "is a date that does not exist"),
    ("staff", {"started_on": "1066-10-14"}, "started_on", "lies outside the years"),
    ("contacts", {"ended_on": "2026-03-01T10:00"}, "ended_on", NO_DATE),
    ("expenses", {"spent_on": "2026-03"}, "spent_on", NO_DATE),
    ("contacts", {"lead_at": "yesterday"}, "lead_at", NO_MOMENT),
    ("contacts", {"lead_at": "45000"}, "lead_at", NO_MOMENT),
    ("sales", {"sold_at": "2026-03-05T25:00"}, "sold_at", "is a time of day that does not exist"),
    ("sales", {"sold_at": "2026-03-05T10:00+30:00"}, "sold_at", "has an offset from UTC that does not exist"),
    ("surveys", {"answered_at": "2026-13-01"}, "answered_at", "is a date that does not exist"),
    *(
        ("sales", {"amount": text}, "amount", NO_MONEY)
        for text in ("1,50", "1 000", "€5", "5 EUR", "1e5", "NaN", "(5)")
    ),
    ("sales", {"amount": "1.005"}, "amount", "has more than 2 decimals"),
    ("sales", {"amount": "1234567890123456"}, "amount", "has more than 15 digits"),
    ("campaigns", {"budget": "much"}, "budget", NO_MONEY),
    ("deals", {"amount": "-"}, "amount", NO_MONEY),
    ("deals", {"probability": "1.01"}, "probability", "lies outside 0 to 1"),
    ("deals", {"probability": "50 %"}, "probability", "is not a plain number"),
    ("stages", {"probability": "-0.1"}, "probability", "lies outside 0 to 1"),
    ("activities", {"minutes": "-1"}, "minutes", "lies outside 0"),
    ("activities", {"minutes": "1.5"}, "minutes", "is not a whole number"),
    ("surveys", {"score": "4.5"}, "score", "is not a whole number"),
    ("surveys", {"score": "11"}, "score", "lies outside"),
    ("surveys", {"score": "-1"}, "score", "lies outside"),
    ("surveys", {"kind": "csat", "score": "0"}, "score", "lies outside the scale of csat, which is 1 to 5"),
    ("surveys", {"kind": "csat", "score": "6"}, "score", "lies outside the scale of csat, which is 1 to 5"),
    ("staff", {"started_on": "2026-03-02", "left_on": "2026-03-01"}, "left_on", "lies before started_on"),
    ("campaigns", {"started_on": "2026-03-02", "ended_on": "2026-03-01"}, "ended_on", "lies before started_on"),
    ("deals", {"stage_id": "won", "closed_at": "2026-03-04T23:59"}, "closed_at", "lies before opened_at"),
    ("tickets", {"resolved_at": "2026-03-04"}, "resolved_at", "lies before opened_at"),
    ("deals", {"stage_id": "won"}, "closed_at", "is empty, but the deal's stage is won or lost"),
    ("deals", {"stage_id": "lost"}, "closed_at", "is empty, but the deal's stage is won or lost"),
    ("deals", {"closed_at": "2026-03-06"}, "closed_at", "is filled in, but the deal's stage is open"),
    ("contacts", {"company_id": "nobody"}, "company_id", NOWHERE.format(file="contacts")),
    ("contacts", {"owner_id": "nobody"}, "owner_id", NOWHERE.format(file="staff")),
    ("contacts", {"campaign_id": "nobody"}, "campaign_id", NOWHERE.format(file="campaigns")),
    ("deals", {"stage_id": "nobody"}, "stage_id", NOWHERE.format(file="stages")),
    ("deals", {"contact_id": "nobody"}, "contact_id", NOWHERE.format(file="contacts")),
    ("deals", {"owner_id": "nobody"}, "owner_id", NOWHERE.format(file="staff")),
    ("deals", {"campaign_id": "nobody"}, "campaign_id", NOWHERE.format(file="campaigns")),
    ("stage_changes", {"deal_id": "nobody"}, "deal_id", "names a record that is not there"),
    ("stage_changes", {"stage_id": "nobody"}, "stage_id", NOWHERE.format(file="stages")),
    ("stage_changes", {"staff_id": "nobody"}, "staff_id", NOWHERE.format(file="staff")),
    ("tickets", {"contact_id": "nobody"}, "contact_id", NOWHERE.format(file="contacts")),
    ("tickets", {"owner_id": "nobody"}, "owner_id", NOWHERE.format(file="staff")),
    ("ticket_events", {"ticket_id": "nobody"}, "ticket_id", "names a record that is not there"),
    ("ticket_events", {"staff_id": "nobody"}, "staff_id", NOWHERE.format(file="staff")),
    ("activities", {"contact_id": "nobody"}, "contact_id", NOWHERE.format(file="contacts")),
    ("activities", {"deal_id": "nobody"}, "deal_id", NOWHERE.format(file="deals")),
    ("activities", {"ticket_id": "nobody"}, "ticket_id", NOWHERE.format(file="tickets")),
    ("activities", {"staff_id": "nobody"}, "staff_id", NOWHERE.format(file="staff")),
    ("expenses", {"campaign_id": "nobody"}, "campaign_id", NOWHERE.format(file="campaigns")),
    ("sales", {"contact_id": "nobody"}, "contact_id", NOWHERE.format(file="contacts")),
    ("sales", {"deal_id": "nobody"}, "deal_id", NOWHERE.format(file="deals")),
    ("surveys", {"ticket_id": "nobody"}, "ticket_id", NOWHERE.format(file="tickets")),
    ("goals", {"kpi": "happiness"}, "kpi", "is not the id of a KPI"),
    ("goals", {"period": "October"}, "period", "is not a period like 2026-10, 2026-Q4 or 2026"),
    ("goals", {"period": "2026-13"}, "period", "is not a period like"),
    ("goals", {"kpi": "revenue", "period": "2026-03"}, "period", "has a goal in line 2 already"),
    ("goals", {"target": "lots"}, "target", "is not a plain number"),
]


@pytest.mark.parametrize("kind", list(GOOD))
def test_the_good_row_of_each_kind_goes_in(kind: str, tmp_path: Path) -> None:
    tables = {**TABLES, kind: with_row(TABLES[kind], **GOOD[kind])}
    report = bring(tmp_path / "a.crmdesk", write(tmp_path / "folder", tables))
    assert report["rejected"] == []
    assert report["created"] == {one: len(text.splitlines()) - 1 for one, text in tables.items()}


@pytest.mark.parametrize("kind", [kind for kind, row in GOOD.items() if "id" in row])
def test_a_row_with_the_id_of_an_earlier_one_costs_neither_that_row_nor_what_belongs_to_it(
    kind: str, tmp_path: Path
) -> None:
    first = TABLES[kind].splitlines()[1].split(",")[0]
    tables = {**TABLES, kind: with_row(TABLES[kind], **{**GOOD[kind], "id": first})}
    report = bring(tmp_path / "a.crmdesk", write(tmp_path / "folder", tables))
    assert [one["column"] for one in report["rejected"]] == ["id"]
    assert report["created"] == {one: len(text.splitlines()) - 1 for one, text in TABLES.items()}


@pytest.mark.parametrize(
    ("kind", "cells", "column", "reason"), RULES, ids=[f"{kind} {cells}" for kind, cells, *_ in RULES]
)
def test_a_row_that_breaks_a_rule_is_named(
    kind: str, cells: dict[str, str], column: str, reason: str, tmp_path: Path
) -> None:
    tables = {**TABLES, kind: with_row(TABLES[kind], **{**GOOD[kind], **cells})}
    file = tmp_path / "a.crmdesk"
    (found,) = bring(file, write(tmp_path / "folder", tables))["rejected"]
    line, value = len(tables[kind].splitlines()), cells.get(column, "").strip()
    assert (found["file"], found["line"], found["column"]) == (f"{kind}.csv", line, column)
    assert found["value"] == value
    assert found["reason"].startswith(reason), found["reason"]
    stored = contents(file)
    assert stored["setting"] != []
    counts = {one.kind: len(stored[one.kind]) for one in RECORD_TYPES}
    # d2, t2 have the history that follows from their columns.
    wanted = {"stage_change": 4, "ticket_event": 5, "deal": 2, "contact": 2, "stage": 4, "staff": 2, "ticket": 2}
    assert counts == {**dict.fromkeys(counts, 1), **wanted}


def rejects(tmp_path: Path, **tables: str) -> list[tuple[Any, ...]]:
    report = bring(tmp_path / "a.crmdesk", write(tmp_path / "folder", {**TABLES, **tables}))
    return [(one["file"], one["line"], one["column"], one["value"], one["reason"]) for one in report["rejected"]]


def test_who_belongs_to_a_refused_company_is_refused(tmp_path: Path) -> None:
    contacts = (
        "id,kind,name,company_id\nfirm,company,Firm,\npia,person,Pia,firm\nbad,company,,\n"
        "x,person,X,bad\ny,person,Y,x\nz,person,Z,firm\n"
    )
    found = rejects(tmp_path, contacts=contacts)
    assert [(line, column, value) for _, line, column, value, _ in found] == [
        (4, "name", ""),
        (5, "company_id", "bad"),
        (6, "company_id", "x"),
    ]


def test_what_names_a_refused_record_is_refused(tmp_path: Path) -> None:
    stages = TABLES["stages"].replace("0.5,open", "5,open")
    found = rejects(tmp_path, stages=stages)
    # The stage, then d2 that stands in it, the change of d1 into it.
    assert [one[:4] for one in found] == [
        ("stages.csv", 3, "probability", "5"),
        ("deals.csv", 3, "stage_id", "offer"),
        ("stage_changes.csv", 3, "stage_id", "offer"),
    ]


def test_the_history_of_a_refused_record_is_refused(tmp_path: Path) -> None:
    deals = TABLES["deals"].replace("500,,won", "lots,,won")
    tickets = TABLES["tickets"].replace("high", "asap")
    found = rejects(tmp_path, deals=deals, tickets=tickets)
    events = [one[:4] for one in found if one[4] == "belongs to a record that was refused"]
    assert events == [
        *(("stage_changes.csv", line, "deal_id", "d1") for line in (2, 3, 4)),
        *(("ticket_events.csv", line, "ticket_id", "t1") for line in (2, 3, 4, 5)),
    ]
    # And so are the activity, the sale and the survey that name them.
    assert [one[:3] for one in found if one[0] in ("activities.csv", "sales.csv", "surveys.csv")] == [
        ("activities.csv", 2, "deal_id"),
        ("sales.csv", 2, "deal_id"),
        ("surveys.csv", 2, "ticket_id"),
    ]


@pytest.mark.parametrize(
    ("table", "old", "new", "column", "shown"),
    [
        (
            "deals",
            "won,2026-03-01,2026-03-09T12:00",
            "won,2026-03-01,2026-03-09T12:01",
            "closed_at",
            "2026-03-09T12:01",
        ),
        ("deals", "won,2026-03-01,", "won,2026-03-02,", "opened_at", "2026-03-02"),
        ("deals", "won,2026-03-01,", "lost,2026-03-01,", "stage_id", "lost"),
        ("tickets", "2026-03-03,2026-03-04,2026-03-06", "2026-03-02,2026-03-04,2026-03-06", "opened_at", "2026-03"),
        ("tickets", "2026-03-03,2026-03-04,2026-03-06", "2026-03-03,,2026-03-06", "first_response_at", ""),
        (
            "tickets",
            "2026-03-03,2026-03-04,2026-03-06",
            "2026-03-03,2026-03-04,2026-03-05",
            "resolved_at",
            "2026-03-05",
        ),
        ("tickets", "2026-03-03,2026-03-04,2026-03-06", "2026-03-03,2026-03-04,", "resolved_at", ""),
    ],
)
def test_a_record_that_disagrees_with_its_history_is_refused_with_it(
    table: str, old: str, new: str, column: str, shown: str, tmp_path: Path
) -> None:
    assert old in TABLES[table]
    found = rejects(tmp_path, **{table: TABLES[table].replace(old, new)})
    (first,) = [one for one in found if one[0] == f"{table}.csv"]
    assert first[:3] == (f"{table}.csv", 2, column)
    assert first[3].startswith(shown) and len(first[3]) <= 16 and first[4].startswith("does not agree with")
    assert any(one[4] == "belongs to a record that was refused" for one in found)


def test_a_refused_row_is_found_by_its_line_behind_cells_of_several_lines(tmp_path: Path) -> None:
    contacts = (
        'id,kind,name,notes\nfirm,company,Firm,"one\ntwo\n\nfour"\n\npia,person,Pia,\nx,robot,X,"a\nb"\ny,robot,Y,\n'
    )
    found = [one for one in rejects(tmp_path, contacts=contacts) if one[0] == "contacts.csv"]
    assert [one[1:4] for one in found] == [(8, "kind", "robot"), (10, "kind", "robot")]


def test_refused_rows_come_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    found = rejects(tmp_path, sales=TABLES["sales"] + "x,no,,1,,,\ny,2026-03-01,,no,,,\n", staff="id,name\n,A\n,B\n")
    files = [one[0] for one in found]
    assert files == sorted(files, key=files.index), "the rows of a file stand together"
    assert all(one[:2] < other[:2] for one, other in pairwise(found) if one[0] == other[0])


def test_strict_refuses_all_for_one_row(tmp_path: Path) -> None:
    bad = write(tmp_path / "bad", {**TABLES, "sales": with_row(TABLES["sales"], id="x")})
    file = tmp_path / "a.crmdesk"
    assert "nothing was imported" in fails("import", file, bad, "--strict")
    assert not list(tmp_path.glob("a.crmdesk*")), "a file made for the import goes away with it"
    bring(file, write(tmp_path / "good", TABLES), "--strict")
    before = contents(file)
    assert "2 rows were refused" in fails(
        "import", file, write(bad, {"goals": "kpi,period,target\nx,y,z\n"}), "--strict"
    )
    assert contents(file) == before


def test_a_strict_import_that_is_refused_counts_nothing_as_brought_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = write(tmp_path / "bad", {**TABLES, "sales": with_row(TABLES["sales"], id="x")})
    capsys.readouterr()
    assert main(["import", str(tmp_path / "a.crmdesk"), str(bad), "--strict", "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert [{*said[what].values()} for what in ("created", "updated", "skipped")] == [{0}] * 3
    assert said["batch"] is None and [one["file"] for one in said["rejected"]] == ["sales.csv"]


def test_what_refers_to_an_id_that_stands_twice_finds_the_first(tmp_path: Path) -> None:
    twice = with_row(with_row(TABLES["contacts"], id="firm", kind="company", name="Other"), id="x", kind="person")
    twice = with_row(twice, id="bea", kind="person", name="Bea", company_id="firm")
    opened = {"stage_id": "offer", "opened_at": "2026-03-05"}
    deals = with_row(with_row(TABLES["deals"], id="d1", **opened), id="d3", **opened)
    found = rejects(tmp_path, contacts=twice, deals=deals)
    assert [(file, line, column) for file, line, column, _value, _reason in found] == [
        ("contacts.csv", 4, "id"),
        ("contacts.csv", 5, "name"),
        ("deals.csv", 4, "id"),
    ]


def test_a_column_that_every_row_needs_may_not_be_missing(tmp_path: Path) -> None:
    found = rejects(tmp_path, sales=without(TABLES["sales"], "amount"))
    assert found == [("sales.csv", 2, "amount", "", EMPTY)]


def test_a_mail_of_somebody_unknown_says_what_to_do_in_words_of_no_file_format(tmp_path: Path) -> None:
    mail = tmp_path / "mail.eml"
    mail.write_text("From: Bea <bea@blue.example>\nDate: Mon, 1 Jun 2026 10:00:00 +0200\nSubject: Hi\n\nHello\n")
    (rejected,) = json.loads(succeeds("import", tmp_path / "a.crmdesk", mail, "--suggested", "--json"))["rejected"]
    reason = "names a record that is not in the workspace; add it or bring it in, and then this file again"
    assert (rejected["value"], rejected["reason"]) == ("bea@blue.example", reason)
