"""Open tickets: what customers are still waiting for."""

from __future__ import annotations

from crmdesk.domain.calendar import DAY, HOUR
from crmdesk.domain.figure import Better, Figure, Reason, Row, Unit, missing
from crmdesk.kpi.base import NUMERATOR, Area, kpi
from crmdesk.kpi.figures import breakdown, groups, text_name
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.kpi.names import staff_names
from crmdesk.kpi.tickets import OPEN, ever_a_ticket, outcomes
from crmdesk.text import N_

BANDS = ((1, N_("under a day")), (7, N_("1 to 7 days")), (30, N_("7 to 30 days")), (None, N_("over 30 days")))

_COUNTS = """
SELECT span.i, (SELECT count(*) FROM ticket WHERE ticket.opened_at < span.cut_at)
       - (SELECT count(*) FROM outcome JOIN ticket ON ticket.id = outcome.ticket
          WHERE outcome.kind = 'resolved' AND outcome.at < span.cut_at AND outcome.until >= span.cut_at
            AND ticket.opened_at < span.cut_at)
FROM span
"""


def evidence(m: Measurement, part: str) -> list[Fact]:  # noqa: ARG001 - a count has one set of records
    """The tickets that are open at the cut, the oldest first."""
    m.shared(outcomes)
    return [Fact("ticket", id) for (id,) in m.rows(f"SELECT ticket FROM ({OPEN}) ORDER BY received, ticket")]


@kpi(
    "open_tickets",
    N_("Open tickets"),
    unit=Unit.COUNT,
    better=Better.LOWER,
    area=Area.SERVICE,
    formula=N_("tickets received and not resolved at the end of the period"),
    example=N_("tickets t1, t2, t3 and the reopened t5 → 4"),
    reads=("ticket", "ticket_event", "staff"),
    evidence=evidence,
    counted=NUMERATOR,
    place=54,
    split=("priority", "owner"),
    beside=("oldest",),
)
def open_tickets(m: Measurement) -> list[Figure]:
    """How many tickets had come in and were not settled at the end of the period (or are not now). A ticket that was
    reopened is open again.
    """
    m.shared(outcomes)
    counts = dict(m.rows(_COUNTS))
    lists = m.grouped(f"SELECT i, cut_at - received, priority, person FROM ({OPEN}) WHERE detail") if m.wanted else {}
    return [
        _figure(m, counts[i], lists.get(i, []), detail=m.detail[i]) if ever else missing(Reason.NO_DATA)
        for i, ever in enumerate(m.shared(ever_a_ticket))
    ]


def _figure(m: Measurement, count: int, found: list[tuple[int, str | None, int | None]], *, detail: bool) -> Figure:
    if not detail:
        return Figure(count, None, count)
    ages = [age for age, _, _ in found]
    by = {
        "priority": breakdown(groups((priority, age) for age, priority, _ in found), text_name, len),
        "owner": breakdown(groups((person, age) for age, _, person in found), m.shared(staff_names), len),
        "age": _by_age(ages),
    }
    return Figure(count, None, count, beside={"oldest": max(ages) / HOUR if ages else None}, by=by)


def _by_age(ages: list[int]) -> tuple[Row, ...]:
    rows = []
    low = 0
    for days, label in BANDS:
        high = days * DAY if days is not None else max([*ages, low]) + 1
        count = sum(low <= age < high for age in ages)
        rows.append(Row(label, label, count, count))
        low = high
    return tuple(rows)
