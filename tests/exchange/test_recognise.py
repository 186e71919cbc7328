"""What program wrote a table is told by the whole row of its headings, and said with reasons."""

import csv
import re
import zipfile
from itertools import chain

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.exchange import plan, presets
from crmdesk.exchange.found import Found
from crmdesk.exchange.reading import read_file
from crmdesk.exchange.recognise import recognise, recognise_all, without_place
from crmdesk.exchange.table import Table
from crmdesk.exchange.walking import tables_of
from crmdesk.store.file import create

HUBSPOT = (
    "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Create Date,Last Modified Date,"
    "Contact Type,Lifecycle Stage,Lead Source,Associated Deal,Associated Company,Associated Deal IDs"
)
CONSENT = re.compile(r"opt.?(in|out)|consent|newsletter|marketing status|subscri|do.?not.?call|accepts", re.IGNORECASE)


def table(headings: str, name: str = "any.csv", form: str = "csv") -> Found:
    columns = next(csv.reader([headings]))
    return Found(name, form, tuple(columns), lambda: Table(name, columns, iter(())))


def names(found: Found) -> list[str]:
    return [guess.known.name for guess in recognise(found)]


def test_the_whole_row_is_said_as_the_reason():
    [guess] = recognise(table(HUBSPOT, name="all-contacts.csv"))
    assert (guess.known.title, guess.score) == ("HubSpot: contacts", 1.0)
    assert guess.reasons == ("15 of 15 headings are those of HubSpot: contacts.",)


def test_what_is_missing_and_the_name_of_the_file_are_reasons_too():
    headings = "Record Id,Lead Owner.id,Lead Owner,Company,First Name,Last Name,Email,Phone,Lead Source,Shoe size"
    guess = recognise(table(headings, name="Leads_001.csv"))[0]
    assert guess.known.name == "zoho-leads"
    assert guess.reasons == (
        "9 of 10 headings are those of Zoho CRM: leads.",
        "Not among them: Is Converted, Mobile, Lead Status, Created By.id, Created By and 6 others.",
        "The file has a name as this program gives it.",
    )


@pytest.mark.parametrize(
    "headings",
    [
        ",".join(reversed(HUBSPOT.split(","))),
        HUBSPOT.upper(),
        HUBSPOT.replace(" ", "_").lower(),
        ",".join(f" {heading}*" for heading in HUBSPOT.split(",")),
        ",".join(f"{heading}:" for heading in HUBSPOT.split(",")),
        f"{HUBSPOT},Shoe size,Favourite colour,Dog",
        "Record ID,First Name,Last Name,Email,Contact owner,Lifecycle Stage,Create Date,Lead Status",
        "Datensatz-ID,Vorname,Nachname,E-Mail,Telefonnummer,Kontakt-Inhaber,Lead-Status,Erstellungsdatum,Lifecycle-Phase",
    ],
)
def test_order_case_marks_own_columns_and_language_do_not_matter(headings):
    assert names(table(headings))[0] == "hubspot-contacts"


@pytest.mark.parametrize(
    "headings",
    [
        "Name,Email,Phone,City",
        "Lifecycle Stage,Size,Weight",
        "Date,Description,Amount",
        "id,name,created_at",
        "Timestamp,Temperature,Humidity",
        "First Name,Last Name,Email,Phone,Company,Title",
        "Ticket,Status,Priority,Opened,Closed,Customer",
        "A",
    ],
)
def test_one_heading_decides_nothing_and_common_ones_say_nothing(headings):
    assert names(table(headings)) == []
    assert without_place(table(headings)) == ""


def test_tables_that_no_program_wrote_are_of_none(data_dir):
    found = []
    for path in sorted((data_dir("csv-dialects") / "files").iterdir())[::6]:
        try:
            found += read_file(path)[:2]
        except UserError:
            continue
    assert len(found) > 15
    assert [(one.name, names(one)) for one in found if names(one)] == []


def test_address_books_of_real_programs_are_recognised(data_dir):
    folder = data_dir("contacts") / "csv"
    of = {path.name: [name for one in read_file(path) for name in names(one)[:1]] for path in folder.iterdir()}
    assert of["thunderbird_utf16_addressbook.csv"] == ["thunderbird"]
    assert of["google-domain-shared-contacts_sample1.csv"] == ["google-shared-contacts"]
    assert of["atomic-crm_contacts.csv"] == of["atomic-crm_contacts_export.csv"] == ["atomic-crm"]
    assert of["thunderbird_csv_no_header.csv"] == []


