"""Tables drawn: names that wrap, figures that are never cut, small pictures; columns as wide as their figures need."""

from __future__ import annotations

from collections.abc import Sequence

from crmdesk.domain.plot_layout import Box
from crmdesk.domain.wording import number_text
from crmdesk.report.draw_picture import draw
from crmdesk.report.paint import FAINT, INK, SOFT, TONES
from crmdesk.report.parts import Align, Cell, Change, Head, Table
from crmdesk.report.pen import SMALLEST, Pen
from crmdesk.text import n_

LINE = 9.1
_AIR, _PAD = 6.0, 3.0
# The least that a name and a small picture get.
_NAME, _PICTURE = 56.0, 14.0
_NAME_LINES = 3
# The part of several columns of names that one of them takes at the most.
_LONGEST = 0.7
# The left and the right edge of a column.
Places = Sequence[tuple[float, float]]


def table_height(pen: Pen, table: Table, width: float) -> float:
    """How high a table will be in a column of that width."""
    return LINE * (1 + sum(row_lines(pen, table, width)) + bool(table.left_out)) + 1


def row_lines(pen: Pen, table: Table, width: float) -> list[int]:
    """How many lines each row takes: more than one with a long name."""
    places = _places(pen, table, 0, width)
    return [
        max(
            len(_name_lines(pen, cell, _end(pen, table.heads, row, places, place) - places[place][0]))
            for place, cell in enumerate(row)
            if isinstance(cell, str) and table.heads[place].align is Align.LEFT
        )
        for row in table.rows
    ]


def table(pen: Pen, table: Table, x: float, top: float, width: float) -> None:
    """Draws a table from `top` downwards."""
    places = _places(pen, table, x, width)
    line = top - LINE
    pen.line([(x, line), (x + width, line)], FAINT, 0.6)
    with pen.structure.group("Table"):
        with pen.structure.group("TR"):
            for head, (left, right) in zip(table.heads, places, strict=True):
                with pen.structure.content("TH"):
                    _text(pen, head.text, left, right, top - 7.5, align=head.align, soft=True)
        line -= 1
        for row, lines in zip(table.rows, row_lines(pen, table, width), strict=True):
            _row(pen, table.heads, row, places, line)
            line -= LINE * lines
    if table.left_out:
        text = n_("and {n} more", "and {n} more", table.left_out)
        pen.text(x, line - 7.5, text.format(n=number_text(table.left_out)), colour=SOFT)


def _row(pen: Pen, heads: Sequence[Head], row: Sequence[Cell], places: Places, top: float) -> None:
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
            pen.text(left, base - number * LINE, words)
    else:
        _text(pen, cell, left, right, base, align=Align.RIGHT)


def _name_lines(pen: Pen, cell: str, width: float) -> list[str]:
    """A name in as many lines as it needs, three at most."""
    return pen.fonts.wrapped(cell, SMALLEST, width, _NAME_LINES)


def _end(pen: Pen, heads: Sequence[Head], row: Sequence[Cell], places: Places, place: int) -> float:
    """Where a cell has to end: a name may run on as far as the number beside it leaves room."""
    if heads[place].align is Align.LEFT and place + 1 < len(row) and heads[place + 1].align is Align.RIGHT:
        return places[place + 1][1] - _width(pen, row[place + 1]) - _AIR
    return places[place][1]


def _text(pen: Pen, text: str, left: float, right: float, base: float, *, align: Align, soft: bool = False) -> None:
    """A text at its side; figures are never shortened, they would be wrong."""
    colour = SOFT if soft else INK
    if align is Align.RIGHT:
        pen.text(right, base, text, align=1.0, colour=colour)
    else:
        pen.text(left, base, text, colour=colour, width=right - left)


def _places(pen: Pen, table: Table, x: float, width: float) -> list[tuple[float, float]]:
    """The edges of each column: its share of the width, or what its figures need; names and pictures make room, and at
    last figures that have more than they need.
    """
    heads = table.heads
    whole = sum(head.share for head in heads)
    wide = _as_names_need(pen, table, [width * head.share / whole for head in heads])
    least = [_least(pen, table, place) for place in range(len(heads))]
    for place, head in enumerate(heads):
        # Beside a name there is room already: it ends where the figure of its line begins.
        if head.align is Align.RIGHT and place and heads[place - 1].align is not Align.LEFT:
            wide[place] = max(wide[place], least[place])
    for align in (Align.LEFT, Align.PICTURE, Align.RIGHT):
        for place, head in enumerate(heads):
            if head.align is align:
                wide[place] -= min(max(sum(wide) - width, 0.0), max(wide[place] - least[place], 0.0))
    ends = [x]
    for one in wide:
        ends.append(ends[-1] + one)
    last = len(heads) - 1
    return [(ends[place], ends[place + 1] - (0 if place == last else _PAD)) for place in range(len(heads))]


def _least(pen: Pen, table: Table, place: int) -> float:
    """How narrow a column may become."""
    match table.heads[place].align:
        case Align.LEFT:
            return _NAME
        case Align.PICTURE:
            return _PICTURE
        case _:
            texts = [_width(pen, table.heads[place].text), *(_width(pen, row[place]) for row in table.rows)]
            return max(texts) + _AIR


def _as_names_need(pen: Pen, table: Table, wide: list[float]) -> list[float]:
    """Of several columns of names each gets a part of their room that fits its longest."""
    names = [place for place, head in enumerate(table.heads) if head.align is Align.LEFT]
    room = sum(wide[place] for place in names)
    if len(names) < 2 or not table.rows:
        return wide
    needs = {place: max(_NAME, *(_width(pen, row[place]) + _AIR for row in table.rows)) for place in names}
    most = {place: min(need, room * _LONGEST) for place, need in needs.items()}
    return [room * most[place] / sum(most.values()) if place in most else one for place, one in enumerate(wide)]


def _width(pen: Pen, cell: Cell) -> float:
    """How wide a figure is."""
    text = cell if isinstance(cell, str) else f"{cell.arrow} {cell.text}" if isinstance(cell, Change) else ""
    return pen.fonts.width(text, SMALLEST)
