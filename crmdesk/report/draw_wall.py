"""The sheet for the wall drawn: head, sentence, and charts in a grid that fills the page."""

from __future__ import annotations

from crmdesk.report.draw_grid import grid
from crmdesk.report.draw_head import head, sentence
from crmdesk.report.page import FOOT, Draw
from crmdesk.report.paint import SOFT
from crmdesk.report.parts import Poster
from crmdesk.report.pen import Pen
from crmdesk.text import _

_BELOW, _NOTE = 9.0, 11.0
_ACROSS = 3


def wall_pages(_pen: Pen, poster: Poster, width: float, height: float) -> list[Draw]:
    """One page."""

    def draw(pen: Pen) -> None:
        pen.bookmark("wall", f"{poster.head.title} {poster.head.period}", height)
        top = sentence(pen, poster.sentence, width, head(pen, poster.head, width, height) - 2) - _BELOW
        bottom = FOOT + (_NOTE if poster.note else 0.0)
        if poster.tiles:
            grid(pen, poster.tiles, width, top, bottom, _ACROSS)
        else:
            pen.paragraph(0, top, width, _("Nothing can be drawn yet."), size=11, leading=15)
        if poster.note:
            pen.text(0, FOOT, poster.note, colour=SOFT, width=width)

    return [draw]
