"""Tables of programs that nobody knows: what their columns and rows are not, although it looks so at first."""

from dataclasses import replace

import pytest

from crmdesk.exchange.drafts.draft import mappings_of, with_suggestions
from crmdesk.exchange.drafts.several import draft_all
from crmdesk.exchange.here import Here
from crmdesk.exchange.plan import make_plan
from crmdesk.exchange.reading import read_file
from crmdesk.exchange.recognise import recognise_all
from crmdesk.exchange.walking import tables_of
from tests.exchange.drafting import asked, fields, made

DAYS = "".join(f"{2026 + row // 12}-{row % 12 + 1:02}-07,ada@example.com,Call,Said {row}\n" for row in range(9))


@pytest.fixture
def delivered(tmp_path, empty):
    """What a plan makes of several files: the rows that are new, by kind, and the reasons of those that are refused."""

    def of(**texts: str) -> tuple[dict[str, list[str]], list[str]]:
        for name, text in texts.items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        delivery = recognise_all([found for name in texts for found in read_file(tmp_path / f"{name}.csv")])
        drafts = [with_suggestions(one) for one in draft_all(delivery, Here())]
        plan = make_plan(empty, tables_of([(one.found, mappings_of(one)) for one in drafts], empty))
        names: dict[str, list[str]] = {}
        for row in plan.rows:
            if row.outcome == "created":
                names.setdefault(row.kind, []).append(row.name)
        return names, [row.reason for row in plan.rows if row.outcome == "rejected"]

    return of


def test_an_id_is_no_name(understood):
    draft = understood(
        "LeadID,ContactID,LeadSource,Email\nL1,C1,Web,a@example.com\nL2,C2,Web,b@example.com\n", name="leads.csv"
    )
    assert fields(draft)["ContactID"] != "name"


def test_the_number_of_a_sale_is_nobody_who_sold(understood):
    text = "LineID,SalesID,Sold at,Price\n1,S1,2026-05-13,4.00\n2,S1,2026-05-14,5.00\n"
    assert fields(understood(text, name="sales lines.csv"))["SalesID"] != "staff_id"


def test_a_list_of_prices_is_no_list_of_expenses(understood):
    text = "ItemNo,ItemName,UnitPrice,Category\n1,Saw,4.00,Tools\n2,Axe,5.00,Tools\n"
    assert asked(understood(text))[0] == "kind"
    assert understood(text).kind not in ("sales", "expenses")


def test_what_happened_to_the_same_people_again_and_again_is_no_address_book(understood):
    draft = understood(f"Interaction Date,Contact Email,Interaction Type,Notes\n{DAYS}")
    assert draft.kind == "activities"


def test_the_name_of_a_file_or_of_its_ids_says_that_its_rows_are_companies(understood, empty):
    text = "company_id,name,city\nC1,Blue,Ulm\nC2,Red,Bonn\n"
    assert [one["kind"] for one in made(empty, understood(text))["contacts"]] == ["company", "company"]
    assert [one["kind"] for one in made(empty, understood(text.replace("company_id", "id")))["contacts"]] == [
        "person"
    ] * 2


def test_companies_with_a_primary_contact_are_companies(understood):
    text = "Account Name,Main Phone,Address 1: City,Address 1: State/Province,Primary Contact\n"
    draft = understood(text + "Blue Ltd,030 1234567,Ulm,BW,Ada\nRed Ltd,030 7654321,Bonn,NW,Bob\n", name="Account.csv")
    assert fields(draft) == {
        "Account Name": "company_name",
        "Main Phone": "phone",
        "Address 1: City": "city",
        "Address 1: State/Province": "custom",
        "Primary Contact": "custom",
    }


def test_a_table_of_stages_comes_before_the_stages_that_deals_name(delivered):
    new, refused = delivered(
        deals="title,stage_id,created_at,amount\nFence,NEW,2026-05-13,9\nGate,WON,2026-05-14,8\n",
        stages="stage_id,stage_name,sort_order\nNEW,Fresh,1\nWON,Won,2\n",
    )
    assert sorted(new["stages"]) == ["Fresh", "Won"]
    assert "stands in line" not in " ".join(refused)


def test_who_has_the_id_of_a_record_of_another_table_is_that_record(delivered):
    new, refused = delivered(
        people="First Name,Last Name,Company,City\nAda,Blum,Blue Ltd,Ulm\nBob,Cole,Red Ltd,Bonn\n",
        deals="Topic,Account,Est. revenue,Created On,Stage\nFence,Blue Ltd,9,2026-05-13,New\n",
    )
    assert (sorted(new["contacts"]), new["deals"]) == (["Ada Blum", "Blue Ltd", "Bob Cole", "Red Ltd"], ["Fence"])
    assert refused == []


