"""Nasty days and moments of a random workspace, and the many ways to write one moment down."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from tests.oracle.calendar import DAY, local_day, midnight
from tests.oracle.reading import moment

# Each span holds clock changes worth meeting: midnights that do not exist, half hours, a day that never was.
SPANS = (
    ("Europe/Berlin", date(2024, 6, 1), date(2026, 11, 30)),
    ("America/New_York", date(2023, 2, 1), date(2025, 4, 30)),
    ("America/Sao_Paulo", date(2016, 9, 1), date(2019, 3, 31)),
    ("Asia/Tokyo", date(2023, 1, 1), date(2024, 12, 31)),
    ("Pacific/Apia", date(2010, 8, 1), date(2012, 5, 31)),
    ("Pacific/Apia", date(2018, 8, 1), date(2020, 12, 31)),
    ("Australia/Lord_Howe", date(2023, 8, 1), date(2025, 11, 30)),
    ("America/Havana", date(2023, 1, 1), date(2025, 3, 31)),
    ("UTC", date(2022, 6, 1), date(2024, 6, 30)),
    ("Asia/Kolkata", date(2024, 1, 1), date(2025, 9, 30)),
)

BUSY_DAYS = 60


@dataclass(slots=True)
class Times:
    """A span of local days with the days and moments on which things like to fall together."""

    rng: Random
    zone: ZoneInfo
    first: date
    last: date
    hot: date
    edges: list[date] = field(default_factory=list)
    pool: list[datetime] = field(default_factory=list)

    def day(self) -> date:
        """An edge, a neighbour of one, a day of the busy weeks or of those a year before, or any day."""
        kind = self.rng.random()
        if kind < 0.35:
            return self.rng.choice(self.edges) + self.rng.choice((-1, 0, 0, 0, 1)) * DAY
        if kind < 0.8:
            return self.hot + (self.rng.randrange(BUSY_DAYS) - self.rng.choice((0, 0, 0, 365))) * DAY
        return self.first + self.rng.randrange((self.last - self.first).days + 1) * DAY

    def fresh(self) -> datetime:
        """A moment on some day: often its very midnight, a second or less beside it, or a round hour."""
        start = midnight(self.day(), self.zone)
        tiny = timedelta(microseconds=self.rng.choice((1, 1000, 999_999, 1_000_000)))
        return self.rng.choice(
            (
                start,
                start - tiny,
                start + tiny,
                start + timedelta(hours=self.rng.randrange(24)),
                start + timedelta(minutes=self.rng.randrange(1440)),
                start + timedelta(seconds=self.rng.randrange(86400)),
                start + timedelta(milliseconds=self.rng.randrange(86_400_000)),
            )
        )

    def moment(self) -> datetime:
        """One that others share, or a fresh one that others may come to share."""
        if self.pool and self.rng.random() < 0.4:
            return self.rng.choice(self.pool)
        at = self.fresh()
        if self.rng.random() < 0.1:
            self.pool.append(at)
        return at

    def after(self, at: datetime) -> datetime:
        """A moment not before another: the same one, soon after, or far away."""
        kind = self.rng.random()
        if kind < 0.2:
            return at
        if kind < 0.7:
            return at + timedelta(minutes=self.rng.randrange(1, 60 * 24 * 20))
        later = [one for one in (self.moment() for _ in range(6)) if one >= at]
        return self.rng.choice(later) if later else at + timedelta(seconds=1)

    def text(self, at: datetime) -> str:
        """One of the ways to write a moment that all mean it."""
        return self.rng.choice(spellings(at, self.zone, self.rng))

    def local_day(self, at: datetime) -> date:
        """The local date of a moment."""
        return local_day(at, self.zone)


def clock_changes(zone: ZoneInfo, first: date, last: date) -> list[date]:
    """The days of a span during which the offset changes."""
    days = [first + n * DAY for n in range((last - first).days + 1)]

    def offset(day: date) -> timedelta | None:
        return datetime.combine(day, time(12), tzinfo=zone).utcoffset()

    return [day for day in days if offset(day) != offset(day - DAY)]


def make(rng: Random) -> Times:
    """A zone, a span of it, and the days on which things like to happen."""
    name, first, last = rng.choice(SPANS)
    days = [first + n * DAY for n in range((last - first).days + 1)]
    zone = ZoneInfo(name)
    changes = clock_changes(zone, first, last)
    near = rng.choice([day for day in changes if day > first + 380 * DAY] or days[380:-BUSY_DAYS])
    times = Times(rng, zone, first, last, near - rng.randrange(BUSY_DAYS) * DAY)
    months = [day for day in days if day.day == 1]
    leap = [day for day in days if (day.month, day.day) in ((2, 28), (2, 29), (12, 31))]
    busy = [day for day in months if 0 <= (day - times.hot).days < BUSY_DAYS]
    times.edges = rng.sample(months, 3) + 2 * busy + changes + leap + rng.sample(days, 2)
    times.pool = [times.fresh() for _ in range(4)]
    for day in rng.sample(changes, min(2, len(changes))):
        wall = datetime.combine(day, time(rng.choice((0, 1, 2)), rng.choice((0, 15, 30, 45))))
        times.pool.append(moment(wall.isoformat(), times.zone))
    return times


def wall_texts(wall: datetime, suffix: str) -> list[str]:
    """A wall time in full, and shorter where nothing is lost."""
    texts = [wall.isoformat(timespec="microseconds") + suffix]
    if wall.microsecond % 1000 == 0:
        texts.append(wall.isoformat(timespec="milliseconds") + suffix)
    if wall.microsecond == 0:
        texts.append(wall.isoformat(timespec="seconds") + suffix)
        if wall.second == 0:
            texts.append(wall.isoformat(timespec="minutes") + suffix)
    return texts


def spellings(at: datetime, zone: ZoneInfo, rng: Random) -> Sequence[str]:
    """Local without an offset (also hours that do not exist), Z, offsets, a plain date at midnight."""
    texts = wall_texts(at.replace(tzinfo=None), "Z")
    minutes = rng.choice((-480, -210, 0, 120, 345, 540, 840))
    there = at.replace(tzinfo=None) + timedelta(minutes=minutes)
    sign, (hour, minute) = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    texts += wall_texts(there, f"{sign}{hour:02d}:{minute:02d}")
    for near in (at, at - DAY, at + DAY):
        offset = near.astimezone(zone).utcoffset() or timedelta()
        wall = at.replace(tzinfo=None) + offset
        dates = [wall.date().isoformat()] if wall.time() == time() else []
        texts += [one for one in wall_texts(wall, "") + dates if moment(one, zone) == at]
    assert all(moment(one, zone).astimezone(UTC) == at for one in texts)
    return texts