def test_a_day_that_no_column_tells_is_missing_and_not_made_up():
    headings = "Reporting starts,Reporting ends,Campaign name,Results,Reach,Amount spent (EUR),Impressions,Link clicks"
    [guess] = recognise(table(headings))
    assert (guess.known.name, guess.known.missing) == ("meta-ads", ("spent_on",))
    [campaigns, expenses] = guess.known.mappings
    assert (campaigns.kind, expenses.fields["amount"].columns) == ("campaigns", ("Amount spent (EUR)",))
    assert "spent_on" not in expenses.fields


def test_a_survey_without_a_known_question_misses_its_score_once():
    [guess] = recognise(table("Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,What colour?"))
    assert (guess.known.name, guess.known.missing, len(guess.known.mappings)) == ("surveymonkey", ("score",), 1)


def test_a_table_of_which_nothing_can_be_told_which_rows_count_is_not_that_of_the_source():
    headings = next(one for one in presets.known_sources() if one.name == "stripe-payments").headings
    usual = [one.name for one in headings if one.is_usual and one.name != "Status"]
    assert "stripe-payments" not in names(table(",".join(usual)))


def test_other_formats_are_known_by_their_form():
    [known] = [one for one in presets.known_sources() if "ldif" in one.forms]
    headings = ",".join(one.name for one in known.headings)
    assert names(table(headings, form="ldif"))[0] == known.name
    assert known.name not in names(table(headings))


@pytest.mark.parametrize("name", presets.names())
def test_what_a_preset_needs_is_among_its_headings_and_what_somebody_agreed_to_is_no_field(name):
    known = presets.known(name)
    headings = {one.name for one in known.headings}
    for one in known.mappings:
        made = {one.stack.column} if one.stack else set()
        rules = [rule for first in chain(one.fields.values(), one.custom.values()) for rule in first.chain()]
        needed = {column for rule in rules if not rule.is_optional for column in rule.columns}
        assert needed - made <= headings
        taken = {column for first in one.fields.values() for rule in first.chain() for column in rule.columns}
        assert [column for column in taken if CONSENT.search(column)] == []
    assert known.note and known.title and known.program


UNKNOWN = (
    "Machines_C_001.csv is not a table of Zoho CRM that is known here; it is left out. Bring it in alone to say what "
    "it is."
)
SYSTEM = "Created By.id,Created By,Modified By.id,Modified By,Created Time,Modified Time"
STAMP = "zcrm_900,Cid Cole,zcrm_900,Cid Cole,2026-02-01 09:30:00,2026-03-05 10:00:00"
ZOHO = {
    "Leads_001.csv": (
        f"Record Id,Lead Owner.id,Lead Owner,Is Converted,Company,First Name,Last Name,Email,Lead Source,{SYSTEM}",
        f"zcrm_1,zcrm_900,Cid Cole,false,Nowhere,Jane,Roe,jane@x.example,Web,{STAMP}",
    ),
    "Deals_001.csv": (
        (
            f"Record Id,Deal Owner.id,Deal Owner,Amount,Deal Name,Closing Date,Account Name.id,Account Name,Stage,"
            f"Probability (%),Contact Name.id,Contact Name,{SYSTEM}"
        ),
        f"zcrm_30,zcrm_900,Cid Cole,1250.5,Fence,2026-03-01,zcrm_10,Blue Ltd,Closed Won,100,zcrm_20,Bea Blum,{STAMP}",
    ),
    "Contacts_001.csv": (
        (
            f"Record Id,Contact Owner.id,Contact Owner,First Name,Last Name,Account Name.id,Account Name,Email,"
            f"Email Opt Out,Mailing City,{SYSTEM}"
        ),
        f"zcrm_20,zcrm_900,Cid Cole,Bea,Blum,zcrm_10,Blue Ltd,bea@blue.example,false,Leeds,{STAMP}",
    ),
    "Accounts_001.csv": (
        f"Record Id,Account Owner.id,Account Owner,Account Name,Phone,Parent Account.id,Website,Industry,{SYSTEM}",
        f"zcrm_10,zcrm_900,Cid Cole,Blue Ltd,020 1,,blue.example,Paint,{STAMP}",
    ),
    "Notes_001.csv": (
        f"Record Id,Note Owner.id,Note Owner,Note Title,Note Content,Parent.id,{SYSTEM}",
        f"zcrm_70,zcrm_900,Cid Cole,Paint,Blue,zcrm_30,{STAMP}",
    ),
    "Users_001.csv": (
        "id,First Name,Last Name,Email,Role,Profile,Status,Time Zone,Created Time",
        "900,Cid,Cole,cid@us.example,Manager,Administrator,ACTIVE,Europe/Berlin,2025-01-01 08:00:00",
    ),
    "Products_001.csv": (
        (
            f"Record Id,Product Owner.id,Product Owner,Product Name,Product Code,Vendor Name,Product Active,Unit Price,"
            f"Quantity in Stock,{SYSTEM}"
        ),
        f"zcrm_p1,zcrm_900,Cid Cole,Fence,F1,Wood,true,10,5,{STAMP}",
    ),
    "Machines_C_001.csv": (
        f"Record Id,Machine Owner.id,Machine Owner,Machine Name,Serial,{SYSTEM}",
        f"zcrm_m1,zcrm_900,Cid Cole,Saw,77,{STAMP}",
    ),
}


