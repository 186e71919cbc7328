"""What single charts show, by the sense that they make."""

from dataclasses import replace

from crmdesk.domain.figure import Row
from crmdesk.domain.plot import Line, Rect, Role
from crmdesk.drawing.base import all_charts
from crmdesk.drawing.causes import tickets
from crmdesk.drawing.items import rows_of
from crmdesk.kpi.overview import Overview
from crmdesk.store.file import Workspace
from tests.drawing.overviews import overview_of


def test_the_running_month_and_the_next_one_are_hatched_and_open_nothing(business: Workspace):
    running = overview_of(business, "2026-11", "2026-11-12T15:00")
    drawn = all_charts()["revenue"].draw(running)
    hatched = [mark.item for mark in drawn.picture if isinstance(mark, Rect) and mark.role is Role.FORECAST]
    assert len(hatched) == 2
    assert all(drawn.items[item].link is None and drawn.items[item].n is None for item in hatched)
    assert drawn.rows[-1][0] == "Dec 2026, expected"


def test_the_year_before_of_a_running_month_goes_as_far_as_that_has_come(business: Workspace):
    drawn = all_charts()["revenue"].draw(overview_of(business, "2026-11", "2026-11-12T15:00"))
    labels = [item.label for item in drawn.items]
    assert "1 Nov – 12 Nov 2025, the year before" in labels
    assert "Nov 2025, the year before" not in labels


def test_people_stand_in_the_order_of_their_names_whatever_they_did(october: Overview):
    charts = [one for one in all_charts().values() if one.team]
    assert charts
    for one in charts:
        names = [row[0] for row in one.draw(october).rows]
        named = [name for name in names if name != "(none)"]
        assert named == sorted(named, key=str.casefold), one.id


def test_other_lines_stand_with_the_most_first(october: Overview):
    names = [row[0] for row in all_charts()["revenue.channel"].draw(october).rows]
    rows = rows_of(october.results["revenue"], "channel")
    named = sorted((row for row in rows if row.key), key=lambda row: -(row.value or 0))
    assert names == [*(row.label for row in named), *("(none)" for row in rows if row.key is None)]


def test_many_causes_end_in_the_others_and_the_table_has_them_all(october: Overview):
    rows = tuple(Row(f"cause {n}", f"cause {n}", 1.0, 40 - n) for n in range(20))
    result = october.results["resolution_time"]
    many = replace(result, figure=replace(result.figure, by={"category": rows}))
    drawn = tickets.draw(replace(october, results={**october.results, "resolution_time": many}))
    assert (drawn.lines, len(drawn.items), len(drawn.rows)) == (13, 12, 20)
    assert drawn.rows[-1][-1] == "100.0 %"
    assert "12 of 20 shown" in drawn.hint


def test_refunds_that_exceed_the_sales_lie_to_the_left(october: Overview):
    result = october.results["revenue"]
    rows = (Row("web", "web", 5000, 2), Row("shop", "shop", -2000, 1))
    given_back = replace(result, figure=replace(result.figure, by={"channel": rows}))
    drawn = all_charts()["revenue.channel"].draw(replace(october, results={**october.results, "revenue": given_back}))
    bars = {mark.item: mark for mark in drawn.picture if isinstance(mark, Rect)}
    zero = next(mark for mark in drawn.picture if isinstance(mark, Line) and mark.role is Role.AXIS).points[0][0]
    assert bars[0].x >= zero
    assert bars[1].x < zero


def test_a_chart_says_itself_in_a_sentence(october: Overview):
    spoken = all_charts()["churn_rate.bridge"].draw(october).spoken
    assert spoken.startswith("Start, ")
    assert spoken.count(";") == 4
