"""What is true of every KPI, whatever the data: on the goldens, on random workspaces and on the demo business."""

import json
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from math import sqrt
from typing import Any

import pytest

from crmdesk.domain.figure import Unit
from crmdesk.domain.money import Money, decimals_of
from crmdesk.kpi.as_json import result_json, table_json
from crmdesk.kpi.base import Kpi, all_kpis
from crmdesk.kpi.measure import measure
from crmdesk.kpi.records import records
from tests.kpi.asking import Asked

# The companions and breakdowns that the definitions name (spec, sections 2 and 3).
BESIDE = {
    "csat": "mean scores",
    "nps": "promoters passives detractors margin",
    "clv": "net_sales customer_years_of_year customer_years losses assumed revenue_per_year lifespan_years margin_clv",
    "sales_cycle": "open_older_than_median",
    "churn_rate": "start lost new returned end came_and_went revenue_churn",
    "retention_rate": "start end not_there_at_start",
    "lead_conversion": "open disqualified maturing median_days_to_convert decided decided_rate",
    "win_rate": "by_amount lost_reasons",
    "stage_conversion": "stages",
    "pipeline_value": "deals weighted without_amount overdue",
    "weighted_pipeline": "",
    "marketing_roi": "net revenue_without_campaign marketing_without_campaign campaigns",
    "cac": "new_customers marketing sales last_12_months without_channel clv_to_cac",
    "resolution_time": "first_resolution customer_wait reopened_share business_hours",
    "response_time": "tickets leads waiting oldest_waiting business_hours",
    "lead_response_time": "within_hour never",
    "sales_productivity": "people",
    "service_productivity": "people",
    "adoption_rate": "regular who",
    "revenue": "refunds sales from_new_customers from_returning_customers",
    "new_customers": "",
    "average_deal": "largest",
    "sales_velocity": "open_deals win_rate average_deal sales_cycle",
    "open_tickets": "oldest",
}
BY = {
    "csat": "staff",
    "clv": "channel",
    "sales_cycle": "staff stage",
    "lead_conversion": "channel campaign staff",
    "win_rate": "staff channel",
    "stage_conversion": "stage",
    "pipeline_value": "stage staff",
    "marketing_roi": "campaign",
    "cac": "channel",
    "resolution_time": "staff priority category",
    "response_time": "staff channel",
    "sales_productivity": "staff",
    "service_productivity": "staff",
    "revenue": "channel campaign staff",
    "new_customers": "channel",
    "open_tickets": "priority owner",
}
# Breakdowns that are no partition of what n counts: a deal is in several stages, weeks are no people.
NO_PARTITION = {("sales_cycle", "stage"), ("stage_conversion", "stage"), ("adoption_rate", "staff")}
FIELDS = (
    *("name", "unit", "value", "reason", "n", "numerator", "denominator", "interval", "median", "p90", "previous"),
    *("year_before", "target", "status", "small_sample", "beside", "by"),
)
COHORTS = {"lead_conversion", "stage_conversion"}

every_kpi = pytest.mark.parametrize("kpi", all_kpis(), ids=lambda kpi: kpi.id)


def begun(asked: list[Asked]) -> Iterator[Asked]:
    return (one for one in asked if one.now > one.workspace.calendar.midnight(one.period.first))


def test_there_are_all_the_kpis_of_the_definition() -> None:
    assert {kpi.id for kpi in all_kpis()} == set(BESIDE)


@every_kpi
def test_the_list_behind_a_figure_has_n_rows(kpi: Kpi, asked: list[Asked]) -> None:
    for one in asked:
        found = records(one.workspace, kpi, one.period, one.now)
        assert len(found) == one.results[kpi.id].figure.n, str(one)
        assert len({(row.kind, row.id) for row in found}) == len(found), str(one)


@every_kpi
def test_the_lists_behind_a_ratio_of_counts_have_numerator_and_denominator_rows(kpi: Kpi, asked: list[Asked]) -> None:
    for one in asked:
        figure = one.results[kpi.id].figure
        if kpi.unit is Unit.RATIO:
            above, below = (
                records(one.workspace, kpi, one.period, one.now, part) for part in ("numerator", "denominator")
            )
            assert (len(above), len(below)) == (figure.numerator or 0, figure.denominator or 0), str(one)
            assert {(row.kind, row.id) for row in above} <= {(row.kind, row.id) for row in below}, str(one)


