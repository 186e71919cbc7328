"""Text from data, made ready to be drawn: cleaned, in the order of reading, each letter with a font that has it.

Drawing needs no markup, so none is parsed: `<b>` prints as it stands.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable

# Marks of Unicode that steer and draw nothing: joiners, directions, variation selectors, byte order mark.
_SILENT = frozenset([*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0xAD])
UNKNOWN = "�"


def cleaned(text: str) -> str:
    """One line in composed form, without what steers and draws nothing."""
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text)
    return "".join(_plain(letter) for letter in composed)


def _plain(letter: str) -> str:
    if letter.isspace():
        return " "
    code = ord(letter)
    if code in _SILENT or 0xFE00 <= code <= 0xFE0F or 0xE0000 <= code <= 0xE01EF:
        return ""
    return " " if unicodedata.category(letter) == "Cc" else letter


def needs_order(text: str) -> bool:
    """Whether the text holds letters that are read from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(letter) in ("R", "AL", "AN") for letter in text)


def in_order(text: str) -> str:
    """Letters from left to right as they stand on paper, Arabic ones joined."""
    if not needs_order(text):
        return text
    # Loaded where a name needs them, since most papers do not.
    import arabic_reshaper
    import bidi

    return str(bidi.get_display(arabic_reshaper.reshape(text)))


def runs(
    text: str, fonts: Iterable[tuple[str, Callable[[str], bool]]], missed: Callable[[str], None]
) -> list[tuple[str, str]]:
    """The text in pieces, each with the first font that has its letters; a letter of no font is told to `missed` and
    becomes a visible mark.
    """
    known = list(fonts)
    found: list[tuple[str, str]] = []
    for letter in text:
        name = next((name for name, has in known if has(letter)), None)
        if name is None:
            missed(letter)
        shown, name = (letter, name) if name else (UNKNOWN, known[0][0])
        # A space between two pieces stays with the first.
        if found and (found[-1][0] == name or letter == " "):
            found[-1] = (found[-1][0], found[-1][1] + shown)
        else:
            found.append((name, shown))
    return found
