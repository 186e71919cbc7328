"""Sections drawn: tables, pictures and sentences under a heading, in a column of any width."""

from __future__ import annotations

from collections.abc import Sequence

from crmdesk.domain.plot_layout import Box
from crmdesk.domain.wording import number_text
from crmdesk.report.draw_lists import numbered, numbered_height, steps, steps_height
from crmdesk.report.draw_picture import draw
from crmdesk.report.paint import FAINT, INK, SOFT, TONES, Paint, grey
from crmdesk.report.parts import (
    Align,
    Blank,
    Block,
    Cell,
    Change,
    Chart,
    Head,
    Numbered,
    Points,
    Section,
    Steps,
    Table,
    Words,
)
from crmdesk.report.pen import SMALLEST, Pen
from crmdesk.text import n_

HEADING = 16.0
_TITLE, _TITLE_LINE = 9.5, 11.5
_LINE = 9.4
_WRITING = 15.0
_AFTER = 3.5
_AIR = 6.0
_DOT = 7.0
_PAD = 3.0
_CAPTION = 10.5


def section_height(pen: Pen, section: Section, width: float) -> float:
    """How high a section will be in a column of that width."""
    return heading_height(pen, section.title, width) + sum(block_height(pen, block, width) for block in section.blocks)


def section(pen: Pen, part: Section, x: float, top: float, width: float) -> float:
    """Draws a section, with its bookmark, and answers where it ends."""
    if not part.continued:
        pen.bookmark(part.key, part.title, top)
    top = heading(pen, part.title, x, top, width)
    for block in part.blocks:
        match block:
            case Table():
                _table(pen, block, x, top, width)
            case Chart():
                _chart(pen, block, x, top, width)
            case Words():
                pen.paragraph(x, top, width, block.text, leading=_LINE)
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
    return HEADING + _TITLE_LINE * (len(_title_lines(pen, title, width)) - 1)


def heading(pen: Pen, title: str, x: float, top: float, width: float) -> float:
    """A title over a line, in the colour of the business; answers where it ends."""
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
    match block:
        case Table():
            lines = sum(_row_lines(pen, block.heads, row, width) for row in block.rows)
            return _LINE * (1 + lines + bool(block.left_out)) + _AFTER + 1
        case Chart():
            return _CAPTION * len(_caption(pen, block, width)) + block.height + 2 + _AFTER
        case Words():
            return _LINE * len(pen.fonts.wrapped(block.text, SMALLEST, width)) + _AFTER
        case Points():
            return _LINE * sum(len(pen.fonts.wrapped(one, SMALLEST, width - _DOT)) for one in block.texts) + _AFTER
        case Numbered():
            return numbered_height(pen, block.texts, block.empty, width) + _AFTER
        case Steps():
            return steps_height(pen, block.steps, width) + _AFTER
        case Blank():
            return _WRITING * block.lines + _AFTER


def _points(pen: Pen, points: Points, x: float, top: float, width: float) -> None:
    for text in points.texts:
        pen.circle(x + 2, top - 5, 1.1, Paint(INK))
        top = pen.paragraph(x + _DOT, top, width - _DOT, text, leading=_LINE)


def _caption(pen: Pen, chart: Chart, width: float) -> list[str]:
    return pen.fonts.wrapped(chart.caption, SMALLEST, width)


def _chart(pen: Pen, chart: Chart, x: float, top: float, width: float) -> None:
    for line in _caption(pen, chart, width):
        pen.text(x, top - 8, line, colour=SOFT)
        top -= _CAPTION
    with pen.structure.content("Figure", chart.words):
        draw(pen, chart.picture, Box(x, top - chart.height, width, chart.height), chart.lines)


def _table(pen: Pen, table: Table, x: float, top: float, width: float) -> None:
    places = _places(table.heads, x, width)
    line = top - _LINE
    pen.line([(x, line), (x + width, line)], FAINT, 0.6)
    with pen.structure.group("Table"):
        with pen.structure.group("TR"):
            for head, (left, right) in zip(table.heads, places, strict=True):
                with pen.structure.content("TH"):
                    _text(pen, head.text, left, right, top - 7.5, align=head.align, soft=True)
        line -= 1
        for row in table.rows:
            _row(pen, table.heads, row, places, line)
            line -= _LINE * _row_lines(pen, table.heads, row, width)
    if table.left_out:
        text = n_("and {n} more", "and {n} more", table.left_out)
        pen.text(x, line - 7.5, text.format(n=number_text(table.left_out)), colour=SOFT)


def _row(
    pen: Pen, heads: Sequence[Head], row: Sequence[Cell], places: Sequence[tuple[float, float]], top: float
) -> None:
    with pen.structure.group("TR"):
        for place, (head, cell) in enumerate(zip(heads, row, strict=True)):
            with pen.structure.content("TD"):
                _cell(pen, head, cell, places[place][0], _end(pen, heads, row, places, place), top)


def _cell(pen: Pen, head: Head, cell: Cell, left: float, right: float, top: float) -> None:
    base = top - 7.5
    if isinstance(cell, Change):
        pen.text(right, base, f"{cell.arrow} {cell.text}", align=1.0, colour=TONES[cell.tone])
    elif isinstance(cell, tuple):
        draw(pen, cell, Box(left + 2, top - 8.6, right - left - 4, 7.2))
    elif head.align is Align.LEFT:
        for number, words in enumerate(_name_lines(pen, cell, right - left)):
            pen.text(left, base - number * _LINE, words)
    else:
        _text(pen, cell, left, right, base, align=Align.RIGHT)


def _name_lines(pen: Pen, cell: str, width: float) -> list[str]:
    """A name in at most two lines."""
    return pen.fonts.wrapped(cell, SMALLEST, width, 2)


def _end(
    pen: Pen, heads: Sequence[Head], row: Sequence[Cell], places: Sequence[tuple[float, float]], place: int
) -> float:
    """Where a cell has to end: a name may run on as far as the number beside it leaves room."""
    beside = row[place + 1] if place + 1 < len(row) else None
    named = place + 1 < len(row) and heads[place + 1].align is Align.LEFT
    if named or heads[place].align is not Align.LEFT or not isinstance(beside, str):
        return places[place][1]
    return places[place + 1][1] - pen.fonts.width(beside, SMALLEST) - _AIR


def _text(pen: Pen, text: str, left: float, right: float, base: float, *, align: Align, soft: bool = False) -> None:
    """A text at its side; figures are never shortened, they would be wrong."""
    colour = SOFT if soft else INK
    if align is Align.RIGHT:
        pen.text(right, base, text, align=1.0, colour=colour)
    else:
        pen.text(left, base, text, colour=colour, width=right - left)


def _places(heads: Sequence[Head], x: float, width: float) -> list[tuple[float, float]]:
    """The left and the right edge of each column, with a little air between them."""
    places = []
    whole = sum(head.share for head in heads)
    for head in heads:
        step = width * head.share / whole
        last = head is heads[-1]
        places.append((x, x + step - (0 if last else _PAD)))
        x += step
    return places


def _row_lines(pen: Pen, heads: Sequence[Head], row: Sequence[Cell], width: float) -> int:
    """Two lines for a long name, else one."""
    places = _places(heads, 0, width)
    return max(
        len(_name_lines(pen, cell, _end(pen, heads, row, places, place) - places[place][0]))
        for place, cell in enumerate(row)
        if isinstance(cell, str) and heads[place].align is Align.LEFT
    )
