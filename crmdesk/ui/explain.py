"""What a figure means, and on what it stands, in the owner's words."""

from __future__ import annotations

from crmdesk.domain.change import arrow
from crmdesk.domain.wording import (
    change_text,
    figure_text,
    number_text,
    percent_text,
    short_period_text,
    value_text,
)
from crmdesk.kpi.measure import Result
from crmdesk.text import _
from crmdesk.ui.face import goal_of, why_text

Line = tuple[str, str]


def help_text(result: Result) -> str:
    """What the figure means."""
    return " ".join(_(result.kpi.help).split())


def facts(result: Result) -> list[Line]:
    """Sample, spread, comparisons and goal, each as a name and a text."""
    figure, unit, currency = result.figure, result.kpi.unit, result.currency
    lines: list[Line] = []
    if figure.value is None:
        lines.append((_("Why there is no figure"), why_text(figure.reason)))
    lines.append((_("Records counted (n)"), number_text(figure.n)))
    if result.small_sample and figure.value is not None:
        lines.append((_("Small sample"), _("fewer than 10 records: read it with care")))
    if result.interval is not None:
        low, high = result.interval
        interval = _("{low} to {high}").format(low=percent_text(low), high=percent_text(high))
        lines.append((_("Likely range (95 %)"), interval))
    if figure.median is not None:
        lines.append((_("Median"), value_text(figure.median, unit, currency)))
    if figure.p90 is not None:
        lines.append((_("9 of 10 are below"), value_text(figure.p90, unit, currency)))
    for period, value in (
        (result.period.before(), result.previous),
        (result.period.year_before(), result.year_before),
    ):
        change = change_text(figure.value, value, unit) if value is not None and figure.value is not None else ""
        shown = f" ({arrow(figure.value, value)} {change})".replace("( ", "(") if change else ""
        lines.append((short_period_text(period), f"{figure_text(value, unit, currency, None)}{shown}"))
    if (goal := goal_of(result)) is not None:
        lines.append((_("Goal"), f"{figure_text(result.target, unit, currency, None)} · {goal.sign} {goal.status}"))
    return lines
