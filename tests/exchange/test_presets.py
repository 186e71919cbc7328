"""Each preset brings in a file with the header row that its program is known to write."""

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from crmdesk.cli import main
from crmdesk.store.file import open_workspace

HEADERS: dict[str, str] = json.loads(Path(__file__).with_name("preset_headers.json").read_text(encoding="utf-8"))
"""Header rows as they were seen in exports of these programs."""
STAFF = "id,name,email\nann,Ann Owner,ann@us.example\n"
CONTACTS = """id,kind,name,email,company_id
acme,company,Acme Inc,,
joe,person,Joe Doe,joe@acme.example,acme
"""

Row = Mapping[str, str]


class Shop:
    """A workspace with an owner and a customer, and what a preset brings into it."""

    def __init__(self, folder: Path, tell: Callable[[], str]) -> None:
        self.file = folder / "shop.crmdesk"
        self._folder, self._tell = folder, tell
        start = folder / "start"
        start.mkdir()
        (start / "staff.csv").write_text(STAFF, encoding="utf-8")
        (start / "contacts.csv").write_text(CONTACTS, encoding="utf-8")
        (start / "workspace.json").write_text(
            json.dumps({"format": "crmdesk-1", "currency": "EUR", "timezone": "Europe/Berlin"}), encoding="utf-8"
        )
        self.run("import", self.file, start)

    def run(self, *words: object) -> str:
        code = main([str(word) for word in words])
        said = self._tell()
        assert code == 0, said
        return said

    def bring(self, preset: str, *rows: Row, header: str = "") -> dict[str, Any]:
        columns = next(csv.reader([header or HEADERS[preset]]))
        assert all(set(row) <= set(columns) for row in rows)
        path = self._folder / f"{preset}.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(columns)
            writer.writerows([row.get(column, "") for column in columns] for row in rows)
        said: dict[str, Any] = json.loads(self.run("import", self.file, path, "--preset", preset, "--json"))
        return {**said, "created": {kind: count for kind, count in said["created"].items() if count}}

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with open_workspace(self.file, read_only=True) as workspace:
            return workspace.rows(sql)

    def contact(self, id: str) -> dict[str, Any]:
        """The filled fields of a contact, references by name, custom ones too."""
        names = (
            "kind",
            "name",
            "email",
            "phone",
            "street",
            "city",
            "postcode",
            "country",
            "website",
            "channel",
            "tags",
        )
        sql = f"""
            SELECT {", ".join(f"c.{name}" for name in names)},
                   c.lead_at, c.created_at, company.name, staff.name, c.custom
              FROM contact AS c LEFT JOIN contact AS company ON company.id = c.company_id
              LEFT JOIN staff ON staff.id = c.owner_id WHERE c.external_id = '{id}'
        """
        [found] = self.rows(sql)
        all_names = (*names, "lead_at", "created_at", "company", "owner")
        values = dict(zip(all_names, found[:-1], strict=True))
        return {**json.loads(found[-1] or "{}"), **{name: value for name, value in values.items() if value is not None}}


@pytest.fixture
def shop(tmp_path, capsys) -> Shop:
    return Shop(tmp_path, lambda: capsys.readouterr().out)


