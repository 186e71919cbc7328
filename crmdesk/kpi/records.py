"""The list behind a figure: the records that it counts."""

from __future__ import annotations

from dataclasses import dataclass

from crmdesk.domain.period import Period
from crmdesk.kpi.base import Kpi
from crmdesk.kpi.measure import one_span
from crmdesk.kpi.measurement import Source

# Of each kind of record: its label, its own moment (microseconds), its amount (minor units).
_COLUMNS = {
    "contact": ("name", "coalesce(lead_at, created_at)", "NULL"),
    "deal": ("title", "opened_at", "amount"),
    "ticket": ("subject", "opened_at", "NULL"),
    "sale": ("note", "sold_at", "amount"),
    "expense": ("note", "spent_on", "amount"),
    "survey": ("kind || ' ' || score", "answered_at", "NULL"),
    "staff": ("name", "NULL", "NULL"),
}
_CHUNK = 5000


@dataclass(frozen=True, slots=True)
class Behind:
    """A record behind a figure. `at` in microseconds UTC; `amount` in minor units."""

    kind: str
    id: int
    external_id: str | None
    label: str
    at: int | None
    amount: int | None


def records(source: Source, kpi: Kpi, period: Period, now: int, part: str | None = None) -> list[Behind]:
    """The records behind a KPI's figure: those of `part`, else those that its n counts, in the KPI's own order."""
    m = one_span(source, period, now)
    if not m.spans:
        return []
    facts = kpi.evidence(m, part or kpi.counted)
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
