"""The scorecard drawn: one line for each figure, numbers under one another, every status with its own shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crmdesk.domain.change import Tone
from crmdesk.domain.plot_layout import Box
from crmdesk.domain.plot_spark import spark
from crmdesk.report.draw_picture import draw
from crmdesk.report.paint import FAINT, INK, NEUTRAL, SOFT, TONES, Paint
from crmdesk.report.parts import Change, ScoreRow
from crmdesk.report.pen import SMALLEST, Pen

HEAD = 23.0
ROW = 19.2
_GAP = 6.5
_SIZE = 8.0
# The longest names of figures in two lines.
_NAME = 84.0
# The places of the columns that only goals fill.
_ABOUT_GOALS = (2, 3, 4, 9)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each column ends (numbers) or begins (name, pictures, status). Without any goal the columns about goals are
    not there (not `planned`), and the others have their room.
    """

    planned: bool
    actual: float
    plan: float
    plan_change: float
    bullet: float
    bullet_width: float
    previous: float
    year: float
    year_change: float
    spark: float
    spark_width: float
    status: float
    name_width: float


def height_of(rows: Sequence[ScoreRow]) -> float:
    """How much room the table needs, in points."""
    return HEAD + ROW * len(rows) + 2


def scorecard(pen: Pen, heads: Sequence[tuple[str, str]], rows: Sequence[ScoreRow], width: float, top: float) -> float:
    """Draws the table from `top` downwards and returns where it ends."""
    columns = _columns(pen, heads, rows, width)
    line = top - HEAD
    pen.line([(0, line), (width, line)], INK, 0.8)
    with pen.structure.group("Table"):
        _heads(pen, heads, columns, top)
        for row in rows:
            with pen.structure.group("TR"):
                _row(pen, row, columns, line)
            line -= ROW
            pen.line([(0, line), (width, line)], FAINT, 0.5)
    return line


def _columns(pen: Pen, heads: Sequence[tuple[str, str]], rows: Sequence[ScoreRow], width: float) -> Columns:
    """Columns as wide as their widest number; names and pictures share what is left."""
    planned = any(row.plan for row in rows)
    actual = max(
        _widest(pen, [row.text for row in rows if not row.missing], heads[1][0], bold=True),
        _widest(pen, [row.text for row in rows if row.missing], heads[1][0]),
    )
    plan = _widest(pen, [row.plan for row in rows], heads[2][0]) if planned else 0.0
    plan_change = _widest(pen, [f"▲{row.plan_change.text}" for row in rows], heads[3][0]) if planned else 0.0
    previous = _widest(pen, [row.previous for row in rows], heads[5][0])
    year = _widest(pen, [row.year_before for row in rows], heads[6][0])
    year_change = _widest(pen, [f"▲{row.year_change.text}" for row in rows], heads[7][0])
    status = max((pen.fonts.width(row.status, SMALLEST) for row in rows), default=0.0) + 9 if planned else 0.0
    numbers = actual + plan + plan_change + previous + year + year_change
    free = width - numbers - status - (9 if planned else 5) * _GAP
    name = max(free * 0.58, min(_NAME, free - 32.0), 60.0)
    picture = max((free - name) / (2 if planned else 1), 16.0)
    bullet = picture if planned else 0.0
    ends: list[float] = [0.0]
    for part in (name, actual, plan, plan_change, bullet, previous, year, year_change, picture, status):
        ends.append(ends[-1] + part + (_GAP if part else 0.0))
    return Columns(
        planned,
        ends[2] - _GAP,
        ends[3] - _GAP,
        ends[4] - _GAP,
        ends[4],
        bullet,
        ends[6] - _GAP,
        ends[7] - _GAP,
        ends[8] - _GAP,
        ends[8],
        picture,
        ends[9],
        name,
    )


def _widest(pen: Pen, texts: Sequence[str], head: str, *, bold: bool = False) -> float:
    found = [pen.fonts.width(text, _SIZE if bold else SMALLEST, bold=bold) for text in texts]
    return min(max([*found, pen.fonts.width(head, SMALLEST, bold=True)]), 96.0)


def _heads(pen: Pen, heads: Sequence[tuple[str, str]], at: Columns, top: float) -> None:
    places = (
        (0.0, 0.0),
        (at.actual, 1.0),
        (at.plan, 1.0),
        (at.plan_change, 1.0),
        (at.bullet, 0.0),
        (at.previous, 1.0),
        (at.year, 1.0),
        (at.year_change, 1.0),
        (at.spark, 0.0),
        (at.status, 0.0),
    )
    with pen.structure.group("TR"):
        for place, ((words, code), (x, align)) in enumerate(zip(heads, places, strict=True)):
            if place in _ABOUT_GOALS and not at.planned:
                continue
            with pen.structure.content("TH"):
                pen.text(x, top - 8.5, words, bold=True, align=align)
                pen.text(x, top - 18.5, code, colour=SOFT, align=align)


