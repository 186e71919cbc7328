"""The whole table of KPIs for one question, with its two comparisons."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path

from tests.oracle import customers, deals, tickets, work
from tests.oracle.calendar import (
    DAY,
    Period,
    days_begun,
    midnight,
    months_later,
    period_of,
    previous,
    unit,
    year_before,
)
from tests.oracle.facts import Book
from tests.oracle.question import NO_DATA, Figure, Kpi, Question, missing
from tests.oracle.reading import moment, read

KPIS: Mapping[str, Kpi] = {
    "csat": tickets.csat,
    "nps": tickets.nps,
    "clv": customers.clv,
    "sales_cycle": deals.sales_cycle,
    "churn_rate": customers.churn_rate,
    "retention_rate": customers.retention_rate,
    "lead_conversion": customers.lead_conversion,
    "win_rate": deals.win_rate,
    "stage_conversion": deals.stage_conversion,
    "pipeline_value": deals.pipeline_value,
    "weighted_pipeline": deals.weighted_pipeline,
    "marketing_roi": work.marketing_roi,
    "cac": work.cac,
    "resolution_time": tickets.resolution_time,
    "response_time": tickets.response_time,
    "lead_response_time": tickets.lead_response_time,
    "sales_productivity": work.sales_productivity,
    "service_productivity": work.service_productivity,
    "adoption_rate": work.adoption_rate,
    "revenue": customers.revenue,
    "new_customers": customers.new_customer_count,
    "average_deal": deals.average_deal,
    "sales_velocity": deals.sales_velocity,
    "open_tickets": tickets.open_tickets,
}

MONEY_VALUES = frozenset(
    (
        "clv",
        "pipeline_value",
        "weighted_pipeline",
        "cac",
        "sales_productivity",
        "revenue",
        "average_deal",
        "sales_velocity",
    )
)

Entry = dict[str, str | int | float | None]
Table = dict[str, Entry]


def number(exact: Fraction | None) -> int | float | None:
    """A whole number, or the nearest float."""
    if exact is None:
        return None
    return int(exact) if exact.denominator == 1 else float(exact)


def entry(main: Figure, before: Figure, year: Figure) -> Entry:
    """One row of the table."""
    return {
        "value": number(main.value),
        "reason": main.reason,
        "n": main.n,
        "numerator": number(main.numerator),
        "denominator": number(main.denominator),
        "previous": number(before.value),
        "year_before": number(year.value),
    }


def compared(asked: Question, other: Period) -> Question:
    """The same question about another period: to date while the period runs, else the whole of it."""
    zone = asked.zone
    end = midnight(other.last + DAY, zone)
    if asked.now < midnight(asked.period.last + DAY, zone):
        begun = days_begun(asked.period, asked.now, zone)
        end = min(end, midnight(other.first + begun * DAY, zone))
    return replace(asked, period=other, cut=end)


def table_of(book: Book, period: Period, now: datetime) -> Table:
    """Every KPI of a period as seen at `now`."""
    zone = book.settings.zone
    cut = min(midnight(period.last + DAY, zone), now)
    asked = Question(book, period, cut, now)
    if now <= asked.start:
        return {key: entry(missing(NO_DATA), missing(NO_DATA), missing(NO_DATA)) for key in KPIS}
    before, year = compared(asked, previous(period)), compared(asked, year_before(period))
    return {key: entry(kpi(asked), kpi(before), kpi(year)) for key, kpi in KPIS.items()}


def table(folder: Path, period: str, as_of: str) -> Table:
    """What `crmdesk kpis FILE --period P --as-of T` must say of an imported folder."""
    book = read(folder)
    settings = book.settings
    return table_of(book, period_of(period, settings.fiscal_month), moment(as_of, settings.zone))


def months(folder: Path, period: str, as_of: str, count: int) -> list[Table]:
    """The same for so many months, the last being the period's."""
    book = read(folder)
    zone, last = book.settings.zone, period_of(period, book.settings.fiscal_month)
    firsts = [months_later(last.first, number - count + 1) for number in range(count)]
    return [table_of(book, unit(first, 1), moment(as_of, zone)) for first in firsts]
