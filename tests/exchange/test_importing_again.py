"""Bringing a folder in again: nothing doubles, what changed is updated, and each import can be taken back."""

import json
from pathlib import Path
from typing import Any

import pytest

from crmdesk.store.file import open_workspace
from tests.interchange import SETTINGS, TABLES, bring, fails, succeeds, without, write
from tests.tables import contents


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "folder", TABLES)


@pytest.fixture
def file(tmp_path: Path, folder: Path) -> Path:
    bring(tmp_path / "a.crmdesk", folder)
    return tmp_path / "a.crmdesk"


def one(file: Path, sql: str) -> Any:
    with open_workspace(file, read_only=True) as workspace:
        ((value,),) = workspace.rows(sql)
        return value


def test_an_import_says_what_it_did(tmp_path: Path, folder: Path) -> None:
    report = bring(tmp_path / "a.crmdesk", folder)
    lines = {kind: len(text.splitlines()) - 1 for kind, text in TABLES.items()}
    assert report["created"] == lines
    assert report["updated"] == report["skipped"] == dict.fromkeys(lines, 0)
    assert report["rejected"] == [] and isinstance(report["batch"], int)


def test_the_same_folder_again_changes_nothing(file: Path, folder: Path) -> None:
    before = file.read_bytes()
    report = bring(file, folder)
    lines = {kind: len(text.splitlines()) - 1 for kind, text in TABLES.items()}
    assert (report["created"], report["updated"]) == (dict.fromkeys(lines, 0), dict.fromkeys(lines, 0))
    assert report["skipped"] == lines
    assert report["batch"] is None
    assert file.read_bytes() == before


def test_a_changed_cell_is_updated_and_taken_back(file: Path, folder: Path) -> None:
    before = contents(file)
    write(folder, {"sales": TABLES["sales"].replace("500", "501.5")}, None)
    report = bring(file, folder)
    assert (report["updated"]["sales"], sum(report["updated"].values()), sum(report["created"].values())) == (1, 1, 0)
    assert one(file, "SELECT amount FROM sale") == 50150
    after = contents(file)
    succeeds("undo-import", file)
    assert contents(file) == before
    with open_workspace(file) as workspace:
        step = workspace.journal.next_redo()
        assert step is not None
        workspace.journal.undo(step.id)
    assert contents(file) == after


def test_the_first_import_is_taken_back_to_an_empty_workspace_and_redone(tmp_path: Path, folder: Path) -> None:
    file = tmp_path / "new.crmdesk"
    succeeds("new", file, "--currency", "EUR", "--timezone", "Europe/Berlin")
    empty = contents(file)
    bring(file, folder)
    full = contents(file)
    succeeds("undo-import", file)
    assert contents(file) == empty
    with open_workspace(file) as workspace:
        step = workspace.journal.next_redo()
        assert step is not None
        workspace.journal.undo(step.id)
    assert contents(file) == full
    assert succeeds("check", file).startswith("File: ok")


def test_imports_are_taken_back_one_by_one_or_by_their_number(file: Path, folder: Path) -> None:
    states = [contents(file)]
    batches = []
    for amount in ("1", "2"):
        write(folder, {"expenses": TABLES["expenses"] + f"new{amount},2026-01-06,{amount},other,,\n"}, None)
        batches.append(bring(file, folder)["batch"])
        states.append(contents(file))
    assert "“" not in succeeds("undo-import", file, batches[0])
    assert one(file, "SELECT count(*) FROM expense") == 2
    assert "already been undone" in fails("undo-import", file, batches[0])
    assert "no such import" in fails("undo-import", file, 99)
    succeeds("undo-import", file)
    assert contents(file)["expense"] == states[0]["expense"]
    succeeds("undo-import", file)
    assert "no such import" in fails("undo-import", file)


def test_an_import_on_which_later_records_stand_is_not_taken_back(file: Path, folder: Path, tmp_path: Path) -> None:
    first = 2
    bring(file, write(tmp_path / "more", {"sales": "id,sold_at,amount,contact_id\ns9,2026-03-11,1,pia\n"}, None))
    before = contents(file)
    assert "later records refer to it" in fails("undo-import", file, first)
    write(folder, {"staff": TABLES["staff"].replace("Ben", "Benno")}, None)
    bring(file, folder)
    assert "were changed since" in fails("undo-import", file, first)
    succeeds("undo-import", file)
    assert contents(file) == before


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path: Path, folder: Path) -> None:
    file = tmp_path / "a.crmdesk"
    dry = bring(file, folder, "--dry-run")
    assert list(tmp_path.glob("a.crmdesk*")) == []
    real = bring(file, folder)
    assert real.pop("batch") is not None and dry.pop("batch") is None
    assert dry.pop("plan")["counts"]["contacts"]["created"] == real["created"]["contacts"]
    assert dry == real
    before = file.read_bytes()
    write(folder, {"sales": TABLES["sales"].replace("500", "7")}, {**SETTINGS, "timezone": "Asia/Tokyo"})
    assert bring(file, folder, "--dry-run")["updated"]["sales"] == 1
    assert file.read_bytes() == before


