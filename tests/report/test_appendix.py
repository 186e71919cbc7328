"""The lists behind figures, printed at the end."""

from __future__ import annotations

import re

from crmdesk.domain.period import parse_period
from crmdesk.kpi.base import all_kpis
from crmdesk.kpi.measure import measure
from crmdesk.report.appendix import MOST_ROWS, appendix
from crmdesk.report.material import gather
from crmdesk.report.options import Options
from crmdesk.report.parts import Table
from crmdesk.report.write import write
from tests.report.conftest import NOW, sell
from tests.report.reading import collisions, outline_of, text_of

OCTOBER = parse_period("2026-10")


def test_every_list_has_as_many_rows_as_the_figure_counts(demo, now):
    material = gather(demo, OCTOBER, now)
    results = measure(demo, all_kpis(), [OCTOBER], now)[0]
    for kpi in all_kpis():
        (part,) = appendix(demo, material, [kpi.id])
        tables = [block for block in part.blocks if isinstance(block, Table)]
        assert sum(len(one.rows) + one.left_out for one in tables) == results[kpi.id].figure.n, kpi.id


def test_lists_follow_the_summary_page_by_page_and_name_who_it_was(demo, now, tmp_path):
    done = write(demo, OCTOBER, now, tmp_path / "x.pdf", Options(appendix=("revenue", "csat", "churn_rate")))
    assert done.pages > 2 and list(collisions(done.path)) == []
    text = text_of(done.path)
    assert "Revenue: 135 records, 70,751 EUR, continued" in text and "csat" not in text
    assert "Customer satisfaction: 30 records, 28 in the share (✓)" in text and text.count("✓") >= 30
    assert outline_of(done.path)[-3:] == [
        title for title in outline_of(done.path) if re.search(r"\d records?(, |$)", title)
    ]
    assert done.path.stat().st_size < 300_000


def test_long_lists_share_the_room_and_say_what_is_left_out(shop):
    workspace = shop()
    sell(workspace, "2026-10-05T10:00", 5000, times=500)
    material = gather(workspace, OCTOBER, workspace.calendar.parse(NOW))
    sales, buyers = appendix(workspace, material, ["revenue", "new_customers"])
    table = sales.blocks[0]
    assert isinstance(table, Table) and len(table.rows) == MOST_ROWS - 1 and table.left_out == 500 - len(table.rows)
    assert buyers.title == "New customers: 1 record"


def test_a_figure_that_counts_nothing_says_so(shop, tmp_path):
    workspace = shop()
    options = Options(pages=1, appendix=("csat",))
    done = write(workspace, OCTOBER, workspace.calendar.parse(NOW), tmp_path / "x.pdf", options)
    assert done.pages == 2 and "No record is counted in this period." in text_of(done.path)
