"""Bank files in CAMT: every entry becomes bookings or is refused with a reason."""

from collections.abc import Callable

import pytest

from crmdesk.exchange import limits
from tests.exchange.forms import Read, written

DAY = "<BookgDt><Dt>2026-02-03</Dt></BookgDt>"
IBAN = "<Acct><Id><IBAN>DE1</IBAN></Id><Ccy>EUR</Ccy></Acct>"


@pytest.fixture
def bank(tmp_path) -> Callable[..., Read]:
    """What is read of a statement with these entries."""

    def made(*entries: str, head: str = "", account: str = IBAN) -> Read:
        text = f"""{head}<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>
<Stmt><Id>1</Id>{account}<Bal><Amt Ccy="EUR">1</Amt></Bal>
{"".join(entries)}</Stmt></BkToCstmrStmt></Document>"""
        return written(tmp_path, "bank.xml", text)

    return made


def entry(
    *parts: str, amount: str = "100.50", sign: str = "CRDT", status: str = "<Sts>BOOK</Sts>", day: str = DAY
) -> str:
    money = f'<Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd>{status}{day}'
    return f"<Ntry>{money}{''.join(parts)}</Ntry>\n"


def payments(*some: str) -> str:
    return f"<NtryDtls>{''.join(f'<TxDtls>{one}</TxDtls>' for one in some)}</NtryDtls>"


def party(who: str, name: str, account: str = "") -> str:
    return (
        f"<RltdPties><{who}><Nm>{name}</Nm></{who}><{who}Acct><Id><IBAN>{account}</IBAN></Id></{who}Acct></RltdPties>"
    )


def test_money_that_came_in(bank):
    found = bank(
        entry(
            "<ValDt><Dt>2026-02-04</Dt></ValDt><AcctSvcrRef>A1</AcctSvcrRef>",
            "<BkTxCd><Prtry><Cd>NTRF</Cd></Prtry></BkTxCd>",
            payments(
                "<Refs><EndToEndId>R-7</EndToEndId></Refs>"
                + party("Dbtr", "Bea &amp; Blum", "DE2")
                + "<RmtInf><Ustrd>Invoice</Ustrd><Ustrd> 7</Ustrd></RmtInf>"
            ),
        )
    )
    assert found.only == {
        "Id": "DE1/2026-02-03/A1",
        "Date": "2026-02-03",
        "Value date": "2026-02-04",
        "Direction": "in",
        "Amount": "100.50",
        "Currency": "EUR",
        "Name": "Bea & Blum",
        "Other account": "DE2",
        "Purpose": "Invoice 7",
        "Reference": "R-7",
        "Type": "NTRF",
        "Account": "DE1",
    }
    assert (found.lines, found.found[0].form, found.rejected) == ([3], "camt", [])


def test_other_versions_and_name_spaces_say_the_same(tmp_path):
    text = """<?xml version="1.0" encoding="ISO-8859-1"?>
<n:Document xmlns:n="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><n:BkToCstmrDbtCdtNtfctn><n:Ntfctn>
<n:Acct><n:Id><n:Othr><n:Id>77</n:Id></n:Othr></n:Id></n:Acct>
<n:Ntry><n:NtryRef>1</n:NtryRef><n:Amt Ccy="CHF">5</n:Amt><n:CdtDbtInd>DBIT</n:CdtDbtInd><n:RvslInd>false</n:RvslInd>
<n:Sts><n:Cd>BOOK</n:Cd></n:Sts><n:BookgDt><n:DtTm>2026-02-04T10:00:00</n:DtTm></n:BookgDt>
<n:NtryDtls><n:TxDtls><n:Refs><n:AcctSvcrRef>x</n:AcctSvcrRef><n:EndToEndId>NOTPROVIDED</n:EndToEndId>
<n:MndtId>M1</n:MndtId></n:Refs><n:RltdPties><n:Cdtr><n:Pty><n:Nm>Z\xfcrich AG</n:Nm></n:Pty></n:Cdtr></n:RltdPties>
<n:RmtInf><n:Strd><n:CdtrRefInf><n:Ref>RF18</n:Ref></n:CdtrRefInf></n:Strd></n:RmtInf></n:TxDtls></n:NtryDtls>
<n:AddtlNtryInf>Lastschrift</n:AddtlNtryInf></n:Ntry>
</n:Ntfctn></n:BkToCstmrDbtCdtNtfctn></n:Document>"""
    assert written(tmp_path, "bank.xml", text.encode("latin-1")).only == {
        "Id": "77/2026-02-04/x",
        "Date": "2026-02-04",
        "Direction": "out",
        "Amount": "5",
        "Currency": "CHF",
        "Name": "Zürich AG",
        "Purpose": "RF18",
        "Reference": "M1",
        "Type": "Lastschrift",
        "Account": "77",
    }


