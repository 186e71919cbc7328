"""Statements of banks that no preset knows: which way the money went, in which currency, and whose account it is."""

import pytest

from crmdesk.exchange.drafts.draft import with_suggestions
from tests.exchange.drafting import asked, fields, made, question

FLAGGED = (
    "Date,Description,Amount,Transaction Type,Account Name\n2026-05-02,Rent,900.00,debit,Checking\n"
    "2026-05-03,Acme pays,120.00,credit,Checking\n2026-05-04,Stamps,3.50,debit,Savings\n"
)


def test_a_column_of_debit_and_credit_parts_what_was_spent_from_what_was_earned(understood, empty):
    draft = understood(FLAGGED)
    assert "ways" in asked(draft)
    found = made(empty, with_suggestions(draft))
    assert [one["amount"] for one in found["expenses"]] == ["900.00", "3.50"]
    assert [one["amount"] for one in found["sales"]] == ["120.00"]
    assert "contacts" not in found


def test_letters_say_the_way_only_below_a_heading_that_says_so(understood):
    text = "Datum;Verwendungszweck;Betrag;{};Saldo\n01.05.2026;Miete;900,00;S;100,00\n02.05.2026;Acme;120,00;H;220,00\n"
    told = understood(text.format("Soll/Haben"))
    assert question(told, "ways").answer == "yes"
    assert "ways" not in [one.id for one in understood(text.format("Klasse")).questions]


def test_cards_of_two_kinds_are_no_ways_of_money(understood):
    text = "Order date,Customer,Total,Payment method\n2026-05-02,Ada,9.00,credit\n2026-05-03,Bob,8.00,debit\n"
    assert "ways" not in [one.id for one in understood(text).questions]


def test_no_column_is_taken_for_the_amount_where_there_is_one_for_each_way(understood):
    text = (
        "Date,Check No,Description,Withdrawals (SGD),Deposits (SGD),Balance\n2026-05-02,17,Rent,900.00,,100.00\n"
        "2026-05-13,18,Acme pays,,120.00,220.00\n"
    )
    draft = understood(text)
    assert "need:amount" not in asked(draft)
    assert fields(draft)["Check No"] != "amount"


def test_money_that_only_went_out_is_no_sale(understood, empty):
    draft = understood(
        "Datum;Buchungstext;Betrag;Saldo\n17.05.2026;Miete;-900,00;100,00\n18.05.2026;Strom;-50,00;50,00\n"
    )
    assert question(draft, "negative").answer == "split"
    assert [one["amount"] for one in made(empty, draft)["expenses"]] == ["900.00", "50.00"]


def test_numbers_of_accounts_are_nobody_s_name(understood):
    text = (
        "Date,Amount,Account,Name\n2026-05-12,10.00,NL91ABNA0417164300,Ada\n2026-05-13,20.00,NL91ABNA0417164300,Bob\n"
    )
    found = fields(understood(text))
    assert (found["Account"], found["Name"]) == ("custom", "contact_id")


def test_a_column_of_codes_names_the_currency_whatever_its_heading(understood):
    text = "Date,Customer,Total,Monn.\n2026-05-12,Ada,10.00,CHF\n2026-05-13,Bob,20.00,CHF\n"
    assert "currency:Total" in asked(understood(text))


@pytest.mark.parametrize("heading", ["Fremdwährung", "Original Currency"])
def test_the_currency_of_another_country_is_not_that_of_the_amount(understood, heading):
    text = f"Date,Customer,Total,{heading}\n2026-05-12,Ada,10.00,CHF\n2026-05-13,Bob,20.00,CHF\n"
    assert asked(understood(text)) == []


def test_an_id_is_no_phone_number(understood):
    text = "Date,Customer,Total,Record ID\n2026-05-12,Ada,10.00,2026 051 2001-1\n2026-05-13,Bob,20.00,2026 051 3001-1\n"
    assert fields(understood(text))["Record ID"] == "id"
