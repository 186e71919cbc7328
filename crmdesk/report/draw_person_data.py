"""Lines of text in one column, on as many pages as they need: headings, names of records, and their facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from crmdesk.report.paint import FAINT, INK, SOFT
from crmdesk.report.pen import Pen

_FOOT = 22.0
_LABEL, _GAP = 120.0, 8.0
# A word without a place to break it at is broken after so many letters.
_WORD = 60

Draw = Callable[[Pen], None]


class Look(Enum):
    """How a line looks: size, leading, room above, bold, its role for those who have the page read to them."""

    TITLE = (16.0, 20.0, 0.0, True, "H1")
    HEADING = (11.0, 14.0, 12.0, True, "H2")
    NAME = (9.0, 12.0, 6.0, True, "H3")
    FACT = (8.5, 11.0, 0.0, False, "P")
    NOTE = (8.5, 11.0, 2.0, False, "P")


@dataclass(frozen=True, slots=True)
class Line:
    """A text, and for a fact what it is called."""

    look: Look
    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands in one line of a page, how far it is from the one above, and whether it stays with the next."""

    look: Look
    text: str
    label: str
    above: float
    is_last: bool


def flowed(pen: Pen, lines: Sequence[Line], width: float, height: float) -> list[Draw]:
    """The pages."""
    pages: list[list[_Piece]] = [[]]
    room = height - _FOOT
    held: list[_Piece] = []
    for line in lines:
        for piece in _pieces(pen, line, width):
            held.append(piece)
            # A heading stays with what it stands above.
            if line.look in (Look.TITLE, Look.HEADING, Look.NAME) or not held:
                continue
            room = _place(pages, held, room, height)
            held = []
    _place(pages, held, room, height)
    return [_drawn(page, width, height) for page in pages]


def _place(pages: list[list[_Piece]], pieces: Sequence[_Piece], room: float, height: float) -> float:
    need = sum(piece.above + piece.look.value[1] for piece in pieces)
    if need > room and pages[-1]:
        pages.append([])
        room = height - _FOOT
    pages[-1] += pieces
    return room - need


def _pieces(pen: Pen, line: Line, width: float) -> Iterator[_Piece]:
    size, _leading, above, bold, _role = line.look.value
    is_fact = line.look is Look.FACT
    room = width - _LABEL - _GAP if is_fact else width
    labels = pen.fonts.wrapped(_broken(line.label), size, _LABEL, 3) if is_fact else []
    texts = [
        part
        for text in line.text.split("\n")
        for part in pen.fonts.wrapped(_broken(text), size, room, len(text) + 1, bold=bold)
    ]
    count = max(len(labels), len(texts), 1)
    for place in range(count):
        label, text = (some[place] if place < len(some) else "" for some in (labels, texts))
        yield _Piece(line.look, text, label, 0.0 if place else above, place == count - 1)


def _broken(text: str) -> str:
    """A text whose words all fit."""
    return " ".join(
        word if len(word) <= _WORD else " ".join(word[at : at + _WORD] for at in range(0, len(word), _WORD))
        for word in text.split()
    )


def _drawn(pieces: Sequence[_Piece], width: float, height: float) -> Draw:
    def draw(pen: Pen) -> None:
        top = height
        for place, piece in enumerate(pieces):
            size, leading, above, bold, role = piece.look.value
            top -= leading + (above if place else 0.0)
            base = top + leading * 0.25
            with pen.structure.content(role):
                if piece.label:
                    pen.text(0, base, piece.label, size=size, colour=SOFT)
                left = _LABEL + _GAP if piece.look is Look.FACT else 0.0
                colour = SOFT if piece.look is Look.NOTE else INK
                pen.text(left, base, piece.text, size=size, bold=bold, colour=colour)
            if piece.look is Look.HEADING:
                pen.line([(0, top), (width, top)], FAINT, 0.6)

    return draw
