"""Texts as they are compared when somebody searches: without case, accents and strokes, word by word.

Both sides of a search are folded: what is looked for, and what lies in the index. Scripts that are written without
spaces come apart letter by letter, so that any part of a name is found.
"""

from __future__ import annotations

import re
import unicodedata

# Letters with a stroke and joined letters, which no normal form of Unicode takes apart.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n", "ĸ": "k"}
    | {"æ": "ae", "œ": "oe", "þ": "th", "ƀ": "b", "ɨ": "i", "ƶ": "z", "ə": "e"}
)
_ASCII_GAP = re.compile(r"[^0-9a-z]+")
# Thai, Lao, Burmese, Khmer, kana, ideographs; compiled when the first of them is met.
_FIRST_APART = "\u0e00"
_APART = r"([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])"
# Of letters beyond these there are a million, each of them rare.
_KEPT = 0x10000
_DIGITS = re.compile(r"\d+", re.ASCII)
# The calling codes that are shorter than three digits (ITU-T E.164); all others have three.
_SHORT_CODES = {
    *("1", "7", "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48"),
    *("49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82"),
    *("84", "86", "90", "91", "92", "93", "94", "95", "98"),
}
LEAST_DIGITS = 4
"""So many digits in a row may be a part of a telephone number."""


class _Folded(dict[int, str]):
    """What a letter is folded to, found out once: no letter changes with those around it."""

    def __missing__(self, code: int) -> str:
        # A letter may come apart before it is in lower case, and again after it.
        apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", chr(code)).casefold()).translate(_LETTERS)
        kept = "".join(_letter(mark) for mark in apart if not unicodedata.combining(mark))
        folded = re.sub(_APART, r" \1 ", kept) if max(kept, default="") >= _FIRST_APART else kept
        if code < _KEPT:
            self[code] = folded
        return folded


_FOLDED = _Folded()


def fold(text: str) -> str:
    """The words of a text, folded, with one space between them."""
    if text.isascii():
        return _ASCII_GAP.sub(" ", text.lower()).strip()
    return " ".join(text.translate(_FOLDED).split())


def _letter(mark: str) -> str:
    # Vowel signs of Indian scripts are marks, and parts of their words.
    return mark if mark.isalnum() or unicodedata.category(mark) in ("Mn", "Mc") else " "


def phone_forms(text: str) -> set[str]:
    """The digits of a telephone number, all of them and from each of its groups on.

    Whoever looks for it may begin with the country, with the area, or with the number itself.
    """
    rest, forms = "", list[str]()
    for group in reversed(_digit_groups(text)):
        rest = group + rest
        forms.append(rest.lstrip("0"))
    forms += _wholes(text, rest.lstrip("0"))
    return {form for form in forms if len(form) >= LEAST_DIGITS}


def phone_wholes(text: str) -> list[str]:
    """All digits of a telephone number in one piece: as given, and without its country code if it has one."""
    wholes = _wholes(text, "".join(_digit_groups(text)).lstrip("0"))
    return [whole for whole in wholes if len(whole) >= LEAST_DIGITS]


def _wholes(text: str, whole: str) -> list[str]:
    if not text.lstrip().startswith(("+", "00")):
        return [whole]
    return [whole, whole[_code_length(whole) :].lstrip("0")]


def _digit_groups(text: str) -> list[str]:
    return _DIGITS.findall(text if text.isascii() else unicodedata.normalize("NFKC", text))


def _code_length(digits: str) -> int:
    return 1 if digits[:1] in _SHORT_CODES else 2 if digits[:2] in _SHORT_CODES else 3
