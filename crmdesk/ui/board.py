"""All that a dashboard shows of a period: its overview, and what the window adds to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from crmdesk.insight.pace import passed
from crmdesk.insight.saying import Saying
from crmdesk.kpi.base import Area, Kpi, all_kpis
from crmdesk.kpi.measure import goal_label, status_of, target_of
from crmdesk.kpi.measurement import Source
from crmdesk.kpi.overview import Overview, Results, WithOverview
from crmdesk.report.printed import changes
from crmdesk.ui.face import Compare, Face, face_of

CARDS = 8


@dataclass(frozen=True, slots=True)
class Board(WithOverview):
    """An overview of a period, with what was printed otherwise and what it has to say (None: not known yet).

    `alone` is a business of one person, who has no use for figures of how many people take part.
    """

    changed: Mapping[str, str]
    alone: bool = False
    said: Sequence[Saying] | None = None

    def face(self, id: str, compare: Compare = Compare.BEFORE) -> Face:
        """What the card of a KPI shows."""
        history = [results[id] for results in self.series]
        note = self.changed.get(id, "")
        return face_of(self.results[id], history, self.overview.samples(id), note, compare, self.only, self.passed)

    @property
    def passed(self) -> Fraction | None:
        """The share of the working days that have gone; None of a period that is over."""
        one = self.overview
        return passed(one.period, one.calendar, one.settings, one.now) if one.running else None


def board_of(source: Source, overview: Overview, said: Sequence[Saying] | None = None) -> Board:
    """The board of an overview."""
    if overview.only:
        overview = replace(overview, results=with_own_goals(source, overview))
    # What was printed was of the whole business.
    changed = {} if overview.only else {one.kpi: one.text for one in changes(source, overview.results)}
    alone = len(source.rows("SELECT 1 FROM staff LIMIT 2")) < 2
    return Board(overview, changed, alone, said)


def with_own_goals(source: Source, overview: Overview) -> Results:
    """The results with the goals that are set for the very person or channel that they are restricted to."""
    keys = dict(overview.only)
    if not keys.keys() <= {"staff", "channel"} or None in keys.values():
        return overview.results
    values = (goal_label(overview.period), keys.get("staff"), keys.get("channel"))
    rows = source.rows("SELECT kpi, target FROM goal WHERE period = ? AND staff_id IS ? AND channel IS ?", values)
    found = dict(overview.results)
    for kpi, text in rows:
        result = found.get(kpi)
        if result is not None and result.only == overview.only:
            target = target_of(result.kpi, text, overview.settings.decimals)
            found[kpi] = replace(result, target=target, status=status_of(result.kpi, result.figure.value, target))
    return found


def cards_of(area: Area | None) -> list[Kpi]:
    """The KPIs of an area; without one the headlines, taken in turn from the areas, in the order of the dashboard."""
    if area is not None:
        return [one for one in all_kpis() if one.area is area]
    by_area = {area: [one for one in all_kpis() if one.headline and one.area is area] for area in Area}
    rounds = max((len(found) for found in by_area.values()), default=0)
    turns = [found[turn] for turn in range(rounds) for found in by_area.values() if turn < len(found)]
    return sorted(turns[:CARDS], key=lambda one: (one.place, one.id))
