"""Win rate: the share of decided deals that were won."""

from __future__ import annotations

from collections import Counter

from crmdesk.domain.figure import Better, Figure, Row, Unit
from crmdesk.kpi.base import NUMERATOR, Area, kpi
from crmdesk.kpi.deals import Closed, closed_deals, deal_facts, won_evidence
from crmdesk.kpi.figures import breakdown, groups, in_order, ratio, share, text_name
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.kpi.names import staff_names
from crmdesk.kpi.sales import contact_facts
from crmdesk.kpi.staff_days import staff
from crmdesk.text import N_

_REASONS = "SELECT id, lost_reason FROM deal WHERE lost_reason IS NOT NULL"


def evidence(m: Measurement, part: str) -> list[Fact]:
    """The deals won and lost in the period, or (numerator) those won, and when."""
    if part == NUMERATOR:
        return won_evidence(m, part)
    return [Fact("deal", one.deal, one.at) for one in m.shared(closed_deals)[0]]


@kpi(
    "win_rate",
    N_("Win rate"),
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.SALES,
    formula=N_("deals won ÷ (deals won + deals lost)"),
    example=N_("9 won, 3 lost → 75 %"),
    reads=("deal", "stage", "stage_change", "contact", "staff"),
    evidence=evidence,
    place=13,
    headline=True,
    split=("staff", "channel"),
    beside=("by_amount", "lost_reasons"),
)
def win_rate(m: Measurement) -> list[Figure]:
    """Of the deals that were decided in the period, the share that was won. A deal that was won and taken back in the
    same period is not decided.
    """
    reasons: dict[int, str] = dict(m.rows(_REASONS)) if m.wanted else {}
    return [_figure(m, i, closed, reasons) for i, closed in enumerate(m.shared(closed_deals))]


def _figure(m: Measurement, i: int, closed: list[Closed], reason_of: dict[int, str]) -> Figure:
    won = sum(one.won for one in closed)
    if not m.detail[i]:
        return ratio(won, len(closed))
    total = sum(one.amount or 0 for one in closed)
    reasons = Counter(reason_of.get(one.deal, "") for one in closed if not one.won)
    beside = {
        "by_amount": share(sum(one.amount or 0 for one in closed if one.won), total),
        "lost_reasons": dict(sorted(reasons.items())),
    }
    channel_of = m.shared(deal_channels)
    by_channel = groups((channel_of.get(one.deal), one.won) for one in closed)
    by = {
        "staff": _by_staff(m, i, closed),
        "channel": breakdown(by_channel, text_name, lambda hits: share(sum(hits), len(hits))),
    }
    return ratio(won, len(closed), beside=beside, by=by)


def deal_channels(m: Measurement) -> dict[int, str | None]:
    """The channel of each deal's contact, else of the contact's company."""
    contacts = m.shared(contact_facts)
    found = {}
    for id, deal in m.shared(deal_facts).items():
        if deal.contact is not None:
            company, own, *_ = contacts[deal.contact]
            found[id] = contacts[company].channel if own is None and company is not None else own
    return found


def _by_staff(m: Measurement, i: int, closed: list[Closed]) -> tuple[Row, ...]:
    """Who closed; everybody else who was employed is there too, without a rate."""
    found = groups((one.person, one.won) for one in closed)
    for person in m.shared(staff):
        if person.employed(m.spans[i]):
            found.setdefault(person.id, [])
    named = m.shared(staff_names)
    return in_order(Row(*named(key), share(sum(hits), len(hits)), len(hits)) for key, hits in found.items())
