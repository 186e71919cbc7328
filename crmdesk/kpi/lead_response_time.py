"""Lead response time: how long a new lead waits until the business reaches out."""

from __future__ import annotations

from crmdesk.domain.calendar import HOUR
from crmdesk.domain.figure import Better, Figure, Unit
from crmdesk.kpi.base import Area, kpi
from crmdesk.kpi.figures import mean_time, share
from crmdesk.kpi.inquiries import LEAD, answered, answered_facts
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.text import N_

# The leads that arrived in the period: how many, answered within an hour, never answered (before the cut).
_ARRIVED = """
SELECT span.i, count(*), coalesce(sum(answered AND took <= 3600000000), 0), sum(NOT answered)
FROM span JOIN (
  SELECT span.i AS i, contact.first_response_at - contact.lead_at AS took,
         coalesce(contact.first_response_at >= contact.lead_at AND contact.first_response_at < span.cut_at, 0)
             AS answered
  FROM span JOIN contact ON contact.lead_at >= span.start_at AND contact.lead_at < span.cut_at
) lead ON lead.i = span.i
GROUP BY span.i
"""


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
    arrived = {i: row for i, *row in m.rows(_ARRIVED)}
    figures = []
    for i, found in enumerate(m.shared(answered)):
        count, quick, never = arrived.get(i, (0, 0, 0))
        beside = {"within_hour": share(quick, count), "never": share(never, count)}
        figures.append(mean_time([one.took for one in found if one.kind == LEAD], HOUR, beside=beside))
    return figures