def _row(pen: Pen, row: ScoreRow, at: Columns, top: float) -> None:
    """Its cells, in the order of the heads."""
    cell, base = pen.structure.content, top - 8.4
    with cell("TD"):
        left = _name(pen, row, at.name_width, base)
    with cell("TD"):
        _figure(pen, row, at, base, left)
    if at.planned:
        _plan(pen, row, at, top)
    with cell("TD"):
        pen.text(at.previous, base, row.previous, align=1.0, colour=SOFT)
    with cell("TD"):
        pen.text(at.year, base, row.year_before, align=1.0, colour=SOFT)
    with cell("TD"):
        _change(pen, row.year_change, at.year_change, base)
    with cell("TD"):
        draw(pen, spark(row.spark), Box(at.spark, top - ROW + 4, at.spark_width - 3, ROW - 8))
    if at.planned:
        with cell("TD"):
            status(pen, at.status, base, row.status, row.tone, known=bool(row.plan))


def _plan(pen: Pen, row: ScoreRow, at: Columns, top: float) -> None:
    """The goal, how far it is, and both as a picture."""
    cell, base = pen.structure.content, top - 8.4
    with cell("TD"):
        pen.text(at.plan, base, row.plan, align=1.0)
    with cell("TD"):
        _change(pen, row.plan_change, at.plan_change, base)
    with cell("TD"):
        if row.bullet and not row.missing:
            draw(pen, row.bullet, Box(at.bullet, top - 12.6, at.bullet_width, 9.2))


def _figure(pen: Pen, row: ScoreRow, at: Columns, base: float, left: float) -> None:
    """The figure or the reason why there is none, and below it what it stands on or what was printed."""
    if row.missing:
        pen.text(at.actual, base, row.text, colour=SOFT, align=1.0, width=at.actual - at.name_width)
    else:
        pen.text(at.actual, base, row.text, size=_SIZE, bold=True, align=1.0)
    if row.changed:
        pen.text(0, base - 8.4, row.changed, bold=True, width=at.plan_change)
    else:
        _sample(pen, row, at.actual, base - 8.4, at.actual - left - 4)


def _name(pen: Pen, row: ScoreRow, width: float, base: float) -> float:
    """The name with its footnote, in one line where the second is needed; returns how far the second reaches."""
    lines = pen.fonts.wrapped(row.name, _SIZE, width - 11, 1 if row.changed else 2)
    used = 0.0
    for number, line in enumerate(lines):
        used = pen.text(0, base - number * 8.4, line, size=_SIZE)
    below = 8.4 * (len(lines) - 1)
    if row.number:
        used += 2.5 + pen.text(used + 2.5, base - below + 1.5, str(row.number), colour=SOFT)
    return used if len(lines) > 1 else 0.0


def _sample(pen: Pen, row: ScoreRow, right: float, base: float, room: float) -> None:
    """What the figure stands on, as fully as there is room for."""
    fitting = [text for text in row.samples if pen.fonts.width(text, SMALLEST) <= room] or row.samples[-1:]
    if fitting:
        pen.text(right, base, fitting[0], colour=SOFT, align=1.0, width=room)


def _change(pen: Pen, change: Change, right: float, base: float) -> None:
    colour = TONES[change.tone]
    used = pen.text(right, base, change.text, align=1.0, colour=colour)
    if change.arrow:
        pen.text(right - used - 1, base, change.arrow, align=1.0, colour=colour)


def status(pen: Pen, x: float, base: float, word: str, tone: Tone, *, known: bool) -> None:
    """A disc on track, a half diamond at risk, a triangle downwards off track, nothing without a goal; and the word."""
    middle, colour = base + 2.7, TONES[tone]
    if not known:
        pen.text(x + 8, base, word, colour=NEUTRAL)
        return
    if tone is Tone.GOOD:
        pen.circle(x + 2.8, middle, 2.6, Paint(colour))
    elif tone is Tone.BAD:
        pen.polygon([(x, middle + 2.5), (x + 5.6, middle + 2.5), (x + 2.8, middle - 2.7)], Paint(colour))
    else:
        ring = [(x + 2.8, middle + 3), (x + 5.6, middle), (x + 2.8, middle - 3), (x, middle)]
        pen.polygon(ring, Paint((1, 1, 1), colour, 0.8))
        pen.polygon([ring[0], ring[1], ring[2]], Paint(colour))
    pen.text(x + 8, base, word, colour=colour)
