"""Small workspaces told in a few lines, whose figures can be worked out on paper."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from crmdesk.domain.period import parse_period
from crmdesk.kpi.as_json import result_json
from crmdesk.kpi.base import kpi_of
from crmdesk.kpi.measure import measure
from crmdesk.store.file import Workspace, open_workspace
from tests.kpi.asking import imported

STAGES = """
id,name,position,probability,kind
lead,Lead,1,0.1,open
offer,Offer,2,0.5,open
won,Won,3,1,won
lost,Lost,4,0,lost
"""


class Story:
    """An open workspace that answers questions of one KPI at a time."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    def __call__(self, kpi: str, period: str = "2026-03", as_of: str = "2026-04-10") -> dict[str, Any]:
        """What the command line says of a KPI."""
        asked = parse_period(period, self.workspace.settings.fiscal_year_start_month)
        now = self.workspace.calendar.parse(as_of)
        return result_json(measure(self.workspace, [kpi_of(kpi)], [asked], now)[0][kpi])

    def rows(self, kpi: str, name: str, **asked: str) -> dict[str | None, tuple[float | None, int]]:
        """A breakdown as {key: (value, n)}."""
        return {row["key"]: (row["value"], row["n"]) for row in self(kpi, **asked)["by"][name]}


@contextmanager
def told(place: Path, tables: Mapping[str, str], **settings: Any) -> Iterator[Story]:
    """A workspace in UTC and EUR of these tables, each the text of a CSV file."""
    folder = place / "story"
    folder.mkdir()
    said = {"format": "crmdesk-1", "currency": "EUR", "timezone": "UTC", **settings}
    (folder / "workspace.json").write_text(json.dumps(said), encoding="utf-8")
    for kind, text in tables.items():
        (folder / f"{kind}.csv").write_text(text.lstrip(), encoding="utf-8")
    with open_workspace(imported(place / "story.crmdesk", folder), read_only=True) as workspace:
        yield Story(workspace)
