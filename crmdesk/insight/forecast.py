"""Where a sum is heading: the running or the next month with the band in which it will lie four times out of five.

Three plain methods are tried on the past (Hyndman and Athanasopoulos, “Forecasting: Principles and Practice”, 3rd
edition, 5.2): as much as a year ago, the mean of the last year, and the last value carried on with the average change.
The one that was nearest, one step ahead, is taken. Its band is ± 1.28 × the root mean square of how far it was off
(5.5, 80 %), wider where there were few tries (Student's t), and assumes that the future errs as the past did. Where the
past is too short nothing is foretold.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt

from crmdesk.domain.figure import Number
from crmdesk.domain.period import MONTH, QUARTER, Period
from crmdesk.insight.pace import GROWING, passed
from crmdesk.kpi.measure import Result
from crmdesk.kpi.overview import Overview
from crmdesk.text import N_

# What 80 % of a normal distribution lies within, in standard deviations.
Z80 = 1.2816
# Fewer tries say nothing about how far a method is off.
FEWEST_TRIES = 6
# A mean or a slope of fewer values is none.
_FEWEST_VALUES = 4
_SEASON = {MONTH: 12, QUARTER: 4}

A_YEAR_AGO = N_("as much as a year ago")
MEAN = N_("the mean of the last year")
DRIFT = N_("the last value with the average change")

Method = Callable[[Sequence[float], int], float | None]


@dataclass(frozen=True, slots=True)
class Guess:
    """What a sum will be: the value, the ends of its band, and how it was guessed (to be translated)."""

    value: float
    low: float
    high: float
    method: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """A guess for a period: one that runs, with what there is so far, or one that follows, in the figure's own unit."""

    period: Period
    guess: Guess


def outlook(overview: Overview, id: str) -> tuple[Outlook, ...]:
    """The running unit of the series, if it runs, and the one after it. Only sums over the time have one."""
    if id not in GROWING:
        return ()
    series = [results[id] for results in overview.series]
    last = series[-1]
    season = _SEASON.get(last.period.kind, 0)
    past = past_of(series, season)
    least = 0.0 if all(value >= 0 for value in past) else None
    found = []
    if last.running and (whole := guess(past, season)) is not None:
        found.append(_running(overview, last, whole, least))
    if (after := guess(past, season, ahead=2 if last.running else 1)) is not None:
        found.append(Outlook(last.period.after(), _at_least(after, least)))
    return tuple(found)


def guess(past: Sequence[float], season: int, *, ahead: int = 1) -> Guess | None:
    """The next value but `ahead` − 1 of a series, the oldest first; `season` is how many make a year (0: none)."""
    methods: dict[str, Method] = {MEAN: lambda known, _ahead: _mean(known, season), DRIFT: _drift}
    if season and len(past) >= season + FEWEST_TRIES:
        methods[A_YEAR_AGO] = lambda known, ahead: _year_ago(known, season, ahead)
    tried = {name: _errors(past, method) for name, method in methods.items()}
    tries = min(len(errors) for errors in tried.values())
    if tries < FEWEST_TRIES:
        return None
    off = {name: sqrt(sum(one * one for one in errors[-tries:]) / tries) for name, errors in tried.items()}
    name = min(off, key=off.__getitem__)
    value = methods[name](past, ahead)
    if value is None:
        return None
    # Each further step adds as much doubt as the first, except to what does not build on the steps between.
    reach = _quantile(tries) * off[name] * (sqrt(ahead) if name == DRIFT else 1.0)
    return Guess(value, value - reach, value + reach, name)


def past_of(series: Sequence[Result], season: int) -> list[float]:
    """The values of the units that are over, the oldest first, from the first from which none is missing.

    The year before each unit reaches as far back again.
    """
    known: list[Number | None] = [one.figure.value for one in series if not one.running]
    if season and len(known) >= season:
        known = [*(one.year_before for one in series[:season]), *known]
    found: list[float] = []
    for value in reversed(known):
        if value is None:
            break
        found.append(float(value))
    return found[::-1]


def _running(overview: Overview, last: Result, whole: Guess, least: float | None) -> Outlook:
    """What there is, and of the rest of the working days the share that a whole unit would bring."""
    rest = 1 - float(passed(last.period, overview.calendar, overview.settings, overview.now))
    so_far = float(last.figure.value or 0)
    value, reach = so_far + rest * whole.value, (whole.high - whole.value) * sqrt(rest)
    found = Guess(value, value - reach, value + reach, whole.method)
    return Outlook(last.period, _at_least(found, so_far if least is not None else None))


def _at_least(found: Guess, least: float | None) -> Guess:
    """A band does not reach below what cannot be undercut."""
    if least is None:
        return found
    return Guess(max(found.value, least), max(found.low, least), max(found.high, least), found.method)


def _quantile(tries: int) -> float:
    """Student's t for 80 % and so many degrees of freedom (the first term of its expansion, to a hundredth)."""
    return Z80 * (1 + (Z80**2 + 1) / (4 * tries))


def _errors(past: Sequence[float], method: Method) -> list[float]:
    """How far a method would have been off at each value, had only those before it been known."""
    found = []
    for place in range(len(past)):
        said = method(past[:place], 1)
        if said is not None:
            found.append(past[place] - said)
    return found


def _year_ago(known: Sequence[float], season: int, ahead: int) -> float | None:
    place = len(known) + ahead - 1 - season
    return known[place] if place >= 0 else None


def _mean(known: Sequence[float], season: int) -> float | None:
    last = known[-season:] if season else known
    return sum(last) / len(last) if len(last) >= _FEWEST_VALUES else None


def _drift(known: Sequence[float], ahead: int) -> float | None:
    if len(known) < _FEWEST_VALUES:
        return None
    return known[-1] + ahead * (known[-1] - known[0]) / (len(known) - 1)
