"""What of a workspace is about one contact: its record, all that belongs to it now, and all that did once."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crmdesk.domain.errors import UserError
from crmdesk.store.base import Record, table_of
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.deleting import Rows, belonging
from crmdesk.store.file import Workspace
from crmdesk.store.import_memory import KnownAs
from crmdesk.store.merging import merged_into
from crmdesk.store.row import Source
from crmdesk.store.ticket import Ticket
from crmdesk.text import _

# What names a contact, a deal or a ticket in the images of the journal.
_NAMES = ("contact_id", "deal_id", "ticket_id")


@dataclass(frozen=True, slots=True)
class Person:
    """The numbers of a contact and of those that were merged into it, and the rows that belong to them.

    `deals` and `tickets` are also those that were theirs once. `known` is all that they were called, by column.
    """

    contacts: tuple[int, ...]
    rows: Rows
    deals: frozenset[int]
    tickets: frozenset[int]
    known: tuple[Mapping[str, Any], ...]

    @property
    def is_here(self) -> bool:
        """Whether the contact stands in the workspace; else only the journal knows it."""
        return bool(self.rows.get(Contact))

    def owns(self, table: str, row_id: int) -> bool:
        """Whether a row is theirs now, or is the contact, there or in the bin."""
        if table == "contact" and row_id in self.contacts:
            return True
        return any(table_of(record) == table and row_id in ids for record, ids in self.rows.items())

    def owned(self, table: str, image: Mapping[str, Any]) -> bool:
        """Whether a row was theirs when it looked like this."""
        if table == table_of(KnownAs):
            return _names_one(image, self)
        if image.get("contact_id") is not None:
            return table != "contact" and image["contact_id"] in self.contacts
        return image.get("deal_id") in self.deals or image.get("ticket_id") in self.tickets


def person(workspace: Workspace, contact_id: int) -> Person:
    """A contact that is there, or in the bin. Raises UserError where nothing is known of it."""
    contacts = (contact_id, *merged_into(workspace, [contact_id]))
    known = [*_present(workspace, contacts), *_images(workspace, Contact, contacts)]
    if not known:
        raise UserError(_("There is no contact number {number}; look for the person again.").format(number=contact_id))
    rows = belonging(workspace, Contact, _still_there(workspace, contacts))
    deals, tickets = (
        frozenset(rows.get(record, ())) | _once(workspace, table_of(record), contacts) for record in (Deal, Ticket)
    )
    rows[KnownAs] = set(_known_as(workspace, {**rows, Contact: {*contacts}, Deal: {*deals}, Ticket: {*tickets}}))
    return Person(contacts, {record: ids for record, ids in rows.items() if ids}, deals, tickets, tuple(known))


def contact_named(workspace: Workspace, text: str) -> int:
    """The contact of that id, e-mail address or name. Raises UserError where there is none, or more than one."""
    sql = "SELECT id FROM contact WHERE {} ORDER BY id"
    for condition in (
        "external_id = :text OR lower(hex(uid)) = lower(:text)",
        "lower(email) = lower(:text)",
        "name = :text",
        "id = CASE WHEN :text GLOB '[1-9]*' AND :text NOT GLOB '*[^0-9]*' THEN CAST(:text AS INTEGER) END",
    ):
        found = [id for (id,) in workspace.rows(sql.format(condition), {"text": text.strip()})]
        if len(found) == 1:
            return int(found[0])
        if found:
            sentence = _("“{name}” may be {n} contacts; name one of them by its id: {ids}.")
            ids = ", ".join(str(id) for id in found[:5])
            raise UserError(sentence.format(name=text, n=len(found), ids=ids))
    raise UserError(
        _("There is no contact “{name}”; name it by its id, e-mail address or whole name.").format(name=text)
    )


def quick_test(person: Person) -> re.Pattern[str]:
    """What the image of each row that was theirs matches, and few others do."""
    parts = [_either("contact_id", person.contacts), _either("deal_id", person.deals)]
    parts += [_either("ticket_id", person.tickets)]
    return re.compile("|".join(part for part in parts if part))


def _either(name: str, ids: Collection[int]) -> str:
    return rf'"{name}":(?:{"|".join(map(str, sorted(ids)))})[,}}]' if ids else ""


def _present(source: Source, contacts: Iterable[int]) -> Iterator[dict[str, Any]]:
    names = ("name", "email", "phone", "website", "street", "custom")
    sql = f"SELECT {', '.join(names)} FROM contact WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
    yield from (dict(zip(names, row, strict=True)) for row in source.rows(sql, (json.dumps(list(contacts)),)))


def _still_there(source: Source, contacts: Iterable[int]) -> list[int]:
    sql = "SELECT id FROM contact WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
    return [id for (id,) in source.rows(sql, (json.dumps(list(contacts)),))]


def _images(source: Source, record: type[Record], ids: Iterable[int]) -> Iterator[dict[str, Any]]:
    """What rows looked like before they were changed, the latest first."""
    sql = (
        "SELECT before FROM change WHERE tbl = ? AND row_id IN (SELECT value FROM json_each(?))"
        " AND before IS NOT NULL ORDER BY id DESC"
    )
    yield from (json.loads(before) for (before,) in source.rows(sql, (table_of(record), json.dumps(list(ids)))))


def _once(source: Source, table: str, contacts: Iterable[int]) -> frozenset[int]:
    """The rows of a table that named one of these contacts at any time."""
    sql = (
        "SELECT DISTINCT row_id FROM change WHERE tbl = ? AND before IS NOT NULL"
        " AND json_extract(before, '$.contact_id') IN (SELECT value FROM json_each(?))"
    )
    return frozenset(id for (id,) in source.rows(sql, (table, json.dumps(list(contacts)))))


def _known_as(source: Source, rows: Rows) -> Iterator[int]:
    sql = "SELECT id FROM known_as WHERE record = ? AND row IN (SELECT value FROM json_each(?))"
    for record, ids in rows.items():
        yield from (id for (id,) in source.rows(sql, (table_of(record), json.dumps(sorted(ids)))))


def _names_one(image: Mapping[str, Any], person: Person) -> bool:
    table, row_id = image.get("record"), image.get("row")
    theirs = {"contact": person.contacts, "deal": person.deals, "ticket": person.tickets}
    return row_id in theirs.get(str(table), ()) or person.owns(str(table), row_id or 0)
