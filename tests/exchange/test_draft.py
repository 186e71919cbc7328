"""Files on their way in: what is understood of them, what is asked, and what comes of the answers."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from crmdesk.exchange import draft as drafts
from crmdesk.exchange import mapping_file, mapping_text, questions
from crmdesk.exchange.draft import KEEP, LEFT_OUT, Draft
from crmdesk.exchange.draft_several import draft_all
from crmdesk.exchange.here import Here, Named, here_of
from crmdesk.exchange.plan import make_plan
from crmdesk.exchange.reading import read_file
from crmdesk.exchange.recognise import recognise_all
from crmdesk.exchange.rules import FieldRule, Mapping, NumberRule
from crmdesk.exchange.walking import tables_of
from crmdesk.store import pipeline
from crmdesk.store.file import create

PIPELINE = (
    Named("s1", "Qualified", "open"),
    Named("s2", "Proposal", "open"),
    Named("s3", "Won", "won"),
    Named("s4", "Lost", "lost"),
)


@pytest.fixture
def understood(tmp_path):
    """The draft of a file with this text."""

    def of(text: str, here: Here | None = None, name: str = "x.csv", **options) -> Draft:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return drafts.draft(read_file(path)[0], here or Here(), **options)

    return of


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """A workspace to plan for; nothing is written into it."""
    with create(tmp_path_factory.mktemp("plan") / "x.crmdesk", {"currency": "EUR", "timezone": "UTC"}) as workspace:
        yield workspace


def fields(draft: Draft) -> dict[str, str]:
    return {one.name: one.field for one in draft.columns}


def asked(draft: Draft) -> list[str]:
    return [one.id for one in draft.questions if one.is_open]


def question(draft: Draft, key: str) -> questions.Question:
    return next(one for one in draft.questions if one.id == key)


def made(empty, *several: Draft) -> dict[str, list[dict[str, str]]]:
    """What a plan would write, by kind; a row that is refused fails the test."""
    plan = make_plan(empty, tables_of([(one.found, drafts.mappings_of(one)) for one in several], empty))
    found: dict[str, list[dict[str, str]]] = {}
    for row in plan.rows:
        if row.outcome == "left_out":
            continue
        assert row.outcome == "created", row
        cells = {name: text for name, text in dict(row.cells or {}).items() if text}
        found.setdefault(row.kind, []).append(cells)
    return found


def kinds_of(mappings: Sequence[Mapping]) -> list[str]:
    return [one.kind for one in mappings]


# Kinds and columns

SALES = "Order date,Customer,Total,Region\n2026-01-13,Acme GmbH,12.50,North\n2026-01-14,Beta GmbH,7.25,South\n"


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


def test_kinds_are_proposed_in_their_order(understood):
    draft = understood(SALES)
    assert drafts.kinds_of(draft)[0].kind == "sales"


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
    text = "Deal,Company,Stage,Value,Created,Closed,Owner\nA,Acme,Won,5.10,2026-01-13,2026-02-01,Bob\nB,Acme,New,0,2026-01-14,,Eve\n"
    draft = drafts.with_suggestions(understood(text))
    mappings = drafts.mappings_of(draft)
    import json

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

BANK = "Datum;Empfänger;Verwendungszweck;Betrag;Währung\n13.01.2026;Müller GmbH;Rechnung;1.250,00;EUR\n14.01.2026;Ads;Werbung;-300,5;EUR\n"


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
    out = drafts.answered(draft, "currency:Total (USD)", "no")
    assert asked(out) == ["need:amount"] or out.main is not None and "amount" not in out.main.fields
    euros = understood('Order date,Customer,Total\n2026-01-13,Acme,"5,25 €"\n', Here(currency="CHF"), kind="sales")
    assert asked(euros) == ["currency:Total"]


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


# Contacts


def test_people_and_their_companies_come_of_one_row(understood, empty):
    text = "First Name,Last Name,Company,Email,Home Email,Phone,Country,Tags,Notes,Remarks\n"
    text += "Ann,Lee,Acme,Ann Lee <ANN@Firm.DE>,a@b.de,030 1234567,DE,a;b,Hi,There\n"
    text += "Bob,Ray,Acme,bob@firm.de,,0171 2345678,Germany,b;a,,\n"
    text += ",,Solo Ltd,info@solo.de,,,Germany,,,\n"
    draft = understood(text, Here(country="DE"))
    records = made(empty, draft)["contacts"]
    assert len(records) == 4
    acme, ann, bob, solo = (
        {one["name"]: one for one in records}[name] for name in ("Acme", "Ann Lee", "Bob Ray", "Solo Ltd")
    )
    assert (acme["kind"], acme["name"]) == ("company", "Acme")
    assert (ann["kind"], ann["name"], ann["email"], ann["phone"]) == (
        "person",
        "Ann Lee",
        "ANN@firm.de",
        "+49 30 1234567",
    )
    assert (ann["country"], bob["country"], ann["tags"]) == ("Germany", "Germany", "a;b")
    assert ann["notes"] == "Hi\n\nThere"
    assert ann["Home Email"] == "a@b.de"
    assert draft.main is not None
    assert draft.main.fields["company_id"].columns == ("Company",)
    assert (solo["kind"], solo["name"]) == ("company", "Solo Ltd")


def test_companies_are_known_by_their_heading_or_their_names(understood, empty):
    accounts = understood("account,office_location\nAcme,United States\nBeta,Kenya\n", name="accounts.csv")
    assert {one["kind"] for one in made(empty, drafts.with_suggestions(accounts))["contacts"]} == {"company"}
    named = understood("Name,City,Phone\nAcme GmbH,Bonn,030 1234567\nBeta AG,Kiel,030 1234568\n")
    assert {one["kind"] for one in made(empty, drafts.with_suggestions(named))["contacts"]} == {"company"}
    people = understood("Name,City,Email\nAnn Lee,Bonn,a@b.de\nBob Ray,Kiel,c@d.de\n")
    assert {one["kind"] for one in made(empty, drafts.with_suggestions(people))["contacts"]} == {"person"}


def test_leads_without_names_are_called_by_their_ids(understood, empty):
    draft = understood(
        "mql_id,first_contact_date,origin\na1,2026-01-13,social\na2,2026-01-14,unknown\n", name="leads.csv"
    )
    records = made(empty, drafts.with_suggestions(draft))["contacts"]
    assert [(one["name"], one.get("channel")) for one in records] == [("Contact a1", "social"), ("Contact a2", None)]


def test_several_lines_of_an_address_are_one_street(understood):
    draft = understood("Name,Street,Address Line 2,City\nAnn,Road 1,Floor 2,Bonn\n", kind="contacts")
    assert draft.main is not None
    assert draft.main.fields["street"].columns == ("Street", "Address Line 2")


def test_people_of_the_team_are_made_with_their_role(understood, empty):
    draft = drafts.answered(
        understood("Sales Agent,Manager\nAnn,Eve\nBob,Eve\n", name="sales_teams.csv"), "kind", "staff"
    )
    assert [(one["name"], one["role"]) for one in made(empty, draft)["staff"]] == [("Ann", "sales"), ("Bob", "sales")]
    parted = understood("First Name,Last Name,Role\nAnn,Lee,Support\nBob,Ray,Owner\n", kind="staff")
    assert [(one["name"], one["role"]) for one in made(empty, parted)["staff"]] == [
        ("Ann Lee", "support"),
        ("Bob Ray", "owner"),
    ]


# Names

TICKETS = """\
Ticket No,Subject,Requester,Requester email,Phone,Assignee,Priority,Created,Solved
1,Broken,Ann Lee,ann@x.com,+49 30 123456,Bob,P1,2026-01-13 10:00,2026-01-14 09:00
2,Help,Ann Lee,ann@x.com,,Bob,Low,2026-01-15 10:00,
3,Help me,Tim,,,4711,Meh,2026-01-15 10:00,
"""


def test_words_are_matched_and_the_rest_is_asked(understood, empty):
    draft = understood(TICKETS)
    assert asked(draft) == ["value:Priority:Meh"]
    assert question(draft, "value:Priority:P1").answer == "urgent"
    answered = drafts.answered(drafts.answered(draft, "value:Priority:Meh", "nothing"), "value:Priority:Low", "normal")
    records = made(empty, answered)
    assert [one.get("priority") for one in records["tickets"]] == ["urgent", "normal", None]
    assert [(one["name"], one.get("email")) for one in records["contacts"]] == [("Ann Lee", "ann@x.com"), ("Tim", None)]
    assert [(one["name"], one["role"]) for one in records["staff"]] == [("Bob", "support"), ("4711", "support")]


def test_too_many_different_words_are_not_asked_about(understood):
    rows = "\n".join(f"T{n},Word{'x' * n},2026-01-13,2026-01-14" for n in range(30))
    draft = drafts.with_field(
        understood(f"Subject,Priority,Created,Solved\n{rows}\n", kind="tickets"), "Priority", "priority"
    )
    assert asked(draft) == []


DEALS = """\
Deal,Company,Stage,Value,Created,Close Date,Owner,Product
A,Acme,Proposal sent,"1,200.50",2026-01-13,2026-02-01,Bob,Box
B,Beta,Closed Won,900.00,2026-01-14,2026-01-20,Eve,Box
C,Beta,Closed Lost,0,2026-01-14,,Eve,Bag
"""


def test_stages_are_matched_to_those_that_are_there(understood):
    draft = understood(DEALS, Here(stages=PIPELINE))
    assert asked(draft) == ["value:Stage:Proposal sent", "sales"]
    sent = question(draft, "value:Stage:Proposal sent")
    assert (sent.suggested, question(draft, "value:Stage:Closed Won").answer) == ("s2", "s3")
    assert [one.answer for one in sent.options][-4:] == ["new:open", "new:won", "new:lost", "nothing"]
    answered = drafts.with_suggestions(draft)
    assert answered.main is not None
    assert answered.main.fields["stage_id"].values == {"Proposal sent": "s2", "Closed Won": "s3", "Closed Lost": "s4"}
    left = drafts.answered(answered, "value:Stage:Proposal sent", "nothing")
    assert left.main is not None
    assert left.main.where[0].values == frozenset({"Proposal sent"})
    fresh = drafts.answered(answered, "value:Stage:Proposal sent", "new:open")
    stages = next(one for one in drafts.mappings_of(fresh) if one.kind == "stages")
    assert [(row["name"], row["kind"], row["position"]) for row in stages.rows] == [("Proposal sent", "open", "5")]


def test_a_stage_that_is_spelled_otherwise_is_found(understood):
    draft = understood(DEALS.replace("Proposal sent", "Quallified"), Here(stages=PIPELINE))
    assert question(draft, "value:Stage:Quallified").answer == "s1"
    unlike = understood(DEALS.replace("Proposal sent", "Waiting room"), Here(stages=PIPELINE))
    assert question(unlike, "value:Stage:Waiting room").suggested == "new:open"


def test_a_workspace_without_stages_gets_those_of_the_file(understood, empty):
    draft = understood(DEALS)
    assert asked(draft) == ["sales"]
    records = made(empty, drafts.with_suggestions(draft))
    assert [(one["name"], one["kind"], one["probability"]) for one in records["stages"]] == [
        ("Proposal sent", "open", "0.1"),
        ("Closed Won", "won", "1"),
        ("Closed Lost", "lost", "0"),
    ]
    first, won, lost = records["deals"]
    assert (first["expected_close_on"], first.get("closed_at")) == ("2026-02-01", None)
    assert (won["closed_at"][:10], won.get("expected_close_on")) == ("2026-01-20", None)
    assert (lost["closed_at"][:10], lost.get("amount")) == ("2026-01-14", None)
    assert [(one["amount"], one["sold_at"][:10]) for one in records["sales"]] == [("900.00", "2026-01-20")]


def test_won_deals_are_no_sales_where_sales_come_from_elsewhere(understood):
    draft = understood(DEALS, Here(holds=frozenset({"sales"})))
    assert question(draft, "sales").suggested == "no"
    assert "sales" not in kinds_of(drafts.mappings_of(drafts.answered(draft, "sales", "no")))


def test_open_deals_need_no_closing_day(understood):
    draft = understood("Deal,Stage,Value,Created\nA,New,5.10,2026-01-13\nB,Offer,7.25,2026-01-14\n")
    assert draft.main is not None
    assert "closed_at" not in draft.main.fields
    assert asked(draft) == []


def test_deals_without_stages_are_all_in_one(understood, empty):
    text = "lead_id,sr_id,sdr_id,won_date,segment\na1,p1,p2,2026-01-13,pet\na2,p1,p3,2026-01-14,car\n"
    draft = understood(text, name="closed_deals.csv", kind="deals")
    assert asked(draft) == ["need:opened_at", "need:stage_id", "sales"] or asked(draft) == [
        "need:opened_at",
        "need:stage_id",
    ]
    answered = drafts.answered(drafts.with_suggestions(draft), "sales", "1.00")
    records = made(empty, answered)
    assert [(one["name"], one["kind"]) for one in records["stages"]] == [("In talks", "open"), ("Won", "won")]
    assert {one["name"] for one in records["staff"]} == {"Person p1", "Person p2", "Person p3"}
    assert [one["name"] for one in records["contacts"]] == ["Customer a1", "Customer a2"]
    assert {one["owner_id"] for one in records["deals"]} and {one["amount"] for one in records["sales"]} == {"1.00"}
    assert question(answered, "sales").takes("2.50")


@pytest.mark.parametrize(
    ("answer", "field"), [("new:open", "expected_close_on"), ("s1", "expected_close_on"), ("s4", "closed_at")]
)
def test_the_one_stage_decides_what_the_closing_day_is(understood, answer, field):
    text = "Deal,Closed,Created\nA,2026-01-20,2026-01-13\n"
    draft = drafts.answered(understood(text, Here(stages=PIPELINE), kind="deals"), "need:stage_id", answer)
    assert draft.main is not None
    assert field in draft.main.fields
    text = "Deal,Created\nA,2026-01-13\n"
    bare = drafts.answered(understood(text, Here(stages=PIPELINE), kind="deals"), "need:stage_id", "s3").main
    assert bare is not None
    assert bare.fields["closed_at"] == bare.fields["opened_at"]


def test_days_that_are_named_as_stages_are_the_way_of_a_deal(understood, empty):
    text = "Deal,Stage,Created,Proposal date,Close Date,Owner\n"
    text += (
        "A,Proposal,2026-01-13,2026-01-15,,Bob\nB,Won,2026-01-13,2026-01-16,2026-01-20,Bob\nC,Lead,2026-01-14,,,Eve\n"
    )
    records = made(empty, drafts.with_suggestions(understood(text)))
    assert sorted(one["stage_id"] for one in records["stage_changes"]) == [
        "Lead",
        "Lead",
        "Proposal",
        "Proposal",
        "Won",
    ]
    assert "Lead" in {one["name"] for one in records["stages"]}
    alone = understood(text.replace("Lead", "Proposal"), kind="deals")
    assert "stage_changes" not in kinds_of(drafts.mappings_of(drafts.with_suggestions(alone)))
    there = understood(text.replace("Lead", "Qualified"), Here(stages=PIPELINE), kind="deals")
    assert kinds_of(drafts.mappings_of(drafts.with_suggestions(there))).count("stage_changes") == 3


def test_empty_cells_of_what_is_needed_are_asked_about(understood, empty):
    text = "Deal,Stage,Created,Close Date\nA,New,2026-01-13,\nB,Won,,2026-01-20\nC,New,,\n"
    draft = understood(text, kind="deals")
    blank = question(draft, "blank:opened_at")
    assert (blank.count, blank.suggested, blank.typed) == (2, "2026-01-20", "date")
    filled = made(empty, drafts.answered(drafts.with_suggestions(draft), "blank:opened_at", "2026-01-02"))
    assert [one["opened_at"][:10] for one in filled["deals"]] == ["2026-01-13", "2026-01-02", "2026-01-02"]
    by_column = drafts.answered(draft, "blank:opened_at", "column:Close Date").main
    assert by_column is not None
    assert by_column.fields["opened_at"].otherwise is not None
    out = drafts.answered(draft, "blank:opened_at", "out").main
    assert out is not None
    assert out.fields["opened_at"].otherwise is None
    many = text + "".join(f"D{n},New,2026-01-13,\n" for n in range(200))
    assert question(understood(many, kind="deals"), "blank:opened_at").answer == "out"


def test_what_is_needed_and_has_no_column_is_asked(understood):
    draft = understood("Customer,Total,Weight\nAcme,5.25,7\nBeta,7.10,9\n", kind="sales")
    assert asked(draft) == ["need:sold_at"]
    day = question(draft, "need:sold_at")
    assert (day.options, day.typed, day.suggested) == ((), "date", "")
    answered = drafts.answered(draft, "need:sold_at", "2026-01-31").main
    assert answered is not None
    assert answered.fields["sold_at"].value == "2026-01-31"
    bare = understood("Order date,Customer,Weight\n2026-01-13,Acme,7\n", kind="sales")
    assert asked(bare) == ["need:amount"]
    assert fields(drafts.answered(bare, "need:amount", "column:Weight"))["Weight"] == "amount"
    assert question(understood("Budget\n5.10\n", kind="campaigns"), "need:name").typed == "text"
    missing = drafts.answered(bare, "need:amount", "column:Gone") if False else bare
    assert missing.main is not None


def test_a_day_may_stand_for_two_fields(understood):
    draft = drafts.with_field(understood("Deal,Stage,Closed\nA,Won,2026-01-13\n", kind="deals"), "Closed", "closed_at")
    answered = drafts.answered(draft, "need:opened_at", "column:Closed")
    assert fields(answered)["Closed"] == "closed_at"
    assert answered.main is not None
    assert answered.main.fields["opened_at"].columns == ("Closed",)


# Surveys


def test_ratings_are_on_their_scale_and_codes_for_no_answer_are_noise(understood, empty):
    text = "RESPNUM,Date,Q7ALL,NETPRO\n1,2026-01-13,5,9\n2,2026-01-14,6,11\n3,2026-01-14,0,0\n4,2026-01-15,3,7\n5,2026-01-15,Blank,10\n6,2026-01-15,4,6\n"
    draft = drafts.with_kind(understood(text, name="survey.csv"), "surveys")
    assert fields(draft)["NETPRO"] == "score"
    assert [one.value for one in draft.column("NETPRO").noise] == ["11"]
    draft = drafts.with_field(draft, "Q7ALL", "score")
    assert {one.value for one in draft.column("Q7ALL").noise} == {"6", "0", "Blank"}
    records = made(empty, draft)["surveys"]
    assert sorted((one["kind"], one["score"]) for one in records) == [
        *(("csat", score) for score in "345"),
        *(("nps", score) for score in ("0", "10", "6", "7", "9")),
    ]
    kept = drafts.with_empty(draft, "NETPRO", [])
    assert kept.column("NETPRO").noise


def test_a_scale_that_is_not_plain_is_asked(understood):
    draft = understood("Date,Rating\n2026-01-13,8\n2026-01-14,7\n2026-01-14,3\n", kind="surveys")
    named = drafts.with_field(
        understood("Date,Points\n2026-01-13,8\n2026-01-14,7\n", kind="surveys"), "Points", "score"
    )
    assert asked(named) == ["scale:Points"]
    assert asked(drafts.answered(named, "scale:Points", "csat")) == []
    assert draft.kind == "surveys"


def test_surveys_may_name_their_kind_or_have_no_rating(understood):
    kinds = understood("Date,Survey type,Score\n2026-01-13,NPS,9\n2026-01-14,CSAT,4\n", kind="surveys")
    assert kinds.main is not None
    assert kinds.main.fields["kind"].values == {"NPS": "nps", "CSAT": "csat"}
    bare = understood("Date,Words\n2026-01-13,good\n2026-01-14,bad\n", kind="surveys")
    assert bare.main is not None
    assert bare.main.fields["kind"].value == "csat"
    wordy = drafts.with_field(bare, "Words", "score")
    assert wordy.main is not None


# Logs

LOG = """\
case:concept:name,Activity,time:timestamp,org:resource,case:variant
Case1,Create,2026-01-13 10:00:00+00:00,Ann,v1
Case1,Take in charge,2026-01-13 11:00:00+00:00,Bob,v1
Case1,Resolve ticket,2026-01-14 09:00:00+00:00,Eve,v1
Case2,Create,2026-01-14 10:00:00+00:00,Ann,v2
Case2,Frobnicate,2026-01-14 11:00:00+00:00,Bob,v2
"""


def test_the_steps_of_a_ticket_are_put_together(understood, empty):
    draft = understood(LOG, name="helpdesk.csv", kind="tickets")
    assert asked(draft) == ["case"]
    draft = drafts.answered(draft, "case", "case:concept:name")
    assert asked(draft) == ["value:Activity:Frobnicate"]
    records = made(empty, drafts.with_suggestions(draft))
    first, second = records["tickets"]
    assert (first["subject"], first["case:variant"], second.get("resolved_at")) == ("Ticket Case1", "v1", None)
    assert (first["opened_at"][11:16], first["first_response_at"][11:16], first["resolved_at"][11:16]) == (
        "10:00",
        "11:00",
        "09:00",
    )
    assert sorted(one["kind"] for one in records["ticket_events"]) == ["received", "received", "replied", "resolved"]
    apart = drafts.answered(draft, "case", "no")
    assert apart.main is not None
    assert apart.main.group_by == ""


def test_the_subject_of_a_log_is_kept(understood):
    log = LOG.replace("case:variant", "Subject").replace(",v1", ",Broken lamp").replace(",v2", ",No light")
    named = drafts.answered(understood(log, kind="tickets"), "case", "case:concept:name").main
    assert named is not None
    assert named.fields["subject"].columns == ("Subject",)
    customers = LOG.replace("case:variant", "Customer").replace(",v1", ",Acme Ltd").replace(",v2", ",Beta Ltd")
    of_whom = drafts.answered(understood(customers, kind="tickets"), "case", "case:concept:name").main
    assert of_whom is not None
    assert of_whom.fields["contact_id"].columns == ("Customer",)


# Known sources

HUBSPOT = """\
Record ID,Deal Name,Deal Stage,Amount,Deal owner,Close Date,Pipeline,Create Date,Associated Company,Associated Company IDs
1,Alpha,Appointment Scheduled,1200,Bob,2026-03-01 10:00,Sales,2026-01-01 09:00,Acme,9001
2,Beta,Handshake,900,Bob,2026-03-01 10:00,Sales,2026-01-01 09:00,Acme,9001
3,Gamma,Closed Won,900,Eve,2026-02-01 10:00,Sales,2026-01-01 09:00,Beta,9002
"""
PIPEDRIVE = """\
Deal - ID,Deal - Title,Deal - Value,Deal - Currency of value,Deal - Stage,Deal - Status,Deal - Owner,Deal - Organization,Deal - Won time,Deal - Lost reason,Deal - Expected close date,Deal - Deal created
1,Alpha,"1.200,50",EUR,Contact Made,Open,Bob,Acme,,,05.03.2026,03/04/2026 10:00
2,Beta,"2.200,50",EUR,Contact Made,Won,Bob,Acme,03/05/2026 10:00,,01.03.2026,03/04/2026 10:00
"""


@pytest.fixture
def known(tmp_path):
    """The draft of a file of a known program."""

    def of(text: str, here: Here | None = None) -> Draft:
        path: Path = tmp_path / "deals.csv"
        path.write_text(text, encoding="utf-8")
        return draft_all(recognise_all(read_file(path)), here or Here())[0]

    return of


def test_files_of_a_known_program_come_by_its_mapping(known):
    draft = known(HUBSPOT)
    assert (draft.known, draft.source, draft.kind, draft.follows_settings) == (
        "hubspot-deals",
        "hubspot",
        "deals",
        False,
    )
    assert fields(draft)["Deal Stage"] == "stage_id"
    assert draft.reasons
    assert [one.id for one in draft.questions] == ["value:Deal Stage:Handshake"]
    assert question(draft, "value:Deal Stage:Handshake").answer == "new:open"


def test_stages_that_a_program_is_not_known_to_have_are_asked_about(known):
    here = Here(stages=PIPELINE)
    draft = known(HUBSPOT, here)
    assert asked(draft) == ["value:Deal Stage:Handshake"]
    won = drafts.answered(draft, "value:Deal Stage:Handshake", "s3").main
    assert won is not None
    assert won.fields["stage_id"].values == {"Handshake": "s3"}
    assert won.fields["closed_at"].where[0].values == frozenset({"Handshake"})
    left = drafts.answered(draft, "value:Deal Stage:Handshake", "nothing").main
    assert left is not None
    assert left.where[0].values == frozenset({"Handshake"})
    same = known(HUBSPOT.replace("Handshake", "Closed Won"), here)
    assert asked(same) == []


def test_a_person_can_change_the_columns_of_a_known_file(known):
    draft = drafts.with_field(known(HUBSPOT), "Pipeline", "notes")
    assert draft.main is not None
    assert draft.main.fields["notes"].columns == ("Pipeline",)
    assert "Pipeline" not in draft.main.custom
    draft = drafts.with_field(draft, "Associated Company", KEEP)
    assert draft.main is not None
    assert draft.main.custom["Associated Company"].columns == ("Associated Company",)
    assert draft.main.fields["contact_id"].columns == ("Associated Company IDs",)
    draft = drafts.with_field(draft, "Amount", LEFT_OUT)
    assert draft.main is not None
    assert "amount" not in draft.main.fields


def test_programs_that_follow_the_settings_of_a_person_are_read_by_their_columns(known):
    draft = known(PIPEDRIVE)
    assert draft.follows_settings
    assert draft.main is not None
    assert draft.main.fields["amount"].number is not None
    assert draft.main.fields["amount"].number.decimal == ","
    assert "date:Deal - Deal created" in asked(draft)
    answered = drafts.answered(draft, "date:Deal - Deal created", "month first").main
    assert answered is not None
    assert answered.fields["opened_at"].date == ("%m/%d/%Y %H:%M",)


def test_forms_that_a_program_does_not_have_are_found_in_the_columns(known):
    draft = known(
        HUBSPOT.replace("2026-01-01 09:00", "31.01.2026").replace("1200", '"1.200,50"').replace(",900,", ',"900,75",')
    )
    assert draft.main is not None
    assert draft.main.fields["opened_at"].date == ("%d.%m.%Y",)
    assert draft.main.fields["amount"].number is not None
    assert draft.main.fields["amount"].number.decimal == ","


def test_what_was_understood_the_last_time_holds(understood):
    before = drafts.mappings_of(drafts.with_suggestions(understood(SALES)))
    again = understood(SALES, kept=before)
    assert drafts.mappings_of(again) == before
    assert (again.title, again.known, again.kind) == ("As the last time", "", "sales")
    assert fields(again)["Region"] == KEEP
    open_one = understood(
        "Order date,Customer\n2026-01-13,Acme\n",
        kept=[Mapping("sales", fields={"sold_at": FieldRule(("Order date",))}, keep_other_columns=True)],
    )
    assert (asked(open_one), fields(open_one)["Customer"]) == (["need:amount"], KEEP)
    typed = drafts.answered(open_one, "need:amount", "5.00").main
    assert typed is not None
    assert typed.fields["amount"].value == "5.00"
    literal = understood(SALES, kept=[Mapping("stages", rows=({"id": "a", "name": "A"},))])
    assert fields(literal)["Region"] == LEFT_OUT


# Several tables


def test_tables_of_one_delivery_refer_to_each_other(tmp_path, empty):
    leads, deals = tmp_path / "leads.csv", tmp_path / "closed_deals.csv"
    leads.write_text(
        "mql_id,first_contact_date,origin\na1,2026-01-03,web\na2,2026-01-04,web\na3,,web\n", encoding="utf-8"
    )
    deals.write_text("deal_id,mql_id,sr_id,won_date\nd1,a1,p1,2026-01-13\nd2,a2,p1,2026-01-14\n", encoding="utf-8")
    parts = recognise_all([*read_file(leads), *read_file(deals)])
    first, second = draft_all(parts, Here(), kept=lambda found: None)
    assert first.source == second.source
    second = drafts.with_kind(second, "deals") if second.kind != "deals" else second
    assert "first" in asked(second)
    records = made(empty, first, drafts.with_suggestions(second))
    assert [one["name"] for one in records["contacts"]] == ["Contact a1", "Contact a2", "Contact a3"]
    assert [one["first_contact_at"][:10] for one in records["deals"]] == ["2026-01-03", "2026-01-04"]


def test_a_workspace_says_what_matters_of_it(tmp_path):
    with create(tmp_path / "x.crmdesk", {"currency": "USD", "timezone": "Europe/Berlin"}) as workspace:
        with workspace.operation("Stages") as tx:
            pipeline.start_pipeline(tx)
        here = here_of(workspace)
    assert (here.currency, here.timezone, len(here.stages), here.staff, here.holds) == (
        "USD",
        "Europe/Berlin",
        6,
        (),
        frozenset(),
    )
    assert (here.stages[0].name, here.stages[-1].kind) == ("Lead", "lost")
