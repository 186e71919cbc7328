"""Files that belong to a record, kept inside the workspace: each content once, under the checksum of its bytes."""

from __future__ import annotations

from errno import EISDIR
from os import strerror
from pathlib import Path
from typing import TYPE_CHECKING

from crmdesk.domain.errors import Damaged, UserError
from crmdesk.domain.wording import name_text
from crmdesk.store import content as contents
from crmdesk.store.base import Record, partial_index, references_of, table_of
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.field import LocalDay, Moment, Ref, Text, Whole
from crmdesk.store.ticket import Ticket
from crmdesk.text import N_, _

if TYPE_CHECKING:
    from crmdesk.store.journal import Tx

# A workspace is copied whole with every backup.
MOST_BYTES = 50_000_000


class Attachment(Record):
    """A file of a contact, a deal or a ticket: its name, and where its bytes lie."""

    kind, plural, title, since = "attachment", "attachments", N_("Files"), 2
    list_columns = ("name", "size", "added_at")

    contact = Ref(Contact, N_("Contact"))
    deal = Ref(Deal, N_("Deal"))
    ticket = Ref(Ticket, N_("Ticket"))
    name = Text(N_("Name"), required=True)
    digest = Text(N_("Checksum"), required=True, help=N_("SHA-256 of the bytes"))
    size = Whole(N_("Bytes"), required=True, least=0)
    added_at = Moment(N_("Added"), required=True)
    added_day = LocalDay()

    class Meta:
        table_name = "attachment"
        indexes = tuple(partial_index("attachment", name) for name in ("contact_id", "deal_id", "ticket_id"))


def attach(
    tx: Tx, path: Path, *, contact_id: int | None = None, deal_id: int | None = None, ticket_id: int | None = None
) -> int:
    """Takes a copy of a file into the workspace and returns the id of the attachment. Raises UserError."""
    try:
        # A pipe or a device would keep us waiting.
        if path.exists() and not path.is_file():
            raise IsADirectoryError(EISDIR, strerror(EISDIR))
        if path.stat().st_size > MOST_BYTES:
            sentence = _("“{file}” is larger than {most} MB; keep it elsewhere and write down where.")
            raise UserError(sentence.format(file=path.name, most=MOST_BYTES // 1_000_000))
        content = path.read_bytes()
    except OSError as fault:
        sentence = _("“{file}” cannot be read ({reason}); check that it is a file that you may open.")
        raise UserError(sentence.format(file=path.name, reason=fault.strerror)) from None
    return attach_bytes(tx, name_text(path.name), content, contact_id=contact_id, deal_id=deal_id, ticket_id=ticket_id)


def attach_bytes(tx: Tx, name: str, content: bytes, **record: int | None) -> int:
    """The same for bytes at hand; `record` says whose they are: contact_id, deal_id, ticket_id."""
    for column, target in references_of(Attachment).items():
        row_id = record.get(column)
        if row_id is not None and not tx.rows(f"SELECT 1 FROM {table_of(target)} WHERE id = ?", (row_id,)):
            raise UserError(_("This record is not there any more; somebody deleted it. Look for it in the bin."))
    values = {"name": name, "digest": contents.put(tx, content), "size": len(content), "added_at": tx.at, **record}
    return tx.insert(Attachment, values)


def content_of(source: contents.Source, attachment_id: int) -> bytes:
    """The bytes of an attachment. Raises UserError where it is gone, Damaged where they are not what was kept."""
    found = source.rows("SELECT name, digest FROM attachment WHERE id = ?", (attachment_id,))
    if not found:
        raise UserError(_("This file is no longer in the workspace; look for it in the bin."))
    name, digest = found[0]
    content = contents.take(source, digest)
    if content is None:
        sentence = _("“{file}” is damaged inside the workspace; look for it in a backup.")
        raise Damaged(sentence.format(file=name))
    return content
