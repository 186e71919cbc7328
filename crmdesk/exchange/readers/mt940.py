"""Bank files in MT940 (and MT942) as a table of bookings, with or without the blocks of SWIFT around them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from crmdesk.exchange import limits
from crmdesk.exchange.found import Found
from crmdesk.exchange.rawlines import File, text_lines
from crmdesk.exchange.readers import bank
from crmdesk.exchange.readers.bank import Booking, Unreadable
from crmdesk.exchange.readers.mt940_details import details_of
from crmdesk.exchange.rules import NumberRule
from crmdesk.exchange.table import Rejected, shown
from crmdesk.text import _

FORM = "mt940"
MARKS = (re.compile(rb"(?:^|\{4:)\s*:20:", re.MULTILINE), re.compile(rb"^\s*:25[A-Z]?:", re.MULTILINE))
TAG = re.compile(r"\s*:(\d\d[A-Z]?):(.*)", re.ASCII)
MOVED = re.compile(
    r"(\d{6})(\d{4})? ?(R?[CD]|E[CD])([A-Z])? ?(\d{1,15}(?:[,.]\d{0,4})?) *(?:([A-Z][A-Z0-9 ]{3})(.*)|(//.*))?",
    re.ASCII | re.IGNORECASE,
)
BALANCE = re.compile(r"[CD]\d{6}([A-Z]{3})", re.ASCII)
ACCOUNT_CURRENCY = re.compile(r"\s*([A-Z]{3})$")
ENDS = ("-", "-}")
YEARS_FROM = 70
"""Of years with two digits, those from here on lie in the last century."""


@dataclass(slots=True)
class Field:
    """A field with its lines: `:61:` is a booking, the `:86:` behind it says what it was for."""

    line: int
    tag: str
    lines: list[str] = field(default_factory=list)
    size: int = 0


def sniff(head: bytes) -> bool:
    """Whether a file begins as MT940."""
    plain = head.replace(b"\x00", b"").replace(b"\r", b"\n")
    return all(mark.search(plain) for mark in MARKS) and not plain.lstrip().startswith(b"<")


def tables(file: File) -> list[Found]:
    """The bookings of an MT940 file."""
    return [bank.found(file, FORM, lambda rejected, _notices: _bookings(file, rejected))]


def _bookings(file: File, rejected: list[Rejected]) -> Iterator[Booking]:
    account = currency = ""
    moved: Field | None = None
    said: list[str] = []
    for one in _fields(file):
        if moved is not None and one.tag == "86":
            # Some banks write the field anew for each of its lines.
            said += one.lines
            continue
        if moved is not None:
            yield from _booking(moved, said, account, currency, rejected)
            moved = None
        if one.tag == "20":
            account = currency = ""
        elif one.tag.startswith("25"):
            account = one.lines[0].strip()
            currency = found[1] if (found := ACCOUNT_CURRENCY.search(account)) else currency
        elif one.tag in ("60F", "60M", "34F"):
            currency = found[1] if (found := BALANCE.match(one.lines[0])) else one.lines[0][:3].strip()
        elif one.tag == "61":
            moved, said = one, []
    if moved is not None:
        yield from _booking(moved, said, account, currency, rejected)


def _fields(file: File) -> Iterator[Field]:
    """Every field as it ends; lines without a mark of their own belong to the one before."""
    one: Field | None = None
    for number, raw in text_lines(file):
        match = TAG.match(raw.rpartition("{4:")[2] if raw.startswith("{") else raw)
        if match is not None or raw.strip() in ENDS or raw.startswith("{"):
            if one is not None:
                yield one
            one = Field(number, match[1], [match[2][: limits.FIELD_CHARACTERS]]) if match else None
        elif one is not None and one.size < limits.FIELD_CHARACTERS:
            one.lines.append(raw[: limits.FIELD_CHARACTERS])
            one.size += len(raw) + 1
    if one is not None:
        yield one


def _booking(
    moved: Field, lines: list[str], account: str, currency: str, rejected: list[Rejected]
) -> Iterator[Booking]:
    text = moved.lines[0].strip()
    try:
        match = MOVED.fullmatch(text)
        if match is None:
            raise Unreadable(":61:", text, _("It is not written as a booking of MT940."))
        valued, booked, mark, _funds, amount, kind, stated, only_banks = match.groups()
        mark = mark.upper()
        if mark.startswith("E"):
            raise Unreadable(":61:", text, _("It is announced, not booked."))
        value_date = _date(valued, text)
        said = details_of(lines, stated or only_banks or "", moved.lines[1:])
        yield Booking(
            moved.line,
            date=_booked(booked, value_date, text).isoformat(),
            amount=("-" if mark in ("D", "RC") else "") + bank.amount(amount, _rule(amount), ":61:"),
            currency=currency,
            account=account,
            value_date=value_date.isoformat(),
            name=said.name,
            other_account=said.account,
            purpose=said.purpose,
            reference=said.reference,
            type=said.type or (kind or "").strip(),
            is_reversal=mark.startswith("R"),
            written="".join("".join((*moved.lines, *lines)).split()),
        )
    except Unreadable as fault:
        rejected.append(Rejected(moved.line, fault.column, shown(fault.value), fault.reason))


def _rule(amount: str) -> NumberRule:
    return NumberRule("." if "." in amount else ",")


def _date(digits: str, text: str) -> date:
    year, month, day = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    year += 2000 if year < YEARS_FROM else 1900
    try:
        # Interest is reckoned in months of thirty days, so that there is a 30 February.
        return date(year, month, min(day, monthrange(year, month)[1]) if day <= 31 else day)
    except ValueError:
        raise Unreadable(":61:", text, _("It is a date that does not exist.")) from None


def _booked(digits: str | None, value_date: date, text: str) -> date:
    """The day of booking, which is written without its year: that of the value date or one beside it."""
    if digits is None:
        return value_date
    for year in sorted(range(value_date.year - 1, value_date.year + 2), key=lambda one: abs(one - value_date.year)):
        try:
            booked = date(year, int(digits[:2]), int(digits[2:]))
        except ValueError:
            continue
        if abs((booked - value_date).days) < 183:
            return booked
    raise Unreadable(":61:", text, _("It is a date that does not exist."))
