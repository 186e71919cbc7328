"""The open deals at many cuts, added up by stage, person and probability."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from crmdesk.domain.figure import Number, Row
from crmdesk.kpi.deals import OPEN, stays
from crmdesk.kpi.measurement import Measurement
from crmdesk.kpi.names import stage_names

_GROUPS = f"""
SELECT i, stage, person, probability, count(*), coalesce(sum(amount), 0), sum(amount IS NULL),
       coalesce(sum(expected < last OR (expected = last AND cut_at >= midnight_after)), 0)
FROM (SELECT open.*, after.at AS midnight_after FROM ({OPEN}) open JOIN span_after after ON after.i = open.i)
GROUP BY i, stage, person, probability
"""


@dataclass(frozen=True, slots=True)
class Group:
    """Open deals of one stage, person and probability (an exact decimal)."""

    stage: int
    person: int | None
    probability: str
    deals: int
    amount: int
    without_amount: int
    overdue: int


def open_groups(m: Measurement) -> list[list[Group]]:
    """For each span the open deals at its cut, in groups. Overdue: the expected day has wholly passed at the cut."""
    m.shared(stays)
    midnights = [(i, m.calendar.midnight(span.last + 1)) for i, span in enumerate(m.spans)]
    values = " UNION ALL ".join(f"SELECT {i} AS i, {at} AS at" for i, at in midnights)
    m.table("span_after", values or "SELECT 0 AS i, 0 AS at WHERE 0")
    return [[Group(*row) for row in rows] for rows in m.grouped(_GROUPS).values()]


def weighted(group: Group) -> Fraction:
    """Amount times probability, in minor units, exact."""
    return group.amount * Fraction(group.probability)


def by_stage(m: Measurement, groups: Sequence[Group], value: Callable[[list[Group]], Number]) -> tuple[Row, ...]:
    """A row for each stage that holds open deals, in the order of the pipeline."""
    found: dict[int, list[Group]] = {}
    for group in groups:
        found.setdefault(group.stage, []).append(group)
    named = m.shared(stage_names)
    order = [stage for (stage,) in m.rows("SELECT id FROM stage ORDER BY position IS NULL, position, id")]
    return tuple(
        Row(*named(stage), value(found[stage]), sum(one.deals for one in found[stage]))
        for stage in order
        if stage in found
    )
