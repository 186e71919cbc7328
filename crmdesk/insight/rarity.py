"""How much it says that two contacts have a word in common: the fewer have it, the more.

A name or an address that a file has in many spellings is compared word by word; each word that both have counts by its
rarity, one with slips of the pen for a part of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from math import log2

from crmdesk.insight.same_words import NICKNAMES
from crmdesk.insight.spelling import alike_words
from crmdesk.insight.traits import ACRONYM, Traits, initials

WHOLE = "whole name"
"""The name of a company as a trait: common words make a name that hardly anybody has."""
OTHER = "other "
"""What stands before the name of a field of one's own among the traits."""
_UNSEEN = 1000
"""So many contacts that nobody has seen: a word that a small file has twice is not common for that."""


@dataclass(frozen=True, slots=True)
class Rarity:
    """What each word of each trait says, as often as it occurs among the contacts that are compared."""

    span: float = log2(_UNSEEN)
    """The bits that tell one contact from all others, and that a word has which hardly anybody has."""
    common: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    columns: Counter[str] = field(default_factory=Counter)
    distinct: Counter[str] = field(default_factory=Counter)

    def bits(self, trait: str, word: str) -> float:
        """What it says that two contacts have this word there."""
        words = self.common.get(trait)
        return self.span if words is None else words.get(word, self.span)


def rarity_of(contacts: Iterable[Traits]) -> Rarity:
    """The rarity of every word among these contacts; one that came in again and again counts once."""
    counts: Counter[tuple[str, str]] = Counter()
    columns: Counter[str] = Counter()
    seen: set[tuple[object, ...]] = set()
    for traits in contacts:
        columns.update(traits.others.keys())
        counts.update((f"{OTHER}{column}", value) for column, value in traits.others.items())
        copy = (traits.kind, traits.name, traits.street, traits.email, traits.phone)
        if copy not in seen:
            seen.add(copy)
            counts.update(set(_words(traits)))
    distinct = Counter(trait.removeprefix(OTHER) for trait, _word in counts if trait.startswith(OTHER))
    span = log2(len(seen) + _UNSEEN)
    common: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for (trait, word), among in counts.items():
        # It counts as rare until a third contact has it.
        if among > 2:
            common[trait][word] = span - log2(among - 1)
    return Rarity(span, dict(common), columns, distinct)


def _words(traits: Traits) -> Iterator[tuple[str, str]]:
    for trait in ("name", "street", "city"):
        for word in getattr(traits, trait):
            yield trait, NICKNAMES.get(word, word) if trait == "name" else word
    if traits.kind == "company":
        yield WHOLE, " ".join(traits.name)
    for trait in ("email", "domain", "phone", "postcode", "country"):
        if value := getattr(traits, trait):
            yield trait, value


def matched(
    one: tuple[str, ...], other: tuple[str, ...], trait: str, rarity: Rarity, faint: Collection[str] = ()
) -> tuple[float, float, float]:
    """The bits of the words that both have, and of those that only the one or only the other has."""
    here = [word for word in one if word not in other]
    there = [word for word in other if word not in one]
    if here and there:
        if "".join(one) == "".join(other):
            return sum(_weight(word, trait, rarity, faint) for word in one), 0.0, 0.0
        if len(one) != len(other):
            one, other = _joined(one, other), _joined(other, one)
            here = [word for word in one if word not in other]
            there = [word for word in other if word not in one]
    agreed = left = 0.0
    for word in dict.fromkeys(one):
        if word in other:
            agreed += _weight(word, trait, rarity, faint)
    for word in here:
        weight = _weight(word, trait, rarity, faint)
        near, best = _nearest(word, there, slips_in_numbers=trait == "street")
        if near:
            agreed += near * near * min(weight, _weight(best, trait, rarity, faint)) - (1 - near) * 2
            there.remove(best)
        else:
            left += weight
    return agreed, left, sum([_weight(word, trait, rarity, faint) for word in there])


def _nearest(word: str, words: Iterable[str], *, slips_in_numbers: bool) -> tuple[float, str]:
    near, best = 0.0, ""
    for other in words:
        alike = alike_words(word, other, slips_in_numbers)
        if alike > near:
            near, best = alike, other
    return near, best


def spelled_out(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a name; those that the other has by their initials alone as that one word: YMCA, IBM."""
    for size in reversed(ACRONYM):
        for place in range(len(one) - size + 1):
            short = initials(one[place : place + size])
            if short in other:
                return (*one[:place], short, *one[place + size :])
    return one


def _joined(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """The words, two of them joined where the other has them as one: Mc Donald, McDonald."""
    for place, pair in enumerate(pairwise(one)):
        if "".join(pair) in other:
            return (*one[:place], "".join(pair), *one[place + 2 :])
    return one


def _weight(word: str, trait: str, rarity: Rarity, faint: Collection[str]) -> float:
    bits = rarity.bits(trait, NICKNAMES.get(word, word) if trait == "name" else word)
    return bits * 0.3 if word in faint else bits
