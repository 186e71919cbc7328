"""Bank files in OFX, old and new: every booking is read or refused with a reason."""

from collections.abc import Callable

import pytest

from crmdesk.exchange import limits
from tests.exchange.forms import Read, written

HEAD = """OFXHEADER:100
DATA:OFXSGML
VERSION:102
ENCODING:USASCII
CHARSET:{charset}

<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR
<BANKACCTFROM><BANKID>1<ACCTID>99<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20260101
"""
TAIL = "</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"


@pytest.fixture
def bank(tmp_path) -> Callable[..., Read]:
    """What is read of an old file with these bookings."""

    def made(*bookings: str, tail: str = TAIL, charset: str = "1252", encoding: str = "utf-8") -> Read:
        text = HEAD.format(charset=charset) + "\n".join(f"<STMTTRN>{one}" for one in bookings) + tail
        return written(tmp_path, "bank.ofx", text.encode(encoding))

    return made


def test_a_booking_of_version_1(bank):
    found = bank(
        "<TRNTYPE>DEBIT\n<DTPOSTED>20260105120000.000[-5:EST]\n<DTAVAIL>20260106\n<TRNAMT>-1,234.50\n<FITID>1\n"
        "<CHECKNUM>7\n<NAME>Miller &amp; Sons\n<MEMO>Rent\n</STMTTRN>",
        "<TRNTYPE>CREDIT<DTPOSTED>20260106<TRNAMT>12,5<FITID>2<PAYEE><NAME>Bea<CITY>X</PAYEE>"
        "<BANKACCTTO><BANKID>5<ACCTID>77</BANKACCTTO><MEMO></STMTTRN>",
        "<DTPOSTED>20260107<TRNAMT>+3<FITID>3",
    )
    assert found.rows == [
        {
            "Id": "99/1",
            "Date": "2026-01-05",
            "Value date": "2026-01-06",
            "Direction": "out",
            "Amount": "1234.50",
            "Currency": "EUR",
            "Name": "Miller & Sons",
            "Purpose": "Rent",
            "Reference": "7",
            "Type": "DEBIT",
            "Account": "99",
        },
        {
            "Id": "99/2",
            "Date": "2026-01-06",
            "Direction": "in",
            "Amount": "12.5",
            "Currency": "EUR",
            "Name": "Bea",
            "Other account": "77",
            "Type": "CREDIT",
            "Account": "99",
        },
        {"Id": "99/3", "Date": "2026-01-07", "Direction": "in", "Amount": "3", "Currency": "EUR", "Account": "99"},
    ]
    assert (found.lines, found.rejected, found.found[0].form) == ([10, 19, 20], [], "ofx")


def test_a_booking_of_version_2(tmp_path):
    text = """<?xml version="1.0" encoding="UTF-8"?>
<?OFX OFXHEADER="200" VERSION="211"?>
<!DOCTYPE x [<!ENTITY bomb "boom">]>
<OFX><CCSTMTRS><CURDEF>USD</CURDEF><CCACCTFROM><ACCTID>4111</ACCTID></CCACCTFROM><BANKTRANLIST>
<STMTTRN><TRNTYPE>DEBIT</TRNTYPE><DTPOSTED>20260105</DTPOSTED><TRNAMT>-12.00</TRNAMT><FITID>a</FITID>
<NAME><![CDATA[A & B]]></NAME><CURRENCY><CURRATE>1.1</CURRATE><CURSYM>cad</CURSYM></CURRENCY>
<MEMO>&bomb;&#x41;</MEMO></STMTTRN>
</BANKTRANLIST></CCSTMTRS></OFX>"""
    one = written(tmp_path, "card.ofx", text).only
    assert (one["Name"], one["Currency"], one["Purpose"], one["Account"]) == ("A & B", "CAD", "&bomb;A", "4111")


