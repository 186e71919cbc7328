"""Win rate: the share of decided deals that were won."""

from __future__ import annotations

from collections import Counter

from crmdesk.domain.figure import Better, Figure, Row, Unit
from crmdesk.kpi.base import NUMERATOR, Area, kpi
from crmdesk.kpi.deals import Closed, closed_deals, deal_channels
from crmdesk.kpi.figures import breakdown, groups, in_order, ratio, share, text_name
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.kpi.names import staff_names
from crmdesk.kpi.staff_days import staff
from crmdesk.text import N_

_REASONS = "SELECT id, lost_reason FROM deal WHERE lost_reason IS NOT NULL"
LOST_FOR = "lost "


def evidence(m: Measurement, part: str) -> list[Fact]:
    """The deals won and lost in the period, or (numerator) those won; those lost, all or for one reason; and when."""
    found = m.shared(closed_deals)[0]
    if part in (NUMERATOR, "won"):
        found = [one for one in found if one.won]
    elif part == "lost":
        found = [one for one in found if not one.won]
    elif part.startswith(LOST_FOR):
        reasons: dict[int, str] = dict(m.rows(_REASONS))
        found = [one for one in found if not one.won and reasons.get(one.deal, "") == part.removeprefix(LOST_FOR)]
    return [Fact("deal", one.deal, one.at) for one in found]


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
    filters=("staff", "channel", "campaign"),
    parts={"won": N_("deals won"), "lost": N_("deals lost"), "lost {key}": N_("deals lost: {key}")},
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
    channel_of = m.whole(deal_channels)
    by_channel = groups((channel_of.get(one.deal), one.won) for one in closed)
    by = {
        "staff": _by_staff(m, i, closed),
        "channel": breakdown(by_channel, text_name, lambda hits: share(sum(hits), len(hits))),
    }
    return ratio(won, len(closed), beside=beside, by=by)


def _by_staff(m: Measurement, i: int, closed: list[Closed]) -> tuple[Row, ...]:
    """Who closed; everybody else who was employed is there too, without a rate."""
    found = groups((one.person, one.won) for one in closed)
    for person in m.whole(staff):
        if person.employed(m.spans[i]) and m.keeps(staff=person.id):
            found.setdefault(person.id, [])
    named = m.whole(staff_names)
    return in_order(Row(*named(key), share(sum(hits), len(hits)), len(hits), key) for key, hits in found.items())