def test_a_batch_becomes_its_payments_where_they_add_up(bank):
    parts = payments(
        '<Amt Ccy="EUR">10</Amt>' + party("Cdtr", "X"),
        '<AmtDtls><TxAmt><Amt Ccy="EUR">25</Amt></TxAmt></AmtDtls><Refs><AcctSvcrRef>own</AcctSvcrRef></Refs>',
        '<Amt Ccy="EUR">5</Amt><CdtDbtInd>CRDT</CdtDbtInd>' + party("Dbtr", "Y"),
    )
    found = bank(entry("<AcctSvcrRef>A2</AcctSvcrRef>", parts, amount="30", sign="DBIT"))
    rows = [(row["Id"][15:], row["Direction"], row["Amount"], row.get("Name")) for row in found.rows]
    assert rows == [("A2/1", "out", "10", "X"), ("own", "out", "25", None), ("A2/3", "in", "5", "Y")]


@pytest.mark.parametrize("other", ["", '<Amt Ccy="EUR">21</Amt>', '<Amt Ccy="USD">20</Amt>'])
def test_a_batch_that_does_not_add_up_stays_one_booking(bank, other):
    found = bank(entry(payments('<Amt Ccy="EUR">10</Amt>', other), amount="30"))
    assert (found.only["Amount"], found.only["Purpose"]) == ("30", "2 payments in one booking")


def test_the_payments_of_a_batch_without_numbers_have_ids_of_their_own(bank):
    batch = entry(payments('<Amt Ccy="EUR">10</Amt>', '<Amt Ccy="EUR">10</Amt>'), amount="20")
    assert len({row["Id"] for row in bank(batch).rows}) == 2


def test_what_is_reversed_is_less_of_the_same_and_not_more_of_the_other(bank):
    back = "<RvslInd>true</RvslInd>"
    names = payments(party("Dbtr", "Customer").replace("</RltdPties>", "<Cdtr><Nm>Supplier</Nm></Cdtr></RltdPties>"))
    found = bank(entry(back, names, sign="DBIT", amount="5"), entry(back, names, sign="CRDT", amount="6"))
    rows = [(row["Direction"], row["Amount"], row["Name"]) for row in found.rows]
    assert rows == [("in", "-5", "Customer"), ("out", "-6", "Supplier")]


@pytest.mark.parametrize(
    ("one", "column", "reason"),
    [
        (entry(status="<Sts>PDNG</Sts>"), "Sts", "It is announced, not booked."),
        (entry(status="<Sts><Cd>INFO</Cd></Sts>"), "Sts", "It is announced, not booked."),
        (entry(sign="?"), "CdtDbtInd", "It does not say whether the money came in"),
        (entry(amount="1e5"), "Amt", "It is written with an exponent"),
        (entry(day=""), "BookgDt", "The booking does not say on which day it was made."),
        (entry(day="<BookgDt><Dt>x</Dt></BookgDt>"), "BookgDt", "It is not a date as banks write them"),
        (f"<Ntry><CdtDbtInd>CRDT</CdtDbtInd>{DAY}</Ntry>", "Amt", "The booking has no amount."),
        (f"<Ntry><CdtDbtInd>CRDT</CdtDbtInd>{DAY}{payments('', '')}</Ntry>", "Amt", "The booking has no amount."),
    ],
)
def test_what_is_no_booking_is_refused_with_its_reason(bank, one, column, reason):
    found = bank(entry(status=""), one)
    [(_line, blamed, why)] = found.rejected
    assert (len(found.rows), blamed, why.startswith(reason)) == (1, column, True), why


def test_purpose_and_account_stand_in_many_places(bank):
    more = payments("<AddtlTxInf>more</AddtlTxInf>")
    other = payments("<RltdPties><DbtrAcct><Id><Othr><Id>88</Id></Othr></Id></DbtrAcct></RltdPties>")
    found = bank(entry(more), entry(other, "<AcctSvcrRef>NONREF</AcctSvcrRef>"), account="")
    assert (found.rows[0]["Purpose"], found.rows[1]["Other account"]) == ("more", "88")
    assert "Account" not in found.rows[0]


