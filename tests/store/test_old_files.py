"""A workspace of every schema that was ever released opens in today's crmdesk, with all that was in it."""

import shutil
from pathlib import Path

import pytest

from crmdesk.domain.errors import Damaged
from crmdesk.migrations import m0003
from crmdesk.store import backup, schema, tables
from crmdesk.store.base import table_of
from crmdesk.store.file import is_older, open_workspace
from crmdesk.store.goal import Goal
from crmdesk.store.note import recall
from crmdesk.store.registry import ALL_TYPES, RECORD_TYPES
from crmdesk.store.saved_view import SavedView
from crmdesk.store.search import catch_up, find
from tests.store.make_old_file import FILES
from tests.store.rows import CLOCK, TEXT, copied, dump, raw_sql

OLD = sorted(FILES.glob("schema-*.crmdesk"))


def test_there_is_a_file_of_every_schema_up_to_today():
    assert [path.name for path in OLD] == [f"schema-{number}.crmdesk" for number in range(1, schema.VERSION + 1)]
    assert all(path.stat().st_size < 200_000 for path in OLD)


def test_which_files_must_be_upgraded_is_known_without_touching_them(tmp_path):
    found = []
    for old in OLD:
        path = Path(shutil.copy(old, tmp_path))
        found.append(is_older(path))
        assert path.read_bytes() == old.read_bytes()
    assert found == [True] * (schema.VERSION - 1) + [False] and len(list(tmp_path.iterdir())) == len(OLD)
    (tmp_path / "note.txt").write_text("no workspace")
    assert not is_older(tmp_path / "note.txt") and not is_older(tmp_path / "missing") and not is_older(tmp_path)


@pytest.mark.parametrize("old", OLD, ids=lambda path: path.stem)
def test_an_old_file_opens_and_everything_is_in_it(old, tmp_path):
    path = shutil.copy(old, tmp_path / "old.crmdesk")
    with open_workspace(path, clock=CLOCK) as book:
        assert book.settings.business_name == "Żółw & Söhne" and book.settings.timezone == "Europe/Berlin"
        rows = dump(book)
        assert all(rows[table_of(record)] for record in RECORD_TYPES)
        assert book.rows("SELECT name, role FROM staff ORDER BY id") == [("Bea", "owner"), ("Ada", "sales")]
        assert book.rows("SELECT notes, closed_at FROM deal")[0][0].startswith(TEXT)
        assert not book.rows("PRAGMA foreign_key_check") and tables.missing_triggers(book.engine) == []


@pytest.mark.parametrize("old", OLD, ids=lambda path: path.stem)
def test_the_steps_of_an_old_file_can_be_taken_back(old, tmp_path):
    path = shutil.copy(old, tmp_path / "old.crmdesk")
    with open_workspace(path, clock=CLOCK) as book:
        before = dump(book)
        labels = []
        while step := book.journal.next_undo():
            labels.append(step.label)
            book.journal.undo(step.id)
        assert labels == ["Add", "Rename to Bea", "One of each"]
        assert not any(dump(book)[table_of(record)] for record in RECORD_TYPES)
        while step := book.journal.next_redo():
            book.journal.undo(step.id)
        assert {key: len(value) for key, value in dump(book).items()} == {
            key: len(value) for key, value in before.items()
        }


@pytest.mark.parametrize("old", OLD, ids=lambda path: path.stem)
def test_an_old_file_that_is_only_looked_at_is_not_touched(old, tmp_path):
    path = shutil.copy(old, tmp_path / "old.crmdesk")
    with open_workspace(path, read_only=True) as book:
        assert book.rows("SELECT count(*) FROM contact") == [(1,)]
        assert dump(book).keys() == {table_of(record) for record in ALL_TYPES}
        assert recall(book, "working") is None
    assert path.read_bytes() == old.read_bytes()


@pytest.mark.parametrize("old", OLD[:2], ids=lambda path: path.stem)
def test_goals_keep_their_numbers_and_are_of_the_whole_business(old, tmp_path):
    before, later = tmp_path / "looked at.crmdesk", tmp_path / "old.crmdesk"
    goals = "SELECT id, uid, kpi, target, staff_id, channel, due_on FROM goal"
    # A goal that was deleted long ago has left nothing but its number.
    statements = ("UPDATE sqlite_sequence SET seq = 40 WHERE name = 'goal'", "PRAGMA journal_mode=WAL")
    for path in (before, later):
        raw_sql(copied(old, path), *statements)
    with open_workspace(before, read_only=True) as book:
        found = book.rows(goals)
    with open_workspace(later, clock=CLOCK) as book:
        assert found == book.rows(goals) and [row[4:] for row in found] == [(None, None, None)]
        with book.operation("Delete, and a goal like it") as tx:
            tx.delete(Goal, 1)
            assert tx.insert(Goal, {"kpi": "nps", "period": "2026", "target": "1", "channel": "web"}) == 41
        book.journal.undo(tx.operation)
        assert book.rows(goals) == found


def test_an_upgrade_that_would_lose_goals_stops():
    with pytest.raises(ValueError, match="goals would be lost"):
        m0003.upgrade(Losing())


class Losing:
    """A file in which half of the goals do not arrive."""

    def rows(self, sql: str) -> list[tuple[int, int]]:
        return [(1, 1)] if sql.endswith("goal_new") else [(2, 3)]


def test_an_upgraded_file_has_the_tables_of_a_new_one(tmp_path, book):
    shapes = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY 2"
    with open_workspace(copied(OLD[0], tmp_path / "old.crmdesk"), clock=CLOCK) as upgraded:
        assert upgraded.rows(shapes) == book.rows(shapes)


@pytest.mark.parametrize("old", OLD, ids=lambda path: path.stem)
def test_a_backup_of_every_schema_can_be_restored(old, tmp_path):
    copy, target = copied(old, tmp_path / "old.crmdesk-backup"), tmp_path / "book.crmdesk"
    with open_workspace(copied(old, tmp_path / "looked at.crmdesk"), read_only=True) as book:
        before = dump(book)
    assert backup.restore(copy, target, CLOCK) is None
    assert copy.read_bytes() == old.read_bytes()
    with open_workspace(target, clock=CLOCK) as book:
        assert book.rows("PRAGMA user_version") == [(schema.VERSION,)] and dump(book) == before
        with book.operation("Go on") as tx:
            tx.insert(SavedView, {"listing": "contacts", "name": "Mine", "query": "{}"})
        while not catch_up(book):
            pass
        assert find(book, "Łódź") and book.rows("PRAGMA integrity_check") == [("ok",)]


def test_a_backup_of_an_old_schema_that_lacks_a_trigger_is_refused(tmp_path):
    copy = copied(OLD[0], tmp_path / "old.crmdesk-backup")
    raw_sql(copy, "DROP TRIGGER journal_deal_delete", "DELETE FROM meta WHERE key = 'shape'")
    with pytest.raises(Damaged, match="lacks “journal_deal_delete”"):
        backup.restore(copy, tmp_path / "book.crmdesk", CLOCK)
