"""8,000 leads of a marketplace and the 842 deals that were won, against figures worked out from the raw files."""

from collections import Counter
from datetime import datetime
from statistics import mean, median
from zoneinfo import ZoneInfo

import pytest

from tests.exchange.real.by_hand import DAY, Book, midnight, ninetieth, read, seconds, weekdays

pytestmark = pytest.mark.slow

SAO_PAULO = "America/Sao_Paulo"


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
