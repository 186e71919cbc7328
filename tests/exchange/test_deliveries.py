"""Several files that come in together: of one program, of two, beside what is there already."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from crmdesk.exchange import plan
from crmdesk.exchange.drafts.draft import here_of, mappings_of, with_suggestions
from crmdesk.exchange.drafts.several import draft_all
from crmdesk.exchange.reading import read_file
from crmdesk.exchange.recognise import recognise_all
from crmdesk.exchange.walking import tables_of
from crmdesk.store.file import create
from crmdesk.store.registry import record_type

FILES = Path(__file__).parents[1] / "files" / "sources"
COMPANIES = """Record ID,Company name,Website URL,Company owner,Create Date,Industry
5,Acme Inc,,Ann Owner,2026-02-01 09:30,PAINT
6,Blue Ltd,,Ann Owner,2026-02-01 09:30,PAINT
"""
DEALS = """Record ID,Deal Name,Deal Stage,Amount,Deal owner,Close Date,Pipeline,Create Date,Associated Company
1,Fence,Qualified To Buy,10,Ann Owner,,P,2026-02-01 09:30,Acme Inc
2,Gate,Qualified To Buy,10,Ann Owner,,P,2026-02-01 09:30,Blue Ltd
"""
MORE = "3,Bell,Qualified To Buy,10,Ann Owner,,P,2026-02-01 09:30,Acme Inc\n"


@pytest.fixture
def shop(tmp_path):
    with create(tmp_path / "shop.crmdesk", {"currency": "EUR", "timezone": "Europe/Berlin"}) as workspace:
        with workspace.journal.operation("Start") as tx:
            tx.insert(record_type("contacts"), {"name": "Acme Inc", "kind": "company"})
        yield workspace


def bring(shop, *paths):
    """What is new, and the rows that were refused."""
    delivery = recognise_all([found for path in paths for found in read_file(path)])
    parts = [(found, guess.known.mappings) for found, guess in delivery if guess]
    report = plan.carry_out(shop, tables_of(parts, shop)).report
    return {kind: count for kind, count in report.created.items() if count}, report.rejected


def split(name, folder):
    """Each row of a file in a file of its own, numbered as programs number them."""
    with (FILES / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        heading, *rows = csv.reader(stream)
    for number, row in enumerate(rows, start=1):
        with (folder / f"{name}_{number:03}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([heading, row])
        yield folder / f"{name}_{number:03}.csv"


def test_files_of_one_program_share_their_stages_and_those_of_another_find_them(shop, tmp_path):
    paths = [path for name in ("zoho-deals", "hubspot-deals", "odoo-opportunities") for path in split(name, tmp_path)]
    created, rejected = bring(shop, *paths)
    assert (created["deals"], rejected) == (7, [])
    names = [name for (name,) in shop.rows("SELECT name FROM stage")]
    assert len(names) == len(set(names))
    assert bring(shop, *paths) == ({}, [])


def test_who_is_named_is_the_record_of_the_files_which_may_be_one_that_is_there(shop, tmp_path):
    (tmp_path / "companies.csv").write_text(COMPANIES, encoding="utf-8")
    (tmp_path / "deals.csv").write_text(DEALS, encoding="utf-8")
    paths = [tmp_path / "deals.csv", tmp_path / "companies.csv"]
    created, rejected = bring(shop, *paths)
    assert (created, rejected) == ({"staff": 1, "contacts": 1, "stages": 7, "deals": 2}, [])
    (tmp_path / "deals.csv").write_text(DEALS + MORE, encoding="utf-8")
    assert bring(shop, *paths) == ({"deals": 1}, [])
    sql = "SELECT title, contact.name, staff.name FROM deal JOIN contact ON contact.id = contact_id"
    assert shop.rows(f"{sql} JOIN staff ON staff.id = deal.owner_id ORDER BY deal.id") == [
        ("Fence", "Acme Inc", "Ann Owner"),
        ("Gate", "Blue Ltd", "Ann Owner"),
        ("Bell", "Acme Inc", "Ann Owner"),
    ]
    assert shop.rows("SELECT count(*) FROM contact") == [(2,)]


ZOHO_DEALS = """Record Id,Deal Owner.id,Deal Owner,Amount,Deal Name,Closing Date,Stage,Probability,Created Time,Pipeline
zcrm_1,,Ann Owner,10,Fence,2026-02-20,Closed Won,100,2026-01-06 11:12:41,
zcrm_2,,Ann Owner,10,Gate,2026-04-20,Needs Analysis,20,2026-01-01 08:00:00,
zcrm_3,,Ann Owner,10,Bell,2026-02-15,Closed Lost,0,2026-01-20 08:00:00,
"""
ZOHO_WAYS = """Record Id,Deal Name.id,Deal Name,Stage,Amount,Probability (%),Stage Duration,Modified Time,Modified By
zcrm_11,zcrm_1,Fence,Qualification,10,10,3,2026-01-06 11:12:42,Ann Owner
zcrm_12,zcrm_1,Fence,Qualification,12,10,7,2026-01-09 12:00:00,Ann Owner
zcrm_13,zcrm_1,Fence,Closed Won,12,100,,2026-02-20 15:00:00,Ann Owner
zcrm_14,zcrm_2,Gate,Proposal,10,60,,2026-02-11 15:00:00,Ann Owner
zcrm_15,zcrm_3,Bell,Qualification,10,10,,2026-01-25 08:00:00,Ann Owner
"""
WAYS = """
    SELECT deal.title, stage.name, strftime('%m-%d %H:%M', way.at / 1000000, 'unixepoch', '+1 hour')
    FROM stage_change way JOIN deal ON deal.id = way.deal_id JOIN stage ON stage.id = way.stage_id
    ORDER BY deal.id, way.at, way.id
