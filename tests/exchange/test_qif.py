"""Bank files in QIF: every booking is read or refused; dates and amounts are read as the whole file writes them."""

from collections.abc import Callable

import pytest

from crmdesk.exchange import limits
from tests.exchange.forms import Read, written


@pytest.fixture
def bank(tmp_path) -> Callable[..., Read]:
    """What is read of a file with these records."""

    def made(*records: str, head: str = "!Type:Bank") -> Read:
        return written(tmp_path, "bank.qif", "\n".join([head, *(f"{one}\n^" for one in records)]))

    return made


def booked(*records: str) -> list[str]:
    """Records of an amount on each of these days."""
    return [f"D{day}\nT5" for day in records]


def test_a_booking_with_its_parts(bank):
    found = bank(
        "D1/15'26\nT-1,234.56\nCX\nN1001\nPMiller\nMRent\nA1 Main St\nLHousing",
        head="!Account\nNGiro\nTBank\n^\n!Type:CCard",
    )
    assert {name: found.only[name] for name in found.only if name != "Id"} == {
        "Date": "2026-01-15",
        "Direction": "out",
        "Amount": "1234.56",
        "Name": "Miller",
        "Purpose": "Rent",
        "Reference": "1001",
        "Category": "Housing",
        "Account": "Giro",
    }
    assert (found.found[0].form, found.lines) == ("qif", [6])


def test_the_parts_of_a_split_booking_are_named(bank):
    found = bank("D1/15/26\nT100\n$7\nSFood\nEBread\n$60.00\nSBooks\n$40.00\n%40")
    assert found.only["Category"] == "Food: 60.00; Books: 40.00"


@pytest.mark.parametrize(
    ("days", "dates", "is_doubtful"),
    [
        (["1/15'26", "2/3'26"], ["2026-01-15", "2026-02-03"], False),
        (["15/1/26", "2/3/26"], ["2026-01-15", "2026-03-02"], False),
        (["1.2.2026"], ["2026-02-01"], False),
        (["2026-02-01"], ["2026-02-01"], False),
        (["1/15/2026", "2/3/98", " 2/ 3'99"], ["2026-01-15", "1998-02-03", "2099-02-03"], False),
        (["1/2/26", "2/3/26"], ["01/02/2026", "02/03/2026"], True),
        (["1/15/69", "1/15/70"], ["2069-01-15", "1970-01-15"], False),
        ([], [], False),
    ],
)
def test_the_order_of_day_and_month_is_decided_from_all_bookings(bank, days, dates, is_doubtful):
    found = bank(*booked(*days), "D2026-12-31\nT1")
    assert [row["Date"] for row in found.rows[:-1]] == dates
    doubts = ("No date in bank.qif tells whether the day or the month comes first.",)
    assert found.found[0].doubts == (doubts if is_doubtful else ())


@pytest.mark.parametrize(
    ("amounts", "read"),
    [
        (["1.234,56", "5"], ["1234.56", "5"]),
        (["1,234.56", "1,000"], ["1234.56", "1000"]),
        (["1.000", "7,5"], ["1000", "7.5"]),
        (["1,000", "2.000"], ["1000", "2.000"]),
        (["-3,20", "1.234.567"], ["3.20", "1234567"]),
    ],
)
def test_the_mark_before_the_cents_is_decided_from_all_bookings(bank, amounts, read):
    found = bank(*(f"D1/15/26\nU{amount}\nPname {amount}" for amount in amounts))
    assert [row["Amount"] for row in found.rows] == read


@pytest.mark.parametrize(
    ("record", "column", "reason"),
    [
        ("D13/13/26\nT5", "D", "It is a date that does not exist."),
        ("Dtoday\nT5", "D", "It is not a date as this format writes them (10/31/26)."),
        ("D1/15/26\nTmuch", "Amount", "It is not a number with"),
        ("D1/15/26\nT5\nPOpening Balance\nL[Giro]", "P", "It is the opening balance of the account, not a booking."),
        ("D1/15/26\nT5\nL[Savings]", "L", "It moves money between accounts of one's own."),
    ],
)
def test_what_is_no_booking_is_refused_with_its_reason(bank, record, column, reason):
    found = bank("D1/15/26\nT5", record)
    [(line, blamed, why)] = found.rejected
    assert (len(found.rows), line, blamed, why.startswith(reason)) == (1, 5, column, True), why


def test_lists_and_securities_are_named(bank):
    head = "\ufeff# From a program\n\n!Option:AutoSwitch\n!Type:Cat\nNFood\n^\n^"
    head += "\n!Type:Invst\nD1/3/26\nNBuy\nYAcme\n^\n!Type:Oth A"
    found = bank(*booked("1/15/26"), head=head)
    assert found.reasons == ["Securities that are bought and sold are not taken over."]
    assert found.notices == [
        "bank.qif: 1 entry of a list (categories, accounts, memorised payments) was left out.",
    ]
    assert len(found.rows) == 1


def test_the_last_record_needs_no_mark_at_its_end(tmp_path):
    found = written(tmp_path, "bank.qif", "!Type:Cash\r\nD1/15/26\r\nT5\r\n\r\n")
    assert found.only["Amount"] == "5"


def test_parts_and_forms_of_amounts_keep_to_their_limits(bank, monkeypatch):
    monkeypatch.setattr(limits, "CARD_LINES", 2)
    monkeypatch.setattr(limits, "GROUPS", 10)
    found = bank("D1/15/26\nT5\nSa\nSb\nSc", "D1/15/26\nT1.234,5")
    assert (found.rows[0]["Category"], len(found.rejected)) == ("a; b", 1)


@pytest.mark.parametrize(
    ("head", "days", "dates"),
    [
        ("!Option:MDY\n!Type:Bank", ["1/2/26"], ["2026-01-02"]),
        ("!Type:Bank\n!option:dmy", ["1/2/26"], ["2026-02-01"]),
        ("!Option:MDY\n!Type:Bank", ["13/2/26", "1/2/26"], ["2026-02-13", "2026-02-01"]),
        ("!Option:AutoSwitch\n!Type:Bank", ["1/2/26"], ["01/02/2026"]),
    ],
)
def test_a_file_may_state_the_order_of_its_dates(bank, head, days, dates):
    assert [row["Date"] for row in bank(*booked(*days), head=head).rows] == dates


@pytest.mark.parametrize(
    ("written", "read"), [("-1 234,56", "1234.56"), ("1\u202f234\xa0567,5", "1234567.5"), ("1'234.50", "1234.50")]
)
def test_thousands_may_stand_apart(bank, written, read):
    assert bank(f"D31/12/26\nT{written}").only["Amount"] == read


def test_digits_that_stand_apart_for_no_reason_are_no_number(bank):
    found = bank("D31/12/26\nT12 34,56")
    assert (found.rows, len(found.rejected)) == ([], 1)
