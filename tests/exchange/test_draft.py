"""Files on their way in: kind, columns, numbers, days and money, what is asked, and what comes of the answers."""

import json

import pytest

from crmdesk.exchange import questions
from crmdesk.exchange.drafts import draft as drafts
from crmdesk.exchange.drafts.draft import KEEP, LEFT_OUT
from crmdesk.exchange.drafts.parts import joined
from crmdesk.exchange.here import Here
from crmdesk.exchange.mappings import file as mapping_file
from crmdesk.exchange.mappings import text as mapping_text
from crmdesk.exchange.plan import make_plan
from crmdesk.exchange.rules import Condition, FieldRule, NumberRule
from crmdesk.exchange.walking import tables_of
from tests.exchange.drafting import SALES, asked, fields, kinds_of, made, question

# Kinds and columns


def test_a_plain_table_is_understood_without_a_question(understood, empty):
    draft = understood(SALES)
    assert (draft.kind, asked(draft), drafts.is_ready(draft), drafts.lacking(draft)) == ("sales", [], True, "")
    assert fields(draft) == {"Order date": "sold_at", "Customer": "contact_id", "Total": "amount", "Region": KEEP}
    assert all(one.why for one in draft.columns)
    records = made(empty, draft)
    assert [one["name"] for one in records["contacts"]] == ["Acme GmbH", "Beta GmbH"]
    assert [one["amount"] for one in records["sales"]] == ["12.50", "7.25"]
    assert records["sales"][0]["Region"] == "North"


def test_what_is_not_sure_is_asked_and_a_table_can_be_left_out(understood):
    draft = understood("Alpha,Beta\nqq,ww\nee,rr\n")
    assert (draft.kind, asked(draft), drafts.is_ready(draft)) == ("", ["kind"], False)
    assert "x.csv" in drafts.lacking(draft)
    out = drafts.answered(draft, "kind", questions.NOTHING)
    assert drafts.is_ready(out)
    assert drafts.mappings_of(out) == []
    contacts = drafts.answered(draft, "kind", "contacts")
    assert (contacts.kind, drafts.is_ready(contacts)) == ("contacts", True)
    assert contacts.main is not None
    assert contacts.main.fields["name"].columns == ("Alpha",)
    assert drafts.fields_of(draft) == []
    assert ("email", "E-mail") in drafts.fields_of(contacts)


def test_a_kind_that_is_stated_is_taken(understood):
    draft = understood(SALES, kind="expenses")
    assert (draft.kind, draft.score, asked(draft)) == ("expenses", 1.0, ["need:category"])
    assert question(draft, "need:category").suggested == "other"
    same = drafts.with_kind(drafts.answered(draft, "need:category", "sales"), "expenses")
    assert same.answers == {"kind": "expenses", "need:category": "sales"}


def test_a_day_that_only_some_rows_have_is_the_next_best_for_one_that_all_need(understood):
    some = "Deal,Stage,Amount,Closed on\nRoof,Won,900.00,2026-02-03\nBarn,Qualified,750.00,\n"
    draft = understood(some, kind="deals")
    assert fields(draft)["Closed on"] == "closed_at"
    assert question(draft, "need:opened_at").suggested == "column:Closed on"


def test_kinds_are_proposed_in_their_order(understood):
    draft = understood(SALES)
    assert draft.kinds[0].kind == "sales"


def test_a_column_becomes_another_field_or_none(understood):
    draft = drafts.with_field(understood(SALES), "Region", "note")
    assert draft.main is not None
    assert draft.main.fields["note"].columns == ("Region",)
    draft = drafts.with_field(draft, "Region", LEFT_OUT)
    assert draft.main is not None
    assert (draft.main.fields.get("note"), draft.main.custom) == (None, {})


