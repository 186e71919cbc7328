"""Customer retention rate: the share of customers at the start of a period that were still there at its end."""

from __future__ import annotations

from crmdesk.domain.figure import Better, Figure, Unit
from crmdesk.domain.period import parse_period
from crmdesk.kpi.base import DENOMINATOR, NUMERATOR, Area, kpi
from crmdesk.kpi.cohorts import cohort_members
from crmdesk.kpi.customers import account_facts, bridge_facts, bridges, customers
from crmdesk.kpi.figures import ratio
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.kpi.records import COHORT
from crmdesk.kpi.start_set import of_start_set
from crmdesk.text import N_


def evidence(m: Measurement, part: str) -> list[Fact]:
    """The customers at the start, or (numerator) those that stayed; a part of the bridge; or a cell of the cohorts."""
    if part.startswith(COHORT):
        month, age = part.removeprefix(COHORT).split()
        return account_facts(cohort_members(m, parse_period(month), int(age)), m.whole(customers).since)
    return bridge_facts(m, {NUMERATOR: "kept", DENOMINATOR: "start"}.get(part, part))


@kpi(
    "retention_rate",
    N_("Customer retention rate"),
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.CUSTOMERS,
    formula=N_("(customers at the end − those who were not there at the start) ÷ customers at the start"),
    example=N_("(216 at the end − 26 not there at the start) ÷ 200 at the start → 95 %"),
    reads=("sale", "contact", "deal", "setting"),
    evidence=evidence,
    place=40,
    headline=True,
    beside=("start", "end", "not_there_at_start"),
    filters=("channel", "campaign", "staff"),
    parts={
        "start": N_("customers at the start"),
        "end": N_("customers at the end"),
        "not_there_at_start": N_("customers at the end who were not there at the start"),
        "lost": N_("customers lost"),
        "new": N_("new customers"),
        "returned": N_("customers who came back"),
        "cohort {key}": N_("new customers who were still there: {key}"),
    },
)
def retention_rate(m: Measurement) -> list[Figure]:
    """Of the customers that were active just before the period, the share that still is at its end. Together with the
    churn rate it makes 100 %.
    """
    figures = []
    for span, bridge in zip(m.spans, m.shared(bridges), strict=True):
        beside = {"start": len(bridge.start), "end": len(bridge.end), "not_there_at_start": len(bridge.joined)}
        stayed = len(bridge.end) - len(bridge.joined)
        figures.append(of_start_set(m, span, stayed, len(bridge.start), _retained, beside))
    return figures


def _retained(stayed: int, start: int, *, beside: dict[str, object]) -> Figure:
    """1 − churn, to the digit: the ratio is taken from the lost, so that both sum to 1 as floats do."""
    found = ratio(stayed, start, beside=beside)
    return Figure(1 - (start - stayed) / start, None, found.n, stayed, start, beside=beside)
