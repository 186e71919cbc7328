"""The values of fields as people read and type them: the one place for tables, forms and record pages.

A reference is shown as its name: its value here is the pair (id, name), or None.
"""

from __future__ import annotations

from decimal import Decimal as Exact
from typing import Any

from PySide6.QtCore import Qt

from crmdesk.domain import typed_date
from crmdesk.domain.calendar import Calendar
from crmdesk.domain.money import parse_money
from crmdesk.domain.typed_number import plain_amount, plain_number
from crmdesk.domain.wording import decimal_text, exact_money_text, moment_text, number_text, short_date_text
from crmdesk.store import lookup, phone
from crmdesk.store.field import (
    TEXT_LIMIT,
    Choice,
    Day,
    Decimal,
    Email,
    KpiName,
    LongText,
    Moment,
    MoneyField,
    PeriodName,
    Phone,
    Ref,
    Stored,
    Tags,
    Target,
    Whole,
)
from crmdesk.store.file import Workspace
from crmdesk.text import _
from crmdesk.ui import goal_fields

Field = Stored | Ref
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
# Where 3/4 is the fourth of March: the United States and what is theirs.
_MONTH_FIRST = {"US", "PR", "GU", "AS", "MP", "VI", "UM", "FM", "MH", "PW"}


def is_number(field: Field) -> bool:
    """Whether the values of a field are numbers, which stand at the right of a column."""
    return isinstance(field, Whole | MoneyField | Decimal)


def alignment(field: Field) -> Qt.AlignmentFlag:
    """Where the values of a field stand in a column or an editor."""
    return _RIGHT if is_number(field) else _LEFT


def shown(field: Field, value: Any, workspace: Workspace, beside: Any = None) -> str:
    """A stored value as text for people; empty where there is none.

    `beside` is the value of the column that says the unit, for fields that have one.
    """
    if value is None:
        return ""
    match field:
        case Ref():
            return str(value[1] or "")
        case MoneyField():
            return exact_money_text(value, workspace.settings.currency)
        case Target() if beside is not None:
            return goal_fields.target_text(str(value), str(beside), workspace)
        case Phone():
            return phone.shown(str(value), phone.country_of(workspace))
        case _:
            return written(field, value, workspace)


def written(field: Field, value: Any, workspace: Workspace) -> str:
    """A stored value as it stands in an editor: what `typed` reads back as the same value."""
    if value is None:
        return ""
    match field:
        case Ref():
            return str(value[1] or "")
        case Choice():
            return _(field.words[value]) if value in field.words else str(value)
        case MoneyField():
            return exact_money_text(value, workspace.settings.currency).rpartition(" ")[0]
        case Decimal() if _is_share(field):
            return f"{decimal_text(_hundredfold(str(value)))} %"
        case Decimal() | Whole():
            return decimal_text(str(value))
        case KpiName():
            return goal_fields.kpi_names().get(value, str(value))
        case PeriodName():
            return goal_fields.period_name(str(value), workspace)
        case Day():
            return short_date_text(value)
        case Moment():
            return moment_text(workspace.calendar.local(value))
        case _:
            return shown(field, value, workspace) if isinstance(field, Phone) else str(value)


def typed(field: Field, text: str, workspace: Workspace, now: int) -> Any:
    """The stored value of what a person typed as of `now`; None for nothing.

    A reference is found by its name, and answered by its id. Raises ValueError with the end of a sentence.
    """
    text = clean(text)
    if not text.strip():
        return None
    match field:
        case Ref():
            return lookup.by_name(workspace, field.rel_model, text.strip(), field.makes or {})
        case Choice():
            return _choice(field, text)
        case MoneyField():
            amount = plain_amount(text, workspace.settings.currency)
            return parse_money(amount, workspace.settings.decimals)
        case Decimal() if _is_share(field):
            return field.parse(_share(text), workspace.dialect)
        case Decimal() if text.strip().endswith("%"):
            return field.parse(_share(text), workspace.dialect)
        case Decimal() | Whole():
            return field.parse(plain_number(text), workspace.dialect)
        case KpiName():
            return goal_fields.typed_kpi(text)
        case PeriodName():
            return goal_fields.typed_period(text, workspace, now)
        case Day():
            return _date(text, workspace, now, ahead=field.ahead).day
        case Moment():
            return _moment(field, text, workspace, now)
        case _:
            return _text(field, text, workspace)


def clean(text: str) -> str:
    """The text without halves of letters, which a control may hand over but no file can keep."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _text(field: Field, text: str, workspace: Workspace) -> str:
    if len(text) > TEXT_LIMIT:
        raise ValueError(_("is longer than {n} characters").format(n=number_text(TEXT_LIMIT)))
    match field:
        case LongText():
            return text.rstrip("\n")
        case Phone():
            return phone.normal(text.strip(), phone.country_of(workspace))
        case Email() if "@" not in text.strip()[1:-1] or len(text.split()) > 1:
            raise ValueError(_("is not an e-mail address, such as {example}").format(example="anna@example.com"))
        case Tags():
            return "; ".join(dict.fromkeys(tag.strip() for tag in text.split(";") if tag.strip()))
        case _:
            return text.strip()


def _choice(field: Choice, text: str) -> str:
    """The stored word of a choice, from the word itself, its translation or the beginning of it."""
    wanted = text.strip().casefold()
    names = {word: {word.casefold(), _(name).casefold()} for word, name in field.words.items()}
    exact = [word for word, known in names.items() if wanted in known]
    begun = [word for word, known in names.items() if any(one.startswith(wanted) for one in known)]
    if len(found := exact or begun) != 1:
        choices = ", ".join(_(name) for name in field.words.values())
        raise ValueError(_("is not one of: {words}").format(words=choices))
    return found[0]


def _is_share(field: Decimal) -> bool:
    """Whether a decimal lies between nothing and all of something, which people say in percent."""
    return (field.least, field.most) == (0, 1)


def _share(text: str) -> str:
    """`25 %`, `25` and `0.25` are the same share."""
    percent = text.strip().endswith("%")
    number = plain_number(text.strip().removesuffix("%"))
    if not percent and len(number.partition(".")[0]) == 1 and number <= "1":
        return number
    return _shifted(number, -2)


def _hundredfold(number: str) -> str:
    return _shifted(number, 2)


def _shifted(number: str, places: int) -> str:
    """A plain decimal times ten to the power of `places`, exactly."""
    return format(Exact(number).scaleb(places).normalize(), "f")


def _date(text: str, workspace: Workspace, now: int, *, ahead: bool) -> typed_date.Typed:
    calendar = workspace.calendar
    local = calendar.local(now)
    country = phone.country_of(workspace)
    return typed_date.parse(
        text,
        calendar.day_of(now),
        local.hour * 60 + local.minute,
        ahead=ahead,
        month_first=country in _MONTH_FIRST if country else None,
    )


def _moment(field: Moment, text: str, workspace: Workspace, now: int) -> int:
    found = _date(text, workspace, now, ahead=field.ahead)
    if found.minutes is not None:
        return workspace.calendar.at_time(found.day, found.minutes)
    return _usual_time(found.day, workspace.calendar, workspace.settings.working_hours, now, ahead=field.ahead)


def _usual_time(day: int, calendar: Calendar, hours: tuple[str, str], now: int, *, ahead: bool) -> int:
    """The moment of a day given without a time: when work begins; of today: now, or when the day's work ends."""
    opens, closes = (int(text[:2]) * 60 + int(text[3:]) for text in hours)
    if day != calendar.day_of(now):
        return calendar.at_time(day, opens)
    if not ahead:
        return now
    return max(calendar.at_time(day, closes), now)
