"""The formula of every figure with its numbers: each line ends with its result, and what it says is right."""

import re

import pytest

from crmdesk.domain.calendar import Calendar
from crmdesk.domain.figure import Figure, Row
from crmdesk.domain.money import Money
from crmdesk.domain.period import parse_period, span_of
from crmdesk.insight.worked import worked
from crmdesk.kpi.base import Kpi, all_kpis, kpi_of
from crmdesk.kpi.measure import Result

OCTOBER = parse_period("2026-10")
UTC = Calendar("UTC")


def result(id: str, figure: Figure) -> Result:
    span = span_of(OCTOBER, UTC, UTC.parse("2026-11-03"))
    return Result(kpi_of(id), OCTOBER, span, figure, None, None, None, None, "EUR")


@pytest.mark.parametrize("kpi", all_kpis(), ids=lambda kpi: kpi.id)
def test_every_figure_is_worked_out_up_to_its_own_text(kpi: Kpi, october: dict[str, Result]) -> None:
    lines = worked(october[kpi.id])
    terms = [row for row in october[kpi.id].figure.by.get("channel", ()) if row.value]
    assert lines or (kpi.id == "new_customers" and len(terms) == 1)
    assert not lines or any(line.endswith(f"= {october[kpi.id].text}") for line in lines)
    assert not any(re.search(r"[{}]|None", line) for line in lines)


@pytest.mark.parametrize(
    ("id", "figure", "line"),
    [
        ("csat", Figure(0.75, None, 40, 30, 40), "30 (answers of 4 or 5) ÷ 40 (all answers) = 75.0 %"),
        ("nps", Figure(38.0, None, 50, 19, 50, beside={"promoters": 27, "detractors": 8}),
         "(27 promoters − 8 detractors) ÷ 50 answers × 100 = +38"),
        ("sales_cycle", Figure(30.0, None, 5, 150.0, 5),
         "150.0 days (all deals won together) ÷ 5 (deals won) = 30.0 days"),
        ("win_rate", Figure(0.75, None, 12, 9, 12), "9 won ÷ (9 won + 3 lost) = 75.0 %"),
        ("revenue", Figure(Money(590000), None, 13, beside={"refunds": Money(-10000)}),
         "6,000 EUR (sales) − 100.00 EUR (refunds) = 5,900 EUR"),
        ("cac", Figure(Money(50000), None, 30, Money(1500000), 30,
                       beside={"marketing": Money(600000), "sales": Money(900000)}),
         "(6,000 EUR for marketing + 9,000 EUR for sales) ÷ 30 new customers = 500.00 EUR"),
        ("marketing_roi", Figure(1.754, None, 9, Money(2000000), Money(1140000)),
         "20,000 EUR (brought by campaigns) ÷ 11,400 EUR (cost of campaigns) = 1.75×"),
        ("sales_productivity", Figure(Money(25000), None, 9, Money(750000), 30),
         "7,500 EUR (deals won) ÷ 30 (working days) = 250.00 EUR a day"),
        ("open_tickets", Figure(4, None, 4, by={"priority": (Row("high", "high", 3, 3), Row(None, None, 1, 1))}),
         "3 (high) + 1 (none known) = 4"),
    ],
)  # fmt: skip
def test_the_examples_of_the_definitions_are_written_as_on_paper(id: str, figure: Figure, line: str) -> None:
    assert worked(result(id, figure)) == [line]


def test_a_lifetime_value_shows_its_two_factors() -> None:
    beside = {
        "net_sales": Money(12000000), "customer_years_of_year": 60.0, "customer_years": 240.0, "losses": 40,
        "assumed": False, "revenue_per_year": Money(200000), "lifespan_years": 6.0,
    }  # fmt: skip
    assert worked(result("clv", Figure(Money(1200000), None, 70, beside=beside))) == [
        "120,000 EUR (net sales of the last 365 days) ÷ 60.0 (customer-years in them) = 2,000 EUR a year",
        "240.0 (customer-years so far) ÷ 40 (customers lost so far) = 6.00 years",
        "2,000 EUR a year × 6.00 years = 12,000 EUR",
    ]
    assumed = worked(result("clv", Figure(Money(1), None, 70, beside={**beside, "assumed": True})))
    assert assumed[1] == "6.00 years, as the settings assume while fewer than 5 customers were lost"


def test_many_terms_are_added_up_to_the_same_sum() -> None:
    rows = tuple(Row(str(n), f"Channel {n}", n, n) for n in range(1, 13))
    (line,) = worked(result("new_customers", Figure(78, None, 78, by={"channel": rows})))
    assert sum(int(term) for term in re.findall(r"(\d+) \(", line)) == 78
    assert "(others)" in line


def test_what_has_no_value_or_one_term_is_not_worked_out() -> None:
    assert worked(result("csat", Figure(None, None, 0, 0, 0))) == []
    alone = Figure(3, None, 3, by={"channel": (Row("Web", "Web", 3, 3),)})
    assert worked(result("new_customers", alone)) == []
