"""The sheet for the wall: one large page of charts that the whole business may see, so none of single people."""

from __future__ import annotations

from collections.abc import Sequence

from crmdesk.report.charts import chart
from crmdesk.report.material import Material
from crmdesk.report.notes import letters_note
from crmdesk.report.options import Options
from crmdesk.report.parts import Chart, Poster, Section
from crmdesk.report.sentence import sentence
from crmdesk.report.summary import footer_of, head_of
from crmdesk.text import _

# In the order of the sheet, as many as it holds; where a business has nothing to show in one, the next moves up.
CHARTS = (
    *("revenue", "pipeline_value.stage", "stage_conversion.stage"),
    *("csat.scores", "response_time", "resolution_time.causes"),
    *("goals", "marketing_roi.campaign", "retention_rate.cohorts"),
    *("new_customers", "churn_rate.bridge", "cac.channel"),
    *("resolution_time", "win_rate.lost", "nps.groups", "sales_cycle", "open_tickets.age", "lead_conversion.channel"),
    *("revenue.channel", "win_rate", "open_tickets.priority", "resolution_time.category"),
)


def poster(material: Material, options: Options, missing: Sequence[str] = ()) -> Poster:
    """The charts that have something to show; `missing` are the letters that no font has."""
    head = head_of(material, _("At a glance"), options.logo)
    found: list[Section] = []
    for id in CHARTS:
        title, block = chart(material.overview, id)
        # A breakdown of one line says nothing.
        if isinstance(block, Chart) and block.lines != 1:
            found.append(Section(f"chart {id}", title, [block]))
    return Poster(
        head=head,
        sentence=sentence(material) if options.has("sentence") else "",
        tiles=found,
        note=letters_note(missing) if missing else "",
        footer=footer_of(material, head),
        keywords=[head.title, head.period, *(part.title for part in found)],
    )
