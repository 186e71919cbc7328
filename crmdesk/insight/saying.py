"""A sentence that the records say: by which rule, with what evidence, and where it leads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from crmdesk.domain.change import Tone
from crmdesk.domain.figure import Number
from crmdesk.domain.wording import value_text
from crmdesk.kpi.measure import Result
from crmdesk.kpi.measurement import Source
from crmdesk.kpi.only import Only
from crmdesk.kpi.overview import Overview
from crmdesk.kpi.records import Link


@dataclass(frozen=True, slots=True)
class Saying:
    """One claim. `weight` orders sayings, the heaviest first; `evidence` holds every number that the text names and
    those that show that it is no noise (n, interval …). `link` is the list that it is about.
    """

    rule: str
    text: str
    tone: Tone
    link: Link
    weight: float
    evidence: Mapping[str, object] = field(default_factory=dict)


# Says what an overview shows; some look into the workspace, and say nothing where there is none.
Rule = Callable[[Overview, Source | None], Iterable[Saying]]


class Urgency(Enum):
    """How much kinds of sayings weigh at least. A strong one of a lighter kind comes before a weak one of a heavier."""

    GOOD_NEWS = 1.0
    STANDING = 1.2
    WAITING = 1.5
    GOAL = 2.0
    BAD_NEWS = 2.5


def weight_of(urgency: Urgency, strength: float) -> float:
    """A weight; a strength of 1 or more is as strong as can be."""
    return urgency.value + min(max(strength, 0.0), 1.0)


def link_of(result: Result, part: str = "", only: Only | None = None) -> Link:
    """The list behind a result or a part of it."""
    return Link(result.kpi.id, result.period, part, result.only if only is None else only)


def told(value: Number, result: Result) -> str:
    """A value in the unit of a result."""
    return value_text(value, result.kpi.unit, result.currency)
