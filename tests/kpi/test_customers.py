"""Customers counted by sums that are kept in order, held against counting one by one."""

from hypothesis import given
from hypothesis import strategies as st

from crmdesk.kpi.customers import RunTally

days = st.integers(-5, 30)
runs = st.lists(st.tuples(days, st.integers(1, 20)).map(lambda run: (run[0], run[0] + run[1])))


@given(runs, st.integers(-10, 60))
def test_active_days_and_losses_up_to_a_day_are_what_counting_day_by_day_gives(runs, last):
    tally = RunTally(runs)
    assert tally.days(last) == sum(begin <= day < stop for begin, stop in runs for day in range(-5, last + 1))
    assert tally.losses(last) == sum(stop <= last for _begin, stop in runs)
