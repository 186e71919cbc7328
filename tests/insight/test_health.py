"""What `crmdesk check` finds in the data: one story for each kind of problem, and one without any."""

from pathlib import Path

import pytest

from crmdesk.insight.health import CHECKS, WEAKENS, problems
from crmdesk.insight.trust import health
from crmdesk.kpi.base import all_kpis
from crmdesk.store.file import open_workspace
from crmdesk.store.listing import LISTINGS
from crmdesk.store.problems import BY_KIND, PRESET
from crmdesk.store.query import Query
from crmdesk.store.query import count as listed
from tests.interchange import bring, write

NOW = "2026-04-10"
STAGES = "id,name,position,kind\nlead,Lead,1,open\nwon,Won,2,won\nlost,Lost,3,lost\n"
GOOD = {
    "staff": "id,name\nana,Ana\n",
    "campaigns": "id,name\nk,Fair\n",
    "stages": STAGES,
    "contacts": "id,kind,name,company_id,channel,lead_at,first_response_at,owner_id\n"
    "firm,company,Firm,,,,,\npia,person,Pia,firm,Web,2026-03-01T09:00,2026-03-01T10:00,ana\nzoe,person,Zoe,firm,,,,\n",
    "deals": "id,title,owner_id,amount,contact_id,stage_id,opened_at,closed_at,lost_reason,expected_close_on\n"
    "a,A,ana,5,zoe,lead,2026-04-01,,,2026-04-10\nb,B,ana,5,zoe,won,2026-03-01,2026-03-02,,\n"
    "c,C,ana,,,lost,2026-03-01,2026-03-02,price,2026-03-01\n",
    "tickets": "id,subject,owner_id,opened_at,first_response_at,resolved_at\n"
    "a,A,ana,2026-03-01,2026-03-02,2026-03-02\nb,B,ana,2026-04-01,,\n",
    "sales": "id,sold_at,amount,contact_id,deal_id,note\n1,2026-03-01,5,zoe,,\n2,2026-03-01,5,,b,\n",
    "expenses": "id,spent_on,amount,category,campaign_id\n1,2026-03-01,5,marketing,k\n2,2026-03-01,5,sales,\n",
    "surveys": "id,kind,answered_at,score,contact_id\n1,nps,2026-03-01,9,zoe\n2,csat,2026-03-01,5,\n",
    "activities": "id,kind,at,staff_id\n1,call,2026-03-01,ana\n",
}
# Kind of problem, the table that has it, the rows that do, the example.
STORIES = {
    "deals_without_amount": (
        "deals", "d,Open,ana,,,lead,2026-04-01,,,\ne,Won,ana,,,won,2026-03-01,2026-03-02,,\n", 2, "Open"
    ),
    "deals_without_owner": ("deals", "d,Nobody's,,5,,lead,2026-04-01,,,\n", 1, "Nobody's"),
    "deals_overdue": ("deals", "d,Late,ana,5,,lead,2026-04-01,,,2026-04-09\n", 1, "Late"),
    "lost_without_reason": ("deals", "d,Gone,ana,5,,lost,2026-03-01,2026-03-02,,\n", 1, "Gone"),
    "sales_without_customer": ("sales", "3,2026-03-01,5,,,Cash\n4,2026-03-01,5,,c,\n", 2, "Cash"),
    "customers_without_channel": ("contacts", "max,person,Max,,,,,\n", 0, ""),
    "deals_stale": ("deals", "d,Quiet,ana,5,,lead,2026-03-01,,,\n", 1, "Quiet"),
    "won_without_sale": ("deals", "d,Unbilled,ana,5,pia,won,2026-03-01,2026-03-02,,\n", 1, "Unbilled"),
    "deals_long_ago": ("deals", "d,Old,ana,,,lost,1970-01-01,2026-03-02,price,\n", 1, "Old"),
    "sales_twice": ("sales", "3,2026-03-01,5,zoe,,\n", 1, "#3"),
    "sales_long_ago": ("sales", "3,1970-01-01,5,zoe,,Old\n", 1, "Old"),
    "leads_without_channel": ("contacts", "max,person,Max,,,2026-04-01T09:00,,ana\n", 1, "Max"),
    "leads_without_owner": ("contacts", "max,person,Max,,Web,2026-04-01T09:00,,\n", 1, "Max"),
    "leads_answered_before": ("contacts", "max,person,Max,,Web,2026-03-01T09:00,2026-03-01T08:59,ana\n", 1, "Max"),
    "leads_never_answered": ("contacts", "max,person,Max,,Web,2026-03-01T09:00,,ana\n", 1, "Max"),
    "leads_long_ago": ("contacts", "max,person,Max,,Web,1970-01-01,2026-03-01T09:00,ana\n", 1, "Max"),
    "tickets_waiting_long": ("tickets", "c,Silent,ana,2026-03-01,,\n", 1, "Silent"),
    "tickets_answered_before": ("tickets", "c,Clock,ana,2026-03-02,2026-03-01,2026-03-03\n", 1, "Clock"),
    "tickets_long_ago": ("tickets", "c,Old,ana,1970-01-01,2026-03-01,2026-03-03\n", 1, "Old"),
    "expenses_long_ago": ("expenses", "3,1970-01-01,5,sales,\n", 1, "#3"),
    "answers_of_nobody": ("surveys", "3,nps,2026-03-01,5,\n", 1, "#3"),
    "activities_of_nobody": ("activities", "2,call,2026-03-01,\n", 1, "#2"),
    "tickets_never_answered": ("tickets", "c,Silent,ana,2026-03-01,,2026-03-02\n", 1, "Silent"),
    "tickets_without_owner": ("tickets", "c,,,2026-04-01,,\n", 1, "#3"),
    "marketing_without_campaign": ("expenses", "3,2026-03-01,5,marketing,\n", 1, "#3"),
    "sales_in_the_future": ("sales", "3,2026-04-11,5,zoe,,Early\n", 1, "Early"),
    "deals_closed_in_the_future": (
        "deals", "d,Early,ana,5,,won,2026-03-01,2026-04-10T00:01,,\n", 1, "Early"
    ),
}  # fmt: skip


