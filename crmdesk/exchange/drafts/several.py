"""Several tables that are brought in together: what one refers to is in another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from crmdesk.exchange import cell
from crmdesk.exchange.drafts import converted as draft_converted
from crmdesk.exchange.drafts import spaces as draft_spaces
from crmdesk.exchange.drafts import together as draft_together
from crmdesk.exchange.drafts.draft import OWN_SOURCE, Draft, Here, derived, draft
from crmdesk.exchange.drafts.parts import ColumnDraft
from crmdesk.exchange.drafts.rules import date_forms
from crmdesk.exchange.found import Found
from crmdesk.exchange.recognise import Guess
from crmdesk.exchange.rules import Mapping

MOST_CUSTOMERS = 50_000
"""The most customers whose first days are held for the deals of another table."""

LEAST_LIKE, PLAIN_ITSELF = 0.58, 0.85
"""How little a table is like one of a known program, and how plainly it says itself what it is."""

Kept = Callable[[Found], "Sequence[Mapping] | None"]


def draft_all(
    parts: Sequence[tuple[Found, Guess | None]],
    here: Here,
    *,
    kept: Kept | None = None,
    told: Callable[[int], None] | None = None,
) -> list[Draft]:
    """The drafts of several tables. Those of no known source share their ids, so that they can refer to each other."""
    programs = Counter(guess.known.source for _found, guess in parts if guess)
    drafts = []
    for found, guess in parts:
        made = draft(found, here, guess=guess, kept=(known := kept(found) if kept else None), told=told)
        is_alone = guess is not None and not known and programs[guess.known.source] == 1
        drafts.append(_likelier(made, guess.score) if guess and is_alone else made)
    own = [one for one in drafts if not one.base and one.source]
    # What was kept of the last time has its ids already: those of a new table beside it are of the same program.
    before = (one.source for one in drafts if one.base and one.source.startswith(OWN_SOURCE))
    source = min(before, default="") or min((one.source for one in own), default="")
    drafts = draft_converted.joined(drafts, [guess for _found, guess in parts])
    joined = [replace(one, source=source) if one in own else one for one in drafts]
    return [derived(_with_first_contacts(one, joined)) for one in draft_spaces.apart(draft_together.together(joined))]


def _likelier(made: Draft, score: float) -> Draft:
    """The one table of a known program, unless it is hardly like that one and plainly says itself what it is."""
    if score >= LEAST_LIKE:
        return made
    own = draft(made.found, made.here, columns=[one.profile for one in made.columns])
    return own if own.score >= PLAIN_ITSELF else made


def _with_first_contacts(deals: Draft, drafts: Sequence[Draft]) -> Draft:
    """The deals with the days on which another table says that their customers were first met."""
    contact = deals.first("contact_id")
    if deals.kind != "deals" or deals.base or contact is None or deals.first("first_contact_at"):
        return deals
    for one in drafts:
        name, day = one.first("id"), one.first("lead_at")
        if one.kind == "contacts" and not one.base and name and day and one.rows <= MOST_CUSTOMERS:
            days = _days(one, name, day)
            if any(text in days for text, _n in contact.profile.common):
                return replace(deals, first_contacts=days)
    return deals


def _days(contacts: Draft, name: ColumnDraft, day: ColumnDraft) -> dict[str, str]:
    forms, found = date_forms(contacts, day), {}
    for _line, cells in contacts.found.read().rows():
        text = cells[day.profile.place].strip()
        if text:
            try:
                found[cells[name.profile.place].strip()] = cell.first_form(cell.moment, forms, text)
            except cell.CellError:
                continue
    return found
