"""How reliable each figure is: the share of its records that have no problem; and one score of all."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from crmdesk.insight.health import WEAKENS
from crmdesk.kpi.base import all_kpis
from crmdesk.kpi.measurement import Source
from crmdesk.store.base import table_of
from crmdesk.store.listing import LISTINGS
from crmdesk.store.problems import BY_KIND, PROBLEMS, asked


@dataclass(frozen=True, slots=True)
class Belief:
    """Of one KPI: how many records of the list where it is weakest have a problem, and how many there are.

    `kind` is the problem that most of them have; empty where none has any.
    """

    kpi: str
    troubled: int
    of: int
    kind: str = ""

    @property
    def percent(self) -> int:
        """Records without a problem in percent, rounded down: 100 only where none has one."""
        return 100 * (self.of - self.troubled) // self.of if self.of else 100


@dataclass(frozen=True, slots=True)
class Health:
    """Every kind of problem with its number of records and of those that could have it; each KPI; one score of all."""

    counts: dict[str, tuple[int, int]]
    beliefs: tuple[Belief, ...]

    @property
    def score(self) -> int:
        """The mean of what the KPIs reach, of 100, rounded down."""
        return sum(one.percent for one in self.beliefs) // len(self.beliefs)


def health(source: Source, now: int) -> Health:
    """How complete and believable the data is, as of `now`."""
    values = asked(source, now)
    counts = {one.kind: _counted(source, one.listing, one.where, one.among, values) for one in PROBLEMS}
    unions: dict[tuple[str, ...], tuple[int, int]] = {}

    def of_kinds(kinds: tuple[str, ...]) -> tuple[int, int]:
        if kinds not in unions:
            some = [BY_KIND[kind] for kind in kinds]
            where = " OR ".join(f"({one.where})" for one in some)
            among = " OR ".join(f"({one.among})" for one in some)
            unions[kinds] = _counted(source, some[0].listing, where, among, values)
        return unions[kinds]

    beliefs = []
    for kpi in all_kpis():
        lists: dict[str, list[str]] = defaultdict(list)
        for kind, weakened in WEAKENS.items():
            if kpi.id in weakened and counts[kind][0]:
                lists[BY_KIND[kind].listing].append(kind)
        weakest = max((of_kinds(tuple(kinds)) for kinds in lists.values()), key=_share, default=(0, 0))
        worst = max((kind for kinds in lists.values() for kind in kinds), key=lambda kind: counts[kind][0], default="")
        beliefs.append(Belief(kpi.id, *weakest, worst))
    return Health(counts, tuple(beliefs))


def _share(counted: tuple[int, int]) -> float:
    return counted[0] / counted[1]


def _counted(source: Source, listing: str, where: str, among: str, values: dict[str, int]) -> tuple[int, int]:
    """How many rows of a list have a problem, and how many could."""
    table = table_of(LISTINGS[listing].record)
    sql = f"SELECT count(*) FILTER (WHERE {where}), count(*) FROM {table} t WHERE ({among}) OR ({where})"
    ((troubled, of),) = source.rows(sql, values)
    return int(troubled or 0), int(of)
