"""Bank files in MT940: every booking is read or refused with a reason, whatever the bank writes around it."""

from collections.abc import Callable

import pytest

from tests.exchange.forms import Read, written


@pytest.fixture
def bank(tmp_path) -> Callable[..., Read]:
    """What is read of a statement with these lines."""

    def made(*lines: str, head: str = ":20:START", account: str = "10020030/1234567", tail: str = "-") -> Read:
        start = (head, f":25:{account}", ":28C:1/1", ":60F:C260101EUR1000,00")
        return written(tmp_path, "bank.sta", "\r\n".join([*start, *lines, ":62F:C260131EUR1,00", ":86:End", tail]))

    return made


def test_a_booking_with_the_numbered_parts_of_german_banks(bank):
    found = bank(
        ":61:2601020103CR100,5NTRFNONREF//B1",
        ":86:166?00GUTSCHRIFT?109310?20EREF+R-7?21SVWZ+Rechnung 123456789012?22345 vom?23 Montag?30BIC?31DE99?32Bea ",
        "Blum?33 GmbH",
    )
    one = dict(found.only)
    assert len(one.pop("Id")) == 20
    assert one == {
        "Date": "2026-01-03",
        "Value date": "2026-01-02",
        "Direction": "in",
        "Amount": "100.5",
        "Currency": "EUR",
        "Name": "Bea Blum GmbH",
        "Other account": "DE99",
        "Purpose": "Rechnung 123456789012 345 vom Montag",
        "Reference": "R-7",
        "Type": "GUTSCHRIFT",
        "Account": "10020030/1234567",
    }
    assert (found.found[0].form, found.lines, found.rejected) == ("mt940", [5], [])


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            ["/TRTP/SEPA/IBAN/NL1/BIC/X/NAME/Jan/REMI/Fac", "tuur 8/EREF/NOTPROVIDED"],
            ("Jan", "NL1", "Factuur 8", "NONE"),
        ),
        (["/EREF/E1/CNTP/NL2/INGBNL2A/ING BANK/CITY///REMI/USTD//Huur"], ("ING BANK", "NL2", "Huur", "E1")),
        (["GIRO 42 KPN BV ", " FACTUUR"], ("", "", "GIRO 42 KPN BV FACTUUR", "NONE")),
        (["020?20one two?21three?32A?B?60end"], ("A?B", "", "one two three end", "NONE")),
        (["020?20abcdefghijklmnopqrstuvwxyz1?212 rest"], ("", "", "abcdefghijklmnopqrstuvwxyz12 rest", "NONE")),
        (["020>20free text SVWZ+more>20again"], ("", "", "again", "NONE")),
        (["020?20free SVWZ+more?21EREF+NOTPROVIDED"], ("", "", "free more", "NONE")),
        (["/NAME/Jan"], ("Jan", "", "", "NONE")),
        (["/BBAN/53851317/NAME/Jan"], ("Jan", "53851317", "", "NONE")),
        (["Seen /ORDP/BLUE BANK AB /REMI/Rent 7"], ("BLUE BANK AB", "", "Rent 7", "NONE")),
        (
            ["/BENM/300000000000133", "/BANKA AD/Fee 11/2026"],
            ("", "", "/BENM/300000000000133/BANKA AD/Fee 11/2026", "NONE"),
        ),
        ([">20Usługi>31491050>32BLUE GROUP", ""], ("BLUE GROUP", "491050", "Usługi", "NONE")),
        (["+49 30 1 call +49 30 2"], ("", "", "+49 30 1 call +49 30 2", "NONE")),
        (
            ["159?00RETOURE?20EREF+T 7 1?21REASON:none stated for now,?22 rejected?34914"],
            ("", "", "REASON:none stated for now, rejected", "T 7 1"),
        ),
        (
            ["159?00X?20EREF+123456789012345678901234?215678?22KREF+9?23MREF+1"],
            ("", "", "", "1234567890123456789012345678"),
        ),
        (
            ["SEPA OVERBOEKING   IBAN: NL1", "BIC: X   NAAM: BLUE B.V.", "OMSCHRIJVING: Fac 8", "KENMERK: 75"],
            ("BLUE B.V.", "NL1", "Fac 8", "75"),
        ),
        (["FACTUUR 9", "REK: NL2/NAAM: PICK"], ("PICK", "NL2", "FACTUUR 9", "NONE")),
        (["SEPA NAAM: TAX  BETALINGSKENM.: 12 34"], ("TAX", "", "12 34", "NONE")),
        ([""], ("", "", "", "NONE")),
    ],
)
def test_what_banks_say_about_a_booking(bank, lines, told):
    one = bank(":61:260102C1,00NTRFNONREF", f":86:{lines[0]}", *lines[1:]).only
    assert tuple(one.get(name, "") for name in ("Name", "Other account", "Purpose")) == told[:3]
    assert one.get("Reference", "NONE") == told[3]


