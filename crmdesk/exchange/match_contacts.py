"""The contact that a row is: candidates that share something with it, weighed by what agrees and what contradicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

from crmdesk.exchange.bringing import Bringing
from crmdesk.exchange.match import Match, several
from crmdesk.exchange.parsed import Parsed
from crmdesk.exchange.policy import Way
from crmdesk.insight.likeness import LIKELY, Likeness, likeness
from crmdesk.insight.rarity import rarity_of
from crmdesk.insight.traits import Traits, keys, same_phone, traits_of
from crmdesk.text import _

_COLUMNS = ("kind", "name", "email", "phone", "street", "city", "postcode", "country", "website")
_LOOKED_AT = 8
"""So many candidates of a row are weighed: those that share the most with it."""
_COMMON = 200
"""What so many contacts share points to none of them."""
_TELLING: dict[str, tuple[Way, int]] = {"e:": ("email", 6), "p:": ("phone", 3), "d:": ("domain", 2)}
_OTHER: tuple[Way, int] = ("name", 1)
_TOLD = 3


def contact_finder(here: Bringing) -> ContactFinder | None:
    """A finder of contacts; none where there are no contacts yet."""
    rows = here.source.rows(
        f"SELECT c.id, f.name, c.custom, {', '.join(f'c.{name}' for name in _COLUMNS)}"
        " FROM contact c LEFT JOIN contact f ON f.id = c.company_id ORDER BY c.id"
    )
    if not rows:
        return None
    known = {}
    for place, (row_id, company, custom, *values) in enumerate(rows):
        if place % 1000 == 0:
            here.tell(place, len(rows), "contacts")
        known[row_id] = _traits(values, custom, company or "")
    return ContactFinder(known, here.policy.match)


class ContactFinder:
    """Finds contacts by what they are recognised by."""

    def __init__(self, known: dict[int, Traits], ways: Collection[Way]) -> None:
        self._known, self._ways = known, frozenset(ways)
        self._rarity = rarity_of(known.values())
        self._sharing: dict[str, list[int]] = {}
        for row_id, traits in known.items():
            for key in keys(traits):
                self._sharing.setdefault(key, []).append(row_id)

    def find(self, parsed: Parsed, i: int) -> Match | None:
        row = _traits([parsed.columns[name][i] for name in _COLUMNS], parsed.custom[i], "")
        sure: list[tuple[int, str]] = []
        doubtful: list[tuple[float, int, str]] = []
        for number in self._candidates(row):
            found = likeness(row, self._known[number], self._rarity)
            verdict = _verdict(row, self._known[number], found, by_name="name" in self._ways)
            if verdict is not None:
                reason = _words(found)
                if verdict:
                    sure.append((number, reason))
                else:
                    doubtful.append((-found.score, number, reason))
        if len(sure) == 1:
            return Match((sure[0][0],), sure[0][1])
        if sure:
            return Match(tuple(number for number, _reason in sure), several(len(sure)), sure=False)
        if doubtful:
            return Match(tuple(one[1] for one in sorted(doubtful)), min(doubtful)[2], sure=False)
        return None

    def _candidates(self, row: Traits) -> list[int]:
        """The contacts that share the most with a row."""
        shared: Counter[int] = Counter()
        for key in keys(row):
            way, weight = _TELLING.get(key[:2], _OTHER)
            sharing = self._sharing.get(key, ())
            if way in self._ways and len(sharing) <= _COMMON:
                shared.update(dict.fromkeys(sharing, weight))
        return sorted(shared, key=lambda number: (-shared[number], number))[:_LOOKED_AT]


def _verdict(row: Traits, other: Traits, found: Likeness, *, by_name: bool) -> bool | None:
    """Whether they surely are one (True), perhaps (False) or rather not (None)."""
    same_kind = not row.kind or not other.kind or row.kind == other.kind
    same_name = bool(row.name) and sorted(row.name) == sorted(other.name)
    if row.email and row.email == other.email:
        other_name = row.name and other.name and not same_name and _("another name") in found.against
        return same_kind and not other_name
    if found.sure:
        return same_kind
    if same_name and same_kind and by_name:
        against = _contradictions(row, other)
        if not against and (len(row.name) > 1 or row.kind == "company"):
            return True
        return False if against < 2 else None
    return False if found.score >= LIKELY else None


def _contradictions(row: Traits, other: Traits) -> int:
    """How many things that tell people apart are known of both and differ."""
    pairs = (
        (row.email, other.email),
        (row.street, other.street),
        (row.postcode or row.city, other.postcode or other.city),
    )
    phones = bool(row.phone and other.phone) and not same_phone(row.phone, other.phone)
    return phones + sum(bool(one and two) and one != two for one, two in pairs)


def _words(found: Likeness) -> str:
    """The reasons in one line."""
    reasons = ", ".join(found.reasons[:_TOLD])
    against = ", ".join(found.against[:_TOLD])
    if reasons and against:
        return _("{reasons}, but {against}").format(reasons=reasons, against=against)
    return reasons or against


def _traits(values: list[Any], custom: str | None, company: str) -> Traits:
    return traits_of({**dict(zip(_COLUMNS, values, strict=True)), "custom": custom}, company=company)
