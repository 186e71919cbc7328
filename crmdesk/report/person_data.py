"""All that is kept about one contact as a PDF to be read: for people who ask what is known of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from crmdesk.domain.wording import moment_text, number_text
from crmdesk.report.document import MARGIN, PAPERS, Bound, build, told
from crmdesk.report.draw_person_data import Line, Look, flowed
from crmdesk.report.fonts import Fonts
from crmdesk.report.listed import plain
from crmdesk.report.notes import letters_note
from crmdesk.report.parts import Footer
from crmdesk.store.attachment import Attachment
from crmdesk.store.base import Record, own_fields
from crmdesk.store.file import Workspace
from crmdesk.store.import_memory import KnownAs
from crmdesk.store.person import Person, person
from crmdesk.store.person_past import ids_elsewhere
from crmdesk.store.person_past import told as past_of
from crmdesk.store.registry import ALL_TYPES
from crmdesk.store.related import with_names
from crmdesk.store.row import name_of, row
from crmdesk.text import _, n_

# Of longer texts the page has the beginning; the tables have all.
_LONGEST = 20_000
_NOT_LISTED = (KnownAs, Attachment)


def person_pdf(workspace: Workspace, contact_id: int, paper: str = "A4") -> bytes:
    """The pages as a PDF. Raises UserError where nothing is known of the contact."""
    whom, now = person(workspace, contact_id), workspace.clock.now()
    lines = list(_lines(workspace, whom))
    fonts = Fonts()
    if missing := fonts.unknown(one.text for one in lines):
        lines.insert(2, Line(Look.NOTE, letters_note(missing)))
    business = workspace.settings.business_name.strip() or workspace.path.stem
    name, title = str(whom.known[0]["name"]), _("Personal data")
    created = _("created {moment}").format(moment=moment_text(workspace.calendar.local(now)))
    wide, high = PAPERS[paper]
    live = (wide - 2 * MARGIN, high - 2 * MARGIN)
    bound = Bound(
        pages=lambda pen: flowed(pen, lines, *live),
        live=live,
        footer=Footer(business, title, name, created),
        paper=(wide, high),
        colour="",
        told=told(title=f"{title}: {name}", author=business, subject=title, keywords=name),
    )
    return build(bound, fonts, now)[0]


def _lines(workspace: Workspace, whom: Person) -> Iterator[Line]:
    business = workspace.settings.business_name.strip() or workspace.path.stem
    yield Line(Look.TITLE, str(whom.known[0]["name"]))
    yield Line(Look.NOTE, _("Everything that {business} keeps about this person in crmdesk.").format(business=business))
    for record in ALL_TYPES:
        ids = sorted(whom.rows.get(record, ()))
        if ids and record not in _NOT_LISTED:
            yield Line(Look.HEADING, f"{_(record.title)} ({number_text(len(ids))})")
            for row_id in ids:
                yield from _record(workspace, record, row_id)
    yield from _files(workspace, whom)
    if elsewhere := ids_elsewhere(workspace, whom):
        yield Line(Look.HEADING, _("Ids in other programs"))
        yield from (Line(Look.FACT, id, f"{program}, {kind}") for program, kind, id in elsewhere)
    yield from _past(workspace, whom)


def _record(workspace: Workspace, record: type[Record], row_id: int) -> Iterator[Line]:
    values = row(workspace, record, row_id) or {}
    named = with_names(workspace, record, values)
    title = name_of(workspace, record, row_id)
    yield Line(Look.NAME, title)
    for name, field in own_fields(record).items():
        text = plain(field, named.get(name), workspace)
        # What stands above already, and that all of it is theirs, is not said again.
        if text and text != title and name != "contact_id":
            yield Line(Look.FACT, _short(text), _(field.label))
    custom: dict[str, Any] = json.loads(values["custom"]) if values.get("custom") else {}
    yield from (Line(Look.FACT, _short(str(text)), label) for label, text in custom.items())
    if values.get("external_id"):
        yield Line(Look.FACT, values["external_id"], _("Id"))


def _files(workspace: Workspace, whom: Person) -> Iterator[Line]:
    ids: Sequence[int] = sorted(whom.rows.get(Attachment, ()))
    if ids:
        yield Line(Look.HEADING, f"{_(Attachment.title)} ({number_text(len(ids))})")
    for row_id in ids:
        name, size, at = workspace.rows("SELECT name, size, added_at FROM attachment WHERE id = ?", (row_id,))[0]
        bytes_text = n_("{n} byte", "{n} bytes", size).format(n=number_text(size))
        yield Line(Look.FACT, f"{moment_text(workspace.calendar.local(at))}, {bytes_text}", name)


def _past(workspace: Workspace, whom: Person) -> Iterator[Line]:
    """What was changed, step by step."""
    last = None
    for one in past_of(workspace, whom):
        if last is None:
            yield Line(Look.HEADING, _("History"))
        if (step := (one.at, one.step, one.name)) != last:
            last = step
            said = (moment_text(workspace.calendar.local(one.at)), one.step, one.by)
            yield Line(Look.NAME, " · ".join(part for part in said if part))
        change = f"{one.before} → {one.after}" if one.before else one.after
        yield Line(Look.FACT, _short(change), one.field)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
