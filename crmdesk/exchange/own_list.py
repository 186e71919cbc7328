"""Lists that crmdesk itself wrote as CSV or as a spreadsheet: they come back as the records that they show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crmdesk.exchange.field_headings import HEADINGS
from crmdesk.exchange.kind_guessing import KindGuess
from crmdesk.exchange.profile import Profile
from crmdesk.store.base import own_fields
from crmdesk.store.field import Ref
from crmdesk.store.listing import LISTINGS, Listing, all_columns
from crmdesk.text import _


def written_as(headings: Iterable[str]) -> Listing | None:
    """The list that was written under these headings, in this language or in English; None where it is none of ours.

    It has every column of the list: by some of them, such as Id and Name, it could be anybody's.
    """
    there = set(headings)
    for listing in LISTINGS.values():
        labels = [field.label for field in all_columns(listing).values()]
        if there in ({_(label) for label in labels}, set(labels)):
            return listing
    return None


def is_of(kind: str, columns: Sequence[Profile]) -> bool:
    """Whether a table is a list of ours with records of that kind."""
    return _of(kind, columns) is not None


def kinds(columns: Sequence[Profile]) -> tuple[KindGuess, ...]:
    """What the rows of a list of ours are; empty where it is none, or of a kind that no table can be told to be."""
    listing = written_as(one.name for one in columns)
    if listing is None or listing.record.plural not in HEADINGS:
        return ()
    return (KindGuess(listing.record.plural, 1.0, (_("crmdesk wrote this list."),)),)


def stored(kind: str, columns: Sequence[Profile]) -> dict[str, str]:
    """Of a list of ours the columns that a record of the kind has itself, with their fields; no references."""
    if (listing := _of(kind, columns)) is None:
        return {}
    fields = {name: field for name, field in own_fields(listing.record).items() if not isinstance(field, Ref)}
    by_title = {said: name for name, field in fields.items() for said in (field.label, _(field.label))}
    return {one.name: by_title[one.name] for one in columns if one.name in by_title}


def worked_out(kind: str, columns: Sequence[Profile]) -> frozenset[str]:
    """Of a list of ours the columns that crmdesk works out itself; empty where it is none of that kind."""
    if (listing := _of(kind, columns)) is None:
        return frozenset()
    titles = {said for one in listing.derived for said in (_(one.title), one.title)}
    return frozenset(one.name for one in columns if one.name in titles)


def _of(kind: str, columns: Sequence[Profile]) -> Listing | None:
    listing = written_as(one.name for one in columns)
    return listing if listing is not None and listing.record.plural == kind else None
