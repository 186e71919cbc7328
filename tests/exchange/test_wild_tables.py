"""Files from elsewhere, byte for byte as found: every row of every one is accounted for, and nothing is garbled."""

import json
from pathlib import Path

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.exchange.dialect import detect
from crmdesk.exchange.found import Found
from crmdesk.exchange.reading import read_file
from crmdesk.exchange.source import open_file
from crmdesk.exchange.table import Rejected, open_records


def rows(found: Found) -> list[list[str]]:
    return [cells for _line, cells in found.read().rows()]


def rows_of_file(path: Path) -> int:
    """How many rows a file has, whatever they are."""
    rejected: list[Rejected] = []
    dialect = detect(lambda: open_file(path))
    records, _bytes = open_records(open_file(path), path.name, dialect, [], rejected, mends_first=True)
    return sum(1 for _line, cells in records if "".join(cells).strip()) + len(rejected)


def accounted(found: Found) -> int:
    """How many rows of a file a table names: data, headings, titles, and what was put aside with its reason."""
    table = found.read()
    count = sum(1 for _row in table.rows())
    assert all(one.reason for one in table.rejected)
    return count + len(table.rejected) + len(found.layout.headings) + len(found.layout.titles)


def test_every_row_of_126_real_files_is_accounted_for(data_dir):
    files = sorted((data_dir("csv-dialects") / "files").iterdir())
    assert len(files) == 126
    wrong = [path.name for path in files if sum(map(accounted, read_file(path))) != rows_of_file(path)]
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "headings", "count"),
    [
        ("file_preamble.csv", (3,), 83),
        ("file_header_multirow_3.csv", (1,), 83),
        ("file_no_header.csv", (), 83),
        ("file_multitable_less.csv", (1,), 83),
        ("row_extra_quote0_col0.csv", (1,), 83),
        ("Note_4_Staff_costs_-_Average_number_of_persons_employed_13-14.csv", (3, 4, 5), 12),
        ("business_expenses_apr_jun_14_peter_lewis.csv", (3, 4), 8),
        ("PLA_6%Talc-1hz.csv", (24,), 365),
        ("download (6).csv", (3,), 67),
        ("public-toilet-borough-grid.csv", (1,), 33),
        ("1% SiO2_003.csv", (2,), 3451),
        ("Sun2014-Rs.csv", (1, 2), 10),
        ("FEC data - [clevercsv issue #15].csv", (), 5),
        ("senior-staff-march-2020.csv", (1,), 123),
    ],
)
def test_headings_and_rows_of_real_files_are_told_apart(data_dir, name, headings, count):
    found = read_file(data_dir("csv-dialects") / "files" / name)[0]
    assert (found.layout.headings, len(rows(found))) == (headings, count)


def expected(path: Path):
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_spectrum_of_csv_is_read_as_its_authors_say(data_dir):
    folder = data_dir("csv-edge-cases")
    files = sorted((folder / "csv-spectrum").glob("*.csv"))
    assert len(files) == 12
    # Its authors changed a telephone number in one of its two forms.
    for path in (one for one in files if one.stem != "location_coordinates"):
        [found] = read_file(path)
        made = [dict(zip(found.columns, cells, strict=True)) for cells in rows(found)]
        told = expected(folder / "csv-spectrum-json" / f"{path.stem}.json")
        wanted = told if isinstance(told, list) else [told]
        assert made == [{key: value.replace("\r\n", "\n") for key, value in row.items()} for row in wanted], path.name


def test_edge_cases_are_read_as_their_authors_say_or_put_aside(data_dir):
    folder = data_dir("csv-edge-cases") / "csv-test-data"
    for path in sorted((folder / "csv").glob("*.csv")):
        wanted = folder / "json" / f"{path.stem}.json"
        if path.stem in ("all-empty", "bad-header-no-header"):
            with pytest.raises(UserError):
                read_file(path)
        elif wanted.exists() and not path.stem.startswith("header"):
            [found] = read_file(path)
            read = [cell.replace("\r\n", "\n") for cells in [found.columns, *rows(found)] for cell in cells]
            lines = [line for line in expected(wanted) if any(line)]
            assert read == [cell.replace("\r\n", "\n") for line in lines for cell in line], path.name
        else:
            assert sum(map(accounted, read_file(path))) == rows_of_file(path), path.name


def test_address_books_of_many_programs_keep_all_rows(data_dir):
    folder = data_dir("contacts") / "csv"
    counts = {path.name: [len(rows(found)) for found in read_file(path)] for path in sorted(folder.glob("*.csv"))}
    assert counts == {
        "atomic-crm_contacts.csv": [500],
        "atomic-crm_contacts_export.csv": [2],
        "google-domain-shared-contacts_sample1.csv": [16],
        "thunderbird_basic_csv_addressbook.csv": [2],
        "thunderbird_csv_no_header.csv": [2],
        "thunderbird_csv_semicolon.csv": [2],
        "thunderbird_utf16_addressbook.csv": [1],
    }
    [bare] = read_file(folder / "thunderbird_csv_no_header.csv")
    assert bare.columns == ("Column 1", "Column 2", "Column 3", "Column 4")


@pytest.mark.parametrize(
    ("folder", "file", "count"),
    [
        ("maven-crm", "sales_pipeline.csv", 8800),
        ("maven-crm", "accounts.csv", 85),
        ("olist-funnel", "olist_marketing_qualified_leads_dataset.csv", 8000),
        ("olist-funnel", "olist_closed_deals_dataset.csv", 842),
        ("helpdesk-italian", "Helpdesk.csv", 21348),
        ("dedupe-truth", "febrl_dataset1.csv", 1000),
        ("sfo-survey", "2016_SFO_Customer_Survey.csv", 3087),
        ("cdnow", "CDNOW_sample.txt", 6919),
    ],
)
def test_tables_of_real_businesses_come_whole(data_dir, folder, file, count):
    [found] = read_file(data_dir(folder) / file)
    table = found.read()
    assert (sum(1 for _row in table.rows()), table.rejected) == (count, [])


def test_naughty_strings_come_back_letter_for_letter(data_dir, tmp_path):
    strings = [text for text in expected(data_dir("naughty-strings") / "blns.json") if text.strip()]
    path = tmp_path / "naughty.csv"
    lines = [f'{number},"{text.replace(chr(34), chr(34) * 2)}",end' for number, text in enumerate(strings)]
    path.write_text("\n".join(["id,text,last", *lines]), encoding="utf-8", newline="")
    [found] = read_file(path)
    read = [cells[1] for cells in rows(found)]
    assert len(read) == len(strings)
    for text, cell in zip(strings, read, strict=True):
        assert cell == "".join(mark for mark in text if (mark >= " " and mark != "\x7f") or mark in "\t\n"), repr(text)
