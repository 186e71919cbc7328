"""Workspaces that real data came into by a mapping, and arithmetic that the figures are held against.

The hand calculation uses the csv module and plain arithmetic, and none of crmdesk.
"""

import contextlib
import csv
import io
import json
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from crmdesk.cli import main
from crmdesk.store.file import open_workspace
from tests.drawing.marks import hold_against_the_engine
from tests.drawing.overviews import overview_of

MAPPINGS = Path(__file__).parents[2] / "mappings"
CENT = Decimal("0.01")
# In seconds.
HOUR, DAY = 3600, 86_400
NEW_YORK = "America/New_York"


def told(*words: object) -> str:
    """What crmdesk prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main([str(word) for word in words]) == 0
    return out.getvalue()


class Book:
    """A workspace that a data set was brought into."""

    def __init__(self, file: Path, as_of: str, report: str) -> None:
        self.file, self.as_of, self.report = file, as_of, report
        self._seen: dict[str, dict[str, Any]] = {}

    def kpi(self, period: str, name: str) -> dict[str, Any]:
        if period not in self._seen:
            words = ("kpis", self.file, "--period", period, "--as-of", self.as_of, "--json")
            self._seen[period] = json.loads(told(*words))["kpis"]
        return self._seen[period][name]

    def value(self, period: str, name: str) -> float:
        return self.kpi(period, name)["value"]

    def staff(self, period: str, name: str) -> dict[str, dict[str, Any]]:
        return {row["key"]: row for row in self.kpi(period, name)["by"]["staff"]}


def hold_charts(crm: Book, period: str) -> None:
    """Some marks of every chart of a period say what the engine says."""
    with contextlib.closing(open_workspace(crm.file, read_only=True)) as workspace:
        hold_against_the_engine(workspace, overview_of(workspace, period, crm.as_of), most=2)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def money(amount: Decimal) -> float:
    return float(amount.quantize(CENT, ROUND_HALF_EVEN))


def midnight(day: str, zone: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), ZoneInfo(zone))


def seconds(earlier: datetime, later: datetime) -> float:
    return later.timestamp() - earlier.timestamp()


def ninetieth(values: Sequence[float]) -> float:
    ordered = sorted(values)
    place = (len(ordered) - 1) * 0.9
    below = int(place)
    return ordered[below] + (ordered[min(below + 1, len(ordered) - 1)] - ordered[below]) * (place - below)


def weekdays(first: str, last: str) -> int:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return sum((start + timedelta(n)).weekday() < 5 for n in range((end - start).days + 1))
