"""How the numbers of a column are written, found from all of its cells."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import combinations, product

from crmdesk.exchange import cell
from crmdesk.exchange.rules import NumberRule

RULES = (
    NumberRule(".", ""),
    NumberRule(".", ","),
    NumberRule(",", "."),
    NumberRule(",", ""),
    NumberRule(",", " "),
    NumberRule(".", " "),
    NumberRule(".", "'"),
    NumberRule(",", "'"),
)
"""The ways in which numbers are written, those first that are taken where several say the same."""
_WIDER = {0: 1, 3: 2}
"""A rule without thousands marks that the cells decided, and the one that reads the same with the usual marks."""
_SAYING_NOTHING = len(RULES)
SHAPES = 2_000
"""The most shapes of numbers that are told apart in one column; a column with more holds texts."""
_LONGEST = 40
_DIGITS = {ord(str(n)): "9" for n in range(10)}
_BELOW_ONE = re.compile(r"\D*0\D", re.ASCII)
_CODE = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
_SIGNS = {
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "₺": "TRY",
    "₴": "UAH",
    "₪": "ILS",
    "₩": "KRW",
    "₫": "VND",
    "₱": "PHP",
    "zł": "PLN",
    "Kč": "CZK",
    "Ft": "HUF",
    "R$": "BRL",
    "US$": "USD",
    "Fr.": "CHF",
    "₽": "RUB",
    "฿": "THB",
}


@dataclass(frozen=True, slots=True)
class Numbers:
    """The rules by which most cells are numbers; several of them say different numbers.

    `least` and `most` are by the first rule, `currency` is the code that stands in the cells, if it is one only.
    """

    rules: tuple[NumberRule, ...]
    count: int
    least: float
    most: float
    are_whole: bool
    are_shares: bool
    is_decided: bool
    currency: str = ""


@dataclass(slots=True)
class NumberTally:
    """What the cells of a column say about its numbers, gathered one text at a time."""

    covered: Counter[int] = field(default_factory=Counter)
    shapes: dict[str, tuple[tuple[int, ...], ...]] = field(default_factory=dict)
    least: dict[int, float] = field(default_factory=dict)
    most: dict[int, float] = field(default_factory=dict)
    part: set[int] = field(default_factory=set)
    apart: set[tuple[int, int]] = field(default_factory=set)
    marked: int = 0
    percents: int = 0
    total: int = 0
    currencies: Counter[str] = field(default_factory=Counter)

    def add(self, text: str, count: int) -> bool:
        """Notes a text that stands in so many cells; answers whether it is a number."""
        if len(text) > _LONGEST or not any(mark.isdigit() for mark in text):
            return False
        key = text.translate(_DIGITS)
        if _BELOW_ONE.match(text):
            key = key.replace("9", "0", 1)
        if key not in self.shapes:
            if len(self.shapes) >= SHAPES:
                return False
            self.shapes[key] = _shape(key, text)
        groups = self.shapes[key]
        if not groups:
            return False
        self.total += count
        if "%" in text:
            self.percents += count
        self._note_currency(text, count)
        for group in groups:
            value = float(cell.number(text, replace(RULES[group[0]], percent="%" in text)))
            for rule in group:
                self.covered[rule] += count
                self.least[rule] = min(value, self.least.get(rule, value))
                self.most[rule] = max(value, self.most.get(rule, value))
                if value % 1:
                    self.part.add(rule)
        for one, other in combinations(groups, 2):
            self.apart.update((min(pair), max(pair)) for pair in product(one, other))
        return True

    def numbers(self) -> Numbers | None:
        """The rules that cover the most cells."""
        if not self.covered:
            return None
        top = max(self.covered.values())
        best = [rule for rule in range(len(RULES)) if self.covered[rule] == top]
        # Rules that say the same in every cell are one.
        kept = best[:1]
        for rule in best[1:]:
            if all((one, rule) in self.apart for one in kept):
                kept.append(rule)
        is_decided = len(kept) == 1 and len(best) < _SAYING_NOTHING
        if is_decided and (wide := _WIDER.get(kept[0])) in best:
            kept = [wide]
        percent = self.percents * 2 > top
        rules = tuple(replace(RULES[rule], percent=percent) for rule in kept)
        first = kept[0]
        codes = [code for code, n in self.currencies.items() if n * 2 > top]
        return Numbers(
            rules,
            top,
            self.least[first],
            self.most[first],
            are_whole=first not in self.part,
            are_shares=percent,
            is_decided=is_decided,
            currency=codes[0] if len(codes) == 1 else "",
        )

    def _note_currency(self, text: str, count: int) -> None:
        if text.isascii() and not any(mark.isalpha() for mark in text):
            return
        if code := currency_in(text):
            self.currencies[code] += count


def currency_in(text: str) -> str:
    """The code of the currency that a text names, by its code or by a sign that means no other one."""
    if found := _CODE.search(text):
        return found.group()
    return next((code for sign, code in sorted(_SIGNS.items(), key=lambda one: -len(one[0])) if sign in text), "")


def _shape(shape: str, text: str) -> tuple[tuple[int, ...], ...]:
    """The rules that read numbers of this shape, those together that say the same."""
    values: dict[str, list[int]] = {}
    for place, rule in enumerate(RULES):
        if rule.thousands and shape != text.translate(_DIGITS) and rule.thousands in text:
            # Nothing below one thousand begins with a zero: 0.500 is a half.
            continue
        try:
            value = cell.number(shape, replace(rule, percent="%" in text))
        except cell.CellError:
            continue
        values.setdefault(value, []).append(place)
    return tuple(tuple(group) for group in values.values())
