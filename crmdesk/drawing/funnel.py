"""The funnel: how far the deals of a period came, as bars from the left, each with those that it lost."""

from __future__ import annotations

from crmdesk.domain.figure import Row
from crmdesk.domain.plot_bars import Level, funnel
from crmdesk.domain.wording import number_text, percent_text
from crmdesk.drawing.base import Drawn, chart
from crmdesk.drawing.items import Items, about, label_of, part_item, rows_of
from crmdesk.kpi.measure import Result
from crmdesk.kpi.overview import Overview
from crmdesk.text import N_, _


@chart("stage_conversion.stage", "stage_conversion", N_("Funnel by stage"))
def stages(overview: Overview) -> Drawn:
    """One bar for each stage: the deals that came so far, their share of the stage before, and who came no further."""
    result = overview.results["stage_conversion"]
    rows, said = rows_of(result, "stage"), about(_("deals"), overview)
    heads = (_("Stage"), _("Deals"), _("Of the stage before"), _("Dropped"))
    pairs = list(zip(rows, [None, *rows], strict=False))
    cells = [_cells(row, before) for row, before in pairs]
    if not rows or not rows[0].n:
        empty = _("No deal entered the pipeline in this period.")
        return Drawn((), heads=heads, rows=cells, empty=empty, about=said)
    items = Items()
    levels = [_level(result, row, before, items) for row, before in pairs]
    hint = _("% of the stage before · outline: came no further")
    return Drawn(funnel(levels), items, heads, cells, hint, len(levels), about=said)


def _level(result: Result, row: Row, before: Row | None, items: Items) -> Level:
    item = items.add(part_item(result, f"reached {row.id}", label_of(row), row.n))
    text = number_text(row.n) if row.value is None else f"{number_text(row.n)} · {percent_text(row.value, 0)}"
    dropped = 0 if before is None else before.n - row.n
    if before is None or not dropped:
        return Level(label_of(row), row.n, text, item=item)
    label = _("{stage} and no further").format(stage=label_of(before))
    lost = items.add(part_item(result, f"lost after {before.id}", label, dropped))
    return Level(label_of(row), row.n, text, number_text(-dropped), item, lost)


def _cells(row: Row, before: Row | None) -> tuple[str, ...]:
    share = "–" if row.value is None else percent_text(row.value)
    dropped = "–" if before is None else number_text(before.n - row.n)
    return label_of(row), number_text(row.n), share, dropped
