"""The formulas of the figures in words, set as small print in two columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crmdesk.report.draw_blocks import HEADING, heading
from crmdesk.report.parts import Definition
from crmdesk.report.pen import SMALLEST, Pen
from crmdesk.text import _

_LEADING = 8.6


@dataclass(frozen=True, slots=True)
class Word:
    """A word of running text; a space stands before it unless it begins a line."""

    text: str
    bold: bool = False


def formulas_height(pen: Pen, definitions: Sequence[Definition], width: float, gutter: float) -> float:
    """How high the formulas will be."""
    return HEADING + _first_column(_lines(pen, _formulas(definitions), (width - gutter) / 2)) * _LEADING


def formulas(pen: Pen, definitions: Sequence[Definition], width: float, gutter: float, top: float) -> None:
    """Draws them from `top` downwards."""
    half = (width - gutter) / 2
    title = _("How the figures are computed")
    pen.bookmark("definitions", title, top)
    heading(pen, title, 0, top, width)
    lines = _lines(pen, _formulas(definitions), half)
    cut = _first_column(lines)
    with pen.structure.content("P"):
        for number, line in enumerate(lines):
            column, row = divmod(number, cut)
            _line(pen, line, column * (half + gutter), top - HEADING - (row + 0.78) * _LEADING)


def _formulas(definitions: Sequence[Definition]) -> list[Word]:
    found: list[Word] = []
    for one in definitions:
        found += [Word(str(one.number), bold=True), *(Word(word) for word in f"{one.name}: {one.formula}.".split())]
    return found


def _lines(pen: Pen, words: Sequence[Word], width: float) -> list[list[Word]]:
    """The words in lines of at most that width. A number never ends a line: it belongs to what follows."""
    space = pen.fonts.width(" ", SMALLEST)
    lines: list[list[Word]] = [[]]
    used = 0.0
    for word in words:
        long = pen.fonts.width(word.text, SMALLEST, bold=word.bold)
        if lines[-1] and used + space + long > width:
            carried = [lines[-1].pop()] if lines[-1][-1].bold else []
            lines.append(carried)
            used = sum(pen.fonts.width(one.text, SMALLEST, bold=True) for one in carried)
        used += long + (space if lines[-1] else 0)
        shown = word if long <= width else Word(pen.fonts.clipped(word.text, SMALLEST, width), word.bold)
        lines[-1].append(shown)
    return [line for line in lines if line]


def _line(pen: Pen, line: Sequence[Word], x: float, y: float) -> None:
    """Draws neighbours of one weight together, so that the text can be read back in whole sentences."""
    space = pen.fonts.width(" ", SMALLEST)
    at = 0
    while at < len(line):
        end = at
        while end < len(line) and line[end].bold is line[at].bold:
            end += 1
        text = " ".join(word.text for word in line[at:end])
        x += pen.text(x, y, text, bold=line[at].bold) + space
        at = end


def _first_column(lines: Sequence[object]) -> int:
    return max((len(lines) + 1) // 2, 1)
