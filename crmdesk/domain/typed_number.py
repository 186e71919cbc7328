"""Numbers as people type them, with the marks of their language: `1,234.50`, `1.234,50`, `−3`, `12k`.

What can be read in two ways is read as the interface writes it, and refused where that makes no number.
"""

from __future__ import annotations

import re
import unicodedata

from crmdesk.domain.money import parse_decimal
from crmdesk.domain.wording import MINUS, number_marks
from crmdesk.text import _

_SHAPE = re.compile(r"([+-]?)([\d.,]*\d[.,]?)([km]?)", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{2,3})*[.,]\d{3}", re.ASCII)
_THOUSANDS = {"": 0, "k": 3, "m": 6}
_MOST_LETTERS = 40
# The signs that can mean one currency only.
_SIGNS = {"€": "EUR", "£": "GBP", "₹": "INR", "₺": "TRY", "₴": "UAH", "₪": "ILS", "₩": "KRW", "₫": "VND", "₱": "PHP"}


def plain_number(text: str) -> str:
    """The plain decimal, such as `-1234.5`, of a number as it was typed. Raises ValueError with the end of a sentence.

    `12k` are twelve thousand, `1.5m` a million and a half.
    """
    bare = "".join(_plain_sign(letter) for letter in text if not letter.isspace() and letter not in "'’")
    match = _SHAPE.fullmatch(bare.lower()) if len(bare) <= _MOST_LETTERS else None
    number = _with_point(match[2]) if match else None
    if match is None or number is None:
        raise ValueError(_("is not a number, such as {example}").format(example=_("1,234.5")))
    return parse_decimal(f"{match[1]}{_moved(number, _THOUSANDS[match[3]])}", digits=2 * _MOST_LETTERS)


def plain_amount(text: str, currency: str) -> str:
    """The plain decimal of an amount, which may carry the currency: `1,200 EUR`, `€ 5`. Raises ValueError."""
    bare = text.strip()
    for sign in [letter for letter in bare if unicodedata.category(letter) == "Sc"]:
        if _SIGNS.get(sign, currency) != currency:
            raise ValueError(_("is not in {currency}").format(currency=currency))
        bare = bare.replace(sign, "")
    bare = bare.strip()
    if bare.upper().startswith(currency):
        bare = bare[len(currency) :]
    elif bare.upper().endswith(currency):
        bare = bare[: -len(currency)]
    return plain_number(bare)


def _plain_sign(letter: str) -> str:
    """Digits of every script as 0 to 9, and a true minus sign as the one of the keyboard."""
    return str(unicodedata.decimal(letter)) if letter.isdecimal() else "-" if letter == MINUS else letter


def _with_point(body: str) -> str | None:
    """The number with `.` for its decimal mark and nothing between thousands; None where it is none."""
    kinds = {mark for mark in body if mark in ".,"}
    if not kinds:
        return body
    last = max(body.rfind(mark) for mark in kinds)
    if len(kinds) == 1 and not _is_point(body, last):
        return re.sub(r"[.,]", "", body) if _GROUPED.fullmatch(body) else None
    whole, part = body[:last], body[last + 1 :]
    if body[last] in whole or (("." in whole or "," in whole) and not _GROUPED.fullmatch(whole)):
        return None
    return f"{re.sub(r'[.,]', '', whole)}.{part}"


def _is_point(body: str, last: int) -> bool:
    """Whether the only kind of mark in a number stands before its decimals."""
    mark = body[last]
    if body.count(mark) > 1:
        return False
    groups, _point = number_marks()
    return mark != groups or not _GROUPED.fullmatch(body)


def _moved(number: str, places: int) -> str:
    """The number times ten to the power of `places`."""
    if not places:
        return number
    whole, _point, part = number.partition(".")
    part = part.ljust(places, "0")
    return f"{whole}{part[:places]}.{part[places:]}".rstrip(".")
