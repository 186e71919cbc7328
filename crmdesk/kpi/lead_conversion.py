"""Lead conversion rate: the share of the leads of a period that became customers, as known now."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction

from crmdesk.domain.calendar import DAY
from crmdesk.domain.figure import Better, Figure, Unit
from crmdesk.domain.period import Span
from crmdesk.domain.stats import median
from crmdesk.kpi.base import NUMERATOR, Area, kpi
from crmdesk.kpi.customers import customers
from crmdesk.kpi.figures import breakdown, groups, ratio, share, text_name
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.kpi.names import campaign_names, staff_names
from crmdesk.text import N_

USUAL_DAYS = 90
FEWEST = 5

_LEADS = """
SELECT id, coalesce(company_id, id), lead_at, disqualified_at, channel, campaign_id, owner_id FROM contact
WHERE lead_at < :now ORDER BY lead_at, id
"""


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead with the moment of its account's first positive sale at or after it came, if there was one."""

    id: int
    account: int
    at: int
    disqualified_at: int | None
    channel: str | None
    campaign: int | None
    owner: int | None
    converted_at: int | None


def leads(m: Measurement) -> list[Lead]:
    """Every lead that came before now, in the order in which they came."""
    known = m.whole(customers)
    return [Lead(*(*row, known.converted_at(row[1], row[2]))) for row in m.rows(_LEADS)]


def kept_leads(m: Measurement) -> list[Lead]:
    """Those of them that belong to the part of the business that is measured."""
    found = m.whole(leads)
    if not m.only:
        return found
    return [one for one in found if m.keeps(channel=one.channel, campaign=one.campaign, staff=one.owner)]


def cohort(m: Measurement, span: Span) -> list[Lead]:
    """The leads that came in a span."""
    found = m.shared(kept_leads)
    start = bisect_left(found, span.start, key=lambda lead: lead.at)
    return found[start : bisect_left(found, span.cut, key=lambda lead: lead.at)]


def evidence(m: Measurement, part: str) -> list[Fact]:
    """The leads of the period, or (numerator) those of them that became customers, and when; or another part."""
    found = cohort(m, m.spans[0])
    if part == "decided":
        return [Fact("contact", id) for id in sorted(set().union(*_decided_in(m)[0]))]
    if part == "disqualified":
        return [Fact("contact", lead.id, lead.disqualified_at) for lead in found if _disqualified(lead, m.now)]
    if part == "open":
        found = [lead for lead in found if lead.converted_at is None and not _disqualified(lead, m.now)]
    if part == NUMERATOR:
        return [Fact("contact", lead.id, lead.converted_at) for lead in found if lead.converted_at is not None]
    return [Fact("contact", lead.id, lead.at) for lead in found]


@kpi(
    "lead_conversion",
    N_("Lead conversion rate"),
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.MARKETING,
    formula=N_("leads of the period that have bought ÷ leads of the period"),
    example=N_("48 leads came in March, 9 of them have bought by now → 18.75 %"),
    reads=("contact", "sale", "deal", "staff", "campaign"),
    evidence=evidence,
    place=30,
    headline=True,
    cohort=True,
    split=("channel", "campaign", "staff"),
    beside=(
        "open",
        "disqualified",
        "maturing",
        "median_days_to_convert",
        "decided",
        "decided_rate",
    ),
    parts={
        "open": N_("leads that are still open"),
        "disqualified": N_("leads that were disqualified"),
        "decided": N_("leads that were decided in the period, whenever they came"),
    },
)
def lead_conversion(m: Measurement) -> list[Figure]:
    """Of the leads that came in the period, the share that has bought since. It goes on rising for a while after the
    period has ended: it is marked “maturing” until as many days have passed as leads usually take.
    """
    usual = _median_days(m)
    decided = [(len(won), len(lost)) for won, lost in _decided_in(m)]
    return [_figure(m, cohort(m, span), span, usual, decided[i]) for i, span in enumerate(m.spans)]


def _figure(m: Measurement, found: list[Lead], span: Span, usual: float | None, decided: tuple[int, int]) -> Figure:
    won = sum(lead.converted_at is not None for lead in found)
    lost = sum(_disqualified(lead, m.now) for lead in found)
    waited = (m.now - m.calendar.midnight(span.last + 1)) / DAY
    beside = {
        "open": len(found) - won - lost,
        "disqualified": lost,
        "maturing": not span.whole or waited < (USUAL_DAYS if usual is None else usual),
        "median_days_to_convert": usual,
        "decided": sum(decided),
        "decided_rate": share(decided[0], sum(decided)),
    }
    by = {
        "channel": breakdown(groups((lead.channel, _hit(lead)) for lead in found), text_name, _rate),
        "campaign": breakdown(groups((lead.campaign, _hit(lead)) for lead in found), m.whole(campaign_names), _rate),
        "staff": breakdown(groups((lead.owner, _hit(lead)) for lead in found), m.whole(staff_names), _rate),
    }
    return ratio(won, len(found), beside=beside, by=by)


def _hit(lead: Lead) -> bool:
    return lead.converted_at is not None


def _rate(hits: list[bool]) -> float | None:
    return share(sum(hits), len(hits))


def _disqualified(lead: Lead, now: int) -> bool:
    return lead.converted_at is None and lead.disqualified_at is not None and lead.disqualified_at < now


def _decided_in(m: Measurement) -> list[tuple[set[int], set[int]]]:
    """For each span the leads converted in it and the others that were disqualified in it, whenever they came."""
    known = m.shared(kept_leads)
    won = sorted((lead.converted_at, lead.id) for lead in known if lead.converted_at is not None)
    lost = sorted((lead.disqualified_at, lead.id) for lead in known if lead.disqualified_at is not None)
    found = []
    for span in m.spans:
        converted = _within(won, span)
        found.append((converted, _within(lost, span) - converted))
    return found


def _within(ordered: list[tuple[int, int]], span: Span) -> set[int]:
    """The leads whose moment lies in a span."""
    return {lead for _, lead in ordered[bisect_left(ordered, (span.start,)) : bisect_left(ordered, (span.cut,))]}


def _median_days(m: Measurement) -> float | None:
    """Median days from lead to conversion, of the conversions in the 365 days before now; None where they are few."""
    since = m.calendar.midnight(m.calendar.day_of(m.now - 1) - 364)
    took = [
        lead.converted_at - lead.at
        for lead in m.whole(leads)
        if lead.converted_at is not None and lead.converted_at >= since
    ]
    middle = median(sorted(took))
    return None if len(took) < FEWEST or middle is None else float(Fraction(middle, DAY))
