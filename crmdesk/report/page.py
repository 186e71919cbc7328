"""What stands where: the first page for the owner's first look, the second for the questions that follow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from crmdesk.report.draw_blocks import HEADING, heading, section, section_height
from crmdesk.report.draw_formulas import formulas, formulas_height
from crmdesk.report.draw_head import HEAD, head, sentence, sentence_height
from crmdesk.report.draw_lists import changed, changed_height, steps
from crmdesk.report.draw_scorecard import height_of, scorecard
from crmdesk.report.parts import Section, Summary, Table
from crmdesk.report.pen import Pen
from crmdesk.text import _

WIDTH, HEIGHT = 510.24, 694.49
FOOT = 16.0
_GUTTER = 16.0
_HALF = (WIDTH - _GUTTER) / 2
_SPACE = 7.0

Draw = Callable[[Pen], None]


def pages(pen: Pen, summary: Summary) -> list[Draw]:
    """The pages as things to draw, without their feet, since those need to know how many pages there are."""
    first = _First(pen, summary)
    more = [part for part in (summary.goals, summary.notes) if part not in first.extra]
    return [first.draw, *_following(pen, summary, [*summary.sections, *more])]


class _First:
    """The first page: head, sentence, scorecard, two charts, what changed, what to do, goals if there is room."""

    def __init__(self, pen: Pen, summary: Summary) -> None:
        self.summary = summary
        charts = max(section_height(pen, part, WIDTH / 2) for part in summary.charts)
        self.bottom = HEIGHT - (HEAD + sentence_height(pen, summary.sentence, WIDTH) + 2 + _SPACE)
        self.bottom -= height_of(summary.rows) + _SPACE + 2 + charts + _SPACE / 2
        self.changed = HEADING + changed_height(pen, summary.changed, _HALF) + _SPACE
        self.extra = self._extra(pen, self.bottom - self.changed - FOOT + _SPACE / 2)

    def _extra(self, pen: Pen, room: float) -> list[Section]:
        """What else the left column has room for: the goals, and the notes after them."""
        found: list[Section] = []
        for part in (self.summary.goals, self.summary.notes):
            room -= section_height(pen, part, _HALF)
            if room < 0:
                return found
            found.append(part)
            room -= _SPACE
        return found

    def draw(self, pen: Pen) -> None:
        summary = self.summary
        pen.bookmark("summary", f"{summary.title} {summary.period}", HEIGHT)
        top = head(pen, summary, WIDTH, HEIGHT)
        top = sentence(pen, summary.sentence, WIDTH, top - 2) - _SPACE
        pen.bookmark("scorecard", _("Scorecard"), top)
        top = scorecard(pen, summary.heads, summary.rows, WIDTH, top) - _SPACE - 2
        wide = WIDTH * 0.6 - _GUTTER / 2
        section(pen, summary.charts[0], 0, top, wide)
        section(pen, summary.charts[1], wide + _GUTTER, top, WIDTH - wide - _GUTTER)
        pen.bookmark("changed", _("What changed"), self.bottom)
        heading(pen, _("What changed"), 0, self.bottom, _HALF)
        changed(pen, summary.changed, 0, self.bottom - HEADING, _HALF)
        pen.bookmark("next", _("What to do next"), self.bottom)
        heading(pen, _("What to do next"), _HALF + _GUTTER, self.bottom, _HALF)
        steps(pen, summary.next_steps, _HALF + _GUTTER, self.bottom - HEADING, _HALF, FOOT + 4)
        top = self.bottom - self.changed
        for part in self.extra:
            top = section(pen, part, 0, top, _HALF) - _SPACE


def _following(pen: Pen, summary: Summary, sections: Sequence[Section]) -> list[Draw]:
    """The sections in two columns, then the formulas across; as many pages as they need."""
    tail = formulas_height(pen, summary, WIDTH, _GUTTER)
    sections = _fitted(pen, sections, HEIGHT - FOOT - tail)
    heights = _heights(pen, sections)
    columns = _split(heights, HEIGHT - FOOT)
    found: list[Draw] = []
    for pair in range(0, len(columns), 2):
        places = columns[pair : pair + 2]
        used = max(sum(heights[place] for place in column) for column in places)
        chosen = [[sections[place] for place in column] for column in places]
        last = pair + 2 >= len(columns)
        fits = last and used + tail <= HEIGHT - FOOT
        found.append(_page(chosen, summary if fits else None, HEIGHT - used))
        if last and not fits:
            found.append(_page([], summary, HEIGHT))
    return found


def _fitted(pen: Pen, sections: Sequence[Section], room: float) -> Sequence[Section]:
    """The sections with their longest tables shortened until two columns hold them; as they are if that is vain."""
    shorter = list(sections)
    while True:
        heights = _heights(pen, shorter)
        left = _left(heights)
        if _height(heights, left) <= room:
            return shorter
        right = [place for place in range(len(shorter)) if place not in left]
        higher = max((left, right), key=lambda column: sum(heights[place] for place in column))
        place = max(higher, key=lambda place: _spare(shorter[place]), default=None)
        if place is None or not _spare(shorter[place]):
            return sections
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
    return [section_height(pen, part, _HALF) + _SPACE for part in sections]


def _page(columns: Sequence[Sequence[Section]], tail: Summary | None, tail_top: float) -> Draw:
    def draw(pen: Pen) -> None:
        for place, parts in enumerate(columns):
            top = HEIGHT
            for part in parts:
                top = section(pen, part, place * (_HALF + _GUTTER), top, _HALF) - _SPACE
        if tail is not None:
            formulas(pen, tail, WIDTH, _GUTTER, tail_top)

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
