"""How likely two contacts are one and the same, and why.

After Fellegi and Sunter: each trait that agrees speaks for it by as many bits as it is rare (`Rarity`), each that
contradicts speaks against it, and what is unknown is silent. Traits that a household or a firm shares count together
and only up to a bound, so that an address and a telephone make no one person of two.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from crmdesk.insight.rarity import OTHER, WHOLE, Rarity, matched, spelled_out
from crmdesk.insight.spelling import alike_mail, alike_text, alike_words
from crmdesk.insight.traits import Traits, same_phone
from crmdesk.text import _

LIKELY = 0.5
"""From this score on two contacts are shown as one perhaps."""
SURE = 0.98
"""From this score on they are one, as far as their traits can tell."""
_TOLD_APART = 6.0
"""Bits against two names of which each has a word that the other lacks, however common these words are."""
_ASKED = 0.97
"""The highest score of two contacts that somebody has to look at."""
_OTHER_KIND = 6.0
"""Bits against a person and a company being one, as if somebody had chosen the wrong kind; twice as many where they
are not called the same, as a man and his firm are not."""
_CONTRADICTED = 6.0
"""Bits against where a number or a date that few share is another one."""
_BRANCH = 6.0
"""Bits against two companies that share their name and their domain, but neither town, house nor telephone: a firm has
branches, and names come again elsewhere."""
_WHOLE_NAME = 3.0
"""Bits beyond all doubt that a whole name may have: it alone makes two contacts worth a look."""
_FIRMS = 0.5
"""This part of what two firms share in their names speaks against them where each has more: of people, all of it."""
_ONE_HOUSE = 0.5
"""This part of what speaks against two names that have something in common is no matter where two companies have both
an address and a telephone in common: one has its owner before its name, the other what it does behind it."""
_MAILBOX = 3.0
"""Bits more for an address for mail, which goes with somebody to another town and to another firm."""
_TOWN = 8.0
"""Bits at most: nobody is told apart by a town alone, however few live there."""
_HOPELESS = 5.0
"""So many bits are missing that nothing which is looked at last can bring them."""
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


_UNKNOWN = Rarity()


def likeness(one: Traits, other: Traits, rarity: Rarity = _UNKNOWN) -> Likeness:
    """How likely they are one contact; without a rarity each word counts as one that few contacts have."""
    said = _Said()
    # What a household shares, its members share; what a firm shares is the firm.
    shared = 6 if one.kind == other.kind == "company" else 2
    bits = _name(one, other, rarity, said) + _own(one, other, rarity, said) - _TWINS
    if one.kind and other.kind and one.kind != other.kind:
        bits -= _OTHER_KIND if said.name > 1 else 2 * _OTHER_KIND
    if bits + shared + said.relief <= -_HOPELESS:
        return Likeness(0.0)
    house = _place(one, other, rarity, said) + _net(one, other, rarity, said)
    if one.kind == other.kind == "company":
        if said.street and said.phone:
            bits += said.relief
        elif _is_branch(one, other, said):
            bits -= _BRANCH
            if not said.elsewhere:
                said.against.append(_("another town"))
    bits += max(min(house, rarity.span + shared), -8.0) - rarity.span
    score = round(1 / (1 + 2 ** -max(min(bits, 30.0), -30.0)), 4)
    return Likeness(score if said.is_sure else min(score, _ASKED), tuple(said.reasons), tuple(said.against))


@dataclass(slots=True)
class _Said:
    reasons: list[str] = field(default_factory=list)
    against: list[str] = field(default_factory=list)
    name: int = 0
    relief: float = 0.0
    street: bool = False
    phone: bool = False
    elsewhere: bool = False
    own: bool = False
    doubted: bool = False

    @property
    def house(self) -> bool:
        """Whether they have an address or a telephone in common."""
        return self.street or self.phone

    @property
    def is_sure(self) -> bool:
        """Whether nobody needs to be asked: twins have one birthday, couples one address, namesakes one name."""
        if self.own:
            return self.name > 0
        return self.name > 1 and self.house and not self.elsewhere and not self.doubted


def _name(one: Traits, other: Traits, rarity: Rarity, said: _Said) -> float:
    if not one.name or not other.name:
        return 0.0
    is_firm = one.kind == other.kind == "company"
    here, there = (
        (spelled_out(one.name, other.name), spelled_out(other.name, one.name)) if is_firm else (one.name, other.name)
    )
    agreed, left, right = matched(here, there, "name", rarity, {*one.city, *other.city})
    is_another = bool((left and right) or (one.generation and other.generation and one.generation != other.generation))
    if is_firm and one.name == other.name:
        agreed = max(agreed, rarity.bits(WHOLE, " ".join(one.name)) + _WHOLE_NAME)
    # However rare the name is that brothers and sisters share, it does not make them one.
    conflict = 1.5 * max(min(left, right), agreed * (_FIRMS if is_firm else 1), _TOLD_APART) if is_another else 0.0
    if is_firm and agreed >= _TOLD_APART:
        said.relief = conflict * _ONE_HOUSE
    if one.generation == other.generation:
        said.name = 2 if set(one.name) == set(other.name) else int(not left and not right)
    _say_name(one, other, said, is_another=is_another and not (is_firm and agreed > min(left, right)))
    most = rarity.span + (_WHOLE_NAME if said.name > 1 else 1)
    bits = min(agreed, most) - conflict - min(0.3 * abs(left - right), 4.0)
    return max(bits, -rarity.span - 2)


def _say_name(one: Traits, other: Traits, said: _Said, *, is_another: bool) -> None:
    if is_another:
        said.against.append(_("another name"))
    elif one.name == other.name and one.generation == other.generation:
        said.reasons.append(_("the same name"))
    elif sorted(one.name) == sorted(other.name) and one.generation == other.generation:
        said.reasons.append(_("the same name in another order"))
    else:
        said.reasons.append(_("a similar name"))


def _place(one: Traits, other: Traits, rarity: Rarity, said: _Said) -> float:
    bits = 0.0
    if one.street and other.street:
        bits = _street(one.street, other.street, rarity, said)
    bits += _region(one, other, rarity, said)
    if one.country and other.country:
        bits += min(rarity.bits("country", one.country), 2.0) if one.country == other.country else -3.0
    return max(min(bits, rarity.span + 1), -6.0)


def _region(one: Traits, other: Traits, rarity: Rarity, said: _Said) -> float:
    """The town: postcode and city say the same once more, so that the better of them counts."""
    code = town = 0.0
    if one.postcode and other.postcode:
        near = alike_text(one.postcode, other.postcode)
        code = near * rarity.bits("postcode", one.postcode) if near else -2.0
    if one.city and other.city:
        agreed, left, right = matched(one.city, other.city, "city", rarity)
        town = agreed - 0.4 * min(left, right)
    if code <= 0 and town <= 0:
        return code + town
    if not said.house:
        said.reasons.append(_("the same town"))
    return min(max(code, town), _TOWN)


def _street(one: tuple[str, ...], other: tuple[str, ...], rarity: Rarity, said: _Said) -> float:
    agreed, left, right = matched(one, other, "street", rarity)
    bits = agreed - 0.8 * min(left, right) - 0.1 * abs(left - right)
    if one == other:
        said.street = True
        said.reasons.append(_("the same address"))
    elif not _numbers_meet(one, other):
        said.elsewhere = True
        said.against.append(_("another address"))
        return min(bits - 6.0, 0.0)
    elif bits > 6:
        said.street = True
        said.reasons.append(_("a similar address"))
    elif bits < 0:
        said.elsewhere = True
        said.against.append(_("another address"))
    return bits


def _numbers_meet(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether a number of the one street may be one of the other; where one has none, it may."""
    here, there = ([word for word in words if word[0].isdigit()] for words in (one, other))
    return not here or not there or any(alike_words(first, second, True) for first in here for second in there)


