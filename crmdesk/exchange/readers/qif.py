"""Bank files in QIF as a table of bookings.

The format does not say in which order day and month stand, nor which mark stands before the cents: both are decided
from all bookings of the file. Where every date can be read in two ways, what the program states counts (`!Option:MDY`),
else they are left as they stand, to be asked about.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from crmdesk.exchange import limits
from crmdesk.exchange.found import Found
from crmdesk.exchange.near import fold
from crmdesk.exchange.rawlines import File, text_lines
from crmdesk.exchange.readers import bank
from crmdesk.exchange.readers.bank import Booking, Unreadable
from crmdesk.exchange.rules import NumberRule
from crmdesk.exchange.table import Rejected, shown
from crmdesk.text import _, n_

FORM = "qif"
START = re.compile(rb"!(?:Type:[ \t]*\w|Account\b|Option:|Clear:)", re.IGNORECASE)
DATE = re.compile(r"(\d{1,4})\s?([/.\-' ])\s?(\d{1,2})\s?([/.\-' ])\s?(\d{1,4})", re.ASCII)
BOOKED = ("bank", "ccard", "cash", "oth a", "oth l")
INVESTED = "invst"
YEARS_FROM = 70
"""Of years with two digits, those from here on lie in the last century."""
OPENING = {
    *("openingbalance", "anfangssaldo", "anfangsbestand", "eroffnungssaldo", "saldoinicial", "soldeinitial"),
    *("saldoiniziale", "beginsaldo", "saldopoczatkowe", "startingbalance"),
}
DAY_FIRST, MONTH_FIRST, UNCLEAR, NOT_SAID = "day", "month", "", "?"
STATED = {"option:mdy": MONTH_FIRST, "option:dmy": DAY_FIRST}


@dataclass(slots=True)
class Record:
    """The lines between two `^`, by their first letters; `listed` names what is listed there, `order` that of dates."""

    line: int
    listed: str
    account: str
    order: str
    texts: dict[str, str] = field(default_factory=dict)
    splits: list[list[str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Written:
    """How a file writes its dates and amounts."""

    order: str
    number: NumberRule


def sniff(head: bytes) -> bool:
    """Whether a file begins as QIF."""
    plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    lines = (line.strip() for line in plain.splitlines())
    first = next((line for line in lines if line and not line.startswith(b"#")), b"")
    return START.match(first) is not None


def tables(file: File) -> list[Found]:
    """The bookings of a QIF file."""
    written = _written(file)
    doubts: tuple[str, ...] = ()
    if written.order == UNCLEAR:
        doubts = (_("No date in {file} tells whether the day or the month comes first.").format(file=file.name),)
    return [bank.found(file, FORM, partial(_bookings, file, written), doubts)]


def _bookings(file: File, written: Written, rejected: list[Rejected], notices: list[str]) -> Iterator[Booking]:
    left = 0
    for record in _records(file):
        if record.listed == INVESTED:
            text = _("Securities that are bought and sold are not taken over.")
            rejected.append(Rejected(record.line, "", shown(record.texts.get("Y", "")), text))
        elif record.listed not in BOOKED:
            left += 1
        else:
            try:
                yield _booking(record, written)
            except Unreadable as fault:
                rejected.append(Rejected(record.line, fault.column, shown(fault.value), fault.reason))
    if left:
        text = n_(
            "{file}: {n} entry of a list (categories, accounts, memorised payments) was left out.",
            "{file}: {n} entries of lists (categories, accounts, memorised payments) were left out.",
            left,
        )
        notices.append(text.format(file=file.name, n=left))


def _records(file: File) -> Iterator[Record]:
    """Every record of the file; what `!Account` and `!Option` say is meant for those that follow."""
    listed, account, order, record = "", "", UNCLEAR, None
    for number, raw in text_lines(file):
        text = raw.strip()
        if text.startswith("!"):
            word = text[1:].casefold()
            order = STATED.get(word.strip(), order)
            if not word.startswith(("option", "clear")):
                listed = word.removeprefix("type:").strip()
            continue
        if record is None and text and text != "^" and not text.startswith("#"):
            record = Record(number, listed, account, order)
        if record is None:
            continue
        if text == "^":
            if record.listed == "account":
                account = record.texts.get("N", "")
            else:
                yield record
            record = None
        elif text:
            _add(record, text[0].upper(), text[1:].strip())
    if record is not None:
        yield record


def _add(record: Record, letter: str, text: str) -> None:
    if letter == "S" and len(record.splits) < limits.CARD_LINES:
        record.splits.append([text])
    elif letter == "$" and record.splits and len(record.splits[-1]) == 1:
        record.splits[-1].append(text)
    elif letter not in "SE$%A":
        record.texts.setdefault(letter, text)


def _booking(record: Record, written: Written) -> Booking:
    said = record.texts.get
    name, category = said("P", ""), said("L", "")
    if fold(name) in OPENING:
        raise Unreadable("P", name, _("It is the opening balance of the account, not a booking."))
    if category.startswith("[") and category.endswith("]"):
        raise Unreadable("L", category, _("It moves money between accounts of one's own."))
    return Booking(
        record.line,
        date=_date(said("D", ""), written.order),
        amount=bank.amount(said("T", said("U", "")), written.number),
        account=record.account,
        name=name,
        purpose=said("M", ""),
        reference=said("N", ""),
        category="; ".join(map(": ".join, record.splits)) or category,
    )


def _written(file: File) -> Written:
    """How the file writes dates and amounts, found out from all of its bookings."""
    marks: dict[str, None] = {}
    votes, stated = Counter[str](), UNCLEAR
    for record in _records(file):
        if record.listed not in BOOKED:
            continue
        votes[_order(record.texts.get("D", ""))] += 1
        stated = record.order or stated
        if len(marks) < limits.GROUPS // 10:
            marks.setdefault(record.texts.get("T", record.texts.get("U", "")))
    order = MONTH_FIRST if votes[MONTH_FIRST] > votes[DAY_FIRST] else DAY_FIRST if votes[DAY_FIRST] else stated
    return Written(order or (UNCLEAR if votes[UNCLEAR] else MONTH_FIRST), bank.number_rule(list(marks)))


def _order(text: str) -> str:
    """What a date tells of the order of day and month."""
    match = DATE.fullmatch(text)
    if match is None or len(match[1]) > 2:
        return NOT_SAID
    one, two = int(match[1]), int(match[3])
    if match[2] == "." or one > 12 >= two:
        return DAY_FIRST
    return MONTH_FIRST if two > 12 >= one else UNCLEAR


def _date(text: str, order: str) -> str:
    match = DATE.fullmatch(text)
    if match is None:
        raise Unreadable("D", text, _("It is not a date as this format writes them (10/31/26)."))
    one, two, three = int(match[1]), int(match[3]), int(match[5])
    if len(match[1]) > 2:
        year, month, day = one, two, three
    else:
        is_short = len(match[5]) < 3
        year = three + ((2000 if match[4] == "'" or three < YEARS_FROM else 1900) if is_short else 0)
        month, day = (two, one) if order == DAY_FIRST else (one, two)
        if order == UNCLEAR:
            return f"{one:02}/{two:02}/{year:04}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise Unreadable("D", text, _("It is a date that does not exist.")) from None
