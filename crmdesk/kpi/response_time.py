"""Average response time: how long an inquiry waits for its first answer."""

from __future__ import annotations

from crmdesk.domain.calendar import HOUR
from crmdesk.domain.figure import Better, Figure, Unit
from crmdesk.kpi.base import Area, kpi
from crmdesk.kpi.figures import breakdown, groups, hours, mean_time, text_name
from crmdesk.kpi.inquiries import LEAD, TICKET, Answered, answered, answered_facts, waiting
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.kpi.names import staff_names
from crmdesk.kpi.office_hours import business_hours
from crmdesk.text import N_


def evidence(m: Measurement, part: str) -> list[Fact]:  # noqa: ARG001 - a mean has one set of records
    """The inquiries first answered in the period."""
    return answered_facts(m.shared(answered)[0])


@kpi(
    "response_time",
    N_("Average response time"),
    unit=Unit.HOURS,
    better=Better.LOWER,
    area=Area.SERVICE,
    formula=N_("mean of (first reply − inquiry) over the inquiries first answered in the period"),
    example=N_("10, 30 and 200 minutes → 80 minutes"),
    reads=("ticket", "ticket_event", "contact", "staff", "setting"),
    evidence=evidence,
    place=52,
    headline=True,
    split=("staff", "channel"),
    beside=("tickets", "leads", "waiting", "oldest_waiting", "business_hours"),
)
def response_time(m: Measurement) -> list[Figure]:
    """How many hours customers waited for the first answer, tickets and new leads together, over the inquiries that
    were first answered in the period. What nobody has answered yet is not in the mean: it stands beside it as waiting.
    """
    queue = m.shared(waiting)
    return [_figure(m, i, found, queue[i]) for i, found in enumerate(m.shared(answered))]


def _figure(m: Measurement, i: int, found: list[Answered], queue: list[int]) -> Figure:
    took = [one.took for one in found]
    if not m.detail[i]:
        return mean_time(took, HOUR)
    beside = {
        "tickets": hours([one.took for one in found if one.kind == TICKET]),
        "leads": hours([one.took for one in found if one.kind == LEAD]),
        "waiting": len(queue),
        "oldest_waiting": max(queue) / HOUR if queue else None,
        "business_hours": hours(business_hours(m, found)),
    }
    by = {
        "staff": breakdown(groups(zip([one.person for one in found], took, strict=True)), m.shared(staff_names), hours),
        "channel": breakdown(groups(zip([one.channel for one in found], took, strict=True)), text_name, hours),
    }
    return mean_time(took, HOUR, beside=beside, by=by)
