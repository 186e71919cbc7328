"""What is true of every chart."""

import pytest

from crmdesk.domain.plot import Label
from crmdesk.drawing.base import all_charts, charts_of
from crmdesk.kpi.base import all_kpis
from crmdesk.kpi.overview import Overview


def test_every_kpi_has_its_course_and_a_chart_for_each_breakdown():
    charts = all_charts()
    wanted = {kpi.id for kpi in all_kpis()} | {f"{kpi.id}.{split}" for kpi in all_kpis() for split in kpi.split}
    assert wanted <= set(charts)
    assert all(charts_of(kpi.id)[0].id == kpi.id for kpi in all_kpis())


@pytest.mark.parametrize("id", all_charts())
def test_marks_point_at_items_and_the_table_has_a_cell_for_each_head(id: str, october: Overview):
    drawn = all_charts()[id].draw(october)
    pointed = {mark.item for mark in drawn.picture if not isinstance(mark, Label)} - {-1}
    assert pointed <= set(range(len(drawn.items)))
    assert all(len(row) == len(drawn.heads) for row in drawn.rows)
    assert bool(drawn.picture) != bool(drawn.empty)