@pytest.mark.parametrize(
    ("booking", "column", "reason"),
    [
        ("<DTPOSTED>2026<TRNAMT>1</STMTTRN>", "DTPOSTED", "It is not a date as banks write them (20261031)."),
        ("<DTPOSTED>20260231<TRNAMT>1</STMTTRN>", "DTPOSTED", "It is not a date as banks write them (20261031)."),
        ("<DTPOSTED>20260201<TRNAMT>one</STMTTRN>", "TRNAMT", "It is not a number with “.” as decimal mark"),
        ("<DTPOSTED>20260201</STMTTRN>", "TRNAMT", "It is not a number with “.” as decimal mark"),
        ("<DTPOSTED>20260201<TRNAMT>0.00</STMTTRN>", "Amount", "The booking moves no money."),
        ("<DTPOSTED>20260201<TRNAMT>5<FITID>1</STMTTRN>", "Id", "The same booking stands in line 10 already."),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(bank, booking, column, reason):
    found = bank("<DTPOSTED>20260201<TRNAMT>5<FITID>1</STMTTRN>", booking)
    assert len(found.rows) == 1
    [(line, blamed, why)] = found.rejected
    assert (line, blamed, why.startswith(reason)) == (11, column, True), why


def test_a_number_that_the_bank_uses_again_does_not_lose_a_booking(bank):
    found = bank("<DTPOSTED>20260201<TRNAMT>5<FITID>1</STMTTRN>", "<DTPOSTED>20260202<TRNAMT>6<FITID>1</STMTTRN>")
    assert [row["Id"] for row in found.rows] == ["99/1", "99/1-2"]


def test_two_bookings_alike_without_numbers_are_two_and_keep_their_ids(bank):
    twins = ["<DTPOSTED>20260201<TRNAMT>5<NAME>X</STMTTRN>"] * 2
    first, again = bank(*twins), bank("<DTPOSTED>20260131<TRNAMT>1</STMTTRN>", *twins)
    assert [row["Id"] for row in again.rows[1:]] == [row["Id"] for row in first.rows]
    assert len({row["Id"] for row in first.rows}) == 2


def test_securities_and_a_file_that_breaks_off_are_named(bank):
    tail = TAIL + "<INVSTMTRS><BUYSTOCK><INVTRAN><FITID>7</INVTRAN></BUYSTOCK></INVSTMTRS><STMTTRN><DTPOSTED>2026"
    found = bank(tail=tail)
    assert [why[:22] for why in found.reasons] == ["Securities that are bo", "The file breaks off wi"]


@pytest.mark.parametrize(
    ("charset", "encoding"), [("1252", "cp1252"), ("1252", "utf-8"), ("1250", "cp1250"), ("ISO-8859-2", "iso8859-2")]
)
def test_encodings_are_read_as_stated(bank, charset, encoding):
    found = bank("<DTPOSTED>20260201<TRNAMT>5<NAME>Müller</STMTTRN>", charset=charset, encoding=encoding)
    assert found.only["Name"] == "Müller"


def test_marks_are_read_wherever_the_file_is_cut(bank, monkeypatch):
    monkeypatch.setattr("crmdesk.exchange.readers.ofx.CHUNK", 7)
    assert bank("<DTPOSTED>20260201<TRNAMT>5<NAME><![CDATA[A & B]]></NAME></STMTTRN>").only["Amount"] == "5"


def test_a_text_without_an_end_is_not_held(bank, monkeypatch):
    monkeypatch.setattr("crmdesk.exchange.readers.ofx.CHUNK", 50)
    monkeypatch.setattr(limits, "CARD_LINE_BYTES", 100)
    found = bank(
        "<DTPOSTED>20260201<TRNAMT>5<MEMO>" + "x" * 1000 + "</STMTTRN>", "<DTPOSTED>20260202<TRNAMT>6</STMTTRN>"
    )
    assert [len(row.get("Purpose", "")) < 300 for row in found.rows] == [True, True]


@pytest.mark.parametrize(
    "head",
    [
        '<?xml version="1.0" encoding="utf-16"?>\n<?OFX OFXHEADER="200"?>\n',
        '<?xml version="1.0"?>\n<!-- made by\nthe bank -->\n<?OFX OFXHEADER="200"?>\n',
        "<!--\nOFXHEADER:100\n-->\n",
    ],
)
def test_a_file_may_state_an_encoding_that_it_is_not_in_and_begin_with_remarks(tmp_path, head):
    body = "<OFX><STMTTRN><DTPOSTED>20260105</DTPOSTED><TRNAMT>-5.00</TRNAMT><NAME>Café</NAME></STMTTRN></OFX>"
    found = written(tmp_path, "bank.ofx", head + body)
    assert (found.only["Name"], found.only["Amount"], found.found[0].form) == ("Café", "5.00", "ofx")


def test_a_booking_without_a_day_is_refused_for_that(bank):
    assert bank("<TRNAMT>5</STMTTRN>").reasons == ["The booking does not say on which day it was made."]
