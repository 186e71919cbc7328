"""All that a dashboard shows of a period, measured in one pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crmdesk.domain.calendar import Calendar, date_of_day
from crmdesk.domain.period import Period, comparison_of, day_range, month
from crmdesk.kpi.base import Area, Kpi, all_kpis
from crmdesk.kpi.measure import Result
from crmdesk.kpi.measurement import Source
from crmdesk.report.printed import changes
from crmdesk.ui.face import Face, face_of

MONTHS = 13
CARDS = 8
Results = Mapping[str, Result]


@dataclass(frozen=True, slots=True)
class Board:
    """The results of a period, of the 13 months up to its end, and of the two that it is compared with.

    `alone` is a business of one person, who has no use for figures of how many people take part.
    """

    period: Period
    now: int
    results: Results
    months: Sequence[Results]
    compared: tuple[Results, Results]
    changed: Mapping[str, str]
    alone: bool = False

    def face(self, id: str) -> Face:
        """What the card of a KPI shows."""
        before, year_before = (results[id].figure.n for results in self.compared)
        history = [results[id] for results in self.months]
        return face_of(self.results[id], history, (before, year_before), self.changed.get(id, ""))


def periods_of(period: Period, calendar: Calendar, now: int) -> list[Period]:
    """The period, the two it is compared with as far as it has come, and the months up to its end."""
    spans = (comparison_of(one, period, calendar, now) for one in (period.before(), period.year_before()))
    compared = [day_range(span.first, span.last + 1) for span in spans]
    return [period, *compared, *months_up_to(period, calendar, now, MONTHS)]


def months_up_to(period: Period, calendar: Calendar, now: int, count: int) -> list[Period]:
    """So many months, the last of them the one in which the period ends or, while it runs, in which `now` lies."""
    last = date_of_day(max(min(period.end - 1, calendar.day_of(now)), period.first))
    found = [month(last.year, last.month, period.fiscal_start)]
    while len(found) < count:
        found.append(found[-1].before())
    return found[::-1]


def board_of(source: Source, period: Period, now: int, found: Sequence[Results]) -> Board:
    """The board of what was measured for `periods_of`."""
    results, before, year_before, *months = found
    changed = {one.kpi: one.text for one in changes(source, results)}
    alone = len(source.rows("SELECT 1 FROM staff LIMIT 2")) < 2
    return Board(period, now, results, months, (before, year_before), changed, alone)


def cards_of(area: Area | None) -> list[Kpi]:
    """The KPIs of an area; without one the headlines, taken in turn from the areas, in the order of the dashboard."""
    if area is not None:
        return [one for one in all_kpis() if one.area is area]
    by_area = {area: [one for one in all_kpis() if one.headline and one.area is area] for area in Area}
    rounds = max((len(found) for found in by_area.values()), default=0)
    turns = [found[turn] for turn in range(rounds) for found in by_area.values() if turn < len(found)]
    return sorted(turns[:CARDS], key=lambda one: (one.place, one.id))
