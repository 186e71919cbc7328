"""Lists behind claims: those that the KPIs know, and of these what has a problem, waits, or belongs to one customer.

A part of a link that begins with `check ` names a kind of problem (`crmdesk.insight.health`) or of work that waits
(below): of the records that the figure counts, those that have it. One that begins with `customer ` names an account:
of the same records, those of its contacts; without a number those of nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from crmdesk.domain.calendar import DAY
from crmdesk.domain.period import span_of
from crmdesk.insight.health import CHECKS, Check
from crmdesk.kpi.measurement import Source
from crmdesk.kpi.records import Behind, Link, behind
from crmdesk.text import N_

_CHECK, _CUSTOMER = "check ", "customer "
_CHUNK = 5000

# Not wrong, but to be done: as it stood at the end of the period.
WITHOUT_NEXT_STEP = Check(
    "deals_without_next_step",
    N_("Open deals without a next step"),
    ("pipeline_value",),
    "deal",
    "SELECT id, title FROM deal WHERE id NOT IN (SELECT deal_id FROM activity WHERE deal_id IS NOT NULL"
    " AND due_at IS NOT NULL AND at < :cut AND (done_at IS NULL OR done_at >= :cut))",
)
OLD_TICKETS = Check(
    "tickets_over_30_days",
    N_("Open tickets of more than 30 days"),
    ("open_tickets",),
    "ticket",
    "SELECT id, subject FROM ticket WHERE opened_at <= :month_ago",
)
_KNOWN = {check.kind: check for check in (*CHECKS, WITHOUT_NEXT_STEP, OLD_TICKETS)}

# Of each kind of record the contact that it is about.
_CONTACTS = {
    "contact": "SELECT t.id, t.id AS contact_id FROM contact t",
    "deal": "SELECT t.id, t.contact_id FROM deal t",
    "ticket": "SELECT t.id, t.contact_id FROM ticket t",
    "survey": "SELECT t.id, t.contact_id FROM survey t",
    "sale": "SELECT t.id, coalesce(t.contact_id, d.contact_id) AS contact_id"
    " FROM sale t LEFT JOIN deal d ON d.id = t.deal_id",
}


def part_of(check: Check) -> str:
    """The part of a link that names the records with a problem."""
    return f"{_CHECK}{check.kind}"


def part_of_customer(account: int | None) -> str:
    """The part of a link that names the records of an account."""
    return f"{_CUSTOMER}{'' if account is None else account}"


def check_of(part: str) -> Check | None:
    """The kind of problem that a part names."""
    return _KNOWN.get(part.removeprefix(_CHECK)) if part.startswith(_CHECK) else None


def customer_of(part: str) -> tuple[bool, int | None]:
    """Whether a part names a customer, and the account."""
    number = part.removeprefix(_CUSTOMER)
    return part.startswith(_CUSTOMER), int(number) if number.isdecimal() else None


def rows_behind(source: Source, link: Link, now: int) -> list[Behind]:
    """The records behind a mark, a sentence or a problem. Raises KeyError for a kind of problem that there is not."""
    if link.part.startswith(_CHECK):
        rows = behind(source, replace(link, part=""), now)
        return troubled(source, _KNOWN[link.part.removeprefix(_CHECK)], rows, link, now)
    of_customer, account = customer_of(link.part)
    if of_customer:
        rows = behind(source, replace(link, part=""), now)
        accounts = accounts_of(source, rows)
        return [row for row in rows if accounts.get((row.kind, row.id)) == account]
    return behind(source, link, now)


def troubled(source: Source, check: Check, rows: Sequence[Behind], link: Link, now: int) -> list[Behind]:
    """Of some records behind a figure those that have a problem."""
    cut = span_of(link.period, source.calendar, now).cut
    asked = {"now": now, "today": source.calendar.day_of(now), "cut": cut, "month_ago": cut - 30 * DAY}
    known = {row_id for row_id, _label in source.rows(check.sql, asked)}
    return [row for row in rows if row.kind == check.record and row.id in known]


def accounts_of(source: Source, rows: Collection[Behind]) -> dict[tuple[str, int], int | None]:
    """The account that each record is about, by its kind and number."""
    found: dict[tuple[str, int], int | None] = {}
    for kind, sql in _CONTACTS.items():
        ids = sorted({row.id for row in rows if row.kind == kind})
        for start in range(0, len(ids), _CHUNK):
            some = ids[start : start + _CHUNK]
            marks = ", ".join("?" * len(some))
            whole = (
                f"SELECT one.id, coalesce(c.company_id, c.id) FROM ({sql} WHERE t.id IN ({marks})) one"
                " LEFT JOIN contact c ON c.id = one.contact_id"
            )
            found.update({(kind, row_id): account for row_id, account in source.rows(whole, some)})
    return found
