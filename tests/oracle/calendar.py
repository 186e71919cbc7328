"""Days, periods and windows of the spec, cut in the local time of the workspace."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Local days, the last one included; `months` is 0 for a free day range."""

    first: date
    last: date
    months: int


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which a local day begins."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def local_day(at: datetime, zone: ZoneInfo) -> date:
    """The local date of an instant."""
    return at.astimezone(zone).date()


def last_day_begun(cut: datetime, zone: ZoneInfo) -> date:
    """The last local day whose midnight is before `cut`."""
    day = local_day(cut, zone) + 2 * DAY
    while not midnight(day, zone) < cut:
        day -= DAY
    return day


def months_later(day: date, months: int) -> date:
    """The same day of another month, at most that month's last."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    number = day.day
    while True:
        try:
            return date(year, month + 1, number)
        except ValueError:
            number -= 1


def unit(first: date, months: int) -> Period:
    """The calendar unit of so many months that begins on `first`."""
    return Period(first, months_later(first, months) - DAY, months)


def period_of(label: str, fiscal_month: int) -> Period:
    """What P of the command line means: 2026-10, 2026-Q4, 2026 or two days with dots between."""
    if ".." in label:
        first, last = label.split("..")
        return Period(date.fromisoformat(first), date.fromisoformat(last), 0)
    if re.fullmatch(r"\d{4}", label):
        return unit(date(int(label), fiscal_month, 1), 12)
    if "Q" in label:
        year, quarter = label.split("-Q")
        return unit(months_later(date(int(year), fiscal_month, 1), 3 * (int(quarter) - 1)), 3)
    return unit(date.fromisoformat(f"{label}-01"), 1)


def previous(period: Period) -> Period:
    """The calendar unit before, or the same number of days before a free day range."""
    if period.months:
        return unit(months_later(period.first, -period.months), period.months)
    return Period(period.first - (period.last - period.first) - DAY, period.first - DAY, 0)


def year_before(period: Period) -> Period:
    """The same unit a year before; of a day range each end one year earlier, 29 to 28 February."""
    if period.months:
        return unit(months_later(period.first, -12), period.months)
    return Period(months_later(period.first, -12), months_later(period.last, -12), 0)


def days_begun(period: Period, now: datetime, zone: ZoneInfo) -> int:
    """How many days of the period have begun before `now`."""
    days = (period.last - period.first).days + 1
    return sum(1 for number in range(days) if midnight(period.first + number * DAY, zone) < now)
