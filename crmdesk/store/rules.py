"""The rules that the values of a record must keep, the same for forms, for tables and for imports."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from crmdesk.domain.calendar import DAY, FIRST_YEAR, LAST_YEAR, parse_day
from crmdesk.domain.errors import FieldError, FieldErrors
from crmdesk.domain.money import MOST_DIGITS, parse_decimal
from crmdesk.domain.wording import number_text
from crmdesk.store.base import Record, own_fields, table_of
from crmdesk.store.field import TEXT_LIMIT, Choice, Day, Decimal, Moment, MoneyField, Ref, Text, Whole
from crmdesk.store.making import Missing
from crmdesk.store.row import Source
from crmdesk.store.survey import SCALES
from crmdesk.text import _

# The two columns of a kind of which the second must not lie before the first.
ORDER: dict[str, tuple[str, str]] = {
    "staff": ("started_on", "left_on"),
    "campaign": ("started_on", "ended_on"),
    "deal": ("opened_at", "closed_at"),
    "ticket": ("opened_at", "resolved_at"),
}
# By what a goal is known: there is one for each KPI, period, person and channel.
GOAL_KEY = ("kpi", "period", "staff_id", "channel")
PERIOD = re.compile(r"\d{4}(-(Q[1-4]|0[1-9]|1[0-2]))?", re.ASCII)
_FIRST_DAY, _LAST_DAY = parse_day(f"{FIRST_YEAR}-01-01"), parse_day(f"{LAST_YEAR}-12-31")
# No file can hold the latter; the former no import brings in.
_NOT_STORABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
# Columns that rules, histories or other records depend on, beside those of ORDER.
_TOGETHER: dict[str, tuple[str, ...]] = {
    "contact": ("company_id",),
    "stage": ("kind", "probability", "position"),
    "deal": ("stage_id",),
    "ticket": ("first_response_at",),
    "activity": ("due_at", "done_at"),
    "survey": ("kind", "score"),
    "goal": GOAL_KEY,
}
# Written by the workspace itself where nobody says it.
_FILLED_IN = {"recorded_at"}

Values = Mapping[str, Any]


def checked(source: Source, record: type[Record], before: Values | None, values: Values) -> dict[str, Any]:
    """The columns that differ from `before` (None: a new record), cleaned. Raises FieldErrors.

    What was wrong before is no reason to refuse a change elsewhere in the record.
    """
    wanted = clean(record, values)
    after = {**dict.fromkeys(own_fields(record)), **(before or {}), **wanted}
    found = faults(source, record, after)
    if found and before is not None:
        known = {(fault.field, str(fault)) for fault in faults(source, record, before)}
        found = [fault for fault in found if (fault.field, str(fault)) not in known]
    if found:
        raise FieldErrors(found)
    return {name: value for name, value in wanted.items() if before is None or before[name] != value}


def checked_value(source: Source, record: type[Record], column: str, value: Any) -> Any:
    """One cleaned value, looked at alone; a record that is still to be made is right. Raises FieldErrors."""
    if isinstance(value, Missing):
        return value
    cleaned = clean(record, {column: value})[column]
    if text := _fault(source, column, own_fields(record)[column], cleaned):
        raise FieldErrors([FieldError(column, text)])
    return cleaned


def stands_alone(record: type[Record], column: str) -> bool:
    """Whether a value is right or wrong by itself: no rule and no history looks at it together with others."""
    together = {*ORDER.get(record.kind, ()), *_TOGETHER.get(record.kind, ())}
    return column not in together


def clean(record: type[Record], values: Values) -> dict[str, Any]:
    """The values as they are stored: line ends as one sign, nothing that no file can hold, blank as not known."""
    fields = own_fields(record)
    return {
        name: _clean_text(value) if isinstance(value, str) and isinstance(fields.get(name), Text) else value
        for name, value in values.items()
    }


def faults(source: Source, record: type[Record], values: Values) -> list[FieldError]:
    """What is wrong with a record of these values; `id` tells which row it is, if it is one already."""
    found = {fault.field: fault for fault in _row_faults(source, record, values)}
    for name, field in own_fields(record).items():
        if text := _fault(source, name, field, values.get(name)):
            found[name] = FieldError(name, text)
    return list(found.values())


def _clean_text(text: str) -> str | None:
    known = _NOT_STORABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return known if known.strip() else None


def _fault(source: Source, name: str, field: Any, value: Any) -> str:
    """What is wrong with the value of one field: a sentence, or nothing."""
    label = _(field.label)
    if value is None:
        missing = field.required and name not in _FILLED_IN
        return _("“{label}” is missing; fill it in.").format(label=label) if missing else ""
    match field:
        case Ref():
            there = source.rows(f"SELECT 1 FROM {table_of(field.rel_model)} WHERE id = ?", (value,))
            gone = _("What was chosen as “{label}” is not there any more; choose something else.")
            return "" if there else gone.format(label=label)
        case Choice():
            words = ", ".join(_(word) for word in field.words.values())
            wrong = _("“{label}” must be one of: {words}.").format(label=label, words=words)
            return "" if value in field.words else wrong
        case Decimal():
            return "" if _is_decimal(value, field) else _decimal_fault(label, field)
        case Text():
            long = _("“{label}” is longer than {most} characters; shorten it.").format(
                label=label, most=number_text(TEXT_LIMIT)
            )
            return long if len(value) > TEXT_LIMIT else ""
    return _number_fault(label, field, value)


def _number_fault(label: str, field: Any, value: int) -> str:
    match field:
        case Whole() if not field.least <= value <= field.most:
            text = _("“{label}” must be a whole number from {least} to {most}.")
            return text.format(label=label, least=field.least, most=field.most)
        case MoneyField() if abs(value) >= 10**MOST_DIGITS:
            return _("“{label}” has more than {digits} digits.").format(label=label, digits=MOST_DIGITS)
        case Day() | Moment():
            day = value if isinstance(field, Day) else value // DAY
            text = _("“{label}” lies outside the years {first} to {last}.")
            outside = text.format(label=label, first=FIRST_YEAR, last=LAST_YEAR)
            return "" if _FIRST_DAY <= day <= _LAST_DAY else outside
    return ""


def _is_decimal(value: str, field: Decimal) -> bool:
    try:
        number = float(parse_decimal(value))
    except ValueError:
        return False
    return field.least is None or field.most is None or field.least <= number <= field.most


def _decimal_fault(label: str, field: Decimal) -> str:
    if field.least is None:
        return _("“{label}” must be a plain number.").format(label=label)
    text = _("“{label}” must be a number from {least} to {most}.")
    return text.format(label=label, least=field.least, most=field.most)


def _row_faults(source: Source, record: type[Record], values: Values) -> Iterator[FieldError]:
    """What several columns say together, or other rows against it."""
    if record.kind in ORDER:
        earlier, later = ORDER[record.kind]
        start, end = values.get(earlier), values.get(later)
        if start is not None and end is not None and end < start:
            fields = own_fields(record)
            text = _("“{later}” lies before “{earlier}”.")
            text = text.format(later=_(fields[later].label), earlier=_(fields[earlier].label))
            yield FieldError(later, text)
    if record.kind in _SPECIAL:
        yield from _SPECIAL[record.kind](source, values)


def _survey(_source: Source, values: Values) -> Iterator[FieldError]:
    scale, score = SCALES.get(values.get("kind") or ""), values.get("score")
    if scale and score is not None and not scale[0] <= score <= scale[1]:
        text = _("A score of this kind lies between {least} and {most}.")
        yield FieldError("score", text.format(least=scale[0], most=scale[1]))


def _contact(source: Source, values: Values) -> Iterator[FieldError]:
    """Companies may belong to companies, but no contact to itself, by whatever way."""
    own, company = values.get("id"), values.get("company_id")
    seen: set[int] = set()
    while own is not None and company is not None and company not in seen:
        if company == own:
            yield FieldError("company_id", _("A contact cannot belong to itself; choose another company."))
            return
        seen.add(company)
        found = source.rows("SELECT company_id FROM contact WHERE id = ?", (company,))
        company = found[0][0] if found else None


def _goal(source: Source, values: Values) -> Iterator[FieldError]:
    period, key = values.get("period"), [values.get(name) for name in (*GOAL_KEY, "id")]
    if period is not None and not PERIOD.fullmatch(period):
        yield FieldError("period", _("A goal is for a month (2026-10), a quarter (2026-Q4) or a year (2026)."))
    elif source.rows(
        "SELECT 1 FROM goal WHERE kpi = ? AND period = ? AND staff_id IS ? AND channel IS ? AND id IS NOT ?", key
    ):
        yield FieldError("period", _("There is a goal for this KPI and period already; change that one."))


_SPECIAL: dict[str, Callable[[Source, Values], Iterator[FieldError]]] = {
    "survey": _survey,
    "contact": _contact,
    "goal": _goal,
}
