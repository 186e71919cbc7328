"""Intervals and quantiles, against published figures and against the definition."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.stats import median, p90, quantile, wilson

ascending = st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=30).map(sorted)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17:857, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        # The example of the KPI definition.
        (30, 40, 0.598, 0.858),
    ],
)
def test_wilsons_interval_is_the_published_one(hits, n, low, high):
    found = wilson(hits, n)
    assert found is not None
    places = 3 if n == 40 else 4
    assert (round(found[0], places), round(found[1], places)) == (low, high)


@given(st.integers(1, 10**6), st.data())
def test_wilsons_interval_holds_the_share(n, data):
    hits = data.draw(st.integers(0, n))
    low, high = wilson(hits, n) or (1, 0)
    assert 0 <= low <= hits / n + 1e-12 and hits / n - 1e-12 <= high <= 1
    mirrored = wilson(n - hits, n) or (1, 0)
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=1e-9)


@pytest.mark.parametrize(("hits", "n"), [(0, 0), (1, 0), (-1, 5), (6, 5)])
def test_what_is_no_share_has_no_interval(hits, n):
    assert wilson(hits, n) is None


def test_quantiles_of_the_examples():
    days = [12, 18, 20, 25, 75]
    assert [median(days), p90(days), median([1, 2]), p90([10])] == [20, 55, Fraction(3, 2), 10]
    assert median([]) is None


@given(ascending, st.fractions(0, 1))
def test_a_quantile_lies_between_its_neighbours(ordered, share):
    found = quantile(ordered, share)
    assert found is not None and ordered[0] <= found <= ordered[-1]
    assert quantile(ordered, Fraction(0)) == ordered[0] and quantile(ordered, Fraction(1)) == ordered[-1]
    assert quantile([-value for value in reversed(ordered)], 1 - share) == -found
