"""Money as an integer number of minor units (cents), and the exact numbers beside it.

No floats: a figure in money is a fraction until it is rounded half-even to one minor unit, once, at the end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache

from crmdesk.text import _

# ISO 4217: the currencies whose minor unit is not a hundredth.
_NO_DECIMALS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split()
_THREE_DECIMALS = "BHD IQD JOD KWD LYD OMR TND".split()
MOST_DIGITS = 15
_PLAIN = re.compile(r"([+-]?)(\d*)(?:\.(\d*))?", re.ASCII)


class Money(int):
    """An amount in minor units, so that whoever prints it knows that it is money."""

    def __str__(self) -> str:
        return str(int(self))


def decimals_of(currency: str) -> int:
    """How many decimals a currency has: 2 for EUR, 0 for JPY, 3 for KWD."""
    if currency in _NO_DECIMALS:
        return 0
    return 3 if currency in _THREE_DECIMALS else 2


def rounded(value: Fraction | int) -> Money:
    """The nearest whole minor unit, ties to even."""
    return Money(round(value))


def parse_money(text: str, decimals: int) -> int:
    """Minor units of a plain decimal such as `-1250.50`. Raises ValueError, worded for an import report."""
    if decimals and text[-1 - decimals : -decimals] == ".":
        # Nearly every amount is written so.
        digits = text[: -1 - decimals] + text[-decimals:]
        if len(digits) <= MOST_DIGITS and digits.isascii() and digits.isdigit():
            return int(digits)
    match = _PLAIN.fullmatch(text)
    if match is None or not (match[2] or match[3]):
        raise ValueError(_("is not a plain amount like 1250.50"))
    fraction = (match[3] or "").rstrip("0")
    if len(fraction) > decimals:
        raise ValueError(_("has more than {n} decimals, which the currency does not have").format(n=decimals))
    minor = (match[2].lstrip("0") or "0") + fraction.ljust(decimals, "0")
    if len(minor) > MOST_DIGITS:
        raise ValueError(_("has more than {n} digits").format(n=MOST_DIGITS))
    return -int(minor) if match[1] == "-" else int(minor)


def parse_plain(texts: Sequence[str], decimals: int) -> list[int] | None:
    """Minor units of amounts that are all written with all their decimals; None where any is written otherwise."""
    joined = "\n".join(texts)
    if not decimals or not _all_plain(decimals).fullmatch(joined):
        return None
    found = list(map(int, joined.replace(".", "").split("\n")))
    # A line break within a text would make two amounts of it.
    return found if len(found) == len(texts) else None


@cache
def _all_plain(decimals: int) -> re.Pattern[str]:
    amount = rf"-?[0-9]{{1,{MOST_DIGITS - decimals}}}+\.[0-9]{{{decimals}}}"
    return re.compile(rf"(?:{amount}\n)*+{amount}")


def money_text(minor: int, decimals: int) -> str:
    """Plain decimal, `.` as decimal mark: the inverse of `parse_money`."""
    if not decimals:
        return str(int(minor))
    whole, part = divmod(abs(int(minor)), 10**decimals)
    return f"{'-' if minor < 0 else ''}{whole}.{part:0{decimals}d}"


def major(minor: int, decimals: int) -> float:
    """The amount in major units as the nearest float, for JSON and spreadsheets."""
    return float(Decimal(int(minor)).scaleb(-decimals))


def parse_decimal(text: str, *, digits: int = 30) -> str:
    """A plain decimal number in its shortest exact text. Raises ValueError, worded for an import report."""
    match = _PLAIN.fullmatch(text)
    if match is None or not (match[2] or match[3]) or len(text) > digits:
        raise ValueError(_("is not a plain number like 0.25"))
    whole, part = match[2].lstrip("0") or "0", (match[3] or "").rstrip("0")
    number = f"{whole}.{part}" if part else whole
    return f"-{number}" if match[1] == "-" and number != "0" else number