def found(place: Path, tables: dict[str, str]) -> dict[str, tuple[int, str]]:
    folder = write(place / "folder", tables)
    assert bring(place / "a.crmdesk", folder)["rejected"] == []
    with open_workspace(place / "a.crmdesk", read_only=True) as workspace:
        now = workspace.calendar.parse(NOW)
        return {one.check.kind: (one.count, one.example) for one in problems(workspace, now)}


def test_good_data_has_no_problem(tmp_path: Path) -> None:
    assert found(tmp_path, GOOD) == {}


@pytest.mark.parametrize("kind", [check.kind for check in CHECKS])
def test_a_problem_is_counted_with_an_example(kind: str, tmp_path: Path) -> None:
    table, rows, count, example = STORIES[kind]
    seen = found(tmp_path, {**GOOD, table: GOOD[table] + rows})
    assert seen == ({kind: (count, example)} if count else {})


def test_a_customer_without_a_channel_has_bought_and_so_have_its_people(tmp_path: Path) -> None:
    contacts = GOOD["contacts"] + "max,person,Max,,,,,\nltd,company,Ltd,,,,,\neva,person,Eva,ltd,,,,\n"
    contacts += "sub,person,Sub,,,,,\n"
    deals = GOOD["deals"] + "d,D,ana,5,eva,won,2026-03-01,2026-03-02,,\n"
    sales = GOOD["sales"] + "3,2026-03-01,5,max,,\n4,2026-03-01,5,,d,\n5,2026-03-01,-5,sub,,\n"
    seen = found(tmp_path, {**GOOD, "contacts": contacts, "deals": deals, "sales": sales})
    assert seen == {"customers_without_channel": (2, "Max")}


@pytest.mark.parametrize("kind", [kind for kind, story in STORIES.items() if story[2]])
def test_the_list_of_a_problem_has_its_records_and_its_figures_are_believed_less(kind: str, tmp_path: Path) -> None:
    table, rows, count, _example = STORIES[kind]
    folder = write(tmp_path / "folder", {**GOOD, table: GOOD[table] + rows})
    bring(tmp_path / "a.crmdesk", folder)
    with open_workspace(tmp_path / "a.crmdesk", read_only=True) as workspace:
        now = workspace.calendar.parse(NOW)
        query = Query(BY_KIND[kind].listing, preset=f"{PRESET}{kind}")
        assert listed(workspace, query, now) == count
        found = health(workspace, now)
    assert found.counts[kind][0] == count < found.counts[kind][1] + 1
    assert {one.kpi for one in found.beliefs if one.percent < 100} == set(WEAKENS[kind])
    assert {one.kind for one in found.beliefs if one.troubled} == {kind}
    assert found.score < 100


def test_good_data_is_believed_and_so_is_none(tmp_path: Path) -> None:
    for name, tables in {"good": GOOD, "none": {"stages": STAGES}}.items():
        bring(tmp_path / f"{name}.crmdesk", write(tmp_path / name, tables))
        with open_workspace(tmp_path / f"{name}.crmdesk", read_only=True) as workspace:
            found = health(workspace, workspace.calendar.parse(NOW))
        assert found.score == 100 and {one.percent for one in found.beliefs} == {100}


def test_a_problem_of_another_list_is_no_preset_of_this_one() -> None:
    assert LISTINGS["contacts"].preset(f"{PRESET}sales_twice") is None


def test_every_problem_weakens_kpis_that_there_are() -> None:
    known = {kpi.id for kpi in all_kpis()}
    for check in CHECKS:
        assert check.weakens and set(check.weakens) <= known
        assert check.title and check.kind in STORIES
