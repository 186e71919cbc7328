"""The 24 months of a figure as its chart wants them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from crmdesk.chart.history import History, Look
from crmdesk.domain.figure import Unit
from crmdesk.kpi.measure import Result
from crmdesk.screen.charts import month_label, scaled
from crmdesk.text import _
from crmdesk.ui.theme import colours_of

_SUFFIX = {Unit.RATIO: " %", Unit.HOURS: " h", Unit.DAYS: " d", Unit.MULTIPLE: "×"}
_BARS = {Unit.MONEY, Unit.MONEY_A_DAY, Unit.COUNT, Unit.COUNT_A_DAY}


def history_of(months: Sequence[Result]) -> tuple[History, str]:
    """What is drawn, and what the marks mean."""
    unit = months[-1].kpi.unit
    history = History(
        [month_label(one.period) for one in months],
        [scaled(one, one.figure.value) for one in months],
        [scaled(one, one.year_before) for one in months],
        [scaled(one, one.target) for one in months],
        _SUFFIX.get(unit, ""),
        unit in _BARS,
    )
    hint = _("dark: actual · light: year before")
    if any(one.target is not None for one in months):
        hint = _("dark: actual · light: year before · stroke: goal")
    return history, f"{hint} · {months[-1].currency}" if unit.is_money else hint


def look_of(widget: QWidget) -> Look:
    """The colours that are on."""
    colours = colours_of(widget)
    return Look(colours.panel, colours.text, colours.line, colours.actual, colours.before, colours.accent)
