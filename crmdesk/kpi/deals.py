"""The way of deals through the pipeline, as every KPI about deals reads it.

`stay` is a temporary table with one row for each time that a deal was in a stage: `deal, stage, kind (open, won, lost),
at, until, by_whom, step`. The state of a deal at a moment t is the stay with at < t <= until. Of two changes at one
moment the later row is the later one, so that the earlier stay lasts no time and is no state.
"""

from __future__ import annotations

from dataclasses import dataclass

from crmdesk.kpi.measurement import Fact, Measurement

_STAYS = """
SELECT change.deal_id AS deal, change.stage_id AS stage, coalesce(stage.kind, 'open') AS kind, change.at AS at,
       lead(change.at, 1, :forever) OVER way AS until, change.staff_id AS by_whom, row_number() OVER way AS step
FROM stage_change change JOIN stage ON stage.id = change.stage_id
WHERE change.at < :now
WINDOW way AS (PARTITION BY change.deal_id ORDER BY change.at, change.id)
"""

# Deals won or lost in the period: closed at the cut, by a last change that lies in the period.
CLOSED = """
SELECT span.i AS i, stay.deal AS deal, stay.kind AS kind, stay.at AS at,
       coalesce(stay.by_whom, deal.owner_id) AS person, deal.amount AS amount,
       coalesce(deal.first_contact_at, deal.opened_at) AS first_at, span.detail AS detail
FROM span JOIN stay ON stay.kind IN ('won', 'lost') AND stay.at >= span.start_at AND stay.at < span.cut_at
     AND stay.until >= span.cut_at
JOIN deal ON deal.id = stay.deal
"""

# Deals that are open at the cut.
OPEN = """
SELECT span.i AS i, stay.deal AS deal, stay.stage AS stage, deal.amount AS amount, deal.owner_id AS person,
       coalesce(deal.probability, stage.probability, '0') AS probability, deal.expected_close_on AS expected,
       coalesce(deal.first_contact_at, deal.opened_at) AS first_at, span.last AS last, span.cut_at AS cut_at
FROM stay JOIN span ON span.cut_at > stay.at AND span.cut_at <= stay.until
JOIN deal ON deal.id = stay.deal JOIN stage ON stage.id = stay.stage
WHERE stay.kind = 'open'
"""


@dataclass(frozen=True, slots=True)
class Closed:
    """A deal that was won or lost in a span; `took` is from the first contact to the closing, in microseconds."""

    deal: int
    won: bool
    at: int
    person: int | None
    amount: int | None
    took: int


def stays(m: Measurement) -> bool:
    """Makes the table `stay` of this measurement."""
    m.table("stay", _STAYS, "kind, at, until, deal, stage, by_whom")
    return True


def closed_deals(m: Measurement) -> list[list[Closed]]:
    """For each span the deals won and lost in it, in the order in which they closed."""
    m.shared(stays)
    found = m.grouped(f"SELECT i, deal, kind, at, person, amount, first_at FROM ({CLOSED}) ORDER BY i, at, deal")
    return [
        [Closed(deal, kind == "won", at, person, amount, at - first) for deal, kind, at, person, amount, first in rows]
        for rows in found.values()
    ]


def won_deals(m: Measurement) -> list[list[Closed]]:
    """For each span the deals won in it."""
    return [[one for one in deals if one.won] for deals in m.shared(closed_deals)]


def first_deal_at(m: Measurement) -> int | None:
    """When the first deal ever came, or None."""
    at: int | None = m.rows("SELECT min(at) FROM stage_change WHERE at < :now")[0][0]
    return at


def ever_a_deal(m: Measurement) -> list[bool]:
    """For each span, whether there was any deal before its cut."""
    first = m.shared(first_deal_at)
    return [first is not None and first < span.cut for span in m.spans]


def open_deals(m: Measurement) -> list[int]:
    """For each span, how many deals are open at its cut."""
    m.shared(stays)
    counts = dict(m.rows(f"SELECT i, count(*) FROM ({OPEN}) GROUP BY i"))
    return [counts.get(i, 0) for i in range(len(m.spans))]


def open_evidence(m: Measurement, part: str) -> list[Fact]:  # noqa: ARG001 - both parts are the open deals
    """The deals open at the cut."""
    m.shared(stays)
    return [Fact("deal", deal) for (deal,) in m.rows(f"SELECT deal FROM ({OPEN}) ORDER BY amount DESC, deal")]


def won_evidence(m: Measurement, part: str) -> list[Fact]:  # noqa: ARG001 - a mean has one set of records
    """The deals won in the period, at the moment of winning."""
    return [Fact("deal", one.deal, one.at) for one in m.shared(won_deals)[0]]
