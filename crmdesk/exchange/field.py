"""One field of a mapping, ready to be read from the cells of a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from crmdesk.domain.errors import UserError
from crmdesk.domain.formulas import bare
from crmdesk.exchange import cell
from crmdesk.exchange.heading_words import CURRENCY_CODES
from crmdesk.exchange.near import Names, fold, unknown_name
from crmdesk.exchange.readers import markup
from crmdesk.exchange.rules import ISO, Condition, FieldRule, NumberRule
from crmdesk.exchange.shape import Column
from crmdesk.exchange.tidy import tidied
from crmdesk.store.field import CODE_MARK
from crmdesk.text import _

Cells = Sequence[str]
DATE_LENGTH = len("2026-10-31")


class FieldError(Exception):
    """A field that could not be read from a row: the column, the value, the reason."""

    def __init__(self, column: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason = column, value, reason


@dataclass(frozen=True, slots=True)
class Field:
    """A field of what is made: its name, its value from a row, and the order of its values."""

    name: str
    rule: FieldRule
    read: Callable[[Cells], str]
    order: Callable[[str], Any]


class Header:
    """The columns of a foreign table, found by name; case, spaces and punctuation do not matter."""

    def __init__(self, columns: Sequence[str], table: str) -> None:
        self.used: set[str] = set()
        self._columns = list(columns)
        self._table = table

    def place(self, name: str) -> int:
        """Where the cells of that column stand in a row; a UserError if there is no such column."""
        if name not in self._columns:
            same = [column for column in self._columns if fold(column) == fold(name)]
            if len(same) != 1:
                raise UserError(unknown_name(self._table, name, self._columns))
            name = same[0]
        self.used.add(name)
        return self._columns.index(name)

    def has(self, name: str) -> bool:
        """Whether there is such a column."""
        return any(fold(column) == fold(name) for column in self._columns)

    def place_if(self, name: str, *, is_optional: bool) -> int | None:
        """The same; None where the column may be missing and is."""
        if is_optional and not self.has(name):
            return None
        return self.place(name)

    def others(self) -> list[str]:
        """The columns that nothing has asked for."""
        return [column for column in self._columns if column not in self.used]


def compiled(
    name: str, rule: FieldRule, column: Column | None, header: Header, names: Names | None, empty: frozenset[str]
) -> Field:
    """A field rule made ready for the rows of one table."""
    holds = column.holds if column else "text"
    convert, order = _conversion(rule, holds)
    counts = conditions(rule.where, header) if rule.where else None
    if rule.value is not None:
        value = rule.value
        return Field(name, rule, lambda cells: value if counts is None or counts(cells) else "", order)
    raw = _raw(rule, header)
    label = " + ".join(rule.columns)
    nothing = rule.empty | empty | {""}
    folded = {value.casefold(): meaning for value, meaning in (rule.values or {}).items()}
    minutes_at = header.place_if(rule.plus_minutes, is_optional=rule.is_optional) if rule.plus_minutes else None
    currency_at = header.place_if(rule.currency, is_optional=True) if rule.currency else None
    same_for_all = rule.currency if currency_at is None and rule.currency in CURRENCY_CODES else ""
    moment_at = header.place_if(rule.same_day, is_optional=True) if rule.same_day else None

    def read(cells: Cells) -> str:
        if counts is not None and not counts(cells):
            return ""
        text = raw(cells, nothing)
        if text in nothing:
            return rule.else_value
        try:
            found = convert(_meant(text, rule, names, folded))
            if rule.plus_minutes:
                minutes = "" if minutes_at is None else cells[minutes_at].strip()
                found = cell.later(found, minutes, rule.number or NumberRule()) if minutes not in nothing else ""
        except cell.CellError as error:
            raise FieldError(label, text, str(error)) from None
        if not found:
            return rule.else_value
        if moment_at is not None:
            found = _on_that_day(found, cells[moment_at].strip(), convert)
        if code := same_for_all if currency_at is None else cells[currency_at].strip().upper():
            found = f"{found}{CODE_MARK}{code}"
        return found if names is not None else rule.prefix + found

    return Field(name, rule, read, order)


def _on_that_day(found: str, moment: str, convert: Callable[[str], str]) -> str:
    """A date; if it is the day of another cell's moment, that moment."""
    if len(found) > DATE_LENGTH or not moment:
        return found
    try:
        other = convert(moment)
    except cell.CellError:
        return found
    return other if other[:DATE_LENGTH] == found else found


def made(name: str, read: Callable[[Cells], str]) -> Field:
    """A field whose value is made from the whole row."""
    return Field(name, FieldRule(), read, str)


def either(one: Field, other: Field) -> Field:
    """A field whose value is that of another one where it has none itself."""
    return Field(one.name, one.rule, lambda cells: one.read(cells) or other.read(cells), one.order)


