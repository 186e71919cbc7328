"""The list behind a figure: the records that it counts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from crmdesk.domain.period import Period, parse_period
from crmdesk.domain.wording import period_text
from crmdesk.kpi.base import KEY, Kpi, kpi_of
from crmdesk.kpi.figures import BINS, TOOK
from crmdesk.kpi.measure import one_span
from crmdesk.kpi.measurement import Fact, Source
from crmdesk.kpi.only import EVERYTHING, Only
from crmdesk.text import _, n_

# Of each kind of record: its label, its own moment (microseconds), its amount (minor units).
_COLUMNS = {
    "contact": ("name", "coalesce(lead_at, created_at)", "NULL"),
    "deal": ("title", "opened_at", "amount"),
    "ticket": ("subject", "opened_at", "NULL"),
    "sale": ("note", "sold_at", "amount"),
    "expense": ("note", "spent_on", "amount"),
    "survey": ("kind || ' ' || score", "answered_at", "NULL"),
    "staff": ("name", "NULL", "NULL"),
    "activity": ("coalesce(subject, kind)", "at", "NULL"),
}
_CHUNK = 5000
# The part of the retention rate that is a cell of the cohorts: the month, and how many months later.
COHORT = "cohort "


@dataclass(frozen=True, slots=True)
class Behind:
    """A record behind a figure. `at` in microseconds UTC; `amount` in minor units."""

    kind: str
    id: int
    external_id: str | None
    label: str
    at: int | None
    amount: int | None


@dataclass(frozen=True, slots=True)
class Link:
    """The list behind a mark: of which KPI, in which period, which part (empty: what n counts), restricted to what."""

    kpi: str
    period: Period
    part: str = ""
    only: Only = EVERYTHING


def link_text(link: Link) -> str:
    """A link as text, as a place of the window keeps it."""
    return json.dumps([link.kpi, link.period.label, link.part, [list(pair) for pair in link.only]], ensure_ascii=False)


def link_of(text: str, fiscal_start: int) -> Link:
    """The link of a text. Raises ValueError, KeyError or UserError where it is none."""
    kpi, period, part, pairs = json.loads(text)
    only = Only(tuple((str(name), key) for name, key in pairs))
    found = kpi_of(kpi)
    if part and not found.has_part(part):
        raise KeyError(part)
    return Link(found.id, parse_period(period, fiscal_start), part, only)


def part_words(source: Source, kpi: Kpi, part: str) -> str:
    """What the list of a part holds, in words; empty where the KPI's formula says it."""
    for name, words in kpi.parts.items():
        head, keyed, _rest = name.partition(KEY)
        if part == name:
            return _(words)
        if keyed and part.startswith(head):
            return _(words).format(key=_key_words(source, kpi, head, part.removeprefix(head)))
    return ""


def _key_words(source: Source, kpi: Kpi, head: str, key: str) -> str:
    """Stages and people by their names, durations as so many hours, cohorts by month, and no key at all in words."""
    if head == COHORT:
        month, age = key.split()
        return n_("{month}, {n} month later", "{month}, {n} months later", int(age)).format(
            month=period_text(parse_period(month)), n=age
        )
    if head == TOOK:
        return _bin_words(int(key))
    table = {"stage_conversion": "stage", "adoption_rate": "staff"}.get(kpi.id)
    names = source.rows(f"SELECT name FROM {table} WHERE id = ?", (int(key),)) if table else [(key,)]
    return str(names[0][0]) if names and names[0][0] else _("(none)")


def _bin_words(place: int) -> str:
    if place == 0:
        return _("less than {n} h").format(n=BINS[0])
    if place == len(BINS):
        return _("{n} h or more").format(n=BINS[-1])
    return _("{least} to {most} h").format(least=BINS[place - 1], most=BINS[place])


def behind(source: Source, link: Link, now: int) -> list[Behind]:
    """The records behind a mark."""
    return records(source, kpi_of(link.kpi), link.period, now, link.part or None, link.only)


def records(
    source: Source, kpi: Kpi, period: Period, now: int, part: str | None = None, only: Only = EVERYTHING
) -> list[Behind]:
    """The records behind a KPI's figure: those of `part`, else those that its n counts, in the KPI's own order."""
    with one_span(source, period, now, only.within(kpi.filters)) as m:
        facts = kpi.evidence(m, part or kpi.counted) if m.spans else []
    return as_behind(source, facts)


def as_behind(source: Source, facts: Sequence[Fact]) -> list[Behind]:
    """Facts as records with their names."""
    known: dict[tuple[str, int], tuple[str | None, str | None, int | None, int | None]] = {}
    for kind in {fact.kind for fact in facts}:
        known.update(_load(source, kind, sorted({fact.id for fact in facts if fact.kind == kind})))
    found = []
    for fact in facts:
        external_id, label, at, amount = known[fact.kind, fact.id]
        moment = at if fact.at is None else fact.at
        found.append(Behind(fact.kind, fact.id, external_id, label or external_id or f"#{fact.id}", moment, amount))
    return found


def _load(
    source: Source, kind: str, ids: list[int]
) -> dict[tuple[str, int], tuple[str | None, str | None, int | None, int | None]]:
    label, at, amount = _COLUMNS[kind]
    found = {}
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        marks = ", ".join("?" * len(some))
        sql = f"SELECT id, external_id, {label}, {at}, {amount} FROM {kind} WHERE id IN ({marks})"
        for row_id, external_id, name, moment, money in source.rows(sql, some):
            when = source.calendar.midnight(moment) if kind == "expense" else moment
            found[kind, row_id] = (external_id, name, when, money)
    return found
