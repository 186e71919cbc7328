"""What a query asks, in words: each filter is a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crmdesk.domain.wording import number_text, short_date_text
from crmdesk.store.field import Day, Moment, Ref
from crmdesk.store.file import Workspace
from crmdesk.store.listing import LISTINGS, Listing, all_columns
from crmdesk.store.query import Condition, Filter, Query, alternatives
from crmdesk.store.row import name_of
from crmdesk.text import N_, _, n_
from crmdesk.ui.fields import shown

# Of each operation: what it is called where it is chosen, and its sentence.
OPERATIONS = {
    "is": (N_("is"), N_("{field} is {value}")),
    "is_not": (N_("is not"), N_("{field} is not {value}")),
    "contains": (N_("contains"), N_("{field} contains “{value}”")),
    "empty": (N_("is empty"), N_("{field} is empty")),
    "filled": (N_("is filled in"), N_("{field} is filled in")),
    "less": (N_("is less than"), N_("{field} is less than {value}")),
    "more": (N_("is more than"), N_("{field} is more than {value}")),
    "before": (N_("is before"), N_("{field} is before {value}")),
    "after": (N_("is after"), N_("{field} is after {value}")),
    "within": (N_("lies within"), N_("{field}: {value}")),
}
# Days from today that are asked for often.
SPANS: tuple[tuple[int, int], ...] = (
    *((0, 0), (-1, -1), (1, 1), (-6, 0), (-29, 0), (-89, 0), (-364, 0)),
    *((0, 6), (0, 29), (0, 89), (-36500, -1), (0, 36500)),
)
_NAMED_SPANS = {
    (0, 0): N_("today"),
    (-1, -1): N_("yesterday"),
    (1, 1): N_("tomorrow"),
    (-36500, -1): N_("before today"),
    (0, 36500): N_("today or later"),
}


def words(query: Query, workspace: Workspace) -> list[str]:
    """All that a query asks, a sentence each."""
    listing = LISTINGS[query.listing]
    preset = listing.preset(query.preset)
    found = [_(preset.title)] if preset else []
    found += [sentence(listing, one, workspace) for one in query.filters]
    return [*found, _("“{text}”").format(text=query.text.strip())] if query.text.strip() else found


def sentence(listing: Listing, one: Condition, workspace: Workspace) -> str:
    """A condition as a sentence."""
    return _either([filter_sentence(listing, each, workspace) for each in alternatives(one)])


def filter_sentence(listing: Listing, one: Filter, workspace: Workspace) -> str:
    """A filter as a sentence."""
    field = all_columns(listing)[one.column]
    value = "" if one.value is None else value_words(field, one, workspace)
    return _(OPERATIONS[one.op][1]).format(field=_(field.label), value=value)


def value_words(field: Any, one: Filter, workspace: Workspace) -> str:
    """The value of a filter as people write it."""
    if one.op == "within":
        return span_words(one.value)
    if one.op == "contains":
        return str(one.value)
    values = one.value if isinstance(one.value, tuple) else (one.value,)
    return _either([_value_words(field, value, workspace) for value in values])


def span_words(span: Sequence[int]) -> str:
    """Days from today in words."""
    first, last = span
    if (first, last) in _NAMED_SPANS:
        return _(_NAMED_SPANS[first, last])
    if last == 0:
        return n_("in the last {n} day", "in the last {n} days", 1 - first).format(n=number_text(1 - first))
    if first == 0:
        return n_("in the next {n} day", "in the next {n} days", last + 1).format(n=number_text(last + 1))
    return _("from {first} to {last} days from today").format(first=number_text(first), last=number_text(last))


def _value_words(field: Any, value: Any, workspace: Workspace) -> str:
    if isinstance(field, Ref):
        return name_of(workspace, field.rel_model, value)
    if isinstance(field, Day | Moment):
        return short_date_text(value)
    return shown(field, value, workspace)


def _either(texts: Sequence[str]) -> str:
    if len(texts) < 2:
        return "".join(texts)
    return _("{some} or {other}").format(some=", ".join(texts[:-1]), other=texts[-1])
