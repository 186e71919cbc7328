"""The open deals by stage: what they are worth, the part that their probabilities promise drawn solid."""

from __future__ import annotations

from crmdesk.domain.plot_bars import Bar, bars
from crmdesk.domain.wording import compact_text, number_text
from crmdesk.drawing.base import Drawn, chart
from crmdesk.drawing.items import Items, about, label_of, row_item, rows_of, scaled, unit_text, value_text_of
from crmdesk.kpi.overview import Overview
from crmdesk.text import N_, _


@chart("pipeline_value.stage", "pipeline_value", N_("Pipeline by stage"))
def pipeline(overview: Overview) -> Drawn:
    """One bar for each stage that holds open deals."""
    whole, part = overview.results["pipeline_value"], overview.results["weighted_pipeline"]
    promised = {row.key: row for row in rows_of(part, "stage")}
    items = Items()
    lines, cells = [], []
    for row in rows_of(whole, "stage"):
        solid = promised[row.key]
        value, weighted = scaled(whole, row.value) or 0.0, scaled(part, solid.value) or 0.0
        own = items.add(row_item(whole, "stage", row))
        label = _("{stage}, weighted by probability").format(stage=label_of(row))
        inner = items.add(row_item(part, "stage", solid, label))
        lines.append(Bar(label_of(row), value, weighted, f"{compact_text(value)} ({number_text(row.n)})", own, inner))
        texts = (value_text_of(whole, row.value), value_text_of(part, solid.value))
        cells.append((label_of(row), *texts, number_text(row.n)))
    heads = (_("Stage"), _("Amount"), _("Weighted"), _("Deals"))
    empty = "" if lines else _("No deal is open.")
    hint = _("solid: weighted by probability · (number of deals)") if lines else ""
    picture = bars(lines) if lines else ()
    return Drawn(picture, items, heads, cells, hint, len(lines), empty, about(unit_text(whole), overview))