def part(found: Mapping[str, Any], names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(found.get(name) for name in names)


@pytest.mark.parametrize("name", sorted(HEADERS))
def test_a_header_alone_brings_nothing_and_refuses_nothing(shop, name):
    said = shop.bring(name)
    assert said["rejected"] == []
    assert sum(n for kind, n in said["created"].items() if kind != "stages") == 0


def test_hubspot(shop):
    company = {"Record ID": "5", "Company name": "Blue", "Website URL": "blue.example", "Company owner": "Ann Owner"}
    shop.bring("hubspot-companies", {**company, "Create Date": "2024-02-01 09:30", "Industry": "Paint"})
    person = {"Record ID": "5", "First Name": "Bea", "Last Name": "Blum", "Email": "bea@blue.example"}
    more = {"Contact owner": "Nobody Known", "Lifecycle Stage": "Lead", "Create Date": "3/15/2024 2:30 PM"}
    kept = {"Associated Company": "Blue", "Lead Source": "Fair", "Associated Deal IDs": "1;2"}
    said = shop.bring("hubspot-contacts", {**person, **more, **kept}, {"Record ID": "6", "Email": "x@y.example"})
    assert (said["created"], said["rejected"]) == ({"staff": 1, "contacts": 2}, [])
    assert part(shop.contact("hubspot-company-5"), ("kind", "name", "owner", "Industry")) == (
        "company",
        "Blue",
        "Ann Owner",
        "Paint",
    )
    bea = shop.contact("hubspot-contact-5")
    assert part(bea, ("name", "company", "owner", "Contact owner", "channel", "Associated Deal IDs")) == (
        "Bea Blum",
        "Blue",
        "Nobody Known",
        "Nobody Known",
        "Fair",
        "1;2",
    )
    assert bea["lead_at"] == bea["created_at"]
    other = shop.contact("hubspot-contact-6")
    assert (other["name"], "lead_at" in other) == ("x@y.example", False)


def test_hubspot_deals_find_their_stages_by_label_and_by_code(shop):
    shop.bring("hubspot-contacts", {"Record ID": "9002", "First Name": "Bea"})
    base = {"Amount": "$1,250.50", "Create Date": "2024-02-01 09:30", "Close Date": "2024-03-01 10:00"}
    said = shop.bring(
        "hubspot-deals",
        {**base, "Record ID": "1", "Deal Stage": "Closed Won", "Associated Contact IDs": "9002;9999"},
        {**base, "Record ID": "2", "Deal Stage": "qualifiedtobuy", "Associated Company": "Acme Inc"},
        {**base, "Record ID": "3", "Deal Stage": "Somewhere Else"},
        {**base, "Record ID": "4", "Deal Stage": "Decision Maker Bought-In", "Associated Company IDs": "77"},
    )
    assert (said["created"], [(one["line"], one["column"]) for one in said["rejected"]]) == (
        {"stages": 7, "deals": 3},
        [(4, "stage_id")],
    )
    sql = """
        SELECT deal.external_id, stage.name, deal.amount, deal.closed_at IS NOT NULL, contact.name
          FROM deal JOIN stage ON stage.id = deal.stage_id LEFT JOIN contact ON contact.id = deal.contact_id ORDER BY 1
    """
    assert shop.rows(sql) == [
        ("hubspot-deal-1", "Closed Won", 125050, 1, "Bea"),
        ("hubspot-deal-2", "Qualified To Buy", 125050, 0, "Acme Inc"),
        ("hubspot-deal-4", "Decision Maker Bought-In", 125050, 0, None),
    ]


def test_stages_of_ones_own_are_found_by_name(shop, tmp_path):
    (tmp_path / "stages.csv").write_text("id,name,kind\nmine,Somewhere Else,open\n", encoding="utf-8")
    shop.run("import", shop.file, tmp_path / "stages.csv")
    row = {"Record ID": "3", "Deal Stage": "somewhere else", "Create Date": "2024-02-01"}
    assert shop.bring("hubspot-deals", row)["rejected"] == []


def test_pipedrive_people(shop):
    row = {"Person - Name": "Bea Blum", "Person - Organization": "ACME, Inc.", "Person - ID": "7"}
    mails = {"Person - Email - Home": "b@home.example, b2@home.example", "Person - Phone - Mobile": "1, 2"}
    assert shop.bring("pipedrive-people", {**row, **mails, "Person - Label": "Hot, VIP"})["rejected"] == []
    found = shop.contact("pipedrive-person-7")
    assert part(found, ("name", "company", "email", "phone", "tags", "All phones")) == (
        "Bea Blum",
        "Acme Inc",
        "b@home.example",
        "1",
        "Hot;VIP",
        "1, 2",
    )


def test_pipedrive_people_of_the_older_export(shop):
    row = {"Person - Name": "Bea", "Person - Email": "b@x.example,c@x.example"}
    shop.bring("pipedrive-people", row, header="Person - Name,Person - Organization,Person - Email,Person - Phone")
    assert shop.contact("pipedrive-person-Bea-b@x.example,c@x.example")["email"] == "b@x.example"


def test_pipedrive_deals_are_won_and_lost_by_their_status(shop):
    base = {"Deal - Stage": "Demo Scheduled", "Deal - Deal created": "2024-02-01 09:30:00", "Deal - Value": "1,000"}
    said = shop.bring(
        "pipedrive-deals",
        {**base, "Deal - ID": "1", "Deal - Status": "Open", "Deal - Expected close date": "2024-05-01"},
        {**base, "Deal - ID": "2", "Deal - Status": "Won", "Deal - Won time": "2024-03-01 10:00:00"},
        {**base, "Deal - ID": "3", "Deal - Status": "Lost", "Deal - Last stage change": "2024-03-02 10:00:00"},
        {**base, "Deal - ID": "4", "Deal - Status": "Deleted"},
    )
    assert (said["created"], said["rejected"]) == ({"stages": 7, "deals": 3}, [])
    sql = "SELECT deal.external_id, stage.name, stage.kind FROM deal JOIN stage ON stage.id = deal.stage_id ORDER BY 1"
    assert shop.rows(sql) == [
        ("pipedrive-deal-1", "Demo Scheduled", "open"),
        ("pipedrive-deal-2", "Won", "won"),
        ("pipedrive-deal-3", "Lost", "lost"),
    ]


def test_google_contacts(shop):
    jane = {
        "First Name": "Jane",
        "Last Name": "Roe",
        "Organization Name": "Acme Inc",
        "Labels": "* myContacts ::: Rotary",
    }
    ways = {"E-mail 1 - Value": "j@x.example ::: k@x.example", "Phone 1 - Value": "1 ::: 2", "Address 1 - City": "Bonn"}
    said = shop.bring("google-contacts", {**jane, **ways}, {"Organization Name": "Acme Inc"}, {"Phone 1 - Value": "5"})
    assert (said["created"], said["updated"], said["rejected"]) == ({"contacts": 2}, {"contacts": 1}, [])
    found = shop.contact("google-Jane-Roe-Acme Inc-j@x.example ::: k@x.example")
    assert part(found, ("kind", "name", "company", "email", "phone", "city", "tags")) == (
        "person",
        "Jane Roe",
        "Acme Inc",
        "j@x.example",
        "1",
        "Bonn",
        "* myContacts;Rotary",
    )
    companies = shop.rows("SELECT kind, company_id FROM contact WHERE name = 'Acme Inc'")
    assert companies == [("company", None)], "the one that was there already"
    assert shop.bring("google-contacts", {**jane, **ways})["created"] == {}


def test_outlook_contacts(shop):
    row = {"First Name": "Jane", "Last Name": "Roe", "Company": "acme inc", "Birthday": "0/0/00", "Categories": "A;B"}
    ways = {
        "Mobile Phone": "1",
        "E-mail Address": "j@x.example",
        "Business Street": "Road 1",
        "Business Street 2": "Yard",
    }
    assert shop.bring("outlook-contacts", {**row, **ways}, {"Company": "Solo"})["rejected"] == []
    found = shop.contact("outlook-Jane-Roe-acme inc-j@x.example")
    assert part(found, ("company", "phone", "street", "tags", "Birthday")) == (
        "Acme Inc",
        "1",
        "Road 1, Yard",
        "A;B",
        None,
    )
    assert shop.contact("outlook-Solo")["kind"] == "company"


def test_zoho_leads(shop):
    row = {
        "Record Id": "zcrm_1",
        "Company": "Nowhere",
        "First Name": "Jane",
        "Last Name": "Roe",
        "Lead Owner": "Ann Owner",
    }
    more = {"Lead Source": "-None-", "Lead Status": "Contacted", "Created Time": "2024-02-01 09:30:00", "Mobile": "1"}
    assert shop.bring("zoho-leads", {**row, **more})["rejected"] == []
    found = shop.contact("zoho-lead-zcrm_1")
    assert part(found, ("name", "company", "Company", "owner", "channel", "phone", "Lead Status")) == (
        "Jane Roe",
        None,
        "Nowhere",
        "Ann Owner",
        None,
        "1",
        "Contacted",
    )
    assert found["lead_at"] == found["created_at"]


def test_salesforce_contacts_from_the_data_export_and_from_a_report(shop):
    row = {
        "Id": "003",
        "FirstName": "Jane",
        "LastName": "Roe",
        "MailingCity": "Bonn",
        "CreatedDate": "2024-02-01T09:30:00.000Z",
    }
    said = shop.bring("salesforce-contacts", {**row, "MobilePhone": "1"}, {**row, "Id": "004", "IsDeleted": "1"})
    assert (said["created"], said["rejected"]) == ({"contacts": 1}, [])
    assert part(shop.contact("salesforce-003"), ("name", "city", "phone")) == ("Jane Roe", "Bonn", "1")
    labels = "First Name,Last Name,Email,Phone,Account Name,Mailing City,Mailing Zip/Postal Code,Last Activity"
    report = {"First Name": "Jim", "Last Name": "Roe", "Account Name": "Acme Inc", "Mailing Zip/Postal Code": "53111"}
    assert shop.bring("salesforce-contacts", report, header=labels)["rejected"] == []
    assert part(shop.contact("salesforce-Jim-Roe-Acme Inc"), ("company", "postcode")) == ("Acme Inc", "53111")


def sales(shop: Shop) -> list[tuple[Any, ...]]:
    sql = """
        SELECT sale.external_id, amount, contact.name, note FROM sale
          LEFT JOIN contact ON contact.id = contact_id ORDER BY sale.id
    """
    return shop.rows(sql)


def test_stripe_payments_and_their_refunds(shop):
    base = {"Created (UTC)": "2024-02-01 23:30:00", "Amount": "1,020.00", "Amount Refunded": "0.00", "Currency": "eur"}
    said = shop.bring(
        "stripe-payments",
        {**base, "id": "ch_1", "Status": "Paid", "Customer Email": "JOE@acme.example", "Description": "Chair"},
        {**base, "id": "ch_2", "Status": "Failed"},
        {**base, "id": "ch_3", "Status": "Paid", "Converted Amount": "9.50", "Amount Refunded": "3.00",
         "Converted Amount Refunded": "2.85", "Customer Email": "who@x.example"},
    )  # fmt: skip
    assert (said["created"], said["rejected"]) == ({"contacts": 1, "sales": 3}, [])
    assert sales(shop) == [
        ("ch_1", 102000, "Joe Doe", "Chair"),
        ("ch_3", 950, "who@x.example", None),
        ("refund-ch_3", -285, "who@x.example", "Refund"),
    ]
    assert shop.rows("SELECT DISTINCT sold_day - 19754 FROM sale") == [(1,)], "half past midnight in Berlin"


def test_gocardless(shop):
    base = {
        "created_at": "2024-02-01T10:00:00.000Z",
        "amount": "20.00",
        "amount_refunded": "0.00",
        "description": "Fee",
    }
    said = shop.bring(
        "gocardless",
        {**base, "id": "PM1", "status": "paid_out", "charge_date": "2024-02-05", "customers.company_name": "acme inc"},
        {**base, "id": "PM2", "status": "failed"},
        {**base, "id": "PM3", "status": "confirmed", "amount_refunded": "5.00", "customers.email": "joe@acme.example"},
    )
    assert (said["created"], said["rejected"]) == ({"sales": 3}, [])
    assert sales(shop) == [
        ("PM1", 2000, "Acme Inc", "Fee"),
        ("PM3", 2000, "Joe Doe", "Fee"),
        ("refund-PM3", -500, "Joe Doe", "Refund: Fee"),
    ]


def tickets(shop: Shop) -> list[tuple[Any, ...]]:
    sql = """
        SELECT ticket.external_id, contact.name, staff.name, priority,
               (ticket.first_response_at - opened_at) / 60000000, (resolved_at - opened_at) / 60000000
          FROM ticket LEFT JOIN contact ON contact.id = contact_id
          LEFT JOIN staff ON staff.id = ticket.owner_id ORDER BY ticket.id
    """
    return shop.rows(sql)


def test_zendesk_tickets(shop):
    base = {"Created at": "2024-02-01 09:30", "Requester": "J. Doe", "Assignee": "Ann Owner", "Via": "Mail"}
    said = shop.bring(
        "zendesk-tickets",
        {**base, "Id": "1", "Requester email": "joe@acme.example", "Priority": "Urgent",
         "Solved at": "2024-02-01 11:30", "First reply time in minutes": "45"},
        {**base, "Id": "2", "Assignee": "-", "Priority": "-", "Organization": "Acme Inc"},
    )  # fmt: skip
    assert (said["created"], said["rejected"]) == ({"tickets": 2}, [])
    assert tickets(shop) == [
        ("zendesk-1", "Joe Doe", "Ann Owner", "urgent", 45, 120),
        ("zendesk-2", "Acme Inc", None, None, None, None),
    ]


def test_freshdesk_tickets(shop):
    base = {"Created time": "2024-02-01 09:30:00", "Source": "Email", "Full name": "Joe Doe"}
    said = shop.bring(
        "freshdesk-tickets",
        {**base, "Ticket ID": "1", "Priority": "Medium", "Initial response time": "2024-02-01 09:40:00",
         "Closed time": "2024-02-01 10:00:00", "Agent": "Ann Owner", "First response time (in hrs)": "00:10:00"},
        {**base, "Ticket ID": "2", "Agent": "No Agent"},
    )  # fmt: skip
    assert (said["created"], said["rejected"]) == ({"tickets": 2}, [])
    assert tickets(shop) == [
        ("freshdesk-1", "Joe Doe", "Ann Owner", "normal", 10, 30),
        ("freshdesk-2", "Joe Doe", None, None, None, None),
    ]
