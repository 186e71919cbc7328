"""What moved a figure since the unit before: the part of the change that each person, channel, stage, customer … made.

The parts of every dimension add up to the change of the figure (money to the rounding of each part).

A sum: the part of a group is how much more or less it brought.

A quotient F = N ÷ D, such as a rate or a mean, with the groups' own N_g and D_g: the part of a group is

    Δ(N_g ÷ D) − F̄ · Δ(D_g ÷ D)        Δ: now less before; F̄: the mean of both figures

Of it, s̄_g · Δf_g is how the group itself did (f_g its own figure, s_g = D_g ÷ D its share) and the rest,
(f̄_g − F̄) · Δs_g, is that there was more or less of it: `mix`. Where all groups keep their figure and their share,
every part is 0. (Bennet 1920, The theory of measurement of changes in cost of living.)

A product, such as customer lifetime value: the part of a factor x is L · Δ ln x, with L the logarithmic mean of both
figures. (Ang 2004, Decomposition analysis for policymaking in energy.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import isclose, log
from typing import Any

from crmdesk.domain.figure import Figure, Number, Unit
from crmdesk.domain.money import Money
from crmdesk.domain.period import Period, comparison_of, day_range
from crmdesk.kpi.base import Kpi
from crmdesk.kpi.groups import Group, Groups, dimensions, groups_of
from crmdesk.kpi.measure import measure
from crmdesk.kpi.measurement import Source
from crmdesk.kpi.only import EVERYTHING, Key, Only
from crmdesk.text import N_, _

FACTOR = "factor"
# Of each product its factors, as they stand beside it: what each is called, and whether it multiplies or divides.
_FACTORS: Mapping[str, Mapping[str, tuple[str, int]]] = {
    "clv": {
        "revenue_per_year": (N_("Revenue per customer and year"), 1),
        "lifespan_years": (N_("Years that customers stay"), 1),
    },
    "sales_velocity": {
        "open_deals": (N_("Open deals"), 1),
        "win_rate": (N_("Win rate"), 1),
        "average_deal": (N_("Average deal size"), 1),
        "sales_cycle": (N_("Sales cycle length"), -1),
    },
}


@dataclass(frozen=True, slots=True)
class Contribution:
    """A group and its part of the change (`difference`), of which `mix` is that there was more or less of it.

    `now` and `before` are its own figures with their n, None where it had none; of a factor they are its values.
    `key` is what `only` knows it by; nobody and nowhere have no label.
    """

    key: Key
    label: str | None
    now: Number | None
    before: Number | None
    difference: Number
    mix: Number
    n: int
    n_before: int


# The part of a group in the change, and how much of that is mix.
Part = Callable[[Group, Group], tuple[float, float]]


def contributions(
    source: Source, kpi: Kpi, period: Period, now: int, only: Only = EVERYTHING
) -> dict[str, tuple[Contribution, ...]]:
    """By dimension (a name of `only`, or `factor`) what moved a figure since the unit before, as far as the period has
    come; the largest part first. Nothing where there is no figure, or none to compare it with.
    """
    span = comparison_of(period.before(), period, source.calendar, now)
    spans = (period, day_range(span.first, span.last + 1))
    after, before = (found[kpi.id].figure for found in measure(source, [kpi], spans, now, only=only))
    if after.value is None or before.value is None:
        return {}
    if kpi.id in _FACTORS:
        return _named({FACTOR: _factors(kpi, after, before)})
    part = _of_sum if after.numerator is None else _of_quotient(kpi, after, before)
    found = {}
    for name in dimensions(kpi, only):
        groups = groups_of(source, kpi, name, spans, now, only, (after, before))
        found[name] = _contributions(kpi, groups[0], groups[1], part)
    return _named(found)


def _contributions(kpi: Kpi, now: Groups, before: Groups, part: Part) -> Iterable[Contribution]:
    for key in {**now, **before}:
        one, other = now.get(key) or before[key].absent(), before.get(key) or now[key].absent()
        whole, mix = (_number(kpi, value) for value in part(one, other))
        yield Contribution(key, one.label, one.value, other.value, whole, mix, one.n, other.n)


def _of_sum(one: Group, other: Group) -> tuple[float, float]:
    return (one.value or 0) - (other.value or 0), 0.0


def _of_quotient(kpi: Kpi, after: Figure, before: Figure) -> Part:
    """How a group's part in a quotient is found."""
    scale = 100 if kpi.unit is Unit.POINTS else 1
    wholes = [(float(one.numerator or 0), float(one.denominator or 0)) for one in (after, before)]
    (_, below), (_, below_then) = wholes
    middle = sum(above / whole for above, whole in wholes) / 2

    def part(one: Group, other: Group) -> tuple[float, float]:
        more = one.below / below - other.below / below_then
        whole = one.above / below - other.above / below_then - middle * more
        own = [group.above / group.below for group in (one, other) if group.below]
        if len(own) == 2:
            mix = (sum(own) / 2 - middle) * more
        else:
            # It is there in one of the spans only: all of it is that there was more or less of it. What is divided by
            # nothing (money spent where nobody came) is how it did.
            mix = 0.0 if any(group.above and not group.below for group in (one, other)) else whole
        return scale * whole, scale * mix

    return part


def _factors(kpi: Kpi, after: Figure, before: Figure) -> Iterable[Contribution]:
    now: Any = after.beside
    then: Any = before.beside
    factors = _FACTORS[kpi.id]
    if not all((now[name] or 0) > 0 and (then[name] or 0) > 0 for name in factors):
        return
    logs = {name: sign * log(now[name] / then[name]) for name, (_label, sign) in factors.items()}
    whole, value, value_then = sum(logs.values()), float(after.value or 0), float(before.value or 0)
    mean = (value + value_then) / 2 if isclose(whole, 0, abs_tol=1e-9) else (value - value_then) / whole
    for name, (label, _sign) in factors.items():
        difference = _number(kpi, mean * logs[name])
        yield Contribution(name, _(label), now[name], then[name], difference, 0, after.n, before.n)


def _number(kpi: Kpi, value: float) -> Number:
    return Money(round(value)) if kpi.unit.is_money else value


def _named(found: Mapping[str, Iterable[Contribution]]) -> dict[str, tuple[Contribution, ...]]:
    """The dimensions in which the parts tell anything, each in the order of its parts."""
    ordered = {
        name: tuple(sorted(rows, key=lambda one: (-abs(one.difference), one.label is None, one.label or "")))
        for name, rows in found.items()
    }
    return {name: rows for name, rows in ordered.items() if len(rows) > 1 and any(one.difference for one in rows)}
