"""Customer churn rate: the share of customers at the start of a period that were gone at its end."""

from __future__ import annotations

from crmdesk.domain.figure import Better, Figure, Unit
from crmdesk.domain.period import Span
from crmdesk.kpi.base import DENOMINATOR, NUMERATOR, Area, kpi
from crmdesk.kpi.customers import Bridge, bridge_facts, bridges, came_and_went, customers, rolling_net
from crmdesk.kpi.figures import ratio
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.kpi.start_set import of_start_set
from crmdesk.text import N_


def evidence(m: Measurement, part: str) -> list[Fact]:
    """The customers at the start, or (numerator) those of them that were lost; or another part of the bridge."""
    return bridge_facts(m, {NUMERATOR: "lost", DENOMINATOR: "start"}.get(part, part))


@kpi(
    "churn_rate",
    N_("Customer churn rate"),
    unit=Unit.RATIO,
    better=Better.LOWER,
    area=Area.CUSTOMERS,
    formula=N_("customers lost in the period ÷ customers at its start"),
    example=N_("200 customers at the start, 10 lost → 5 %"),
    reads=("sale", "contact", "deal", "setting"),
    evidence=evidence,
    place=42,
    beside=("start", "lost", "new", "returned", "end", "came_and_went", "revenue_churn"),
    filters=("channel", "campaign", "staff"),
    parts={
        "start": N_("customers at the start"),
        "lost": N_("customers lost"),
        "new": N_("new customers"),
        "returned": N_("customers who came back"),
        "end": N_("customers at the end"),
        "came_and_went": N_("customers who came and went"),
    },
)
def churn_rate(m: Measurement) -> list[Figure]:
    """Of the customers that were active just before the period, the share that no longer is at its end: they said that
    they stop, or did not buy for longer than the settings allow. The bridge beside it leads from the customers at the
    start, less the lost, plus new and returned ones, to those at the end.
    """
    churned = _revenue_churn(m)
    figures = []
    for i, (span, bridge) in enumerate(zip(m.spans, m.shared(bridges), strict=True)):
        beside = {**_bridge(m, span, bridge, detail=m.detail[i]), "revenue_churn": churned.get(i)}
        figures.append(of_start_set(m, span, len(bridge.lost), len(bridge.start), ratio, beside))
    return figures


def _bridge(m: Measurement, span: Span, bridge: Bridge, *, detail: bool) -> dict[str, object]:
    """start − lost + new + returned = end; and those who came and went."""
    since = m.whole(customers).since
    new = sum(span.start <= since[account] < span.cut for account in bridge.joined)
    return {
        "start": len(bridge.start),
        "lost": len(bridge.lost),
        "new": new,
        "returned": len(bridge.joined) - new,
        "end": len(bridge.end),
        "came_and_went": len(came_and_went(m, span, bridge)) if detail else None,
    }


def _revenue_churn(m: Measurement) -> dict[int, float | None]:
    """For each wanted span: 1 − net sales of those who stayed, in the 365 days up to the cut, over the net sales of
    all who were there at the start, in the 365 days up to the start.
    """
    wanted, found = m.wanted, m.shared(bridges)
    before = [(m.spans[i].first - 365, m.spans[i].first - 1) for i in wanted]
    after = [(m.spans[i].last - 364, m.spans[i].last) for i in wanted]
    sums = {}
    # All in one pass: the year up to the start of a month is the year up to the end of the month before.
    for number, totals in rolling_net(m, [*before, *after]):
        bridge = found[wanted[number % len(wanted)]]
        accounts = bridge.start if number < len(wanted) else bridge.kept
        sums[number] = sum(totals.get(account, 0) for account in accounts)
    pairs = [(i, sums[number], sums[number + len(wanted)]) for number, i in enumerate(wanted)]
    return {i: 1 - kept / base if base else None for i, base, kept in pairs}
