"""How a KPI declares itself, and the list of all of them."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from crmdesk.domain.figure import Better, Figure, Unit
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.text import N_

Measure = Callable[[Measurement], list[Figure]]
Evidence = Callable[[Measurement, str], list[Fact]]

NUMERATOR, DENOMINATOR = "numerator", "denominator"
KEY = "{key}"


class Area(StrEnum):
    """Where on the dashboard a KPI stands."""

    SALES = N_("Sales")
    MARKETING = N_("Marketing")
    SERVICE = N_("Service")
    CUSTOMERS = N_("Customers")
    TEAM = N_("Team")


@dataclass(frozen=True, slots=True, eq=False)
class Kpi:
    """A KPI: what it is called, what it means, what it reads and how it is measured.

    `measure` returns one figure for each span of the measurement. `evidence` returns the records behind one span:
    those of the numerator or of the denominator, or of one of `parts`; `counted` names the part that the figure's n
    counts. A cohort is judged by all that is known now, the others by what was known at the cut. `beside` and `split`
    name the companions and the breakdowns that are always there, even where nothing could be measured. `filters` are
    the names by which the measurement can be restricted (`crmdesk.kpi.only`): each breakdown's, and where it is
    declared others too. `parts` are the other lists behind the figure and its companions, and what each holds, in
    words; one that ends in {key} is a list for each key.
    """

    id: str
    name: str
    unit: Unit
    better: Better
    area: Area
    formula: str
    example: str
    reads: tuple[str, ...]
    measure: Measure
    evidence: Evidence
    counted: str
    place: int
    headline: bool
    cohort: bool
    split: tuple[str, ...]
    beside: tuple[str, ...]
    filters: tuple[str, ...]
    parts: Mapping[str, str] = field(default_factory=dict)

    def has_part(self, part: str) -> bool:
        """Whether there is such a list behind the figure."""
        return part in (NUMERATOR, DENOMINATOR, *self.parts) or any(
            part.startswith(one.removesuffix(KEY)) for one in self.parts if one.endswith(KEY)
        )

    @property
    def help(self) -> str:
        """What the owner should know of it: the docstring of its function."""
        return inspect.cleandoc(self.measure.__doc__ or "")


_REGISTRY: dict[str, Kpi] = {}


def kpi(
    id: str,
    name: str,
    *,
    unit: Unit,
    better: Better,
    area: Area,
    formula: str,
    example: str,
    reads: tuple[str, ...],
    evidence: Evidence,
    counted: str = DENOMINATOR,
    place: int = 100,
    headline: bool = False,
    cohort: bool = False,
    split: tuple[str, ...] = (),
    beside: tuple[str, ...] = (),
    filters: tuple[str, ...] | None = None,
    parts: Mapping[str, str] | None = None,
) -> Callable[[Measure], Kpi]:
    """Declares the function below it as a KPI. Its docstring is the owner's help."""

    def declare(measure: Measure) -> Kpi:
        facts = (unit, better, area, formula, example, reads, measure, evidence, counted, place, headline, cohort)
        _REGISTRY[id] = Kpi(id, name, *facts, split, beside, split if filters is None else filters, parts or {})
        return _REGISTRY[id]

    return declare


@cache
def all_kpis() -> tuple[Kpi, ...]:
    """Every KPI, in the order of the dashboard. Raises RuntimeError where a build has lost the files."""
    package = importlib.import_module("crmdesk.kpi")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"crmdesk.kpi.{module.name}")
    if not _REGISTRY:
        raise RuntimeError("this build of crmdesk holds no KPI files")
    return tuple(sorted(_REGISTRY.values(), key=lambda one: (one.place, one.id)))


def kpi_of(id: str) -> Kpi:
    """The KPI of that id. Raises KeyError."""
    return {one.id: one for one in all_kpis()}[id]
