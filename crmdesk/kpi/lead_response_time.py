"""Lead response time: how long a new lead waits until the business reaches out."""

from __future__ import annotations

from bisect import bisect_left

from crmdesk.domain.calendar import HOUR
from crmdesk.domain.figure import Better, Figure, Unit
from crmdesk.kpi.base import Area, kpi
from crmdesk.kpi.figures import mean_time, share
from crmdesk.kpi.inquiries import LEAD, answered, answered_facts, inquiring_leads
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.text import N_


def evidence(m: Measurement, part: str) -> list[Fact]:  # noqa: ARG001 - a mean has one set of records
    """The leads first answered in the period."""
    return answered_facts([one for one in m.shared(answered)[0] if one.kind == LEAD])


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
    beside=("within_hour", "never"),
)
def lead_response_time(m: Measurement) -> list[Figure]:
    """How many hours new leads waited until the business first reached out, over the leads first answered in the
    period. Beside it: of the leads that arrived in the period, the share answered within one hour, and never.
    """
    leads = sorted(m.shared(inquiring_leads), key=lambda lead: lead.at)
    figures = []
    for span, found in zip(m.spans, m.shared(answered), strict=True):
        first = bisect_left(leads, span.start, key=lambda lead: lead.at)
        arrived = leads[first : bisect_left(leads, span.cut, key=lambda lead: lead.at)]
        took = [at - lead.at for lead in arrived if (at := lead.answered_at) is not None and at < span.cut]
        beside = {
            "within_hour": share(sum(one <= HOUR for one in took), len(arrived)),
            "never": share(len(arrived) - len(took), len(arrived)),
        }
        figures.append(mean_time([one.took for one in found if one.kind == LEAD], HOUR, beside=beside))
    return figures
