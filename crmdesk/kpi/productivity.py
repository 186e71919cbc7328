"""Work per working day of a team: shared by sales and service."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from fractions import Fraction
from typing import Any, Protocol, TypeVar

from crmdesk.domain.figure import Figure, Number, Reason, Row, missing
from crmdesk.domain.money import rounded
from crmdesk.domain.period import Span
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.kpi.staff_days import days_of, people_in_roles


class Named(Protocol):
    """Somebody with a key and a label, or nobody; `id` is the row that a person is kept in."""

    @property
    def id(self) -> int | None: ...

    @property
    def key(self) -> str | None: ...

    @property
    def label(self) -> str | None: ...


P = TypeVar("P", bound=Named)


def team_days(m: Measurement, span: Span, roles: tuple[str, ...]) -> int:
    """The working days of everybody with one of these roles."""
    return sum(days_of(m, person, span) for person in people_in_roles(m, roles))


def days_of_people(m: Measurement, span: Span, roles: tuple[str, ...]) -> dict[int | None, int]:
    """The working days of each person with one of these roles who was employed in a span."""
    return {person.id: days_of(m, person, span) for person in people_in_roles(m, roles) if person.employed(span)}


def by_name(people: Iterable[P]) -> list[P]:
    """People in the order of their names, nobody last."""
    return sorted(people, key=lambda one: (one.key is None, (one.label or "").casefold(), one.key or ""))


def shown(people: Iterable[Any]) -> list[dict[str, object]]:
    """People as they stand beside a figure: by their keys."""
    return [{name: value for name, value in asdict(one).items() if name != "id"} for one in people]


def per_day(
    done: Number,
    n: int,
    days: int,
    *,
    ever: bool,
    divide: Callable[[int, int], Number],
    beside: Mapping[str, object],
    by: Mapping[str, tuple[Row, ...]],
) -> Figure:
    """Work done ÷ days. Without any such work ever no data; then without days no denominator; else 0 is a value."""
    if not ever or not days:
        reason = Reason.NO_DENOMINATOR if ever else Reason.NO_DATA
        return missing(reason, n=n, numerator=done, denominator=days, beside=beside, by=by)
    return Figure(divide(int(done), days), None, n, done, days, beside=beside, by=by)


def money_a_day(amount: int, days: int) -> Number:
    """Rounded half-even to a minor unit, once."""
    return rounded(Fraction(amount, days))


def employed_facts(m: Measurement, roles: tuple[str, ...]) -> list[Fact]:
    """The people of these roles who worked on at least one day of the period."""
    return [Fact("staff", person.id) for person in people_in_roles(m, roles) if days_of(m, person, m.spans[0])]
