"""Lists behind claims: those that the KPIs know, and others that are told by the first word of a link's part.

check KIND      of the records that the figure counts, those with a problem (`health`) or with work that waits
everywhere KIND the same in the whole workspace, where the figure counts other records than those
left KIND       records of the period that the figure leaves out (`left_out`)
customer ID     of the records that the figure counts, those of an account; without a number those of nobody
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from crmdesk.domain.period import span_of
from crmdesk.insight.health import CHECKS, Check
from crmdesk.insight.left_out import OUTSIDE
from crmdesk.kpi import records
from crmdesk.kpi.measurement import Fact, Source
from crmdesk.kpi.records import Behind, Link, as_behind, behind
from crmdesk.store.problems import asked
from crmdesk.text import N_, _

CHECK, EVERYWHERE, LEFT = "check ", "everywhere ", "left "

# Not wrong, but to be done or to be known: as it stood at the end of the period.
WITHOUT_NEXT_STEP = Check(
    "deals_without_next_step",
    N_("Open deals without a next step"),
    ("pipeline_value",),
    "deal",
    "SELECT id, title FROM deal WHERE id NOT IN (SELECT deal_id FROM activity WHERE deal_id IS NOT NULL"
    " AND due_at IS NOT NULL AND at < :cut AND (done_at IS NULL OR done_at >= :cut))",
)
WITHOUT_FIRST_CONTACT = Check(
    "deals_without_first_contact",
    N_("Deals whose first contact is not known: they are counted from the day they were opened"),
    ("sales_cycle",),
    "deal",
    "SELECT id, title FROM deal WHERE first_contact_at IS NULL",
)
KNOWN = {check.kind: check for check in (*CHECKS, WITHOUT_NEXT_STEP, WITHOUT_FIRST_CONTACT)}


def part_of(check: Check) -> str:
    """The part of a link that names the records of a figure that have a problem."""
    return f"{CHECK}{check.kind}"


def link_of(text: str, fiscal_start: int) -> Link:
    """The link of a text, also of a list that only this file knows. Raises what `records.link_of` raises."""
    kpi, period, part, only = json.loads(text)
    if not _is_own(part):
        return records.link_of(text, fiscal_start)
    if part.partition(" ")[2] not in (OUTSIDE if part.startswith(LEFT) else KNOWN):
        raise KeyError(part)
    return replace(records.link_of(json.dumps([kpi, period, "", only]), fiscal_start), part=part)


def rows_behind(source: Source, link: Link, now: int) -> list[Behind]:
    """The records behind a mark, a sentence or a problem. Raises KeyError for a kind of problem that there is not."""
    if not _is_own(link.part):
        return behind(source, link, now)
    name = link.part.partition(" ")[2]
    if link.part.startswith(EVERYWHERE):
        found = source.rows(KNOWN[name].sql, _asked(source, link, now))
        return as_behind(source, [Fact(KNOWN[name].record, row_id) for row_id, _label in found])
    rows = behind(source, replace(link, part=""), now)
    if link.part.startswith(CHECK):
        return troubled(source, KNOWN[name], rows, link, now)
    counted = {(row.kind, row.id) for row in rows}
    outside = OUTSIDE[name]
    facts = [Fact(outside.record, row_id) for (row_id,) in source.rows(outside.sql, _asked(source, link, now))]
    return as_behind(source, [fact for fact in facts if (fact.kind, fact.id) not in counted])


def list_words(part: str) -> str:
    """What a list that only this file knows holds, in words; empty for others."""
    if not _is_own(part):
        return ""
    name = part.partition(" ")[2]
    return _(OUTSIDE[name].title if part.startswith(LEFT) else KNOWN[name].title)


def troubled(source: Source, check: Check, rows: Sequence[Behind], link: Link, now: int) -> list[Behind]:
    """Of some records behind a figure those that have a problem."""
    known = {row_id for row_id, _label in source.rows(check.sql, _asked(source, link, now))}
    return [row for row in rows if row.kind == check.record and row.id in known]


def _is_own(part: str) -> bool:
    return part.startswith((CHECK, EVERYWHERE, LEFT))


def _asked(source: Source, link: Link, now: int) -> dict[str, int]:
    """What the SQL of problems may ask for."""
    span = span_of(link.period, source.calendar, now)
    days = {"first": span.first, "last": span.last}
    return {**asked(source, now), "start": span.start, "cut": span.cut, **days}
