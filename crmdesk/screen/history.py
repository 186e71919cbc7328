"""The 24 months of a figure as its chart wants them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from crmdesk.chart.history import History, Look
from crmdesk.domain.calendar import date_of_day
from crmdesk.domain.figure import Unit
from crmdesk.domain.period import Period
from crmdesk.kpi.measure import Result
from crmdesk.screen.charts import month_label, scaled
from crmdesk.text import _
from crmdesk.ui.theme import colours_of

MANY = 13
_SUFFIX = {Unit.RATIO: " %", Unit.HOURS: " h", Unit.DAYS: " d", Unit.MULTIPLE: "×"}
_BARS = {Unit.MONEY, Unit.MONEY_A_DAY, Unit.COUNT, Unit.COUNT_A_DAY}


def history_of(months: Sequence[Result]) -> tuple[History, str]:
    """What is drawn, and what the marks mean."""
    unit = months[-1].kpi.unit
    bars = unit in _BARS
    history = History(
        [_label(one.period, len(months)) for one in months],
        [scaled(one, one.figure.value) for one in months],
        [scaled(one, one.year_before) for one in months],
        [scaled(one, one.target) for one in months],
        _SUFFIX.get(unit, ""),
        bars,
    )
    hint = _("narrow: actual · wide: year before") if bars else _("strong: actual · faint: year before")
    if any(one.target is not None for one in months):
        hint = _("{marks} · stroke: goal").format(marks=hint)
    return history, f"{hint} · {months[-1].currency}" if unit.is_money else hint


def _label(period: Period, count: int) -> str:
    """Every month of a year by its name; of longer times the first of each quarter."""
    quarterly = date_of_day(period.first).month % 3 == 1
    return month_label(period) if quarterly or count <= MANY else ""


def look_of(widget: QWidget) -> Look:
    """The colours that are on."""
    colours = colours_of(widget)
    return Look(colours.panel, colours.text, colours.line, colours.actual, colours.before, colours.accent)