def test_a_column_is_read_as_a_person_says(understood):
    rule = FieldRule(number=NumberRule(","))
    draft = drafts.with_rule(understood(SALES), "Total", rule)
    assert draft.main is not None
    assert draft.main.fields["amount"].number == NumberRule(",")
    draft = drafts.with_empty(draft, "Region", ["North"])
    assert draft.main is not None
    assert draft.main.custom["Region"].empty == frozenset({"North"})
    draft = drafts.with_rule(draft, "Total", None)
    assert draft.main is not None
    assert draft.main.fields["amount"].number == NumberRule(".", ",")


def test_an_answer_can_be_taken_back(understood):
    draft = understood("Order date,Total\n03/04/2026,1\n05/06/2026,2\n")
    answered = drafts.answered(draft, "date:Order date", "month first")
    assert drafts.is_ready(answered)
    assert asked(drafts.answered(answered, "date:Order date", "")) == ["date:Order date"]


def test_a_file_with_one_column_works(understood, empty):
    draft = drafts.with_suggestions(understood("email\nann@firm.de\nbob@firm.de\n"))
    assert [one["name"] for one in made(empty, draft)["contacts"]] == ["ann@firm.de", "bob@firm.de"]


def test_a_file_without_rows_works(understood):
    draft = understood("Order date,Customer,Total\n")
    assert draft.rows == 0
    assert drafts.mappings_of(drafts.with_kind(draft, "sales"))


def test_what_a_draft_stands_for_can_be_written_and_read_again(understood):
    text = "Deal,Company,Stage,Value,Created,Closed,Owner\nA,Acme,Won,5.10,2026-01-13,2026-02-01,Bob\n"
    draft = drafts.with_suggestions(understood(text + "B,Acme,New,0,2026-01-14,,Eve\n"))
    mappings = drafts.mappings_of(draft)

    assert mapping_file.mappings_of(json.loads(mapping_text.text(mappings))["mappings"], "x") == mappings


# Numbers and dates

AMBIGUOUS = "Order date,Paid,Total,Tax\n03/04/2026,05/06/2026,1.000,{tax}\n05/06/2026,{paid},2.500,7\n"


def test_what_can_be_read_in_two_ways_is_asked(understood):
    draft = understood(AMBIGUOUS.format(tax=1, paid="06/07/2026"))
    assert asked(draft) == ["date:Order date", "number:Total"]
    day = question(draft, "date:Order date")
    assert [one.title for one in day.options] == ["3 April 2026", "4 March 2026"]
    assert day.takes("month first")
    assert not day.takes("tomorrow")
    number = question(draft, "number:Total")
    assert ([one.title for one in number.options], number.suggested) == (["1.000", "1,000"], ",")
    answered = drafts.answered(drafts.answered(draft, "number:Total", ","), "date:Order date", "month first")
    assert answered.main is not None
    assert answered.main.fields["amount"].number == NumberRule(",", ".")
    assert answered.main.fields["sold_at"].date == ("%m/%d/%Y",)


def test_an_american_is_probably_american(understood):
    draft = understood(AMBIGUOUS.format(tax=1, paid="06/07/2026"), Here(country="US"))
    assert question(draft, "date:Order date").suggested == "month first"


def test_other_columns_of_the_file_decide_and_are_named(understood):
    draft = understood(AMBIGUOUS.format(tax='"1,5"', paid="06/13/2026"))
    assert asked(draft) == []
    assert "Paid" in question(draft, "date:Order date").why
    assert "Tax" in question(draft, "number:Total").why
    assert draft.main is not None
    assert draft.main.fields["amount"].number == NumberRule(",", ".")


def test_days_that_are_counted_are_read(understood, empty):
    draft = understood("Order date,Total\n45000,5.25\n45001.5,7.10\n")
    assert [one["sold_at"][:10] for one in made(empty, draft)["sales"]] == ["2023-03-15", "2023-03-16"]


def test_a_time_in_its_own_column_belongs_to_the_day(understood, empty):
    draft = understood("Date,Time,Customer,Amount\n31.01.2026,10:30,Acme,5.25\n2026-02-01,9:15 PM,Acme,7.10\n")
    assert [one["sold_at"] for one in made(empty, draft)["sales"]] == [
        "2026-01-31T10:30:00+00:00",
        "2026-02-01T21:15:00+00:00",
    ]


