"""Goals, running periods, and lists of the part that n does not count."""

import json
from pathlib import Path

import pytest

from crmdesk.domain.period import parse_period
from crmdesk.kpi import remember
from crmdesk.kpi.base import Kpi, all_kpis, kpi_of
from crmdesk.kpi.measure import measure
from crmdesk.kpi.records import records
from crmdesk.store.file import Workspace, open_workspace
from tests.kpi.asking import Asked, imported
from tests.kpi.story import STAGES, told

SALES = "id,sold_at,amount\n1,2026-03-01,900\n"


@pytest.mark.parametrize("kpi", all_kpis(), ids=lambda kpi: kpi.id)
def test_both_parts_of_every_figure_can_be_listed(kpi: Kpi, asked: list[Asked]) -> None:
    kinds = {"contact", "deal", "ticket", "sale", "expense", "survey", "staff"}
    for one in asked:
        for part in ("numerator", "denominator"):
            found = records(one.workspace, kpi, one.period, one.now, part)
            assert {row.kind for row in found} <= kinds
            assert all(row.label for row in found)


@pytest.mark.parametrize(
    ("target", "status"),
    [("900", "on track"), ("899.99", "on track"), ("1000", "at risk"), ("1000.01", "off track"), ("-1", "on track")],
)
def test_a_goal_missed_by_more_than_a_tenth_is_off_track(target: str, status: str, tmp_path: Path) -> None:
    with told(tmp_path, {"sales": SALES, "goals": f"kpi,period,target\nrevenue,2026-03,{target}\n"}) as story:
        assert (story("revenue")["target"], story("revenue")["status"]) == (float(target), status)
        assert story("revenue", period="2026-02")["status"] is None


@pytest.mark.parametrize(("target", "status"), [("4", "on track"), ("3.7", "at risk"), ("3.6", "off track")])
def test_where_less_is_better_a_goal_is_missed_from_above(target: str, status: str, tmp_path: Path) -> None:
    contacts = "id,kind,name,lead_at,first_response_at\na,person,A,2026-03-02T00:00,2026-03-02T04:00\n"
    goals = f"kpi,period,target\nlead_response_time,2026-03,{target}\nnps,2026-03,10\n"
    with told(tmp_path, {"contacts": contacts, "goals": goals}) as story:
        assert story("lead_response_time")["status"] == status
        assert (story("nps")["value"], story("nps")["target"], story("nps")["status"]) == (None, 10, "no data")


def test_a_fiscal_years_goal_is_named_after_the_year_in_which_it_starts(tmp_path: Path) -> None:
    goals = "kpi,period,target\nrevenue,2025,1\nrevenue,2025-Q4,2\nrevenue,2026-03,3\n"
    with told(tmp_path, {"sales": SALES, "goals": goals}, fiscal_year_start_month=4) as story:
        assert [story("revenue", period=text)["target"] for text in ("2025", "2025-Q4", "2026-03")] == [1, 2, 3]


def test_while_a_period_runs_it_is_compared_to_date(tmp_path: Path) -> None:
    sales = "id,sold_at,amount\n1,2026-02-01,1\n2,2026-02-02T23:59,2\n3,2026-02-03,4\n4,2026-03-01,8\n5,2026-03-02,16\n"
    with told(tmp_path, {"sales": sales}) as story:
        found = story("revenue", as_of="2026-03-02T12:00")
        assert (found["value"], found["previous"]) == (24, 3)
        assert story("revenue")["previous"] == 7
        period, now = parse_period("2026-03"), story.workspace.calendar.parse("2026-03-02T12:00")
        assert measure(story.workspace, [kpi_of("revenue")], [period], now)[0]["revenue"].running


def test_a_deal_won_at_first_contact_has_no_velocity(tmp_path: Path) -> None:
    deals = "id,stage_id,amount,opened_at,closed_at\nd,won,100,2026-03-02,2026-03-02\n"
    with told(tmp_path, {"stages": STAGES, "deals": deals}) as story:
        assert (story("sales_velocity")["value"], story("sales_velocity")["reason"]) == (None, "no_denominator")
        assert story("sales_cycle")["value"] == 0


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "sales.csv").write_text(SALES, encoding="utf-8")
    return open_workspace(imported(tmp_path / "small.crmdesk", tmp_path / "folder"))


def test_only_so_much_is_remembered(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remember, "MOST", 30)
    with workspace:
        now = workspace.calendar.parse("2026-04-10")
        for text in ("2026-02", "2026-03"):
            found, fresh = remember.measure_remembered(workspace, all_kpis(), [parse_period(text)], now)
            remember.keep(workspace, fresh)
            assert remember.remembered(workspace, all_kpis(), [parse_period(text)], now) == found
        ((count,),) = workspace.rows("SELECT count(*) FROM remembered")
        assert count == len(all_kpis()), "the latest results stay, older ones make room"


def test_what_cannot_be_remembered_is_not_half_remembered(workspace: Workspace) -> None:
    with workspace:
        good = remember.Fresh("a", "b", json.dumps({}))
        with pytest.raises(Exception, match=r"(?i)null|bind"):
            remember.keep(workspace, [good, remember.Fresh("c", "d", None)])  # type: ignore[arg-type]  # what breaks it is what is tried
        assert workspace.rows("SELECT count(*) FROM remembered") == [(0,)]
        remember.keep(workspace, [good])
        assert workspace.rows("SELECT key FROM remembered") == [("a",)]
