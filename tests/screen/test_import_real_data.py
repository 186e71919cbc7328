"""Six real data sets come in by clicks alone, and give the figures that are counted here from the raw files.

They are the figures that the mapping import gives (`tests/exchange/real`), a few of each data set.
"""

import contextlib
import csv
import io
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from statistics import mean
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crmdesk.cli import main
from crmdesk.screen.importing.acts import DONE, NAMES, PLAN
from crmdesk.store.file import create
from tests.screen.import_hands import Hands

pytestmark = pytest.mark.slow

HOUR = 3600
NO_ANSWERS: Mapping[str, str] = {}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


class Book:
    """A workspace, and the figures of its periods."""

    def __init__(self, file: Path, as_of: str) -> None:
        self.file, self.as_of = file, as_of

    def kpi(self, period: str, name: str) -> dict[str, Any]:
        out = io.StringIO()
        words = ("kpis", str(self.file), "--period", period, "--as-of", self.as_of, "--only", name, "--json")
        with contextlib.redirect_stdout(out):
            assert main(list(words)) == 0
        found: dict[str, Any] = json.loads(out.getvalue())["kpis"][name]
        return found


@pytest.fixture
def bring_in(make_window, tmp_path) -> Callable[..., Book]:
    """Brings files in: what is probable is taken, but for these answers."""

    def bring(files: list[Path], zone: str, as_of: str, answers: Mapping[str, str] = NO_ANSWERS) -> Book:
        file = tmp_path / "Real.crmdesk"
        create(file, {"currency": "EUR", "timezone": zone}).close()
        window = make_window(file)
        hands = Hands(window, files)
        hands.next()
        hands.next()
        assert hands.page.step == NAMES
        for question, answer in answers.items():
            hands.answer(question, answer)
        if hands.page.names.all.isVisible():
            hands.click(hands.page.names.all)
        assert hands.open_questions() == {}
        hands.next()
        assert hands.page.step == PLAN
        assert not hands.page.plan.buttons["rejected"].isVisible()
        hands.next()
        assert hands.page.step == DONE
        window.leave_workspace()
        return Book(file, as_of)

    return bring


def money(amounts: Iterator[str]) -> float:
    return float(sum((Decimal(one) for one in amounts), Decimal()))


def test_maven_deals_by_clicks(data_dir, bring_in):
    folder = data_dir("maven-crm")
    files = [folder / name for name in ("accounts.csv", "sales_teams.csv", "sales_pipeline.csv")]
    crm = bring_in(files, "America/New_York", "2018-01-15")
    deals = read(folder / "sales_pipeline.csv")
    won = [deal for deal in deals if deal["deal_stage"] == "Won"]
    rate = crm.kpi("2017", "win_rate")
    assert (rate["numerator"], rate["denominator"]) == (4238, 6711)
    third = money(deal["close_value"] for deal in won if "2017-07" <= deal["close_date"] < "2017-10")
    assert crm.kpi("2017-Q3", "revenue")["value"] == third
    assert crm.kpi("2017-12", "pipeline_value")["n"] == 2089
    assert crm.kpi("2017-Q3", "sales_productivity")["denominator"] == 35 * 65


def test_olist_leads_and_deals_by_clicks(data_dir, bring_in):
    folder = data_dir("olist-funnel")
    files = [folder / f"olist_{name}_dataset.csv" for name in ("closed_deals", "marketing_qualified_leads")]
    # The file names no amounts: each contract counts as one.
    crm = bring_in(files, "America/Sao_Paulo", "2018-12-01", {"need:stage_id": "new:won", "sales": "1"})
    deals, leads = (read(file) for file in files)
    cohort = {lead["mql_id"] for lead in leads if lead["first_contact_date"].startswith("2018-01")}
    conversion = crm.kpi("2018-01", "lead_conversion")
    count = sum(deal["mql_id"] in cohort for deal in deals)
    assert (conversion["numerator"], conversion["denominator"]) == (count, len(cohort))
    assert crm.kpi("2018-05", "revenue")["value"] == sum(deal["won_date"].startswith("2018-05") for deal in deals)
    zone = ZoneInfo("America/Sao_Paulo")
    first = {lead["mql_id"]: lead["first_contact_date"] for lead in leads}
    days = [
        datetime.fromisoformat(deal["won_date"]).replace(tzinfo=zone).timestamp()
        - datetime.fromisoformat(first[deal["mql_id"]]).replace(tzinfo=zone).timestamp()
        for deal in deals
        if deal["won_date"].startswith("2018-05")
    ]
    cycle = crm.kpi("2018-05", "sales_cycle")
    assert cycle["n"] == len(days)
    assert cycle["value"] == pytest.approx(mean(days) / 24 / HOUR, rel=1e-9)


def test_cdnow_purchases_by_clicks(data_dir, bring_in):
    path = data_dir("cdnow") / "CDNOW_master.txt"
    crm = bring_in([path], "America/New_York", "1998-07-15")
    rows = [line.split() for line in path.read_text(encoding="ascii").splitlines()[1:]]
    assert crm.kpi("1997-03", "revenue")["value"] == money(row[3] for row in rows if row[1].startswith("199703"))
    first: dict[str, str] = {}
    for customer, day, _cds, amount in rows:
        if Decimal(amount) > 0:
            first[customer] = min(day, first.get(customer, "9"))
    fresh = sum(day.startswith("199703") for day in first.values())
    assert crm.kpi("1997-03", "new_customers")["value"] == fresh


def test_the_help_desk_by_clicks(data_dir, bring_in):
    path = data_dir("helpdesk-italian") / "Helpdesk.csv"
    crm = bring_in([path], "Europe/Rome", "2014-02-01")
    cases: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in read(path):
        cases[row["case:concept:name"]].append(row)
    hours = []
    for events in cases.values():
        resolved = [one["time:timestamp"] for one in events if one["Activity"] == "Resolve ticket"]
        if resolved and resolved[-1].startswith("2011"):
            span = datetime.fromisoformat(resolved[-1]) - datetime.fromisoformat(events[0]["time:timestamp"])
            hours.append(span.total_seconds() / HOUR)
    resolution = crm.kpi("2011", "resolution_time")
    assert resolution["n"] == pytest.approx(len(hours), abs=1)
    assert resolution["value"] == pytest.approx(mean(hours), rel=1e-3)
    assert crm.kpi("2014-01", "open_tickets")["value"] == 11


def test_marketing_spend_by_clicks(data_dir, bring_in):
    path = data_dir("marketing-spend") / "Marketing.csv"
    crm = bring_in([path], "Europe/Berlin", "2021-03-15")
    rows = read(path)
    assert crm.kpi("2021-02", "revenue")["value"] == pytest.approx(money(row["revenue"] for row in rows))
    cost, gained = money(row["campaign_cost"] for row in rows), money(row["revenue"] for row in rows)
    found = crm.kpi("2021-02", "marketing_roi")
    assert found["denominator"] == pytest.approx(cost)
    assert found["value"] == pytest.approx(gained / cost)


def test_the_airport_survey_by_clicks(data_dir, bring_in):
    path = data_dir("sfo-survey") / "2016_SFO_Customer_Survey.csv"
    answers = {"kind": "surveys", "need:score": "column:Q7ALL"}
    crm = bring_in([path], "America/Los_Angeles", "2016-07-01", answers)
    scores = [row["Q7ALL"] for row in read(path) if row["Q7ALL"] in "12345"]
    satisfied = sum(score in "45" for score in scores)
    found = crm.kpi("2016-05", "csat")
    assert (found["numerator"], found["denominator"]) == (satisfied, len(scores))