def test_a_file_made_for_an_import_that_fails_goes_away_again(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    bad = write(tmp_path / "bad", {"contacts": b"\x00\x01\x02"}, {"format": "crmdesk-2"})
    twice = write(tmp_path / "twice", {"contacts": "id,id\n1,2\n"})
    for source in (tmp_path / "empty", tmp_path / "nowhere", bad, twice):
        assert fails("import", tmp_path / "a.crmdesk", source).count("\n") == 1
        assert list(tmp_path.glob("a.crmdesk*")) == []


def test_a_column_that_the_file_lacks_is_left_alone(file: Path, folder: Path) -> None:
    before = contents(file)
    less = {
        "contacts": without(TABLES["contacts"], "company_id", "channel", "campaign_id", "lead_at"),
        "deals": without(TABLES["deals"], "closed_at", "owner_id", "amount", "campaign_id"),
        "tickets": without(TABLES["tickets"], "first_response_at", "resolved_at", "owner_id", "priority"),
        "staff": without(TABLES["staff"], "started_on"),
    }
    write(folder, less, None)
    report = bring(file, folder)
    assert (report["rejected"], sum(report["updated"].values()), report["batch"]) == ([], 0, None)
    assert contents(file) == before


def test_rules_are_kept_with_what_stands_there_already(file: Path, tmp_path: Path) -> None:
    more = write(tmp_path / "more", {"staff": "id,name,left_on\nana,Ana,2019-12-31\n"}, None)
    (found,) = bring(file, more)["rejected"]
    assert (found["column"], found["value"], found["reason"]) == ("left_on", "2019-12-31", "lies before started_on")


def test_each_of_two_tables_leaves_alone_what_it_lacks(file: Path, tmp_path: Path) -> None:
    bring(file, write(tmp_path / "a", {"contacts": "id,kind,name,phone,Region\nfirm,company,Firm,1,North\n"}, None))
    bring(file, write(tmp_path / "b", {"contacts": "id,kind,name,city,Size\npia,person,Pia,Rome,XL\n"}, None))
    before = contents(file)["contact"]
    one_table = write(tmp_path / "c", {"contacts": "id,kind,name,phone\nfirm,company,Firm,1\n"}, None)
    other = write(tmp_path / "d", {"contacts": "id,kind,name,Size\npia,person,Pia,XL\n"}, None)
    assert bring(file, one_table, other)["updated"]["contacts"] == 0
    assert contents(file)["contact"] == before


def test_an_empty_cell_clears_and_unknown_columns_are_custom_fields(file: Path, tmp_path: Path) -> None:
    rows = "firm,company,Firm,+49 30 1,North,1\npia,person,Pia,,,\n"
    more = {"contacts": f"id,kind,name,phone,Region,Size (m²)\n{rows}"}
    report = bring(file, write(tmp_path / "more", more, None))
    assert report["notices"] == ["contacts.csv: kept as custom fields: Region, Size (m²)."]
    assert report["updated"]["contacts"] == 1
    custom = "SELECT custom FROM contact WHERE external_id = 'firm'"
    assert json.loads(one(file, custom)) == {"Region": "North", "Size (m²)": "1"}
    # Another column is merged in, one that is emptied goes, one that is lacking stays.
    more = {"contacts": "id,kind,name,phone,Region,Colour\nfirm,company,Firm,,,red\n"}
    assert bring(file, write(tmp_path / "more", more, None))["updated"]["contacts"] == 1
    assert json.loads(one(file, custom)) == {"Size (m²)": "1", "Colour": "red"}
    assert one(file, "SELECT phone FROM contact WHERE external_id = 'firm'") is None
    more = {"contacts": "id,kind,name,Colour,Size (m²)\nfirm,company,Firm,,\n"}
    bring(file, write(tmp_path / "more", more, None))
    assert one(file, custom) is None


def test_settings_that_come_along_are_taken_over_and_taken_back(file: Path, folder: Path) -> None:
    before = contents(file)
    pulled = "SELECT sold_day FROM sale"
    berlin = one(file, pulled)
    write(folder, {}, {"format": "crmdesk-1", "timezone": "America/New_York", "inactive_after_days": None, "odd": [1]})
    write(folder, {kind: text.replace("2026-03-10,", "2026-03-09T19:00-04:00,") for kind, text in TABLES.items()}, None)
    report = bring(file, folder)
    assert report["updated"]["sales"] == 0, "the same moment"
    with open_workspace(file, read_only=True) as workspace:
        settings = workspace.settings
        assert (settings.timezone, settings.inactive_after_days) == ("America/New_York", None)
        assert settings.business_name == "Test"
        assert workspace.stored_settings["odd"] == [1]
    assert one(file, pulled) == berlin - 1, "midnight in Berlin is the evening before in New York"
    succeeds("undo-import", file)
    assert contents(file) == before


def test_a_folder_in_another_currency_is_refused(file: Path, folder: Path) -> None:
    before = contents(file)
    write(folder, {}, {**SETTINGS, "currency": "USD"})
    assert "The files are in USD, the workspace keeps EUR" in fails("import", file, folder)
    assert contents(file) == before


def test_a_workspace_without_money_takes_the_currency_of_the_folder(tmp_path: Path, folder: Path) -> None:
    file = tmp_path / "new.crmdesk"
    succeeds("new", file, "--currency", "USD")
    bring(file, write(folder, {"sales": TABLES["sales"].replace("500", "500.5")}, {**SETTINGS, "currency": "JPY"}))
    assert one(file, "SELECT value FROM setting WHERE key = 'currency'") == '"JPY"'


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("[]", "is not a JSON object"),
        ("{", "is not a JSON object"),
        ('{"format": "crmdesk-1", "gross_margin": NaN}', "is not a JSON object"),
        ("[" * 100_000, "is not a JSON object"),
        ('{"currency": "EUR"}', "does not say “format”: “crmdesk-1”"),
        ('{"format": "crmdesk-9"}', "does not say “format”: “crmdesk-1”"),
        ('{"format": "crmdesk-1", "currency": 5}', "workspace.json: currency must be"),
        ('{"format": "crmdesk-1", "timezone": "Mars"}', "time zone “Mars” is not known"),
        ('{"format": "crmdesk-1", "working_days": [8]}', "workspace.json: working_days"),
        ('{"format": "crmdesk-1", "holidays": ["x"]}', "workspace.json: holidays"),
    ],
)
def test_settings_that_cannot_be_read_refuse_the_import(settings: str, told: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "folder", TABLES)
    (folder / "workspace.json").write_text(settings, encoding="utf-8")
    assert told in fails("import", tmp_path / "a.crmdesk", folder)
    assert list(tmp_path.glob("a.crmdesk*")) == []


