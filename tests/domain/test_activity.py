"""When a customer is active: the quick way against the words of the definition."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.activity import NEVER, active_runs

few_days = st.lists(st.integers(0, 40), max_size=8).map(sorted)
limits = st.one_of(st.none(), st.integers(1, 15))


def active_at_the_end_of(day, purchases, endings, limit):
    """Word for word: s is the last positive sale on or before the day …"""
    before = [one for one in purchases if one <= day]
    if not before:
        return False
    s = before[-1]
    return (limit is None or s > day - limit) and not any(s <= e <= day for e in endings)


@given(few_days, few_days, limits)
def test_the_runs_say_what_the_definition_says(purchases, endings, limit):
    runs = active_runs(purchases, endings, limit)
    for day in range(-2, 70):
        in_a_run = any(first <= day < stop for first, stop in runs)
        assert in_a_run == active_at_the_end_of(day, purchases, endings, limit)


@given(few_days, few_days, limits)
def test_runs_are_apart_from_each_other_and_never_empty(purchases, endings, limit):
    runs = active_runs(purchases, endings, limit)
    assert all(first < stop for first, stop in runs)
    assert all(stop < first for (_, stop), (first, _) in itertools.pairwise(runs))


def test_without_a_limit_a_customer_stays():
    assert active_runs([3, 9], [], None) == [(3, NEVER)]
    assert active_runs([3, 9], [5], None) == [(3, 5), (9, NEVER)]


def test_who_never_bought_was_never_active():
    assert active_runs([], [5], 10) == []
