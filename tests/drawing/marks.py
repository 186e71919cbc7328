"""Holds the marks of charts against the engine: what each says, and how long the list is that it opens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from crmdesk.domain.wording import figure_text, number_text
from crmdesk.drawing.base import Item, all_charts
from crmdesk.kpi.base import kpi_of
from crmdesk.kpi.measure import Result, measure
from crmdesk.kpi.overview import Overview
from crmdesk.kpi.records import Link, behind
from crmdesk.store.file import Workspace

# Here a mark is how many records there are, not what the figure says of them.
_COUNTS = {("resolution_time.causes", "resolution_time"), ("sales_velocity.factors", "sales_velocity")}
Marks = dict[str, list[Item]]


def hold_against_the_engine(workspace: Workspace, overview: Overview, most: int | None = None) -> None:
    """Fails with every mark of which the engine says something else; of each chart at most so many are asked."""
    marks = {id: _some(chart.draw(overview).items, most) for id, chart in all_charts().items()}
    known = _measured(workspace, overview.now, {item.link for item in chain(*marks.values()) if item.link})
    wrong = [fault for id, items in marks.items() for item in items for fault in _faults(id, item, known)]
    wrong += _lists(workspace, overview.now, marks)
    assert any(marks.values())
    assert not wrong


def _some(items: Sequence[Item], most: int | None) -> list[Item]:
    """Those that open a list; `most` of them from the first to the last."""
    found = [item for item in items if item.link]
    return found if most is None else found[:: len(found) // most + 1]


def _measured(workspace: Workspace, now: int, links: set[Link]) -> dict[Link, Result]:
    """What the engine says of each link, all of one restriction measured at once."""
    found: dict[Link, Result] = {}
    for part in {link.only for link in links}:
        mine = [link for link in links if link.only == part]
        kpis = [kpi_of(id) for id in sorted({link.kpi for link in mine})]
        periods = list({link.period for link in mine})
        for period, results in zip(periods, measure(workspace, kpis, periods, now, only=part), strict=True):
            found.update({link: results[link.kpi] for link in mine if link.period == period})
    return found


def _lists(workspace: Workspace, now: int, marks: Marks) -> Iterator[str]:
    """The marks that promise a list of another length."""
    lengths = {link: len(behind(workspace, link, now)) for link in {one.link for one in chain(*marks.values())} if link}
    for id, items in marks.items():
        for item in items:
            if item.link and item.n is not None and item.n != lengths[item.link]:
                yield f"{id}: {item.spoken}: {item.n} said, {lengths[item.link]} records"


def _faults(id: str, item: Item, known: dict[Link, Result]) -> Iterator[str]:
    link = item.link
    assert link is not None
    result = known[link]
    if link.part:
        if item.n is not None and item.text.lstrip("−+") != number_text(item.n):
            yield f"{id}: {item.spoken}: not the number of its part"
        return
    said = [number_text(result.figure.n)] if (id, link.kpi) in _COUNTS else _readings(result)
    if item.text not in said:
        yield f"{id}: {item.spoken}: the engine says {said}"
    if item.n not in (None, result.figure.n):
        yield f"{id}: {item.spoken}: n = {item.n}, the engine says {result.figure.n}"


def _readings(result: Result) -> list[str]:
    """A figure in its words; a time also by its median and the time within which nine of ten lie."""
    figure, unit, currency = result.figure, result.kpi.unit, result.currency
    others = [value for value in (figure.median, figure.p90) if value is not None]
    return [result.text, *(figure_text(value, unit, currency, None) for value in others), *(["–"] * figure.missing)]
