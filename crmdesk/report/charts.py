"""Charts on paper: those of the dashboard, by the same names, with what a screen reader says of them."""

from __future__ import annotations

from dataclasses import replace

from crmdesk.domain.plot import HEATS, Label, Panels, Picture, Place, Rect
from crmdesk.drawing.base import all_charts
from crmdesk.kpi.overview import Overview
from crmdesk.report.parts import Block, Chart, Words
from crmdesk.text import _

# In points, what a chart needs at the least, a line of it, and what stands above and below its lines.
_LEAST, _LINE, _AROUND = 52.0, 10.6, 12.0
# A row of a heat map.
_CELLS = 9.0
# The words about a chart after which a listener has had enough.
_LONGEST = 1200


def chart(overview: Overview, id: str) -> tuple[str, Block]:
    """The title of a chart, and the chart with its unit and what its marks mean; where there is nothing to draw, a
    sentence why.
    """
    found = all_charts()[id]
    drawn = found.draw(overview)
    title = _(found.title)
    if not drawn.picture:
        return title, Words(drawn.empty)
    words = f"{title}, {drawn.about}: {drawn.spoken}"
    return title, Chart(
        caption=" · ".join(text for text in (drawn.about, drawn.hint) if text),
        picture=drawn.picture,
        height=least_height(drawn.picture),
        lines=drawn.lines,
        words=words if len(words) <= _LONGEST else f"{words[:_LONGEST]} …",
        about=drawn.about,
        hint=drawn.hint,
    )


def titled(overview: Overview, id: str, height: float, *, optional: int = 0) -> Block:
    """A chart among others under one heading, at most that high: its title stands above it, not the period of all."""
    title, block = chart(overview, id)
    if not isinstance(block, Chart):
        return block
    caption = " · ".join(text for text in (title, block.hint) if text)
    return replace(block, caption=caption, height=min(height, block.height), optional=optional)


def least_height(picture: Picture) -> float:
    """How high a chart has to be so that each of its lines can carry its name."""
    cells = any(isinstance(mark, Rect) and mark.role in HEATS for mark in picture)
    rows = [mark for mark in picture if isinstance(mark, Label) and mark.place is Place.LEFT]
    return max(_LEAST, _lines(picture) * _LINE + _AROUND, len(rows) * _CELLS + _AROUND if cells else 0.0)


def _lines(picture: Picture) -> int:
    panels = [mark for mark in picture if isinstance(mark, Panels)]
    inside = max((_lines(part.picture) for mark in panels for part in mark.parts), default=0)
    names = [mark for mark in picture if isinstance(mark, Label) and mark.place is Place.LEFT and not mark.quiet]
    return max(inside, len(names))
