"""Where the marks of a picture lie in an area, and its labels so that all can be read: one layout for every painter.

Points of the area run from its lower left corner, y upwards. Labels get the room around the unit box that they need.
None leaves the area and no two overlap: names are cut, figures left out where there is no room, the axes named at
regular steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil, log
from typing import NamedTuple, Protocol

from crmdesk.domain.plot import HEATS, Dot, Label, Line, Panel, Panels, Picture, Place, Rect, Role, Zone

# How much of the area the names at the left may take, and the least that is left for the marks.
_NAMES, _LEAST = 0.42, 0.15
# How high a line of bars may become, in heights of text, and how wide a small picture looks best.
_LINE, _SHAPE = 4.0, 2.4
_ROUNDS = 6
# How much of a line belongs to the title of a panel, whatever else stands there.
_TITLE = 0.33
# How close lines of text may stand, in their heights.
_DENSE = 0.82
# How far the two lines of a name stand apart.
_LEADING, _BETWEEN = 0.86, 1.7
# What stands on these marks is shown of all of them or of none.
_TOGETHER = {*HEATS, Role.LOST}
# How far a name above a part may move aside, in gaps.
_SHIFTS = (0.0, 1.0, -1.0, 2.0, -2.0, 3.0, -3.0)
_ELLIPSIS = "…"


class Metrics(Protocol):
    """The letters in which labels are written."""

    @property
    def height(self) -> float:
        """How high a line is."""

    @property
    def gap(self) -> float:
        """How far a label stands from its point."""

    def width(self, text: str, *, strong: bool) -> float:
        """How wide a text is."""

    def cut(self, text: str, width: float, *, strong: bool) -> str:
        """The text, ended by … where it is wider than that."""


class Box(NamedTuple):
    """A part of the area."""

    x: float
    y: float
    width: float
    height: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        """The point of a place in the unit box."""
        return self.x + x * self.width, self.y + y * self.height


class Placed(NamedTuple):
    """A label in its place: `x` and `y` are the lower left corner of the text; `over`: lines may run below it."""

    text: str
    x: float
    y: float
    width: float
    height: float
    strong: bool
    quiet: bool
    on: Role | None = None
    over: bool = False

    def overlaps(self, other: Placed) -> bool:
        """Whether letters meet; lines of text may stand as close as in a book."""
        across = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        upwards = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return across > 0 and upwards > (1 - _DENSE) * self.height


@dataclass(slots=True)
class Laid:
    """A picture laid out: shapes in the order of painting, zones of values, labels; all in points."""

    shapes: list[Rect | Line | Dot] = field(default_factory=list)
    zones: list[Zone] = field(default_factory=list)
    labels: list[Placed] = field(default_factory=list)


class _Margins(NamedTuple):
    left: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    top: float = 0.0


def lay(picture: Picture, width: float, height: float, metrics: Metrics, lines: int = 0) -> Laid:
    """A picture in an area of that size; with so many `lines` of bars it does not fill it with a few fat ones."""
    laid = Laid()
    tall = min(height, lines * metrics.height * _LINE) if lines else height
    _lay(laid, picture, Box(0.0, height - tall, width, tall), metrics)
    return laid


def _lay(laid: Laid, picture: Picture, area: Box, metrics: Metrics) -> None:
    for mark in picture:
        if isinstance(mark, Panels):
            _panels(laid, mark, area, metrics)
    if not any(isinstance(mark, Panels) for mark in picture):
        _fill(laid, picture, area, _inner(area, _margins(picture, area.width, area.height, metrics)), metrics)


def _inner(area: Box, margins: _Margins) -> Box:
    wide = max(area.width - margins.left - margins.right, area.width * _LEAST)
    tall = max(area.height - margins.bottom - margins.top, area.height * _LEAST)
    return Box(area.x + margins.left, area.y + margins.bottom, wide, tall)


def _fill(laid: Laid, picture: Picture, area: Box, box: Box, metrics: Metrics) -> None:
    """The marks of a picture in their box, its labels around it."""
    for mark in picture:
        if isinstance(mark, Rect):
            x, y = box.at(mark.x, mark.y)
            laid.shapes.append(Rect(x, y, mark.width * box.width, mark.height * box.height, mark.role, mark.item))
        elif isinstance(mark, Line):
            laid.shapes.append(Line(tuple(box.at(*point) for point in mark.points), mark.role, mark.item))
        elif isinstance(mark, Dot):
            laid.shapes.append(Dot(*box.at(mark.x, mark.y), mark.role, mark.item))
        elif isinstance(mark, Zone) and mark.item >= 0:
            x, y = box.at(mark.x, mark.y)
            laid.zones.append(Zone(x, y, mark.width * box.width, mark.height * box.height, mark.item))
    laid.labels += _labels([mark for mark in picture if isinstance(mark, Label) and mark.text], area, box, metrics)


def _panels(laid: Laid, panels: Panels, area: Box, metrics: Metrics) -> None:
    """Pictures side by side: all boxes of one size, those of a line or a column in line with each other."""
    across = panels.across or _across(panels.parts, area, metrics)
    down = ceil(len(panels.parts) / across)
    gap = metrics.gap * 2
    tall = (area.height - gap * (down - 1)) / down
    titled = any(part.title for part in panels.parts) and tall > 2 * metrics.height
    title = metrics.height + 2 if titled else 0.0
    room = area.width - gap * (across - 1)
    inner, lefts, rights = 0.0, [0.0] * across, [room / across] * across
    needs: list[_Margins] = []
    # The room for labels depends on how wide the boxes are, and that on the room: it settles soon.
    for _ in range(_ROUNDS):
        wides = [left + inner + right for left, right in zip(lefts, rights, strict=True)]
        needs = [
            _margins(part.picture, wides[number % across], tall - title, metrics)
            for number, part in enumerate(panels.parts)
        ]
        sides = [needs[place::across] for place in range(across)]
        lefts = [max(need.left for need in some) for some in sides]
        rights = [max(need.right for need in some) for some in sides]
        tight = min(room * (1 - _LEAST) / max(sum(lefts) + sum(rights), 1.0), 1.0)
        lefts, rights = [left * tight for left in lefts], [right * tight for right in rights]
        inner = (room - sum(lefts) - sum(rights)) / across
    bottom, top = max(need.bottom for need in needs), max(need.top for need in needs)
    tight = min((tall - title) * (1 - _LEAST) / max(bottom + top, 1.0), 1.0)
    bottom, top = bottom * tight, top * tight
    for number, part in enumerate(panels.parts):
        line, place = divmod(number, across)
        x = area.x + sum(lefts[:place]) + sum(rights[:place]) + place * (inner + gap)
        own = Box(x, area.y + area.height - (line + 1) * tall - line * gap, lefts[place] + inner + rights[place], tall)
        box = Box(x + lefts[place], own.y + bottom, inner, tall - title - bottom - top)
        _fill(laid, part.picture, Box(own.x, own.y, own.width, tall - title), box, metrics)
        # A title belongs to its marks: beside a column of names it begins where they do.
        head = Box(box.x, own.y, own.x + own.width - box.x, tall) if panels.across else own
        laid.labels += _heading(part, head, metrics) if titled else []


def _heading(part: Panel, head: Box, metrics: Metrics) -> list[Placed]:
    """The title of a panel, and at the other end of its line the text, if that leaves room for the title."""
    wide = metrics.width(part.text, strong=True) if part.text else 0.0
    least = min(metrics.width(part.title, strong=False), head.width * _TITLE)
    if head.width - wide - metrics.gap < least:
        wide = 0.0
    title = metrics.cut(part.title, head.width - wide - metrics.gap * bool(wide), strong=False)
    y = head.y + head.height - metrics.height
    words = [(title, head.x, False)] + ([(part.text, head.x + head.width - wide, True)] if wide else [])
    return [
        Placed(text, x, y, metrics.width(text, strong=strong), metrics.height, strong, quiet=False)
        for text, x, strong in words
        if text
    ]


def _across(parts: Sequence[Panel], area: Box, metrics: Metrics) -> int:
    """How many pictures stand in a line: each with a good shape and room for its title, and few places empty."""
    heads = [metrics.width(part.title, strong=False) + metrics.width(part.text, strong=True) for part in parts]

    def strangeness(across: int) -> float:
        wide, tall = area.width / across, area.height / ceil(len(parts) / across) - metrics.height
        cut = sum(head + 3 * metrics.gap > wide for head in heads) / len(heads)
        holes = -len(parts) % across / across
        return abs(log(max(wide, 1.0) / max(tall, 1.0) / _SHAPE)) + cut + holes

    return min(range(1, len(parts) + 1), key=strangeness)


def _margins(picture: Picture, width: float, height: float, metrics: Metrics) -> _Margins:
    """The room that labels need around the box, as far as the area can give it."""
    labels = [mark for mark in picture if isinstance(mark, Label) and mark.text]
    half = metrics.height / 2
    left = right = bottom = top = 0.0
    for one in labels:
        need = metrics.width(one.text, strong=one.strong) + metrics.gap
        if one.place is Place.LEFT and one.x < 1:
            left = max(left, (need - one.x * width) / (1 - one.x))
        if one.place in (Place.LEFT, Place.RIGHT):
            bottom = max(bottom, _short(half, one.y, height))
            top = max(top, _short(half, 1 - one.y, height))
        elif one.place is Place.BELOW:
            bottom = max(bottom, _short(metrics.height + 2, one.y, height))
    left = min(left, width * _NAMES)
    for one in labels:
        if one.place is Place.RIGHT and one.x > 0:
            need = metrics.width(one.text, strong=one.strong) + metrics.gap
            right = max(right, _short(need, 1 - one.x, width - left))
        elif one.place is Place.ABOVE:
            top = max(top, _short(metrics.height + 1, 1 - one.y, height - bottom))
    return _Margins(left, min(right, (width - left) * (1 - _LEAST)), bottom, top)


def _short(need: float, share: float, size: float) -> float:
    """How much room is short on a side where a label has its share of the size that is left already."""
    return max((need - share * size) / (1 - share), 0.0) if share < 1 else 0.0


def _labels(labels: Sequence[Label], area: Box, box: Box, metrics: Metrics) -> list[Placed]:
    """The labels that have room, the strong ones first and those of the axes last."""
    placed: list[tuple[Label, Placed]] = []
    free = [one for one in labels if not _in_steps(one)]
    # What stands at the end of a line leaves the names of the times below the axis alone.
    above = Box(area.x, box.y, area.width, area.y + area.height - box.y) if len(free) < len(labels) else area
    for one in sorted(free, key=lambda one: (not one.strong, one.quiet)):
        for place in _places(one, above if one.place is Place.RIGHT else area, box, metrics):
            apart = _with_air(place, metrics) if one.place is Place.ABOVE else place
            if not any(apart.overlaps(other) for _, other in placed):
                placed.append((one, place))
                break
    wanted = sum(one.on in _TOGETHER for one in free)
    if sum(one.on in _TOGETHER for one, _ in placed) < wanted:
        placed = [(one, place) for one, place in placed if one.on not in _TOGETHER]
    shown = [place for _, place in placed]
    for one, cut in placed:
        if cut.text == one.text:
            continue
        at = shown.index(cut)
        others = [*shown[:at], *shown[at + 1 :]]
        if one.place is Place.BELOW:
            shown[at] = _uncut(one._replace(room=0.0), cut, others, area, box, metrics)
        elif one.place is Place.LEFT:
            shown[at : at + 1] = _in_two(one, cut, others, area, metrics)
    steps = [next(_places(one, area, box, metrics), None) for one in labels if _in_steps(one)]
    return shown + _stepped([one for one in steps if one is not None], shown, metrics)


def _uncut(label: Label, cut: Placed, others: Sequence[Placed], area: Box, box: Box, metrics: Metrics) -> Placed:
    """A name below that was cut, uncut where those beside it leave room."""
    whole = next(_places(label, area, box, metrics), cut)
    return cut if any(_with_air(whole, metrics).overlaps(other) for other in others) else whole


def _in_two(label: Label, cut: Placed, others: Sequence[Placed], area: Box, metrics: Metrics) -> list[Placed]:
    """A name at the left that was cut, in two lines where those above and below it leave room for them."""
    right, words = cut.x + cut.width, label.text.split()
    room = right - area.x
    fitting = [n for n in range(1, len(words)) if metrics.width(" ".join(words[:n]), strong=label.strong) <= room]
    if not fitting:
        return [cut]
    texts = " ".join(words[: fitting[-1]]), metrics.cut(" ".join(words[fitting[-1] :]), room, strong=label.strong)
    step = metrics.height * _LEADING / 2
    lines = []
    for text, up in zip(texts, (step, -step), strict=True):
        wide = metrics.width(text, strong=label.strong)
        lines.append(cut._replace(text=text, x=right - wide, y=cut.y + up, width=wide))
    free = lines[1].y >= area.y and lines[0].y + cut.height <= area.y + area.height
    # Beside the lines of other names more air is wanted than between its own two.
    tall = metrics.height * _BETWEEN
    airy = [one._replace(y=one.y + (metrics.height - tall) / 2, height=tall) for one in lines]
    return lines if free and not any(one.overlaps(other) for one in airy for other in others) else [cut]


def _with_air(place: Placed, metrics: Metrics) -> Placed:
    """A label with the room at its sides that tells it from its neighbours."""
    return place._replace(x=place.x - metrics.gap, width=place.width + 2 * metrics.gap)


def _in_steps(label: Label) -> bool:
    """Whether it is one of a row of labels below, of which every second or third will do."""
    return label.place is Place.BELOW and label.quiet and not label.room


def _stepped(row: Sequence[Placed], others: Sequence[Placed], metrics: Metrics) -> list[Placed]:
    """As many of a row as have room, counted from the last."""
    for step in range(1, len(row) + 1):
        some = row[::-1][::step]
        if all(one.x - other.x - other.width >= metrics.gap for one, other in pairwise(some)):
            return [one for one in some if not any(one.overlaps(other) for other in others)]
    return []


def _places(label: Label, area: Box, box: Box, metrics: Metrics) -> Iterator[Placed]:
    """Where a label can stand, the best place first."""
    x, y = box.at(label.x, label.y)
    text = _fitting(label, area, box, metrics)
    if not text or area.height < metrics.height or (label.tall and metrics.height * _DENSE > label.tall * box.height):
        return
    wide, tall = metrics.width(text, strong=label.strong), metrics.height
    lower = {
        Place.LEFT: (x - wide - metrics.gap, y - tall / 2),
        Place.RIGHT: (x + metrics.gap, y - tall / 2),
        Place.ABOVE: (x - wide / 2, y + 1),
        Place.BELOW: (x - wide / 2, y - tall - 1),
        Place.INSIDE: (x - wide / 2, y - tall / 2),
    }[label.place]
    over = label.place in (Place.RIGHT, Place.ABOVE)
    # The names of two lines that end close to each other make room for each other, and so do those above narrow parts.
    up = (0.0, tall, -tall) if label.place is Place.RIGHT and not label.quiet else (0.0,)
    aside = _SHIFTS if label.place is Place.ABOVE and label.quiet else (0.0,)
    for right, high in ((right, high) for right in aside for high in up):
        left = min(max(lower[0] + right * metrics.gap, area.x), area.x + area.width - wide)
        down = min(max(lower[1] + high, area.y), area.y + area.height - tall)
        yield Placed(text, left, down, wide, tall, label.strong, label.quiet, label.on, over)


def _fitting(label: Label, area: Box, box: Box, metrics: Metrics) -> str:
    """The text as far as it may be shown: a name is cut, a figure is shown as a whole or not at all."""
    x = box.at(label.x, label.y)[0]
    room = area.width
    if label.place is Place.LEFT:
        room = x - metrics.gap - area.x
    elif label.place is Place.RIGHT:
        room = area.x + area.width - x - metrics.gap
    elif label.room:
        room = label.room * box.width
    if metrics.width(label.text, strong=label.strong) <= room + 0.5:
        return label.text
    if label.place not in (Place.LEFT, Place.BELOW):
        return ""
    text = metrics.cut(label.text, room, strong=label.strong)
    return text if len(text) > len(_ELLIPSIS) else ""
