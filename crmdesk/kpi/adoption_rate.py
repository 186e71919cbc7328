"""CRM user adoption rate: how many of the people of the business record what they do."""

from __future__ import annotations

from crmdesk.domain.figure import Better, Figure, Reason, Row, Unit, missing
from crmdesk.kpi.base import NUMERATOR, Area, kpi
from crmdesk.kpi.figures import in_order, ratio
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.kpi.names import staff_names
from crmdesk.kpi.recorded import all_recorded, thing_facts, within
from crmdesk.kpi.staff_days import Person, staff
from crmdesk.text import N_

Weeks = dict[int, dict[int, int]]
RECORDED = "recorded "


def recorded(m: Measurement) -> list[Weeks]:
    """For each span, person and calendar week (Monday to Sunday) how many things were recorded."""
    found: list[Weeks] = [{} for _ in m.spans]
    for things_by_day in m.shared(all_recorded):
        for weeks, span in zip(found, m.spans, strict=True):
            for day, person, things in within(things_by_day, span):
                if person is not None:
                    mine = weeks.setdefault(person, {})
                    # Day 4, 1970-01-05, was a Monday.
                    mine[(day - 4) // 7] = mine.get((day - 4) // 7, 0) + things
    return found


def evidence(m: Measurement, part: str) -> list[Fact]:
    """Everybody employed in the period; those who recorded things (numerator), or regularly; or what one recorded."""
    if part.startswith(RECORDED):
        return thing_facts(m, int(part.removeprefix(RECORDED)))
    employed, weeks = _employed(m, 0), m.shared(recorded)[0]
    if part == "regular":
        employed = _regular(m, 0, weeks)
    return [Fact("staff", person.id) for person in employed if part != NUMERATOR or person.id in weeks]


@kpi(
    "adoption_rate",
    N_("CRM user adoption rate"),
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.TEAM,
    formula=N_("people who recorded something ÷ people employed"),
    example=N_("5 of 6 people logged a call, moved a deal or answered a ticket → 83 %"),
    reads=("staff", "activity", "stage_change", "ticket_event", "deal", "ticket"),
    evidence=evidence,
    place=62,
    beside=("regular", "who"),
    parts={
        "regular": N_("people who recorded something in half of the weeks"),
        "recorded {key}": N_("what {key} recorded"),
    },
)
def adoption_rate(m: Measurement) -> list[Figure]:
    """Of the people who worked in the business in the period, the share that recorded at least one thing in it: an
    activity, a step of a deal, an event of a ticket. Regular users did so in at least half of the weeks.
    """
    return [_figure(m, i, weeks) for i, weeks in enumerate(m.shared(recorded))]


def _figure(m: Measurement, i: int, weeks: Weeks) -> Figure:
    if not m.whole(staff):
        return missing(Reason.NOT_SET_UP, numerator=0, denominator=0)
    employed = _employed(m, i)
    active = [person for person in employed if person.id in weeks]
    named = m.whole(staff_names)
    rows = in_order(
        Row(*named(person.id), sum(weeks.get(person.id, {}).values()), len(weeks.get(person.id, {})), person.id)
        for person in employed
    )
    beside = {
        "regular": len(_regular(m, i, weeks)),
        "who": [{"key": row.key, "label": row.label, "things": row.value, "weeks": row.n} for row in rows],
    }
    return ratio(len(active), len(employed), beside=beside, by={"staff": rows})


def _regular(m: Measurement, i: int, weeks: Weeks) -> list[Person]:
    """The people who recorded something in at least half of the weeks."""
    span = m.spans[i]
    count = (span.last - 4) // 7 - (span.first - 4) // 7 + 1
    return [one for one in _employed(m, i) if one.id in weeks and 2 * len(weeks[one.id]) >= count]


def _employed(m: Measurement, i: int) -> list[Person]:
    return [person for person in m.whole(staff) if person.employed(m.spans[i])]
