"""Charts of the spreadsheet twin, drawn by the spreadsheet from numbers that stand beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from crmdesk.domain.figure import Row
from crmdesk.domain.wording import short_period_text
from crmdesk.kpi.measure import Result
from crmdesk.report.material import Material
from crmdesk.report.scorecard import primary
from crmdesk.report.sheets import Cell, Sheets, in_major
from crmdesk.report.tables import beside, count
from crmdesk.text import _

# The looks of paper: actual dark, the year before light, the plan an outline.
_DARK, _LIGHT, _MIDDLE = "#262626", "#A6A6A6", "#767676"
_BEFORE: dict[str, Any] = {"fill": {"color": _LIGHT}, "gap": 60, "overlap": 35}
_ACTUAL: dict[str, Any] = {"fill": {"color": _DARK}}
_PLAN: dict[str, Any] = {"fill": {"none": True}, "border": {"color": _DARK, "width": 1}}
_REST: dict[str, Any] = {"fill": {"color": "#F2F2F2"}, "border": {"color": _MIDDLE, "width": 0.75}}
_MARKER: dict[str, Any] = {"type": "circle", "size": 6, "fill": {"color": "white"}, "border": {"color": _DARK}}
_LINE: dict[str, Any] = {"line": {"color": _MIDDLE, "width": 1.5}, "marker": _MARKER}
_WIDE, _HIGH, _ACROSS = 480, 250, 3
_COLUMNS, _ROWS = 8, 13
# Letters in the columns of numbers.
_NUMBERS = 14


@dataclass(frozen=True, slots=True)
class _Series:
    """Numbers under one head, and how they look."""

    head: str
    values: Sequence[Cell]
    look: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A chart: its kind, its names at the axis, its series, and the number format of its values."""

    title: str
    kind: dict[str, str]
    names: Sequence[str]
    series: Sequence[_Series]
    shown: str
    line: _Series | None = None


def chart_sheets(sheets: Sheets, material: Material) -> None:
    """A sheet of charts, and one with their numbers."""
    drawings = [*_courses(sheets, material), *_parts(sheets, material)]
    if not drawings:
        return
    board = sheets.book.add_worksheet(_("Charts"))
    board.hide_gridlines(2)
    board.set_landscape()
    board.fit_to_pages(1, 0)
    data = sheets.book.add_worksheet(_("Chart data"))
    column = 0
    for number, one in enumerate(drawings):
        row, place = divmod(number, _ACROSS)
        board.insert_chart(row * _ROWS, place * _COLUMNS, _chart(sheets, data, column, one))
        column += len(one.series) + (3 if one.line else 2)


def _courses(sheets: Sheets, material: Material) -> list[_Drawing]:
    """Each figure of the scorecard, unit by unit."""
    names = [short_period_text(next(iter(results.values())).period) for results in material.series]
    found = []
    for kpi in primary():
        results = [one[kpi.id] for one in material.series]
        actual = _values(results, [one.figure.value for one in results])
        if all(value is None for value in actual):
            continue
        before = _values(results, [one.year_before for one in results])
        series = [_Series(_("Year before"), before, _BEFORE), _Series(_("Actual"), actual, _ACTUAL)]
        plan = _values(results, [one.target for one in results])
        if any(value is not None for value in plan):
            series.append(_Series(_("Goal"), plan, _PLAN))
        found.append(_Drawing(_(kpi.name), {"type": "column"}, names, series, sheets.number(kpi.unit)))
    return found


def _values(results: Sequence[Result], values: Sequence[object]) -> list[Cell]:
    return [in_major(result, value) for result, value in zip(results, values, strict=True)]


