"""What columns mean beside each other: the same heading is one thing here and another there."""

from pathlib import Path

import pytest

from crmdesk.exchange.drafts.draft import answered, draft, mappings_of
from crmdesk.exchange.here import Here
from crmdesk.exchange.reading import read_file
from crmdesk.exchange.recognise import recognise
from tests.exchange.drafting import asked, fields


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Name,Stage,Value,Close Date,Customer\nRoof,Won,10,2026-02-01,Joe\nDoor,Open,20,2026-03-01,Eve\n",
            {"Name": "title", "Customer": "contact_id", "Close Date": "closed_at"},
        ),
        (
            "Name,Email,Stage,Value\nJoe Doe,joe@x.example,Won,10\nEve Roe,eve@y.example,Open,20\n",
            {"Name": "contact_id", "Email": "contact_email"},
        ),
        (
            "Deal,Company,Contact,Stage,Value\nRoof,Acme,Joe,Won,10\nDoor,Beta,Eve,Open,20\n",
            {"Company": "company_name", "Contact": "contact_id"},
        ),
        (
            "Deal,Company,Customer,Contact,Stage,Value\nRoof,Acme,Acme Ulm,Joe,Won,10\nDoor,Beta,Beta Bonn,Eve,Open,2",
            {"Company": "company_name", "Customer": "contact_id", "Contact": "custom"},
        ),
        # Two names of customers of which neither is that of a person: the plainer one counts.
        (
            "Deal,Client,Party,Stage,Value\nRoof,Acme,Joe,Won,10\nDoor,Beta,Eve,Open,20\n",
            {"Client": "contact_id", "Party": "custom"},
        ),
        (
            "Deal,Lead Id,Contact,Party,Stage,Value\nRoof,7,Joe,Acme,Won,10\nDoor,8,Eve,Beta,Open,20\n",
            {"Contact": "contact_id", "Party": "company_name"},
        ),
        (
            "Deal,Stage,Status,Value,Close Date,Actual Close Date\nRoof,Offer,Won,1,2026-02-01,2026-02-03\n",
            {
                "Stage": "stage_id",
                "Status": "custom",
                "Close Date": "expected_close_on",
                "Actual Close Date": "closed_at",
            },
        ),
        (
            "Deal,State,Current stage,Value\nRoof,won,Offer,10\nDoor,open,Talk,20\n",
            {"State": "custom", "Current stage": "stage_id"},
        ),
        ("Deal,State,Size,Value\nRoof,won,1,10\nDoor,open,2,20\n", {"State": "stage_id"}),
        (
            "Deal,Owner,Owner Id,Stage,Value\nRoof,Ann,7,Won,10\nDoor,Bob,8,Open,20\n",
            {"Owner": "owner_id", "Owner Id": "custom"},
        ),
        (
            "Deal,Owner Email,Stage,Value\nRoof,ann@us.example,Won,10\nDoor,bob@us.example,Open,20\n",
            {"Owner Email": "owner_id"},
        ),
        (
            "Contact First Name,Contact Last Name,Name,City\nJoe,Doe,Acme,Ulm\nEve,Roe,Beta,Bonn\n",
            {"Name": "company_name", "Contact First Name": "first_name"},
        ),
        (
            "Contact First Name,Contact Last Name,Name,City\nJoe,Doe,Joe Doe,Ulm\nEve,Roe,Eve Roe,Bonn\n",
            {"Name": "name"},
        ),
        (
            "Name,Contact Status,Prob.,City\nJoe,Active,1,Ulm\nEve,Gone,2,Bonn\n",
            {"Name": "name", "Contact Status": "custom", "Prob.": "custom"},
        ),
    ],
)
def test_columns_are_what_they_are_beside_the_others(understood, text, expected):
    found = fields(understood(text))
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("heading", ["Prob.", "Wahrsch.", "Close Prob."])
def test_an_abbreviated_heading_is_known_by_its_beginning(understood, heading):
    found = fields(understood(f"Deal,Stage,Value,{heading}\nRoof,Won,10,50\nDoor,Open,20,30\n"))
    assert found[heading] == ("custom" if heading == "Close Prob." else "probability")


@pytest.mark.parametrize(("name", "title"), [("x.csv", "Ausgaben 2026\n"), ("kasse-2026.csv", "")])
def test_the_year_of_days_without_one_stands_above_the_table_or_in_its_name(understood, name, title):
    made = understood(f"{title}Datum;Zweck;Betrag\n12.05.;Messe;10,50\n29.2.;Bahn;20,00\n", name=name)
    assert "year:Datum" not in asked(made)
    assert made.main.fields["spent_on"].date == ("2026|%d.%m.",)


def test_the_year_of_days_without_one_is_asked(understood):
    made = understood("Datum;Zweck;Betrag\n12.05.;Messe;10,50\n29.2.;Bahn;20,00\n", kind="expenses")
    assert "year:Datum" in asked(made)
    [*_others, main] = mappings_of(answered(made, "year:Datum", "2028"))
    assert main.fields["spent_on"].date == ("2028|%d.%m.",)


def test_names_that_never_come_again_are_nobody_who_works_here(understood):
    rows = "".join(f"Deal {n},Person{chr(97 + n)},Won,10\n" for n in range(25))
    assert fields(understood(f"Deal,Agent,Stage,Value\n{rows}"))["Agent"] == "custom"


def test_what_a_known_file_calls_otherwise_is_taken_without_asking(tmp_path):
    text = (Path(__file__).parents[1] / "files" / "sources" / "delighted.csv").read_text(encoding="utf-8")
    path = tmp_path / "x.csv"
    path.write_text(text.replace("Created At", "Submitted at", 1), encoding="utf-8")
    [found] = read_file(path)
    [best, *_others] = recognise(found)
    assert best.known.missing == ("answered_at",)
    known = draft(found, Here(), guess=best)
    assert not asked(known)
    assert known.main.fields["answered_at"].columns == ("Submitted at",)
