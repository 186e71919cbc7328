"""Contacts of a workspace that are probably one and the same, in pairs, the surest first.

Only contacts with something in common are compared (`traits.keys`). What many share tells little and is passed over;
who shares enough rare things is looked at closely by `likeness`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise, product
from math import log2
from typing import TypeVar

from crmdesk.insight.likeness import LIKELY, Likeness, likeness
from crmdesk.insight.rarity import rarity_of
from crmdesk.insight.traits import Traits, keys, traits_of
from crmdesk.store.merging import kept_apart
from crmdesk.store.row import Source

_MOST_SHARING = 40
"""More contacts than these share a name or a street by chance."""
_ALMOST = 2.0
"""So many bits may come from what more share, as a household that has its family name with half the town."""
_STRIDE = 500
_COLUMNS = ("kind", "name", "email", "phone", "street", "city", "postcode", "country", "website", "custom")

Told = Callable[[float], None]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two contacts that may be one: their row ids, the older first, and how likely and why."""

    one: int
    other: int
    likeness: Likeness


def find_duplicates(source: Source, *, told: Told | None = None) -> list[Pair]:
    """All pairs of contacts that may be one, but for those that somebody said are two; the surest first.

    `told` is called with the share that is done; what it raises ends the search.
    """
    contacts = contacts_of(source, told)
    apart = kept_apart(source)
    found = [pair for pair in pairs(contacts, told) if (pair.one, pair.other) not in apart]
    return sorted(found, key=lambda pair: (-pair.likeness.score, pair.one, pair.other))


def sure_groups(found: Iterable[Pair], apart: Collection[tuple[int, int]] = ()) -> list[list[int]]:
    """The contacts that are surely one, all of each together: what is one with one of two is one with both.

    Nobody is in a group with somebody `apart` from it: pairs, the lower row id first, of which it was said that they
    are two.
    """
    group_of: dict[int, list[int]] = {}
    for pair in found:
        if pair.likeness.sure:
            one, other = (group_of.setdefault(number, [number]) for number in (pair.one, pair.other))
            if one is not other and not _are_apart(one, other, apart):
                one.extend(other)
                group_of.update(dict.fromkeys(other, one))
    groups = {id(group): sorted(group) for group in group_of.values() if len(group) > 1}
    return list(groups.values())


def _are_apart(one: Iterable[int], other: Iterable[int], apart: Collection[tuple[int, int]]) -> bool:
    return bool(apart) and any((min(pair), max(pair)) in apart for pair in product(one, other))


def contacts_of(source: Source, told: Told | None = None) -> dict[int, Traits]:
    """The traits of all contacts by row id."""
    columns = ", ".join(f"c.{name}" for name in _COLUMNS)
    rows = source.rows(
        f"SELECT c.id, coalesce(company.name, ''), {columns} FROM contact c"
        " LEFT JOIN contact company ON company.id = c.company_id ORDER BY c.id"
    )
    return {
        number: traits_of(dict(zip(_COLUMNS, values, strict=True)), company=company)
        for number, company, *values in _telling(rows, told, 0.0, 0.2)
    }


def pairs(contacts: Mapping[int, Traits], told: Told | None = None) -> Iterator[Pair]:
    """The pairs of contacts, by number, that may be one."""
    rarity = rarity_of(contacts.values())
    for one, other in _telling(_near(contacts, told), told, 0.5, 1.0):
        found = likeness(contacts[one], contacts[other], rarity)
        if found.score >= LIKELY:
            yield Pair(one, other, found)


def _near(contacts: Mapping[int, Traits], told: Told | None = None) -> list[tuple[int, int]]:
    """The pairs that share enough to be looked at closely."""
    sharing: defaultdict[str, list[int]] = defaultdict(list)
    for number, traits in _telling(contacts.items(), told, 0.2, 0.4):
        for key in keys(traits):
            sharing[key].append(number)
    # One thing that only these two have is enough.
    enough = log2(len(contacts) + 1)
    shared: defaultdict[tuple[int, int], float] = defaultdict(float)
    usual: defaultdict[int, dict[str, float]] = defaultdict(dict)
    for key, numbers in _telling(sharing.items(), told, 0.4, 0.45):
        bits = enough - log2(len(numbers))
        if len(numbers) <= _MOST_SHARING:
            for pair in combinations(numbers, 2):
                shared[pair] += bits + 1
        else:
            for number in numbers:
                usual[number][key] = bits
            # A contact that came in a hundred times stands beside itself.
            for one, other in pairwise(sorted(numbers, key=lambda number: contacts[number].name)):
                if contacts[one].name == contacts[other].name:
                    shared[min(one, other), max(one, other)] += 0.0
    near = []
    for (one, other), bits in _telling(shared.items(), told, 0.45, 0.5):
        is_almost = not bits or enough - _ALMOST <= bits < enough
        more = _in_common(usual[one], usual[other]) if is_almost else 0.0
        if bits + more >= enough and _may_be_one(contacts[one], contacts[other]):
            near.append((one, other))
    return near


def _may_be_one(one: Traits, other: Traits) -> bool:
    """A person and a company are two, unless both are called the same or have one address for mail."""
    if one.kind == other.kind or not one.kind or not other.kind:
        return True
    return set(one.name) == set(other.name) or bool(one.email and one.email == other.email)


def _in_common(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return sum(bits for key, bits in one.items() if key in other)


def _telling(items: Collection[T], told: Told | None, start: float, end: float) -> Iterator[T]:
    """The items one by one, while it is told now and then how much of everything is done."""
    for done, item in enumerate(items):
        if told is not None and done % _STRIDE == 0:
            told(start + (end - start) * done / len(items))
        yield item
