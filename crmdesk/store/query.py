"""Which records a list shows, in which order: a value that can be kept, compared and told, and the SQL it means."""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from crmdesk.store import problems
from crmdesk.store.base import own_fields, table_of
from crmdesk.store.engine import RawError
from crmdesk.store.field import MoneyField
from crmdesk.store.file import Workspace
from crmdesk.store.listing import LISTINGS, Listing
from crmdesk.store.query_sql import Asked, Column, Values, cell_sql, column_of, condition, order, order_of_groups, width
from crmdesk.store.query_text import has_words


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition on a column.

    `op` is one of: is, is_not (value: a stored value, or a tuple of them of which one must match), contains (text),
    empty, filled, less, more (numbers, money), before, after (days, moments: a day number), within (days from today,
    a pair of whole numbers: (-7, 0) is the last seven days and today).
    """

    column: str
    op: str
    value: Any = None


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Conditions of which one is enough."""

    filters: tuple[Filter, ...]


Condition = Filter | AnyOf


def alternatives(one: Condition) -> tuple[Filter, ...]:
    """The filters of which one is enough."""
    return one.filters if isinstance(one, AnyOf) else (one,)


def either(filters: Sequence[Filter]) -> Condition:
    """The condition that one of these holds. Raises ValueError where there is none."""
    first, *others = filters
    return AnyOf((first, *others)) if others else first


@dataclass(frozen=True, slots=True)
class Query:
    """The rows of a listing: all conditions hold, `text` is found in them, `preset` is one of the listing's own.

    With `group` the rows that share a value of that column stand together.
    """

    listing: str
    filters: tuple[Condition, ...] = ()
    text: str = ""
    preset: str = ""
    sort: str = ""
    descending: bool = False
    group: str = ""

    def columns(self) -> set[str]:
        """The columns of which something is asked."""
        return {one.column for asked in self.filters for one in alternatives(asked)}

    def as_json(self) -> str:
        """The query as text, for places and saved views."""
        return json.dumps(asdict(self), ensure_ascii=False)


def query_of(text: str) -> Query:
    """The query of `Query.as_json`. Raises ValueError where the text is none."""
    try:
        found = json.loads(text)
        filters = tuple(_condition_from(one) for one in found.pop("filters"))
        return Query(filters=filters, **found)
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        raise ValueError("is not a query") from fault


@dataclass(frozen=True, slots=True)
class Group:
    """The rows that share a value of a column: the cell, how many there are, and the sums of the money columns."""

    cell: Any
    count: int
    sums: dict[str, int]


def row_ids(source: Workspace, query: Query, now: int) -> array[int]:
    """The rows of a query in their order."""
    where, values = condition_of(source, query, now)
    sql = f"SELECT t.id FROM {_table(query)} t WHERE {where} ORDER BY {_order(query)}"
    return source.engine.numbers(sql, values)


def first_ids(source: Workspace, query: Query, now: int, limit: int, *, steps: int = 0) -> list[int] | None:
    """The first rows of a query. With `steps`, None where SQLite takes more of them than that: then it takes a job."""
    where, values = condition_of(source, query, now)
    sql = f"SELECT t.id FROM {_table(query)} t WHERE {where} ORDER BY {_order(query)} LIMIT :limit"
    try:
        with source.engine.at_most(steps):
            return [row_id for (row_id,) in source.rows(sql, {**values, "limit": limit})]
    except RawError:
        if steps:
            return None
        raise


def count(source: Workspace, query: Query, now: int) -> int:
    """How many rows a query has."""
    where, values = condition_of(source, query, now)
    return int(source.rows(f"SELECT count(*) FROM {_table(query)} t WHERE {where}", values)[0][0])


def cells(
    source: Workspace, listing: Listing, columns: Sequence[str], ids: Sequence[int]
) -> list[tuple[Any, ...] | None]:
    """The cells of rows, in the order of `ids`; None for a row that is no longer there. A reference is (id, name)."""
    return _cells(source, listing, [column_of(listing, name) for name in columns], ids)


