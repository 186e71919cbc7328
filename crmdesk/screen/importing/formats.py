"""How the cells of a column can be read: the forms of dates and numbers to choose among, with examples."""

from __future__ import annotations

from datetime import UTC, datetime

from crmdesk.exchange.drafts.draft import ColumnDraft
from crmdesk.exchange.profile_numbers import RULES
from crmdesk.exchange.rules import EXCEL_DATES, ISO, FieldRule, NumberRule
from crmdesk.exchange.shape import KINDS
from crmdesk.text import N_, _

_DATES = (ISO, "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%d.%m.%y", "%d/%m/%y", "%m/%d/%y", "%Y%m%d", "%Y/%m/%d")
_WITH_TIME = ("%d.%m.%Y %H:%M", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%m/%d/%Y %I:%M %p")
_BARE = {
    "excel": N_("days as a spreadsheet counts them (45678)"),
    "excel1904": N_("days as an old Mac spreadsheet counts them"),
    "epoch": N_("seconds since 1970"),
    "epoch_ms": N_("milliseconds since 1970"),
}
# A day that shows which part is which.
_EXAMPLE = datetime(2026, 12, 31, 17, 45, tzinfo=UTC)


def formats_of(kind: str, one: ColumnDraft) -> list[FieldRule]:
    """The ways in which the cells of a column can be read; none for texts."""
    column = KINDS.get(kind, {}).get(one.field)
    holds = column.holds if column is not None else "text"
    if holds in ("date", "moment"):
        found = [form for reading in (one.profile.dates.readings if one.profile.dates else ()) for form in reading]
        forms = dict.fromkeys((*found, *_DATES, *(_WITH_TIME if holds == "moment" else ()), *_BARE))
        return [FieldRule(date=(form,)) for form in forms]
    if holds in ("money", "number"):
        return [FieldRule(number=rule) for rule in RULES]
    return []


def format_text(rule: FieldRule) -> str:
    """A form of dates or numbers, by an example."""
    if rule.number is not None:
        return number_example(rule.number)
    form = rule.date[0] if rule.date else ISO
    if form in _BARE or form in EXCEL_DATES:
        return _(_BARE[form])
    return "2026-12-31 (ISO)" if form == ISO else _EXAMPLE.strftime(form)


def number_example(rule: NumberRule) -> str:
    """A number as the rule writes it."""
    return f"1{rule.thousands}234{rule.decimal}56"
