"""What a summary consists of, as plain values: sentences, figures with what stands beside them, tables, pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from crmdesk.domain.change import Tone
from crmdesk.domain.figure import Number
from crmdesk.domain.plot import Picture


class Align(StrEnum):
    """How the cells of a column stand."""

    LEFT = "left"
    RIGHT = "right"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Change:
    """A change as text, with the triangle and the tone in which it is to be read."""

    text: str
    arrow: str = ""
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A line of the scorecard: `number` is its footnote, 0 for none. Texts are empty where there is nothing to say."""

    kpi: str
    number: int
    name: str
    text: str
    missing: bool
    samples: Sequence[str]
    plan: str
    plan_change: Change
    bullet: Picture
    previous: str
    year_before: str
    year_change: Change
    spark: Sequence[Number | None]
    status: str
    tone: Tone
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: its words, its share of the width, and how its cells stand."""

    text: str
    share: float
    align: Align = Align.RIGHT


Cell = str | Picture | Change


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads. `left_out` more are not shown; down to `least` rows may be left out for want of room."""

    heads: Sequence[Head]
    rows: Sequence[Sequence[Cell]]
    left_out: int = 0
    least: int = 99

    @property
    def spare(self) -> int:
        """How many rows may be left out."""
        return max(len(self.rows) - self.least, 0)

    def shorter(self) -> Table:
        """The same with a row less; the first row to go takes a second with it, whose line says so."""
        rows = self.rows[: -1 if self.left_out else -2]
        return replace(self, rows=rows, left_out=self.left_out + len(self.rows) - len(rows))


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with what is said above it, its height in points, how many bars lie in it (0: it fills its height),
    its unit and time, what its marks mean, and what it says in words. An `optional` one is left out where the pages
    would not hold it, the higher the sooner.
    """

    caption: str
    picture: Picture
    height: float
    lines: int = 0
    about: str = ""
    hint: str = ""
    words: str = ""
    optional: int = 0


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence or two."""

    text: str


@dataclass(frozen=True, slots=True)
class Points:
    """Sentences one below the other, each with a dot before it. `optional` ones go where there is no room."""

    texts: Sequence[str]
    optional: int = 0


@dataclass(frozen=True, slots=True)
class Numbered:
    """Sentences one below the other, each with its number; where there is none, what is said instead."""

    texts: Sequence[str]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """Something to be done: what, by whom, by when. Who and when are to be filled in by hand where they are empty."""

    text: str
    who: str = ""
    by_when: str = ""


@dataclass(frozen=True, slots=True)
class Steps:
    """What is to be done, with room for who and by when, and empty lines as far as the page goes."""

    steps: Sequence[Step]


@dataclass(frozen=True, slots=True)
class Blank:
    """Lines to write on."""

    lines: int


Block = Table | Chart | Words | Points | Numbered | Steps | Blank


def said_in(block: Block) -> Sequence[str]:
    """The sentences of a block; tables and pictures have none."""
    match block:
        case Words():
            return [block.text]
        case Points() | Numbered():
            return block.texts
        case Steps():
            return [" · ".join(part for part in (one.text, one.who, one.by_when) if part) for one in block.steps]
        case _:
            return []


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page, with its bookmark, unless it goes on from another column."""

    key: str
    title: str
    blocks: Sequence[Block]
    continued: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """The footnote of a figure; `headline`: of one that the scorecard shows."""

    number: int
    name: str
    formula: str
    headline: bool = False


@dataclass(frozen=True, slots=True)
class Footer:
    """What stands at the foot of every page, before the page number."""

    business: str
    title: str
    created: str
    data_to: str


@dataclass(frozen=True, slots=True)
class Title:
    """What stands at the head of a print: whose it is, what it is, of when, against what, in which unit."""

    business: str
    title: str
    period: str
    against: str
    unit: str
    logo: bytes = b""


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole of it. What was not wanted is empty or None.

    The first page shows what it has room for of `needed` and then of `beside`. What does not fit comes on another
    page, unless the summary shall have but one (not `whole`): then only what is needed does.
    """

    head: Title
    heads: Sequence[tuple[str, str]]
    sentence: str
    rows: Sequence[ScoreRow]
    charts: Sequence[Section]
    needed: Sequence[Section]
    next_steps: Section | None
    beside: Sequence[Section]
    sections: Sequence[Section]
    definitions: Sequence[Definition]
    footer: Footer
    keywords: Sequence[str] = field(default_factory=tuple)
    appendix: Sequence[Section] = ()
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Poster:
    """A sheet for the wall: a head, a sentence and charts; `note` says what could not be printed."""

    head: Title
    sentence: str
    tiles: Sequence[Section]
    note: str
    footer: Footer
    keywords: Sequence[str]


@dataclass(frozen=True, slots=True)
class TalkSheet:
    """A sheet for a talk with one person, whose name stands in the head in the place of the business."""

    head: Title
    note: str
    figures: Section
    charts: Sequence[Section]
    left: Sequence[Section]
    right: Sequence[Section]
    letters: str
    footer: Footer
    keywords: Sequence[str]