def test_times_of_a_heading_that_says_utc_are_utc(understood):
    draft = understood("Created (UTC),Customer,Amount\n2026-01-31 10:30,Acme,5.25\n")
    assert draft.main is not None
    assert draft.main.fields["sold_at"].timezone == "UTC"


def test_probabilities_up_to_a_hundred_are_shares(understood):
    text = "Deal,Stage,Probability,Created\nA,New,40,2026-01-13\nB,New,{}\n"
    draft = understood(text.format("80,2026-01-14"))
    assert draft.main is not None
    assert draft.main.fields["probability"].number == NumberRule(divide_by=100)
    draft = understood(text.format("80%,2026-01-14").replace(",40,", ",40%,"))
    assert draft.main is not None
    assert draft.main.fields["probability"].number is not None
    assert draft.main.fields["probability"].number.percent


# Money

BANK = """\
Datum;Empfänger;Verwendungszweck;Betrag;Währung
13.01.2026;Müller GmbH;Rechnung;1.250,00;EUR
14.01.2026;Ads;Werbung;-300,5;EUR
"""


def test_money_that_came_and_money_that_went_are_told_apart(understood, empty):
    draft = understood(BANK)
    assert asked(draft) == ["negative"]
    records = made(empty, drafts.answered(draft, "negative", "split"))
    assert [(one["amount"], one["note"]) for one in records["sales"]] == [("1250.00", "Rechnung")]
    assert [(one["amount"], one["category"]) for one in records["expenses"]] == [("300.50", "other")]
    assert [one["name"] for one in records["contacts"]] == ["Müller GmbH"]
    refunds = made(empty, drafts.answered(draft, "negative", "refunds"))
    assert [one["amount"] for one in refunds["sales"]] == ["1250.00", "-300.50"]


def test_credit_and_debit_may_have_a_column_each(understood, empty):
    draft = understood("Date,Payee,Debit,Credit\n2026-01-13,Acme,,50.25\n2026-01-14,Shop,20.75,\n", kind="sales")
    records = made(empty, draft)
    assert [one["amount"] for one in records["sales"]] == ["50.25"]
    assert [one["amount"] for one in records["expenses"]] == ["20.75"]
    assert [one["name"] for one in records["contacts"]] == ["Acme"]


def test_expenses_that_are_all_negative_are_what_was_spent(understood, empty):
    draft = understood("Date,Channel,Cost\n2026-01-13,Web,-5.25\n2026-01-14,Web,-7.10\n", kind="expenses")
    assert [one["amount"] for one in made(empty, draft)["expenses"]] == ["5.25", "7.10"]


def test_another_currency_is_asked_about(understood):
    draft = understood("Order date,Customer,Total (USD)\n2026-01-13,Acme,5.25\n", kind="sales")
    assert asked(draft) == ["currency:Total (USD)"]
    assert drafts.is_ready(drafts.answered(draft, "currency:Total (USD)", "yes"))
    deals = "Opportunity,Stage,Created,Value (USD)\nRoof,Qualified,2026-01-13,5.25\n"
    out = drafts.answered(understood(deals, kind="deals"), "currency:Value (USD)", "no").main
    assert out is not None and "amount" not in out.fields
    euros = understood('Order date,Customer,Total\n2026-01-13,Acme,"5,25 €"\n', Here(currency="CHF"), kind="sales")
    assert asked(euros) == ["currency:Total"]


