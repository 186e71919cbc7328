"""Lead response time: how long a new lead waits until the business reaches out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

from crmdesk.domain.calendar import HOUR
from crmdesk.domain.figure import Better, Figure, Unit
from crmdesk.kpi.base import Area, kpi
from crmdesk.kpi.figures import TOOK, histogram, in_bin, mean_time, share
from crmdesk.kpi.inquiries import LEAD, Lead, answered, answered_facts, inquiring_leads
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.text import N_

ARRIVED: dict[str, Callable[[int | None], bool]] = {
    "arrived": lambda _: True,
    "within_hour": lambda took: took is not None and took <= HOUR,
    "never": lambda took: took is None,
}
_SHARES = ("within_hour", "never")


def arrivals(m: Measurement) -> list[list[tuple[Lead, int | None]]]:
    """For each span the leads that arrived in it, and how long each waited if it was answered before the cut."""
    leads = sorted(m.shared(inquiring_leads), key=lambda lead: lead.at)
    found = []
    for span in m.spans:
        first = bisect_left(leads, span.start, key=lambda lead: lead.at)
        arrived = leads[first : bisect_left(leads, span.cut, key=lambda lead: lead.at)]
        found.append([(lead, _took(lead, span.cut)) for lead in arrived])
    return found


def evidence(m: Measurement, part: str) -> list[Fact]:
    """The leads first answered in the period, or those that waited so long; or those that arrived in it: all, answered
    within the hour, or never.
    """
    if part not in ARRIVED:
        found = [one for one in m.shared(answered)[0] if one.kind == LEAD]
        return answered_facts([one for one in found if not part.startswith(TOOK) or in_bin(one.took, part)])
    return [Fact(LEAD, lead.id, lead.at) for lead, took in m.shared(arrivals)[0] if ARRIVED[part](took)]


@kpi(
    "lead_response_time",
    N_("Lead response time"),
    unit=Unit.HOURS,
    better=Better.LOWER,
    area=Area.MARKETING,
    formula=N_("mean of (first response − lead came in) over the leads first answered in the period"),
    example=N_("answered after 0.2, 0.5, 1, 2, 6 and 20 hours → 4.95 h"),
    reads=("contact", "ticket", "ticket_event"),
    evidence=evidence,
    place=33,
    beside=("within_hour", "never", "histogram"),
    filters=("staff", "channel", "campaign"),
    parts={
        "arrived": N_("leads that came in the period"),
        "within_hour": N_("leads that came in the period and were answered within one hour"),
        "never": N_("leads that came in the period and were not answered in it"),
        "took {key}": N_("leads whose first answer took {key}"),
    },
)
def lead_response_time(m: Measurement) -> list[Figure]:
    """How many hours new leads waited until the business first reached out, over the leads first answered in the
    period. Beside it: of the leads that arrived in the period, the share answered within one hour, and never.
    """
    figures = []
    for i, (arrived, found) in enumerate(zip(m.shared(arrivals), m.shared(answered), strict=True)):
        took = sorted(one.took for one in found if one.kind == LEAD)
        beside: dict[str, object] = {
            part: share(sum(ARRIVED[part](one) for _, one in arrived), len(arrived)) for part in _SHARES
        }
        if m.detail[i]:
            beside["histogram"] = histogram(took)
        figures.append(mean_time(took, HOUR, beside=beside))
    return figures


def _took(lead: Lead, cut: int) -> int | None:
    at = lead.answered_at
    return at - lead.at if at is not None and at < cut else None
