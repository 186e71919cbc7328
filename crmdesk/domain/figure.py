"""A figure: a value, or the reason why there is none, with the sample that it stands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from crmdesk.text import N_

Number = int | float
Companion = object


class Reason(StrEnum):
    """Why a figure has no value. Missing is never zero."""

    NO_DATA = "no_data"
    NO_DENOMINATOR = "no_denominator"
    TOO_FEW = "too_few"
    NOT_SET_UP = "not_set_up"


class Unit(StrEnum):
    """What a figure counts in."""

    RATIO = N_("ratio")
    POINTS = N_("points")
    MONEY = N_("money")
    MONEY_A_DAY = N_("money a day")
    DAYS = N_("days")
    HOURS = N_("hours")
    COUNT = N_("count")
    COUNT_A_DAY = N_("count a day")
    MULTIPLE = N_("multiple")

    @property
    def is_money(self) -> bool:
        return self in (Unit.MONEY, Unit.MONEY_A_DAY)


class Better(StrEnum):
    """In which direction a figure is good."""

    HIGHER = N_("higher")
    LOWER = N_("lower")


class Row(NamedTuple):
    """One line of a breakdown: nobody or nowhere has neither key nor label.

    `id` is the row that a person, campaign or stage is kept in; where it is None the line is told by its label.
    """

    key: str | None
    label: str | None
    value: Number | None
    n: int
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """What a KPI measured in one span.

    `value`, and money in `numerator` and `beside`, are in minor units where the unit is money (type `Money`); days
    and hours are floats; counts are ints. `beside` holds the companions, `by` the breakdowns.
    """

    value: Number | None = None
    reason: Reason | None = None
    n: int = 0
    numerator: Number | None = None
    denominator: Number | None = None
    median: Number | None = None
    p90: Number | None = None
    beside: Mapping[str, Companion] = field(default_factory=dict)
    by: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)

    @property
    def missing(self) -> bool:
        return self.value is None


def missing(
    reason: Reason,
    *,
    n: int = 0,
    numerator: Number | None = None,
    denominator: Number | None = None,
    beside: Mapping[str, Companion] | None = None,
    by: Mapping[str, tuple[Row, ...]] | None = None,
) -> Figure:
    """A figure that could not be computed, and why."""
    return Figure(None, reason, n, numerator, denominator, beside=beside or {}, by=by or {})


NOT_BEGUN = missing(Reason.NO_DATA)
