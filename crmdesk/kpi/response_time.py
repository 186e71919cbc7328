"""Average response time: how long an inquiry waits for its first answer."""

from __future__ import annotations

from crmdesk.domain.calendar import HOUR
from crmdesk.domain.figure import Better, Figure, Unit
from crmdesk.kpi.base import Area, kpi
from crmdesk.kpi.figures import TOOK, breakdown, groups, histogram, hours, in_bin, mean_time, text_name
from crmdesk.kpi.inquiries import LEAD, TICKET, Answered, answered, answered_facts, unanswered, waiting
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.kpi.names import staff_names
from crmdesk.kpi.office_hours import business_hours
from crmdesk.text import N_

_KINDS = {"tickets": TICKET, "leads": LEAD}


def evidence(m: Measurement, part: str) -> list[Fact]:
    """The inquiries first answered in the period, those of one kind, or those that waited so long; or who waits now."""
    if part == "waiting":
        queue = sorted(m.shared(unanswered)[0], key=lambda one: -one[2])
        return [Fact(kind, id, m.spans[0].cut - waited) for kind, id, waited in queue]
    found = m.shared(answered)[0]
    if part in _KINDS:
        found = [one for one in found if one.kind == _KINDS[part]]
    elif part.startswith(TOOK):
        found = [one for one in found if in_bin(one.took, part)]
    return answered_facts(found)


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
    beside=("tickets", "leads", "waiting", "oldest_waiting", "business_hours", "histogram"),
    parts={
        "tickets": N_("tickets answered"),
        "leads": N_("leads answered"),
        "waiting": N_("inquiries that wait for an answer"),
        "took {key}": N_("inquiries that waited {key}"),
    },
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
    ordered = sorted(took)
    beside = {
        "tickets": hours([one.took for one in found if one.kind == TICKET]),
        "leads": hours([one.took for one in found if one.kind == LEAD]),
        "waiting": len(queue),
        "oldest_waiting": max(queue) / HOUR if queue else None,
        "business_hours": hours(business_hours(m, found)),
        "histogram": histogram(ordered),
    }
    by = {
        "staff": breakdown(groups(zip([one.person for one in found], took, strict=True)), m.whole(staff_names), hours),
        "channel": breakdown(groups(zip([one.channel for one in found], took, strict=True)), text_name, hours),
    }
    return mean_time(ordered, HOUR, beside=beside, by=by)
