"""The forms of files that are read: each with how its first bytes look, and how the tables in it are found.

A form is asked in this order, and what no other knows is a text table. A reader answers `Found`s whose columns have
fixed names in English: what they mean for the workspace is said by the preset that names the form.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from crmdesk.exchange.found import Found
from crmdesk.exchange.layouts import laid_out
from crmdesk.exchange.rawlines import File
from crmdesk.exchange.readers import camt, ical, ldif, mail, mt940, ofx, qif, vcard_found
from crmdesk.text import N_


@dataclass(frozen=True, slots=True)
class Format:
    """A form: its name, its title for people, whether a file begins like it, and the tables of such a file.

    `packed` finds the tables of a file that lies in a zip, where the form can be read without unpacking it to disk.
    """

    form: str
    title: str
    sniff: Callable[[bytes], bool]
    tables: Callable[[Path], list[Found]]
    packed: Callable[[File], list[Found]] | None = None


def _streamed(form: str, title: str, sniff: Callable[[bytes], bool], tables: Callable[[File], list[Found]]) -> Format:
    """A form that is read from its beginning to its end, wherever the file lies."""
    return Format(form, title, sniff, lambda path: tables(File.at(path)), tables)


_ALL = (
    _streamed("vcard", N_("Address book (vCard)"), vcard_found.sniff, vcard_found.tables),
    Format("sheet", N_("Spreadsheet"), laid_out.is_sheet, laid_out.sheet_tables),
    _streamed("ical", N_("Calendar (iCalendar)"), ical.sniff, ical.tables),
    _streamed("ldif", N_("Address book (LDIF)"), ldif.sniff, ldif.tables),
    _streamed("ofx", N_("Bank file (OFX)"), ofx.sniff, ofx.tables),
    _streamed("qif", N_("Bank file (QIF)"), qif.sniff, qif.tables),
    _streamed("camt", N_("Bank statement (CAMT)"), camt.sniff, camt.tables),
    _streamed("mail", N_("E-mails (mbox, eml)"), mail.sniff, mail.tables),
    _streamed("mt940", N_("Bank statement (MT940)"), mt940.sniff, mt940.tables),
    Format("csv", N_("Text table (CSV)"), lambda _head: True, laid_out.file_tables),
)
FORMATS: dict[str, Format] = {one.form: one for one in _ALL}
"""Every form by its name, in the order in which they are asked."""


def form_of(head: bytes) -> Format:
    """The form of a file that begins with these bytes."""
    return next(one for one in FORMATS.values() if one.sniff(head))
