"""What stands behind a figure besides its formula: what it leaves out, how far its data can be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from crmdesk.domain.wording import number_text
from crmdesk.insight.health import CHECKS, Check
from crmdesk.insight.left_out import LEFT_OUT
from crmdesk.insight.lists import EVERYWHERE, WITHOUT_FIRST_CONTACT, part_of, rows_behind, troubled
from crmdesk.kpi.base import kpi_of
from crmdesk.kpi.measure import Result
from crmdesk.kpi.measurement import Source
from crmdesk.kpi.only import EVERYTHING
from crmdesk.kpi.records import Link, behind
from crmdesk.text import _


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on a figure, and the list that shows it: so many of so many (0: of no whole)."""

    text: str
    link: Link
    count: int
    of: int = 0


@dataclass(frozen=True, slots=True)
class Trust:
    """How complete the records behind a figure are: how many there are, how many lack nothing, and what is wrong."""

    records: int
    sound: int
    notes: Sequence[Note]


def left_out(source: Source, result: Result, now: int) -> list[Note]:
    """What the figure does not count; lists of a part of the business only where the KPI can tell them."""
    found = []
    for one in LEFT_OUT.get(result.kpi.id, ()):
        if result.only and one.part.startswith("left "):
            continue
        kpi = kpi_of(one.kpi or result.kpi.id)
        link = Link(kpi.id, result.period, one.part, result.only.within(kpi.filters))
        count = len(rows_behind(source, link, now))
        if count:
            found.append(Note(_(one.why).format(n=number_text(count)), link, count))
    return found


def trust(source: Source, result: Result, now: int) -> Trust:
    """The problems of the records that the figure counts, the most frequent first; then those of other records."""
    link = Link(result.kpi.id, result.period, "", result.only)
    rows = behind(source, link, now)
    kinds = {row.kind for row in rows}
    wrong: set[tuple[str, int]] = set()
    notes, others = [], []
    for check in (*CHECKS, WITHOUT_FIRST_CONTACT):
        if result.kpi.id not in check.weakens:
            continue
        bad = troubled(source, check, rows, link, now)
        wrong |= {(row.kind, row.id) for row in bad}
        if bad:
            notes.append(_note(check, link, len(bad), sum(row.kind == check.record for row in rows)))
        elif check.record not in kinds and not result.only and check.kind not in _told(result):
            others += _everywhere(source, check, link, now)
    notes.sort(key=lambda note: -note.count)
    return Trust(len(rows), len(rows) - len(wrong), [*notes, *others])


def _told(result: Result) -> set[str]:
    """The problems that the figure leaves out by name."""
    return {one.part for one in LEFT_OUT.get(result.kpi.id, ())}


def _note(check: Check, link: Link, count: int, of: int) -> Note:
    text = _("{title}: {n} of {of}").format(title=_(check.title), n=number_text(count), of=number_text(of))
    return Note(text, replace(link, part=part_of(check)), count, of)


def _everywhere(source: Source, check: Check, link: Link, now: int) -> list[Note]:
    """A problem of other records than those that are counted: all of the workspace."""
    whole = replace(link, part=f"{EVERYWHERE}{check.kind}", only=EVERYTHING)
    count = len(rows_behind(source, whole, now))
    text = _("{title}: {n} in the whole workspace").format(title=_(check.title), n=number_text(count))
    return [Note(text, whole, count)] if count else []
