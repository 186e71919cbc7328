"""Figures, money and dates as text for people: the one place that decides how a value looks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache

from crmdesk.domain.calendar import date_of_day, day_of_date
from crmdesk.domain.figure import Number, Reason, Unit
from crmdesk.domain.money import decimals_of
from crmdesk.domain.money import money_text as plain_money_text
from crmdesk.domain.period import MONTH, QUARTER, YEAR, Period
from crmdesk.text import N_, _

MINUS = "−"
# So many numbers are known as they are written: of one month to the next most of what is seen stays.
_WRITTEN = 8_192
MONTHS = (
    *(N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"), N_("August")),
    *(N_("September"), N_("October"), N_("November"), N_("December")),
)
_SHORT_MONTHS = (
    *(N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"), N_("Jul"), N_("Aug")),
    *(N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")),
)
WEEKDAYS = (
    *(N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday")),
)
_SCALES = ((10**12, N_("{n} tn")), (10**9, N_("{n} bn")), (10**6, N_("{n} m")), (10**3, N_("{n} k")))
_REASONS = {
    Reason.NO_DATA: N_("no data"),
    Reason.NO_DENOMINATOR: N_("nothing to compare with"),
    Reason.TOO_FEW: N_("too few"),
    Reason.NOT_SET_UP: N_("not set up"),
}


def name_text(name: str) -> str:
    """The name of a file as text; a "?" where its bytes are none, which most disks allow."""
    return name.encode("utf-8", "replace").decode()


def beside(parts: Iterable[str], between: str) -> str:
    """Names and facts in one line, in their order also where one of them is read from right to left."""
    return between.join(f"\u2068{part}\u2069" if _is_read_leftwards(part) else part for part in parts if part)


def _is_read_leftwards(text: str) -> bool:
    return not text.isascii() and any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


def number_marks() -> tuple[str, str]:
    """What stands between thousands and before decimals, as the translation of this sample shows it."""
    sample = _("1,234.5")
    return sample[1], sample[5]


def number_text(value: Number, decimals: int = 0) -> str:
    """A number with thousands marks and a true minus sign; ties are rounded to even."""
    return _number_text(value, decimals, *number_marks())


@lru_cache(maxsize=_WRITTEN)
def _number_text(value: Number, decimals: int, groups: str, point: str) -> str:
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN)
    text = f"{abs(exact):,}"
    if (groups, point) != (",", "."):
        text = text.translate({ord(","): groups, ord("."): point})
    return f"{MINUS}{text}" if exact < 0 else text


def money_text(minor: Number, currency: str) -> str:
    """An amount in minor units: `12,400.50 EUR`. Whole amounts of a thousand and more carry no decimals."""
    decimals = decimals_of(currency)
    amount = Decimal(str(minor)).scaleb(-decimals)
    shown = 0 if abs(amount) >= 1000 else decimals
    return f"{number_text(amount, shown)} {currency}"  # type: ignore[arg-type]  # a Decimal is formatted like any number


def decimal_text(number: str) -> str:
    """A plain decimal, such as `-1234.5`, to its last digit as people read it: `−1,234.5`."""
    groups, point = number_marks()
    sign, whole, part = number[:1] == "-", *number.lstrip("-").partition(".")[::2]
    text = f"{int(whole or 0):,}".replace(",", groups) + (f"{point}{part}" if part else "")
    return f"{MINUS}{text}" if sign else text


def exact_money_text(minor: int, currency: str) -> str:
    """An amount to its last decimal: `12,400.50 EUR`."""
    return f"{decimal_text(plain_money_text(minor, decimals_of(currency)))} {currency}"


def bare_text(value: Number, unit: Unit, currency: str) -> str:
    """A value where the figure beside it names currency and unit already."""
    if unit.is_money:
        return money_text(value, currency).removesuffix(f" {currency}")
    match unit:
        case Unit.DAYS:
            return number_text(value, 1)
        case Unit.COUNT_A_DAY:
            return number_text(value, 2)
        case _:
            return value_text(value, unit, currency)


def compact_text(value: Number) -> str:
    """Three digits and a letter, for axes and narrow places: `48.2 k`."""
    for size, text in _SCALES:
        if abs(value) >= size * 0.9995:
            shown = Decimal(str(value)) / size
            decimals = 2 if abs(shown) < 10 else 1 if abs(shown) < 100 else 0
            return _(text).format(n=_short(number_text(shown, decimals)))  # type: ignore[arg-type]  # a Decimal is formatted like any number
    return _short(number_text(value, 0 if abs(value) >= 10 else 1))


def _short(text: str) -> str:
    """Without the zeros at the end of its decimals."""
    _groups, point = number_marks()
    return text.rstrip("0").rstrip(point) if point in text else text


def percent_text(share: Number, decimals: int = 1) -> str:
    """A share of 0.225 as `22.5 %`."""
    return f"{number_text(Decimal(str(share)) * 100, decimals)} %"  # type: ignore[arg-type]  # a Decimal is formatted like any number


def duration_text(hours: Number) -> str:
    """Hours as people say them: minutes below one hour, days from two days on, whole ones from a hundred on."""
    if abs(hours) < 1:
        return _("{n} min").format(n=number_text(hours * 60, 0))
    if abs(hours) < 48:
        return _("{n} h").format(n=number_text(hours, 1))
    return _("{n} days").format(n=number_text(hours / 24, 1 if abs(hours) < 2400 else 0))


def value_text(value: Number, unit: Unit, currency: str) -> str:
    """A value in its unit."""
    if unit.is_money:
        text = money_text(value, currency)
        return _("{amount} a day").format(amount=text) if unit is Unit.MONEY_A_DAY else text
    match unit:
        case Unit.RATIO:
            return percent_text(value)
        case Unit.POINTS:
            return signed(number_text(value, 0), value)
        case Unit.DAYS:
            return _("{n} days").format(n=number_text(value, 1))
        case Unit.HOURS:
            return duration_text(value)
        case Unit.MULTIPLE:
            return f"{number_text(value, 2)}×"
        case Unit.COUNT_A_DAY:
            return _("{n} a day").format(n=number_text(value, 2))
        case _:
            return number_text(value, 0)


def figure_text(value: Number | None, unit: Unit, currency: str, reason: Reason | None) -> str:
    """A figure as every screen, page and terminal prints it; where it is missing, why."""
    if value is None:
        return _(_REASONS[reason]) if reason else "–"
    return value_text(value, unit, currency)


def change_text(now: Number | None, then: Number | None, unit: Unit) -> str:
    """The change from `then` to `now`: in percent, of ratios in percentage points, of points in points."""
    if now is None:
        return "–"
    if then is None:
        return _("new")
    if unit is Unit.RATIO:
        return _("{n} pp").format(n=signed(number_text((now - then) * 100, 1), now - then))
    if unit is Unit.POINTS:
        return signed(number_text(now - then, 0), now - then)
    if not then:
        return "±0 %" if not now else _("new")
    change = (now - then) / abs(then)
    return signed(percent_text(change, 0 if abs(change) >= 0.1 else 1), change)


def signed(text: str, value: Number) -> str:
    """A plus sign before what is above zero; the minus sign is there already."""
    return f"+{text}" if value > 0 else text


def date_text(day: int) -> str:
    """`31 October 2026`."""
    value = date_of_day(day)
    return _("{day} {month} {year}").format(day=value.day, month=_(MONTHS[value.month - 1]), year=value.year)


def moment_text(local: datetime) -> str:
    """`31 Oct 2026, 09:00` of a civil date and time."""
    return f"{short_date_text(day_of_date(local.date()))}, {local:%H:%M}"


def short_date_text(day: int) -> str:
    """`31 Oct 2026`."""
    value = date_of_day(day)
    return _("{day} {month} {year}").format(day=value.day, month=_(_SHORT_MONTHS[value.month - 1]), year=value.year)


def short_period_text(period: Period) -> str:
    """A period as the head of a column: `Oct 2026`, `Q4 2026`, `2026`, `1 Oct – 15 Oct 2026`."""
    first, last = date_of_day(period.first), date_of_day(period.end - 1)
    if period.kind == MONTH:
        return f"{short_month_name(first.month)} {first.year}"
    if period.kind in (QUARTER, YEAR):
        return period_text(period)
    start = _("{day} {month}").format(day=first.day, month=short_month_name(first.month))
    end = short_date_text(period.end - 1)
    return f"{start} – {end}" if first.year == last.year else f"{short_date_text(period.first)} – {end}"


def short_month_name(number: int) -> str:
    """`Oct` of 10."""
    return _(_SHORT_MONTHS[number - 1])


def month_name(number: int) -> str:
    """`October` of 10."""
    return _(MONTHS[number - 1])


def weekday_name(number: int) -> str:
    """`Monday` of 0, as Python counts the days of a week."""
    return _(WEEKDAYS[number])


def period_text(period: Period) -> str:
    """A period as a heading: `October 2026`, `Q4 2026`, `2026`, `1 October 2026 – 15 October 2026`."""
    first = date_of_day(period.first)
    if period.kind == MONTH:
        return f"{month_name(first.month)} {first.year}"
    if period.kind == QUARTER:
        year, quarter = period.label.split("-")
        return f"{quarter} {year}"
    if period.kind == YEAR:
        return period.label
    return f"{date_text(period.first)} – {date_text(period.end - 1)}"