def counted(one: Field, counts: Counter[tuple[str, str]], key: tuple[str, str]) -> Field:
    """A field of which it is counted how often it is read."""

    def read(cells: Cells) -> str:
        counts[key] += 1
        return one.read(cells)

    return Field(one.name, one.rule, read, one.order)


def conditions(where: Sequence[Condition], header: Header) -> Callable[[Cells], bool]:
    """Whether a row meets every condition."""
    tests = [(_text_of(one, header), _condition(one)) for one in where]
    return lambda cells: all(test(text(cells)) for text, test in tests)


def _text_of(one: Condition, header: Header) -> Callable[[Cells], str]:
    """The cell that a condition is about: the first filled one of its columns."""
    at = header.place_if(one.column, is_optional=one.is_optional)
    if not one.others:
        return lambda cells: "" if at is None else cells[at].strip()
    found = (at, *(header.place_if(other, is_optional=one.is_optional) for other in one.others))
    places = [place for place in found if place is not None]
    return lambda cells: next((text for place in places if (text := cells[place].strip())), "")


def _condition(one: Condition) -> Callable[[str], bool]:
    if one.sign:
        return lambda text: cell.sign(text) == one.sign
    values = frozenset(value.casefold() for value in one.values)
    return lambda text: (text.casefold() in values) == one.wanted


def _raw(rule: FieldRule, header: Header) -> Callable[[Cells, frozenset[str]], str]:
    """The text as it stands in the row: one column's, or several joined, or the other column's if that is empty."""
    found = [header.place_if(column, is_optional=rule.is_optional) for column in rule.columns]
    places = [place for place in found if place is not None]
    other = header.place_if(rule.else_column, is_optional=rule.is_optional) if rule.else_column else None

    def joined(cells: Cells, nothing: frozenset[str]) -> str:
        parts = [_stripped(cells[at]) for at in places]
        text = rule.separator.join(part for part in parts if part not in nothing)
        return _stripped(cells[other]) if other is not None and not text else text

    def single(cells: Cells, nothing: frozenset[str]) -> str:
        text = _stripped(cells[places[0]])
        return _stripped(cells[other]) if other is not None and text in nothing else text

    whole = _bared(single if len(places) == 1 else joined, rule)
    if rule.first_of:
        return lambda cells, nothing: whole(cells, nothing).partition(rule.first_of)[0].strip()
    if rule.all_of:
        return lambda cells, nothing: _listed(whole(cells, nothing), rule.all_of)
    return whole


def _bared(whole: Callable[[Cells, frozenset[str]], str], rule: FieldRule) -> Callable[[Cells, frozenset[str]], str]:
    """The text without tags and without what always stands in front of it."""
    if rule.html:
        return lambda cells, nothing: markup.plain(whole(cells, nothing))
    if rule.without:
        return lambda cells, nothing: whole(cells, nothing).removeprefix(rule.without)
    return whole


def _listed(text: str, mark: str) -> str:
    """The values of a cell, parted as tags are."""
    return ";".join(part for one in text.split(mark) if (part := one.strip(' "')))


def _stripped(text: str) -> str:
    # A plain strip would lose the mark of a cell that is a real number or date.
    if isinstance(text, cell.Canonical):
        return text
    plain = bare(text.strip())
    # A spreadsheet's mark of text, as in '01067.
    return plain[1:] if plain[:1] == "'" and plain[1:2].isdigit() else plain


def _meant(text: str, rule: FieldRule, names: Names | None, folded: Mapping[str, str]) -> str:
    """The value that a text stands for, by the list of values or by a known name."""
    if rule.values is not None:
        if text in rule.values:
            return rule.values[text]
        if (found := folded.get(text.casefold())) is not None:
            return found
        if rule.other_values == "refuse":
            raise cell.CellError(_("The mapping does not say what this value means; add it to “values”."))
        return text if rule.other_values == "keep" else ""
    if names is not None:
        # An id is looked for as well, and ids have their prefix.
        named = rule.prefix + text
        found = names.find(named)
        if found is None:
            return "" if rule.other_values == "empty" else named
        return rule.near.found if rule.near and rule.near.found else found
    return text


def _amount(text: str) -> Decimal:
    """A number by which amounts are put in order, without the currency behind it."""
    return Decimal(text.partition(CODE_MARK)[0])


def _conversion(rule: FieldRule, holds: str) -> tuple[Callable[[str], str], Callable[[str], Any]]:
    """How a text becomes a canonical value, and how such values are put in order."""
    number = rule.number or (NumberRule() if holds in ("money", "number") else None)
    if number is not None and not rule.plus_minutes:
        return (lambda text: cell.number(text, number) if text else ""), _amount
    if rule.date or holds in ("date", "moment"):
        forms = rule.date or (ISO,)
        read = cell.day if holds == "date" else partial(cell.moment, zone=rule.timezone)
        return partial(cell.first_form, read, forms), cell.instant
    return tidied(rule.tidy) if rule.tidy else str, str
