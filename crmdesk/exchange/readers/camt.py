"""Bank files in CAMT (camt.052, .053 and .054, of any year and bank) as a table of bookings.

Elements are found by name, whatever their name space. A batch becomes the payments in it where the file lists them with
amounts that add up; else it stays one booking. What is only announced is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from crmdesk.exchange import limits
from crmdesk.exchange.found import Found
from crmdesk.exchange.rawlines import File
from crmdesk.exchange.readers import bank
from crmdesk.exchange.readers.bank import Booking, Unreadable
from crmdesk.exchange.readers.camt_xml import Broken, Element, elements
from crmdesk.exchange.rules import NumberRule
from crmdesk.exchange.table import Rejected, shown
from crmdesk.text import _, n_

FORM = "camt"
START = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<")
MARKS = re.compile(rb"camt\.05[234]|BkToCstmr(?:Stmt|AcctRpt|DbtCdtNtfctn)")
STATEMENTS = ("Stmt", "Rpt", "Ntfctn")
ACCOUNT, ENTRY, BALANCE, SPAN = "Acct", "Ntry", "Bal", "FrToDt"
OF_ITS_DAYS = ("OPBD", "CLBD")
"""The balances with which the first day of a statement begins and its last one ends."""
PLAIN = NumberRule()
NOTHING = {"NONREF", "NOTPROVIDED", "NOT PROVIDED", "NONE"}
INFORMATION = "AddtlNtryInf"
AMOUNTS = ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt")
NAMES = ("Nm", "Pty/Nm", "Agt/FinInstnId/Nm")
YES = ("true", "1")


@dataclass(slots=True)
class Statement:
    """The statement that is read: its account, and the first and last of its days as far as they are said."""

    account: str = ""
    days: set[str] = field(default_factory=set)

    def note(self, one: Element) -> None:
        """Takes what stands before the entries."""
        if one.name == ACCOUNT:
            self.account = one.first("Id/IBAN", "Id/Othr/Id")
        elif one.name == SPAN:
            self.days |= {one.first(end)[:10] for end in ("FrDtTm", "ToDtTm")}
        elif one.name == BALANCE and one.first("Tp/CdOrPrtry/Cd") in OF_ITS_DAYS:
            self.days.add(one.first("Dt/Dt", "Dt/DtTm")[:10])

    def day(self) -> str:
        """The only day of the statement; nothing where it has several."""
        return next(iter(self.days)) if len(self.days) == 1 else ""


def sniff(head: bytes) -> bool:
    """Whether a file begins as CAMT."""
    plain = head.replace(b"\x00", b"")
    return START.match(plain) is not None and MARKS.search(plain) is not None


def tables(file: File) -> list[Found]:
    """The bookings of a CAMT file."""
    return [bank.found(file, FORM, lambda rejected, _notices: _bookings(file, rejected))]


def _bookings(file: File, rejected: list[Rejected]) -> Iterator[Booking]:
    statement = Statement()
    try:
        with file.open() as stream:
            for one in elements(stream, (ACCOUNT, ENTRY, BALANCE, SPAN)):
                if one.name in STATEMENTS:
                    statement = Statement()
                elif one.name == ENTRY:
                    yield from _of_entry(one, statement, rejected)
                else:
                    statement.note(one)
    except Broken as fault:
        text = _("The file is not valid XML from here on; nothing after this line was read. Export it again.")
        rejected.append(Rejected(fault.line, "", "", text))


def _of_entry(entry: Element, statement: Statement, rejected: list[Rejected]) -> Iterator[Booking]:
    """The booking of an entry, or those of its batch."""
    try:
        if entry.is_cut:
            raise Unreadable("", "", _("The entry has more than {n} parts.").format(n=limits.XML_PARTS))
        status = entry.first("Sts", "Sts/Cd", "Sts/Prtry")
        if status and status != "BOOK":
            raise Unreadable("Sts", status, _("It is announced, not booked."))
        payments = entry.all("NtryDtls/TxDtls")
        if len(payments) > 1 and _add_up(payments, entry):
            made = [_booking(entry, one, statement, place) for place, one in enumerate(payments, start=1)]
        else:
            made = [_booking(entry, payments[0] if len(payments) == 1 else None, statement)]
            if len(payments) > 1 and not made[0].purpose:
                text = n_("{n} payment in one booking", "{n} payments in one booking", len(payments))
                made[0].purpose = text.format(n=len(payments))
    except Unreadable as fault:
        rejected.append(Rejected(entry.line, fault.column, shown(fault.value), fault.reason))
        return
    yield from made


def _add_up(payments: Sequence[Element], entry: Element) -> bool:
    """Whether the payments of a batch say their amounts, in the money of the account, and make up the whole."""
    found = [next((one for path in AMOUNTS for one in payment.all(path)), None) for payment in payments]
    whole = next(iter(entry.all("Amt")), None)
    if whole is None or any(one is None or one.attributes != whole.attributes for one in found):
        return False
    sign = entry.first("CdtDbtInd")
    signs = [payment.first("CdtDbtInd") or sign for payment in payments]
    parts = [Decimal(_amount(one)) * (1 if own == sign else -1) for one, own in zip(found, signs, strict=True)]
    return sum(parts) == Decimal(_amount(whole))


def _amount(one: Element | None) -> str:
    if one is None:
        raise Unreadable("Amt", "", _("The booking has no amount."))
    return bank.amount(one.text(), PLAIN, "Amt")


def _booking(entry: Element, payment: Element | None, statement: Statement, place: int = 0) -> Booking:
    """What an entry says, or a payment of it. `place` is its place in a batch."""
    details = payment or Element("", entry.line)
    owner = details if place else entry
    sign = owner.first("CdtDbtInd") or entry.first("CdtDbtInd")
    is_reversal = (owner.first("RvslInd") or entry.first("RvslInd")).lower() in YES
    if sign not in ("CRDT", "DBIT"):
        raise Unreadable("CdtDbtInd", sign, _("It does not say whether the money came in (CRDT) or went out (DBIT)."))
    money = next((one for path in (AMOUNTS if place else ("Amt",)) for one in owner.all(path)), None)
    amount = _amount(money)
    day = _day(entry, details, statement)
    own, purpose = _id(entry, details, place), _purpose(entry, details)
    came_in = (sign == "CRDT") != is_reversal
    others = ("Dbtr", "UltmtDbtr", "Cdtr") if came_in else ("Cdtr", "UltmtCdtr", "Dbtr")
    return Booking(
        owner.line,
        date=day,
        amount=amount if sign == "CRDT" else f"-{amount}",
        currency=money.attributes.get("Ccy", "") if money else "",
        account=statement.account,
        # Some banks count anew each day.
        id=f"{day}/{own}" if own else "",
        value_date=_value_date(entry),
        name=details.first(*(f"RltdPties/{one}/{end}" for one in others[:2] for end in NAMES)),
        other_account=details.first(*(f"RltdPties/{others[0]}Acct/Id/{end}" for end in ("IBAN", "Othr/Id"))),
        purpose=purpose or entry.first(INFORMATION),
        reference=_said(details.first("Refs/EndToEndId")) or _said(details.first("Refs/MndtId")),
        type=entry.first(*((INFORMATION,) if purpose else ()), "BkTxCd/Prtry/Cd", "BkTxCd/Domn/Fmly/SubFmlyCd"),
        is_reversal=is_reversal,
    )


def _day(entry: Element, payment: Element, statement: Statement) -> str:
    """The day of booking, else that on which the money moved, else the only one of the statement."""
    text = entry.first("BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm")
    moved = payment.first("RltdDts/IntrBkSttlmDt", "RltdDts/TxDtTm", "RltdDts/AccptncDtTm")
    return bank.day(text or moved or statement.day(), "BookgDt")


def _value_date(entry: Element) -> str:
    text = entry.first("ValDt/Dt", "ValDt/DtTm")
    return bank.day(text, "ValDt") if text else ""


def _purpose(entry: Element, details: Element) -> str:
    free = " ".join(_said(one.text()) for one in details.all("RmtInf/Ustrd"))
    stated = " ".join(one.text() for one in details.all("RmtInf/Strd/CdtrRefInf/Ref"))
    return " ".join(f"{free} {stated}".split()) or details.first("AddtlTxInf") or entry.first("RmtInf/Ustrd")


def _id(entry: Element, details: Element, place: int) -> str:
    """The number that the bank gave; a payment of a batch without one has the number of its place."""
    own, whole = _said(details.first("Refs/AcctSvcrRef")), _said(entry.first("AcctSvcrRef"))
    if place and (not own or own == whole):
        own = f"{whole}/{place}" if whole else ""
    return own if place else whole or own


def _said(reference: str) -> str:
    return "" if reference.upper() in NOTHING else reference
