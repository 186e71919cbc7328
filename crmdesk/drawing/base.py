"""What a chart is: a picture, what each mark stands for, and the table that says the same in numbers.

A chart is declared once, with the function that draws it from an `Overview`. The dashboard, the page of a figure and
the paper take it from the registry and put the same marks down, each in its own ink.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from crmdesk.domain.plot import Picture
from crmdesk.kpi.overview import Overview
from crmdesk.kpi.records import Link


class Item(NamedTuple):
    """What a mark stands for: its name, its exact value as text, and the list behind it.

    `n` is the length of that list, as far as it is known before it is opened; a mark without a list (a goal, what is
    expected) has neither n nor link.
    """

    label: str
    text: str
    n: int | None = None
    link: Link | None = None

    @property
    def spoken(self) -> str:
        """The mark in words."""
        return f"{self.label}: {self.text}"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart of one overview.

    `about` is the second line of its title: in which unit, and when. `items` are the marks that can be walked and
    clicked, in the order of reading; a mark's `item` is its place among them. `heads` and `rows` are the table twin.
    `hint` says what the looks of the marks mean and is empty where the chart labels itself. `lines`: how many bars lie
    in it (0: it fills what room there is). Without anything to draw the
    picture is empty, and `empty` says why in a sentence.
    """

    picture: Picture
    items: Sequence[Item] = ()
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = field(default_factory=tuple)
    hint: str = ""
    lines: int = 0
    empty: str = ""
    about: str = ""

    @property
    def spoken(self) -> str:
        """The chart in words, from its table."""
        return "; ".join(", ".join(cell for cell in row if cell) for row in self.rows)


Draw = Callable[[Overview], Drawn]


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """A chart made for a KPI: `<kpi>` is its course over time, `<kpi>.<breakdown>` a breakdown, others have a name.

    `title` is translated when it is shown. `share` is how much width it wants beside others (1 to 3).
    """

    id: str
    kpi: str
    title: str
    draw: Draw
    share: int
    team: bool


_REGISTRY: dict[str, Chart] = {}


def chart(id: str, kpi: str, title: str, *, share: int = 2, team: bool = False) -> Callable[[Draw], Chart]:
    """Declares the function below it as a chart of a KPI; `team`: of no use to a business of one."""

    def declare(draw: Draw) -> Chart:
        _REGISTRY[id] = Chart(id, kpi, title, draw, share, team)
        return _REGISTRY[id]

    return declare


@cache
def all_charts() -> dict[str, Chart]:
    """Every chart by its id. Raises RuntimeError where a build has lost the files."""
    package = importlib.import_module("crmdesk.drawing")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"crmdesk.drawing.{module.name}")
    if not _REGISTRY:
        raise RuntimeError("this build of crmdesk holds no charts")
    return dict(sorted(_REGISTRY.items()))


def charts_of(kpi: str) -> list[Chart]:
    """The charts of a KPI; the one with the KPI's own id first."""
    return sorted((one for one in all_charts().values() if one.kpi == kpi), key=lambda one: (one.id != kpi, one.id))
