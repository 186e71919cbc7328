"""Four real data sets through the mapping import, against figures worked out here from the raw files.

The hand calculation uses the csv module and plain arithmetic, and none of crmdesk.
"""

import contextlib
import csv
import io
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from statistics import mean, median
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crmdesk.cli import main
from crmdesk.store.file import open_workspace
from tests.drawing.marks import hold_against_the_engine
from tests.drawing.overviews import overview_of

pytestmark = pytest.mark.slow

MAPPINGS = Path(__file__).parents[1] / "mappings"
CENT = Decimal("0.01")
HOUR, DAY = 3600, 86_400

# Each data set is brought in once, and each period of it measured once.
_made: dict[str, "Book"] = {}


def told(*words: object) -> str:
    """What crmdesk prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main([str(word) for word in words]) == 0
    return out.getvalue()


class Book:
    """A workspace that a data set was brought into."""

    def __init__(self, file: Path, as_of: str, report: str) -> None:
        self.file, self.as_of, self.report = file, as_of, report
        self._seen: dict[str, dict[str, Any]] = {}

    def kpi(self, period: str, name: str) -> dict[str, Any]:
        if period not in self._seen:
            words = ("kpis", self.file, "--period", period, "--as-of", self.as_of, "--json")
            self._seen[period] = json.loads(told(*words))["kpis"]
        return self._seen[period][name]

    def value(self, period: str, name: str) -> float:
        return self.kpi(period, name)["value"]

    def staff(self, period: str, name: str) -> dict[str, dict[str, Any]]:
        return {row["key"]: row for row in self.kpi(period, name)["by"]["staff"]}


@pytest.fixture
def book(tmp_path_factory) -> Callable[..., Book]:
    def opened(name: str, source: Path, zone: str, as_of: str) -> Book:
        if name not in _made:
            file = tmp_path_factory.mktemp(name) / "real.crmdesk"
            told("new", file, "--currency", "EUR", "--timezone", zone)
            _made[name] = Book(file, as_of, told("import", file, source, "--mapping", MAPPINGS / f"{name}.json"))
        return _made[name]

    return opened


def hold_charts(crm: Book, period: str) -> None:
    """Some marks of every chart of a period say what the engine says."""
    with contextlib.closing(open_workspace(crm.file, read_only=True)) as workspace:
        hold_against_the_engine(workspace, overview_of(workspace, period, crm.as_of), most=2)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def money(amount: Decimal) -> float:
    return float(amount.quantize(CENT, ROUND_HALF_EVEN))


def midnight(day: str, zone: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), ZoneInfo(zone))


def seconds(earlier: datetime, later: datetime) -> float:
    return later.timestamp() - earlier.timestamp()


def ninetieth(values: Sequence[float]) -> float:
    ordered = sorted(values)
    place = (len(ordered) - 1) * 0.9
    below = int(place)
    return ordered[below] + (ordered[min(below + 1, len(ordered) - 1)] - ordered[below]) * (place - below)


def weekdays(first: str, last: str) -> int:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return sum((start + timedelta(n)).weekday() < 5 for n in range((end - start).days + 1))


# Maven: a maker of hardware, 8,800 deals of 2016 and 2017.

NEW_YORK = "America/New_York"


@pytest.fixture
def maven(data_dir, book) -> tuple[Book, list[dict[str, str]]]:
    folder = data_dir("maven-crm")
    return book("maven", folder, NEW_YORK, "2018-01-15"), read(folder / "sales_pipeline.csv")


def closed(deals: list[dict[str, str]], stage: str, first: str, last: str) -> list[dict[str, str]]:
    return [deal for deal in deals if deal["deal_stage"] == stage and first <= deal["close_date"] <= last]


def worth(deals: list[dict[str, str]]) -> Decimal:
    return sum((Decimal(deal["close_value"]) for deal in deals), Decimal())


def test_maven_deals_won_and_lost(maven):
    crm, deals = maven
    won, lost = (closed(deals, stage, "2017-01-01", "2017-12-31") for stage in ("Won", "Lost"))
    rate = crm.kpi("2017", "win_rate")
    assert (rate["numerator"], rate["denominator"]) == (len(won), len(won) + len(lost)) == (4238, 6711)
    assert rate["value"] == len(won) / 6711
    assert crm.value("2017", "revenue") == money(worth(won))
    assert crm.kpi("2017", "revenue")["n"] == 4238
    third = closed(deals, "Won", "2017-07-01", "2017-09-30")
    assert crm.value("2017-Q3", "revenue") == money(worth(third))
    assert crm.value("2017-Q3", "average_deal") == money(worth(third) / len(third))
    assert crm.kpi("2017-Q3", "average_deal")["beside"]["largest"] == max(float(d["close_value"]) for d in third)
    second = closed(deals, "Won", "2017-04-01", "2017-06-30")
    assert crm.kpi("2017-Q3", "revenue")["previous"] == money(worth(second))


def test_maven_sales_cycle(maven):
    crm, deals = maven
    days = [
        seconds(midnight(deal["engage_date"], NEW_YORK), midnight(deal["close_date"], NEW_YORK)) / DAY
        for deal in closed(deals, "Won", "2017-01-01", "2017-12-31")
    ]
    cycle = crm.kpi("2017", "sales_cycle")
    assert cycle["value"] == pytest.approx(mean(days), rel=1e-12)
    assert cycle["median"] == pytest.approx(median(days), rel=1e-12)
    assert cycle["p90"] == pytest.approx(ninetieth(days), rel=1e-12)


def test_maven_pipeline(maven):
    crm, deals = maven
    by_october = [
        deal
        for deal in deals
        if deal["engage_date"] and deal["engage_date"] < "2017-10-01" and not ("" < deal["close_date"] < "2017-10-01")
    ]
    # A lost deal carries 0 in the file, which is no amount.
    amounts = [Decimal(deal["close_value"]) for deal in by_october if deal["close_value"] not in ("", "0")]
    pipeline = crm.kpi("2017-09", "pipeline_value")
    assert (pipeline["value"], pipeline["n"]) == (money(sum(amounts, Decimal())), len(by_october))
    assert pipeline["beside"]["without_amount"] == len(by_october) - len(amounts)
    assert crm.value("2017-09", "weighted_pipeline") == money(sum(amounts, Decimal()) * Decimal("0.5"))
    stages = Counter(deal["deal_stage"] for deal in deals)
    at_the_end = crm.kpi("2017-12", "pipeline_value")
    assert at_the_end["n"] == stages["Engaging"] + stages["Prospecting"] == 2089


def test_maven_deals_through_the_stages(maven):
    crm, deals = maven
    cohort = [deal for deal in deals if "2017-04-01" <= deal["engage_date"] <= "2017-06-30"]
    won = [deal for deal in cohort if deal["deal_stage"] == "Won"]
    conversion = crm.kpi("2017-Q2", "stage_conversion")
    assert (conversion["numerator"], conversion["denominator"]) == (len(won), len(cohort))
    assert [stage["reached"] for stage in conversion["beside"]["stages"]] == [len(cohort), len(cohort), len(won)]
    december = [deal for deal in deals if deal["engage_date"] >= "2017-12-01" or not deal["engage_date"]]
    reached = {stage["stage"]: stage["reached"] for stage in crm.kpi("2017-12", "stage_conversion")["beside"]["stages"]}
    assert reached["Prospecting"] == len(december)
    assert reached["Engaging"] == len(december) - 500


def test_maven_people(maven, data_dir):
    crm, deals = maven
    team = [row["sales_agent"] for row in read(data_dir("maven-crm") / "sales_teams.csv")]
    third = closed(deals, "Won", "2017-07-01", "2017-09-30")
    days = weekdays("2017-07-01", "2017-09-30")
    productivity = crm.kpi("2017-Q3", "sales_productivity")
    assert productivity["denominator"] == len(team) * days == 2275
    assert productivity["value"] == money(worth(third) / 2275)
    people = crm.staff("2017-Q3", "sales_productivity")
    assert set(people) == set(team)
    for agent in team:
        own = [deal for deal in third if deal["sales_agent"] == agent]
        assert (people[agent]["value"], people[agent]["n"]) == (money(worth(own) / days), len(own)), agent
    idle = set(team) - {deal["sales_agent"] for deal in deals}
    assert len(idle) == 5
    assert {(people[agent]["value"], people[agent]["n"]) for agent in idle} == {(0, 0)}
    assert crm.value("2017-Q3", "adoption_rate") == pytest.approx(30 / 35)
    rates = crm.staff("2017", "win_rate")
    for agent in ("Darcel Schlecht", "Hayden Neloms"):
        states = Counter(deal["deal_stage"] for deal in deals if deal["sales_agent"] == agent)
        assert rates[agent]["value"] == states["Won"] / (states["Won"] + states["Lost"])
    assert {rates[agent]["value"] for agent in idle} == {None}


def test_maven_customers(maven):
    crm, deals = maven
    first: dict[str, str] = {}
    for deal in closed(deals, "Won", "2017-01-01", "2017-12-31"):
        first[deal["account"]] = min(deal["close_date"], first.get(deal["account"], "9"))
    by_month = Counter(day[:7] for day in first.values())
    assert sum(by_month.values()) == 85
    for month in ("2017-03", "2017-04", "2017-08"):
        assert crm.value(month, "new_customers") == by_month[month], month
    # Before the first sale there is nothing to count.
    assert crm.value("2017-02", "new_customers") is None


def test_maven_products_spelled_in_two_ways_are_one_and_it_is_said(maven):
    crm, deals = maven
    spelled = sum(deal["product"] == "GTXPro" for deal in deals)
    assert f"“GTXPro” was taken as “GTX Pro” ({spelled} rows)" in crm.report
    assert "0 rows refused" in crm.report


# Olist: 8,000 leads of a marketplace and the 842 deals that were won.

SAO_PAULO = "America/Sao_Paulo"


def test_maven_charts(maven):
    hold_charts(maven[0], "2017-09")


@pytest.fixture
def olist(data_dir, book) -> tuple[Book, dict[str, dict[str, str]], list[dict[str, str]]]:
    folder = data_dir("olist-funnel")
    leads = {row["mql_id"]: row for row in read(folder / "olist_marketing_qualified_leads_dataset.csv")}
    crm = book("olist", folder, SAO_PAULO, "2018-12-01")
    return crm, leads, read(folder / "olist_closed_deals_dataset.csv")


def won_at(deal: dict[str, str]) -> datetime:
    return datetime.fromisoformat(deal["won_date"]).replace(tzinfo=ZoneInfo(SAO_PAULO))


def test_olist_leads_convert(olist):
    crm, leads, deals = olist
    converted = {
        deal["mql_id"]
        for deal in deals
        if won_at(deal) >= midnight(leads[deal["mql_id"]]["first_contact_date"], SAO_PAULO)
    }
    assert len(converted) == 841
    for period in ("2017-12", "2018-01", "2018-02", "2018-03", "2018"):
        cohort = [lead for lead in leads.values() if lead["first_contact_date"].startswith(period)]
        count = sum(lead["mql_id"] in converted for lead in cohort)
        conversion = crm.kpi(period, "lead_conversion")
        assert (conversion["numerator"], conversion["denominator"]) == (count, len(cohort)), period
        assert conversion["value"] == count / len(cohort)
        assert conversion["beside"]["open"] == len(cohort) - count


def test_olist_leads_by_channel(olist):
    crm, leads, deals = olist
    cohort = [lead for lead in leads.values() if lead["first_contact_date"].startswith("2018-01")]
    # “unknown” says as little as a blank.
    expected = Counter("" if lead["origin"] == "unknown" else lead["origin"] for lead in cohort)
    rows = crm.kpi("2018-01", "lead_conversion")["by"]["channel"]
    assert {row["key"] or "": row["n"] for row in rows} == dict(expected)
    social = {lead["mql_id"] for lead in cohort if lead["origin"] == "social"}
    count = sum(deal["mql_id"] in social for deal in deals)
    assert next(row["value"] for row in rows if row["key"] == "social") == count / len(social)


def test_olist_time_to_close(olist):
    crm, leads, deals = olist
    for month in ("2018-02", "2018-05", "2018-11"):
        days = [
            seconds(midnight(leads[deal["mql_id"]]["first_contact_date"], SAO_PAULO), won_at(deal)) / DAY
            for deal in deals
            if deal["won_date"].startswith(month)
        ]
        cycle = crm.kpi(month, "sales_cycle")
        assert cycle["n"] == len(days)
        assert cycle["value"] == pytest.approx(mean(days), rel=1e-12)
        assert cycle["median"] == pytest.approx(median(days), rel=1e-12)
        assert cycle["p90"] == pytest.approx(ninetieth(days), rel=1e-12)


def test_olist_contracts(olist):
    crm, _leads, deals = olist
    months = Counter(deal["won_date"][:7] for deal in deals)
    for month in ("2017-12", "2018-04", "2018-05", "2018-10"):
        assert crm.value(month, "revenue") == months[month]
        assert crm.value(month, "new_customers") == months[month]
        assert crm.kpi(month, "win_rate")["numerator"] == months[month]
    assert crm.value("2017-11", "new_customers") is None
    assert crm.kpi("2018-05", "average_deal")["reason"] is not None
    by_person = Counter(deal["sr_id"] for deal in deals if deal["won_date"].startswith("2018-05"))
    people = crm.staff("2018-05", "revenue")
    assert {key: row["value"] for key, row in people.items() if row["n"]} == dict(by_person)
    team = {deal["sr_id"] for deal in deals} | {deal["sdr_id"] for deal in deals}
    days = weekdays("2018-05-01", "2018-05-31")
    assert crm.kpi("2018-05", "sales_productivity")["denominator"] == len(team) * days


# CDNOW: every purchase of 23,570 customers over 18 months.

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


# The help desk of an Italian software company: 21,348 events of 4,580 tickets.

ROME = "Europe/Rome"
TAKEN, RESOLVED = "Take in charge ticket", "Resolve ticket"


@pytest.fixture
def helpdesk(data_dir, book) -> tuple[Book, dict[str, list[tuple[datetime, str, str]]]]:
    path = data_dir("helpdesk-italian") / "Helpdesk.csv"
    cases: dict[str, list[tuple[datetime, str, str]]] = defaultdict(list)
    for row in read(path):
        event = (datetime.fromisoformat(row["time:timestamp"]), row["Activity"], row["Resource"])
        cases[row["case:concept:name"]].append(event)
    return book("helpdesk", path, ROME, "2014-02-01"), cases


def last_resolved(
    cases: dict[str, list[tuple[datetime, str, str]]], start: datetime, end: datetime
) -> list[tuple[str, datetime, datetime, datetime, str]]:
    """Case, received, first and last resolved, by whom: cases whose last resolving before the end is in the span."""
    found = []
    for case, events in cases.items():
        resolved = [event for event in events if event[1] == RESOLVED and event[0] < end]
        if resolved and resolved[-1][0] >= start:
            found.append((case, events[0][0], resolved[0][0], resolved[-1][0], resolved[-1][2]))
    return found


@pytest.mark.parametrize(
    ("period", "first", "after"),
    [
        ("2010-06", "2010-06-01", "2010-07-01"),
        ("2011", "2011-01-01", "2012-01-01"),
        ("2012-Q4", "2012-10-01", "2013-01-01"),
    ],
)
def test_helpdesk_resolution(helpdesk, period, first, after):
    crm, cases = helpdesk
    tickets = last_resolved(cases, midnight(first, ROME), midnight(after, ROME))
    hours = [seconds(received, last) / HOUR for _case, received, _first, last, _who in tickets]
    resolution = crm.kpi(period, "resolution_time")
    assert resolution["n"] == len(tickets)
    assert resolution["value"] == pytest.approx(mean(hours), rel=1e-12)
    assert resolution["median"] == pytest.approx(median(hours), rel=1e-12)
    assert resolution["p90"] == pytest.approx(ninetieth(hours), rel=1e-12)
    to_first = mean(seconds(received, first) / HOUR for _case, received, first, _last, _who in tickets)
    assert resolution["beside"]["first_resolution"] == pytest.approx(to_first, rel=1e-12)
    people = Counter(who for *_ticket, who in tickets)
    assert {key: row["n"] for key, row in crm.staff(period, "resolution_time").items() if row["n"]} == dict(people)
    last_day = (date.fromisoformat(after) - timedelta(1)).isoformat()
    productivity = crm.kpi(period, "service_productivity")
    assert productivity["numerator"] == len(tickets)
    assert productivity["denominator"] == 22 * weekdays(first, last_day)


@pytest.mark.parametrize(
    ("period", "first", "after"),
    [("2010-06", "2010-06-01", "2010-07-01"), ("2011", "2011-01-01", "2012-01-01")],
)
def test_helpdesk_first_answers(helpdesk, period, first, after):
    crm, cases = helpdesk
    start, end = midnight(first, ROME), midnight(after, ROME)
    minutes = []
    for events in cases.values():
        answers = [event[0] for event in events if event[1] == TAKEN]
        if answers and start <= answers[0] < end:
            minutes.append(seconds(events[0][0], answers[0]) / HOUR)
    response = crm.kpi(period, "response_time")
    assert response["n"] == len(minutes)
    assert response["value"] == pytest.approx(mean(minutes), rel=1e-12)
    assert response["median"] == pytest.approx(median(minutes), rel=1e-12)


def test_helpdesk_open_tickets(helpdesk):
    crm, cases = helpdesk
    for period, after in (("2010-06", "2010-07-01"), ("2011-12", "2012-01-01"), ("2013-12", "2014-01-01")):
        cut = midnight(after, ROME)
        received = [events for events in cases.values() if events[0][0] < cut]
        still = [events for events in received if not any(e[1] == RESOLVED and e[0] < cut for e in events)]
        assert crm.value(period, "open_tickets") == len(still), period
    assert crm.value("2014-01", "open_tickets") == 11


def test_helpdesk_people(helpdesk):
    crm, cases = helpdesk
    start, end = midnight("2011-03-01", ROME), midnight("2011-04-01", ROME)
    busy = {
        who
        for events in cases.values()
        for place, (at, what, who) in enumerate(events)
        if start <= at < end and (place == 0 or what in (TAKEN, RESOLVED))
    }
    adoption = crm.kpi("2011-03", "adoption_rate")
    assert (adoption["numerator"], adoption["denominator"]) == (len(busy), 22)


def test_helpdesk_charts(helpdesk):
    hold_charts(helpdesk[0], "2013-06")
