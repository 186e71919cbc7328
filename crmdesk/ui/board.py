"""All that a dashboard shows of a period: its overview, and what the window adds to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crmdesk.domain.period import Period
from crmdesk.insight.saying import Saying
from crmdesk.kpi.base import Area, Kpi, all_kpis
from crmdesk.kpi.measurement import Source
from crmdesk.kpi.only import Only
from crmdesk.kpi.overview import Overview, Results
from crmdesk.report.printed import changes
from crmdesk.ui.face import Compare, Face, face_of

CARDS = 8


@dataclass(frozen=True, slots=True)
class Board:
    """An overview of a period, with what was printed otherwise and what it has to say (None: not known yet).

    `alone` is a business of one person, who has no use for figures of how many people take part.
    """

    overview: Overview
    changed: Mapping[str, str]
    alone: bool = False
    said: Sequence[Saying] | None = None

    @property
    def period(self) -> Period:
        return self.overview.period

    @property
    def now(self) -> int:
        return self.overview.now

    @property
    def only(self) -> Only:
        return self.overview.only

    @property
    def results(self) -> Results:
        return self.overview.results

    @property
    def months(self) -> Sequence[Results]:
        return self.overview.series

    def face(self, id: str, compare: Compare = Compare.BEFORE) -> Face:
        """What the card of a KPI shows."""
        history = [results[id] for results in self.months]
        note = self.changed.get(id, "")
        return face_of(self.results[id], history, self.overview.samples(id), note, compare, self.only)


def board_of(source: Source, overview: Overview, said: Sequence[Saying] | None = None) -> Board:
    """The board of an overview."""
    # What was printed was of the whole business.
    changed = {} if overview.only else {one.kpi: one.text for one in changes(source, overview.results)}
    alone = len(source.rows("SELECT 1 FROM staff LIMIT 2")) < 2
    return Board(overview, changed, alone, said)


def cards_of(area: Area | None) -> list[Kpi]:
    """The KPIs of an area; without one the headlines, taken in turn from the areas, in the order of the dashboard."""
    if area is not None:
        return [one for one in all_kpis() if one.area is area]
    by_area = {area: [one for one in all_kpis() if one.headline and one.area is area] for area in Area}
    rounds = max((len(found) for found in by_area.values()), default=0)
    turns = [found[turn] for turn in range(rounds) for found in by_area.values() if turn < len(found)]
    return sorted(turns[:CARDS], key=lambda one: (one.place, one.id))
