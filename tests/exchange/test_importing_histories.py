"""Deals and tickets with their ways: made up from columns, replaced, and the truth where they are told."""

from pathlib import Path
from typing import Any

import pytest

from crmdesk.store.file import open_workspace
from tests.interchange import TABLES, bring, succeeds, without, write
from tests.tables import contents

STAFF, CONTACTS, STAGES = (TABLES[kind] for kind in ("staff", "contacts", "stages"))
CHANGES = """
SELECT s.external_id, c.at, p.external_id FROM stage_change c JOIN stage s ON s.id = c.stage_id
LEFT JOIN staff p ON p.id = c.staff_id JOIN deal d ON d.id = c.deal_id WHERE d.external_id = ? ORDER BY c.at, c.id
"""
EVENTS = """
SELECT e.kind, e.at, p.external_id FROM ticket_event e LEFT JOIN staff p ON p.id = e.staff_id
JOIN ticket t ON t.id = e.ticket_id WHERE t.external_id = ? ORDER BY e.at, e.id
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    bring(tmp_path / "a.crmdesk", write(tmp_path / "folder", TABLES))
    return tmp_path / "a.crmdesk"


def way(file: Path, sql: str, name: str) -> list[tuple[Any, ...]]:
    with open_workspace(file, read_only=True) as workspace:
        return [(what, workspace.calendar.text(at)[:16], who) for what, at, who in workspace.rows(sql, (name,))]


def state(file: Path, table: str, name: str, *columns: str) -> list[Any]:
    with open_workspace(file, read_only=True) as workspace:
        (row,) = workspace.rows(f"SELECT {', '.join(columns)} FROM {table} WHERE external_id = ?", (name,))
        return [workspace.calendar.text(cell)[:16] if isinstance(cell, int) else cell for cell in row]


def more(tmp_path: Path, **tables: str) -> Path:
    folder = tmp_path / "more"
    for path in folder.glob("*"):
        path.unlink()
    return write(folder, tables, None)


def test_a_deal_without_rows_was_opened_and_if_closed_closed_by_its_owner(tmp_path: Path) -> None:
    deals = (
        "id,owner_id,stage_id,opened_at,closed_at\nopen,ana,offer,2026-03-02,\n"
        "won,ben,won,2026-03-02,2026-03-04\nlost,,lost,2026-03-02,2026-03-02\n"
    )
    file = tmp_path / "a.crmdesk"
    tables = {"staff": STAFF, "stages": STAGES, "deals": deals}
    report = bring(file, write(tmp_path / "folder", tables))
    assert report["rejected"] == [] and "stage_changes" not in report["created"]
    assert way(file, CHANGES, "open") == [("offer", "2026-03-02T00:00", "ana")]
    assert way(file, CHANGES, "won") == [("lead", "2026-03-02T00:00", "ben"), ("won", "2026-03-04T00:00", "ben")]
    assert way(file, CHANGES, "lost") == [("lead", "2026-03-02T00:00", None), ("lost", "2026-03-02T00:00", None)]


def test_without_an_open_stage_a_deal_was_opened_in_its_closing_stage(tmp_path: Path) -> None:
    tables = {
        "stages": "id,name,kind\nwon,Won,won\n",
        "deals": "id,stage_id,opened_at,closed_at\nd,won,2026-03-02,2026-03-04\n",
    }
    bring(tmp_path / "a.crmdesk", write(tmp_path / "folder", tables))
    assert [row[:2] for row in way(tmp_path / "a.crmdesk", CHANGES, "d")] == [
        ("won", "2026-03-02T00:00"),
        ("won", "2026-03-04T00:00"),
    ]


def test_a_stage_without_a_kind_is_open(tmp_path: Path) -> None:
    tables = {"stages": "id,name\ns,Some\n", "deals": "id,stage_id,opened_at\nd,s,2026-03-02\n"}
    report = bring(tmp_path / "a.crmdesk", write(tmp_path / "folder", tables))
    assert report["rejected"] == []


def test_the_way_of_a_ticket_is_made_up_of_its_columns(tmp_path: Path) -> None:
    tickets = (
        "id,owner_id,opened_at,first_response_at,resolved_at\nt,ana,2026-03-02,2026-03-03,2026-03-04\n"
        "early,,2026-03-02,2026-03-01,\nbare,ben,2026-03-02,,\n"
    )
    file = tmp_path / "a.crmdesk"
    assert bring(file, write(tmp_path / "folder", {"staff": STAFF, "tickets": tickets}))["rejected"] == []
    assert way(file, EVENTS, "t") == [
        ("received", "2026-03-02T00:00", "ana"),
        ("replied", "2026-03-03T00:00", "ana"),
        ("resolved", "2026-03-04T00:00", "ana"),
    ]
    assert [row[0] for row in way(file, EVENTS, "early")] == ["replied", "received"]
    assert way(file, EVENTS, "bare") == [("received", "2026-03-02T00:00", "ben")]


def test_a_deal_that_loses_its_history_for_want_of_rows_is_told_as_updated(file: Path, tmp_path: Path) -> None:
    assert len(way(file, CHANGES, "d1")) == 3
    folder = more(tmp_path, deals=TABLES["deals"])
    assert bring(file, folder)["updated"] == {"deals": 1}
    assert [row[0] for row in way(file, CHANGES, "d1")] == ["lead", "won"]
    assert bring(file, folder)["updated"] == {"deals": 0}


def test_a_ticket_may_be_resolved_again_without_having_been_reopened(file: Path) -> None:
    assert [row[0] for row in way(file, EVENTS, "t1")] == ["received", "replied", "resolved", "resolved"]
    assert state(file, "ticket", "t1", "resolved_at") == ["2026-03-06T00:00"]


def test_a_ticket_reopened_at_last_is_open(tmp_path: Path) -> None:
    tables = {
        "tickets": "id,opened_at\nt,2026-03-02\n",
        "ticket_events": "ticket_id,kind,at\nt,reopened,2026-03-05\nt,received,2026-03-02\nt,resolved,2026-03-04\n",
    }
    file = tmp_path / "a.crmdesk"
    assert bring(file, write(tmp_path / "folder", tables))["rejected"] == []
    assert [row[0] for row in way(file, EVENTS, "t")] == ["received", "resolved", "reopened"]


def test_events_without_the_first_get_it_from_the_ticket(tmp_path: Path) -> None:
    tables = {
        "tickets": "id,opened_at,resolved_at\nt,2026-03-02,2026-03-04\n",
        "ticket_events": "ticket_id,kind,at\nt,resolved,2026-03-04\n",
    }
    report = bring(tmp_path / "a.crmdesk", write(tmp_path / "folder", tables))
    assert report["rejected"] == []
    assert [row[0] for row in way(tmp_path / "a.crmdesk", EVENTS, "t")] == ["received", "resolved"]


def test_rows_at_one_moment_keep_their_order(tmp_path: Path) -> None:
    tables = {
        "stages": STAGES,
        "deals": "id,stage_id,opened_at\nd,lead,2026-03-02\n",
        "stage_changes": "deal_id,stage_id,at\nd,offer,2026-03-02\nd,won,2026-03-02\nd,lead,2026-03-02\n",
    }
    file = tmp_path / "a.crmdesk"
    assert bring(file, write(tmp_path / "folder", tables))["rejected"] == []
    assert [row[0] for row in way(file, CHANGES, "d")] == ["offer", "won", "lead"]
    succeeds("export", file, tmp_path / "out")
    rows = (tmp_path / "out" / "stage_changes.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    assert [row.split(",")[1] for row in rows] == ["offer", "won", "lead"]


def test_a_deal_that_comes_again_has_its_way_replaced(file: Path, tmp_path: Path) -> None:
    before = contents(file)
    deals = TABLES["deals"].replace("won,2026-03-01,2026-03-09T12:00", "offer,2026-03-01,")
    changes = "deal_id,stage_id,at,staff_id\nd1,lead,2026-03-01,ana\nd1,offer,2026-03-05,\n"
    report = bring(file, more(tmp_path, deals=deals, stage_changes=changes))
    assert (report["updated"]["deals"], report["created"]["stage_changes"]) == (1, 2)
    assert [row[0] for row in way(file, CHANGES, "d1")] == ["lead", "offer"]
    assert way(file, CHANGES, "d2") == [("offer", "2026-03-02T00:00", "ben")]
    assert bring(file, more(tmp_path, deals=deals, stage_changes=changes))["batch"] is None
    succeeds("undo-import", file)
    assert contents(file) == before


def test_a_deal_that_comes_again_without_rows_gets_the_way_of_its_columns(file: Path, tmp_path: Path) -> None:
    bring(file, more(tmp_path, deals=TABLES["deals"]))
    assert [row[0] for row in way(file, CHANGES, "d1")] == ["lead", "won"]


def test_a_column_that_is_lacking_does_not_change_the_way(file: Path, tmp_path: Path) -> None:
    tickets = without(TABLES["tickets"], "resolved_at", "first_response_at", "owner_id")
    bring(file, more(tmp_path, tickets=tickets))
    assert state(file, "ticket", "t1", "resolved_at") == ["2026-03-06T00:00"]
    # No rows came along: the way is that of the ticket's columns, those that stood there too.
    assert way(file, EVENTS, "t1") == [
        ("received", "2026-03-03T00:00", "ana"),
        ("replied", "2026-03-04T00:00", "ana"),
        ("resolved", "2026-03-06T00:00", "ana"),
    ]
    assert succeeds("check", file).startswith("File: ok")


def test_a_deal_that_comes_again_in_an_open_stage_is_open_though_its_file_has_no_closing(
    file: Path, tmp_path: Path
) -> None:
    before = contents(file)
    # It was closed on 9 March; the later opening must not be held against that.
    report = bring(file, more(tmp_path, deals="id,stage_id,opened_at\nd1,offer,2026-03-20\n"))
    assert (report["updated"]["deals"], report["rejected"]) == (1, [])
    assert state(file, "deal", "d1", "closed_at", "opened_at") == [None, "2026-03-20T00:00"]
    assert [row[0] for row in way(file, CHANGES, "d1")] == ["offer"]
    assert succeeds("check", file).startswith("File: ok")
    succeeds("undo-import", file)
    assert contents(file) == before


def test_a_way_that_comes_alone_replaces_the_old_one_and_the_columns_follow(file: Path, tmp_path: Path) -> None:
    before = contents(file)
    changes = "deal_id,stage_id,at,staff_id\nd2,lead,2026-03-02,\nd2,lost,2026-03-07,ana\n"
    report = bring(file, more(tmp_path, stage_changes=changes))
    assert report["created"] == {"stage_changes": 2}
    assert state(file, "deal", "d2", "closed_at", "opened_at") == ["2026-03-07T00:00", "2026-03-02T00:00"]
    assert succeeds("check", file).startswith("File: ok")
    report = bring(file, more(tmp_path, stage_changes=changes))
    assert (report["skipped"], report["batch"]) == ({"stage_changes": 2}, None)
    succeeds("undo-import", file)
    assert contents(file) == before


def test_events_that_come_alone_leave_the_ticket_its_beginning(file: Path, tmp_path: Path) -> None:
    events = "ticket_id,kind,at\nt2,replied,2026-03-05\nt2,resolved,2026-03-06\n"
    assert bring(file, more(tmp_path, ticket_events=events))["created"] == {"ticket_events": 2}
    columns = ("opened_at", "first_response_at", "resolved_at")
    assert state(file, "ticket", "t2", *columns) == ["2026-03-04T00:00", "2026-03-05T00:00", "2026-03-06T00:00"]
    assert [row[0] for row in way(file, EVENTS, "t2")] == ["received", "replied", "resolved"]


def test_a_way_that_comes_alone_for_a_deal_that_is_not_there_is_refused(file: Path, tmp_path: Path) -> None:
    changes = "deal_id,stage_id,at\nnobody,lead,2026-03-02\n"
    (found,) = bring(file, more(tmp_path, stage_changes=changes))["rejected"]
    assert (found["line"], found["value"]) == (2, "nobody")


def test_custom_columns_of_a_way_are_kept(tmp_path: Path) -> None:
    tables = {
        "stages": STAGES,
        "deals": "id,stage_id,opened_at\nd,lead,2026-03-02\n",
        "stage_changes": "deal_id,stage_id,at,Why\nd,lead,2026-03-02,because\n",
    }
    file = tmp_path / "a.crmdesk"
    bring(file, write(tmp_path / "folder", tables))
    assert bring(file, tmp_path / "folder")["batch"] is None
    succeeds("export", file, tmp_path / "out")
    assert "because" in (tmp_path / "out" / "stage_changes.csv").read_text(encoding="utf-8")


def test_deals_and_tickets_need_no_id(tmp_path: Path) -> None:
    tables = {
        "stages": STAGES,
        "deals": "title,stage_id,opened_at,closed_at\nA,lead,2026-03-02,\nB,won,2026-03-02,2026-03-03\n",
        "tickets": "subject,opened_at\nA,2026-03-02\nB,2026-03-02\n",
    }
    file = tmp_path / "a.crmdesk"
    report = bring(file, write(tmp_path / "folder", tables))
    assert (report["rejected"], report["created"]["deals"], report["created"]["tickets"]) == ([], 2, 2)
    found = contents(file)
    assert (len(found["stage_change"]), len(found["ticket_event"])) == (3, 2)
    # They leave under names of their own, and are known again by them.
    succeeds("export", file, tmp_path / "out")
    assert bring(file, tmp_path / "out")["batch"] is None


def test_a_stage_that_is_renamed_or_moved_keeps_its_deals(file: Path, tmp_path: Path) -> None:
    stages = STAGES.replace("offer,Offer,2,0.5", "offer,Quote,7,0.6")
    assert bring(file, more(tmp_path, stages=stages))["updated"] == {"stages": 1}
    assert way(file, CHANGES, "d2") == [("offer", "2026-03-02T00:00", "ben")]


@pytest.mark.parametrize("table", ["deals", "tickets"])
def test_many_records_keep_each_their_way(table: str, tmp_path: Path) -> None:
    count = 1200
    if table == "deals":
        rows = "".join(f"d{n},lead,2026-03-02\n" for n in range(count))
        events = "".join(f"d{n},lead,2026-03-02\nd{n},lead,2026-03-0{3 + n % 5}\n" for n in range(count))
        tables = {"stages": STAGES, "deals": f"id,stage_id,opened_at\n{rows}"}
        tables["stage_changes"] = f"deal_id,stage_id,at\n{events}"
    else:
        rows = "".join(f"t{n},2026-03-02\n" for n in range(count))
        events = "".join(f"t{n},received,2026-03-02\nt{n},waiting,2026-03-0{3 + n % 5}\n" for n in range(count))
        tables = {"tickets": f"id,opened_at\n{rows}", "ticket_events": f"ticket_id,kind,at\n{events}"}
    file = tmp_path / "a.crmdesk"
    folder = write(tmp_path / "folder", tables)
    assert bring(file, folder)["rejected"] == []
    before = contents(file)
    assert bring(file, folder)["batch"] is None
    assert contents(file) == before
