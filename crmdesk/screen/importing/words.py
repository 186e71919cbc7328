"""Words of bringing files in: kinds of records, fields, and what becomes of a row."""

from __future__ import annotations

from crmdesk.store.base import own_fields
from crmdesk.store.field import Choice
from crmdesk.store.registry import record_type
from crmdesk.text import N_, _

OUTCOME_WORDS = {
    "created": N_("New"),
    "updated": N_("Changed"),
    "unchanged": N_("Unchanged"),
    "doubtful": N_("Doubtful"),
    "rejected": N_("Refused"),
    "left_out": N_("Left out"),
}


# What a file says in parts, or by a name, of what is one field or a record of its own.
_PARTS = {
    "id": N_("Id in the other program"),
    "first_name": N_("First name"),
    "middle_name": N_("Middle name"),
    "last_name": N_("Last name"),
    "company_name": N_("Company, by its name"),
    "contact_first": N_("Contact, by the first name"),
    "contact_last": N_("Contact, by the last name"),
    "contact_email": N_("Contact, by the e-mail address"),
    "contact_phone": N_("Contact, by the phone number"),
    "time": N_("Time of the day"),
    "country": N_("Country"),
}


def title_of(kind: str) -> str:
    """The name of a kind of records for people."""
    return _(record_type(kind).title)


def field_title(kind: str, field: str) -> str:
    """The name of a field of that kind for people; a field of one's own has its own."""
    known = own_fields(record_type(kind))
    if field in known:
        return _(known[field].label)
    return _(_PARTS[field]) if field in _PARTS else field


def value_words(kind: str, field: str, text: str) -> str:
    """A value of a field for people: a choice by its word."""
    known = own_fields(record_type(kind)).get(field)
    return _(known.words[text]) if isinstance(known, Choice) and text in known.words else text
