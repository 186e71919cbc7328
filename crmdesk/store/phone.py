"""Telephone numbers: one spelling in the file, the national one for people of the same country."""

from __future__ import annotations

import locale
from collections.abc import Iterable
from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from crmdesk.store.business import business
from crmdesk.store.file import Workspace

_LONGEST = 60


def country_of(workspace: Workspace) -> str:
    """The two letters of the country that the business is in: as it says, else where its clock or computer stands."""
    return business(workspace).country or (locale.getlocale()[0] or "").partition("_")[2].upper()


@lru_cache(maxsize=4096)
def normal(text: str, country: str) -> str:
    """The number in international form, `+49 30 1234567`, where it is a valid one; else as it was given."""
    number = _read(text, country)
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL) if number else text


@lru_cache(maxsize=4096)
def shown(text: str, country: str) -> str:
    """The number as people of that country write it: nationally if it is one of theirs."""
    number = _read(text, country)
    if number is None:
        return text
    own = number.country_code == phonenumbers.country_code_for_region(country)
    kind = PhoneNumberFormat.NATIONAL if own else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, kind)


def are_of(texts: Iterable[str], country: str) -> bool:
    """Whether numbers that name no country are written as in that one: most begin with what is dialled there first."""
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(country) if country else None
    plain = [bare for text in texts if not (bare := text.lstrip(" (")).startswith(("+", "00"))]
    if metadata is None or metadata.national_prefix != "0" or not plain:
        return True
    return sum(bare.startswith("0") for bare in plain) * 2 >= len(plain)


def dialled(text: str, country: str) -> str:
    """What a telephone dials: `+49301234567`; empty where the text is no number."""
    number = _read(text, country)
    if number is not None:
        return phonenumbers.format_number(number, PhoneNumberFormat.E164)
    digits = "".join(letter for letter in text if letter.isascii() and (letter.isdigit() or letter in "+*#"))
    return digits if any(letter.isdigit() for letter in digits) else ""


def significant(text: str, country: str) -> str:
    """The digits that every spelling of the number has: without the country and the zeros before the area."""
    number = _read(text, country)
    if number is not None:
        return phonenumbers.national_significant_number(number)
    return "".join(letter for letter in text if letter.isascii() and letter.isdigit()).lstrip("0")


def _read(text: str, country: str) -> PhoneNumber | None:
    if len(text) > _LONGEST:
        return None
    try:
        number = phonenumbers.parse(text, country or None)
    except NumberParseException:
        return None
    # Letters are dialled as digits by the library; a note beside a number is no part of it.
    letters = sum(letter.isalpha() for letter in text)
    valid = phonenumbers.is_valid_number(number) and (not letters or number.extension)
    return number if valid else None
