"""Tables of one delivery that each number their rows from one: company 5 and person 5 are not the same record."""

from __future__ import annotations

from collections.abc import Mapping as Words
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from crmdesk.exchange.drafts.parts import Draft
from crmdesk.exchange.heading import id_of_what, tokens
from crmdesk.exchange.kind_words import NUMBERED
from crmdesk.exchange.rules import FieldRule, Mapping

_REFERENCES = ("contact_id", "company_id")
_OWN = ("id", "deal_id", "ticket_id")
"""Where the id of a row stands in what is made of it."""
_LEAST_NOUN = 3


def apart(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, in which ids that stand in several tables of one kind are told apart by what they are ids of."""
    return _others_apart(_contacts_apart(drafts))


def _others_apart(drafts: Sequence[Draft]) -> list[Draft]:
    """Subscription 5 is not deal 5: what is not numbered as its kind is has another id."""
    found = list(drafts)
    for place, one in enumerate(drafts):
        noun = _noun(one) if not one.base and one.kind != "contacts" and one.first("id") else ""
        alike = (other for other in drafts if other is not one and other.kind == one.kind and not other.base)
        is_odd = noun and not NUMBERED.get(one.kind, frozenset()) & {noun, f"{noun}s"}
        if is_odd and any(_noun(other) != noun and not _ids(one).isdisjoint(_ids(other)) for other in alike):
            found[place] = replace(one, space=f"{noun}-")
    return found


def _contacts_apart(drafts: Sequence[Draft]) -> list[Draft]:
    """Person 5 is not company 5."""
    tables = {place: one for place, one in enumerate(drafts) if not one.base and one.kind == "contacts"}
    nouns = {place: noun for place, one in tables.items() if one.first("id") and (noun := _noun(one))}
    alike = {
        place
        for pair in combinations(nouns, 2)
        if nouns[pair[0]] != nouns[pair[1]] and not _ids(tables[pair[0]]).isdisjoint(_ids(tables[pair[1]]))
        for place in pair
    }
    spaces = {nouns[place]: f"{nouns[place]}-" for place in alike}
    if not spaces:
        return list(drafts)
    return [
        one if one.base else replace(one, spaces=spaces, space=spaces[nouns[place]] if place in alike else "")
        for place, one in enumerate(drafts)
    ]


def _ids(draft: Draft) -> frozenset[str]:
    column = draft.first("id")
    return frozenset(text for text, _n in column.profile.common) if column else frozenset()


def _noun(draft: Draft) -> str:
    """What the ids of a table are ids of, by their heading, else by the name of the file: “company”."""
    column = draft.first("id")
    said = id_of_what(column.name) if column else ""
    named = sorted(word for word in tokens(draft.found.name.rpartition(".")[0]) if word.isalpha())
    return said or next((_single(word) for word in named if len(word) >= _LEAST_NOUN), "")


def _single(word: str) -> str:
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")


def with_spaces(draft: Draft, mapping: Mapping) -> Mapping:
    """The mapping, in which ids of these tables, and references to them, have what they are ids of in front."""
    if not (draft.spaces or draft.space) or mapping.rows:
        return mapping
    fields = {name: _in_front(draft, mapping, name, rule) for name, rule in mapping.fields.items()}
    return replace(mapping, fields=fields)


def _in_front(draft: Draft, mapping: Mapping, name: str, rule: FieldRule) -> FieldRule:
    rest = _in_front(draft, mapping, name, rule.otherwise) if rule.otherwise else None
    return replace(rule, prefix=_prefix(draft, mapping, name, rule) or rule.prefix, otherwise=rest)


def _prefix(draft: Draft, mapping: Mapping, name: str, rule: FieldRule) -> str:
    if len(rule.columns) != 1:
        return ""
    own = draft.first("id")
    if draft.kind != "contacts" and draft.space and own and rule.columns == (own.name,) and name in _OWN:
        return rule.prefix + draft.space
    if name == "id" and mapping.kind == "contacts" and not mapping.if_new:
        return draft.space if own and rule.columns == (own.name,) else ""
    is_reference = name in _REFERENCES or (name == "id" and mapping.kind == "contacts")
    return _space(draft.spaces, rule.columns[0]) if is_reference else ""


def _space(spaces: Words[str, str], heading: str) -> str:
    return spaces.get(_single(id_of_what(heading) or ""), "") or spaces.get(id_of_what(heading) or "", "")
