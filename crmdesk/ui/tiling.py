"""Where the tiles of a page stand: cards as many side by side as fit, panels by the width that each of them wants.

Worked out without a window. Tiles keep their order; cards that follow each other form rows of the same height, and
panels share what height is left, in more rows where there is much of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

GAP = 8
# The share of a tile that is a card; panels want a share of 1 and more.
CARD = 0
# Widths in lines of text from which so many cards stand side by side; what a share of a panel takes.
_COLUMNS = ((92.0, 5), (68.0, 4), (44.0, 2), (0.0, 1))
_SHARE = 8.5
# Heights in lines of text: the least of a row of panels, one that is scrolled to, one that is not worth dividing.
_LEAST, _EASY, _TALL = 10.5, 17.0, 17.0


class Room(NamedTuple):
    """What there is: width and height, how high a line of text is and how high a card."""

    width: float
    height: float
    line: float
    card: float

    @property
    def columns(self) -> int:
        """How many cards stand side by side at most."""
        return next(columns for least, columns in _COLUMNS if self.width >= least * self.line)

    @property
    def shares(self) -> int:
        """How many shares of panels stand side by side at most."""
        return max(int(self.width / (self.line * _SHARE)), 1)


class Box(NamedTuple):
    """Where a tile stands."""

    x: float
    y: float
    width: float
    height: float


# The shares of the tiles of a row, from left to right.
Row = tuple[int, ...]


def boxes(shares: Sequence[int], room: Room) -> tuple[list[Box], float]:
    """A box for each tile, and the height that all of them take at least."""
    rows = _rows(shares, room)
    panels = sum(1 for row in rows if row[0] != CARD)
    fixed = sum(room.card for row in rows if row[0] == CARD) + GAP * max(len(rows) - 1, 0)
    least = fixed + panels * _LEAST * room.line
    if least <= room.height:
        tall = (room.height - fixed) / max(panels, 1)
    else:
        tall = _EASY * room.line
        least = fixed + panels * tall
    return list(_placed(rows, room, tall)), least


def _rows(shares: Sequence[int], room: Room) -> list[Row]:
    """The rows, from top to bottom."""
    bands = [tuple(band) for _, band in groupby(shares, key=lambda share: share == CARD)]
    rows = [_row_counts(band, room) for band in bands]
    panels = [place for place, band in enumerate(bands) if band[0] != CARD]
    cards = sum(len(rows[place]) for place in range(len(bands)) if place not in panels)
    while panels:
        count = sum(len(rows[place]) for place in panels)
        left = room.height - cards * room.card - GAP * (cards + count)
        fullest = max(panels, key=lambda place: max(len(row) for row in rows[place]))
        more = _split(bands[fullest], len(rows[fullest]) + 1, room.shares)
        if left / (count + 1) < _TALL * room.line or len(more) == len(rows[fullest]):
            break
        rows[fullest] = more
    return [row for band in rows for row in band]


def _row_counts(band: Sequence[int], room: Room) -> list[Row]:
    if band[0] != CARD:
        return _split(band, len(_filled(band, room.shares)), room.shares)
    count = -(-len(band) // room.columns)
    # As many in each row: six cards stand three and three.
    across = -(-len(band) // count)
    return [tuple(band[place : place + across]) for place in range(0, len(band), across)]


def _filled(band: Sequence[int], most: int) -> list[Row]:
    """Rows of at most so many shares; a panel that wants more stands alone."""
    rows: list[list[int]] = []
    for share in band:
        if rows and sum(rows[-1]) + share <= most:
            rows[-1].append(share)
        else:
            rows.append([share])
    return [tuple(row) for row in rows]


def _split(band: Sequence[int], count: int, most: int) -> list[Row]:
    """At most so many rows, as alike as the order allows."""
    if count > len(band) or len(band) < 3:
        return _filled(band, most)
    return next(rows for limit in range(1, most + 1) if len(rows := _filled(band, limit)) <= count or limit == most)


def _placed(rows: Sequence[Row], room: Room, tall: float) -> Iterator[Box]:
    y = 0.0
    for row in rows:
        height = room.card if row[0] == CARD else tall
        wants = [max(share, 1) for share in row]
        unit = (room.width - GAP * (len(row) - 1)) / sum(wants)
        x = 0.0
        for want in wants:
            yield Box(x, y, unit * want, height)
            x += unit * want + GAP
        y += height + GAP