"""


@pytest.fixture
def ways(tmp_path):
    """The files of deals, and of the stages that they passed."""
    for name, text in (("Deals_001.csv", ZOHO_DEALS), ("Deals_Stage_History_001.csv", ZOHO_WAYS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / "Deals_001.csv", tmp_path / "Deals_Stage_History_001.csv"


def test_a_stage_history_becomes_the_way_of_its_deals_which_agree_with_it(shop, ways):
    created, rejected = bring(shop, *ways)
    assert (created["deals"], created["stage_changes"], rejected) == (3, 4, [])
    assert shop.rows(WAYS) == [
        ("Fence", "Qualification", "01-06 11:12"),
        ("Fence", "Closed Won", "02-20 15:00"),
        # It was opened long before anything was noted of it, and has gone on since.
        ("Gate", "Qualification", "01-01 08:00"),
        ("Gate", "Proposal", "02-11 15:00"),
        ("Gate", "Needs Analysis", "02-11 15:00"),
        # The first stage is known later than the deal: it was in it all the time.
        ("Bell", "Qualification", "01-20 08:00"),
        ("Bell", "Closed Lost", "02-15 00:00"),
    ]
    assert bring(shop, *ways) == ({}, [])


def test_rows_of_a_stage_history_in_which_the_stage_stays_are_told(shop, ways):
    parts = [
        (found, guess.known.mappings) for found, guess in recognise_all([*read_file(ways[0]), *read_file(ways[1])])
    ]
    planned = plan.make_plan(shop, tables_of(parts, shop))
    assert [(row.line, row.reason) for row in planned.rows if row.outcome == "left_out"] == [
        (3, "the stage stays the same")
    ]


def test_a_stage_history_alone_goes_to_the_deals_that_are_there(shop, ways):
    bring(shop, ways[0])
    delivery = recognise_all(read_file(ways[1]))
    parts = [(found, guess.known.mappings) for found, guess in delivery]
    plan.carry_out(shop, tables_of(parts, shop), policy=plan.Policy(fill="overwrite"))
    assert [row for row in shop.rows(WAYS) if row[0] == "Fence"] == [
        ("Fence", "Qualification", "01-06 11:12"),
        ("Fence", "Closed Won", "02-20 15:00"),
    ]


def test_the_first_stages_stand_in_the_order_of_their_chances(shop, ways):
    bring(shop, *ways)
    names = [name for (name,) in shop.rows("SELECT name FROM stage ORDER BY position")]
    assert names == ["Qualification", "Needs Analysis", "Proposal", "Closed Won", "Closed Lost"]


ZOHO_LEADS = """Record Id,Lead Owner,Is Converted,Company,First Name,Last Name,Email,Lead Source,Lead Status,\
Created Time,Modified Time,Converted Contact.id,Converted Date Time
zcrm_51,Ann Owner,true,Blue Ltd,Bea,Blum,bea@blue.example,Web,Contacted,2026-01-02 09:30:00,2026-01-06 11:00:00,\
zcrm_61,2026-01-06 11:00:00
zcrm_52,Ann Owner,false,Red Ltd,Rob,Roe,rob@red.example,Web,Junk Lead,2026-01-03 09:30:00,2026-01-04 11:00:00,,
zcrm_53,Ann Owner,true,Grey Ltd,Gus,Gray,gus@grey.example,Web,Contacted,2026-01-02 09:30:00,2026-01-06 11:00:00,\
zcrm_69,2026-01-06 11:00:00
"""
ZOHO_CONTACTS = """Record Id,Contact Owner,Lead Source,First Name,Last Name,Email,Created Time,Mailing City,Title
zcrm_61,Ann Owner,Web,Bea,Blum,bea@blue.example,2026-01-06 11:00:00,Leeds,
zcrm_62,Ann Owner,Web,Cid,Cole,cid@cole.example,2026-01-07 11:00:00,Leeds,
"""


def test_a_lead_that_became_a_contact_of_the_same_delivery_is_that_contact(shop, tmp_path):
    for name, text in (("Leads_001.csv", ZOHO_LEADS), ("Contacts_001.csv", ZOHO_CONTACTS)):
        (tmp_path / name).write_text(text.replace("\\\n", ""), encoding="utf-8")
    delivery = recognise_all([found for path in sorted(tmp_path.glob("*.csv")) for found in read_file(path)])
    drafts = draft_all(delivery, here_of(shop))
    plan.carry_out(shop, tables_of([(one.found, mappings_of(one)) for one in drafts], shop))
    day = "strftime('%m-%d %H:%M', {0} / 1000000, 'unixepoch', '+1 hour')"
    columns = ", ".join(day.format(name) for name in ("lead_at", "qualified_at", "disqualified_at"))
    assert shop.rows(f"SELECT name, {columns} FROM contact WHERE kind = 'person' ORDER BY id") == [
        ("Bea Blum", "01-02 09:30", "01-06 11:00", None),
        ("Cid Cole", None, None, None),
        ("Rob Roe", "01-03 09:30", None, "01-04 11:00"),
        # What it became is not among these files.
        ("Gus Gray", "01-02 09:30", "01-06 11:00", None),
    ]


CALLS = "TASKID,Call Start Time,Call Duration (in seconds),Call Owner,Subject,Call Type,Created Time,CONTACTID,LEADID\n"
COUNTED = {
    "Users.csv": "USER_ID,First Name,Last Name,Email\n1,,Ann Owner,ann@example.com\n",
    "Accounts.csv": "ACCOUNTID,Account Name,Account Owner Id,Account Owner,Account Type,Industry,Website\n"
    "1,Blue Ltd,1,Ann Owner,Customer,Paint,blue.example.com\n2,Red Ltd,1,Ann Owner,Customer,Paint,red.example.com\n",
    "Contacts.csv": "CONTACTID,Last Name,Contact Owner,Account Id,Email,Lead Source,Mobile,Created Time\n"
    '1,Blum,Ann Owner,2,blum@example.com,Partner,030 12345,"16 Apr, 2026 00:02:00"\n',
    "Leads.csv": "LEADID,Last Name,Company,Lead Owner,Email,Lead Source,Lead Status,Created Time,Converted\n"
    '1,Cole,Green Ltd,Ann Owner,cole@example.com,Web,Contacted,"15 Apr, 2026 00:03:00",Yes\n',
    "Potentials.csv": "Potential Name,Potential Owner,Created Time,Closing Date,Amount,Expected Revenue,Stage,LEADID\n"
    'Fence,Ann Owner,"15 Apr, 2026 00:02:00","16 Apr, 2026 00:03:00","$2,700.00",$100.00,Closed Won,1\n',
    "Calls.csv": CALLS + "1,2026-04-15 23:03:00,420,Ann Owner,Hello,Outbound,2026-04-15 00:03:00,1,\n"
    "2,2026-04-16 23:03:00,420,Ann Owner,Again,Inbound,2026-04-15 00:03:00,,1\n",
    "Sales_Orders.csv": "SALESORDERID,Subject,Sales Order Owner,Status,Due Date,Sub Total,Discount,Tax,Adjustments"
    ",Grand Total,Created Time,Modified Time,Is Delayed?,Age In Days,Age Tier\n"
    "9,Wood,Ann Owner,Approved,03-07-2026 01:09,9.00,1.00,1.00,0.35,9.35,03-07-2026 12:59,03-07-2026 01:40,Yes,0,1\n",
}


def understood(shop, *paths):
    """What is new where the tables were looked at first, and the rows that were refused."""
    delivery = recognise_all([found for path in paths for found in read_file(path)])
    taken = [(found, guess) for found, guess in delivery if guess]
    drafts = draft_all(taken, replace(here_of(shop), currency="USD"))
    parts = [(one.found, mappings_of(one)) for one in drafts]
    report = plan.carry_out(shop, tables_of(parts, shop)).report
    return {kind: count for kind, count in report.created.items() if count}, report.rejected


def test_tables_of_a_program_that_number_their_rows_from_one_are_not_mixed_up(shop, tmp_path):
    for name, text in COUNTED.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    paths = [tmp_path / name for name in COUNTED]
    created, rejected = understood(shop, *paths)
    assert rejected == []
    assert created == {"staff": 1, "contacts": 4, "stages": 1, "deals": 1, "activities": 2}
    people = "SELECT contact.name, company.name FROM contact JOIN contact AS company ON company.id = contact.company_id"
    assert shop.rows(people) == [("Blum", "Red Ltd")]
    assert shop.rows("SELECT contact.name FROM deal JOIN contact ON contact.id = contact_id") == [("Cole",)]
    calls = "SELECT subject, contact.name FROM activity JOIN contact ON contact.id = contact_id ORDER BY activity.id"
    assert shop.rows(calls) == [("Hello", "Blum"), ("Again", "Cole")]
    assert shop.rows("SELECT name, email FROM staff") == [("Ann Owner", "ann@example.com")]
    assert understood(shop, *paths) == ({}, [])


NUMBERED = {
    "companies.csv": "id,name,city\n1,Blue Ltd,Ulm\n2,Red Ltd,Bonn\n",
    "people.csv": "person_id,first_name,last_name,email,company_id\n"
    "1,Bea,Blum,bea@example.com,2\n2,Cid,Cole,cid@example.com,1\n",
    "deals.csv": "deal_id,title,stage,amount,created_at,person_id\n"
    "1,Fence,Won,9,2026-05-13,1\n2,Gate,New,8,2026-05-14,2\n",
    "calls.csv": "call_id,subject,call_date,company_id\n1,Hello,2026-05-13,2\n",
}


def test_companies_and_people_of_an_unknown_program_may_have_the_same_numbers(shop, tmp_path):
    for name, text in NUMBERED.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    def come_in():
        delivery = recognise_all([found for name in NUMBERED for found in read_file(tmp_path / name)])
        drafts = [with_suggestions(one) for one in draft_all(delivery, here_of(shop))]
        parts = [(one.found, mappings_of(one)) for one in drafts]
        report = plan.carry_out(shop, tables_of(parts, shop)).report
        return {kind: count for kind, count in report.created.items() if count}, report.rejected

    created, rejected = come_in()
    assert (created["contacts"], rejected) == (4, [])
    people = "SELECT contact.name, company.name FROM contact JOIN contact AS company ON company.id = contact.company_id"
    assert shop.rows(f"{people} ORDER BY contact.name") == [("Bea Blum", "Red Ltd"), ("Cid Cole", "Blue Ltd")]
    deals = "SELECT title, contact.name FROM deal JOIN contact ON contact.id = contact_id ORDER BY title"
    assert shop.rows(deals) == [("Fence", "Bea Blum"), ("Gate", "Cid Cole")]
    calls = "SELECT subject, contact.name FROM activity JOIN contact ON contact.id = contact_id"
    assert shop.rows(calls) == [("Hello", "Red Ltd")]
    assert come_in() == ({}, [])


NOTED = {
    "Leads_001.csv": "Record Id,Lead Owner.id,Lead Owner,Is Converted,Company,First Name,Last Name,Email,Lead Source"
    ",Lead Status,Created Time,Modified Time\n"
    "zcrm_1,zcrm_9,Ann Owner,false,Blue Ltd,Bea,Blum,bea@example.com,Web,Contacted"
    ",2026-05-13 10:00:00,2026-05-13 10:00:00\n",
    "Notes_Leads_001.csv": "Record Id,Associated_Id,Created By,Created Time,Modified Time,Note Content,Note Owner.id"
    ",Note Owner,Note Title,Parent ID.id,Parent ID\n"
    "zcrm_2,zcrm_1,Ann Owner,2026-05-14 10:00:00,2026-05-14 10:00:00,Hello,zcrm_9,Ann Owner,Hi,zcrm_1,Bea Blum\n",
}


def test_a_note_finds_its_lead_by_the_id_and_not_by_the_column_that_is_nearly_called_so(shop, tmp_path):
    for name, text in NOTED.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert understood(shop, *(tmp_path / name for name in NOTED))[1] == []
    notes = "SELECT subject, contact.name FROM activity JOIN contact ON contact.id = contact_id"
    assert shop.rows(notes) == [("Hi", "Bea Blum")]
