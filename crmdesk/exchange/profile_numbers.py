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
VALUED, SKIPPED = 3_000, 16
"""So many different numbers of one way of writing are valued, of more every sixteenth."""
_PLAIN = frozenset("0123456789-+().,")
_LONGEST = 40
_DIGITS = {ord(str(n)): "9" for n in range(10)}
_BELOW_ONE = re.compile(r"\D*0\D", re.ASCII)
_CODE = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
SIGNS = {
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
    "лв": "BGN",
}
"""The signs that stand for one currency alone."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The rules by which most cells are numbers; several of them say different numbers.

    `least` and `most` are by the first rule, `currency` is the code that stands in the cells, if it is one only.
    """

    rules: tuple[NumberRule, ...]
    count: int
    least: float
    most: float
    is_decided: bool
    currency: str = ""


Groups = tuple[tuple[int, ...], ...]
"""The rules (by their places) that read a text, those together that say the same number."""


@dataclass(slots=True)
class NumberTally:
    """What the cells of a column say about its numbers, gathered one text at a time."""

    covered: Counter[int] = field(default_factory=Counter)
    least: dict[int, float] = field(default_factory=dict)
    most: dict[int, float] = field(default_factory=dict)
    apart: set[tuple[int, int]] = field(default_factory=set)
    valued: Counter[Groups] = field(default_factory=Counter)
    percents: int = 0
    total: int = 0
    currencies: Counter[str] = field(default_factory=Counter)

    def add(self, text: str, count: int, groups: Groups) -> None:
        """Notes a number that stands in so many cells, with the rules that read texts of its shape."""
        self.total += count
        for group in groups:
            for rule in group:
                self.covered[rule] += count
        if text[-1] == "%":
            self.percents += count
        if not (text.isascii() and text[0] in _PLAIN and text[-1] in _PLAIN) and (code := currency_in(text)):
            self.currencies[code] += count
        self.valued[groups] += 1
        # Of very many numbers some say how large they are.
        if self.valued[groups] < VALUED or self.valued[groups] % SKIPPED == 0 or text[0] in "-(":
            self._value(text, groups)

    def _value(self, text: str, groups: Groups) -> None:
        for group in groups:
            try:
                value = float(cell.number(text, _percent(RULES[group[0]]) if "%" in text else RULES[group[0]]))
            except cell.CellError:
                # Other letters stand where a text of this shape has the code of a currency.
                continue
            for rule in group:
                self.least[rule] = min(value, self.least.get(rule, value))
                self.most[rule] = max(value, self.most.get(rule, value))
        for one, other in combinations(groups, 2):
            self.apart.update((min(pair), max(pair)) for pair in product(one, other))

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
            is_decided=is_decided,
            currency=codes[0] if len(codes) == 1 else "",
        )


def currency_in(text: str) -> str:
    """The code of the currency that a text names, by its code or by a sign that means no other one."""
    if found := _CODE.search(text):
        return found.group()
    return next((code for sign, code in sorted(SIGNS.items(), key=lambda one: -len(one[0])) if sign in text), "")


def groups_of(text: str) -> Groups:
    """The rules that read texts of the shape of this one; none where it is no number."""
    if len(text) > _LONGEST or not any(mark.isdigit() for mark in text):
        return ()
    is_below_one = _BELOW_ONE.match(text) is not None
    shape = text.translate(_DIGITS)
    if is_below_one:
        shape = shape.replace("9", "0", 1)
    values: dict[str, list[int]] = {}
    for place, rule in enumerate(RULES):
        if is_below_one and rule.thousands and rule.thousands in text:
            # Nothing below one thousand begins with a zero: 0.500 is a half.
            continue
        try:
            value = cell.number(shape, _percent(rule) if "%" in text else rule)
        except cell.CellError:
            continue
        values.setdefault(value, []).append(place)
    return tuple(tuple(group) for group in values.values())


def _percent(rule: NumberRule) -> NumberRule:
    return replace(rule, percent=True)
