"""The lists behind what stands beside a figure add up to it: money to its sum, shares to their counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from crmdesk.kpi.base import kpi_of
from crmdesk.kpi.records import Behind, records
from tests.kpi.asking import Asked

Part = Callable[[str], list[Behind]]
Check = Callable[[Any, Any, Part], None]


def begun(asked: list[Asked]) -> Iterator[Asked]:
    """Every question of the random workspaces and of the demo about a period that has begun."""
    for one in asked:
        if one.name.startswith(("random", "demo", "08")) and one.results["csat"].figure.beside:
            yield one


def total(rows: list[Behind]) -> int:
    return sum(row.amount or 0 for row in rows)


def revenue(figure: Any, beside: Any, part: Part) -> None:
    if not beside:
        return
    assert total(part("refunds")) == beside["refunds"]
    assert total(part("new")) == beside["from_new_customers"]
    assert total(part("returning")) == beside["from_returning_customers"]
    assert len(part("refunds")) + len(part("sales")) == figure.n
    assert {row.id for row in part("new")}.isdisjoint(row.id for row in part("returning"))


def cac(figure: Any, beside: Any, part: Part) -> None:
    for name in ("marketing", "sales", "without_channel"):
        assert total(part(name)) == beside[name]
    assert total(part("expenses")) == total(part("marketing")) + total(part("sales")) == figure.numerator
    assert {row.id for row in part("denominator")} <= {row.id for row in part("last_12_months")}
    assert sum(line["expenses"] for line in beside["channels"]) == figure.numerator


def marketing_roi(figure: Any, beside: Any, part: Part) -> None:
    assert total(part("revenue_without_campaign")) == beside["revenue_without_campaign"]
    assert total(part("marketing_without_campaign")) == beside["marketing_without_campaign"]
    assert total(part("numerator")) == figure.numerator
    assert total(part("denominator")) == figure.denominator
    assert total(part("revenue_to_date")) == sum(line["to_date"]["revenue"] for line in beside["campaigns"])
    assert total(part("cost_to_date")) == sum(line["to_date"]["cost"] for line in beside["campaigns"])


def clv(figure: Any, beside: Any, part: Part) -> None:
    assert total(part("sales")) == beside["net_sales"]
    assert len(part("losses")) == beside["losses"]
    assert len(part("denominator")) == figure.n


def lead_response_time(_figure: Any, beside: Any, part: Part) -> None:
    arrived = len(part("arrived"))
    for name in ("within_hour", "never"):
        assert beside[name] == (len(part(name)) / arrived if arrived else None)


def response_time(figure: Any, beside: Any, part: Part) -> None:
    kinds = {"tickets": {"ticket"}, "leads": {"contact"}}
    for name, kind in kinds.items():
        assert {row.kind for row in part(name)} == (kind if beside[name] is not None else set())
    assert len(part("tickets")) + len(part("leads")) == figure.n
    waited = [row.at for row in part("waiting")]
    assert waited == sorted(waited, key=lambda at: at or 0)
    assert len(waited) == beside["waiting"]


def resolution_time(figure: Any, beside: Any, part: Part) -> None:
    assert beside["reopened_share"] == (len(part("reopened")) / figure.n if figure.n else None)


def sales_velocity(_figure: Any, beside: Any, part: Part) -> None:
    won, decided = len(part("won")), len(part("decided"))
    assert beside["win_rate"] == (won / decided if decided else None)


def sales_cycle(figure: Any, beside: Any, _part: Part) -> None:
    if figure.n:
        least, low, middle, high, most = beside["quartiles"]
        assert least <= low <= middle <= high <= most
        assert middle == figure.median
    else:
        assert beside["quartiles"] is None


@pytest.mark.parametrize(
    "check",
    [
        *(revenue, cac, marketing_roi, clv, lead_response_time, response_time, resolution_time, sales_velocity),
        sales_cycle,
    ],
)
def test_the_lists_add_up_to_what_stands_beside(check: Check, asked: list[Asked]) -> None:
    kpi, seen = kpi_of(check.__name__), 0
    for one in begun(asked):
        figure = one.results[kpi.id].figure

        def part(name: str, one: Asked = one) -> list[Behind]:
            return records(one.workspace, kpi, one.period, one.now, name)

        check(figure, figure.beside, part)
        seen += figure.n
    assert seen
