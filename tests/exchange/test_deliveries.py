"""Several files that come in together: of one program, of two, beside what is there already."""

import csv
from pathlib import Path

import pytest

from crmdesk.exchange import plan
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
