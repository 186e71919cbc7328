"""Closed periods: the summary as it was printed and kept, with what was said about it and what was to be done next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmdesk.domain.errors import Damaged, UserError
from crmdesk.store import content as contents
from crmdesk.store.base import Record
from crmdesk.store.field import LocalDay, LongText, Moment, Ref, Text, Whole
from crmdesk.store.staff import Staff
from crmdesk.text import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from crmdesk.store.journal import Tx


class Closing(Record):
    """The close of one period. `sentences`, `steps` and `options` are JSON; `digest` names the bytes of the PDF."""

    kind, plural, title, since = "closing", "closings", N_("Closed periods"), 3
    list_columns = ("period", "closed_at", "staff_id", "pages")
    name_field = "period"

    period = Text(N_("Period"), required=True)
    closed_at = Moment(N_("Closed"), required=True)
    closed_day = LocalDay()
    staff = Ref(Staff, N_("By"))
    comment = LongText(N_("Comment"))
    sentences = LongText(N_("Sentences"))
    steps = LongText(N_("Next steps"))
    options = LongText(N_("Options of the summary"))
    digest = Text(N_("Checksum"), help=N_("SHA-256 of the bytes"))
    size = Whole(N_("Bytes"), least=0)
    pages = Whole(N_("Pages"), least=0)
    printed_at = Moment(N_("Printed"))
    printed_day = LocalDay()

    class Meta:
        table_name = "closing"
        indexes = ((("period", "closed_at"), False),)


def keep(tx: Tx, values: Mapping[str, Any], pdf: bytes | None, pages: int = 0) -> int:
    """Stores the close of a period, with its summary where one was printed, and returns its number."""
    stored = dict(values)
    if pdf is not None:
        stored |= {"digest": contents.put(tx, pdf), "size": len(pdf), "pages": pages}
    stored.setdefault("closed_at", tx.at)
    return tx.insert(Closing, stored)


def pdf_of(source: contents.Source, closing_id: int) -> bytes:
    """The summary as it was kept. Raises UserError where there is none, Damaged where it is not what was kept."""
    found = source.rows("SELECT period, digest FROM closing WHERE id = ?", (closing_id,))
    if not found or found[0][1] is None:
        raise UserError(_("There is no summary kept with this closing; print the period anew."))
    period, digest = found[0]
    pdf = contents.take(source, digest)
    if pdf is None:
        sentence = _("The summary of {period} is damaged inside the workspace; look for it in a backup.")
        raise Damaged(sentence.format(period=period))
    return pdf
