"""Remembered results are those of a fresh measure, whatever happened to the records in between."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from crmdesk.cli import main
from crmdesk.domain.period import parse_period
from crmdesk.kpi import remember
from crmdesk.kpi.base import all_kpis
from crmdesk.kpi.measure import measure
from crmdesk.kpi.only import EVERYTHING, Only, only
from crmdesk.kpi.remember import keep, measure_remembered, remembered
from crmdesk.store.base import table_of
from crmdesk.store.file import Workspace, open_workspace
from crmdesk.store.registry import RECORD_TYPES, record_type
from tests.oracle import random_workspace

PERIODS = ("2025-12", "2026-01", "2026-Q1", "2026", "2026-02-10..2026-03-20")


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[int], Path]:
    def make(seed: int) -> Path:
        path = tmp_path / f"folder-{seed}"
        random_workspace.write(path, seed)
        return path

    return make


def _edit(workspace: Workspace, chance: random.Random) -> None:
    """One random thing that a person does: an edit, a deletion, an undo, a new setting."""
    act = chance.choice(("amount", "name", "moment", "delete", "undo", "setting", "none"))
    with workspace.operation("Edit") as tx:
        if act == "amount":
            for table in ("deal", "sale", "expense"):
                for (row_id,) in tx.rows(f"SELECT id FROM {table} ORDER BY id LIMIT 1 OFFSET {chance.randrange(5)}"):
                    tx.update(record_type(table), row_id, {"amount": chance.randrange(100_000)})
        elif act == "name":
            for table in ("staff", "campaign", "stage", "contact"):
                for (row_id,) in tx.rows(f"SELECT id FROM {table} LIMIT 1"):
                    tx.update(record_type(table), row_id, {"name": f"Name {chance.random()}"})
        elif act == "moment":
            for row_id, at in tx.rows("SELECT id, sold_at FROM sale LIMIT 2"):
                tx.update(record_type("sale"), row_id, {"sold_at": at + chance.randrange(-40, 40) * 86_400_000_000})
        elif act == "delete":
            for table in ("survey", "expense", "activity"):
                for (row_id,) in tx.rows(f"SELECT id FROM {table} ORDER BY id DESC LIMIT 1"):
                    tx.delete(record_type(table), row_id)
        elif act == "setting":
            for (row_id,) in tx.rows("SELECT id FROM setting WHERE key = 'inactive_after_days'"):
                tx.update(record_type("setting"), row_id, {"value": str(chance.choice((30, 90, 180)))})
    step = workspace.journal.next_undo()
    if act == "undo" and step is not None and step.source != "import":
        workspace.journal.undo(step.id)


@pytest.mark.parametrize("seed", [3, 11, 42, 77])
def test_remembered_results_equal_a_fresh_measure_after_every_step(
    seed: int, folder: Callable[[int], Path], tmp_path: Path
) -> None:
    chance = random.Random(seed)
    file = tmp_path / "remember.crmdesk"
    assert main(["import", str(file), str(folder(seed))]) == 0
    reused = 0
    for step in range(14):
        if step == 7:
            main(["import", str(file), str(folder(seed + 1))])
        if step == 10:
            main(["undo-import", str(file)])
        with open_workspace(file) as workspace:
            _edit(workspace, chance)
            now = workspace.calendar.parse(chance.choice(("2026-02-14T13:00", "2026-03-01", "2026-06-01T08:00")))
            fiscal = workspace.settings.fiscal_year_start_month
            periods = [parse_period(text, fiscal) for text in PERIODS]
            found, fresh = measure_remembered(workspace, all_kpis(), periods, now)
            assert found == measure(workspace, all_kpis(), periods, now)
            reused += len(all_kpis()) * len(periods) - len(fresh)
            keep(workspace, fresh)
            assert measure_remembered(workspace, all_kpis(), periods, now) == (found, [])
            assert remembered(workspace, all_kpis(), periods, now) == found
    assert reused > 200, "nothing was ever remembered"


def test_what_is_restricted_is_remembered_by_itself_until_a_record_may_have_changed_sides(
    folder: Callable[[int], Path], tmp_path: Path
) -> None:
    file = tmp_path / "remember.crmdesk"
    assert main(["import", str(file), str(folder(17))]) == 0
    with open_workspace(file) as workspace:
        now, periods = workspace.calendar.parse("2026-06-01"), [parse_period("2026-01")]
        channel = workspace.rows("SELECT channel FROM contact WHERE channel IS NOT NULL")[0][0]
        part = only(channel=channel, staff=1)
        _whole, fresh = measure_remembered(workspace, all_kpis(), periods, now)
        keep(workspace, fresh)
        assert remembered(workspace, all_kpis(), periods, now, part) is None
        found, fresh = measure_remembered(workspace, all_kpis(), periods, now, part)
        assert found == measure(workspace, all_kpis(), periods, now, only=part)
        # What cannot be restricted is known already.
        assert {one.key.split()[0] for one in fresh} == {kpi.id for kpi in all_kpis() if part.within(kpi.filters)}
        keep(workspace, fresh)
        assert measure_remembered(workspace, all_kpis(), periods, now, part) == (found, [])
        (again,) = remembered(workspace, all_kpis(), periods, now, part) or []
        assert {id: again[id] for id in again} == found[0]
        with workspace.operation("Edit") as tx:
            for (row_id,) in tx.rows("SELECT id FROM contact"):
                tx.update(record_type("contact"), row_id, {"channel": "another"})
        moved, fresh = measure_remembered(workspace, all_kpis(), periods, now, part)
        assert moved == measure(workspace, all_kpis(), periods, now, only=part) != found
        assert any(one.key.startswith("pipeline_value") for one in fresh)
        _, fresh = measure_remembered(workspace, all_kpis(), periods, now)
        assert not any(one.key.startswith("pipeline_value") for one in fresh)


def test_what_is_restricted_is_forgotten_first(
    folder: Callable[[int], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "remember.crmdesk"
    assert main(["import", str(file), str(folder(1))]) == 0
    kpis, periods = all_kpis(), [parse_period("2026-01")]
    with open_workspace(file) as workspace:
        now = workspace.calendar.parse("2026-06-01")

        def look(period: str, part: Only = EVERYTHING) -> None:
            keep(workspace, measure_remembered(workspace, kpis, [parse_period(period)], now, part)[1])

        def known(part: Only = EVERYTHING) -> bool:
            return remembered(workspace, kpis, periods, now, part) is not None

        monkeypatch.setattr(remember, "MOST", 2 * len(kpis))
        look("2026-01")
        look("2026-01", only(staff=1))
        look("2026-01", only(staff=2))
        assert known() and known(only(staff=2)) and not known(only(staff=1))
        look("2026-02")
        assert known()
        look("2026-03")
        assert not known()


def test_nothing_is_remembered_of_a_period_never_asked_for(folder: Callable[[int], Path], tmp_path: Path) -> None:
    file = tmp_path / "remember.crmdesk"
    main(["import", str(file), str(folder(1))])
    with open_workspace(file) as workspace:
        assert remembered(workspace, all_kpis(), [parse_period("2026-01")], workspace.clock.now()) is None


def test_a_file_open_for_reading_only_is_not_written(folder: Callable[[int], Path], tmp_path: Path) -> None:
    file = tmp_path / "remember.crmdesk"
    main(["import", str(file), str(folder(1))])
    with open_workspace(file, read_only=True) as workspace:
        found, fresh = measure_remembered(workspace, all_kpis(), [parse_period("2026-01")], workspace.clock.now())
        keep(workspace, fresh)
        assert fresh
        assert workspace.rows("SELECT count(*) FROM remembered") == [(0,)]
        assert set(found[0]) == {kpi.id for kpi in all_kpis()}


def test_every_kpi_names_only_tables_that_there_are() -> None:
    tables = {table_of(record) for record in RECORD_TYPES} | {"setting"}
    for kpi in all_kpis():
        assert set(kpi.reads) <= tables


def test_remembered_companions_read_like_those_of_a_fresh_measure(
    folder: Callable[[int], Path], tmp_path: Path
) -> None:
    file = tmp_path / "remember.crmdesk"
    main(["import", str(file), str(folder(3))])
    with open_workspace(file) as workspace:
        now, periods = workspace.calendar.parse("2026-03-01"), [parse_period("2026-01")]
        (fresh,), kept = measure_remembered(workspace, all_kpis(), periods, now)
        keep(workspace, kept)
        (again,), _ = measure_remembered(workspace, all_kpis(), periods, now)
    for kpi, result in fresh.items():
        beside = again[kpi].figure.beside
        assert len(beside) == len(result.figure.beside)
        assert list(beside) == list(result.figure.beside)
        assert repr(beside) == repr(dict(beside))
