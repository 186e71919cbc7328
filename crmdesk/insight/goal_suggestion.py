"""What a goal could aim at: what was reached a year before, and what is usual."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from crmdesk.domain.figure import Better, Number, Unit
from crmdesk.domain.period import Period
from crmdesk.domain.wording import period_text, short_period_text, value_text
from crmdesk.kpi.base import Kpi
from crmdesk.kpi.measure import Result, measure
from crmdesk.kpi.measurement import Source
from crmdesk.kpi.only import EVERYTHING, Only
from crmdesk.text import _

_USUAL = 3
_BETTER = Decimal("0.05")
_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A target as it is stored, as it is shown, and what it is taken from."""

    target: str
    shown: str
    reason: str


def suggestions(source: Source, kpi: Kpi, period: Period, now: int, scope: Only = EVERYTHING) -> list[Suggestion]:
    """Targets for a KPI in a period: the year before, somewhat better than that, and the average of the last units."""
    year_before, usual = period.year_before(), _last_units(period, source, now)
    found = measure(source, [kpi], [year_before, *usual], now, alone=True, only=scope)
    then, *rest = (results[kpi.id] for results in found)
    wanted: list[tuple[Decimal, str]] = []
    if not then.running and then.figure.value is not None:
        name = period_text(year_before)
        step = abs(_exact(then)) * (_BETTER if kpi.better is Better.HIGHER else -_BETTER)
        wanted.append((_exact(then), _("as in {period}").format(period=name)))
        wanted.append((_exact(then) + step, _("5 % better than in {period}").format(period=name)))
    known = [_exact(one) for one in rest if one.figure.value is not None]
    if known:
        first, last = short_period_text(usual[-1]), short_period_text(usual[0])
        reason = _("average of {first} to {last}").format(first=first, last=last)
        wanted.append((sum(known, Decimal(0)) / len(known), reason))
    return [_suggestion(kpi, value, reason, source) for value, reason in wanted if value]


def _last_units(period: Period, source: Source, now: int) -> list[Period]:
    """The last units as long as the period that are over, the latest first."""
    today = source.calendar.day_of(now)
    found = [period.before()]
    while found[0].end > today:
        found = [found[0].before()]
    while len(found) < _USUAL:
        found.append(found[-1].before())
    return found


def _suggestion(kpi: Kpi, value: Decimal, reason: str, source: Source) -> Suggestion:
    settings = source.settings
    minor = Decimal(10) ** settings.decimals if kpi.unit.is_money else Decimal(1)
    target = _rounded(value / minor, kpi.unit)
    shown: Number = float(target * minor)
    return Suggestion(format(target, "f"), value_text(shown, kpi.unit, settings.currency), reason)


def _rounded(value: Decimal, unit: Unit) -> Decimal:
    """As round as people set targets: three digits, no half customers, no more than all of something."""
    if unit is Unit.COUNT:
        return max(value.quantize(Decimal(1), ROUND_HALF_EVEN), Decimal(1))
    rounded = Decimal(f"{value:.{_DIGITS}g}")
    return min(rounded, Decimal(1)) if unit is Unit.RATIO else rounded


def _exact(result: Result) -> Decimal:
    return Decimal(str(result.figure.value))
