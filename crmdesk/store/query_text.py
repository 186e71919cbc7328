"""The rows of a list in which the words of a search stand, as a condition in SQL."""

from __future__ import annotations

import json
from typing import Any

from crmdesk.domain.fold import fold, phone_wholes
from crmdesk.store import search
from crmdesk.store.base import fields_of
from crmdesk.store.file import Workspace
from crmdesk.store.listing import Listing
from crmdesk.store.query_sql import like
from crmdesk.store.search_index import KIND_BITS, KINDS

Values = dict[str, Any]
# So many rows may be missing in the index, since its own search looks through the names of these.
_FEW = 2000
_HITS = 200
_NOTHING = "0"


def has_words(source: Workspace, listing: Listing, text: str) -> tuple[str, Values]:
    """Rows that have every word in their own fields, or in their contact's name; accents and slips are forgiven."""
    kind = listing.record.kind
    if kind not in KINDS or search.behind(source) > _FEW:
        return _by_letters(listing, text)
    whole = [] if any(letter.isalpha() for letter in text) else phone_wholes(text)
    words = whole or fold(text).split()[: search.MOST_WORDS]
    parts, values = [], {**_span("own", kind), **_span("of", "contact")}
    for number, word in enumerate(words):
        parts.append(_stands(f"w{number}", with_contact="contact_id" in fields_of(listing.record)))
        values |= _values_of(source, kind, word, f"w{number}")
    return " AND ".join(f"({part})" for part in parts) or _NOTHING, values


def _stands(mark: str, *, with_contact: bool) -> str:
    """A word stands in the row, or in its contact's name. What the search finds beside the index is listed by id."""
    own = (
        f"t.id IN (SELECT rowid - :own_first FROM search WHERE search MATCH :{mark}"
        f" AND rowid BETWEEN :own_first AND :own_last)"
        f" OR t.id IN (SELECT value FROM json_each(:{mark}_ids))"
    )
    if not with_contact:
        return own
    return (
        f"{own} OR t.contact_id IN (SELECT rowid - :of_first FROM search WHERE search MATCH :{mark}_name"
        f" AND rowid BETWEEN :of_first AND :of_last)"
    )


def _values_of(source: Workspace, kind: str, word: str, mark: str) -> Values:
    hits = search.find(source, word, kinds=(kind,), limit=_HITS)
    ids = json.dumps([hit.id for hit in hits]) if len(hits) < _HITS else "[]"
    return {mark: f'"{word}"*', f"{mark}_name": f'name : "{word}"*', f"{mark}_ids": ids}


def _span(mark: str, kind: str) -> Values:
    """The numbers that the rows of a kind have in the index."""
    first = KINDS.index(kind) << KIND_BITS
    return {f"{mark}_first": first, f"{mark}_last": first | ((1 << KIND_BITS) - 1)}


def _by_letters(listing: Listing, text: str) -> tuple[str, Values]:
    """Without the index: every word somewhere in the searched fields, or in the contact's name, letter by letter."""
    places = [f"t.{name}" for name in listing.record.search_fields or (listing.record.name_field,)]
    if "contact_id" in fields_of(listing.record):
        places.append("(SELECT name FROM contact WHERE id = t.contact_id)")
    values = {f"word{number}": like(word) for number, word in enumerate(text.split())}
    each = [" OR ".join(f"{place} LIKE :{mark} ESCAPE '\\'" for place in places) for mark in values]
    return " AND ".join(f"({one})" for one in each) or _NOTHING, values
