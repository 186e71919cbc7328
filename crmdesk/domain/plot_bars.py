"""Bars that lie: the pipeline by stage, the funnel, the Pareto of causes, bars of one line; in a unit box."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from crmdesk.domain.figure import Number
from crmdesk.domain.plot import Dot, Label, Line, Mark, Picture, Place, Rect, Role, Say, Scale, Zone

THICK, _STEP = 0.62, 0.48


class Bar(NamedTuple):
    """A bar: its name, its length, the part of it that is drawn solid, and what stands at its end.

    The solid part may stand for a value of its own.
    """

    label: str
    value: Number
    solid: Number
    text: str = ""
    item: int = -1
    solid_item: int = -1


def bars(rows: Sequence[Bar]) -> Picture:
    """Bars from a common zero, the first on top: the solid part, and the rest of the length as an outline."""
    scale = Scale(0.0, max((float(row.value) for row in rows), default=0.0) or 1.0)
    marks: list[Mark] = []
    for number, row in enumerate(rows):
        low, tall = place_of(number, len(rows))
        whole = max(scale(row.value), 0.0)
        solid = min(max(scale(row.solid), 0.0), whole)
        marks += named_row(row.label, number, len(rows), row.item)
        if whole > solid:
            marks.append(Rect(0.0, low, whole, tall, Role.REST, row.item))
        if solid:
            item = row.solid_item if row.solid_item >= 0 else row.item
            marks.append(Rect(0.0, low, solid, tall, Role.ACTUAL, item))
        marks.append(Label(whole, low + tall / 2, row.text, Place.RIGHT, strong=True))
    marks.append(Line(((0.0, 0.0), (0.0, 1.0)), Role.AXIS))
    return tuple(marks)


def place_of(number: int, count: int, thick: float = THICK) -> tuple[float, float]:
    """Where the bar of a line begins from below, and how thick it is."""
    slot = 1 / max(count, 1)
    return 1 - (number + 0.5 + thick / 2) * slot, thick * slot


def named_row(label: str, number: int, count: int, item: int = -1) -> list[Mark]:
    """The name of a line at its left, and the zone of it."""
    slot = 1 / max(count, 1)
    name = Label(0.0, 1 - (number + 0.5) * slot, label, Place.LEFT)
    return [name] if item < 0 else [Zone(0.0, 1 - (number + 1) * slot, 1.0, slot, item), name]


class Level(NamedTuple):
    """A step of a funnel: how many came so far, and what is said of those who did not come from the step before."""

    label: str
    value: Number
    text: str = ""
    lost: str = ""
    item: int = -1
    lost_item: int = -1


def funnel(rows: Sequence[Level]) -> Picture:
    """Bars from the left, each followed by what was lost since the one above it, with its number below."""
    scale = Scale(0.0, max((float(row.value) for row in rows), default=0.0) or 1.0)
    marks: list[Mark] = []
    before = 0.0
    for number, row in enumerate(rows):
        low, tall = place_of(number, len(rows), _STEP)
        end = max(scale(row.value), 0.0)
        marks += named_row(row.label, number, len(rows), row.item)
        marks.append(Rect(0.0, low, end, tall, Role.ACTUAL, row.item))
        if number and before > end:
            marks.append(Rect(end, low, before - end, tall, Role.LOST, row.lost_item))
            # Below it the line of the next step has nothing: it does not reach so far.
            marks.append(Label((end + before) / 2, low, row.lost, Place.BELOW, tall=1 / len(rows) - tall, on=Role.LOST))
        marks.append(Label(max(end, before if number else 0.0), low + tall / 2, row.text, Place.RIGHT, strong=True))
        before = end
    marks.append(Line(((0.0, 0.0), (0.0, 1.0)), Role.AXIS))
    return tuple(marks)


class Cause(NamedTuple):
    """A part of a whole, and how often it came up."""

    label: str
    value: Number
    item: int = -1


def pareto(rows: Sequence[Cause], say: Say, percent: Say, *, mark: float = 0.8) -> Picture:
    """The causes from the most frequent to the rarest as shares of all, a line for their sum, and the 80 % mark.

    Bars and line have one scale, from none to all; `percent` says a share of 1.
    """
    total = float(sum(row.value for row in rows)) or 1.0
    marks: list[Mark] = [
        Line(((mark, 0.0), (mark, 1.0)), Role.LIMIT),
        Label(mark, 0.0, percent(mark), Place.BELOW, quiet=True),
    ]
    sums: list[tuple[float, float]] = []
    texts: list[Mark] = []
    for number, row in enumerate(rows):
        low, tall = place_of(number, len(rows))
        share = float(row.value) / total
        sums.append((min((sums[-1][0] if sums else 0.0) + share, 1.0), low + tall / 2))
        marks += named_row(row.label, number, len(rows), row.item)
        marks.append(Rect(0.0, low, share, tall, Role.ACTUAL, row.item))
        # Both numbers stand beyond the line, which would run through one that stood at the end of its bar.
        text = f"{say(row.value)} · {percent(sums[-1][0])}"
        texts.append(Label(1.0, low + tall / 2, text, Place.RIGHT, strong=True))
    marks.append(Line(((0.0, 0.0), (0.0, 1.0)), Role.AXIS))
    if len(sums) > 1:
        marks.append(Line(tuple(sums), Role.POINT))
    marks += [Dot(*point, Role.POINT) for point in sums]
    return (*marks, *texts)


def bar(value: Number, top: Number) -> Picture:
    """One bar of its own line, as long as its part of the longest."""
    share = float(value) / float(top) if top else 0.0
    return (Rect(0.0, 0.15, max(share, 0.0), 0.7, Role.ACTUAL),)


def deviation(value: Number, middle: Number, most: Number) -> Picture:
    """One bar to the left or the right of a middle line, `most` away at the edge."""
    reach = float(most) or 1.0
    gap = max(-1.0, min(1.0, (float(value) - float(middle)) / reach)) / 2
    left, width = (0.5 + min(gap, 0.0), abs(gap))
    role = Role.GOOD if gap >= 0 else Role.BAD
    return (Rect(left, 0.2, width, 0.6, role), Line(((0.5, 0.0), (0.5, 1.0)), Role.AXIS))
