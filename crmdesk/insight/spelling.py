"""How alike two words or short texts are that may be one with slips of the pen, from 0 (two) to 1 (one)."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

from crmdesk.insight.same_words import ROMAN, is_called
from crmdesk.insight.traits import sound


@lru_cache(maxsize=1 << 16)
def alike_words(one: str, other: str, slips_in_numbers: bool = False) -> float:
    """How alike two words are: slips of the pen, nicknames, initials, the same sound; numbers are what they are."""
    if one == other:
        return 1.0
    if one[0].isdigit() or other[0].isdigit():
        return _alike_numbers(one, other) if slips_in_numbers else 0.0
    if one in ROMAN and other in ROMAN:
        return 0.0
    if is_called(one, other):
        return 0.9
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        return 0.4 if long[0] == short else 0.0
    if len(short) > 2 and long.startswith(short):
        return 0.6
    slips = OSA.distance(one, other, score_cutoff=2)
    if slips == 1 and len(long) > 3:
        return 0.8
    if slips == 2 and len(short) > (5 if one[0] == other[0] else 7):
        return 0.7
    if len(short) > 3 and slips <= 2 and sound(one) == sound(other):
        return 0.6
    if len(short) > 4 and JaroWinkler.similarity(one, other) >= 0.92:
        return 0.6
    return 0.0


def _alike_numbers(one: str, other: str) -> float:
    is_long = min(len(one), len(other)) > 2
    return 0.5 if is_long and OSA.distance(one, other, score_cutoff=1) <= 1 else 0.0


def alike_mail(one: str, other: str) -> float:
    """How alike two e-mail addresses are: letters may be slips; numbers tell apart, as in anna1 and anna2, and so does
    the first letter, as in ameier and bmeier."""
    if one == other:
        return 1.0
    slips = OSA.distance(one, other, score_cutoff=1)
    return 0.6 if slips <= 1 and one[0] == other[0] and _digits(one) == _digits(other) else 0.0


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def alike_text(one: str, other: str) -> float:
    """How alike two numbers, addresses or short texts are of which one may have slips: a longer one may have more."""
    if one == other:
        return 1.0
    short, slips = min(len(one), len(other)), max(len(one), len(other)) // 8
    if short < 4:
        return 0.0
    slips = 1 if one[0].isdigit() else max(slips, 1)
    return 0.6 if OSA.distance(one, other, score_cutoff=slips) <= slips else 0.0
