"""Commands about whole files: new, demo, check, backup, restore."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from crmdesk.store.file import open_workspace
from crmdesk.store.registry import record_type
from tests.cli.conftest import Cli
from tests.tables import contents, files_in

Refused = Callable[..., str]


def settings(file: Path) -> tuple[str, str, str]:
    with open_workspace(file, read_only=True) as workspace:
        found = workspace.settings
        return found.currency, found.timezone, found.business_name


def test_new_makes_an_empty_workspace(done: Cli, tmp_path: Path) -> None:
    file = tmp_path / "deep" / "down" / "a.crmdesk"
    said = done("new", file, "--currency", "usd", "--timezone", "America/New_York", "--name", "Ölmühle & Söhne")
    assert str(file) in said.out
    assert settings(file) == ("USD", "America/New_York", "Ölmühle & Söhne")
    assert not any(rows for table, rows in contents(file).items() if table != "setting")
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_new_takes_the_computers_settings(done: Cli, tmp_path: Path) -> None:
    done("new", tmp_path / "a.crmdesk")
    currency, timezone, name = settings(tmp_path / "a.crmdesk")
    assert len(currency) == 3 and timezone and name == ""


def test_new_never_overwrites(refused: Refused, tmp_path: Path) -> None:
    (tmp_path / "a.crmdesk").write_bytes(b"mine")
    assert "exists already" in refused("new", tmp_path / "a.crmdesk")
    assert (tmp_path / "a.crmdesk").read_bytes() == b"mine"


@pytest.mark.parametrize(("word", "value"), [("--currency", "Euro"), ("--currency", "€"), ("--timezone", "Berlin")])
def test_new_refuses_settings_that_mean_nothing(word: str, value: str, cli: Cli, tmp_path: Path) -> None:
    said = cli("new", tmp_path / "a.crmdesk", word, value)
    assert said.code == 2 and said.err.count("\n") == 1 and said.out == ""
    assert not (tmp_path / "a.crmdesk").exists()


def test_demo_makes_the_same_business_of_the_same_seed(done: Cli, tmp_path: Path) -> None:
    for name in ("a", "b"):
        done("demo", tmp_path / f"{name}.crmdesk", "--months", 3, "--scale", "0.05", "--seed", 7)
    done("demo", tmp_path / "c.crmdesk", "--months", 3, "--scale", "0.05", "--seed", 8)
    for name in "abc":
        done("export", tmp_path / f"{name}.crmdesk", tmp_path / name)
    one, same, other = (files_in(tmp_path / name) for name in "abc")
    assert one == same
    assert one["contacts.csv"] != other["contacts.csv"]


@pytest.mark.parametrize("words", [("--months", 0), ("--months", 999), ("--scale", 0), ("--scale", 9999)])
def test_demo_refuses_what_it_cannot_make(words: tuple[str, int], refused: Refused, tmp_path: Path) -> None:
    assert "--months is 1 to 240" in refused("demo", tmp_path / "a.crmdesk", *words, code=2)
    assert not (tmp_path / "a.crmdesk").exists()


def test_check_finds_nothing_in_a_new_workspace(done: Cli, tmp_path: Path) -> None:
    done("new", tmp_path / "a.crmdesk")
    assert done("check", tmp_path / "a.crmdesk", "--json").json == {"integrity": "ok", "problems": []}
    assert "no problem" in done("check", tmp_path / "a.crmdesk").out


def test_check_names_problems_and_what_they_weaken(done: Cli, file: Path) -> None:
    found = done("check", file, "--json").json
    assert found["integrity"] == "ok"
    assert all(set(one) == {"kind", "count", "weakens", "example"} for one in found["problems"])
    problem = {one["kind"]: one for one in found["problems"]}["customers_without_channel"]
    said = done("check", file).out
    assert problem["count"] >= 1 and problem["weakens"] and f"“{problem['example']}”" in said


def test_check_of_an_unsound_file_ends_with_1(cli: Cli, file: Path) -> None:
    with open_workspace(file) as workspace:
        workspace.engine.rows("PRAGMA foreign_keys=OFF")
        # Behind the journal's back: the file says no to everything else.
        workspace.engine.rows("INSERT INTO journal_now (one, operation_id) VALUES (1, 1)")
        workspace.engine.rows("UPDATE sale SET contact_id = 99")
        workspace.engine.rows("DELETE FROM journal_now")
    said = cli("check", file, "--json")
    assert said.code == 1
    assert "references that lead nowhere: 3" in said.json["integrity"]
    assert said.err.count("\n") == 1 and "restore a backup" in said.err
    said = cli("check", file)
    assert said.code == 1 and said.out.startswith("File: references that lead nowhere: 3")


def test_check_says_of_a_file_that_cannot_be_read_what_is_wrong(cli: Cli, file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 4 : len(data) // 2] = bytes(len(data) // 2 - len(data) // 4)
    file.write_bytes(data)
    said = cli("check", file, "--json")
    assert said.code == 1 and said.json["integrity"] != "ok" and said.err.count("\n") == 1


def test_backup_and_restore_bring_the_same_records_back(done: Cli, file: Path, tmp_path: Path) -> None:
    before = contents(file)
    copy = tmp_path / "copy.crmdesk-backup"
    assert str(copy) in done("backup", file, copy).out
    with open_workspace(file) as workspace, workspace.operation("Edit") as tx:
        tx.update(record_type("sale"), 1, {"amount": 1})
    edited = contents(file)
    said = done("restore", copy, file).out
    assert contents(file) == before
    (kept,) = tmp_path.glob("small before restore *.crmdesk")
    assert str(kept) in said and contents(kept) == edited


def test_backup_without_a_place_stands_beside_the_file(done: Cli, file: Path) -> None:
    done("backup", file)
    (copy,) = file.parent.glob("small *.crmdesk-backup")
    assert contents(copy) == contents(file)


def test_restore_puts_a_backup_where_nothing_was(done: Cli, file: Path, tmp_path: Path) -> None:
    done("backup", file, tmp_path / "copy")
    done("restore", tmp_path / "copy", tmp_path / "new.crmdesk")
    assert contents(tmp_path / "new.crmdesk") == contents(file)


def test_a_damaged_backup_is_not_restored(done: Cli, refused: Refused, file: Path, tmp_path: Path) -> None:
    done("backup", file, tmp_path / "copy")
    data = bytearray((tmp_path / "copy").read_bytes())
    data[-100] ^= 1
    (tmp_path / "copy").write_bytes(data)
    before = file.read_bytes()
    assert "cannot be trusted" in refused("restore", tmp_path / "copy", file)
    assert file.read_bytes() == before


@pytest.mark.parametrize("words", [["check"], ["kpis"], ["backup"], ["undo-import"], ["records", "csat"]])
def test_a_file_that_is_not_there_is_named(words: list[str], refused: Refused, tmp_path: Path) -> None:
    command, *rest = words
    assert "nothing.crmdesk" in refused(command, tmp_path / "nothing.crmdesk", *rest)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [["check"], ["kpis"], ["export", "out"], ["import", "folder"], ["undo-import"]])
def test_a_foreign_file_is_refused_and_left_alone(
    words: list[str], refused: Refused, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.crmdesk").write_bytes(b"SQLite format 3\0" + bytes(200))
    command, *rest = words
    assert "not a crmdesk workspace" in refused(command, tmp_path / "a.crmdesk", *(tmp_path / one for one in rest))
    assert (tmp_path / "a.crmdesk").read_bytes() == b"SQLite format 3\0" + bytes(200)


def test_a_second_writer_is_told_who_has_the_file(refused: Refused, file: Path, folder: Path) -> None:
    with open_workspace(file):
        assert "is open in another window" in refused("import", file, folder)


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["nonsense"],
        ["new"],
        ["kpis"],
        ["kpis", "a", "--by", "shoe size"],
        ["undo-import", "a", "one"],
        ["import", "a"],
    ],
)
def test_wrong_usage_ends_with_2(words: list[str], cli: Cli) -> None:
    said = cli(*words)
    assert said.code == 2 and said.out == "" and "usage: crmdesk" in said.err


@pytest.mark.parametrize("words", [["--help"], ["--version"], *([one, "--help"] for one in ("open", "kpis", "report"))])
def test_help_is_no_fault(words: list[str], done: Cli) -> None:
    assert "crmdesk" in done(*words).out


def test_the_command_line_opens_no_window(refused: Refused) -> None:
    assert "crmdesk open" in refused("open", code=2)


@pytest.mark.parametrize(
    "words",
    [
        ("report", "{file}", "-o", "{file}"),
        ("report", "{file}", "-o", "{out}", "--xlsx", "{file}"),
        ("report", "{file}", "-o", "{other}"),
        ("import", "{file}", "{folder}", "--result", "{file}"),
        ("export", "{file}", "{other}"),
    ],
)
def test_no_file_is_written_over_a_workspace(file, folder, tmp_path, done, refused, words):
    other = tmp_path / "other.zip"
    done("new", other)
    known = {"file": file, "folder": folder, "other": other, "out": tmp_path / "out.pdf"}
    assert "is a workspace, and nothing is written over one" in refused(*(word.format(**known) for word in words))
    assert "ok" in done("check", file).out and "ok" in done("check", other).out


def test_a_backup_is_put_back_by_a_user_without_a_folder_for_data(
    file: Path, tmp_path: Path, done: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    done("backup", file, tmp_path / "copy")
    (tmp_path / "taken").write_text("")
    monkeypatch.setenv("CRMDESK_HOME", str(tmp_path / "taken" / "data"))
    done("restore", tmp_path / "copy", tmp_path / "new.crmdesk")
    assert contents(tmp_path / "new.crmdesk") == contents(file)
