"""Customers by the month in which they first bought, and how many of them are still active month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crmdesk.domain.period import Period
from crmdesk.kpi.measurement import Source


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


def cohorts(source: Source, period: Period, now: int, months: int = 12) -> Cohorts:
    """The cohorts of the `months` months that end with the period.

    An account is active at the end of a month as `crmdesk.domain.activity` says; of a running month, at the end of the
    last day that has begun.
    """
    raise NotImplementedError
