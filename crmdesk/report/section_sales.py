"""Sales on paper: revenue over time, the pipeline by stage, the funnel, and what was lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crmdesk.domain.period import Period
from crmdesk.domain.plot_bars import bar
from crmdesk.domain.wording import number_text, percent_text, period_text
from crmdesk.kpi.base import Area
from crmdesk.report.charts import chart
from crmdesk.report.material import Material
from crmdesk.report.parts import Align, Block, Cell, Chart, Head, Section, Table, Words
from crmdesk.report.tables import NOTHING, beside, count, figures, whole_money
from crmdesk.text import _, n_

_REASONS_SHOWN = 4
# The two charts of the first page, and how high they are in points.
_COURSES = ("revenue", "new_customers", "response_time", "resolution_time")
_SPLITS = ("pipeline_value.stage", "open_tickets.age", "csat.scores", "revenue.channel")
_HEIGHT, _ROWS, _MORE = 88.0, 12, 9.0


def first_charts(material: Material, rows: int) -> list[Section]:
    """The course and the breakdown of the first page: of what the business sells, else of what it does; the higher, the
    fewer rows the scorecard above them has.
    """
    height = _HEIGHT + _MORE * max(_ROWS - rows, 0)
    return [_first(material, some, height) for some in (_COURSES, _SPLITS)]


def _first(material: Material, ids: Sequence[str], height: float) -> Section:
    """The first of these charts that has something to show; where none has, the first one says why."""
    found = [(id, *chart(material.overview, id)) for id in ids]
    id, title, block = next((one for one in found if isinstance(one[2], Chart)), found[0])
    if id == "revenue":
        title = _("Revenue by {unit}").format(unit=_unit_word(material.period))
    return Section(f"chart {id}", title, [replace(block, height=height) if isinstance(block, Chart) else block])


def sales(material: Material) -> Section:
    """The funnel, the other figures of selling, and why deals were lost."""
    blocks: list[Block] = [_funnel(material)]
    if table := figures(material, Area.SALES):
        blocks.append(table)
    blocks += [Words(text) for text in (_cycle(material), _lost(material)) if text]
    return Section("sales", _("Sales"), blocks)


def _funnel(material: Material) -> Block:
    stages = beside(material.results["stage_conversion"]).get("stages")
    if not isinstance(stages, list) or not stages or not stages[0]["reached"]:
        return Words(_("No deal entered the pipeline in {period}.").format(period=period_text(material.period)))
    rows: list[list[Cell]] = []
    entered = before = stages[0]["reached"]
    for stage in stages:
        reached, share = stage["reached"], stage["share_of_before"]
        step = NOTHING if share is None else percent_text(share, 0)
        drop = NOTHING if share is None else number_text(reached - before)
        amount = whole_money(stage["amount"], material.settings.currency)
        rows.append([stage["stage"], bar(reached, entered), number_text(reached), step, drop, amount])
        before = reached
    heads = [
        Head(_("Stage reached"), 0.28, Align.LEFT),
        Head("", 0.22, Align.PICTURE),
        Head(_("Deals"), 0.11),
        Head(_("Step", "share"), 0.11),
        Head(_("Drop"), 0.11),
        Head(_("Amount"), 0.17),
    ]
    return Table(heads, rows)


def _cycle(material: Material) -> str:
    result = material.results["sales_cycle"]
    older = count(beside(result).get("open_older_than_median"))
    if result.figure.median is None or result.figure.p90 is None:
        return ""
    text = n_(
        "Half of the deals won took up to {median} days, nine in ten {p90}; {n} open deal is older than {median}.",
        "Half of the deals won took up to {median} days, nine in ten {p90}; {n} open deals are older than {median}.",
        older,
    )
    return text.format(
        median=number_text(result.figure.median, 1), p90=number_text(result.figure.p90, 1), n=number_text(older)
    )


def _lost(material: Material) -> str:
    reasons = beside(material.results["win_rate"]).get("lost_reasons")
    if not isinstance(reasons, dict) or not reasons:
        return ""
    order = sorted(reasons, key=lambda reason: (-reasons[reason], reason == "", reason))
    said = [f"{reason or _('no reason given')} {number_text(reasons[reason])}" for reason in order[:_REASONS_SHOWN]]
    rest = sum(reasons[reason] for reason in order[_REASONS_SHOWN:])
    if rest:
        said.append(_("other {n}").format(n=number_text(rest)))
    total = number_text(sum(reasons.values()))
    return _("Lost deals ({n}): {reasons}.").format(n=total, reasons=", ".join(said))


def _unit_word(period: Period) -> str:
    return {"month": _("month"), "quarter": _("quarter"), "year": _("year")}.get(period.kind, _("period"))
