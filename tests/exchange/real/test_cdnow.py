"""Every purchase of 23,570 customers over 18 months, against figures worked out from the raw file."""

import json
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.exchange.real.by_hand import MAPPINGS, NEW_YORK, Book, money, told

pytestmark = pytest.mark.slow

INACTIVE_AFTER = 180


@pytest.fixture
def cdnow(data_dir, book) -> tuple[Book, list[tuple[str, date, Decimal]]]:
    path = data_dir("cdnow") / "CDNOW_master.txt"
    lines = path.read_text(encoding="ascii").splitlines()[1:]
    rows = [
        (cells[0], datetime.strptime(cells[1], "%Y%m%d").date(), Decimal(cells[3])) for cells in map(str.split, lines)
    ]
    return book("cdnow", path, NEW_YORK, "1998-07-15"), rows


def purchases(rows: list[tuple[str, date, Decimal]]) -> dict[str, list[date]]:
    """The days of each customer's purchases of more than nothing."""
    days: dict[str, list[date]] = defaultdict(list)
    for customer, day, amount in rows:
        if amount > 0:
            days[customer].append(day)
    return {customer: sorted(found) for customer, found in days.items()}


def active(days: dict[str, list[date]], at: date) -> set[str]:
    """The customers who bought in the 180 days up to that day."""
    window = at - timedelta(INACTIVE_AFTER)
    return {customer for customer, found in days.items() if any(window < day <= at for day in found)}


def test_cdnow_revenue(cdnow):
    crm, rows = cdnow
    assert len(rows) == 69_659
    for period in ("1997-01", "1997-03", "1998-06", "1997"):
        found = [amount for _customer, day, amount in rows if day.isoformat().startswith(period)]
        assert crm.value(period, "revenue") == money(sum(found, Decimal())), period
        assert crm.kpi(period, "revenue")["n"] == len(found), period


def test_cdnow_equal_purchases_stay(cdnow, data_dir):
    crm, rows = cdnow
    lines = (data_dir("cdnow") / "CDNOW_master.txt").read_text(encoding="ascii").splitlines()[1:]
    assert len(lines) - len(set(lines)) == 255
    assert crm.kpi("1997", "revenue")["n"] + crm.kpi("1998-Q1", "revenue")["n"] + crm.kpi("1998-Q2", "revenue")[
        "n"
    ] == len(rows)


def test_cdnow_new_customers(cdnow):
    crm, rows = cdnow
    first = Counter(found[0].isoformat()[:7] for found in purchases(rows).values())
    for month in ("1997-01", "1997-02", "1997-03", "1997-04", "1998-06"):
        assert crm.value(month, "new_customers") == first[month], month


def test_cdnow_customers_who_stay_and_leave(cdnow):
    crm, rows = cdnow
    days = purchases(rows)
    for month, before, end in (
        ("1997-03", date(1997, 2, 28), date(1997, 3, 31)),
        ("1997-08", date(1997, 7, 31), date(1997, 8, 31)),
        ("1998-06", date(1998, 5, 31), date(1998, 6, 30)),
    ):
        start_set, end_set = active(days, before), active(days, end)
        churn = crm.kpi(month, "churn_rate")
        lost = start_set - end_set
        assert (churn["numerator"], churn["denominator"]) == (len(lost), len(start_set)), month
        assert churn["value"] == len(lost) / len(start_set)
        fresh = {one for one in end_set - start_set if days[one][0] > before}
        assert churn["beside"]["new"] == len(fresh)
        assert churn["beside"]["returned"] == len(end_set - start_set) - len(fresh)
        assert churn["beside"]["end"] == len(end_set)
        assert crm.value(month, "retention_rate") + churn["value"] == pytest.approx(1, abs=1e-15)


def test_cdnow_lifetime_value(cdnow):
    crm, rows = cdnow
    end = date(1998, 6, 30)
    year_start = end - timedelta(364)
    all_days = days_of_year = losses = 0
    for found in purchases(rows).values():
        covered_to = date.min
        for day in found:
            # The days that this purchase adds to those already covered, up to the end.
            first, last = max(day, covered_to + timedelta(1)), day + timedelta(INACTIVE_AFTER - 1)
            losses += covered_to != date.min and first > covered_to + timedelta(1)
            all_days += max((min(last, end) - first).days + 1, 0)
            days_of_year += max((min(last, end) - max(first, year_start)).days + 1, 0)
            covered_to = last
        losses += covered_to < end
    sold = sum((amount for _customer, day, amount in rows if year_start <= day <= end), Decimal())
    clv = crm.kpi("1998-06", "clv")
    assert clv["beside"]["losses"] == losses
    assert clv["beside"]["net_sales"] == money(sold)
    assert clv["beside"]["customer_years"] == pytest.approx(all_days / 365.25, rel=1e-12)
    assert clv["beside"]["customer_years_of_year"] == pytest.approx(days_of_year / 365.25, rel=1e-12)
    assert clv["value"] == money(sold / days_of_year * all_days / losses)


def test_cdnow_imported_twice_adds_nothing(cdnow, data_dir):
    crm, _rows = cdnow
    before = crm.value("1997-03", "revenue")
    words = ("import", crm.file, data_dir("cdnow") / "CDNOW_master.txt", "--mapping", MAPPINGS / "cdnow.json", "--json")
    assert json.loads(told(*words))["created"] in ({}, {"contacts": 0, "sales": 0})
    assert Book(crm.file, crm.as_of, "").value("1997-03", "revenue") == before
