"""Measuring large businesses while the window is used: what was loaded goes bit by bit, and jobs may overlap."""

import gc
from collections.abc import Callable
from pathlib import Path

import pytest

from crmdesk.cli import main
from crmdesk.domain.period import parse_period
from crmdesk.kpi.base import all_kpis
from crmdesk.kpi.freeing import free
from crmdesk.kpi.measure import measure, uncollected
from crmdesk.store.file import open_workspace
from tests.oracle import random_workspace


@pytest.mark.parametrize("make", [list, dict.fromkeys])
def test_what_is_large_is_emptied_whether_alone_or_in_a_tuple(make: Callable[[range], list[int] | dict[int, None]]):
    alone, inside, small = make(range(50_000)), make(range(50_000)), make(range(10))
    free(alone)
    free((inside, small, 7))
    assert len(alone) < 20_000
    assert len(inside) < 20_000
    assert len(small) == 10


def test_the_collector_works_again_when_the_last_of_several_has_left():
    first, second = uncollected(), uncollected()
    assert gc.isenabled()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert not gc.isenabled()
    second.__exit__(None, None, None)
    assert gc.isenabled()


def test_the_collector_stays_off_where_it_was_off():
    gc.disable()
    try:
        with uncollected(), uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


@pytest.mark.parametrize("seed", [3, 11])
def test_values_alone_are_those_of_the_whole_measure(seed: int, tmp_path: Path):
    random_workspace.write(tmp_path / "folder", seed)
    file = tmp_path / "alone.crmdesk"
    assert main(["import", str(file), str(tmp_path / "folder")]) == 0
    with open_workspace(file, read_only=True) as workspace:
        now = workspace.calendar.parse("2026-02-14T13:00")
        periods = [parse_period(text) for text in ("2026-01", "2026-Q1", "2026")]
        whole = measure(workspace, all_kpis(), periods, now)
        alone = measure(workspace, all_kpis(), periods, now, alone=True)
        for long, short in zip(whole, alone, strict=True):
            for id, result in long.items():
                assert (short[id].figure.value, short[id].figure.n) == (result.figure.value, result.figure.n)
                assert (short[id].target, short[id].status, short[id].text) == (
                    *(result.target, result.status),
                    result.text,
                )
