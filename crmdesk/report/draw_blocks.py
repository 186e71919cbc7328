"""Sections drawn: tables, pictures and sentences under a heading, in a column of any width."""

from __future__ import annotations

from crmdesk.domain.plot_layout import Box
from crmdesk.report.draw_lists import numbered, numbered_height, steps, steps_height
from crmdesk.report.draw_picture import draw
from crmdesk.report.draw_table import LINE, table, table_height
from crmdesk.report.paint import INK, SOFT, Paint, grey
from crmdesk.report.parts import (
    Blank,
    Block,
    Chart,
    Numbered,
    Points,
    Section,
    Steps,
    Table,
    Words,
)
from crmdesk.report.pen import SMALLEST, Pen

HEADING = 16.0
_TITLE, _TITLE_LINE = 9.5, 11.5
_WRITING = 15.0
_AFTER = 3.5
_DOT = 7.0
_CAPTION = 10.5


def section_height(pen: Pen, section: Section, width: float) -> float:
    """How high a section will be in a column of that width."""
    return heading_height(pen, section.title, width) + sum(block_height(pen, block, width) for block in section.blocks)


def section(pen: Pen, part: Section, x: float, top: float, width: float) -> float:
    """Draws a section, with its bookmark, and returns where it ends."""
    if not part.continued:
        pen.bookmark(part.key, part.title, top)
    top = heading(pen, part.title, x, top, width)
    for block in part.blocks:
        match block:
            case Table():
                table(pen, block, x, top, width)
            case Chart():
                _chart(pen, block, x, top, width)
            case Words():
                pen.paragraph(x, top, width, block.text, leading=LINE)
            case Points():
                _points(pen, block, x, top, width)
            case Numbered():
                numbered(pen, block.texts, block.empty, x, top, width)
            case Steps():
                steps(pen, block.steps, x, top, width)
            case Blank():
                for line in range(1, block.lines + 1):
                    pen.line([(x, top - line * _WRITING), (x + width, top - line * _WRITING)], grey(0.4), 0.5)
        top -= block_height(pen, block, width)
    return top


def heading_height(pen: Pen, title: str, width: float) -> float:
    """How much room a heading needs, in points."""
    return HEADING + _TITLE_LINE * (len(_title_lines(pen, title, width)) - 1)


def heading(pen: Pen, title: str, x: float, top: float, width: float) -> float:
    """A title over a line, in the colour of the business; returns where it ends."""
    bottom = top - heading_height(pen, title, width)
    with pen.structure.content("H2"):
        for line in _title_lines(pen, title, width):
            pen.text(x, top - 10, line, size=_TITLE, bold=True, colour=pen.accent)
            top -= _TITLE_LINE
    pen.line([(x, bottom + 2.5), (x + width, bottom + 2.5)], pen.accent, 0.6)
    return bottom


def _title_lines(pen: Pen, title: str, width: float) -> list[str]:
    return pen.fonts.wrapped(title, _TITLE, width, 3, bold=True) or [""]


def block_height(pen: Pen, block: Block, width: float) -> float:
    """How much room a block needs with the air below it, in points."""
    match block:
        case Table():
            return table_height(pen, block, width) + _AFTER
        case Chart():
            return _CAPTION * len(_caption(pen, block, width)) + block.height + 2 + _AFTER
        case Words():
            return LINE * len(pen.fonts.wrapped(block.text, SMALLEST, width)) + _AFTER
        case Points():
            return LINE * sum(len(pen.fonts.wrapped(one, SMALLEST, width - _DOT)) for one in block.texts) + _AFTER
        case Numbered():
            return numbered_height(pen, block.texts, block.empty, width) + _AFTER
        case Steps():
            return steps_height(pen, block.steps, width) + _AFTER
        case Blank():
            return _WRITING * block.lines + _AFTER


def _points(pen: Pen, points: Points, x: float, top: float, width: float) -> None:
    for text in points.texts:
        pen.circle(x + 2, top - 5, 1.1, Paint(INK))
        top = pen.paragraph(x + _DOT, top, width - _DOT, text, leading=LINE)


def _caption(pen: Pen, chart: Chart, width: float) -> list[str]:
    return pen.fonts.wrapped(chart.caption, SMALLEST, width)


def _chart(pen: Pen, chart: Chart, x: float, top: float, width: float) -> None:
    for line in _caption(pen, chart, width):
        pen.text(x, top - 8, line, colour=SOFT)
        top -= _CAPTION
    with pen.structure.content("Figure", chart.words):
        draw(pen, chart.picture, Box(x, top - chart.height, width, chart.height), chart.lines)
