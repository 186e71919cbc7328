"""`crmdesk --self-test`: whether this copy of crmdesk is whole. For frozen builds, which lose files without a word."""

from __future__ import annotations

import tempfile
from pathlib import Path

from crmdesk.assets import resource
from crmdesk.domain.clock import Clock
from crmdesk.domain.period import last_complete_month
from crmdesk.kpi.base import all_kpis
from crmdesk.kpi.measure import measure
from crmdesk.store.check import integrity
from crmdesk.store.file import create
from crmdesk.store.migrate import all_steps
from crmdesk.store.schema import VERSION

_FOLDERS = ("fonts", "icons", "demo")


def self_test() -> list[str]:
    """Makes a workspace, measures every KPI in it and looks for the files that come along; returns what is wrong."""
    faults = [f"resources/{folder} is empty" for folder in _FOLDERS if not any(resource(folder).iterdir())]
    if set(range(2, VERSION + 1)) - set(all_steps()):
        faults.append("migrations are missing")
    with tempfile.TemporaryDirectory() as folder, create(Path(folder) / "self-test.crmdesk", {}) as workspace:
        now = Clock().now()
        (results,) = measure(workspace, all_kpis(), [last_complete_month(workspace.calendar, now)], now)
        if any(result.figure.value is not None for result in results.values()):
            faults.append("an empty business has figures")
        if (state := integrity(workspace)) != "ok":
            faults.append(state)
    return faults
