"""Text from data, made ready to be drawn: cleaned, in the order of reading, each letter with a font that has it.

Drawing needs no markup, so none is parsed: `<b>` prints as it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache

# Marks of Unicode that steer and draw nothing: joiners, directions, variation selectors, byte order mark.
_SILENT = frozenset([*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0xAD])
UNKNOWN = "�"
# Vowel signs of the scripts of South and South East Asia that are written after a letter and stand before it.
_BEFORE = "\u093f\u09bf\u09c7\u09c8\u0a3f\u0abf\u0b47\u0bc6\u0bc7\u0bc8\u0d46\u0d47\u0d48\u0dd9\u1031\u17c1\u17c2\u17c3"
_NUKTAS = "\u093c\u09bc\u0a3c\u0abc\u0b3c"
_TURNED = re.compile(rf"([\u0904-\u17b3][{_NUKTAS}]?)([{_BEFORE}])")
# Signs of two parts, one of which stands before the letter, that Unicode does not take apart itself.
_PARTS = str.maketrans({"\u17be": "\u17c1\u17b8", "\u17c4": "\u17c1\u17b6", "\u0b48": "\u0b47\u0b56"})


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
    if text.isascii():
        return text
    if any("\u0904" <= letter <= "\u17ff" for letter in text):
        text = _vowels_in_place(text)
    if not needs_order(text):
        return text
    import bidi

    return str(bidi.get_display(_joined()(text)))


@cache
def _joined() -> Callable[[str], str]:
    """What joins Arabic letters; loaded where a name needs it, since most papers do not."""
    from arabic_reshaper import ArabicReshaper

    # The one letter for the whole word is in few fonts; joined letters say the same.
    joined: Callable[[str], str] = ArabicReshaper(configuration={"ARABIC LIGATURE ALLAH": False}).reshape
    return joined


def _vowels_in_place(text: str) -> str:
    """Vowel signs where they stand on paper; letters that would join stay apart, each still to be read."""
    parts = (unicodedata.normalize("NFD", letter) if "\u0904" <= letter <= "\u17ff" else letter for letter in text)
    return _TURNED.sub(r"\2\1", "".join(parts).translate(_PARTS))


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
