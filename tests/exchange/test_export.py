"""What goes out comes in again: a round trip loses nothing, whatever people typed."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from tests.interchange import SETTINGS, TABLES, bring, fails, succeeds, write
from tests.kpi.asking import GOLDEN
from tests.oracle import random_workspace
from tests.tables import contents, files_in

CASES = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())
SEEDS = (1, 6, 14, 23, 31, 50)
# What must survive in any cell of text, as it is.
NAUGHTY = (
    *("=1+1", "+49 30 123", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "＝1+1", "'", "''", '"', '""', ",", ";", "|"),
    *("0042", "1e5", "NULL", "None", "NaN", "true", "0", "-", "#N/A", " leading", "trailing ", "two  spaces"),
    *("two\nlines", "blank\n\nlines", "tab\there", 'say "hi", please', "a,b", "<b>x</b>", "Smith & Sons", "%s {x}"),
    *(
        "İ ı ß ﬁ",
        "👨‍👩‍👧 🇩🇪",
        "李雷",
        "محمد",
        "Łódź",
        "e\u0301",
        "o'neil",
        "a;b;c",
        "x" * 10_000,
        "\\n",
        "C:\\x",
        "{}",
        "[1]",
    ),
)


def exported(file: Path, folder: Path) -> dict[str, bytes]:
    succeeds("export", file, folder)
    return files_in(folder)


def goes_round(file: Path, place: Path) -> dict[str, bytes]:
    """Exports, brings in anew, exports again: the bytes are the same; answers them."""
    first = exported(file, place / "first")
    report = bring(place / "again.crmdesk", place / "first")
    assert report["rejected"] == []
    assert exported(place / "again.crmdesk", place / "second") == first
    kinds = {one: len(rows) for one, rows in contents(file).items() if one != "setting"}
    assert {one: len(rows) for one, rows in contents(place / "again.crmdesk").items() if one != "setting"} == kinds
    return first


@pytest.mark.parametrize("case", CASES)
def test_goldens_go_round(case: str, tmp_path: Path) -> None:
    bring(tmp_path / "a.crmdesk", GOLDEN / case)
    goes_round(tmp_path / "a.crmdesk", tmp_path)


@pytest.mark.parametrize("seed", SEEDS)
def test_random_workspaces_go_round(seed: int, tmp_path: Path) -> None:
    random_workspace.write(tmp_path / "random", seed)
    bring(tmp_path / "a.crmdesk", tmp_path / "random")
    goes_round(tmp_path / "a.crmdesk", tmp_path)


def test_the_demo_business_goes_round_and_comes_in_without_a_change(tmp_path: Path) -> None:
    file = tmp_path / "demo.crmdesk"
    succeeds("demo", file, "--scale", "0.2", "--months", "12")
    goes_round(file, tmp_path)
    report = bring(file, tmp_path / "first")
    assert (sum(report["created"].values()), sum(report["updated"].values()), report["batch"]) == (0, 0, None)


@pytest.fixture
def naughty(tmp_path: Path) -> Path:
    """Naughty texts as names, ids, notes and custom fields, under naughty column names."""
    out = io.StringIO()
    writer = csv.writer(out)
    columns = ["id", "kind", "name", "phone", "notes", "tags", "channel", "=Odd, column", 'Quoted "one"', "Straße 🛣"]
    writer.writerow(columns)
    for number, text in enumerate(NAUGHTY):
        writer.writerow([f"{text}{number}", "person", text, text, text, text, text, text, "", text])
    folder = write(tmp_path / "naughty", {**TABLES, "contacts": TABLES["contacts"]}, {**SETTINGS, "extra": {"a": [1]}})
    (folder / "more").mkdir()
    (folder / "more" / "contacts.csv").write_text(out.getvalue(), encoding="utf-8", newline="")
    bring(tmp_path / "a.crmdesk", folder, folder / "more")
    return tmp_path / "a.crmdesk"


def test_naughty_texts_go_round_as_they_are(naughty: Path, tmp_path: Path) -> None:
    data = goes_round(naughty, tmp_path)["contacts.csv"].decode("utf-8-sig")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(data, newline=""))}
    for number, text in enumerate(NAUGHTY):
        row = rows[f"{text}{number}"]
        for column in ("name", "phone", "notes", "tags", "channel", "=Odd, column", "Straße 🛣"):
            assert row[column].replace("\r\n", "\n") == text, column


def test_an_export_is_the_interchange_format(naughty: Path, tmp_path: Path) -> None:
    files = exported(naughty, tmp_path / "out")
    assert set(files) == {"workspace.json", *(f"{kind}.csv" for kind in TABLES)}
    settings = json.loads(files["workspace.json"])
    assert settings["format"] == "crmdesk-1" and settings["extra"] == {"a": [1]}
    assert {**settings, **SETTINGS} == settings
    for name, data in files.items():
        if name.endswith(".csv"):
            assert data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\r\n")
    assert b"2026-03-09T12:00:00+01:00" in files["deals.csv"]
    assert b"99.90" in files["expenses.csv"]


def test_a_zip_holds_the_same_files_and_comes_in_again(naughty: Path, tmp_path: Path) -> None:
    files = exported(naughty, tmp_path / "out")
    for name in ("a.zip", "b.ZIP"):
        said = succeeds("export", naughty, tmp_path / name)
        assert str(tmp_path / name) in said
        with zipfile.ZipFile(tmp_path / name) as archive:
            assert {one: archive.read(one) for one in archive.namelist()} == files
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.ZIP").read_bytes(), "the same bytes every time"
    bring(tmp_path / "again.crmdesk", tmp_path / "a.zip")
    assert exported(tmp_path / "again.crmdesk", tmp_path / "again") == files


def test_an_export_never_mixes_with_files_that_are_there(naughty: Path, tmp_path: Path) -> None:
    exported(naughty, tmp_path / "out")
    before = files_in(tmp_path / "out")
    assert "holds staff.csv already; export into an empty folder" in fails("export", naughty, tmp_path / "out")
    assert files_in(tmp_path / "out") == before
    (tmp_path / "file").write_bytes(b"")
    assert "could not be written" in fails("export", naughty, tmp_path / "file")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_bytes(b"mine")
    assert exported(naughty, tmp_path / "mine") == {**before, "letter.txt": b"mine"}


def test_an_empty_workspace_goes_round(tmp_path: Path) -> None:
    succeeds("new", tmp_path / "a.crmdesk", "--name", "Nobody yet")
    assert set(goes_round(tmp_path / "a.crmdesk", tmp_path)) == {"workspace.json"}


@pytest.mark.parametrize(
    ("zone", "text", "out"),
    [
        # Twice on the day the clock goes back: the first of the two; the other keeps its offset.
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T02:30:00+02:00"),
        ("Europe/Berlin", "2026-10-25T02:30+01:00", "2026-10-25T02:30:00+01:00"),
        # Never on the day the clock goes forward: the offset before the change.
        ("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T03:30:00+02:00"),
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T01:00:00-02:00"),
        ("Asia/Kathmandu", "2026-01-01T00:00:00.123456", "2026-01-01T00:00:00.123456+05:45"),
        ("UTC", "2026-01-01T12:00Z", "2026-01-01T12:00:00+00:00"),
        # An offset with seconds has no ISO text: the moment leaves in UTC.
        ("Africa/Monrovia", "1960-01-01", "1960-01-01T00:44:30Z"),
    ],
)
def test_moments_go_round_on_the_days_of_clock_changes(zone: str, text: str, out: str, tmp_path: Path) -> None:
    sales = f"id,sold_at,amount\n1,{text},1\n"
    bring(tmp_path / "a.crmdesk", write(tmp_path / "in", {"sales": sales}, {**SETTINGS, "timezone": zone}))
    data = goes_round(tmp_path / "a.crmdesk", tmp_path)["sales.csv"]
    assert f"1,{out},".encode() in data


@pytest.mark.parametrize(
    ("currency", "text", "out"),
    [("EUR", "1250.5", "1250.50"), ("EUR", "-0.05", "-0.05"), ("JPY", "1250", "1250"), ("KWD", "0.005", "0.005")],
)
def test_money_goes_round_in_every_currency(currency: str, text: str, out: str, tmp_path: Path) -> None:
    sales = f"id,sold_at,amount\n1,2026-01-01,{text}\n"
    bring(tmp_path / "a.crmdesk", write(tmp_path / "in", {"sales": sales}, {**SETTINGS, "currency": currency}))
    data = goes_round(tmp_path / "a.crmdesk", tmp_path)["sales.csv"]
    assert f",{out},".encode() in data
