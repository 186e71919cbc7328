"""The business's own settings: currency, time zone, fiscal year, working time, what counts as lapsed."""

from __future__ import annotations

import json
import locale
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from crmdesk.domain.calendar import Calendar, parse_day
from crmdesk.domain.errors import FieldError, UserError
from crmdesk.domain.hours import WorkingTime, minutes_of
from crmdesk.domain.money import decimals_of, parse_decimal
from crmdesk.text import _

FORMAT = "crmdesk-1"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a workspace, as `workspace.json` names them.

    `inactive_after_days` None means no limit. Decimals are kept as exact text. Holidays are `YYYY-MM-DD`.
    """

    business_name: str = ""
    currency: str = "EUR"
    timezone: str = "UTC"
    fiscal_year_start_month: int = 1
    inactive_after_days: int | None = 180
    assumed_lifespan_years: str | None = None
    gross_margin: str | None = None
    working_days: tuple[int, ...] = (1, 2, 3, 4, 5)
    working_hours: tuple[str, str] = ("09:00", "17:00")
    holidays: tuple[str, ...] = ()

    @property
    def decimals(self) -> int:
        """Decimals of the currency's minor unit."""
        return decimals_of(self.currency)

    @property
    def working_time(self) -> WorkingTime:
        """When the business is open."""
        opens, closes = self.working_hours
        holidays = frozenset(parse_day(text) for text in self.holidays)
        return WorkingTime(self.working_days, minutes_of(opens), minutes_of(closes), holidays)


# Of these, null says something: no limit, not known, none.
_MAY_BE_NULL = {"inactive_after_days", "assumed_lifespan_years", "gross_margin", "holidays", "business_name"}
NAMES = tuple(field.name for field in fields(Settings))


def system_settings() -> dict[str, Any]:
    """What the computer knows of its owner: currency and time zone."""
    import tzlocal

    try:
        timezone = Calendar(str(tzlocal.get_localzone_name())).timezone
    except (UserError, LookupError, ValueError, OSError):
        timezone = "UTC"
    currency = locale.localeconv()["int_curr_symbol"]
    return {"currency": str(currency).strip() or "EUR", "timezone": timezone}


def checked(given: Mapping[str, Any]) -> dict[str, Any]:
    """Settings as they are stored, from JSON values. Unknown names are kept as they are. Raises FieldError.

    A null where it has no meaning of its own is a setting that is not there.
    """
    stated = [name for name in NAMES if name in given and (given[name] is not None or name in _MAY_BE_NULL)]
    known = {name: _CHECKS[name](name, given[name]) for name in stated}
    return {**{name: value for name, value in given.items() if name not in NAMES and name != "format"}, **known}


def settings_of(stored: Mapping[str, Any]) -> Settings:
    """The settings from stored values."""
    values = {name: stored[name] for name in NAMES if name in stored}
    for name in ("working_days", "working_hours", "holidays"):
        if name in values:
            values[name] = tuple(values[name])
    return Settings(**values)


def to_json(settings: Settings) -> dict[str, Any]:
    """The settings as `workspace.json` writes them."""
    values = {name: getattr(settings, name) for name in NAMES}
    for name in ("assumed_lifespan_years", "gross_margin"):
        text = values[name]
        values[name] = None if text is None else json.loads(text)
    return {"format": FORMAT, **values}


def _text(name: str, value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > 1000:
        raise FieldError(name, _("must be a text of at most 1,000 characters"))
    return value


def _currency(name: str, value: Any) -> str:
    if not isinstance(value, str) or len(value) != 3 or not value.isascii() or not value.isalpha():
        raise FieldError(name, _("must be a three-letter code like EUR"))
    return value.upper()


def _timezone(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise FieldError(name, _("must be a name like Europe/Berlin"))
    return Calendar(value).timezone


def _month(name: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 12:
        raise FieldError(name, _("must be a month from 1 to 12"))
    return value


def _days(name: str, value: Any) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 100_000:
        raise FieldError(name, _("must be a whole number of days, or null for no limit"))
    return value or None


def _decimal(name: str, value: Any) -> str | None:
    if value is None:
        return None
    try:
        return parse_decimal(format(Decimal(repr(value)), "f") if isinstance(value, float) else str(value))
    except ValueError:
        raise FieldError(name, _("must be a plain number like 0.4, or null")) from None


def _weekdays(name: str, value: Any) -> list[int]:
    if not isinstance(value, list | tuple) or any(type(day) is not int or not 1 <= day <= 7 for day in value):
        raise FieldError(name, _("must be a list of days from 1 (Monday) to 7 (Sunday)"))
    return sorted(set(value))


def _hours(name: str, value: Any) -> list[str]:
    valid = isinstance(value, list | tuple) and len(value) == 2 and all(isinstance(time, str) for time in value)
    if not valid or not all(_is_time(time) for time in value) or value[0] >= value[1]:
        raise FieldError(name, _('must be two times like ["09:00", "17:00"]'))
    return list(value)


def _is_time(text: str) -> bool:
    hour, _colon, minute = text.partition(":")
    digits = len(hour) == len(minute) == 2 and text.isascii() and (hour + minute).isdigit()
    return digits and (int(hour), int(minute)) <= (24, 0) and int(minute) < 60


def _holidays(name: str, value: Any) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list | tuple):
        raise FieldError(name, _("must be a list of dates"))
    for text in value:
        try:
            parse_day(str(text))
        except ValueError as fault:
            raise FieldError(name, _("holds “{text}”, which {fault}").format(text=text, fault=fault)) from None
    return sorted({str(text) for text in value})


_CHECKS = {
    "business_name": _text,
    "currency": _currency,
    "timezone": _timezone,
    "fiscal_year_start_month": _month,
    "inactive_after_days": _days,
    "assumed_lifespan_years": _decimal,
    "gross_margin": _decimal,
    "working_days": _weekdays,
    "working_hours": _hours,
    "holidays": _holidays,
}
