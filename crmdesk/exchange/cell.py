"""One cell read under a stated format: numbers, dates, moments. Nothing is guessed from the cell itself.

What comes out is written as the interchange folder writes it: plain decimals, ISO dates and moments.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from crmdesk.exchange import dateform
from crmdesk.exchange.rules import EXCEL_DATES, ISO, NumberRule
from crmdesk.text import _

MOST_DIGITS = 15
SPACES = " \u00a0\u202f\u2009"
APOSTROPHES = "'’"
ISO_FORM = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)? ?(?:Z|[+-]\d\d(?::?\d\d)?)?)?", re.ASCII
)
SERIAL_FORM = re.compile(r"\d{1,7}(?:\.\d{1,15})?", re.ASCII)
DIGITS = re.compile(r"[0-9]*")
CODE = re.compile(r"^[A-Z]{3}(?![A-Za-z])|(?<![A-Za-z])[A-Z]{3}$")
EXPONENT = re.compile(r"\d[eE][+-]?\d")
SIGN = re.compile(r"^[+-]|-$")
SCALE = re.compile(r"(?<=\d) ?(?:([kK]|T|Tsd)|(M|Mio|mln|mn)|(B|Mrd|bn))\.?$")
"""What stands behind a number that is cut short: thousands, millions, thousands of millions."""
LAST_SERIAL = 2_958_465
"""31 December 9999 in a spreadsheet's count of days."""
CACHED = 1 << 16


class CellError(Exception):
    """A cell that is not written as stated; the text is the reason."""


class Canonical(str):
    """The text of a cell that a spreadsheet holds as a number or a date: read as it is, whatever is stated."""

    __slots__ = ()


def number(text: str, rule: NumberRule) -> str:
    """A number as a plain decimal. Exponents and more than 15 digits are refused: no amount needs them."""
    digits, is_negative, is_percent = _bare(text)
    if isinstance(text, Canonical):
        rule = replace(rule, decimal=".", thousands="")
    digits, times = _scaled(digits)
    whole, mark, fraction = digits.partition(rule.decimal)
    whole = _without_thousands(whole, rule.thousands)
    if not (whole or fraction) or not DIGITS.fullmatch(whole) or not DIGITS.fullmatch(fraction):
        raise CellError(_number_fault(text, rule))
    if is_percent and not rule.percent:
        raise CellError(_("It is a percentage where a number is expected; state “percent” in the mapping."))
    if len(whole.lstrip("0")) + len(fraction) > MOST_DIGITS:
        raise CellError(_("It has more than {n} digits.").format(n=MOST_DIGITS))
    value = Decimal(f"{whole or 0}{mark and '.'}{fraction}") * times * rule.times
    value = value / rule.divide_by / (100 if rule.percent else 1)
    return f"{-value if is_negative and value and not rule.absolute else abs(value):f}"


def _scaled(digits: str) -> tuple[str, int]:
    """A number that is cut short, as “1.5M”: its figures, and how many times as much it is."""
    if not (digits and (digits[-1].isalpha() or digits[-1] == ".") and (found := SCALE.search(digits))):
        return digits, 1
    return digits[: found.start()], 1000 ** (found.lastindex or 0)


def sign(text: str) -> str:
    """Whether a number is more than zero (`plus`) or less (`minus`), however it is written; nothing for neither."""
    digits, is_negative, _is_percent = _bare(text)
    if not any(mark in "123456789" for mark in digits):
        return ""
    return "minus" if is_negative else "plus"


def _bare(text: str) -> tuple[str, bool, bool]:
    """The digits and marks of a number, whether it is negative, whether a percent sign stood by it."""
    bare = text.strip().replace("−", "-")
    is_negative = bare.startswith("(") and bare.endswith(")")
    if is_negative:
        bare = bare[1:-1].strip()
    is_percent = bare.endswith("%")
    if is_percent:
        bare = bare[:-1].rstrip()
    # "-€5", "€-5", "EUR 5-": sign and currency come in any order.
    bare = _without_currency(bare)
    if not is_negative and (sign := SIGN.search(bare)):
        is_negative, bare = sign.group() == "-", bare[: sign.start()] + bare[sign.end() :]
    return _without_currency(bare), is_negative, is_percent


def _without_currency(text: str) -> str:
    text = CODE.sub("", text).strip()
    if text and unicodedata.category(text[0]) == "Sc":
        text = text[1:]
    elif text and unicodedata.category(text[-1]) == "Sc":
        text = text[:-1]
    return text.strip()