@pytest.mark.parametrize(
    ("booking", "read"),
    [
        (":61:260102D12,NMSCNONREF", ("2026-01-02", "out", "12", "NMSC")),
        (":61:2601020102RC5,00", ("2026-01-02", "in", "-5.00", None)),
        (":61:2601020102RD5.00NMSC", ("2026-01-02", "out", "-5.00", "NMSC")),
        (":61:2512311231CR7,00N192ref//bank", ("2025-12-31", "in", "7.00", "N192")),
        (":61:2512310102C7,00FTRF", ("2026-01-02", "in", "7.00", "FTRF")),
        (":61:2601021231C7,00FTRF", ("2025-12-31", "in", "7.00", "FTRF")),
        (":61:2602280229C7,00FTRF", None),
        (":61:260230C7,00S   X", ("2026-02-28", "in", "7.00", "S")),
        (":61:2402290229C7,00FTRF", ("2024-02-29", "in", "7.00", "FTRF")),
        (":61:990102C7,00FTRF", ("1999-01-02", "in", "7.00", "FTRF")),
        (":61:2601020102d1,01N946NONREF", ("2026-01-02", "out", "1.01", "N946")),
        (":61:2601020102CN50,00 NTRFNONREF//1", ("2026-01-02", "in", "50.00", "NTRF")),
        (":61:2601020102 D 50,00//123", ("2026-01-02", "out", "50.00", None)),
    ],
)
def test_signs_and_days_of_bookings(bank, booking, read):
    found = bank(booking)
    if read is None:
        assert found.reasons == ["It is a date that does not exist."]
    else:
        assert tuple(found.only.get(name) for name in ("Date", "Direction", "Amount", "Type")) == read


@pytest.mark.parametrize(
    ("booking", "reason"),
    [
        (":61:2601xx", "It is not written as a booking of MT940."),
        (":61:260102EC5,00NTRF", "It is announced, not booked."),
        (":61:261331C5,00NTRF", "It is a date that does not exist."),
        (":61:260102C9999999999999999,00NTRF", "It is not written as a booking of MT940."),
        (":61:260102C1.234,56NTRF", "It is not written as a booking of MT940."),
        (":61:260102C0,00NTRF", "The booking moves no money."),
    ],
)
def test_what_is_no_booking_is_refused_with_its_reason(bank, booking, reason):
    found = bank(":61:260102C5,00NTRF", booking, ":86:about it")
    assert (len(found.rows), found.rejected[0][0], found.reasons) == (1, 6, [reason])


def test_references_stand_in_several_places(bank):
    found = bank(
        ":61:260102C1,00NTRFmine//banks", ":61:260103C1,00NTRFNONREF//banks", "/supplement", ":61:260104C1,00NTRF"
    )
    assert [row.get("Reference") for row in found.rows] == ["mine", "banks", None]
    assert found.rows[1]["Purpose"] == "/supplement"


