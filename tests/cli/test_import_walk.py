"""Files of which nothing is said come in by themselves, or say what must be answered; imports are taken back."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crmdesk.store.contact import Contact
from crmdesk.store.file import open_workspace
from tests.cli.conftest import Cli
from tests.tables import contents

Refused = Callable[..., str]
PEOPLE = "Full name,E-mail,Telephone,Town\nAna Lima,ana@acme.example,+49 30 1234567,Porto\n=Bo,bo@x.example,,Rome\n"


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a.crmdesk"


def rows(file: Path, sql: str) -> list[tuple[Any, ...]]:
    with open_workspace(file, read_only=True) as workspace:
        return workspace.rows(sql)


def words(people: Path) -> tuple[Path, str]:
    return people, "--suggested"


def test_a_file_is_understood_planned_brought_in_and_known_again(done: Cli, file: Path, people: Path) -> None:
    dry = done("import", file, *words(people), "--dry-run", "--json").json
    assert dry["plan"]["counts"]["contacts"]["created"] == 2 and not file.exists()
    first = dry["plan"]["rows"][0]
    assert (first["kind"], first["line"], first["outcome"], first["name"]) == ("contacts", 2, "created", "Ana Lima")
    said = done("import", file, *words(people), "--json").json
    assert (said["created"]["contacts"], said["rejected"]) == (2, [])
    assert any("people.csv" in notice for notice in said["notices"])
    again = done("import", file, people, "--json").json
    assert (again["skipped"]["contacts"], again["batch"]) == (2, None), "as it was understood the last time"
    assert rows(file, "SELECT name FROM imported_file") == [("people.csv",)]


def test_the_result_file_has_the_rows_and_what_became_of_them(done: Cli, file: Path, people: Path) -> None:
    result = people.with_name("result.csv")
    done("import", file, *words(people), "--result", result)
    table = list(csv.reader(result.read_text(encoding="utf-8-sig").splitlines()))
    assert table[0][-3:] == ["Outcome", "Record", "Reason"]
    assert [row[0] for row in table[1:]] == ["Ana Lima", "'=Bo"], "no cell is a formula"
    assert [row[-3] for row in table[1:]] == ["created", "created"]


def test_rows_that_are_not_sure_are_told(done: Cli, file: Path, people: Path, cli: Cli) -> None:
    done("import", file, *words(people))
    people.write_text(PEOPLE.replace("Ana Lima", "Zed Nobody").replace("Town", "City"), encoding="utf-8")
    said = cli("import", file, *words(people)).out
    assert "doubtful" in said and "another name" in said
    people.write_text(PEOPLE.replace("Ana Lima", "Zed Nobody").replace("Town", "Place"), encoding="utf-8")
    only_ids = done("import", file, *words(people), "--match", "id", "--fill", "overwrite", "--json").json
    assert sum(only_ids["doubtful"].values()) == 0


def test_what_is_open_is_said_with_how_to_answer_it(refused: Refused, done: Cli, file: Path, people: Path) -> None:
    odd = people.with_name("odd.csv")
    odd.write_text("Thing,Day\nx,01/02/2026\ny,03/04/2026\n", encoding="utf-8")
    assert "What are the rows of odd.csv?" in refused("import", file, odd, code=2)
    said = refused("import", file, odd, "--answer", "kind=expenses")
    assert "--answer" in said
    assert "written as ID=VALUE" in refused("import", file, people, "--answer", "kind", code=2)
    assert "No file asks" in refused("import", file, *words(people), "--answer", "colour=red", code=2)
    assert "--match “shoe”" in refused("import", file, *words(people), "--match", "shoe", code=2)
    assert not file.exists()


def test_a_wrong_answer_is_told_with_those_there_are(refused: Refused, file: Path, people: Path) -> None:
    sales = people.with_name("sales.csv")
    sales.write_text("Sale id,Date,Customer,Amount\n1,01/02/2026,Ana,5.00\n2,03/04/2026,Bo,6.00\n", encoding="utf-8")
    said = refused("import", file, sales, "--answer", "kind=sales")
    question = said.split("--answer “")[1].split("=")[0]
    wrong = refused("import", file, sales, "--answer", "kind=sales", "--answer", f"{question}=nonsense?", code=2)
    assert "is not an answer" in wrong


def test_several_files_find_each_other(done: Cli, file: Path, people: Path) -> None:
    folder = people.parent / "export"
    folder.mkdir()
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    assert done("import", file, folder, "--suggested", "--json").json["created"]["contacts"] == 2


def test_an_empty_folder_holds_nothing(refused: Refused, file: Path, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    assert "none" in refused("import", file, tmp_path / "none")


def test_a_table_with_the_name_of_a_kind_and_other_columns_is_understood(done: Cli, file: Path, people: Path) -> None:
    odd = people.with_name("contacts.csv")
    odd.write_text(PEOPLE, encoding="utf-8")
    assert done("import", file, odd, "--suggested", "--json").json["created"]["contacts"] == 2


@pytest.mark.parametrize("edited", ["keep", "undo"])
def test_an_import_is_taken_back_after_edits(
    refused: Refused, done: Cli, file: Path, people: Path, edited: str
) -> None:
    done("import", file, *words(people))
    with open_workspace(file) as workspace, workspace.operation("New number") as tx:
        tx.update(Contact, 1, {"phone": "9"})
    said = refused("undo-import", file)
    assert (
        "1 of its records were changed since" in said
        and "--edited keep" in said
        and "Ana Lima: phone (New number)." in said
    )
    done("undo-import", file, "--edited", edited)
    assert rows(file, "SELECT name, phone FROM contact") == ([("Ana Lima", "9")] if edited == "keep" else [])
    assert "no such import" in refused("undo-import", file)


def test_a_plan_names_what_changes(done: Cli, file: Path, people: Path) -> None:
    done("import", file, *words(people))
    people.write_text(
        PEOPLE.replace(",Town", ",Town,Postcode").replace("Porto", "Lisbon,1000").replace("Rome", "Rome,")
    )
    plan = done("import", file, *words(people), "--dry-run", "--json").json["plan"]
    changes = {one["field"]: one for one in plan["rows"][0]["changes"]}
    assert changes["postcode"] == {"field": "postcode", "old": "", "new": "1000", "taken": True}
    assert changes["city"]["taken"] is False
    json.dumps(plan)


def test_stages_and_people_that_came_with_ids_are_meant_by_files_of_other_programs(
    done: Cli, file: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "stages.csv").write_text("id,name,position,kind\nF1,Offer,1,open\nF2,Won,2,won\n", encoding="utf-8")
    (own / "staff.csv").write_text("id,name\nS1,Ada Lind\n", encoding="utf-8")
    done("import", file, own)
    deals = tmp_path / "pipeline.csv"
    deals.write_text(
        "Deal,Stage,Owner,Amount,Opened,Closed\nPump,Won,Ada Lind,100,2026-01-05,2026-02-01\n"
        "Pipe,Offer,Ada Lind,50,2026-01-06,\nTank,Demo,Ada Lind,70,2026-01-07,\n",
        encoding="utf-8",
    )
    assert done("import", file, deals, "--as", "deals", "--suggested", "--json").json["rejected"] == []
    found = "SELECT deal.title, stage.name, staff.name FROM deal JOIN stage ON stage.id = stage_id"
    found += " JOIN staff ON staff.id = owner_id ORDER BY deal.id"
    assert [row[:2] for row in rows(file, found)] == [("Pump", "Won"), ("Pipe", "Offer"), ("Tank", "Demo")]
    assert {row[2] for row in rows(file, found)} == {"Ada Lind"}


def test_of_an_interchange_folder_the_result_file_names_each_row_by_its_place(done: Cli, folder: Path) -> None:
    (folder / "sales.csv").write_text("id,sold_at,amount\ns1,2026-10-03,5\ns2,never,5\n", encoding="utf-8")
    result = folder.with_name("result.csv")
    done("import", folder.with_name("new.crmdesk"), folder, "--result", result)
    head, *rows = csv.reader(result.read_text(encoding="utf-8-sig").splitlines())
    assert head == ["File", "Line", "Name", "Outcome", "Record", "Reason"]
    assert [row[:4] for row in rows if row[0] == "sales.csv"] == [
        ["sales.csv", "2", "", "created"],
        ["sales.csv", "3", "", "rejected"],
    ]
    assert len(rows) == 5 and rows[-1][5].startswith("sold_at: ")


def test_where_the_result_file_cannot_be_written_nothing_is_brought_in(
    done: Cli, file: Path, folder: Path, refused: Refused
) -> None:
    done("import", file, folder)
    (folder / "sales.csv").write_text("id,sold_at,amount\nnew,2026-10-03,5\n", encoding="utf-8")
    before = contents(file)
    for target in (file, folder.with_name("new.crmdesk")):
        assert "could not be written" in refused("import", target, folder, "--result", folder / "no" / "result.csv")
    assert contents(file) == before and not folder.with_name("new.crmdesk").exists()


def test_what_was_counted_already_stays_out_the_next_time_too(tmp_path: Path, done: Cli) -> None:
    folder, book = tmp_path / "shop", tmp_path / "a.crmdesk"
    folder.mkdir()
    sales = "sale_id,customer_name,sale_date,amount\nS1,Ada,2026-04-01,10.00\nS2,Bob,2026-04-02,20.00\n"
    (folder / "sales.csv").write_text(sales, encoding="utf-8")
    bills = (
        "invoice_id,sale_id,customer_name,invoice_date,amount\nI1,S1,Ada,2026-04-03,10.00\nI2,S2,Bob,2026-04-04,20.00\n"
    )
    (folder / "invoices.csv").write_text(bills, encoding="utf-8")
    first = done("import", book, folder, "--suggested", "--json").json
    assert first["created"] == {"contacts": 2, "sales": 2}
    assert "invoices.csv is left out. To bring it in, say what its rows are, such as --as contacts." in first["notices"]
    again = done("import", book, folder, "--suggested", "--json").json
    assert set(again["created"].values()) == {0}


def test_a_table_of_several_of_which_nothing_seems_right_is_left_out_and_the_others_come_in(
    tmp_path: Path, done: Cli
) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    people = "Name,Email\nAda Lee,ada@engines.de\nBob Ray,bob@engines.de\n"
    (folder / "contacts.csv").write_text(people, encoding="utf-8")
    cases = "Case ID,Subject,Priority,SLA Due\n1,Leak,High,2026-01-02\n2,Noise,Low,2026-01-03\n"
    (folder / "cases.csv").write_text(cases, encoding="utf-8")
    report = done("import", tmp_path / "a.crmdesk", folder, "--suggested", "--json").json
    assert report["created"] == {"contacts": 2}
    (told,) = (notice for notice in report["notices"] if notice.startswith("cases.csv is left out"))
    assert "“Opened”" in told and told.endswith("Bring it in alone to answer.")


def test_what_was_taken_for_granted_is_told(tmp_path: Path, done: Cli) -> None:
    (tmp_path / "deals.csv").write_text("Deal,Stage,Value,Created\nRoof,Won,10.00,2020-01-02\n", encoding="utf-8")
    report = done("import", tmp_path / "a.crmdesk", tmp_path / "deals.csv", "--suggested", "--json").json
    taken = "Taken for granted: Yes, the amount of each is a sale on the day it was closed."
    assert any(notice.endswith(taken) for notice in report["notices"])


def test_a_calendar_that_crmdesk_has_written_changes_nothing_when_it_comes_back(tmp_path: Path, done: Cli) -> None:
    book, calendar = tmp_path / "a.crmdesk", tmp_path / "a.ics"
    (tmp_path / "meetings.csv").write_text(
        "Subject,Activity type,Activity date,Email\nAsk,meeting,2026-05-01 10:00,ada@engines.de\n"
        "See,meeting,2026-05-02 11:00,bob@engines.de\n",
        encoding="utf-8",
    )
    done("import", book, tmp_path / "meetings.csv", "--suggested")
    done("export", book, calendar)
    report = done("import", book, calendar, "--suggested", "--json").json
    assert (report["created"]["activities"], report["updated"]["activities"]) == (0, 0)
    assert report["skipped"]["activities"] == 2
