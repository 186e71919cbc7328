"""Bookings of bank accounts as rows of a table: money that came in and money that went out, each with an id of its own.

What all forms of bank files have in common. What was reversed keeps its direction and is negative: money that came in
and was taken back is less income, not an expense.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from crmdesk.exchange import cell
from crmdesk.exchange.found import Found
from crmdesk.exchange.rawlines import File
from crmdesk.exchange.rules import NumberRule
from crmdesk.exchange.table import Refusals, Rejected, Rows, Table, counted, shown
from crmdesk.text import _

COLUMNS = (
    *("Id", "Date", "Value date", "Direction", "Amount", "Currency", "Name", "Other account", "Purpose"),
    *("Reference", "Type", "Category", "Account"),
)
IN, OUT = "in", "out"
ID_CHARACTERS = 20
GAP = re.compile(r"(?<=\d)[ \xa0\u2009\u202f'’](?=\d{3}(?!\d))")
"""What stands between thousands besides the marks that may stand before cents."""


class Unreadable(Exception):
    """A booking that is not taken: the field to blame, its value, the reason."""

    def __init__(self, column: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason = column, value, reason


@dataclass(slots=True)
class Booking:
    """One movement of money: `amount` as a plain decimal, negative where it left the account. `id` is the bank's.

    `written` is the whole booking as it stands in the file, of forms in which not all of it is understood.
    """

    line: int
    date: str
    amount: str
    currency: str = ""
    account: str = ""
    id: str = ""
    value_date: str = ""
    name: str = ""
    other_account: str = ""
    purpose: str = ""
    reference: str = ""
    type: str = ""
    category: str = ""
    is_reversal: bool = False
    written: str = ""


def found(
    file: File,
    form: str,
    read: Callable[[list[Rejected], list[str]], Iterable[Booking]],
    doubts: tuple[str, ...] = (),
) -> Found:
    """The table of the bookings of a file; `read` finds them, and notes what it refuses and what is to be told."""

    def table() -> Table:
        rejected, notices = Refusals(file.name), list[str]()
        made = counted(_rows(read(rejected, notices), rejected), file.name)
        return Table(file.name, list(COLUMNS), made, notices=notices, rejected=rejected, is_sparse=True)

    return Found(file.name, form, COLUMNS, table, part="bookings", doubts=doubts)


def _rows(bookings: Iterable[Booking], rejected: list[Rejected]) -> Rows:
    """The rows of the bookings, in the order of `COLUMNS`. What moves nothing, or stands there twice, is refused."""
    ids = _Ids()
    for one in bookings:
        if not one.amount.strip("-0."):
            text = _("The booking moves no money.")
            rejected.append(Rejected(one.line, "Amount", one.amount, text))
            continue
        id, same = ids.of(one)
        if same:
            text = _("The same booking stands in line {n} already.")
            rejected.append(Rejected(one.line, "Id", shown(id), text.format(n=same)))
            continue
        yield one.line, _cells(one, id)


def _cells(one: Booking, id: str) -> list[str]:
    is_negative, amount = one.amount.startswith("-"), one.amount.removeprefix("-")
    is_out = is_negative != one.is_reversal
    cells = {
        "Id": id,
        "Date": one.date,
        "Value date": one.value_date,
        "Direction": OUT if is_out else IN,
        "Amount": f"-{amount}" if one.is_reversal else amount,
        "Currency": one.currency.upper(),
        "Name": one.name,
        "Other account": one.other_account,
        "Purpose": one.purpose,
        "Reference": one.reference,
        "Type": one.type,
        "Category": one.category,
        "Account": one.account,
    }
    return [" ".join(cells[column].split()) for column in COLUMNS]


class _Ids:
    """Ids that are the same in every export that holds the booking, whichever days it spans."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, bytes], int] = {}
        self._seen: Counter[str] = Counter()

    def of(self, one: Booking) -> tuple[str, int]:
        """The id of a booking, and the line where the very same one stands already (else 0)."""
        # Whatever more is understood of a booking one day, it stays the same.
        told = (one.written,) if one.written else (one.name, one.other_account, one.purpose, one.reference)
        said = (one.account, one.date, one.amount, one.currency, *told)
        digest = hashlib.sha256("\x1f".join(said).encode("utf-8", "surrogatepass"))
        id = "/".join(filter(None, (one.account, one.id))) if one.id else digest.hexdigest()[:ID_CHARACTERS]
        if one.id:
            first = self._lines.setdefault((id, digest.digest()[:ID_CHARACTERS]), one.line)
            if first != one.line:
                return id, first
        # A bank may use a number again, and two purchases of a day may be alike.
        self._seen[id] += 1
        return (id if self._seen[id] == 1 else f"{id}-{self._seen[id]}"), 0


def amount(text: str, rule: NumberRule, column: str = "Amount") -> str:
    """An amount as a plain decimal."""
    try:
        return cell.number(GAP.sub("", text), rule)
    except cell.CellError as error:
        raise Unreadable(column, text, str(error)) from None


def number_rule(texts: Sequence[str]) -> NumberRule:
    """How the amounts of a file are written: the mark that stands last in one of them is the decimal mark."""
    last = Counter(mark for text in texts if (mark := _last_mark(text)))
    decimal = "," if last[","] > last["."] else "."
    return NumberRule(decimal, "." if decimal == "," else ",")


def _last_mark(text: str) -> str:
    """The mark before the cents: the last of two, or one that does not part thousands."""
    at = max(text.rfind(","), text.rfind("."))
    if at < 0:
        return ""
    others = {",", "."} & set(text[:at])
    is_thousands = text[at] in others or (not others and sum(mark.isdigit() for mark in text[at:]) == 3)
    return "" if is_thousands else text[at]


def day(text: str, column: str = "Date") -> str:
    """A date written as YYYYMMDD or YYYY-MM-DD at the beginning of a text, as ISO."""
    if not text.strip():
        raise Unreadable(column, "", _("The booking does not say on which day it was made."))
    digits = text.strip().replace("-", "")[:8]
    try:
        if not (len(digits) == 8 and digits.isascii() and digits.isdecimal()):
            raise ValueError(text)
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).isoformat()
    except ValueError:
        raise Unreadable(column, text, _("It is not a date as banks write them (20261031).")) from None
