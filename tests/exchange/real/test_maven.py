"""A maker of hardware, 8,800 deals of 2016 and 2017, against figures worked out from the raw files."""

from collections import Counter
from decimal import Decimal
from statistics import mean, median

import pytest

from tests.exchange.real.by_hand import (
    DAY,
    NEW_YORK,
    Book,
    hold_charts,
    midnight,
    money,
    ninetieth,
    read,
    seconds,
    weekdays,
)

pytestmark = pytest.mark.slow


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


def test_maven_charts(maven):
    hold_charts(maven[0], "2017-09")