@every_kpi
def test_a_figure_is_its_numerator_over_its_denominator(kpi: Kpi, asked: list[Asked]) -> None:
    for one in asked:
        figure = one.results[kpi.id].figure
        assert (figure.value is None) == (figure.reason is not None), str(one)
        if figure.value is None or figure.numerator is None or not figure.denominator:
            continue
        share = figure.numerator / figure.denominator * (100 if kpi.id == "nps" else 1)
        assert figure.value == pytest.approx(share, rel=1e-12, abs=0.51 if kpi.unit.is_money else 1e-9), str(one)


def test_retention_and_churn_make_exactly_one(asked: list[Asked]) -> None:
    seen = 0
    for one in asked:
        kept, lost = (one.results[id].figure for id in ("retention_rate", "churn_rate"))
        assert (kept.reason, kept.n) == (lost.reason, lost.n), str(one)
        if kept.value is not None and lost.value is not None:
            assert kept.value + lost.value == 1, str(one)
            assert kept.value == 1 - lost.value, str(one)
            seen += 1
    assert seen > 5


def test_the_bridge_of_customers_leads_from_the_start_to_the_end(asked: list[Asked]) -> None:
    for one in begun(asked):
        beside: Any = one.results["churn_rate"].figure.beside
        assert beside["start"] - beside["lost"] + beside["new"] + beside["returned"] == beside["end"], str(one)
        retained: Any = one.results["retention_rate"].figure.beside
        assert beside["new"] + beside["returned"] == retained["not_there_at_start"], str(one)


def test_funnels_never_rise(asked: list[Asked]) -> None:
    for one in begun(asked):
        figure = one.results["stage_conversion"].figure
        stages: Any = figure.beside["stages"]
        reached = [stage["reached"] for stage in stages]
        assert reached == sorted(reached, reverse=True), str(one)
        if stages and figure.n:
            assert reached[0] == figure.n, str(one)
            assert all(stage["amount"] <= stages[0]["amount"] for stage in stages), str(one)


@every_kpi
def test_the_comparisons_are_the_figures_of_those_periods(kpi: Kpi, asked: list[Asked]) -> None:
    for one in asked:
        if one.now < one.workspace.calendar.midnight(one.period.end):
            continue
        before, year = measure(one.workspace, [kpi], [one.period.before(), one.period.year_before()], one.now)
        result = one.results[kpi.id]
        assert result.previous == before[kpi.id].figure.value, str(one)
        assert result.year_before == year[kpi.id].figure.value, str(one)


@every_kpi
def test_nothing_is_known_of_a_period_that_has_not_begun(kpi: Kpi, asked: list[Asked]) -> None:
    for one in asked:
        if one.now <= one.workspace.calendar.midnight(one.period.first):
            result = one.results[kpi.id]
            figure = result.figure
            assert (figure.value, figure.reason, figure.n) == (None, "no_data", 0)
            assert (figure.numerator, figure.denominator, result.previous, result.year_before) == (None,) * 4


@every_kpi
def test_every_breakdown_adds_up_to_n(kpi: Kpi, asked: list[Asked]) -> None:
    for one in begun(asked):
        figure = one.results[kpi.id].figure
        for name, rows in figure.by.items():
            assert len({row.key for row in rows}) == len(rows), (str(one), name)
            assert all(row.key is not None for row in rows[:-1]), (str(one), name)
            if (kpi.id, name) not in NO_PARTITION:
                assert sum(row.n for row in rows) == figure.n, (str(one), name)
            if kpi.id in ("revenue", "pipeline_value", "new_customers", "open_tickets") and figure.value is not None:
                assert sum(row.value or 0 for row in rows) == figure.value, (str(one), name)


@every_kpi
def test_every_companion_and_breakdown_is_there_whatever_the_value(kpi: Kpi, asked: list[Asked]) -> None:
    for one in asked:
        document = result_json(one.results[kpi.id])
        assert set(BESIDE[kpi.id].split()) <= set(document["beside"]), str(one)
        assert set(BY.get(kpi.id, "").split()) <= set(document["by"]), str(one)
        assert set(document["beside"]) == set(kpi.beside), "what is beside a KPI is declared"


