"""The stores that are measured: demo businesses of three sizes, made once and kept."""

import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import platformdirs

from crmdesk.domain.calendar import Calendar, date_of_day
from crmdesk.domain.clock import FixedClock
from crmdesk.domain.period import Period, last_complete_month, month
from crmdesk.store import demo
from crmdesk.store.file import Workspace, open_workspace

SCALES = {"S": 1, "M": 40, "L": 400}
MONTHS = 24


def folder() -> Path:
    """Where stores are kept between two runs."""
    return Path(platformdirs.user_cache_dir("crmdesk", appauthor=False)) / "bench"


def store(place: Path, size: str) -> Path:
    """The store of a size, made if it is not there yet."""
    path = place / f"{size}.crmdesk"
    if not path.exists():
        print(f"Making the store of size {size}; this takes a while, once.", file=sys.stderr)
        demo.make(path, scale=SCALES[size])
    return path


def open_store(path: Path, *, read_only: bool = True) -> Workspace:
    """The store as of the day after its story ends."""
    with open_workspace(path, read_only=True) as workspace:
        now = _morning_after(workspace.calendar, demo.UNTIL)
    return open_workspace(path, read_only=read_only, clock=FixedClock(now))


def whole_months(workspace: Workspace, now: int) -> list[Period]:
    """The last 24 months that have wholly passed, the oldest first."""
    newest = last_complete_month(workspace.calendar, now)
    start = date_of_day(newest.first)
    first = start.year * 12 + start.month - 1 - MONTHS + 1
    return [month(number // 12, number % 12 + 1) for number in range(first, first + MONTHS)]


def _morning_after(calendar: Calendar, day: date) -> int:
    at = datetime.combine(day + timedelta(days=1), datetime.min.time())
    return calendar.midnight((at.date() - date(1970, 1, 1)).days)
