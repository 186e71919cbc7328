"""What a contact is recognised by, in one spelling: words of names and addresses, numbers, addresses on the net."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from crmdesk.domain.fold import fold
from crmdesk.insight.latin import latin
from crmdesk.insight.same_words import (
    FREE_MAIL,
    GENERATIONS,
    JOINING,
    LEGAL_FORMS,
    NAME_WORDS,
    NICKNAMES,
    SHARED_MAIL,
    STREET_ENDINGS,
    STREET_WORDS,
    TITLES,
)

_NO_DIGITS = re.compile("[^0-9]+")
_LEAST_PHONE = 6
_PHONE_END = 7
_WITH_AREA = 9
_MOST_WORDS = 12
"""A name or a street has no more words; what is longer is a note, and is compared by its beginning."""
_LONGEST = 400
ACRONYM = range(3, 6)
"""So many letters are an acronym."""
_LEAST_NAMES = 2
"""Of two words Junior is a name."""
_MOST_OTHERS = 24


@dataclass(frozen=True, slots=True)
class Traits:
    """A contact as it is compared. Empty is unknown, and neither speaks for nor against anything."""

    kind: str = ""
    name: tuple[str, ...] = ()
    generation: str = ""
    company: tuple[str, ...] = ()
    email: str = ""
    domain: str = ""
    phone: str = ""
    street: tuple[str, ...] = ()
    city: tuple[str, ...] = ()
    postcode: str = ""
    country: str = ""
    others: Mapping[str, str] = field(default_factory=dict)


def traits_of(values: Mapping[str, Any], *, company: str = "", country: str = "") -> Traits:
    """The traits of a contact with these values, by column of `store.contact`; custom fields as JSON or as a mapping.

    `company` is the name of the company that a person belongs to; `country` an address has that names none.
    """
    email = mail_address(_text(values, "email"))
    shared = email.partition("@")[0] in SHARED_MAIL
    kind = _text(values, "kind")
    name, generation = _with_generation(kind, name_words(_text(values, "name")))
    return Traits(
        kind=kind,
        name=name,
        generation=generation,
        company=name_words(company[:_LONGEST]),
        email="" if shared else email,
        domain=_host(_text(values, "website")) or _own_domain(email),
        phone=phone_digits(_text(values, "phone")),
        street=street_words(_text(values, "street")),
        city=tuple(latin(fold(_text(values, "city"))).split()[:_MOST_WORDS]),
        postcode=fold(_text(values, "postcode")).replace(" ", ""),
        country=fold(_text(values, "country") or country),
        others=_others(values.get("custom")),
    )


@lru_cache(maxsize=1 << 14)
def name_words(text: str) -> tuple[str, ...]:
    """The words that tell a name from others: without titles and legal forms, unless there is nothing else."""
    words = _unmarked(text).split()
    telling = [word for word in words if word not in LEGAL_FORMS and word not in TITLES and word not in JOINING]
    return tuple(NAME_WORDS.get(word, word) for word in (telling or words)[:_MOST_WORDS])


def _with_generation(kind: str, name: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The name of a person without junior and senior, and which of them it is."""
    if kind != "company" and len(name) > _LEAST_NAMES:
        for place, word in enumerate(name):
            if place and word in GENERATIONS:
                return (*name[:place], *name[place + 1 :]), GENERATIONS[word]
    return name, ""


def _unmarked(text: str) -> str:
    # An apostrophe and the dots of G.m.b.H. part no words.
    joined = text.replace("'", "").replace("’", "").replace("`", "")
    words = [word.replace(".", "") if word.count(".") > 1 else word for word in joined.split()]
    return latin(fold(" ".join(words)))


@lru_cache(maxsize=1 << 14)
def street_words(text: str) -> tuple[str, ...]:
    """The words of a street, abbreviations in one spelling, the house number among them."""
    return tuple(_street_word(word) for word in _unmarked(text).split()[:_MOST_WORDS])


def _street_word(word: str) -> str:
    for ending in STREET_ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word.removesuffix(ending) + "str"
    return STREET_WORDS.get(word, word)


def mail_address(text: str) -> str:
    """An e-mail address as its provider reads it: without case and what stands behind a plus."""
    local, at, domain = text.strip().casefold().rpartition("@")
    if not at or not local or "." not in domain:
        return ""
    local = local.partition("+")[0] or local
    if domain in ("gmail.com", "googlemail.com"):
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"


def _own_domain(email: str) -> str:
    domain = email.rpartition("@")[2]
    return "" if domain in FREE_MAIL else domain


