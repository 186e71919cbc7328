"""Whether a difference is more than chance: likely ranges of shares, scores and counts, and what months usually bring.

Two figures differ if their likely ranges (95 %) do not touch, which is stricter than a test at 5 %: a month has many
figures, and one of twenty would be “significant” every time. What has no sample of its own to be judged by, such as
revenue, is held against its own past: the limits of an individuals control chart (Shewhart; Wheeler, “Understanding
Variation”) are the mean ± 2.66 × the mean change from one month to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import sqrt

from crmdesk.domain.figure import Figure, Number
from crmdesk.domain.stats import SMALL_SAMPLE, Z, wilson

Range = tuple[float, float]

# Fewer months say nothing about what is usual.
FEWEST_MONTHS = 8
_SPREAD = 2.66


def range_of_share(figure: Figure) -> Range | None:
    """Wilson's range of a ratio of counts that stands on enough."""
    if figure.value is None or figure.n < SMALL_SAMPLE:
        return None
    return wilson(int(figure.numerator or 0), int(figure.denominator or 0))


def range_of_score(figure: Figure) -> Range | None:
    """The range of a net promoter score that stands on enough."""
    margin = figure.beside.get("margin")
    if figure.value is None or figure.n < SMALL_SAMPLE or not isinstance(margin, int | float):
        return None
    return float(figure.value) - margin, float(figure.value) + margin


def range_of_count(n: int) -> Range:
    """Byar's range of how many there would be if chance had gone otherwise (Breslow and Day 1987)."""
    low = n * (1 - 1 / (9 * n) - Z / (3 * sqrt(n))) ** 3 if n else 0.0
    return low, (n + 1) * (1 - 1 / (9 * (n + 1)) + Z / (3 * sqrt(n + 1))) ** 3


def apart(one: Range | None, other: Range | None) -> bool:
    """Whether two ranges are known and do not touch."""
    return one is not None and other is not None and (one[0] > other[1] or one[1] < other[0])


def usual_range(past: Sequence[Number | None]) -> Range | None:
    """Between what limits a figure has moved, by its past from the oldest on; None where that is too short to tell."""
    known = [float(value) for value in past if value is not None]
    if len(known) < FEWEST_MONTHS:
        return None
    middle = sum(known) / len(known)
    step = sum(abs(after - before) for before, after in pairwise(known)) / (len(known) - 1)
    return middle - _SPREAD * step, middle + _SPREAD * step
