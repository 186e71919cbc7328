"""Tables that were found, with the mappings by which they come in, as the one stream that a plan reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from crmdesk.exchange import mapping
from crmdesk.exchange.found import Found
from crmdesk.exchange.plan import Tables
from crmdesk.exchange.rules import Mapping
from crmdesk.exchange.shape import KINDS
from crmdesk.exchange.table import Table
from crmdesk.store.base import table_of
from crmdesk.store.registry import record_type
from crmdesk.store.row import Source

Part = tuple[Found, Sequence[Mapping]]
"""A table, and what is made of it."""

_KEY = "coalesce(external_id, lower(hex(uid)))"


def tables_of(parts: Sequence[Part], workspace: Source) -> Tables:
    """(kind, interchange-shaped table) pairs of these tables: what is referred to comes before what refers to it.

    Each must be read to its end before the next is asked for, because later ones find the names of earlier ones.
    """
    order = list(KINDS)
    pairs = [(one, found) for found, mappings in parts for one in mappings]
    pairs.sort(key=lambda pair: order.index(pair[0].kind))
    return lambda: _read(pairs, names_in(workspace))


def names_in(workspace: Source) -> mapping.Resolve:
    """The records of a kind that are in the workspace: (id, name), (id, e-mail address), (id, id elsewhere)."""

    def resolve(kind: str) -> Iterable[tuple[str, str]]:
        record = record_type(kind)
        table = table_of(record)
        found: list[tuple[str, str]] = []
        for column in (record.name_field, *(["email"] if "email" in record.columns else [])):
            sql = f"SELECT {_KEY}, {column} FROM {table} WHERE {column} IS NOT NULL"
            found += [(key, name) for key, name in workspace.rows(sql)]
        return found

    return resolve


def _read(pairs: Sequence[tuple[Mapping, Found]], resolve: mapping.Resolve) -> Iterator[tuple[str, Table]]:
    names: dict[str, list[tuple[str, str]]] = {}

    def known(kind: str) -> Iterable[tuple[str, str]]:
        return chain(resolve(kind), names.get(kind, ()))

    wanted = {kind for one, _found in pairs for kind in mapping.looked_up(one)}
    for one, found in pairs:
        table = mapping.literal(one) if one.rows else mapping.apply(one, found.read(), known)
        if one.kind in wanted:
            table = mapping.remembered(table, names.setdefault(one.kind, []))
        yield one.kind, table
