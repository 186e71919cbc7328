"""The sheet for a talk drawn: figures, their courses as small pictures of one size, and room to write."""

from __future__ import annotations

from crmdesk.report.draw_blocks import section, section_height
from crmdesk.report.draw_grid import grid
from crmdesk.report.draw_head import head, sentence
from crmdesk.report.page import FOOT, Draw
from crmdesk.report.paint import SOFT
from crmdesk.report.parts import TalkSheet
from crmdesk.report.pen import Pen

_GUTTER, _SPACE, _NOTE = 16.0, 9.0, 11.0


def talk_pages(_pen: Pen, sheet: TalkSheet, width: float, height: float) -> list[Draw]:
    """One page."""
    half = (width - _GUTTER) / 2

    def draw(pen: Pen) -> None:
        pen.bookmark("person", f"{sheet.head.business}, {sheet.head.period}", height)
        top = sentence(pen, sheet.note, width, head(pen, sheet.head, width, height) - 2) - _SPACE
        top = section(pen, sheet.figures, 0, top, width) - _SPACE
        bottom = FOOT + (_NOTE if sheet.letters else 0.0)
        columns = (sheet.left, sheet.right)
        low = bottom + max(sum(section_height(pen, part, half) + _SPACE for part in column) for column in columns)
        if sheet.charts:
            grid(pen, sheet.charts, width, top, low, 3)
        for place, column in enumerate(columns):
            at = low
            for part in column:
                at = section(pen, part, place * (half + _GUTTER), at, half) - _SPACE
        if sheet.letters:
            pen.text(0, FOOT, sheet.letters, colour=SOFT, width=width)

    return [draw]
