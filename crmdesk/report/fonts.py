"""The fonts on paper: DejaVu Sans for most alphabets, and for the others two that are read where a name needs them.

Noto Sans has the scripts of India and its neighbours, of Thailand and Ethiopia; Droid Sans Fallback those of East Asia.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

from crmdesk.assets import BOLD as BOLD_FILE
from crmdesk.assets import REGULAR as REGULAR_FILE
from crmdesk.assets import resource
from crmdesk.report.letters import cleaned, in_order, runs

REGULAR, BOLD, SOUTH, EAST = "crmdesk", "crmdesk-bold", "crmdesk-south", "crmdesk-east"
_FILES = {REGULAR: REGULAR_FILE, BOLD: BOLD_FILE, SOUTH: "NotoSansFallback.ttf", EAST: "DroidSansFallback.ttf"}
ELLIPSIS = "…"
# A number and its unit stay on one line, and so does “n = 12”.
_GLUE = "\0"
_NUMBER_AND_UNIT = re.compile(r"(?<=\d) (?=(?:%|[^\W\d_]{1,3})(?:\W|$))|(?<=\bn) (?== )|(?<=\bn =) ")


@dataclass(frozen=True, slots=True)
class Shaped:
    """A line ready to be drawn: pieces with their font, and its width at a size of one point."""

    pieces: tuple[tuple[str, str], ...]
    width: float


@dataclass(slots=True)
class Fonts:
    """The fonts of one document; remembers the letters that none of them has."""

    missing: dict[str, None] = field(default_factory=dict)
    _shaped: dict[tuple[str, bool], Shaped] = field(default_factory=dict)

    def shaped(self, text: str, *, bold: bool = False) -> Shaped:
        """The pieces of a line and its width."""
        key = (text, bold)
        if key not in self._shaped:
            self._shaped[key] = self._shape(text, bold=bold)
        return self._shaped[key]

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        return self.shaped(text, bold=bold).width * size

    def clipped(self, text: str, size: float, width: float, *, bold: bool = False) -> str:
        """The text, shortened with an ellipsis where it is wider than that."""
        line = cleaned(text[:2000]).strip()
        if self.width(line, size, bold=bold) <= width:
            return line
        lengths = range(len(line))
        fits = bisect_right(lengths, width, key=lambda length: self.width(line[:length] + ELLIPSIS, size, bold=bold))
        return line[: max(fits - 1, 0)].rstrip() + ELLIPSIS

    def wrapped(self, text: str, size: float, width: float, most: int = 99, *, bold: bool = False) -> list[str]:
        """The text in lines of at most that width; the last of `most` lines ends in an ellipsis where more follows."""
        lines: list[str] = []
        words = [word.replace(_GLUE, " ") for word in _NUMBER_AND_UNIT.sub(_GLUE, cleaned(text)).split()]
        line = ""
        for number, word in enumerate(words):
            longer = f"{line} {word}" if line else word
            if self.width(longer, size, bold=bold) <= width:
                line = longer
                continue
            if len(lines) == most - 1:
                rest = " ".join([line, *words[number:]]) if line else " ".join(words[number:])
                return [*lines, self.clipped(rest, size, width, bold=bold)]
            if line:
                lines.append(line)
            line = word if self.width(word, size, bold=bold) <= width else self.clipped(word, size, width, bold=bold)
        return [*lines, line] if line else lines

    def unknown(self, texts: Iterable[str]) -> list[str]:
        """The letters in these texts that no font has."""
        for text in texts:
            if not text.isascii():
                self.shaped(cleaned(text[:2000]))
        return list(self.missing)

    def _shape(self, text: str, *, bold: bool) -> Shaped:
        main = face(BOLD if bold else REGULAR)
        letters = in_order(text)
        if all(ord(letter) in main.face.charToGlyph for letter in letters):
            pieces = [(main.fontName, letters)] if letters else []
        else:
            pieces = runs(letters, [(name, partial(has, name)) for name in (main.fontName, SOUTH, EAST)], self._missed)
        return Shaped(tuple(pieces), sum(face(name).stringWidth(piece, 1) for name, piece in pieces))

    def _missed(self, letter: str) -> None:
        self.missing[letter] = None


@cache
def face(name: str) -> Any:
    """A font as reportlab knows it, read when it is first needed."""
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    font = TTFont(name, str(resource("fonts", _FILES[name])))
    registerFont(font)
    return font


def has(name: str, letter: str) -> bool:
    """Whether a font has a letter."""
    return ord(letter) in face(name).face.charToGlyph
