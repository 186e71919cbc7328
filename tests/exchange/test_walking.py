"""Tables and their mappings as one stream: what nobody takes is told, once, and what is told twice is told once."""

from collections.abc import Callable
from pathlib import Path

from crmdesk.exchange.found import Found
from crmdesk.exchange.mappings import file as mapping_file
from crmdesk.exchange.plan import make_plan
from crmdesk.exchange.table import Rejected, Table
from crmdesk.exchange.walking import tables_of
from crmdesk.store.file import create

ROWS = [
    (2, ["1", "2026-01-01", "5", "Paid"]),
    (3, ["2", "2026-01-02", "6", "Failed"]),
    (4, ["3", "2026-01-03", "7", "Refund"]),
]


def found_in(rows: list[tuple[int, list[str]]]) -> Found:
    columns = ["id", "day", "amount", "status"]
    read: Callable[[], Table] = lambda: Table(  # noqa: E731 - a function of one line
        "bank.csv", columns, iter(rows), rejected=[Rejected(9, "", "Total", "no row")]
    )
    return Found("bank.csv", "csv", tuple(columns), read)


def mapping_of(kind: str, where: str) -> dict[str, object]:
    day = "sold_at" if kind == "sales" else "spent_on"
    fields: dict[str, object] = {"id": {"column": "id"}, day: {"column": "day"}, "amount": {"column": "amount"}}
    if kind == "expenses":
        fields["category"] = {"value": "other"}
    return {"kind": kind, "fields": fields, **({"where": {"status": [where]}} if where else {})}


def test_each_row_of_a_file_is_accounted_for(tmp_path: Path) -> None:
    both = [mapping_of("sales", "Paid"), mapping_of("expenses", "Refund")]
    with create(tmp_path / "a.crmdesk", {"currency": "EUR", "timezone": "Europe/Berlin"}) as workspace:
        parts = [(found_in(ROWS), mapping_file.mappings_of(both, "m"))]
        plan = make_plan(workspace, tables_of(parts, workspace))
        assert [plan.count(one) for one in ("created", "rejected", "left_out")] == [2, 1, 1]
        assert sorted(row.line for row in plan.rows) == [2, 3, 4, 9]
        every = [mapping_of("sales", "Paid"), mapping_of("expenses", "")]
        parts = [(found_in(ROWS), mapping_file.mappings_of(every, "m"))]
        assert make_plan(workspace, tables_of(parts, workspace)).count("left_out") == 0
