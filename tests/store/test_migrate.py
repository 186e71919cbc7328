"""An older file is upgraded whole or not at all, after a verified backup."""

import subprocess
import sys
from typing import Any

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.store import migrate, schema, tables
from crmdesk.store.file import open_workspace
from crmdesk.store.staff import Staff
from crmdesk.store.verifying import verify
from tests.store.rows import CLOCK, dump, names_in

NOW = schema.VERSION
KEPT = f"book before upgrade {NOW} to {{}} 2026-10-31 114500.crmdesk"


def add_column(engine):
    engine.rows("ALTER TABLE meta RENAME TO meta_old")
    engine.rows("ALTER TABLE meta_old RENAME TO meta")
    engine.rows("UPDATE staff SET email = lower(email)")


def rebuild_a_table(engine):
    """SQLite's twelve steps: the triggers of the old table go with it."""
    (sql,) = engine.rows("SELECT sql FROM sqlite_master WHERE name = 'goal' AND type = 'table'")[0]
    engine.rows(sql.replace('"goal"', "goal_new", 1))
    engine.rows("INSERT INTO goal_new SELECT * FROM goal")
    engine.rows("DROP TABLE goal")
    engine.rows("ALTER TABLE goal_new RENAME TO goal")


def break_references(engine):
    engine.rows("DELETE FROM staff")


def fail(engine):
    engine.rows("DELETE FROM goal")
    engine.rows("SELECT x FROM nowhere")


def version(book) -> int:
    return int(book.rows("PRAGMA user_version")[0][0])


def test_a_file_of_today_is_left_alone(filled):
    assert migrate.upgrade(filled.engine, CLOCK) is None
    assert migrate.all_steps() == {number: migrate.all_steps()[number] for number in range(2, schema.VERSION + 1)}


def test_every_step_up_to_the_target_is_taken_in_order(filled):
    taken = []
    steps = {number: lambda engine, number=number: taken.append(number) for number in (NOW + 3, NOW + 1, NOW + 2)}
    kept = migrate.upgrade(filled.engine, CLOCK, target=NOW + 3, steps=steps)
    assert taken == [NOW + 1, NOW + 2, NOW + 3] and version(filled) == NOW + 3
    assert kept == filled.path.with_name(KEPT.format(NOW + 3))


def test_the_old_file_is_kept_as_a_verified_backup(filled):
    before = dump(filled)
    kept = migrate.upgrade(filled.engine, CLOCK, target=NOW + 1, steps={NOW + 1: add_column})
    assert filled.rows("SELECT email FROM staff") != [(before["staff"][0][4],)]
    assert kept is not None
    verify(kept)
    with open_workspace(kept, read_only=True) as old:
        assert dump(old) == before and version(old) == NOW


@pytest.mark.parametrize(
    ("step", "reason"), [(fail, "no such table"), (break_references, "references would be broken")]
)
def test_a_step_that_fails_leaves_the_file_as_it_was_and_the_backup_beside_it(filled, step, reason):
    before = dump(filled)
    with pytest.raises(UserError, match=f"could not be upgraded .{reason}.*; it is as it was, and a copy lies in"):
        migrate.upgrade(filled.engine, CLOCK, target=NOW + 2, steps={NOW + 1: add_column, NOW + 2: step})
    assert dump(filled) == before and version(filled) == NOW
    assert tables.missing_triggers(filled.engine) == []
    assert filled.rows("PRAGMA foreign_keys") == [(1,)]
    assert KEPT.format(NOW + 2) in names_in(filled.path.parent)
    with filled.operation("Still works") as tx:
        tx.insert(Staff, {"name": "Bea"})


def test_a_file_that_another_program_holds_is_not_upgraded(filled):
    code = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('BEGIN IMMEDIATE'); print('held', flush=True); sys.stdin.read()"
    )
    before, command = dump(filled), [sys.executable, "-c", code, str(filled.path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None and child.stdout.readline() == "held\n"
        with pytest.raises(UserError, match=r"could not be upgraded .*in use by another program"):
            migrate.upgrade(filled.engine, CLOCK, target=NOW + 1, steps={NOW + 1: add_column})
        child.communicate("")
    assert dump(filled) == before and version(filled) == NOW


def test_after_a_table_was_rebuilt_the_journal_notes_its_changes_again(filled):
    before = dump(filled)
    migrate.upgrade(filled.engine, CLOCK, target=NOW + 1, steps={NOW + 1: rebuild_a_table})
    assert dump(filled) == before
    assert tables.missing_triggers(filled.engine) == []
    with filled.operation("Delete goals") as tx:
        tx.rows("DELETE FROM goal")
    filled.journal.undo(tx.operation)
    assert dump(filled) == before


def test_an_upgraded_file_says_who_may_open_it(filled, monkeypatch):
    monkeypatch.setattr(schema, "MIN_READER", NOW + 1)
    monkeypatch.setattr(schema, "MIN_WRITER", NOW + 2)
    migrate.upgrade(filled.engine, CLOCK, target=NOW + 2, steps={NOW + 1: add_column, NOW + 2: rebuild_a_table})
    facts = dict(filled.rows("SELECT key, value FROM meta"))
    assert (facts["min_reader"], facts["min_writer"]) == (str(NOW + 1), str(NOW + 2))
    filled.close()
    with pytest.raises(UserError, match="was written by a newer crmdesk"):
        open_workspace(filled.path)


def test_a_build_that_lacks_a_step_does_not_begin(filled):
    files = names_in(filled.path.parent)
    with pytest.raises(RuntimeError, match=rf"lacks the migrations \[{NOW + 2}\]"):
        migrate.upgrade(filled.engine, CLOCK, target=NOW + 3, steps={NOW + 1: fail, NOW + 3: fail})
    assert version(filled) == NOW and names_in(filled.path.parent) == files


def test_steps_are_found_by_their_number(tmp_path, monkeypatch):
    (tmp_path / "m9002.py").write_text("def upgrade(engine):\n    engine.append(2)\n")
    (tmp_path / "helper.py").write_text("raise SystemExit\n")
    monkeypatch.setattr(migrate.migrations, "__path__", [str(tmp_path)])
    (step,) = migrate.all_steps().values()
    found: Any = []
    step(found)
    assert found == [2]


def test_an_upgrade_stands_when_the_file_is_opened_again(filled, monkeypatch):
    filled.close()
    monkeypatch.setattr(migrate, "all_steps", lambda: {NOW + 1: rebuild_a_table})
    monkeypatch.setattr(schema, "VERSION", NOW + 1)
    monkeypatch.setattr(migrate.upgrade, "__kwdefaults__", {"target": NOW + 1, "steps": None})
    with open_workspace(filled.path, clock=CLOCK) as book:
        assert version(book) == NOW + 1
    with open_workspace(filled.path, read_only=True) as book:
        assert version(book) == NOW + 1
