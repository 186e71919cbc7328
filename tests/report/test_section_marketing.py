"""Marketing on paper: each channel with what a customer costs there, and how many times that one brings in."""

from crmdesk.drawing.base import all_charts
from crmdesk.report.parts import Table
from crmdesk.report.section_marketing import marketing


def test_channels_say_how_many_times_its_cost_a_customer_brings_in_as_the_dashboard_does(october):
    table = next(block for block in marketing(october).blocks if isinstance(block, Table))
    place = [head.text for head in table.heads].index("CLV:CAC")
    shown = {row[0]: row[place] for row in table.rows}
    drawn = all_charts()["cac.channel"].draw(october.overview)
    known = {row[0]: row[-1] for row in drawn.rows if row[0] in shown}
    assert len(known) > 1 and any("×" in text for text in known.values())
    assert {name: shown[name] for name in known} == known
