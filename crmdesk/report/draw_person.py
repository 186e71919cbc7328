"""The sheet for a talk drawn: figures, their courses as small pictures of one size, and room to write."""

from __future__ import annotations

from collections.abc import Sequence

from crmdesk.report.draw_blocks import section, section_height
from crmdesk.report.draw_grid import grid, row_height
from crmdesk.report.draw_head import HEAD, head, sentence, sentence_height
from crmdesk.report.page import FOOT, Draw
from crmdesk.report.paint import SOFT
from crmdesk.report.parts import Section, TalkSheet
from crmdesk.report.pen import Pen

_GUTTER, _SPACE, _NOTE = 16.0, 9.0, 11.0
_ACROSS = 3


def talk_pages(pen: Pen, sheet: TalkSheet, width: float, height: float) -> list[Draw]:
    """One page; two where there is much to say."""
    half = (width - _GUTTER) / 2
    bottom = FOOT + (_NOTE if sheet.letters else 0.0)
    top = height - HEAD - 2 - sentence_height(pen, sheet.note, width) - _SPACE
    charts = top - section_height(pen, sheet.figures, width) - _SPACE
    low = bottom + max(
        sum(section_height(pen, part, half) + _SPACE for part in column) for column in (sheet.left, sheet.right)
    )
    together = charts - low >= row_height(pen, sheet.charts[:_ACROSS], width, _ACROSS)

    def first(pen: Pen) -> None:
        pen.bookmark("person", f"{sheet.head.business}, {sheet.head.period}", height)
        sentence(pen, sheet.note, width, head(pen, sheet.head, width, height) - 2)
        section(pen, sheet.figures, 0, top, width)
        if sheet.charts:
            grid(pen, sheet.charts, width, charts, low if together else bottom, _ACROSS)
        if together:
            _columns(pen, (sheet.left, sheet.right), low, half)
        if sheet.letters:
            pen.text(0, FOOT, sheet.letters, colour=SOFT, width=width)

    def second(pen: Pen) -> None:
        _columns(pen, (sheet.left, sheet.right), height, half)

    return [first] if together else [first, second]


def _columns(pen: Pen, columns: Sequence[Sequence[Section]], top: float, half: float) -> None:
    for place, column in enumerate(columns):
        at = top
        for part in column:
            at = section(pen, part, place * (half + _GUTTER), at, half) - _SPACE
