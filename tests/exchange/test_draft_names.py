"""Names in files: people and companies, words of few, stages, and what every record needs."""

import pytest

from crmdesk.exchange.drafts import draft as drafts
from crmdesk.exchange.here import Here
from crmdesk.exchange.plan import make_plan
from crmdesk.exchange.walking import tables_of
from tests.exchange.drafting import PIPELINE, asked, fields, kinds_of, made, question

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


def test_won_deals_of_which_nobody_knows_the_worth_are_no_sales(understood, empty):
    draft = drafts.with_suggestions(understood(DEALS))
    some = made(empty, draft)
    without = DEALS.replace("900", "")
    assert without != DEALS
    records = made(empty, drafts.with_suggestions(understood(without)))
    assert len(records["deals"]) == len(some["deals"]) and "sales" not in records


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


def test_days_that_rows_get_for_want_of_their_own_are_told_and_money_gets_none(understood, empty):
    text = "Deal,Stage,Created,Close Date\nA,New,2026-01-13,\nB,Won,,2026-01-20\nC,New,,\n"
    deals = drafts.with_suggestions(understood(text, kind="deals"))
    plan = make_plan(empty, tables_of([(deals.found, drafts.mappings_of(deals))], empty))
    assert "x.csv: 2 rows have nothing for “Opened” and get 2026-01-20." in plan.report.notices
    text = "Order date,Customer,Total\n2026-01-13,Acme,12.50\n,Beta,7.25\n"
    sales = drafts.with_suggestions(understood(text, kind="sales"))
    plan = make_plan(empty, tables_of([(sales.found, drafts.mappings_of(sales))], empty))
    refused = [(row.line, row.column, row.reason) for row in plan.rows if row.outcome == "rejected"]
    assert refused == [(3, "sold_at", "is empty, but every row needs it")]


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


def test_a_day_may_stand_for_two_fields(understood):
    draft = drafts.with_field(understood("Deal,Stage,Closed\nA,Won,2026-01-13\n", kind="deals"), "Closed", "closed_at")
    answered = drafts.answered(draft, "need:opened_at", "column:Closed")
    assert fields(answered)["Closed"] == "closed_at"
    assert answered.main is not None
    assert answered.main.fields["opened_at"].columns == ("Closed",)


def test_deals_without_a_name_are_called_by_nothing(understood):
    draft = understood("Stage,Created\nNew,2026-01-13\n", kind="deals")
    assert draft.main is not None
    assert "title" not in draft.main.fields


def test_several_web_addresses_in_a_cell_are_parted(understood):
    text = "Name,Website\nAnn,www.a.de;www.b.de\nBob,www.b.de;www.a.de\nEve,www.a.de;www.b.de;www.a.de\n"
    draft = drafts.with_field(understood(text, kind="contacts"), "Website", "website")
    assert draft.main is not None
    assert draft.main.fields["website"].first_of == ";"


def test_a_day_on_which_a_lead_was_added_is_when_it_became_one(understood):
    draft = understood("Name,Email,Lead source,Date added\nAnn,a@b.de,Web,2026-01-13\nBob,c@d.de,Web,2026-01-14\n")
    assert fields(draft)["Date added"] == "lead_at"
    plain = understood("Name,Email,Date added\nAnn,a@b.de,2026-01-13\nBob,c@d.de,2026-01-14\n")
    assert fields(plain)["Date added"] == "created_at"
