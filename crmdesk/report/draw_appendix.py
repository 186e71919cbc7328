"""Lists that go on from column to column and from page to page, their heads at the top of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crmdesk.report.draw_blocks import block_height, heading_height
from crmdesk.report.draw_table import LINE, row_lines
from crmdesk.report.parts import Section, Table
from crmdesk.report.pen import Pen
from crmdesk.text import _

_SPACE = 7.0
# A list begins in a column only where some of its rows have room.
_FEWEST = 4


def flowed(pen: Pen, lists: Sequence[Section], width: float, height: float) -> list[list[Section]]:
    """The lists in columns of that size."""
    columns: list[list[Section]] = [[]]
    room = height
    for part in lists:
        rest: Section | None = part
        while rest is not None:
            first, rest, used = _cut(pen, rest, width, room)
            if first is not None:
                columns[-1].append(first)
                room -= used + _SPACE
            if rest is not None:
                columns.append([])
                room = height
    return [column for column in columns if column]


def _cut(pen: Pen, part: Section, width: float, room: float) -> tuple[Section | None, Section | None, float]:
    """What of a list has room, what is left of it, and the height that is used."""
    table = part.blocks[0]
    head = heading_height(pen, part.title, width)
    whole = head + block_height(pen, table, width)
    if whole <= room:
        return part, None, whole
    if not isinstance(table, Table):
        return None, part, 0.0
    # The part that is left may have wider figures: two lines are kept for names that wrap for it.
    used = head + LINE * 4
    count = 0
    for lines in row_lines(pen, table, width):
        used += LINE * lines
        if used > room:
            break
        count += 1
    if count < _FEWEST:
        return None, part, 0.0
    first = replace(part, blocks=[replace(table, rows=table.rows[:count], left_out=0)])
    title = part.title if part.continued else _("{list}, continued").format(list=part.title)
    left = replace(part, title=title, continued=True, blocks=[replace(table, rows=table.rows[count:])])
    return first, left, room
