"""Which records a list shows, in which order: a value that can be kept, compared and told, and the SQL it means."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any


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
class Query:
    """The rows of a listing: all conditions hold, `text` is found in them, `preset` is one of the listing's own."""

    listing: str
    filters: tuple[Filter, ...] = ()
    text: str = ""
    preset: str = ""
    sort: str = ""
    descending: bool = False

    def as_json(self) -> str:
        """The query as text, for places and saved views."""
        return json.dumps(asdict(self), ensure_ascii=False)


def query_of(text: str) -> Query:
    """The query of `Query.as_json`. Raises ValueError where the text is none."""
    try:
        found = json.loads(text)
        filters = tuple(Filter(one["column"], one["op"], _value(one["value"])) for one in found.pop("filters"))
        return Query(filters=filters, **found)
    except (KeyError, TypeError) as fault:
        raise ValueError("is not a query") from fault


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