@pytest.fixture(scope="module")
def backup(tmp_path_factory):
    """Some tables of a complete export, in a zip, in the order of their names."""
    path = tmp_path_factory.mktemp("zoho") / "Data_001.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, lines in ZOHO.items():
            archive.writestr(f"Data/{name}", "\r\n".join(lines))
    return path


def test_tables_of_an_export_come_in_an_order_in_which_they_find_each_other(backup):
    recognised = [guess.known.name for _found, guess in recognise_all(read_file(backup)) if guess]
    assert recognised == ["zoho-users", "zoho-accounts", "zoho-contacts", "zoho-leads", "zoho-deals", "zoho-notes"]


def test_what_has_no_place_and_what_is_unknown_is_said_and_not_forced(backup):
    delivery = recognise_all(read_file(backup))
    unknown = [found for found, guess in delivery if guess is None]
    assert [without_place(found, delivery) for found in sorted(unknown, key=lambda one: one.name)] == [
        UNKNOWN,
        "Products_001.csv holds Zoho CRM: products, which have no place here; it is left out.",
    ]
    assert [bool(without_place(found)) for found in sorted(unknown, key=lambda one: one.name)] == [False, True]
    assert {without_place(found, delivery) for found, guess in delivery if guess} == {""}


def test_tables_of_an_export_are_joined_by_their_ids(backup, tmp_path):
    with create(tmp_path / "shop.crmdesk", {"currency": "EUR", "timezone": "Europe/Berlin"}) as workspace:
        parts = [(found, guess.known.mappings) for found, guess in recognise_all(read_file(backup)) if guess]
        first = plan.carry_out(workspace, tables_of(parts, workspace))
        assert {kind: count for kind, count in first.report.created.items() if count} == {
            "staff": 1, "contacts": 3, "stages": 1, "deals": 1, "activities": 1,
        }  # fmt: skip
        assert workspace.rows(
            "SELECT deal.title, contact.name, company.name, staff.name, stage.kind FROM deal"
            " JOIN contact ON contact.id = deal.contact_id JOIN contact AS company ON company.id = contact.company_id"
            " JOIN staff ON staff.id = deal.owner_id JOIN stage ON stage.id = deal.stage_id"
        ) == [("Fence", "Bea Blum", "Blue Ltd", "Cid Cole", "won")]
        assert workspace.rows("SELECT deal.title FROM activity JOIN deal ON deal.id = deal_id") == [("Fence",)]
        assert workspace.rows("SELECT DISTINCT source FROM known_as") == [("zoho",)]
        again = plan.carry_out(workspace, tables_of(parts, workspace))
        assert sum(again.report.created.values()) == sum(again.report.updated.values()) == 0


def test_a_table_that_could_be_of_two_programs_is_of_that_of_the_others():
    headings = "Name,Email,Phone,Street,City,Zip,Country,Website,Tags,Salesperson,Is a Company,Tax ID,Related Company"
    opportunities = "Opportunity,Customer,Salesperson,Sales Team,Stage,Expected Revenue,Probability,Created on"
    delivery = recognise_all([table(opportunities), table(headings)])
    assert [guess and guess.known.source for _found, guess in delivery] == ["odoo", "odoo"]


def test_other_tables_of_a_text_file_that_is_known_are_no_files_of_their_own():
    known = table("Session primary channel group (Default Channel Group),Sessions,Key events", name="ga4.csv: Overview")
    other, own = table("Country,Active users", name="ga4.csv: table 2"), table("Country,Active users", name="own.csv")
    delivery = recognise_all([known, other, own])
    said = [without_place(found, delivery) for found in (known, other, own)]
    assert said == [
        "ga4.csv: Overview holds Google Analytics 4, which have no place here; it is left out.",
        UNKNOWN.replace("Machines_C_001.csv", "ga4.csv: table 2").replace("Zoho CRM", "Google Analytics 4"),
        "",
    ]
