"""The open deals at many cuts, added up by stage, person and probability."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from crmdesk.domain.figure import Number, Row
from crmdesk.domain.period import Span
from crmdesk.kpi.deals import Stay, deal_facts, open_evidence, open_stays, stages
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.kpi.names import stage_names


@dataclass(slots=True)
class Group:
    """Open deals of one stage, person and probability (an exact decimal)."""

    stage: int
    person: int | None
    probability: str
    deals: int = 0
    amount: int = 0
    without_amount: int = 0
    overdue: int = 0


def open_groups(m: Measurement) -> list[list[Group]]:
    """For each span the open deals at its cut, in groups."""
    return [_groups(m, span, stays) for span, stays in zip(m.spans, m.shared(open_stays), strict=True)]


def weighted(group: Group) -> Fraction:
    """Amount times probability, in minor units, exact."""
    return group.amount * _exact(group.probability)


@cache
def _exact(probability: str) -> Fraction:
    return Fraction(probability)


def by_stage(m: Measurement, groups: Sequence[Group], value: Callable[[list[Group]], Number]) -> tuple[Row, ...]:
    """A row for each stage that holds open deals, in the order of the pipeline."""
    found: dict[int, list[Group]] = {}
    for group in groups:
        found.setdefault(group.stage, []).append(group)
    named = m.whole(stage_names)
    return tuple(
        Row(*named(stage), value(found[stage]), sum(one.deals for one in found[stage]), stage)
        for stage in m.whole(stages)
        if stage in found
    )


def pipeline_evidence(m: Measurement, part: str) -> list[Fact]:
    """The deals open at the cut, the largest first; all of them, those without an amount, or those overdue."""
    deals, passed = m.whole(deal_facts), _passed(m, m.spans[0])
    found = open_evidence(m, part)
    if part == "without_amount":
        return [fact for fact in found if deals[fact.id].amount is None]
    if part == "overdue":
        return [fact for fact in found if _overdue(deals[fact.id].expected, passed)]
    return found


def probability_of(m: Measurement, stay: Stay) -> Fraction:
    """The chance that an open deal is won: its own where it has one, else that of its stage."""
    return _exact(m.whole(deal_facts)[stay.deal].probability or m.whole(stages)[stay.stage].probability or "0")


def _passed(m: Measurement, span: Span) -> int:
    """The last day that has wholly passed at the cut."""
    return span.last if span.cut >= m.calendar.midnight(span.last + 1) else span.last - 1


def _overdue(expected: int | None, passed: int) -> bool:
    return expected is not None and expected <= passed


def _groups(m: Measurement, span: Span, stays: Sequence[Stay]) -> list[Group]:
    """Overdue: the expected day has wholly passed at the cut."""
    deals, known = m.whole(deal_facts), m.whole(stages)
    passed = _passed(m, span)
    found: dict[tuple[int, int | None, str], Group] = {}
    for stay in stays:
        owner, amount, own, expected, *_ = deals[stay.deal]
        probability = own or known[stay.stage].probability or "0"
        key = (stay.stage, owner, probability)
        if key not in found:
            found[key] = Group(*key)
        group = found[key]
        group.deals += 1
        if amount is None:
            group.without_amount += 1
        else:
            group.amount += amount
        group.overdue += _overdue(expected, passed)
    return list(found.values())
