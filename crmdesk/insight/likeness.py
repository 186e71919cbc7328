"""How likely two contacts are one and the same, and why.

After Fellegi and Sunter: each trait that agrees speaks for it by as many bits as it is rare (`Rarity`), each that
contradicts speaks against it, and what is unknown is silent. Traits that a household or a firm shares count together
and only up to a bound, so that an address and a telephone make no one person of two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from math import log2

from rapidfuzz.distance import OSA, JaroWinkler

from crmdesk.insight.same_words import NICKNAMES
from crmdesk.insight.traits import Traits, same_phone, sound
from crmdesk.text import _

LIKELY = 0.5
"""From this score on two contacts are shown as one perhaps."""
SURE = 0.98
"""From this score on they are one, as far as their traits can tell."""
_UNSEEN = 1000
"""So many contacts that nobody has seen: a word that a small file has twice is not common for that."""
_TWINS = 2.0
"""Bits against: most contacts have no double."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely two contacts are one, from 0 to 1, what speaks for it, and what against."""

    score: float
    reasons: tuple[str, ...] = ()
    against: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether nobody needs to be asked."""
        return self.score >= SURE


@dataclass(frozen=True, slots=True)
class Rarity:
    """How often each word of each trait occurs among the contacts that are compared."""

    contacts: int = 0
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    columns: Counter[str] = field(default_factory=Counter)
    distinct: Counter[str] = field(default_factory=Counter)

    @property
    def span(self) -> float:
        """The bits that tell one contact from all others."""
        return log2(self.contacts + _UNSEEN)

    def bits(self, trait: str, word: str) -> float:
        """What it says that two contacts have this word there."""
        return log2((self.contacts + _UNSEEN) / max(self.counts.get((trait, word), 1) - 1, 1))


def rarity_of(contacts: Iterable[Traits]) -> Rarity:
    """The rarity of every word among these contacts."""
    found = Rarity()
    counts, number = found.counts, 0
    for traits in contacts:
        number += 1
        counts.update(set(_words(traits)))
        found.columns.update(traits.others.keys())
    found.distinct.update(trait.removeprefix("other ") for trait, _word in counts if trait.startswith("other "))
    return Rarity(number, counts, found.columns, found.distinct)


def _words(traits: Traits) -> Iterator[tuple[str, str]]:
    for trait in ("name", "street", "city"):
        for word in getattr(traits, trait):
            yield trait, NICKNAMES.get(word, word) if trait == "name" else word
    for trait in ("email", "domain", "phone", "postcode", "country"):
        if value := getattr(traits, trait):
            yield trait, value
    for column, value in traits.others.items():
        yield f"other {column}", value


_UNKNOWN = Rarity()


def likeness(one: Traits, other: Traits, rarity: Rarity = _UNKNOWN) -> Likeness:
    """How likely they are one contact; without a rarity each word counts as one that few contacts have."""
    span = rarity.span
    said = _Said([], [])
    name = _name(one, other, rarity, said)
    house = _place(one, other, rarity, said) + _net(one, other, rarity, said)
    own = _own(one, other, rarity, said)
    kinds = -6.0 if one.kind and other.kind and one.kind != other.kind else 0.0
    bits = min(name, span + 1) + max(min(house, span + 2), -8.0) + max(min(own, span + 4), -12.0) + kinds
    return Likeness(_chance(bits - span - _TWINS), tuple(said.reasons), tuple(said.against))


def _chance(bits: float) -> float:
    return round(1 / (1 + 2 ** -max(min(bits, 30.0), -30.0)), 4)


@dataclass(slots=True)
class _Said:
    reasons: list[str]
    against: list[str]


def _name(one: Traits, other: Traits, rarity: Rarity, said: _Said) -> float:
    if not one.name or not other.name:
        return 0.0
    places = {*one.city, *other.city}
    agreed, left, right = matched(one.name, other.name, "name", rarity, places)
    conflict = min(left, right)
    if one.name == other.name:
        said.reasons.append(_("the same name"))
    elif sorted(one.name) == sorted(other.name):
        said.reasons.append(_("the same name in another order"))
    elif agreed > conflict:
        said.reasons.append(_("a similar name"))
    else:
        said.against.append(_("another name"))
    return agreed - 1.5 * conflict - 0.2 * abs(left - right)


def _place(one: Traits, other: Traits, rarity: Rarity, said: _Said) -> float:
    bits = 0.0
    if one.street and other.street:
        agreed, left, right = matched(one.street, other.street, "street", rarity)
        bits += agreed - 0.8 * min(left, right) - 0.1 * abs(left - right)
        if one.street == other.street:
            said.reasons.append(_("the same address"))
        elif bits > 6:
            said.reasons.append(_("a similar address"))
        elif bits < 0:
            said.against.append(_("another address"))
    if one.postcode and other.postcode:
        near = _spelt(one.postcode, other.postcode)
        bits += near * rarity.bits("postcode", one.postcode) if near else -2.0
    if one.city and other.city:
        agreed, left, right = matched(one.city, other.city, "city", rarity)
        bits += agreed - 0.3 * min(left, right)
    if one.country and other.country:
        bits += min(rarity.bits("country", one.country), 2.0) if one.country == other.country else -3.0
    return max(min(bits, rarity.span + 1), -6.0)


def _net(one: Traits, other: Traits, rarity: Rarity, said: _Said) -> float:
    bits = 0.0
    if one.phone and other.phone:
        if same_phone(one.phone, other.phone):
            bits += rarity.bits("phone", one.phone)
            said.reasons.append(_("the same phone number"))
        else:
            bits -= 1.0
    if one.domain and one.domain == other.domain:
        bits += 0.6 * rarity.bits("domain", one.domain)
        said.reasons.append(_("the same domain {domain}").format(domain=one.domain))
    if one.company and other.company:
        agreed, left, right = matched(one.company, other.company, "name", rarity)
        bits += min(agreed, 5.0) - min(left, right, 2.0)
    return bits


def _own(one: Traits, other: Traits, rarity: Rarity, said: _Said) -> float:
    bits = 0.0
    if one.email and other.email:
        near = 1.0 if one.email == other.email else _spelt(one.email, other.email)
        bits += near * rarity.bits("email", one.email) if near else -1.0
        if near == 1.0:
            said.reasons.append(_("the same e-mail address"))
        elif near:
            said.reasons.append(_("a similar e-mail address"))
    for column in one.others.keys() & other.others.keys():
        bits += _other(column, one.others[column], other.others[column], rarity, said)
    return bits


def _other(column: str, one: str, other: str, rarity: Rarity, said: _Said) -> float:
    filled, distinct = rarity.columns[column], rarity.distinct[column]
    if filled and filled == distinct:
        return 0.0
    telling = distinct / filled if filled else 0.5
    near = 1.0 if one == other else _spelt(one, other) if telling > 0.5 else 0.0
    if not near:
        if telling > 0.5:
            said.against.append(_("another {field}").format(field=column))
        return -4.0 * telling
    bits = near * rarity.bits(f"other {column}", one)
    if bits > 5:
        text = _("the same {field}") if near == 1.0 else _("a similar {field}")
        said.reasons.append(text.format(field=column))
    return bits


def matched(
    one: tuple[str, ...], other: tuple[str, ...], trait: str, rarity: Rarity, faint: Iterable[str] = ()
) -> tuple[float, float, float]:
    """The bits of the words that both have, and of those that only the one or only the other has."""
    weigh = {word: rarity.bits(trait, NICKNAMES.get(word, word)) for word in (*one, *other)}
    for word in faint:
        if word in weigh:
            weigh[word] *= 0.3
    if "".join(one) == "".join(other):
        return sum(weigh[word] for word in one), 0.0, 0.0
    agreed, rest = 0.0, list(other)
    left = []
    for word in one:
        near, best = max(((alike_words(word, second), second) for second in rest), default=(0.0, ""))
        if near:
            agreed += near * min(weigh[word], weigh[best]) - (1 - near) * 2
            rest.remove(best)
        else:
            left.append(word)
    return agreed, sum(weigh[word] for word in left), sum(weigh[word] for word in rest)


@lru_cache(maxsize=1 << 18)
def alike_words(one: str, other: str) -> float:
    """From 0 (two words) to 1 (one word): slips of the pen, nicknames, initials, the same sound."""
    if one == other:
        return 1.0
    if one[0].isdigit() or other[0].isdigit():
        return 0.5 if min(len(one), len(other)) > 2 and OSA.distance(one, other, score_cutoff=1) <= 1 else 0.0
    if NICKNAMES.get(one, one) == NICKNAMES.get(other, other):
        return 0.9
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        return 0.4 if long[0] == short else 0.0
    if len(short) > 2 and long.startswith(short):
        return 0.7
    slips = OSA.distance(one, other, score_cutoff=2)
    if slips == 1 and len(long) > 3:
        return 0.8
    if slips == 2 and len(short) > 5:
        return 0.7
    if len(short) > 3 and (sound(one) == sound(other) or JaroWinkler.similarity(one, other) >= 0.9):
        return 0.6
    return 0.0


def _spelt(one: str, other: str) -> float:
    """How alike two numbers or addresses are of which one may have a slip."""
    if one == other:
        return 1.0
    return 0.6 if min(len(one), len(other)) > 3 and OSA.distance(one, other, score_cutoff=1) <= 1 else 0.0
