"""Where two tables of KPIs disagree, within the tolerances of the spec."""

from collections.abc import Mapping
from typing import Any

from tests.oracle.question import NO_DECIMALS, THREE_DECIMALS
from tests.oracle.table import MONEY_VALUES

FIELDS = ("value", "reason", "n", "numerator", "denominator", "previous", "year_before")
MONEY_FIELDS = frozenset(
    [(kpi, field) for kpi in MONEY_VALUES for field in ("value", "previous", "year_before")]
    + [(kpi, "numerator") for kpi in ("marketing_roi", "cac", "sales_productivity", "average_deal")]
    + [("marketing_roi", "denominator")]
)
RELATIVE = 1e-9


def half_a_minor_unit(currency: str) -> float:
    """Half a cent, or what a cent is in the currency."""
    if currency in NO_DECIMALS:
        return 0.5
    return 0.0005 if currency in THREE_DECIMALS else 0.005


def same(ours: object, theirs: object, tolerance: float) -> bool:
    """Whether two cells agree: numbers within the tolerance, all else exactly."""
    numbers = (int, float)
    if not isinstance(ours, numbers) or not isinstance(theirs, numbers):
        return ours == theirs
    if isinstance(ours, bool) or isinstance(theirs, bool):
        return False
    return abs(ours - theirs) < max(tolerance, RELATIVE * max(abs(ours), abs(theirs)), 1e-12)


def differences(
    ours: Mapping[str, Mapping[str, Any]], theirs: Mapping[str, Mapping[str, Any]], currency: str
) -> list[tuple[str, str, object, object]]:
    """Every (kpi, field, ours, theirs) that disagrees."""
    half = half_a_minor_unit(currency)
    found: list[tuple[str, str, object, object]] = []
    if set(ours) != set(theirs):
        found.append(("*", "kpis", sorted(ours), sorted(theirs)))
    for kpi in theirs:
        for field in FIELDS:
            one = ours.get(kpi, {}).get(field, "absent")
            other = theirs[kpi][field]
            if not same(one, other, half if (kpi, field) in MONEY_FIELDS else 0.0):
                found.append((kpi, field, one, other))
    return found
