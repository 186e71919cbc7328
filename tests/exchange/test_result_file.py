"""The result file: the file's own rows, each with its outcome, its records and the reason."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from crmdesk.exchange import limits
from crmdesk.exchange.imported import brought_in_before, digest_of
from crmdesk.exchange.plan import carry_out
from crmdesk.exchange.policy import Choice
from crmdesk.exchange.result_file import result_bytes
from crmdesk.exchange.table import Rejected, Table
from crmdesk.store import content
from crmdesk.store.file import create
from tests.foreign import tables

KIND = "id,kind,name,phone\n1,person,Ana,5\n2,robot,Bo,6\n3,person,Cy,7\n4,person,Di,8\n"


def foreign(name: str) -> Callable[[], Table]:
    """The table as its program wrote it, with a row that no mapping takes and one that is no row."""
    rows = [(2, ["Ana", "+5"]), (3, ["Bo", "6"]), (4, ["Cy", "7"]), (5, ["Di", "8"]), (6, ["=1+1", ""])]
    put_aside = [Rejected(7, "", "Total", "is a sum")]
    return lambda: Table(name, ["Name", "@Phone"], iter(rows), rejected=put_aside)


def test_each_row_has_its_outcome_and_is_kept_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text("whatever", encoding="utf-8")
    with create(tmp_path / "a.crmdesk", {"currency": "EUR", "timezone": "Europe/Berlin"}) as workspace:
        opened = tables(contacts=KIND, staff="id,name\na,Ann\n")
        skip = {("contacts", 3): Choice("skip")}
        results = [foreign("contacts.csv")]
        plan = carry_out(workspace, opened, choices=skip, files=[path, tmp_path], results=results)
        written = result_bytes(results, plan)
        table = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))
        assert table[0] == ["Name", "'@Phone", "Outcome", "Record", "Reason"]
        assert [row[2] for row in table[1:]] == ["created", "rejected", "created", "left out", "left out", "rejected"]
        assert table[1] == ["Ana", "'+5", "created", "Contacts 1", ""]
        assert table[2][4].startswith("kind: is not one of")
        assert table[5][:2] == ["'=1+1", ""] and table[5][4] == "no part of the mapping takes this row"
        assert table[6] == ["Total", "", "rejected", "", "line 7: is a sum"]
        ((digest, kept),) = workspace.rows("SELECT digest, result FROM imported_file")
        assert content.take(workspace, kept) == written
        (before,) = brought_in_before(workspace, digest_of(path))
        assert (before.name, before.step, digest) == ("contacts.csv", plan.report.batch, digest_of(path))
        assert brought_in_before(workspace, digest_of(tmp_path)) == []


def test_of_several_records_of_a_line_the_weightiest_outcome_counts(tmp_path: Path) -> None:
    with create(tmp_path / "a.crmdesk", {"currency": "EUR", "timezone": "Europe/Berlin"}) as workspace:
        sales = "id,sold_at,contact_id,amount\na,2026-01-01,1,5\n"
        plan = carry_out(workspace, tables(contacts="id,kind,name\n1,person,Ana\n", sales=sales))
        one = lambda: Table("contacts.csv", ["Name"], iter([(2, ["Ana"])]))  # noqa: E731 - a function of one line
        two = lambda: Table("sales.csv", ["Name"], iter([(2, ["Ana"])]))  # noqa: E731 - a function of one line
        text = result_bytes([one, two], plan).decode("utf-8-sig")
        assert [row[1:3] for row in csv.reader(io.StringIO(text))] == [
            ["Outcome", "Record"],
            ["created", "Contacts 1"],
            ["Outcome", "Record"],
            ["created", "Sales 1"],
        ]


def test_of_a_very_long_file_no_result_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "RESULT_ROWS", 3)
    path = tmp_path / "contacts.csv"
    path.write_text("whatever", encoding="utf-8")
    with create(tmp_path / "a.crmdesk", {"currency": "EUR", "timezone": "Europe/Berlin"}) as workspace:
        carry_out(workspace, tables(contacts=KIND), files=[path], results=[foreign("contacts.csv")])
        assert workspace.rows("SELECT name, result FROM imported_file") == [("contacts.csv", None)]
