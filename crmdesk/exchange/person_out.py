"""All that is kept about one contact, as a folder to be handed over: tables, files, history, and a page to read.

This answers whoever asks what is known of them (GDPR, articles 15 and 20).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from crmdesk.domain.errors import Damaged, UserError
from crmdesk.domain.formulas import guarded
from crmdesk.exchange.everything import objects
from crmdesk.exchange.interchange_rows import column_names, csv_of, custom_names, rows_of
from crmdesk.store import erasing
from crmdesk.store.atomic import sweep_folder, write_folder
from crmdesk.store.attachment import Attachment, content_of
from crmdesk.store.file import Workspace
from crmdesk.store.person import Person, person
from crmdesk.store.person_past import field_label, ids_elsewhere, told
from crmdesk.store.registry import RECORD_TYPES, record_type
from crmdesk.text import _

FORMAT = "crmdesk-person-1"
_README, _PDF, _DATA, _FILES = "README.txt", "person.pdf", "data.json", "files"
# What no system takes in the name of a file.
_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_LONGEST_NAME = 120
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)

Check = Callable[[], None]


def export_person(
    workspace: Workspace, contact_id: int, folder: Path, pdf: bytes, check: Check = lambda: None
) -> list[Path]:
    """Writes all about a contact into a new folder, with `pdf` as the page to read; returns the files.

    `check` is called now and then, and may raise. Raises UserError.
    """
    whom = person(workspace, contact_id)
    if not whom.is_here:
        raise UserError(_("This person is in the bin; bring the record back first."))
    files = {_PDF: pdf, **_tables(workspace, whom)}
    check()
    history = _history(workspace, whom)
    check()
    mentions = [
        [_(record_type(one.kind).title), one.name, field_label(record_type(one.kind), one.column), one.text]
        for one in erasing.look(workspace, contact_id).mentions
    ]
    files["history.csv"] = _table(_HISTORY, history)
    if mentions:
        files["mentions.csv"] = _table(_MENTIONS, mentions)
    if elsewhere := [list(one) for one in ids_elsewhere(workspace, whom)]:
        files["ids_elsewhere.csv"] = _table((_("Program"), _("Kind"), _("Id there")), elsewhere)
    files[_DATA] = _data(workspace, whom, history, mentions, elsewhere)
    lost = []
    for name, content in _attached(workspace, whom):
        check()
        if content is None:
            lost.append(name)
        else:
            files[f"{_FILES}/{name}"] = content
    files[_README] = _readme(workspace, whom, files, lost).encode("utf-8")
    return _write(folder, files)


def _write(folder: Path, files: dict[str, bytes]) -> list[Path]:
    sweep_folder(folder)
    if folder.is_dir() and any(folder.iterdir()):
        text = _("The folder {path} is not empty; choose another one, so that nothing else is handed over with it.")
        raise UserError(text.format(path=folder))
    write_folder(folder, files, private=True)
    return [folder / name for name in files]


def _tables(workspace: Workspace, whom: Person) -> dict[str, bytes]:
    """The records as the interchange folder has them, so that no spreadsheet computes a cell."""
    found = {}
    for record in RECORD_TYPES:
        if ids := whom.rows.get(record):
            names, custom = column_names(workspace, record), custom_names(workspace, record, ids)
            found[f"{record.plural}.csv"] = _table([*names, *custom], rows_of(workspace, record, names, custom, ids))
    return found


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    return csv_of([guarded(head) for head in heads], ([guarded(cell) for cell in row] for row in rows))


_HISTORY = ("when", "who", "step", "kind", "record", "field", "before", "after")
_MENTIONS = ("kind", "record", "field", "text")


def _history(workspace: Workspace, whom: Person) -> list[list[str]]:
    return [
        [
            *(workspace.calendar.text(one.at), one.by, one.step),
            *(_(one.record.title), one.name, one.field, one.before, one.after),
        ]
        for one in told(workspace, whom)
    ]


def _data(
    workspace: Workspace,
    whom: Person,
    history: Sequence[Sequence[str]],
    mentions: Sequence[Sequence[str]],
    elsewhere: Sequence[Sequence[str]],
) -> bytes:
    """Everything but the files for programs to read."""
    kinds = {
        record.plural: list(objects(workspace, record, whom.rows[record]))
        for record in RECORD_TYPES
        if record in whom.rows
    }
    document: dict[str, Any] = {
        "format": FORMAT,
        "business": workspace.settings.business_name,
        "currency": workspace.settings.currency,
        **kinds,
        "ids_elsewhere": [dict(zip(("program", "kind", "id"), one, strict=True)) for one in elsewhere],
        "history": [dict(zip(_HISTORY, one, strict=True)) for one in history],
        "mentions": [dict(zip(_MENTIONS, one, strict=True)) for one in mentions],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _attached(workspace: Workspace, whom: Person) -> Iterator[tuple[str, bytes | None]]:
    """The files, each under a name of its own that every system takes; None where the bytes are damaged."""
    taken: set[str] = set()
    for id in sorted(whom.rows.get(Attachment, ())):
        ((name,),) = workspace.rows("SELECT name FROM attachment WHERE id = ?", (id,))
        free = file_name(name, taken)
        taken.add(free.casefold())
        try:
            yield free, content_of(workspace, id)
        except Damaged:
            yield free, None


def file_name(name: str, taken: Iterable[str] = ()) -> str:
    """A name that every system takes for a file, with a number where it is taken (`taken`: folded names)."""
    plain = " ".join(_UNFIT.sub(" ", name).split()).strip(". ")
    plain = f"_{plain}" if not plain or _DEVICES.match(plain) else plain
    stem, dot, suffix = plain[-_LONGEST_NAME:].rpartition(".")
    stem, suffix = (stem, f"{dot}{suffix}") if dot else (suffix, "")
    number, found = 1, f"{stem}{suffix}"
    while found.casefold() in taken:
        number += 1
        found = f"{stem} {number}{suffix}"
    return found


def _readme(workspace: Workspace, whom: Person, files: Iterable[str], lost: Sequence[str]) -> str:
    told_of = {
        _PDF: _("everything below, to be read"),
        _DATA: _("everything but the files, for programs to read (JSON)"),
        "history.csv": _("when what was noted or changed, by whom, and where it came from"),
        "ids_elsewhere.csv": _("the ids of the records in other programs"),
        "mentions.csv": _("where else the person is named; look through it before you hand it over"),
        **{f"{record.plural}.csv": _(record.title) for record in RECORD_TYPES},
    }
    lines = [
        _("Everything that {business} keeps about {name} in crmdesk, as of {when}.").format(
            business=workspace.settings.business_name or workspace.path.stem,
            name=whom.known[0]["name"],
            when=f"{workspace.calendar.local(workspace.clock.now()):%Y-%m-%d %H:%M}",
        ),
        "",
        *(f"{name}: {told_of[name]}" for name in files if name in told_of),
        *([_("files: the files that were attached")] if any(name.startswith(f"{_FILES}/") for name in files) else []),
        *(_("“{file}” is damaged inside the workspace and could not be given.").format(file=name) for name in lost),
        "",
        _("Dates are YYYY-MM-DD. A cell that begins with ' is a text that spreadsheets would take for a formula."),
        _("To be added by whoever hands it over: why the data is kept, for how long, and who else receives it."),
    ]
    return "\r\n".join(lines) + "\r\n"


__all__ = ["export_person", "file_name"]