def _parts(sheets: Sheets, material: Material) -> list[_Drawing]:
    """The pipeline by stage, the funnel, what tickets were about."""
    results = material.results
    found = []
    pipeline = results["pipeline_value"]
    if rows := pipeline.figure.by.get("stage", ()):
        weighted = {row.key: row.value or 0 for row in results["weighted_pipeline"].figure.by.get("stage", ())}
        solid = [in_major(pipeline, weighted.get(row.key, 0)) for row in rows]
        rest = [in_major(pipeline, (row.value or 0) - weighted.get(row.key, 0)) for row in rows]
        series = [
            _Series(_("weighted by probability"), solid, {**_ACTUAL, "gap": 40, "overlap": 100}),
            _Series(_("the rest"), rest, _REST),
        ]
        kind = {"type": "bar", "subtype": "stacked"}
        found.append(_Drawing(_("Pipeline by stage"), kind, _names(rows), series, sheets.number(pipeline.kpi.unit)))
    stages = beside(results["stage_conversion"]).get("stages")
    if isinstance(stages, list) and stages and stages[0]["reached"]:
        reached = _Series(_("Deals"), [count(one["reached"]) for one in stages], {**_ACTUAL, "gap": 40})
        names = [one["stage"] for one in stages]
        found.append(_Drawing(_("Funnel by stage"), {"type": "bar"}, names, [reached], "#,##0"))
    return [*found, *_causes(results["resolution_time"])]


def _causes(result: Result) -> list[_Drawing]:
    """Tickets by cause, most first, with the share that they and those before make up."""
    rows = sorted((row for row in result.figure.by.get("category", ()) if row.n), key=lambda row: -row.n)
    if not rows:
        return []
    whole = sum(row.n for row in rows)
    share: list[Cell] = [reached / whole for reached in accumulate(row.n for row in rows)]
    tickets = _Series(_("Tickets"), [row.n for row in rows], {**_ACTUAL, "gap": 40})
    line = _Series(_("in all"), share, {**_LINE, "y2_axis": True})
    return [_Drawing(_("Tickets resolved by cause"), {"type": "column"}, _names(rows), [tickets], "#,##0", line)]


def _names(rows: Sequence[Row]) -> list[str]:
    return [row.label or _("(none)") for row in rows]


def _chart(sheets: Sheets, data: Any, column: int, one: _Drawing) -> Any:
    """Writes the numbers of a chart from a column on, and makes the chart of them."""
    data.write_string(0, column, one.title, sheets.head)
    data.set_column(column, column, 18)
    data.set_column(column + 1, column + len(one.series) + 1, _NUMBERS)
    for line, name in enumerate(one.names, 2):
        data.write_string(line, column, name)
    chart = sheets.book.add_chart(one.kind)
    for place, series in enumerate(one.series, column + 1):
        chart.add_series(_series(sheets, data, column, place, series, one.shown))
    if one.line is not None:
        over = sheets.book.add_chart({"type": "line"})
        over.add_series(_series(sheets, data, column, column + len(one.series) + 1, one.line, "0%"))
        over.set_y2_axis({"min": 0, "max": 1, "num_format": "0%", "line": {"none": True}})
        chart.combine(over)
    chart.set_title({"name": one.title, "overlay": False, "name_font": {"size": 11}})
    lies = one.kind["type"] == "bar"
    # Cents at an axis are noise.
    axis = "#,##0" if one.shown.startswith("#,##0") else one.shown
    values: dict[str, Any] = {
        "num_format": axis,
        "major_gridlines": {"visible": not lies, "line": {"color": "#D9D9D9"}},
    }
    if all(value >= 0 for series in one.series for value in series.values if isinstance(value, int | float)):
        # A bar that does not begin at nought is as long as somebody wanted it to be.
        values["min"] = 0
    if lies:
        # With the first bar on top the values would stand there too.
        chart.set_y_axis({"reverse": True})
        chart.set_x_axis({**values, "label_position": "high"})
    else:
        chart.set_y_axis(values)
        chart.set_x_axis({"label_position": "low"})
    chart.set_legend({"none": True} if len(one.series) == 1 and one.line is None else {"position": "bottom"})
    chart.set_size({"width": _WIDE, "height": _HIGH})
    return chart


def _series(sheets: Sheets, data: Any, first: int, column: int, series: _Series, shown: str) -> dict[str, Any]:
    data.write_string(1, column, series.head, sheets.head)
    for line, value in enumerate(series.values, 2):
        if isinstance(value, int | float):
            data.write_number(line, column, value, sheets.format(shown))
    last, sheet = len(series.values) + 1, data.get_name()
    return {
        "name": [sheet, 1, column],
        "categories": [sheet, 2, first, last, first],
        "values": [sheet, 2, column, last, column],
        **series.look,
    }
