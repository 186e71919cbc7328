"""Goals on paper: of the business, of persons and of channels, each with how it stands and why it was set."""

from crmdesk.domain.period import parse_period
from crmdesk.kpi.only import only
from crmdesk.report.material import gather
from crmdesk.report.parts import Points, Table, Words
from crmdesk.report.section_goals import goals
from crmdesk.store.goal import Goal
from crmdesk.store.staff import Staff
from tests.report.conftest import sell

OCTOBER = parse_period("2026-10")


def aims(workspace):
    """Goals of all kinds around October 2026, with 1000 EUR sold in it."""
    sell(workspace, "2026-10-05", 100_000)
    with workspace.operation("Goals") as tx:
        ana = tx.insert(Staff, {"name": "Ana", "role": "sales"})
        goal = {"kpi": "revenue", "target": "2000"}
        tx.insert(Goal, {**goal, "period": "2026-10"})
        tx.insert(Goal, {**goal, "period": "2026-Q4", "note": "For the\nvan"})
        tx.insert(Goal, {**goal, "period": "2026", "note": "For the van"})
        tx.insert(Goal, {**goal, "period": "2026-10", "staff_id": ana, "note": "y" * 200})
        tx.insert(Goal, {**goal, "period": "2026-10", "channel": "Web", "target": "900"})
        tx.insert(Goal, {**goal, "period": "2026-09"})
    return ana


def rows_of(section):
    table = next(block for block in section.blocks if isinstance(block, Table))
    return {row[0]: row for row in table.rows}


def test_every_goal_that_the_scorecard_does_not_show_stands_with_its_status(shop):
    workspace = shop()
    aims(workspace)
    section = goals(gather(workspace, OCTOBER, workspace.calendar.parse("2026-10-16T12:00")))
    rows = rows_of(section)
    assert set(rows) == {"Revenue, Q4 2026", "Revenue, 2026", "Revenue, Ana", "Revenue, Web"}
    assert rows["Revenue, Web"][2:] == ["1,000", "900.00", "on track · 11 d"]
    assert rows["Revenue, Ana"][3:] == ["2,000", "off track · 11 d"]
    (points,) = [block for block in section.blocks if isinstance(block, Points)]
    assert points.optional and len(points.texts) == 2 and all(len(text) <= 90 for text in points.texts)


def test_a_month_that_is_over_says_what_was_met_and_what_was_missed(shop):
    workspace = shop()
    aims(workspace)
    rows = rows_of(goals(gather(workspace, OCTOBER, workspace.calendar.parse("2026-11-03"))))
    assert rows["Revenue, Web"][4] == "met" and rows["Revenue, Q4 2026"][4] == "on track · 43 d"


def test_one_person_is_told_of_their_own_goals_alone(shop):
    workspace = shop()
    ana = aims(workspace)
    found = gather(workspace, OCTOBER, workspace.calendar.parse("2026-11-03"), only(staff=ana)).goals
    assert [one.aim.whose for one in found] == [("Ana",)]


def test_where_no_goal_or_none_but_those_of_the_scorecard_is_set_that_is_said(shop):
    workspace = shop()
    now = workspace.calendar.parse("2026-11-03")
    assert goals(gather(workspace, OCTOBER, now)).blocks == [Words("No goal is set for this period.")]
    with workspace.operation("Goal") as tx:
        tx.insert(Goal, {"kpi": "revenue", "period": "2026-10", "target": "1"})
    assert goals(gather(workspace, OCTOBER, now)).blocks == [Words("All goals are on the scorecard.")]