def _is_branch(one: Traits, other: Traits, said: _Said) -> bool:
    """Whether two companies are in two houses: in two towns, or in two streets with a telephone each."""
    if said.own:
        return False
    has_phones = bool(one.phone and other.phone)
    if said.elsewhere and has_phones and not same_phone(one.phone, other.phone):
        return True
    if not one.city or not other.city or (one.postcode and one.postcode == other.postcode):
        return False
    if any(alike_words(here, there) for here in one.city for there in other.city):
        return False
    # Of two streets that are only similar another postcode says that they are two.
    is_elsewhere = bool(one.postcode and other.postcode) and one.street != other.street
    return not said.house or said.elsewhere or (is_elsewhere and not same_phone(one.phone, other.phone))


def _net(one: Traits, other: Traits, rarity: Rarity, said: _Said) -> float:
    bits = 0.0
    if one.phone and other.phone:
        if same_phone(one.phone, other.phone):
            bits += rarity.bits("phone", one.phone)
            said.phone = True
            said.reasons.append(_("the same phone number"))
        else:
            bits -= 1.0
    if one.domain and one.domain == other.domain:
        bits += 0.6 * rarity.bits("domain", one.domain)
        said.reasons.append(_("the same domain {domain}").format(domain=one.domain))
    if one.company and other.company:
        agreed, left, right = matched(one.company, other.company, "name", rarity)
        bits += min(agreed, 5.0) - min(left, right, 2.0)
        if agreed and not left and not right:
            said.reasons.append(_("the same company"))
    return bits


def _own(one: Traits, other: Traits, rarity: Rarity, said: _Said) -> float:
    """What a contact shares with nobody: its address for mail, and numbers and dates in its other fields."""
    found = []
    if one.email and other.email:
        near = alike_mail(one.email, other.email)
        moves = _MAILBOX if one.kind == other.kind else 0.0
        found.append(near * (rarity.bits("email", one.email) + moves) if near else -1.0)
        if near == 1.0:
            said.own = True
            said.reasons.append(_("the same e-mail address"))
        elif near:
            said.reasons.append(_("a similar e-mail address"))
    for column, value in one.others.items():
        if column in other.others:
            found.append(_other(column, value, other.others[column], rarity, said))
    return max(min(sum(found), rarity.span + 4 * sum(bits > 5 for bits in found)), -12.0)


def _other(column: str, one: str, other: str, rarity: Rarity, said: _Said) -> float:
    filled, distinct = rarity.columns[column], rarity.distinct[column]
    if filled and filled == distinct:
        return 0.0
    telling = distinct / filled if filled else 0.9
    near = 1.0 if one == other else alike_text(one, other) if telling > 0.3 else 0.0
    if not near:
        if telling > 0.3:
            said.doubted = said.doubted or one[:1].isdigit()
            said.against.append(_("another {field}").format(field=column))
        return -_CONTRADICTED * telling
    bits = near * rarity.bits(f"{OTHER}{column}", one)
    if telling <= 0.3:
        return min(bits, 2.0)
    if bits > 5:
        said.own = said.own or near == 1.0
        text = _("the same {field}") if near == 1.0 else _("a similar {field}")
        said.reasons.append(text.format(field=column))
    return bits
