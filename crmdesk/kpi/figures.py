"""Figures from counts and sums: the arithmetic that many KPIs have in common, exact until its last step."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from crmdesk.domain.calendar import DAY, HOUR
from crmdesk.domain.figure import Figure, Number, Reason, Row, missing
from crmdesk.domain.money import Money, rounded
from crmdesk.domain.stats import median, p90

# Where the bins of a histogram of durations meet, in hours: one, four, eight, a day, three days, a week.
BINS = (1, 4, 8, 24, 72, 168)
TOOK = "took "

By = Mapping[str, tuple[Row, ...]]


def share(hits: int, n: int) -> float | None:
    """A part of a whole, or None of nothing."""
    return hits / n if n else None


def ratio(hits: int, n: int, *, beside: Mapping[str, object] | None = None, by: By | None = None) -> Figure:
    """A ratio of counts."""
    if not n:
        return missing(Reason.NO_DATA, numerator=0, denominator=0, beside=beside, by=by)
    return Figure(hits / n, None, n, hits, n, beside=beside or {}, by=by or {})


def mean_time(
    values: Sequence[int], unit: int, *, beside: Mapping[str, object] | None = None, by: By | None = None
) -> Figure:
    """The mean of durations in microseconds, in hours or days (`unit` microseconds each)."""
    if not values:
        return missing(Reason.NO_DATA, numerator=0.0, denominator=0, beside=beside, by=by)
    ordered = sorted(values)
    total = Fraction(sum(ordered), unit)
    middle, high = in_unit(median(ordered), unit), in_unit(p90(ordered), unit)
    n = len(ordered)
    return Figure(float(total / n), None, n, float(total), n, middle, high, beside or {}, by or {})


def mean_money(values: Sequence[int], *, beside: Mapping[str, object] | None = None, by: By | None = None) -> Figure:
    """The mean of amounts in minor units, rounded half-even once."""
    if not values:
        return missing(Reason.NO_DATA, numerator=Money(0), denominator=0, beside=beside, by=by)
    ordered = sorted(values)
    total, n = sum(ordered), len(ordered)
    middle, high = rounded_or_none(median(ordered)), rounded_or_none(p90(ordered))
    return Figure(rounded(Fraction(total, n)), None, n, Money(total), n, middle, high, beside or {}, by or {})


def in_unit(value: Fraction | None, unit: int) -> float | None:
    """Microseconds in a larger unit."""
    return None if value is None else float(value / unit)


def hours(values: Sequence[int]) -> float | None:
    """The mean of durations, in hours."""
    return float(Fraction(sum(values), HOUR * len(values))) if values else None


def days(values: Sequence[int]) -> float | None:
    """The mean of durations, in days."""
    return float(Fraction(sum(values), DAY * len(values))) if values else None


def histogram(ordered: Sequence[int]) -> list[dict[str, object]]:
    """How many of the durations (ascending, in microseconds) lie in each bin, from so many hours up to so many."""
    edges = [0, *(bisect_left(ordered, most * HOUR) for most in BINS), len(ordered)]
    limits = [0, *BINS, None]
    return [
        {"from": low, "to": high, "n": until - since}
        for (low, high), (since, until) in zip(pairwise(limits), pairwise(edges), strict=True)
    ]


def in_bin(took: int, part: str) -> bool:
    """Whether a duration lies in the bin of the part `took <place>` of a figure."""
    return bisect_right(BINS, took // HOUR) == int(part.removeprefix(TOOK))


def rounded_or_none(value: Fraction | None) -> Money | None:
    """Minor units, rounded half-even once; nothing of nothing."""
    return None if value is None else rounded(value)


def groups(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    """Values by their key, in order."""
    found: dict[Any, list[Any]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return dict(found)


def breakdown(
    values: Mapping[Any, list[Any]],
    name_of: Callable[[Any], tuple[str | None, str | None]],
    figure: Callable[[list[Any]], Number | None],
) -> tuple[Row, ...]:
    """One row for each key, by label, nobody or nowhere last; `name_of` gives a key's public key and label."""
    rows = [Row(*name_of(key), figure(found), len(found), _id(key)) for key, found in values.items()]
    return in_order(rows)


def _id(key: object) -> int | None:
    """People, campaigns and stages are told by the row that they are kept in; texts by themselves."""
    return key if isinstance(key, int) else None


def in_order(rows: Iterable[Row]) -> tuple[Row, ...]:
    """By label, nobody or nowhere last."""
    return tuple(sorted(rows, key=lambda row: (row.key is None, (row.label or "").casefold(), row.key or "")))


def text_name(value: str | None) -> tuple[str | None, str | None]:
    """Of a text, key and label are the text."""
    return (value, value) if value else (None, None)