def _host(text: str) -> str:
    address = text.strip().casefold().partition("://")[2] or text.strip().casefold()
    host = address.partition("/")[0].partition("?")[0].partition(":")[0].removeprefix("www.")
    return host if "." in host and " " not in host else ""


def phone_digits(text: str) -> str:
    """The digits of a telephone number without leading zeros and extension; empty where there are too few."""
    plain = text.casefold().partition("x")[0].partition("ext")[0].replace("(0)", "")
    digits = _NO_DIGITS.sub("", plain).lstrip("0")
    return digits if len(digits) >= _LEAST_PHONE and len(set(digits)) > 1 else ""


def same_phone(one: str, other: str) -> bool:
    """Whether two numbers reach the same telephone, with and without the country or what is dialled before the area."""
    last = min(len(one), len(other), _WITH_AREA)
    return one == other or (last > _PHONE_END and one[-last:] == other[-last:])


def _others(custom: Any) -> dict[str, str]:
    if isinstance(custom, str):
        try:
            custom = json.loads(custom)
        except ValueError:
            return {}
    if not isinstance(custom, Mapping):
        return {}
    values = ((str(key), _value(str(value)[:_LONGEST])) for key, value in list(custom.items())[:_MOST_OTHERS])
    return {key: value for key, value in values if value}


def _value(text: str) -> str:
    """What stands in a field of one's own; a date or a number without what groups its digits."""
    folded = fold(text)
    digits = folded.replace(" ", "")
    return digits if digits.isdigit() else folded


def _text(values: Mapping[str, Any], column: str) -> str:
    return str(values.get(column) or "")[:_LONGEST]


def initials(words: tuple[str, ...]) -> str:
    """The first letters of words, as a company is called by them."""
    return "".join(word[0] for word in words)


def keys(traits: Traits) -> set[str]:
    """What a contact shares with its duplicates: those with no key in common need not be compared."""
    return set(_keys(traits))


def _keys(traits: Traits) -> Iterator[str]:
    words = [NICKNAMES.get(word, word) for word in traits.name]
    long = [word for word in words if len(word) > 2]
    yield from (f"n:{sound(word)}" for word in long)
    yield from (f"w:{one}:{other}" for one, other in _pairs(sorted({word[:3] for word in long})))
    if traits.name:
        yield f"j:{''.join(traits.name)[:9]}"
    if traits.kind == "company":
        yield from (
            f"a:{short}" for short in (initials(traits.name), "".join(traits.name[:1])) if len(short) in ACRONYM
        )
    if traits.email:
        yield f"e:{traits.email}"
    if traits.domain:
        yield f"d:{traits.domain}"
    if traits.phone:
        yield f"p:{traits.phone[-_PHONE_END:]}"
    yield from _place_keys(traits)
    yield from (f"o:{key}:{value}" for key, value in traits.others.items())


def _place_keys(traits: Traits) -> Iterator[str]:
    numbers = [word for word in traits.street if word[0].isdigit()]
    names = [word for word in traits.street if len(word) > 3 and not word[0].isdigit() and word not in STREET_WORDS]
    yield from (f"s:{number}:{sound(word)}" for number in numbers for word in names)
    if traits.postcode and traits.name:
        yield f"c:{traits.postcode}:{traits.name[-1][:2]}"
        yield f"c:{traits.postcode}:{traits.name[0][:2]}"
    yield from (f"b:{one}:{other}" for one, other in _pairs(sorted({sound(word) for word in names})))


def _pairs(words: list[str]) -> Iterable[tuple[str, str]]:
    return ((one, other) for place, one in enumerate(words) for other in words[place + 1 :])


_SOUNDS = str.maketrans(
    {"b": "p", "c": "k", "d": "t", "f": "v", "g": "k", "j": "i", "q": "k", "w": "v", "y": "i", "z": "s", "x": "k"}
)


@lru_cache(maxsize=1 << 14)
def sound(word: str) -> str:
    """Roughly how a word sounds: letters that are mixed up are one, vowels behind the first are left out."""
    if not word.isascii() or word[0].isdigit():
        return word
    plain = word.replace("ph", "v").replace("sch", "s").replace("sh", "s").replace("ck", "k").replace("th", "t")
    plain = plain.translate(_SOUNDS)
    kept = plain[0] + "".join(letter for letter in plain[1:] if letter not in "aeiouh")
    single = "".join(letter for place, letter in enumerate(kept) if not place or letter != kept[place - 1])
    return ("a" if single[0] in "aeiou" else single[0]) + single[1:6]
