"""The tables beside the list behind a figure: its breakdowns, and what is known of each person or campaign."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crmdesk.domain.figure import Row, Unit
from crmdesk.domain.wording import money_text, number_text, percent_text, value_text
from crmdesk.drawing.items import label_of, row_item, value_text_of
from crmdesk.kpi.measure import Result
from crmdesk.kpi.records import Link
from crmdesk.screen.figure.reading import SPLITS
from crmdesk.text import N_, _
from crmdesk.ui.table import Column

Say = Callable[[Any, str], str]
# The keys that lead to a value, what it is called, and how it is written.
Field = tuple[tuple[str, ...], str, Say]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its title, its columns, its rows, and the list behind each row (None: there is none)."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Any]
    links: Sequence[Link | None]


def _count(value: Any, _currency: str) -> str:
    return number_text(value)


def _decimal(value: Any, _currency: str) -> str:
    return number_text(value, 2)


def _share(value: Any, _currency: str) -> str:
    return percent_text(value)


def _hours(value: Any, currency: str) -> str:
    return value_text(value, Unit.HOURS, currency)


def _times(value: Any, currency: str) -> str:
    return value_text(value, Unit.MULTIPLE, currency)


# What stands beside a figure for each person, channel or campaign.
_BESIDE: dict[str, tuple[str, tuple[Field, ...]]] = {
    "people": (
        N_("Each person"),
        (
            (("amount",), N_("Amount won"), money_text),
            (("won",), N_("Deals won"), _count),
            (("win_rate",), N_("Win rate"), _share),
            (("activities",), N_("Activities"), _count),
            (("resolved",), N_("Tickets resolved"), _count),
            (("resolution_time",), N_("Resolution time"), _hours),
            (("csat",), N_("Customer satisfaction"), _share),
            (("days",), N_("Working days"), _count),
        ),
    ),
    "who": (
        N_("Each person"),
        ((("things",), N_("Things recorded"), _count), (("weeks",), N_("Weeks"), _count)),
    ),
    "channels": (
        N_("Each channel"),
        (
            (("expenses",), N_("Expenses"), money_text),
            (("new_customers",), N_("New customers"), _count),
        ),
    ),
    "campaigns": (
        N_("Each campaign"),
        (
            (("cost",), N_("Cost, 12 months"), money_text),
            (("revenue",), N_("Revenue, 12 months"), money_text),
            (("multiple",), N_("Times its cost"), _times),
            (("to_date", "cost"), N_("Cost to date"), money_text),
            (("to_date", "revenue"), N_("Revenue to date"), money_text),
            (("to_date", "multiple"), N_("Times its cost to date"), _times),
        ),
    ),
}


# By which breakdown the lines are told; the others are people.
_SPLIT_OF = {"campaigns": "campaign", "channels": "channel"}


def sheets(result: Result) -> Iterator[Sheet]:
    """The tables of a figure: first those beside it, then its breakdowns."""
    for key, (title, fields) in _BESIDE.items():
        lines = result.figure.beside.get(key)
        if isinstance(lines, list) and lines:
            yield _beside(result, key, title, fields, lines)
    told = [name for name in result.kpi.filters if name in result.figure.by]
    for split in dict.fromkeys((*result.kpi.split, *told)):
        rows = result.figure.by.get(split, ())
        links = [row_item(result, split, row).link for row in rows]
        yield Sheet(_(SPLITS.get(split, split)), _split_columns(result, split), rows, links)


def _beside(result: Result, key: str, title: str, fields: Sequence[Field], lines: Sequence[Mapping[str, Any]]) -> Sheet:
    """People stand in the order of their names and never in one of their numbers, until somebody sorts them."""
    split = _SPLIT_OF.get(key, "staff")
    rows = {row.key: row for row in result.figure.by.get(split, ())}
    links = [row_item(result, split, rows[line["key"]]).link if line["key"] in rows else None for line in lines]
    columns = [Column(_("Name"), lambda line: str(line["label"] or _("(none)")))]
    for path, name, say in fields:
        if _value(lines[0], path, missing=True) is not _MISSING:
            columns.append(_column(path, _(name), say, result.currency))
    return Sheet(_(title), columns, lines, links)


_MISSING = object()


def _value(line: Any, path: Sequence[str], *, missing: bool = False) -> Any:
    for key in path:
        line = line.get(key, _MISSING)
        if line is _MISSING:
            return _MISSING if missing else None
    return line


def _column(path: Sequence[str], title: str, say: Say, currency: str) -> Column:
    def text(line: Any) -> str:
        value = _value(line, path)
        return "–" if value is None else say(value, currency)

    return Column(title, text, lambda line: _value(line, path), number=True)


def _split_columns(result: Result, split: str) -> tuple[Column, ...]:
    def value(row: Row) -> str:
        return value_text_of(result, row.value)

    def name(row: Row) -> str:
        # Ages are bands that have names of their own.
        return _(label_of(row)) if split == "age" else label_of(row)

    head = _(SPLITS.get(split, split)).removeprefix(_("By ")).capitalize()
    return (
        Column(head, name),
        Column(_(result.kpi.name), value, lambda row: row.value, number=True),
        Column(_("n"), lambda row: number_text(row.n), lambda row: row.n, number=True),
    )
