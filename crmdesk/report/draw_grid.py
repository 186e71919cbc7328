"""Charts in a grid that fills its part of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import ceil

from crmdesk.report.draw_blocks import section, section_height
from crmdesk.report.parts import Block, Chart, Section
from crmdesk.report.pen import Pen

_GAP, _BELOW = 16.0, 9.0


def grid(pen: Pen, tiles: Sequence[Section], width: float, top: float, bottom: float, across: int) -> None:
    """As many rows of charts as there is room for, each as high as its highest needs and a share of the rest."""
    rows: list[Sequence[Section]] = []
    needs: list[float] = []
    for start in range(0, len(tiles), across):
        row = tiles[start : start + across]
        need = row_height(pen, row, width, across)
        if not rows or sum(needs) + need <= top - bottom:
            rows.append(row)
            needs.append(need)
    # Rows as even as they can be; where one holds fewer, each of its charts is the wider. A few charts stand below each
    # other rather than high and narrow.
    shown = [part for row in rows for part in row]
    down = len(rows)
    while down < len(shown) and (top - bottom) / down > _wide(width, ceil(len(shown) / down)):
        down += 1
    even = _even(shown, down)
    heights = [row_height(pen, row, width, len(row)) for row in even]
    if sum(heights) <= top - bottom:
        rows, needs = even, heights
    more = (top - bottom - sum(needs)) / len(rows)
    for row, need in zip(rows, needs, strict=True):
        wide = _wide(width, len(row))
        for column, part in enumerate(row):
            spare = need + more - _BELOW - section_height(pen, part, wide)
            tile = replace(part, blocks=[_higher(block, spare) for block in part.blocks])
            section(pen, tile, column * (wide + _GAP), top, wide)
        top -= need + more


def row_height(pen: Pen, row: Sequence[Section], width: float, across: int) -> float:
    """How high a row of charts has to be."""
    return max((section_height(pen, part, _wide(width, across)) + _BELOW for part in row), default=0.0)


def _even(tiles: Sequence[Section], rows: int) -> list[Sequence[Section]]:
    """The charts in so many rows; the first ones hold one more where it does not come out even."""
    least, longer = divmod(len(tiles), rows)
    starts = [number * least + min(number, longer) for number in range(rows + 1)]
    return [tiles[start:end] for start, end in pairwise(starts)]


def _wide(width: float, across: int) -> float:
    return (width - _GAP * (across - 1)) / across


def _higher(block: Block, spare: float) -> Block:
    return replace(block, height=block.height + spare) if isinstance(block, Chart) else block
