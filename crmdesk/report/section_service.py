"""Service on paper: how satisfied customers are, how long they wait, and what they write about."""

from __future__ import annotations

from itertools import accumulate

from crmdesk.domain.figure import Unit
from crmdesk.domain.plot import Role
from crmdesk.domain.plot_bars import bar, shares
from crmdesk.domain.wording import duration_text, number_text, percent_text
from crmdesk.kpi.base import Area
from crmdesk.kpi.measure import Result
from crmdesk.report.material import Material
from crmdesk.report.parts import Align, Block, Cell, Chart, Head, Section, Table, Words
from crmdesk.report.tables import beside, count, figures, number, table, value_of
from crmdesk.text import _

_CATEGORIES, _LEAST = 6, 3
_BAR = 9.0


def service(material: Material) -> Section:
    """Answers, waiting times, categories, and the figures that the scorecard leaves out."""
    results = material.results
    blocks: list[Block] = [*_answers(results["csat"]), *_promoters(results["nps"])]
    times = [_times(_("First answer"), results["response_time"]), _times(_("Resolution"), results["resolution_time"])]
    if said := " ".join(text for text in times if text):
        blocks.append(Words(said))
    if categories := _categories(material):
        blocks.append(categories)
    if others := figures(material, Area.SERVICE):
        blocks.append(others)
    return Section("service", _("Service"), blocks)


def _answers(result: Result) -> list[Block]:
    scores = beside(result).get("scores")
    if not isinstance(scores, dict) or not result.figure.n:
        return [Words(_("No customer answered how satisfied they are."))]
    roles = (Role.BAD, Role.BAD, Role.REST, Role.BEFORE, Role.ACTUAL)
    parts = [(scores.get(str(grade), 0), role) for grade, role in zip(range(1, 6), roles, strict=True)]
    said = " · ".join(number_text(scores.get(str(grade), 0)) for grade in range(1, 6))
    caption = _("Satisfaction, answers of 1 to 5: {scores}").format(scores=said)
    return [Chart(caption, shares(parts), _BAR)]


def _promoters(result: Result) -> list[Block]:
    stands = beside(result)
    if not result.figure.n:
        return []
    counts = [count(stands.get(name)) for name in ("detractors", "passives", "promoters")]
    caption = _("Detractors {bad} · passives {mid} · promoters {good} (score ± {margin})").format(
        margin=number_text(number(stands.get("margin")) or 0),
        bad=number_text(counts[0]),
        mid=number_text(counts[1]),
        good=number_text(counts[2]),
    )
    return [Chart(caption, shares(list(zip(counts, (Role.BAD, Role.REST, Role.ACTUAL), strict=True))), _BAR)]


def _times(name: str, result: Result) -> str:
    if result.figure.median is None or result.figure.p90 is None:
        return ""
    return _("{name}: half within {median}, nine in ten within {p90}.").format(
        name=name, median=duration_text(result.figure.median), p90=duration_text(result.figure.p90)
    )


def _categories(material: Material) -> Table | None:
    """Tickets resolved by category, most first, with the share that they and those above make up."""
    found = [row for row in material.results["resolution_time"].figure.by.get("category", ()) if row.n]
    if not found:
        return None
    order = sorted(found, key=lambda row: (-row.n, row.key is None, row.label or ""))
    total = sum(row.n for row in order)
    rows: list[list[Cell]] = [
        [
            row.label or _("no category"),
            bar(row.n, order[0].n),
            number_text(row.n),
            percent_text(reached / total, 0),
            value_of(row, Unit.HOURS, ""),
        ]
        for row, reached in zip(order, accumulate(row.n for row in order), strict=True)
    ]
    heads = [
        Head(_("Tickets resolved"), 0.32, Align.LEFT),
        Head("", 0.22, Align.PICTURE),
        Head(_("Number"), 0.14),
        Head(_("in all"), 0.12),
        Head(_("mean time"), 0.20),
    ]
    return table(heads, rows, _CATEGORIES, _LEAST)