@pytest.mark.parametrize(
    "text",
    [
        "Order date,Customer,Total (USD)\n2026-01-13,Acme,5.25\n",
        'Order date,Customer,Total\n2026-01-13,Acme,"5.25 USD"\n',
        "Order date,Customer,Total,Currency\n2026-01-13,Acme,5.25,USD\n",
        "Date,Payee,Debit (USD),Credit (USD)\n2026-01-13,Acme,,50.25\n2026-01-14,Shop,20.75,\n",
        "Date,Payee,Amount (USD)\n2026-01-13,Acme,50.25\n2026-01-14,Shop,-20.75\n",
    ],
)
def test_amounts_that_must_not_come_in_as_they_are_are_refused_for_their_currency(understood, empty, text):
    draft = drafts.with_suggestions(understood(text, kind="sales"))
    plan = make_plan(empty, tables_of([(draft.found, drafts.mappings_of(draft))], empty))
    reasons = {(row.kind, row.reason) for row in plan.rows if row.kind in ("sales", "expenses")}
    reason = "is in USD, but this workspace keeps EUR; write there what it is in EUR"
    assert {told for _kind, told in reasons if told} == {reason}
    assert not {row.kind for row in plan.rows if row.outcome == "created"} & {"sales", "expenses"}


def test_amounts_with_their_currency_beside_them_are_checked(understood):
    text = "Order date,Customer,Total,Currency\n2026-01-13,Acme,5.25,USD\n2026-01-14,Acme,7.10,EUR\n"
    draft = understood(text, kind="sales")
    assert draft.main is not None
    assert draft.main.fields["amount"].currency == "Currency"
    dollars = understood(text.replace("EUR", "USD"), kind="sales")
    assert asked(dollars) == ["currency:Total"]
    answered = drafts.answered(dollars, "currency:Total", "yes").main
    assert answered is not None
    assert answered.fields["amount"].currency == ""


def test_what_campaigns_earned_may_come_in_too(understood, empty):
    text = (
        "id,Date,Campaign,Category,Cost,Revenue\n1,2026-01-13,Spring,social,5.25,10\n2,2026-01-14,Fall,search,7.10,0\n"
    )
    draft = understood(text)
    assert (draft.kind, asked(draft)) == ("expenses", ["revenue"])
    records = made(empty, drafts.answered(draft, "revenue", "yes"))
    assert [(one["amount"], one["category"], one["channel"]) for one in records["expenses"]] == [
        ("5.25", "marketing", "social"),
        ("7.10", "marketing", "search"),
    ]
    assert [one["amount"] for one in records["sales"]] == ["10.00"]
    assert [(one["name"], one["channel"]) for one in records["campaigns"]] == [("Spring", "social"), ("Fall", "search")]
    assert kinds_of(drafts.mappings_of(drafts.answered(draft, "revenue", "no"))) == ["campaigns", "expenses"]
    without = understood(text.replace("id,", "no,"), Here(holds=frozenset({"sales"})))
    assert question(without, "revenue").suggested == "no"
    assert drafts.answered(without, "revenue", "yes").also[-1].fields["id"].prefix == "sale-"


def test_sales_may_name_their_deal_and_surveys_their_ticket(understood):
    draft = understood("Date,Deal ID,Amount\n2026-01-13,d1,5.25\n2026-01-14,d1,7.10\n", kind="sales")
    assert draft.main is not None
    assert draft.main.fields["deal_id"].columns == ("Deal ID",)


def test_an_example_for_a_question_is_one_that_can_be_read_in_two_ways(understood):
    text = "Order date,Total\n2026-01-13,1.000\nsoon,x\n03/04/2026,7\n05/05/2026,2.000\n05/06/2026,0.500\n"
    draft = understood(text, kind="sales")
    assert "03/04/2026" in question(draft, "date:Order date").text
    several = understood(text.replace("0.500", "3.000"), kind="sales")
    assert [key for key in asked(several) if key[:6] in ("date:O", "number")] == ["date:Order date", "number:Total"]


def test_two_conditions_about_one_column_are_one():
    found = joined(
        [Condition("A", frozenset("ab")), Condition("A", frozenset("bc")), Condition("A", frozenset("x"), False)]
    )
    assert found == (Condition("A", frozenset("b")),)
    neither = joined([Condition("A", frozenset("a"), False), Condition("A", frozenset("b"), False)])
    assert neither == (Condition("A", frozenset("ab"), False),)