def test_accounts_of_several_statements_are_kept_apart(bank):
    other = "</Stmt><Stmt><Acct><Id><IBAN>DE9</IBAN></Id></Acct>"
    assert [row["Account"] for row in bank(entry(), other, entry()).rows] == ["DE1", "DE9"]


def balance(code: str, day: str) -> str:
    return f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Dt><Dt>{day}</Dt></Dt></Bal>"


@pytest.mark.parametrize(
    ("before", "parts", "day"),
    [
        (
            balance("OPBD", "2026-02-05") + balance("CLBD", "2026-02-05") + balance("PRCD", "2026-02-04"),
            "",
            "2026-02-05",
        ),
        (balance("OPBD", "2026-02-04") + balance("CLBD", "2026-02-05"), "", None),
        ("<FrToDt><FrDtTm>2026-02-05T00:00:00</FrDtTm><ToDtTm>2026-02-05T24:00:00</ToDtTm></FrToDt>", "", "2026-02-05"),
        ("<FrToDt><FrDtTm>2026-02-04T18:00:00</FrDtTm><ToDtTm>2026-02-05T18:00:00</ToDtTm></FrToDt>", "", None),
        ("", payments("<RltdDts><IntrBkSttlmDt>2026-02-06</IntrBkSttlmDt></RltdDts>"), "2026-02-06"),
    ],
)
def test_a_booking_without_a_day_has_that_of_its_payment_or_the_only_one_of_the_statement(bank, before, parts, day):
    found = bank(entry(parts, day=""), account=IBAN + before)
    assert [row["Date"] for row in found.rows] == ([day] if day else [])


def test_what_the_bank_calls_a_booking_is_its_purpose_where_no_other_is_said(bank):
    said = "<AddtlNtryInf>Fee for statements</AddtlNtryInf><BkTxCd><Prtry><Cd>NCHG</Cd></Prtry></BkTxCd>"
    empty = payments("<RmtInf><Ustrd>NOTPROVIDED</Ustrd></RmtInf>")
    found = bank(entry(said), entry(said, empty), entry(said, payments("<RmtInf><Ustrd>Invoice 7</Ustrd></RmtInf>")))
    assert [(row["Purpose"], row["Type"]) for row in found.rows] == [
        ("Fee for statements", "NCHG"),
        ("Fee for statements", "NCHG"),
        ("Invoice 7", "Fee for statements"),
    ]


def test_a_bank_may_be_the_payer(bank):
    bank_name = "<RltdPties><Dbtr><Agt><FinInstnId><Nm>Blue Bank</Nm></FinInstnId></Agt></Dbtr></RltdPties>"
    assert bank(entry(payments(bank_name))).only["Name"] == "Blue Bank"


BROKEN = "The file is not valid XML from here on; nothing after this line was read. Export it again."


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        ("", "<Ntry><Amt>"),
        ("", "</x>"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]>", ""),
        ("<!DOCTYPE a SYSTEM 'file:///etc/passwd'>", ""),
        ('<?xml version="1.0" encoding="KLINGON"?>', ""),
        ('<?xml version="1.0" encoding="Shift_JIS"?>', ""),
        ("", "<a>" * 100),
    ],
)
def test_what_is_no_sound_xml_ends_the_reading_there(bank, head, tail):
    found = bank(entry(), tail, head=head)
    assert found.reasons == [BROKEN]
    assert len(found.rows) == (0 if head else 1)


def test_a_file_that_is_cut_off_is_read_as_far_as_it_goes(tmp_path):
    text = f'<Document xmlns="camt.053"><BkToCstmrStmt><Stmt>{IBAN}{entry()}{entry()[:50]}'
    found = written(tmp_path, "bank.xml", text)
    assert (len(found.rows), found.rejected) == (1, [(2, "", BROKEN)])


def test_entries_keep_to_their_limits(bank, monkeypatch):
    monkeypatch.setattr(limits, "XML_PARTS", 10)
    found = bank(entry(payments(*["<a>x</a>"] * 20)), entry())
    assert (found.reasons, len(found.rows)) == (["The entry has more than 10 parts."], 1)
    monkeypatch.setattr(limits, "CARD_BYTES", 1000)
    found = bank(entry(payments("x" * 2000)), entry())
    assert (found.reasons, len(found.rows)) == (["The entry has more than 10 parts."], 1)


def test_a_mark_without_an_end_is_not_held(bank, monkeypatch):
    monkeypatch.setattr(limits, "CARD_BYTES", 1000)
    monkeypatch.setattr("crmdesk.exchange.readers.camt_xml.CHUNK", 100)
    assert bank("<a b='" + "x" * 5000).reasons == [BROKEN]
