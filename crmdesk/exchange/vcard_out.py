"""Contacts as an address book (vCard 4.0 or 3.0), for phones and mail programs, and for crmdesk itself.

Fields that an address book has no property for stand in X-CRMDESK-FIELD, so that nothing is lost on the way back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from crmdesk.exchange.readers.content_lines import escaped, joined, line
from crmdesk.exchange.readers.vcard_fields import COMPANY, DAY, FAX, OTHER_NAMES, OWN_FIELD, PAGER, PHONES
from crmdesk.store.atomic import write_bytes
from crmdesk.store.file import Workspace

NEW, OLD = "4.0", "3.0"
VERSIONS = (NEW, OLD)
_COLUMNS = (
    *("id", "kind", "name", "company_id", "email", "phone", "street", "city", "postcode", "country", "website"),
    *("tags", "notes", "custom"),
)
# Properties by the names of fields under which the reader keeps them; the first one of each name counts.
_PROPERTIES = {label: name for name, label in reversed(OTHER_NAMES.items()) if not name.startswith("X-")}
_ADDRESS = re.compile(r"[!-\[\]-~]+")
_NUMBERED = re.compile(r"(.*) (\d+)")
# Of these there may be several, and only the first has a column of its own.
_SEVERAL = {"E-mail": "email", "Phone": "phone", "Website": "website"}
_TYPES = {label: word for word, label in PHONES.items()} | {FAX: "FAX", PAGER: "PAGER"}


def export_cards(workspace: Workspace, target: Path, ids: Sequence[int] | None = None, version: str = NEW) -> int:
    """Writes contacts, all of them or some, into one file; returns how many. Raises UserError."""
    cards = list(_cards(workspace, ids, version))
    write_bytes(target, b"".join(cards), private=True)
    return len(cards)


def _cards(workspace: Workspace, ids: Sequence[int] | None, version: str) -> Iterator[bytes]:
    columns = ", ".join(["coalesce(external_id, lower(hex(uid)))", *_COLUMNS[1:]])
    sql = f"SELECT {columns} FROM contact"
    some = "" if ids is None else " WHERE id IN (SELECT value FROM json_each(?))"
    names = dict(workspace.rows("SELECT id, name FROM contact WHERE id IN (SELECT company_id FROM contact)"))
    # A company before its people, so that they find it when they are read.
    order = " ORDER BY kind = 'person', id"
    for row in workspace.rows(sql + some + order, () if ids is None else (json.dumps(list(ids)),)):
        values = dict(zip(_COLUMNS, row, strict=True))
        yield card(values, names.get(values["company_id"], ""), version)


def card(values: Mapping[str, Any], company: str, version: str = NEW) -> bytes:
    """The card of one contact by its columns; `company` is the name of the one it belongs to."""
    said = {name: str(value) for name, value in values.items() if value is not None}
    custom = {str(name): str(value) for name, value in json.loads(said.get("custom", "{}")).items()}
    parts = chain(
        (("BEGIN", "VCARD"), ("VERSION", version)),
        _who(said, custom, company, version),
        _ways_to_reach(said, custom, version),
        _others(custom, version),
        (("END", "VCARD"),),
    )
    return b"".join(line(name, value) for name, value in parts)


Lines = Iterator[tuple[str, str]]


def _who(said: Mapping[str, str], custom: dict[str, str], company: str, version: str) -> Lines:
    is_company, name = said["kind"] == COMPANY, " ".join(said["name"].split())
    # Version 4.0 takes any other text for an address of the web.
    uid = "UID;VALUE=text" if version == NEW else "UID"
    yield uid, escaped(said["id"])
    if version == NEW:
        yield "KIND", "org" if is_company else "individual"
    elif is_company:
        yield "X-ABSHOWAS", "COMPANY"
    yield "FN", escaped(name)
    given, family = ("", "") if is_company else _parted(name)
    yield "N", joined([family, given, "", "", ""])
    organisation = name if is_company else company
    if organisation:
        department = custom.pop("Department", "")
        yield "ORG", joined([organisation, department] if department else [organisation])


def _parted(name: str) -> tuple[str, str]:
    """Given and family name: the last word is the family's."""
    given, _space, family = name.rpartition(" ")
    return given, family


def _ways_to_reach(said: Mapping[str, str], custom: dict[str, str], version: str) -> Lines:
    preferred = ";PREF=1" if version == NEW else ";TYPE=PREF"
    for label, column in _SEVERAL.items():
        name = {"E-mail": "EMAIL", "Phone": "TEL", "Website": "URL"}[label]
        first = said.get(column, "")
        others = _taken(custom, label, at=2)
        for place, text in enumerate([first, *others] if first else others):
            # An address of the web is written as it is: its commas mean something.
            value = text if name == "URL" and _ADDRESS.fullmatch(text) else escaped(text)
            yield name + (preferred if not place and others else ""), value
    for label, word in _TYPES.items():
        for text in _taken(custom, label):
            yield f"TEL;TYPE={word.lower() if version == NEW else word}", escaped(text)
    address = [said.get("street", ""), said.get("city", ""), custom.pop("Region", "")]
    address += [said.get("postcode", ""), said.get("country", "")]
    if any(address):
        yield "ADR", joined(["", "", *address])
    if tags := [tag.strip() for tag in said.get("tags", "").split(";") if tag.strip()]:
        yield "CATEGORIES", joined(tags, ",")
    if said.get("notes"):
        yield "NOTE", escaped(said["notes"])


def _taken(custom: dict[str, str], label: str, at: int = 1) -> list[str]:
    """Fields of one name, that without a number first, taken out of the others."""
    found = []
    while (name := label if at == 1 else f"{label} {at}") in custom:
        found.append(custom.pop(name))
        at += 1
    return found


def _others(custom: Mapping[str, str], version: str) -> Lines:
    """Everything else, in a property of the standard where there is one."""
    for label, text in custom.items():
        numbered = _NUMBERED.fullmatch(label)
        name = _PROPERTIES.get(numbered[1] if numbered else label, "")
        if name == "ANNIVERSARY" and version == OLD:
            name = "X-ANNIVERSARY"
        if name in ("", "GEO", "TZ", "LABEL", "AGENT") or (numbered and numbered[1] not in custom):
            yield OWN_FIELD, joined([label, text])
        elif name in ("BDAY", "ANNIVERSARY", "X-ANNIVERSARY"):
            yield name, _day(text, version)
        else:
            yield name, escaped(text)


def _day(text: str, version: str) -> str:
    """A date as the version writes it; whatever is none stays as it is."""
    match = DAY.fullmatch(text)
    if match is None:
        return escaped(text)
    return f"{match[1] if match[1] != '-' else '--'}{match[2]}{match[3]}" if version == NEW else text
