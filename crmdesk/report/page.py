"""What stands where: the first page for the owner's first look, the second for the questions that follow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from crmdesk.report.draw_appendix import flowed
from crmdesk.report.draw_blocks import HEADING, heading, section, section_height
from crmdesk.report.draw_formulas import formulas, formulas_height
from crmdesk.report.draw_head import HEAD, head, sentence, sentence_height
from crmdesk.report.draw_lists import more_steps, steps, steps_within
from crmdesk.report.draw_scorecard import height_of, scorecard
from crmdesk.report.parts import Chart, Definition, Points, Section, Step, Steps, Summary, Table
from crmdesk.report.pen import Pen
from crmdesk.text import _

WIDTH = 510.24
FOOT = 16.0
_GUTTER = 16.0
_HALF = (WIDTH - _GUTTER) / 2
# Between sections, and where a page is full.
_SPACE, _TIGHT = 7.0, 3.0
# So many rows of tables make way for a chart, and all that can be where nothing else helps.
_SPARED, _ALL = 6, 1_000

Draw = Callable[[Pen], None]


def pages(pen: Pen, summary: Summary, height: float) -> list[Draw]:
    """The pages, so high, as things to draw, without their feet, since those need to know how many pages there are."""
    first = _First(pen, summary, height)
    sections = [*first.urgent, *summary.sections, *(first.left_over if summary.whole else ())]
    return [first.draw, *_following(pen, summary, sections, height), *_appendix(pen, summary.appendix, height)]


class _First:
    """The first page: head, sentence, scorecard, two charts, and below them two columns as far as there is room."""

    def __init__(self, pen: Pen, summary: Summary, height: float) -> None:
        self.summary, self.height = summary, height
        charts = max((section_height(pen, part, WIDTH / 2) + _SPACE / 2 for part in summary.charts), default=0.0)
        self.bottom = height - (HEAD + sentence_height(pen, summary.sentence, WIDTH) + 2 + _SPACE)
        self.bottom -= height_of(summary.rows) + _SPACE + 2 + charts
        self.urgent: list[Section] = []
        self.left_over: list[Section] = []
        self.steps: Sequence[Step] = ()
        if summary.next_steps is not None:
            self.steps = self._fitting(pen, summary.next_steps, _HALF)
        self.columns = self._columns(pen, 1 if summary.next_steps is not None else 2)

    def _fitting(self, pen: Pen, section: Section, width: float) -> Sequence[Step]:
        """The steps that have room; the others come on another page."""
        found = [step for block in section.blocks if isinstance(block, Steps) for step in block.steps]
        count = steps_within(pen, found, width, self.bottom - HEADING - FOOT)
        if found[count:]:
            self.urgent.append(replace(section, blocks=[Steps(found[count:])]))
        return found[:count]

    def _columns(self, pen: Pen, count: int) -> list[list[Section]]:
        """What the columns have room for: what must be there first, then the rest in its order."""
        room = [self.bottom - FOOT + _SPACE / 2] * count
        columns: list[list[Section]] = [[] for _ in range(count)]
        for part in self.summary.needed:
            if not _placed(pen, part, columns, room):
                self.urgent.append(part)
        beside = self.summary.beside
        if not self.summary.whole:
            # On the only page what comes first is rather shortened than overtaken by what matters less.
            beside = [_within(pen, part, max(room)) for part in beside]
        left = [part for part in beside if not _placed(pen, part, columns, room)]
        if left and len(left) == len(beside) and _placed(pen, _within(pen, left[0], max(room)), columns, room):
            left = left[1:]
        self.left_over = left
        return columns

    def draw(self, pen: Pen) -> None:
        summary = self.summary
        pen.bookmark("summary", f"{summary.head.title} {summary.head.period}", self.height)
        top = head(pen, summary.head, WIDTH, self.height)
        top = sentence(pen, summary.sentence, WIDTH, top - 2) - _SPACE
        pen.bookmark("scorecard", _("Scorecard"), top)
        top = scorecard(pen, summary.heads, summary.rows, WIDTH, top) - _SPACE - 2
        wide = WIDTH * 0.6 - _GUTTER / 2
        for part, x, width in zip(summary.charts, (0, wide + _GUTTER), (wide, WIDTH - wide - _GUTTER), strict=False):
            section(pen, part, x, top, width)
        for place, parts in enumerate(self.columns):
            top = self.bottom
            for part in parts:
                top = section(pen, part, place * (_HALF + _GUTTER), top, _HALF) - _SPACE
        if summary.next_steps is not None:
            self._draw_steps(pen, summary.next_steps)

    def _draw_steps(self, pen: Pen, part: Section) -> None:
        x = _HALF + _GUTTER
        pen.bookmark(part.key, part.title, self.bottom)
        heading(pen, part.title, x, self.bottom, _HALF)
        top = steps(pen, self.steps, x, self.bottom - HEADING, _HALF)
        more_steps(pen, len(self.steps), x, top, _HALF, FOOT + 4)


def _placed(pen: Pen, part: Section, columns: list[list[Section]], room: list[float]) -> bool:
    """Puts a section in the first column that has room for it, if there is one."""
    height = section_height(pen, part, _HALF)
    place = next((place for place, free in enumerate(room) if free >= height), None)
    if place is not None:
        columns[place].append(part)
        room[place] -= height + _SPACE
    return place is not None


def _within(pen: Pen, part: Section, room: float) -> Section:
    """A section with as many rows as have room, where that is enough for it to say something."""
    short = part if section_height(pen, part, _HALF) <= room else _without_optional(part, 0)
    while section_height(pen, short, _HALF) > room:
        if not _spare(short):
            return part
        short = _shortened(short)
    return short


def _appendix(pen: Pen, lists: Sequence[Section], height: float) -> list[Draw]:
    """The lists behind figures, in two columns on as many pages as they need."""
    columns = flowed(pen, lists, _HALF, height - FOOT)
    return [_page(columns[pair : pair + 2], (), _SPACE, height) for pair in range(0, len(columns), 2)]


def _following(pen: Pen, summary: Summary, sections: Sequence[Section], height: float) -> list[Draw]:
    """The sections in two columns, then the formulas across; as many pages as they need."""
    if not sections:
        return [_page([], summary.definitions, _SPACE, height)] if summary.definitions else []
    sections, definitions = _chosen(pen, sections, summary.definitions, height)
    tail = _tail(pen, definitions)
    heights = _heights(pen, sections)
    columns = _split(heights, height - FOOT)
    found: list[Draw] = []
    for pair in range(0, len(columns), 2):
        places = columns[pair : pair + 2]
        used = max(sum(heights[place] for place in column) for column in places)
        chosen = [[sections[place] for place in column] for column in places]
        last = pair + 2 >= len(columns)
        fits = last and used + tail <= height - FOOT
        spare = (height - FOOT - used - (tail if fits else 0.0)) / max(len(column) for column in places)
        more = min(spare, _SPACE - _TIGHT)
        found.append(_page(chosen, definitions if fits else (), _TIGHT + more, height))
        if last and not fits and definitions:
            found.append(_page([], definitions, _SPACE, height))
    return found


def _chosen(
    pen: Pen, sections: Sequence[Section], definitions: Sequence[Definition], height: float
) -> tuple[Sequence[Section], Sequence[Definition]]:
    """What one page holds: if it must be, without the formulas of the lesser figures, without the most optional charts,
    with tables a little shorter, without any optional chart, and at last with short tables. Where even that is vain,
    nearly all on more pages.
    """
    first = [one for one in definitions if one.headline]
    fewer, plain = ([_without_optional(part, most) for part in sections] for most in (1, 0))
    for parts, formulas_of, shorten in (
        (sections, definitions, 0),
        (sections, first, 0),
        (fewer, first, 0),
        (fewer, first, _SPARED),
        (plain, first, 0),
        (plain, first, _ALL),
    ):
        if fitted := _fitted(pen, parts, height - FOOT - _tail(pen, formulas_of), most=shorten):
            return fitted, formulas_of
    return fewer, definitions


def _tail(pen: Pen, definitions: Sequence[Definition]) -> float:
    return formulas_height(pen, definitions, WIDTH, _GUTTER) if definitions else 0.0


def _without_optional(part: Section, most: int) -> Section:
    blocks = [block for block in part.blocks if not (isinstance(block, Chart | Points) and block.optional > most)]
    return replace(part, blocks=blocks)


def _fitted(pen: Pen, sections: Sequence[Section], room: float, *, most: int) -> Sequence[Section]:
    """The sections with their longest tables shortened, by so many rows at most, until two columns hold them; none if
    that is vain.
    """
    shorter = list(sections)
    while True:
        heights = _heights(pen, shorter)
        left = _left(heights)
        if _height(heights, left) <= room:
            return shorter
        right = [place for place in range(len(shorter)) if place not in left]
        higher = max((left, right), key=lambda column: sum(heights[place] for place in column))
        # Where nothing in the higher column can be shorter, the sections may fall into columns in another way.
        spare = [place for place in higher if _spare(shorter[place])] or range(len(shorter))
        place = max(spare, key=lambda place: _spare(shorter[place]))
        if not most or not _spare(shorter[place]):
            return []
        most -= 1
        shorter[place] = _shortened(shorter[place])


def _spare(part: Section) -> int:
    return max((block.spare for block in part.blocks if isinstance(block, Table)), default=0)


def _shortened(part: Section) -> Section:
    """The section with its longest table a row shorter."""
    place = max(range(len(part.blocks)), key=lambda place: getattr(part.blocks[place], "spare", 0))
    table = part.blocks[place]
    if not isinstance(table, Table):
        return part
    return replace(part, blocks=[*part.blocks[:place], table.shorter(), *part.blocks[place + 1 :]])


def _heights(pen: Pen, sections: Sequence[Section]) -> list[float]:
    return [section_height(pen, part, _HALF) + _TIGHT for part in sections]


def _page(columns: Sequence[Sequence[Section]], tail: Sequence[Definition], space: float, height: float) -> Draw:
    """Sections in columns with so much space between them, and formulas below."""

    def draw(pen: Pen) -> None:
        bottom = height
        for place, parts in enumerate(columns):
            top = height
            for part in parts:
                top = section(pen, part, place * (_HALF + _GUTTER), top, _HALF) - space
            bottom = min(bottom, top)
        if tail:
            formulas(pen, tail, WIDTH, _GUTTER, bottom)

    return draw


def _split(heights: Sequence[float], room: float) -> list[list[int]]:
    """The sections in two columns, or in more where two cannot hold them."""
    left = _left(heights)
    if _height(heights, left) <= room:
        return [left, [place for place in range(len(heights)) if place not in left]]
    columns: list[list[int]] = [[]]
    for place in range(len(heights)):
        if columns[-1] and sum(heights[one] for one in columns[-1]) + heights[place] > room:
            columns.append([])
        columns[-1].append(place)
    return columns


def _left(heights: Sequence[float]) -> list[int]:
    """The sections of the left column, the first among them, so that both are as even as they can be."""
    ways = (
        [place for place in range(len(heights)) if choice >> place & 1] for choice in range(1, 2 ** len(heights), 2)
    )
    return min(ways, key=lambda way: _height(heights, way))


def _height(heights: Sequence[float], left: Sequence[int]) -> float:
    """The height of the higher column when these sections stand in the left one."""
    one = sum(heights[place] for place in left)
    return max(one, sum(heights) - one)