@every_kpi
def test_json_has_every_field_is_finite_and_round_trips(kpi: Kpi, asked: list[Asked]) -> None:
    for one in asked:
        document = result_json(one.results[kpi.id])
        assert tuple(document) == FIELDS
        assert json.loads(json.dumps(document, allow_nan=False)) == document, str(one)
        for rows in document["by"].values():
            assert all(set(row) == {"key", "label", "value", "n"} for row in rows)


def test_the_table_says_what_was_asked(asked: list[Asked]) -> None:
    for one in asked:
        document = table_json(one.workspace, one.period, one.now, one.results)
        assert set(document) == {"period", "as_of", "currency", "timezone", "kpis"}
        assert set(document["period"]) == {"label", "start", "end"}
        assert one.workspace.calendar.parse(document["as_of"]) == one.now


@pytest.mark.parametrize("kpi", [kpi for kpi in all_kpis() if kpi.unit.is_money], ids=lambda kpi: kpi.id)
def test_money_has_no_more_decimals_than_the_currency(kpi: Kpi, asked: list[Asked]) -> None:
    for one in asked:
        result = one.results[kpi.id]
        document = result_json(result)
        least = -decimals_of(result.currency)
        values = [document[name] for name in ("value", "median", "p90", "previous", "year_before")]
        values += [row["value"] for rows in document["by"].values() for row in rows]
        values += [document["beside"][name] for name, value in result.figure.beside.items() if isinstance(value, Money)]
        for value in values:
            # 250.0 and 1e+16 have no decimals; repr is the shortest text that means the float.
            exponent = 0 if value is None else Decimal(repr(value)).normalize().as_tuple().exponent
            assert isinstance(exponent, int) and exponent >= least, (str(one), value)


@every_kpi
def test_ratios_of_counts_carry_wilsons_interval(kpi: Kpi, asked: list[Asked]) -> None:
    for one in asked:
        result = one.results[kpi.id]
        figure = result.figure
        if kpi.unit is not Unit.RATIO or figure.value is None:
            assert result.interval is None, str(one)
            continue
        assert result.interval is not None, str(one)
        low, high = result.interval
        p, n, z = figure.value, figure.n, 1.96
        middle, spread = p + z * z / 2 / n, z * sqrt(p * (1 - p) / n + z * z / 4 / n / n)
        assert low == pytest.approx(max(0, (middle - spread) / (1 + z * z / n)), abs=1e-12), str(one)
        assert high == pytest.approx(min(1, (middle + spread) / (1 + z * z / n)), abs=1e-12), str(one)
        assert low <= p <= high or p == pytest.approx(low) or p == pytest.approx(high), str(one)


@every_kpi
def test_means_carry_median_and_p90_and_nothing_else_does(kpi: Kpi, asked: list[Asked]) -> None:
    is_mean = kpi.id in ("sales_cycle", "resolution_time", "response_time", "lead_response_time", "average_deal")
    for one in asked:
        figure = one.results[kpi.id].figure
        assert (figure.median is not None) == (figure.p90 is not None) == (is_mean and figure.value is not None)
        if figure.median is not None and figure.p90 is not None:
            assert figure.median <= figure.p90


@every_kpi
def test_a_small_sample_is_marked(kpi: Kpi, asked: list[Asked]) -> None:
    assert all(one.results[kpi.id].small_sample == (one.results[kpi.id].figure.n < 10) for one in asked)


@every_kpi
def test_every_kpi_explains_itself(kpi: Kpi) -> None:
    assert len(kpi.help) > 40 and kpi.help[0].isupper() and kpi.help.endswith(".")
    assert kpi.name and kpi.formula and kpi.example and kpi.unit and kpi.better and kpi.area
    assert kpi.cohort == (kpi.id in COHORTS)
    assert set(kpi.split) >= set(BY.get(kpi.id, "").split())


def test_a_build_that_lost_the_kpi_files_says_so() -> None:
    code = (
        "import pkgutil; pkgutil.iter_modules = lambda path: iter(())\n"
        "from crmdesk.kpi.base import all_kpis\n"
        "try: all_kpis()\n"
        "except RuntimeError as fault: print(fault)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "no KPI files" in done.stdout
