"""Overviews of workspaces for tests of charts, sentences and pages, measured once and read by many."""

from __future__ import annotations

from crmdesk.domain.period import parse_period
from crmdesk.kpi.only import EVERYTHING, Only
from crmdesk.kpi.overview import Overview, overview
from crmdesk.kpi.units import Units, months
from crmdesk.store.file import Workspace


def overview_of(
    workspace: Workspace, period: str, as_of: str, *, only: Only = EVERYTHING, units: Units = months
) -> Overview:
    """The overview of a period, asked at `as_of` (local time of the workspace)."""
    parsed = parse_period(period, workspace.settings.fiscal_year_start_month)
    return overview(workspace, parsed, workspace.calendar.parse(as_of), only=only, units=units)[0]