def test_byte_order_mark_line_ends_and_the_order_of_columns_do_not_matter(tmp_path: Path) -> None:
    plain = write(tmp_path / "plain", TABLES)
    other = {}
    for kind, text in TABLES.items():
        rows = [line.split(",") for line in text.splitlines()]
        turned = "\r\n".join(",".join(reversed(row)) for row in rows)
        other[kind] = b"\xef\xbb\xbf" + turned.encode()
    bring(tmp_path / "a.crmdesk", plain)
    bring(tmp_path / "b.crmdesk", write(tmp_path / "other", other))
    succeeds("export", tmp_path / "a.crmdesk", tmp_path / "a")
    succeeds("export", tmp_path / "b.crmdesk", tmp_path / "b")
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_several_sources_are_one_import(tmp_path: Path) -> None:
    people = write(tmp_path / "people", {kind: TABLES[kind] for kind in ("staff", "campaigns", "contacts")})
    rest = {kind: text for kind, text in TABLES.items() if kind not in ("staff", "campaigns", "contacts")}
    report = bring(tmp_path / "a.crmdesk", people, write(tmp_path / "rest", rest, None))
    assert report["rejected"] == [] and sum(report["created"].values()) > 20
    succeeds("undo-import", tmp_path / "a.crmdesk")
    assert "no such import" in fails("undo-import", tmp_path / "a.crmdesk")


def test_single_files_go_by_their_name_or_by_what_is_said(tmp_path: Path, folder: Path) -> None:
    file = tmp_path / "a.crmdesk"
    assert bring(file, folder / "staff.csv")["created"] == {"staff": 2}
    (folder / "staff.csv").rename(folder / "people.csv")
    assert bring(file, folder / "people.csv", "--as", "staff")["skipped"] == {"staff": 2}


def test_an_import_is_known_by_what_was_brought_in(file: Path) -> None:
    with open_workspace(file, read_only=True) as workspace:
        assert [step.label for step in workspace.journal.steps() if step.source == "import"] == ["Import of folder"]


