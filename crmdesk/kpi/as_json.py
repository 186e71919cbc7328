"""Results as JSON values: ratios as fractions, money in major units, durations in the KPI's unit, unrounded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crmdesk.domain.calendar import Calendar, day_text
from crmdesk.domain.figure import Number, Row
from crmdesk.domain.money import Money, decimals_of, major
from crmdesk.domain.period import Period
from crmdesk.kpi.measure import Result
from crmdesk.kpi.measurement import Source


def table_json(source: Source, period: Period, now: int, results: Mapping[str, Result]) -> dict[str, Any]:
    """All results of a period as one object."""
    calendar: Calendar = source.calendar
    return {
        "period": {"label": period.label, "start": day_text(period.first), "end": day_text(period.end)},
        "as_of": calendar.text(now),
        "currency": source.settings.currency,
        "timezone": source.settings.timezone,
        "kpis": {id: result_json(result) for id, result in results.items()},
    }


def result_json(result: Result) -> dict[str, Any]:
    """One result with everything beside it."""
    decimals, figure = decimals_of(result.currency), result.figure
    interval = result.interval
    return {
        "name": result.kpi.name,
        "unit": result.kpi.unit.value,
        "value": _value(figure.value, decimals),
        "reason": None if figure.reason is None else figure.reason.value,
        "n": figure.n,
        "numerator": _value(figure.numerator, decimals),
        "denominator": _value(figure.denominator, decimals),
        "interval": None if interval is None else list(interval),
        "median": _value(figure.median, decimals),
        "p90": _value(figure.p90, decimals),
        "previous": _value(result.previous, decimals),
        "year_before": _value(result.year_before, decimals),
        "target": _target(result, decimals),
        "status": result.status,
        "small_sample": result.small_sample,
        "beside": _plain({**dict.fromkeys(result.kpi.beside), **figure.beside}, decimals),
        "by": {name: [_row(row, decimals) for row in rows] for name, rows in _splits(result).items()},
    }


def _splits(result: Result) -> dict[str, tuple[Row, ...]]:
    """Every breakdown that the KPI names is there, even when nothing was measured."""
    return {**dict.fromkeys(result.kpi.split, ()), **result.figure.by}


def _row(row: Row, decimals: int) -> dict[str, Any]:
    return {"key": row.key, "label": row.label, "value": _value(row.value, decimals), "n": row.n}


def _target(result: Result, decimals: int) -> Number | None:
    if result.target is None or not result.kpi.unit.is_money:
        return result.target
    return float(result.target) / float(10**decimals)


def _value(value: Number | None, decimals: int) -> Number | None:
    return major(value, decimals) if isinstance(value, Money) else value


def _plain(value: object, decimals: int) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(one, decimals) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one, decimals) for one in value]
    return major(value, decimals) if isinstance(value, Money) else value
