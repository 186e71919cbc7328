"""A contact that was merged away counts once, as the one that stays, and what was sold or asked stays what it was."""

import pytest

from crmdesk.domain.calendar import Calendar
from crmdesk.domain.clock import FixedClock
from crmdesk.domain.period import parse_period
from crmdesk.kpi.base import all_kpis
from crmdesk.kpi.measure import measure
from crmdesk.store import demo
from crmdesk.store.file import open_workspace
from crmdesk.store.merging import merge
from crmdesk.store.unmerging import merged_with, unmerge

NOON = Calendar("Europe/Berlin").parse("2026-11-16T12:00:00")
# What is counted by deal, ticket, answer or sale, whoever it is from.
BY_EVENT = (
    *("revenue", "average_deal", "win_rate", "pipeline_value", "weighted_pipeline", "sales_cycle", "sales_velocity"),
    *("resolution_time", "open_tickets", "csat", "nps", "stage_conversion"),
)
SELLERS = (
    "SELECT contact_id FROM sale WHERE contact_id IS NOT NULL GROUP BY 1 HAVING sum(amount) > 0 ORDER BY 1 LIMIT 6"
)


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "demo.crmdesk"
    demo.make(path, scale=0.1, clock=FixedClock(NOON))
    with open_workspace(path, clock=FixedClock(NOON)) as workspace:
        yield workspace


def figures(workspace):
    results = measure(workspace, all_kpis(), [parse_period("2026")], NOON)[0]
    return {id: result.text for id, result in results.items()}


def test_figures_of_events_stay_and_separating_brings_all_of_them_back(book):
    before = figures(book)
    people = [number for (number,) in book.rows(SELLERS)]
    with book.operation("Merge", source="merge") as tx:
        for keep, gone in zip(people[::2], people[1::2], strict=True):
            merge(tx, keep, gone)
    after = figures(book)
    assert {id: after[id] for id in BY_EVENT} == {id: before[id] for id in BY_EVENT}
    assert after != before
    for keep in people[::2]:
        unmerge(book, merged_with(book, keep)[0])
    assert figures(book) == before
