"""What `crmdesk import` takes, and what it asks for. The rules of rows are tested beside the importer."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from crmdesk.exchange.mappings.help import EXAMPLE
from crmdesk.store.file import open_workspace
from tests.cli.conftest import Cli

Refused = Callable[..., str]

STAGES = "id,name,position,probability,kind\nopen,Open,1,0.2,open\nwon,Won,2,1,won\nlost,Lost,3,0,lost\n"
# A table as the example in the help describes it: two lines above the header, decimal commas, names for references.
PIPELINE = """\
Pipeline of the north;;;;;;;;;
printed on 5 October;;;;;;;;;
Number;Product;Account;Value;Stage;Opened;Created;Closed;Region;Test
1;Press;ACME Ltd;1.234,50;Won;01.09.2026;;15.09.2026 16:30;North;
2;Mill;acme ltd.;0;Working;n/a;02.09.2026;;South;no
3;Mill;Acme Ltd;5;Lost;03.09.2026;;04.09.2026 08:00;?;yes
4;Pump;Nobody;5;Working;04.09.2026;;;;
"""


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The mapping of the help, and what it needs."""
    (tmp_path / "m.json").write_text(EXAMPLE, encoding="utf-8")
    (tmp_path / "pipeline.csv").write_text(PIPELINE, encoding="utf-8")
    for name, text in {
        "stages.csv": STAGES,
        "staff.csv": "id,name\nanna,Anna\n",
        "contacts.csv": "id,kind,name\nc1,company,ACME Ltd\n",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_example_of_the_help_is_imported(example: Path, done: Cli, cli: Cli) -> None:
    file = example / "a.crmdesk"
    assert EXAMPLE in done("import", "--help").out
    done("new", file, "--currency", "EUR", "--timezone", "Europe/Berlin")
    done("import", file, example / "stages.csv", example / "staff.csv", example / "contacts.csv")
    report = done("import", file, example / "pipeline.csv", "--mapping", example / "m.json", "--json").json
    assert report["created"] == {"deals": 2}
    (fault,) = report["rejected"]
    assert (fault["file"], fault["line"], fault["column"], fault["value"]) == (
        "pipeline.csv",
        7,
        "contact_id",
        "Nobody",
    )
    with open_workspace(file, read_only=True) as workspace:
        rows = workspace.rows("SELECT external_id, title, amount, closed_at, opened_at, custom FROM deal ORDER BY id")
        closed = workspace.calendar.parse("2026-09-15T16:30+02:00")
        opened = [workspace.calendar.parse(day) for day in ("2026-09-01", "2026-09-02")]
    assert rows == [
        ("1", "Press for ACME Ltd", 123450, closed, opened[0], '{"Region": "North"}'),
        ("2", "Mill for acme ltd.", None, None, opened[1], '{"Region": "South"}'),
    ]
    again = done("import", file, example / "pipeline.csv", "--mapping", example / "m.json", "--json").json
    assert (again["updated"], again["batch"]) == ({"deals": 0}, None)


def test_a_mapping_of_several_kinds_gives_the_one_asked_for(example: Path, done: Cli, refused: Refused) -> None:
    mappings = [
        {"kind": "stages", "rows": [{"id": "s", "name": "S"}]},
        {"kind": "staff", "rows": [{"id": "p", "name": "P"}]},
    ]
    (example / "both.json").write_text(json.dumps(mappings), encoding="utf-8")
    words = ("import", example / "a.crmdesk", example / "staff.csv", "--mapping", example / "both.json")
    assert done(*words, "--as", "stage", "--json").json["created"] == {"stages": 1}
    assert done(*words, "--json").json["created"] == {"stages": 0, "staff": 1}
    assert "no mapping for goals" in refused(*words, "--as", "goals", code=2)


def test_a_table_whose_columns_are_named_as_the_fields_needs_no_mapping(example: Path, done: Cli) -> None:
    (example / "people.txt").write_text("id;name;Shoe size\nx;Xia;39\n", encoding="utf-8")
    report = done("import", example / "a.crmdesk", example / "people.txt", "--as", "staff", "--json").json
    assert report["created"] == {"staff": 1}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--as", "shoes"], "--as “shoes” is not one of staff, campaigns"),
        (["--as", "settings"], "--as “settings” is not one of staff, campaigns"),
        (["--preset", "other-crm"], "There is no preset “other-crm”"),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(words: list[str], told: str, refused: Refused, example: Path) -> None:
    file = example / "a.crmdesk"
    assert told in refused("import", file, example / "pipeline.csv", *words, code=2)
    assert not list(example.glob("a.crmdesk*")), "a file made for the import goes away with it"


def test_a_file_that_asks_something_says_how_it_is_answered(refused: Refused, example: Path, done: Cli) -> None:
    file = example / "a.crmdesk"
    said = refused("import", file, example / "pipeline.csv")
    assert "--answer" in said and "--suggested" in said and "(" in said
    assert not list(example.glob("a.crmdesk*"))
    report = done("import", file, example / "pipeline.csv", "--suggested", "--json").json
    assert report["created"]["deals"] > 0


def test_a_table_of_which_nothing_can_be_told_is_said_to_be_left_out(example: Path, done: Cli) -> None:
    (example / "odd.csv").write_text("Alpha,Beta\nqq,ww\nee,rr\n", encoding="utf-8")
    report = done("import", example / "a.crmdesk", example / "odd.csv", "--suggested", "--json").json
    told = "odd.csv is left out. To bring it in, say what its rows are, such as --as contacts."
    assert report["notices"] == [told]


def test_a_broken_mapping_is_named_with_its_place(refused: Refused, example: Path) -> None:
    (example / "m.json").write_text('{"kind": "deals", "felds": {}}', encoding="utf-8")
    words = ("import", example / "a.crmdesk", example / "pipeline.csv", "--mapping", example / "m.json")
    assert "felds" in refused(*words)
    assert not list(example.glob("a.crmdesk*"))


def test_people_read_what_an_import_did(cli: Cli, file: Path, folder: Path) -> None:
    said = cli("import", file, folder)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("0 new, 0 updated, 6 unchanged, 0 rows refused.")
    (folder / "staff.csv").write_text("id,name,Shoe size\nana,Ana,39\n,,\n", encoding="utf-8")
    said = cli("import", file, folder)
    assert (
        "0 new, 1 updated, 5 unchanged, 1 row refused." in said.out and "kept as custom fields: Shoe size" in said.out
    )
    assert "staff.csv, line 3, name: is empty, but every row needs it" in said.out


def test_people_are_told_how_many_rows_were_left_out_and_of_each_file_once_what_is_kept(
    cli: Cli, tmp_path: Path
) -> None:
    lines = (
        "Date,Details,Debit,Credit,Branch",
        "2026-02-05,Joe,,12.50,A",
        "2026-02-06,Power,8.00,,A",
        "Total,,8.00,12.50,",
    )
    (tmp_path / "bank.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    said = cli("import", tmp_path / "b.crmdesk", tmp_path / "bank.csv", "--suggested")
    assert said.out.startswith("2 new, 0 updated, 0 unchanged, 0 rows refused. 1 row was left out.\n")
    assert said.out.count("kept as custom fields") == 1


def test_a_strict_refusal_is_one_line_beside_the_list(cli: Cli, file: Path, folder: Path) -> None:
    (folder / "staff.csv").write_text("id,name\n,A\nb,\n", encoding="utf-8")
    said = cli("import", file, folder, "--strict")
    assert (said.code, said.err.count("\n")) == (1, 1) and "2 rows were refused" in said.err
    assert "staff.csv, line 2, id:" in said.out and "staff.csv, line 3, name:" in said.out
    said = cli("import", file, folder, "--strict", "--json")
    assert (said.code, said.err.count("\n"), len(said.json["rejected"]), said.json["batch"]) == (1, 1, 2, None)
    (folder / "staff.csv").write_text("id,name\n,A\n", encoding="utf-8")
    assert "1 row was refused, so nothing was imported" in cli("import", file, folder, "--strict").err


def test_what_would_happen_is_said_of_a_workspace_that_is_open_elsewhere(done: Cli, file: Path, folder: Path) -> None:
    with open_workspace(file):
        assert done("import", file, folder, "--dry-run").out.startswith("0 new, 0 updated, 6 unchanged")


def test_folders_of_two_currencies_are_not_brought_in_together(
    done: Cli, refused: Refused, folder: Path, tmp_path: Path
) -> None:
    other, plain = tmp_path / "other", tmp_path / "plain"
    for place, text in ((other, '{"format": "crmdesk-1", "currency": "JPY"}'), (plain, '{"format": "crmdesk-1"}')):
        place.mkdir()
        (place / "workspace.json").write_text(text, encoding="utf-8")
    assert "other has a different currency" in refused("import", tmp_path / "a.crmdesk", folder, plain, other)
    done("import", tmp_path / "a.crmdesk", folder, plain)


def test_undo_import_says_what_it_took_back(done: Cli, file: Path) -> None:
    assert done("undo-import", file).out == "Undone: Import of folder\n"


def test_an_import_may_be_a_dot(done: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    done("import", folder.parent / "a.crmdesk", ".")
    assert done("undo-import", folder.parent / "a.crmdesk").out == "Undone: Import of .\n"


def test_a_table_with_headings_of_its_own_is_understood_as_what_it_is_said_to_be(tmp_path: Path, done: Cli) -> None:
    rows = "Invoice no.;Date;Amount\nR1;25.10.2026;1.200,50\nR2;26.10.2026;99,90\n"
    (tmp_path / "out.csv").write_text(rows, encoding="utf-8")
    book = tmp_path / "a.crmdesk"
    done("new", book, "--currency", "EUR", "--timezone", "Europe/Berlin")
    assert (
        done("import", book, tmp_path / "out.csv", "--as", "sales", "--suggested", "--json").json["created"]["sales"]
        == 2
    )
    with open_workspace(book, read_only=True) as workspace:
        assert workspace.rows("SELECT amount FROM sale ORDER BY id") == [(120050,), (9990,)]
