"""The funnel: how far the deals of a period came, as bars from the left."""

from __future__ import annotations

from crmdesk.domain.plot_bars import Bar, bars
from crmdesk.domain.wording import number_text, percent_text
from crmdesk.drawing.base import Drawn, chart
from crmdesk.drawing.items import about, label_of, row_item, rows_of
from crmdesk.kpi.overview import Overview
from crmdesk.text import N_, _


@chart("stage_conversion.stage", "stage_conversion", N_("Funnel by stage"))
def funnel(overview: Overview) -> Drawn:
    """One bar for each stage: the deals that came so far, and their share of the stage before."""
    result = overview.results["stage_conversion"]
    rows = rows_of(result, "stage")
    heads = (_("Stage"), _("Deals"), _("Of the stage before"), _("Dropped"))
    lines, cells, before = [], [], 0
    for row in rows:
        share = "–" if row.value is None else percent_text(row.value, 0)
        text = number_text(row.n) if row.value is None else f"{number_text(row.n)} · {share}"
        lines.append(Bar(label_of(row), row.n, row.n, text))
        cells.append((label_of(row), number_text(row.n), share, number_text(before - row.n) if before else "–"))
        before = row.n
    drawn = bool(rows and rows[0].n)
    empty = "" if drawn else _("No deal entered the pipeline in this period.")
    hint = _("deals that came so far · % of the stage before")
    items = [row_item(result, "stage", row) for row in rows] if drawn else []
    return Drawn(
        bars(lines) if drawn else (), items, heads, cells, hint, len(lines), empty, about(_("deals"), overview)
    )