def test_one_table_that_is_a_little_like_that_of_a_program_is_one_of_the_others(tmp_path):
    texts = {
        "leads": "lead_id,lead_name,company,title,lead_source,status,team,assigned_agent,created_date,converted_date\n"
        "1,Ada,Blue Ltd,CEO,Web,New,North,Bob,2026-05-13,2026-05-14\n",
        "accounts": "account,sector,revenue\nBlue Ltd,Paint,9\n",
        "opportunities": "opportunity_id,account,lead_id,deal_stage,engage_date\n1,Blue Ltd,1,Won,2026-05-13\n",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    founds = [found for name in texts for found in read_file(tmp_path / f"{name}.csv")]
    assert [guess for _found, guess in recognise_all(founds)] == [None, None, None]


def test_days_of_leads_are_read_as_they_are_written_where_leads_became_contacts(tmp_path, empty):
    leads = "Id,LastName,FirstName,Company,Status,LeadSource,IsConverted,ConvertedDate,ConvertedContactId,CreatedDate\n"
    contacts = (
        "Id,IsDeleted,AccountId,LastName,FirstName,Email,MailingCity,MailingState,Birthdate,ReportsToId,CreatedDate\n"
    )
    (tmp_path / "Lead.csv").write_text(
        leads + "00Q1,Blum,Bea,Blue,Closed - Converted,Web,true,02/23/26,0031,02/13/26\n"
        "00Q2,Cole,Cid,Red,Open,Web,false,,,02/14/26\n",
        encoding="utf-8",
    )
    (tmp_path / "Contact.csv").write_text(
        contacts + "0031,0,,Blum,Bea,b@example.com,Ulm,BW,,,02/23/26\n", encoding="utf-8"
    )
    delivery = recognise_all([found for name in ("Lead", "Contact") for found in read_file(tmp_path / f"{name}.csv")])
    drafts = draft_all(delivery, replace(Here(), timezone="UTC"))
    plan = make_plan(empty, tables_of([(one.found, mappings_of(one)) for one in drafts], empty))
    assert [row.reason for row in plan.rows if row.outcome == "rejected"] == []
    [blum] = [dict(row.cells or {}) for row in plan.rows if row.name == "Bea Blum"]
    assert (blum["lead_at"][:10], blum["qualified_at"][:10]) == ("2026-02-13", "2026-02-23")


@pytest.mark.parametrize(
    ("numbers", "country", "seen"),
    [
        (("425-555-0158", "614-555-0122"), "", "425-555-0158"),
        (("030 1234567", "0731 7654321"), "", "+49 30 1234567"),
        (("206-555-0158", "614-555-0122"), "USA", "+1 206-555-0158"),
    ],
)
def test_numbers_of_another_country_are_not_dialled_in_ours(understood, empty, numbers, country, seen):
    rows = "".join(f"Name {place},{number},{country}\n" for place, number in enumerate(numbers))
    draft = understood(f"Name,Phone,Country\n{rows}", here=Here(country="DE"))
    assert made(empty, draft)["contacts"][0]["phone"] == seen


def test_a_contract_is_no_contact(understood):
    text = "customerID,gender,Contract\nA1,f,Month-to-month\nA2,m,Two year\n"
    assert fields(understood(text))["Contract"] != "name"


def test_people_with_an_employee_id_work_here(understood):
    text = "employeeID,lastName,firstName,hireDate,address,city,homePhone\n"
    rows = "1,Blum,Bea,2020-05-01,Markt 1,Ulm,030 12345\n2,Cole,Cid,2021-05-01,Markt 2,Ulm,030 54321\n"
    assert understood(text + rows, name="employees.csv").kind == "staff"


def test_of_several_numbers_none_is_proposed_for_the_amount(understood):
    text = "orderID,customerID,orderDate,shipVia,freight\n1,A,2026-05-13,3,32.38\n2,B,2026-05-14,1,11.61\n"
    draft = understood(text, name="orders.csv")
    assert [one.suggested for one in draft.questions if one.id == "need:amount"] == [""]


def test_stages_that_are_codes_of_an_end_are_ends(understood):
    text = (
        "ID,TITLE,STAGE_ID,OPPORTUNITY,DATE_CREATE\n1,Fence,C6:LOSE,90.50,2026-05-13\n2,Gate,C6:WON,80.00,2026-05-14\n"
    )
    draft = with_suggestions(understood(text, name="deals.csv"))
    assert fields(draft)["OPPORTUNITY"] == "amount"
    assert {one.answer for one in draft.questions if one.id.startswith("value:STAGE_ID")} == {"new:lost", "new:won"}