def cells_at_once(
    source: Workspace, listing: Listing, columns: Sequence[str], ids: Sequence[int], steps: int
) -> tuple[list[tuple[Any, ...] | None], bool]:
    """The cells of rows, and whether that is all: what is worked out in more than so many steps is left empty."""
    try:
        with source.engine.at_most(steps):
            return cells(source, listing, columns, ids), True
    except RawError:
        worked_out = {one.name for one in listing.derived}
        known = [column_of(listing, name) for name in columns]
        stored = [replace(one, sql="NULL") if one.name in worked_out else one for one in known]
        return _cells(source, listing, stored, ids), False


def grouped(source: Workspace, query: Query, column: str, now: int, money: Sequence[str] | None = None) -> list[Group]:
    """The groups of a column in the order in which it sorts, with the sums of money columns (None: those stored)."""
    listing = LISTINGS[query.listing]
    where, values = condition_of(source, query, now)
    one = column_of(listing, column)
    if money is None:
        money = [name for name, field in own_fields(listing.record).items() if isinstance(field, MoneyField)]
    sums = [f"sum({column_of(listing, name).sql})" for name in money]
    parts = ", ".join([cell_sql(one), "count(*)", *sums])
    by = order_of_groups(listing, column)
    sql = f"SELECT {parts} FROM {_table(query)} t WHERE {where} GROUP BY {one.sql} ORDER BY {by}"
    wide = width(one)
    return [
        Group(
            _folded((0, *row[:wide]), [wide])[0],
            row[wide],
            {name: amount or 0 for name, amount in zip(money, row[wide + 1 :], strict=True)},
        )
        for row in source.rows(sql, values)
    ]


def _cells(
    source: Workspace, listing: Listing, known: Sequence[Column], ids: Sequence[int]
) -> list[tuple[Any, ...] | None]:
    parts = ", ".join(["t.id", *(cell_sql(one) for one in known)])
    sql = f"SELECT {parts} FROM {table_of(listing.record)} t WHERE t.id IN (SELECT value FROM json_each(:ids))"
    widths = [width(one) for one in known]
    found = {row[0]: _folded(row, widths) for row in source.rows(sql, {"ids": json.dumps(list(ids))})}
    return [found.get(row_id) for row_id in ids]


def _table(query: Query) -> str:
    return table_of(LISTINGS[query.listing].record)


def condition_of(source: Workspace, query: Query, now: int) -> tuple[str, Values]:
    """All conditions of a query over the row `t`, and their parameters.

    Raises KeyError or ValueError where it asks what the listing does not know.
    """
    listing, calendar = LISTINGS[query.listing], source.calendar
    values: Values = dict(problems.asked(source, now))
    today = values["today"]
    parts = [listing.scope] if listing.scope else []
    if preset := listing.preset(query.preset):
        parts.append(preset.where)
    for number, one in enumerate(query.filters):
        some = []
        for place, each in enumerate(alternatives(one)):
            mark = f"p{number}_{place}"
            asked = Asked(column_of(listing, each.column), each.value, mark, today, calendar.midnight)
            sql, own = condition(asked, each.op)
            some.append(f"({sql})")
            values |= own
        parts.append(" OR ".join(some))
    if query.text.strip():
        sql, own = has_words(source, listing, query.text)
        parts.append(sql)
        values |= own
    return " AND ".join(f"({part})" for part in parts) or "1", values


def _order(query: Query) -> str:
    inner = _order_in_groups(query)
    return f"{order_of_groups(LISTINGS[query.listing], query.group)}, {inner}" if query.group else inner


def _order_in_groups(query: Query) -> str:
    listing = LISTINGS[query.listing]
    if query.sort:
        return order(listing, query.sort, query.descending)
    preset = listing.preset(query.preset)
    if preset is not None and preset.sort:
        return order(listing, preset.sort, preset.descending)
    return order(listing, listing.default_sort, listing.default_descending)


def _folded(row: Sequence[Any], widths: Sequence[int]) -> tuple[Any, ...]:
    """Cells of a row of SQL whose first value is the id; a reference's two values become one."""
    found, at = [], 1
    for wide in widths:
        if wide == 1:
            found.append(row[at])
        else:
            found.append(None if row[at] is None else (row[at], row[at + 1] or f"#{row[at]}"))
        at += wide
    return tuple(found)


def _condition_from(found: Any) -> Condition:
    """A condition of `Query.as_json`."""
    if "filters" in found:
        return either([_filter_from(one) for one in found["filters"]])
    return _filter_from(found)


def _filter_from(found: Any) -> Filter:
    return Filter(found["column"], found["op"], _value(found["value"]))


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
