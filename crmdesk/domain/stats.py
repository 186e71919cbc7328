"""The little statistics that the figures need."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import sqrt

Z = 1.96
SMALL_SAMPLE = 10


def wilson(hits: int, n: int) -> tuple[float, float] | None:
    """Wilson's 95 % score interval of a ratio of counts (Wilson 1927, without continuity correction)."""
    if n <= 0 or not 0 <= hits <= n:
        return None
    share = hits / n
    middle = share + Z * Z / (2 * n)
    spread = Z * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    scale = 1 + Z * Z / n
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def quantile(ordered: Sequence[int], share: Fraction) -> Fraction | None:
    """Quantile by linear interpolation between order statistics (Hyndman and Fan's type 7)."""
    if not ordered:
        return None
    place = share * (len(ordered) - 1)
    low = int(place)
    if low + 1 >= len(ordered):
        return Fraction(ordered[-1])
    return ordered[low] + (place - low) * (ordered[low + 1] - ordered[low])


def median(ordered: Sequence[int]) -> Fraction | None:
    """The middle of values in ascending order."""
    return quantile(ordered, Fraction(1, 2))


def p90(ordered: Sequence[int]) -> Fraction | None:
    """The 90th percentile of values in ascending order."""
    return quantile(ordered, Fraction(9, 10))
