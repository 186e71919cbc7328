"""Customers by the month in which they first bought, and how many of them are still active month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crmdesk.domain.period import Period, Span, span_of
from crmdesk.kpi.customers import kept_customers
from crmdesk.kpi.measurement import Measurement, Source
from crmdesk.kpi.only import EVERYTHING, Only
from crmdesk.kpi.units import months_up_to

MONTHS = 12
# By what they can be restricted: what is known of a customer.
FILTERS = ("channel", "campaign", "staff")


@dataclass(frozen=True, slots=True)
class Cohort:
    """The customers whose first sale lies in `month`: `active[k]` of them were active at the end of the k-th month
    after it (0: the month itself), up to the last month that has begun.
    """

    month: Period
    size: int
    active: Sequence[int]


@dataclass(frozen=True, slots=True)
class Cohorts:
    """The cohorts of the months up to a period, the oldest first."""

    rows: Sequence[Cohort]


def cohorts(source: Source, period: Period, now: int, months: int = MONTHS, *, only: Only = EVERYTHING) -> Cohorts:
    """The cohorts of the `months` months that end with the period.

    An account is active at the end of a month as `crmdesk.domain.activity` says; of a running month, at the end of the
    last day that has begun.
    """
    spans = {one: span_of(one, source.calendar, now) for one in months_up_to(period, source.calendar, now, months)}
    begun = {one: span for one, span in spans.items() if span.begun}
    rows = []
    with Measurement(source, list(begun.values()), now, only=only.within(FILTERS)) as m:
        for place, (month, span) in enumerate(begun.items()):
            members = m.shared(kept_customers).new_between(span.start, span.cut)
            active = [len(_active(m, members, later)) for later in list(begun.values())[place:]]
            rows.append(Cohort(month, len(members), active))
    return Cohorts(rows)


def cohort_members(m: Measurement, month: Period, age: int) -> list[int]:
    """The customers of a month's cohort that were active at the end of the month so many months later."""
    later = month
    for _ in range(age):
        later = later.after()
    span, last = (span_of(one, m.calendar, m.now) for one in (month, later))
    members = m.shared(kept_customers).new_between(span.start, span.cut)
    return _active(m, members, last) if last.begun else []


def _active(m: Measurement, members: Sequence[int], span: Span) -> list[int]:
    runs = m.shared(kept_customers).runs
    return [one for one in members if any(begin <= span.last < stop for begin, stop in runs[one])]