def test_blocks_of_swift_and_several_statements_are_read(bank):
    second = ("-}", "{1:F01X}{2:I940}{4:", ":20:2", ":25:DE77USD", ":61:260105D3,00NTRF", "-}")
    found = bank(":61:260102C1,00NTRF", *second, head="{1:F01XXXX}{2:I940}{4:\r\n:20:START", tail="-}")
    rows = [(row["Account"], row["Currency"], row["Direction"]) for row in found.rows]
    assert rows == [("10020030/1234567", "EUR", "in"), ("DE77USD", "USD", "out")]


def test_a_block_may_stand_before_the_first_field_on_its_line(bank):
    assert bank(":61:260102C1,00NTRF", head="ABNANL2A\r\n940\r\n{1:F01XXXX}{4::20:START").only["Amount"] == "1.00"


def test_interim_reports_name_the_currency_in_another_field(tmp_path):
    text = ":20:1\n:25:1\n:34F:GBP0,00\n:13D:x\n:61:260102C1,00NTRF"
    assert written(tmp_path, "bank.sta", text).only["Currency"] == "GBP"


def test_a_balance_that_is_written_badly_does_no_harm(tmp_path):
    assert "Currency" not in written(tmp_path, "bank.sta", ":20:1\n:25:1\n:60F:\n:61:260102C1,00NTRF\n").only


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        # The account and its owner, filled up with blanks to their places.
        ([":61:260102D1,00N0440121470966      W.P. Jansen ", ":86:Back"], ("W.P. Jansen", "0121470966", "Back", None)),
        ([":61:260102D1,00N030NONREF          BLUE SHOP", ":86:Card"], ("BLUE SHOP", None, "Card", None)),
        ([":61:260102D1,00N030R-7  BLUE SHOP", ":86:/NAME/Bea"], ("Bea", None, None, "R-7")),
        (
            [":61:260102D1,00N544EREF", "NL91ABNA0417164300", ":86:/EREF/E1//NAME/B"],
            ("B", "NL91ABNA0417164300", None, "E1"),
        ),
        ([":61:260102D1,00N544EREF", "NL91ABNA0417164301"], (None, None, "NL91ABNA0417164301", None)),
        ([":61:260102D1,00N544RF18539007547034"], (None, None, None, "RF18539007547034")),
        ([":61:260102D1,00NTRFNL91ABNA0417164300"], (None, "NL91ABNA0417164300", None, None)),
        # Both in the first line of what it was for.
        (
            [":61:260102D1,00NOVB0987654321", "bea blum", ":86:0987654321 bea blum", "   ", "Invoice 7"],
            ("bea blum", "0987654321", "Invoice 7", None),
        ),
        ([":61:260102D1,00NTRFINV7", ":86:INV7 paid"], (None, None, "INV7 paid", "INV7")),
        ([":61:260102D1,00NTRFKREF+//44", ":86:one", ":86:two"], (None, None, "one two", "44")),
    ],
)
def test_what_the_booking_itself_says_of_the_other_end(bank, lines, told):
    one = bank(*lines).only
    assert tuple(one.get(name) for name in ("Name", "Other account", "Purpose", "Reference")) == told


def test_a_statement_in_an_old_encoding_is_read_in_it(tmp_path):
    lines = (
        ":20:A",
        ":25:PL1",
        ":60F:C260101PLN1,00",
        ":61:260102C5,00NTRF",
        ":86:Spółka Łączność, ulica Świętej Góry",
    )
    found = written(tmp_path, "bank.sta", "\n".join((*lines, "Gdańsk, zapłata za wrzesień", "-")).encode("cp1250"))
    assert found.only["Purpose"] == "Spółka Łączność, ulica Świętej Góry Gdańsk, zapłata za wrzesień"


def test_a_booking_has_the_same_id_wherever_its_lines_are_broken(bank):
    one = bank(":61:260102D1,00NTRFNONREF", ":86:020?20Rent for?32Bea Blum").only
    two = bank(":61:260102D1,00NTRFNONREF ", ":86:020?20Rent", " for?32Bea", "Blum").only
    other = bank(":61:260102D1,00NTRFNONREF", ":86:020?20Rent for?32Bea Blum?34017").only
    assert one["Id"] == two["Id"] != other["Id"]
