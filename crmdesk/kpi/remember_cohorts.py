"""Cohorts are remembered in the file like results: counted again only when a sale or a customer has changed."""

from __future__ import annotations

import json

from crmdesk import __version__
from crmdesk.domain.calendar import date_of_day
from crmdesk.domain.period import Period, month, span_of
from crmdesk.kpi.cohorts import FILTERS, MONTHS, Cohort, Cohorts, cohorts
from crmdesk.kpi.measurement import Source
from crmdesk.kpi.only import Only
from crmdesk.kpi.remember import Fresh, key_of, stored, table_versions
from crmdesk.kpi.units import months_up_to

_READS = ("campaign", "contact", "deal", "sale", "setting")
_FORM = 1


def remembered_cohorts(source: Source, period: Period, now: int, only: Only) -> Cohorts | None:
    """The cohorts as they were counted last, even if they may have changed since; None where they never were."""
    key = _key(source, period, now, only)
    found = stored(source, [key])
    return _load(found[key][1], period.fiscal_start) if found else None


def count_remembered(source: Source, period: Period, now: int, only: Only) -> tuple[Cohorts, list[Fresh]]:
    """The cohorts, counted only where they are not remembered; and what to remember."""
    key, stamp = _key(source, period, now, only), _stamp(source, period, now)
    known, text = stored(source, [key]).get(key, ("", ""))
    if known == stamp:
        return _load(text, period.fiscal_start), []
    found = cohorts(source, period, now, only=only)
    return found, [Fresh(key, stamp, _dump(found))]


def _key(source: Source, period: Period, now: int, only: Only) -> str:
    last = months_up_to(period, source.calendar, now, 1)[0]
    return key_of(f"cohorts {last.first} {_FORM}", only.within(FILTERS))


def _stamp(source: Source, period: Period, now: int) -> str:
    """What cohorts stand on: the months, the moment of asking while the last of them runs, and the tables they read."""
    spans = [span_of(one, source.calendar, now) for one in months_up_to(period, source.calendar, now, MONTHS)]
    ends = f"{spans[0].start}-{spans[-1].cut}"
    versions = table_versions(source)
    return f"{__version__}|{ends}|" + ",".join(f"{table}={versions.get(table, 0)}" for table in _READS)


def _dump(found: Cohorts) -> str:
    return json.dumps([[row.month.first, row.size, list(row.active)] for row in found.rows], separators=(",", ":"))


def _load(text: str, fiscal_start: int) -> Cohorts:
    rows = []
    for first, size, active in json.loads(text):
        day = date_of_day(first)
        rows.append(Cohort(month(day.year, day.month, fiscal_start), size, active))
    return Cohorts(rows)
