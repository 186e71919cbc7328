"""Ways to reach people in one spelling: telephone numbers in international form, e-mail addresses bare."""

from __future__ import annotations

import re
from collections.abc import Callable

PHONE, EMAIL = "phone", "email"
WAYS = (PHONE, EMAIL)
"""What a mapping may have tidied; a telephone number with the country that it is dialled in: `phone:DE`."""
_PARTED = re.compile(r"\s*(?:[,;|]|:::|/|\s)\s*")
_ANGLED = re.compile(r"<([^<>\s]{1,320}@[^<>\s]{1,320})>")


def tidied(how: str) -> Callable[[str], str]:
    """What makes the one spelling of a text."""
    what, _colon, country = how.partition(":")
    return (lambda text: _phone(text, country)) if what == PHONE else _mail


def _phone(text: str, country: str) -> str:
    from crmdesk.store import phone  # what is known of all the countries' numbers is much

    bare = text[4:] if text[:4].lower() == "tel:" else text
    return phone.normal(bare.strip(), country)


def _mail(text: str) -> str:
    """The address alone: `Ann Lee <Ann@Firm.DE>` is `Ann@firm.de`, and what is all capitals is small.

    Of several addresses it is the first.
    """
    angled = _ANGLED.search(text)
    bare = angled[1] if angled else text
    if bare.count("@") > 1:
        bare = _PARTED.split(bare.strip(" ,;"), maxsplit=1)[0]
    bare = (bare[7:] if bare[:7].lower() == "mailto:" else bare).strip(" <>;,")
    name, at, domain = bare.rpartition("@")
    return bare.lower() if bare.isupper() else f"{name}{at}{domain.lower()}"
