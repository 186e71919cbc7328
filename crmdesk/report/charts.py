"""Charts on paper: those of the dashboard, by the same names, with what a screen reader says of them."""

from __future__ import annotations

from crmdesk.drawing.base import all_charts
from crmdesk.kpi.overview import Overview
from crmdesk.report.parts import Block, Chart, Words
from crmdesk.text import _

# The height of one bar in points, and the words about a chart after which a listener has had enough.
_BAR = 13.5
_LONGEST = 1200


def chart(overview: Overview, id: str, height: float = 0.0, *, named: bool = True, optional: bool = False) -> Block:
    """A chart as high as its bars need or as asked for; where there is nothing to draw, a sentence why.

    `named`: with its title, where no heading above it says the same.
    """
    found = all_charts()[id]
    drawn = found.draw(overview)
    if not drawn.picture:
        return Words(drawn.empty)
    title = _(found.title)
    words = f"{title}, {drawn.about}: {drawn.spoken}"
    about = [text for text in (title if named else drawn.about, drawn.hint) if text]
    return Chart(
        caption=" · ".join(about),
        picture=drawn.picture,
        height=height or drawn.lines * _BAR,
        lines=drawn.lines,
        words=words if len(words) <= _LONGEST else f"{words[:_LONGEST]} …",
        optional=optional,
    )
