"""Measuring large businesses while the window is used: what was loaded goes bit by bit, and jobs may overlap."""

import gc
import random
from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.cli import main
from crmdesk.domain.period import parse_period
from crmdesk.kpi.base import all_kpis
from crmdesk.kpi.freeing import columns_of, free, in_order_of_time, sort_within, uncollected
from crmdesk.kpi.measure import measure
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


@dataclass(slots=True)
class Book:
    ids: list[int]
    size: int


def test_what_is_large_is_emptied_in_a_value_with_fields():
    book = Book(list(range(50_000)), 7)
    free(book)
    assert len(book.ids) < 20_000


@given(st.lists(st.tuples(st.integers(0, 2**50), st.integers(0, 3)), max_size=60))
def test_rows_come_in_the_order_of_time_and_those_of_one_moment_as_they_were(rows: list[tuple[int, int]]):
    assert in_order_of_time(rows, itemgetter(0)) == sorted(rows, key=itemgetter(0))


def test_columns_are_those_of_the_rows():
    rows = [(number, -number, "x") for number in range(25_000)]
    assert columns_of(rows, 2) == [list(range(25_000)), [-number for number in range(25_000)]]
    assert columns_of([], 2) == [[], []]


@pytest.mark.parametrize("days", [1, 7, 40_000])
def test_rows_that_know_their_days_are_sorted_within_them(days: int):
    chance = random.Random(days)
    rows = sorted(((chance.randrange(days), chance.random()) for _ in range(30_000)), key=itemgetter(0))
    wanted = sorted(rows)
    sort_within(rows, itemgetter(0), itemgetter(0, 1))
    assert rows == wanted


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