def _without_thousands(whole: str, mark: str) -> str:
    """The digits without thousands marks, which must stand where thousands (or lakhs) are."""
    if not mark:
        return whole
    same = SPACES if mark in SPACES else APOSTROPHES if mark in APOSTROPHES else mark
    groups = re.split(f"[{re.escape(same)}]", whole)
    if len(groups) == 1:
        return whole
    well_placed = 1 <= len(groups[0]) <= 3 and len(groups[-1]) == 3 and all(len(g) in (2, 3) for g in groups[1:])
    return "".join(groups) if well_placed else "?"


def _number_fault(text: str, rule: NumberRule) -> str:
    if EXPONENT.search(text):
        return _("It is written with an exponent; a spreadsheet has shortened it. Export it as a plain number.")
    if rule.thousands:
        text = _("It is not a number with “{decimal}” as decimal mark and “{thousands}” between thousands.")
        return text.format(decimal=rule.decimal, thousands=rule.thousands)
    return _("It is not a number with “{decimal}” as decimal mark.").format(decimal=rule.decimal)


@lru_cache(CACHED, typed=True)
def moment(text: str, form: str, zone: str = "") -> str:
    """A date or a moment as ISO text. A stated zone is added to a time that has no offset of its own."""
    parsed = _parsed(text, form)
    if not isinstance(parsed, datetime):
        if not zone:
            return parsed.isoformat()
        parsed = datetime(parsed.year, parsed.month, parsed.day)  # noqa: DTZ001 - the zone comes next
    if zone and parsed.tzinfo is None:
        parsed = parsed.replace(tzinfo=ZoneInfo(zone))
    return parsed.isoformat()


@lru_cache(CACHED, typed=True)
def day(text: str, form: str) -> str:
    """The date of a cell as ISO text, as it is written there."""
    parsed = _parsed(text, form)
    return (parsed.date() if isinstance(parsed, datetime) else parsed).isoformat()


def first_form(read: Callable[[str, str], str], forms: Sequence[str], text: str) -> str:
    """What a cell says, read by the first form that it is written in; nothing for an empty one."""
    if not text:
        return ""
    for form in forms[:-1]:
        try:
            return read(text, form)
        except CellError:
            continue
    return read(text, forms[-1])


def later(iso: str, minutes: str, rule: NumberRule) -> str:
    """The moment so many minutes after another one."""
    try:
        return (datetime.fromisoformat(iso) + timedelta(minutes=float(number(minutes, rule)))).isoformat()
    except OverflowError:
        raise CellError(_("It is followed by more minutes than a calendar has.")) from None


def instant(iso: str) -> datetime:
    """A value by which ISO dates and moments are put in order; without an offset they are taken as UTC."""
    parsed = datetime.fromisoformat(iso)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def _parsed(text: str, form: str) -> date | datetime:
    bare = text.strip()
    if isinstance(text, Canonical) and ISO_FORM.fullmatch(bare):
        form = ISO
    try:
        if form in EXCEL_DATES:
            return _serial(bare, form)
        if form == ISO:
            return _iso(bare)
        return dateform.read(bare, form)
    except (ValueError, OverflowError):
        raise CellError(_("It is not a date written as “{format}”.").format(format=_form_name(form))) from None


def _iso(text: str) -> date | datetime:
    if not ISO_FORM.fullmatch(text):
        raise ValueError(text)
    if len(text) == 10:
        return date.fromisoformat(text)
    if text[11:16] == "24:00":
        # The end of a day is the beginning of the next one.
        return datetime.fromisoformat(f"{text[:11]}00{text[13:]}".replace(" +", "+")) + timedelta(days=1)
    return datetime.fromisoformat(text.replace(" +", "+"))


def _serial(text: str, form: str) -> date | datetime:
    text = text.replace(",", ".")
    if not SERIAL_FORM.fullmatch(text):
        raise ValueError(text)
    days = Decimal(text)
    if days > LAST_SERIAL:
        raise ValueError(text)
    start = datetime(1904, 1, 1)  # noqa: DTZ001 - a spreadsheet's days have no zone
    if form == EXCEL_DATES[0]:
        # Spreadsheets count 29 February 1900, a day that never was.
        start = datetime(1899, 12, 30) if days >= 60 else datetime(1899, 12, 31)  # noqa: DTZ001 - as above
    parsed = start + timedelta(seconds=round(days * 86_400))
    return parsed if days % 1 else parsed.date()


def _form_name(form: str) -> str:
    return {
        ISO: "YYYY-MM-DD",
        EXCEL_DATES[0]: "45000",
        EXCEL_DATES[1]: "45000",
        "epoch": "1700000000",
        "epoch_ms": "1700000000000",
    }.get(form, form)
