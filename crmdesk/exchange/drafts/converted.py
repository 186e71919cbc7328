"""Leads that became contacts: where both come in together they are one record, which knows when it was a lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crmdesk.exchange.drafts.based import main_of
from crmdesk.exchange.drafts.parts import Draft
from crmdesk.exchange.drafts.rules import date_forms
from crmdesk.exchange.recognise import Guess
from crmdesk.exchange.rules import Condition, FieldRule, Mapping

MOST_LEADS = 50_000
"""The most leads of one file whose days are held for the contacts that they became."""
_DAYS = ("lead_at", "qualified_at")
"""What only the lead knows."""


def joined(drafts: Sequence[Draft], guesses: Sequence[Guess | None]) -> list[Draft]:
    """The drafts, in which a lead that became a contact of the same delivery is that contact."""
    found = list(drafts)
    for place, guess in enumerate(guesses):
        leads, became = found[place], guess.known.became if guess else ""
        if became and leads.base and leads.rows <= MOST_LEADS:
            found = _with_contacts_of(found, place, became)
    return found


def _with_contacts_of(drafts: list[Draft], place: int, became: str) -> list[Draft]:
    leads = drafts[place]
    converted = _rows_of(leads, became)
    for at, one in enumerate(drafts):
        named = _id_column(one) if one.source == leads.source and one.kind == "contacts" and at != place else ""
        there = converted.keys() & _rows_of(one, named).keys() if named and converted else frozenset[str]()
        if there:
            drafts[at] = replace(one, base=_with_days(one, named, leads, {name: converted[name] for name in there}))
            drafts[place] = leads = replace(leads, base=_without(leads, became, frozenset(there)))
    return drafts


def _id_column(contacts: Draft) -> str:
    """The column that holds the ids of the contacts of a known program."""
    rule = main_of(contacts.base).fields.get("id") if contacts.base else None
    return rule.columns[0] if rule and len(rule.columns) == 1 else ""


def _rows_of(draft: Draft, column: str) -> dict[str, list[str]]:
    """The rows of a table by the text in a column."""
    at = draft.found.columns.index(column)
    return {text: cells for _line, cells in draft.found.read().rows() if (text := cells[at].strip())}


def _with_days(contacts: Draft, named: str, leads: Draft, rows: dict[str, list[str]]) -> tuple[Mapping, ...]:
    """The mappings of contacts with the days when they were leads."""
    main = main_of(contacts.base)
    fields = dict(main.fields)
    for name in _DAYS:
        rule = main_of(leads.base).fields.get(name)
        if rule is not None and len(rule.columns) == 1 and rule.columns[0] in leads.found.columns:
            at = leads.found.columns.index(rule.columns[0])
            values = {known: cells[at] for known, cells in rows.items() if cells[at].strip()}
            forms = rule.date or date_forms(leads, leads.column(rule.columns[0]))
            day = FieldRule(columns=(named,), values=values, other_values="empty", date=forms, timezone=rule.timezone)
            fields[name] = replace(day, otherwise=fields.get(name))
    return tuple(replace(one, fields=fields) if one is main else one for one in contacts.base)


def _without(leads: Draft, became: str, there: frozenset[str]) -> tuple[Mapping, ...]:
    """The mappings of leads without those that became one of these contacts."""
    only = Condition(became, there, wanted=False)
    of_leads = [one for one in leads.base if one.kind == "contacts" and not one.rows]
    return tuple(replace(one, where=(*one.where, only)) if one in of_leads else one for one in leads.base)
