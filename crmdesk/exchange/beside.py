"""What columns mean beside each other: the person and the company of a deal, its title and its customer, its two ends.

A heading alone may say either; what the other columns of the table are decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from crmdesk.exchange import field_headings, heading_words
from crmdesk.exchange.heading import id_of_what, likeness, tokens
from crmdesk.exchange.near import fold
from crmdesk.exchange.profile import Profile
from crmdesk.exchange.readers import bank_columns
from crmdesk.exchange.value_words import says_how_it_ended

if TYPE_CHECKING:
    from crmdesk.exchange.guessing import Guessed

_WITH_CUSTOMERS = ("deals", "tickets", "sales", "activities")
_OF_ACCOUNTS = ("sales", "expenses")
_NAME = "name"
_RARELY = 4
"""Of so many names at least one has a word of somebody’s name, where they are those of people."""
_SHORT = 2
_SPOKEN, _PLAIN = 0.5, 0.9
"""So much of a column must be words for it to name people, and so plainly must its heading say that they are."""


def settled(kind: str, columns: Sequence[Profile], taken: dict[str, Guessed]) -> dict[str, Guessed]:
    """The fields of the columns, once all of them are known."""
    found = _people_by_name(taken)
    if kind == "deals":
        found = _staged(columns, _titled(columns, _ended(found)))
    if kind == "contacts":
        found = _without_bare_numbers(found)
        found = _with_primary_contacts(columns, _companies_of_contacts(columns, found))
    if kind in _OF_ACCOUNTS and (bank_columns.has_balance(columns) or bank_columns.way(columns)):
        found = {name: one for name, one in found.items() if not _is_own_account(name, one)}
    if kind in _WITH_CUSTOMERS:
        found = _customers(kind, columns, found)
    return found


def _is_own_account(column: str, one: Guessed) -> bool:
    """Whether a column of a bank's statement names the account that it is of."""
    return one.field in ("contact_id", "company_name", "category") and bool(heading_words.ACCOUNT & tokens(column))


def _columns_of(taken: dict[str, Guessed], *fields: str) -> list[str]:
    return [column for column, one in taken.items() if one.field in fields]


def _as(taken: dict[str, Guessed], column: str, field: str) -> dict[str, Guessed]:
    return {**taken, column: replace(taken[column], field=field)}


def _without_bare_numbers(taken: dict[str, Guessed]) -> dict[str, Guessed]:
    """Without a street there is no number in it: that is the number of the row."""
    streets = _columns_of(taken, "street")
    is_bare = all(fold(one) in heading_words.HOUSE_NUMBERS for one in streets)
    return {name: one for name, one in taken.items() if not (is_bare and name in streets)}


def _companies_of_contacts(columns: Sequence[Profile], taken: dict[str, Guessed]) -> dict[str, Guessed]:
    """Beside the “contact first name” another name is that of the company, unless people are called so."""
    parts = [one for one in columns if one.name in _columns_of(taken, "first_name", "last_name")]
    named = next((one for one in columns if one.name in _columns_of(taken, "name")), None)
    is_of_contact = any("contact" in tokens(one.name) for one in parts)
    if named is None or not is_of_contact or "contact" in tokens(named.name) or _columns_of(taken, "company_name"):
        return taken
    people = frozenset().union(*(tokens(text) for one in parts for text, _n in one.common))
    called = sum(1 for text, _n in named.common if people & tokens(text))
    return taken if called * _RARELY > len(named.common) else _as(taken, named.name, "company_name")


def _with_primary_contacts(columns: Sequence[Profile], taken: dict[str, Guessed]) -> dict[str, Guessed]:
    """Where each company has one row, its “primary contact” says whom to ask there; the rows are the companies."""
    companies = [one for one in columns if one.name in _columns_of(taken, "company_name")]
    if not any(one.is_unique for one in companies):
        return taken
    return {name: one for name, one in taken.items() if one.field != "name" or fold(name) not in heading_words.PRIMARY}


def _people_by_name(taken: dict[str, Guessed]) -> dict[str, Guessed]:
    """Of the team, those whose names are there need not come by their numbers once more."""
    for field in ("owner_id", "staff_id"):
        columns = _columns_of(taken, field)
        numbers = [one for one in columns if id_of_what(one) is not None]
        if len(numbers) < len(columns):
            taken = {column: one for column, one in taken.items() if column not in numbers}
    return taken


def _staged(columns: Sequence[Profile], taken: dict[str, Guessed]) -> dict[str, Guessed]:
    """Where a status says no more than how deals ended, another column that names stages is the stage."""
    status = next(iter(_columns_of(taken, "stage_id")), "")
    profile = next((one for one in columns if one.name == status), None)
    if profile is None or not says_how_it_ended(text for text, _n in profile.common):
        return taken
    for one in columns:
        if one.name not in taken and heading_words.STAGE & tokens(one.name) and one.words > _SPOKEN:
            rest = {column: guess for column, guess in taken.items() if column != status}
            return {**rest, one.name: taken[status]}
    return taken


def _titled(columns: Sequence[Profile], taken: dict[str, Guessed]) -> dict[str, Guessed]:
    """The “name” of a deal is its title, unless it is that of the people whose addresses stand beside it."""
    named = next((one for one in columns if fold(one.name) == _NAME and one.name in _columns_of(taken, "title")), None)
    mails = [one for one in columns if one.name in _columns_of(taken, "contact_email")]
    if named is None or not mails or _columns_of(taken, "contact_id"):
        return taken
    said = " ".join(text.partition("@")[0].casefold() for one in mails for text, _n in one.common)
    called = sum(1 for text, _n in named.common if any(len(word) > _SHORT and word in said for word in tokens(text)))
    return _as(taken, named.name, "contact_id") if called * 2 > len(named.common) else taken


def _ended(taken: dict[str, Guessed]) -> dict[str, Guessed]:
    """Where a column says when a deal really ended, another “close date” is when it was expected to."""
    ends = _columns_of(taken, "closed_at")
    real = [column for column in ends if heading_words.OVER & tokens(column)]
    if not real or _columns_of(taken, "expected_close_on"):
        return taken
    hoped = next((column for column in ends if column not in real), None)
    return _as(taken, hoped, "expected_close_on") if hoped else taken


def _customers(kind: str, columns: Sequence[Profile], taken: dict[str, Guessed]) -> dict[str, Guessed]:
    """The person is the contact, and the company is the one that the person belongs to; alone it is the contact."""
    companies, contacts = _columns_of(taken, "company_name"), _columns_of(taken, "contact_id")
    if companies and not contacts and not _columns_of(taken, "contact_first", "contact_last"):
        return _as(taken, companies[0], "contact_id")
    free = [
        one.name for one in columns if one.name not in taken and one.words > _SPOKEN and id_of_what(one.name) is None
    ]
    headings = field_headings.HEADINGS[kind]["contact_id"]
    others = [
        one
        for one in free
        if fold(one) in heading_words.PEOPLE_NAMED or likeness(one, kind, headings, "contact_id")[0] >= _PLAIN
    ]
    if companies or not contacts or not others:
        return taken
    both = [contacts[0], *others] if id_of_what(contacts[0]) is None else others
    person = next((one for one in both if fold(one) in heading_words.PEOPLE_NAMED), "")
    company = next((one for one in both if fold(one) not in heading_words.PEOPLE_NAMED), "")
    if not person or not company:
        return taken
    said = taken.pop(contacts[0]) if contacts[0] not in (person, company) else taken[contacts[0]]
    return {**taken, person: said, company: replace(said, field="company_name")}
