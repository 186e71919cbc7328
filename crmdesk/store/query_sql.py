"""The SQL that a query means: its conditions, its order, and what its cells are read from."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from crmdesk.store.base import fields_of, table_of
from crmdesk.store.field import Choice, Day, Decimal, Moment, Ref, Text
from crmdesk.store.listing import Listing, all_columns

Values = dict[str, Any]
Midnight = Callable[[int], int]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a listing: its name, its field, the SQL of its value, and of its local day if that is stored."""

    name: str
    field: Any
    sql: str
    day: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a filter asks of a column. `mark` makes its parameters unlike those of the others."""

    column: Column
    value: Any
    mark: str
    today: int
    midnight: Midnight


def column_of(listing: Listing, name: str) -> Column:
    """A column by its name. Raises KeyError where the list has none called that."""
    for one in listing.derived:
        if one.name == name:
            return Column(name, one.field, one.sql)
    found = all_columns(listing)[name]
    return Column(name, found, f"t.{name}", f"t.{found.day_name}" if isinstance(found, Moment) else "")


def operations(field: Any) -> tuple[str, ...]:
    """What a filter can ask of a column of that field, the usual first."""
    if isinstance(field, Day | Moment):
        return ("within", "before", "after", "is", "empty", "filled")
    if isinstance(field, Ref):
        return ("is", "is_not", "contains", "empty", "filled")
    if isinstance(field, Choice):
        return ("is", "is_not", "empty", "filled")
    if isinstance(field, Text) and not isinstance(field, Decimal):
        return ("contains", "is", "is_not", "empty", "filled")
    return ("more", "less", "is", "empty", "filled")


def condition(asked: Asked, op: str) -> tuple[str, Values]:
    """The SQL of a filter and its parameters. Raises ValueError where the column cannot be asked that."""
    if op not in operations(asked.column.field):
        raise ValueError(f"the column {asked.column.name} cannot be asked “{op}”")
    if op in _SPANS and isinstance(asked.column.field, Day | Moment):
        return _in_span(asked, *_SPANS[op](asked))
    return _OPERATIONS[op](asked)


def order(listing: Listing, sort: str, descending: bool) -> str:
    """What to sort by; rows without a value always come last, the newest first where nothing is said."""
    if not sort:
        return "t.id DESC"
    way = "DESC" if descending else "ASC"
    return f"{_in_order(listing, column_of(listing, sort), way)}, t.id {way}"


def order_of_groups(listing: Listing, column: str) -> str:
    """What to sort by so that rows with the same value of a column stand together."""
    one = column_of(listing, column)
    return f"{_in_order(listing, one, 'ASC')}, {one.sql}"


def cell_sql(one: Column) -> str:
    """The SQL of a cell: of a reference it is the id, and the name beside it."""
    if isinstance(one.field, Ref):
        return f"{one.sql}, {_name_behind(one)}"
    return one.sql


def width(one: Column) -> int:
    """How many SQL columns a cell takes."""
    return 2 if isinstance(one.field, Ref) else 1


def like(text: str) -> str:
    """A LIKE pattern of everything that holds the text."""
    plain = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain}%"


def _in_order(listing: Listing, one: Column, way: str) -> str:
    return ", ".join(f"{key} {way} NULLS LAST" for key in _sort_keys(listing, one))


def _sort_keys(listing: Listing, one: Column) -> list[str]:
    if isinstance(one.field, Ref):
        target = one.field.rel_model
        places = ["position"] if "position" in fields_of(target) else []
        return [f"(SELECT {key} FROM {table_of(target)} WHERE {one.sql} = id)" for key in places] + [
            f"sorted_as({_name_behind(one)})"
        ]
    if isinstance(one.field, Decimal):
        return [f"CAST({one.sql} AS REAL)"]
    if isinstance(one.field, Choice):
        return [_rank(one.sql, list(one.field.words))]
    if isinstance(one.field, Text):
        return [f"sorted_as({one.sql})"]
    # Where an index begins with the local day, sorting by it first lets SQLite walk the index.
    return [one.day, one.sql] if one.day.removeprefix("t.") in _led_by(listing) else [one.sql]


def _rank(sql: str, words: list[str]) -> str:
    """The place of a choice's word among its choices; words are names in the code, with nothing to be escaped."""
    return f"nullif(instr(',{','.join(words)},', ',' || {sql} || ','), 0)"


def _led_by(listing: Listing) -> set[str]:
    """The columns with which indexes of the table begin."""
    return {one[0][0] for one in listing.record._meta.indexes if isinstance(one, tuple)}


def _name_behind(one: Column) -> str:
    target = one.field.rel_model
    return f"(SELECT {target.name_field} FROM {table_of(target)} WHERE {one.sql} = id)"


def _in_span(asked: Asked, first: int | None, end: int | None) -> tuple[str, Values]:
    """From a day to before another; either may be open."""
    one = asked.column
    is_day = isinstance(one.field, Day) or one.day
    bounds = {f"{asked.mark}_from": first, f"{asked.mark}_to": end}
    values = {mark: day if is_day else asked.midnight(day) for mark, day in bounds.items() if day is not None}
    signs = {f"{asked.mark}_from": ">=", f"{asked.mark}_to": "<"}
    place = one.day or one.sql
    return " AND ".join(f"{place} {signs[mark]} :{mark}" for mark in values), values


_SPANS: dict[str, Callable[[Asked], tuple[int | None, int | None]]] = {
    "is": lambda asked: (asked.value, asked.value + 1),
    "before": lambda asked: (None, asked.value),
    "after": lambda asked: (asked.value + 1, None),
    "within": lambda asked: (asked.today + asked.value[0], asked.today + asked.value[1] + 1),
}


def _is(asked: Asked) -> tuple[str, Values]:
    one = asked.column
    wanted = list(asked.value) if isinstance(asked.value, tuple) else [asked.value]
    place = f"{one.sql} COLLATE NOCASE" if isinstance(one.field, Text) else one.sql
    return f"{place} IN (SELECT value FROM json_each(:{asked.mark}))", {asked.mark: json.dumps(wanted)}


def _is_not(asked: Asked) -> tuple[str, Values]:
    sql, values = _is(asked)
    return f"({sql}) IS NOT 1", values


def _contains(asked: Asked) -> tuple[str, Values]:
    one = asked.column
    place = _name_behind(one) if isinstance(one.field, Ref) else one.sql
    return f"{place} LIKE :{asked.mark} ESCAPE '\\'", {asked.mark: like(asked.value)}


def _compared(sign: str) -> Callable[[Asked], tuple[str, Values]]:
    def compare(asked: Asked) -> tuple[str, Values]:
        one = asked.column
        if isinstance(one.field, Decimal):
            return f"CAST({one.sql} AS REAL) {sign} CAST(:{asked.mark} AS REAL)", {asked.mark: asked.value}
        return f"{one.sql} {sign} :{asked.mark}", {asked.mark: asked.value}

    return compare


_OPERATIONS: dict[str, Callable[[Asked], tuple[str, Values]]] = {
    "is": _is,
    "is_not": _is_not,
    "contains": _contains,
    "empty": lambda asked: (f"coalesce({asked.column.sql}, '') = ''", {}),
    "filled": lambda asked: (f"coalesce({asked.column.sql}, '') <> ''", {}),
    "less": _compared("<"),
    "more": _compared(">"),
}
