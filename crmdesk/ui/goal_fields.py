"""What goals are set for, as people read and choose it: a KPI by its name, a period by its words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from crmdesk.domain.calendar import date_of_day
from crmdesk.domain.errors import FieldError, UserError
from crmdesk.domain.figure import Unit
from crmdesk.domain.period import Period, parse_period
from crmdesk.domain.wording import decimal_text, period_text, value_text
from crmdesk.kpi.base import Kpi, all_kpis
from crmdesk.store.file import Workspace
from crmdesk.text import _

_STORED = re.compile(r"\d{4}(-(Q[1-4]|\d\d))?", re.ASCII)
# Goals are set for periods that end from a month ago on and begin within so many days.
_BACK, _AHEAD = 31, 400


def kpi_names() -> dict[str, str]:
    """What each KPI is called, by its id."""
    return {kpi.id: _(kpi.name) for kpi in all_kpis()}


def period_name(label: str, workspace: Workspace) -> str:
    """`October 2026` of `2026-10`; what is no period as it is."""
    try:
        return period_text(_period(label, workspace))
    except UserError:
        return label


def period_names(workspace: Workspace, now: int) -> dict[str, str]:
    """The months, quarters and years around now, by how they are stored."""
    today = workspace.calendar.day_of(now)
    year = date_of_day(today).year
    years = range(year - 1, year + 3)
    labels = [f"{one}-{month:02}" for one in years for month in range(1, 13)]
    labels += [f"{one}-Q{quarter}" for one in years for quarter in range(1, 5)]
    labels += [str(one) for one in years]
    periods = {label: _period(label, workspace) for label in labels}
    near = {label: one for label, one in periods.items() if one.end > today - _BACK and one.first < today + _AHEAD}
    return {label: period_text(one) for label, one in near.items()}


def target_text(target: str, kpi: str, workspace: Workspace) -> str:
    """A target in the unit of its KPI: `30.0 %` of 0.3; that of an unknown KPI as the plain number it is."""
    known = {one.id: one for one in all_kpis()}
    if kpi not in known:
        return decimal_text(target)
    unit, settings = known[kpi].unit, workspace.settings
    number = float(target) * 10**settings.decimals if unit.is_money else float(target)
    return value_text(number, unit, settings.currency)


def target_as_typed(target: str, kpi: str) -> str:
    """A target as a person would type it: a share in percent."""
    shares = {one.id for one in all_kpis() if one.unit is Unit.RATIO}
    if kpi not in shares:
        return decimal_text(target)
    return f"{decimal_text(format((Decimal(target) * 100).normalize(), 'f'))} %"


def goal_faults(values: Mapping[str, Any], workspace: Workspace) -> list[FieldError]:
    """What is wrong with a goal as its KPI sees it: how much is asked, of whom, and by when."""
    kpi = {one.id: one for one in all_kpis()}.get(values.get("kpi") or "")
    if kpi is None:
        return []
    found = [_share_fault(kpi, values), _whose_fault(kpi, values), _day_fault(values, workspace)]
    return [fault for fault in found if fault is not None]


def _share_fault(kpi: Kpi, values: Mapping[str, Any]) -> FieldError | None:
    """A share is never more than all of something."""
    target = values.get("target")
    if kpi.unit is not Unit.RATIO or not target or float(target) <= 1:
        return None
    text = _("is more than 100 %; write a share with its sign, such as 30 %")
    return FieldError("target", _("“{text}” {problem}.").format(text=target, problem=text))


def _whose_fault(kpi: Kpi, values: Mapping[str, Any]) -> FieldError | None:
    """Not every figure can be measured for one person or one channel."""
    for column, name, text in (
        ("staff_id", "staff", _("{kpi} is not measured for single persons; leave this empty.")),
        ("channel", "channel", _("{kpi} is not measured for single channels; leave this empty.")),
    ):
        if values.get(column) is not None and name not in kpi.filters:
            return FieldError(column, text.format(kpi=_(kpi.name)))
    return None


def _day_fault(values: Mapping[str, Any], workspace: Workspace) -> FieldError | None:
    due, label = values.get("due_on"), values.get("period")
    if due is None or label is None or due >= _period(label, workspace).first:
        return None
    return FieldError("due_on", _("This day lies before the period begins; choose a later one or leave it empty."))


def typed_kpi(text: str) -> str:
    """The id of the KPI of that name or id. Raises ValueError with the end of a sentence."""
    wanted = text.strip().casefold()
    for key, name in kpi_names().items():
        if wanted in (key, name.casefold()):
            return key
    raise ValueError(_("is not the name of a KPI"))


def typed_period(text: str, workspace: Workspace, now: int) -> str:
    """How a period is stored that was typed as `2026-10` or as it is shown. Raises ValueError."""
    wanted = text.strip()
    for label, name in period_names(workspace, now).items():
        if wanted.casefold() in (label.casefold(), name.casefold()):
            return label
    if not _STORED.fullmatch(wanted):
        raise ValueError(_("is not a period, such as 2026-10, 2026-Q4 or 2026"))
    return wanted


def _period(label: str, workspace: Workspace) -> Period:
    return parse_period(label, workspace.settings.fiscal_year_start_month)
