"""One question to a book: which period, seen from which moment, cut where; and the shape of an answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from tests.oracle.calendar import DAY, Period, days_begun, last_day_begun, midnight
from tests.oracle.facts import Book

NO_DATA = "no_data"
NO_DENOMINATOR = "no_denominator"
TOO_FEW = "too_few"
NOT_SET_UP = "not_set_up"

NO_DECIMALS = {"JPY", "KRW", "CLP", "VND", "ISK"}
THREE_DECIMALS = {"KWD", "BHD", "OMR", "TND", "JOD"}


@dataclass(frozen=True, slots=True)
class Question:
    """A period of a book. `cut` is the end, or now, or where a comparison to date stops."""

    book: Book
    period: Period
    cut: datetime
    now: datetime

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which days begin."""
        return self.book.settings.zone

    @property
    def start(self) -> datetime:
        """The first instant of the period."""
        return midnight(self.period.first, self.zone)

    @property
    def last_day(self) -> date:
        """The last local day begun before `cut`."""
        return last_day_begun(self.cut, self.zone)

    def days(self) -> list[date]:
        """The days of the period that have begun before `cut`."""
        begun = days_begun(self.period, self.cut, self.zone)
        return [self.period.first + number * DAY for number in range(begun)]

    def holds(self, at: datetime | None) -> bool:
        """Whether a moment lies in [start, cut)."""
        return at is not None and self.start <= at < self.cut


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, or the reason why there is none."""

    value: Fraction | None
    reason: str | None
    n: int
    numerator: Fraction | None = None
    denominator: Fraction | None = None


Kpi = Callable[[Question], Figure]


def figure(value: Fraction | int, n: int, *parts: Fraction | int) -> Figure:
    """A figure that could be computed, with numerator and denominator where it has them."""
    return Figure(Fraction(value), None, n, *map(Fraction, parts))


def missing(reason: str, n: int = 0, *parts: Fraction | int) -> Figure:
    """A figure that could not."""
    return Figure(None, reason, n, *map(Fraction, parts))


def ratio(numerator: Fraction | int, denominator: int) -> Figure:
    """A ratio of counts or a mean: n is the denominator, and nothing to divide by is no data."""
    if denominator == 0:
        return missing(NO_DATA, 0, numerator, 0)
    return figure(Fraction(numerator) / denominator, denominator, numerator, denominator)


def money(book: Book, exact: Fraction) -> Fraction:
    """Rounded half-even to a minor unit, once (round() of a Fraction is half-even)."""
    currency = book.settings.currency
    minor = 1 if currency in NO_DECIMALS else 1000 if currency in THREE_DECIMALS else 100
    return Fraction(round(exact * minor), minor)


def hours(total_seconds: Fraction) -> Fraction:
    """Seconds as hours."""
    return total_seconds / 3600


def seconds(earlier: datetime, later: datetime) -> Fraction:
    """The exact length between two instants."""
    gone = later - earlier
    return Fraction(gone.days * 86400 + gone.seconds) + Fraction(gone.microseconds, 10**6)