def test_people_are_told_of_refused_rows_in_a_few_lines(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from crmdesk.cli import main

    rows = "".join(f"x{number},2026-01-05,?,other,,\n" for number in range(25))
    write(folder, {"expenses": TABLES["expenses"] + rows}, None)
    assert main(["import", str(tmp_path / "a.crmdesk"), str(folder)]) == 0
    said = capsys.readouterr()
    assert "25 rows refused" in said.out
    assert "expenses.csv, line 3, amount “?”: is not a plain amount" in said.out
    assert "and 5 more" in said.out and said.out.count("\n") == 22
    assert said.err == ""


def test_columns_of_many_different_texts_are_read_with_bounded_memory(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"many{number},2026-03-0{1 + number % 3},{number % 3}\n" for number in range(9))
    write(folder, {"sales": f"id,sold_at,amount\n{rows}"}, None)
    bring(tmp_path / "a.crmdesk", folder)
    monkeypatch.setattr("crmdesk.exchange.parsed._REMEMBERED", 1)
    assert bring(tmp_path / "a.crmdesk", folder)["batch"] is None


def test_texts_that_may_be_too_long_are_read_one_by_one(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(tmp_path / "a.crmdesk", folder)
    monkeypatch.setattr("crmdesk.exchange.parsed.TEXT_LIMIT", 1)
    assert bring(tmp_path / "a.crmdesk", folder)["batch"] is None


def test_tables_of_one_kind_from_several_sources_are_judged_together(file: Path, tmp_path: Path) -> None:
    one = write(tmp_path / "one", {"deals": "id,stage_id,opened_at\nx,lead,2026-03-01\n"}, None)
    two = write(
        tmp_path / "two", {"deals": "id,stage_id,opened_at,closed_at\ny,won,2026-03-02,2026-03-01\nx,a,b,c\n"}, None
    )
    report = bring(file, one, two)
    assert report["created"]["deals"] == 1
    assert [(fault["line"], fault["column"], fault["value"]) for fault in report["rejected"]] == [
        (2, "closed_at", "2026-03-01"),
        (3, "opened_at", "b"),
    ]


def test_a_firm_that_names_itself_as_its_firm_belongs_to_nobody(tmp_path: Path, file: Path) -> None:
    contacts = "id,kind,name,company_id\nself,company,Blue Bakery,self\nada,person,Ada,self\n"
    table = write(tmp_path / "again", {"contacts": contacts})
    assert bring(file, table)["created"]["contacts"] == 2
    assert bring(file, table)["skipped"]["contacts"] == 2
    assert one(file, "SELECT company_id FROM contact WHERE external_id = 'self'") is None
    assert one(file, "SELECT count(*) FROM contact JOIN contact AS firm ON firm.id = contact.company_id") > 0


def test_an_entry_of_an_address_book_named_as_its_firm_does_not_become_its_own(tmp_path: Path) -> None:
    book = tmp_path / "book.csv"
    book.write_text("First Name,Last Name,Display Name,Primary Email,Organization\n,,Blue Bakery,,Blue Bakery\n")
    file = tmp_path / "b.crmdesk"
    for _time in range(2):
        succeeds("import", file, book, "--preset", "thunderbird", "--suggested")
    assert one(file, "SELECT count(*) FROM contact WHERE company_id = id") == 0


@pytest.mark.parametrize("stage", ["lead", "offer", "won"])
def test_an_import_does_not_win_lose_or_reopen_deals_by_another_kind_of_their_stage(
    tmp_path: Path, file: Path, folder: Path, stage: str
) -> None:
    before = contents(file)
    other = {"lead": "won", "offer": "lost", "won": "open"}[stage]
    rows = (folder / "stages.csv").read_text(encoding="utf-8").splitlines()
    changed = [f"{row.rpartition(',')[0]},{other}" if row.startswith(f"{stage},") else row for row in rows]
    (tmp_path / "stages.csv").write_text("\n".join([*changed, "new,New,9,0.2,open"]), encoding="utf-8")
    report = bring(file, tmp_path / "stages.csv")
    reason = "deals are or were in this stage, so its kind stays; give the other kind to a new stage"
    assert [(one["column"], one["value"], one["reason"]) for one in report["rejected"]] == [("kind", other, reason)]
    assert (report["created"], report["updated"], report["skipped"]) == ({"stages": 1}, {"stages": 0}, {"stages": 3})
    # A stage of no deals may be another one.
    (tmp_path / "stages.csv").write_text("id,name,kind\nlost,Lost,open\nnew,New,lost\n", encoding="utf-8")
    assert bring(file, tmp_path / "stages.csv")["updated"] == {"stages": 2}
    succeeds("undo-import", file)
    succeeds("undo-import", file)
    assert contents(file) == before


def test_a_table_whose_name_no_interchange_file_has_is_said_to_be_passed_over(tmp_path: Path, folder: Path) -> None:
    (folder / "sales.csv").rename(folder / "sale.csv")
    report = bring(tmp_path / "b.crmdesk", folder)
    assert "sales" not in report["created"]
    assert "sale.csv was not read, because an interchange folder has no file of that name." in report["notices"]
