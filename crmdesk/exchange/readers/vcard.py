"""Address books in vCard files, as tables of contacts like those of an interchange folder.

Each card becomes one contact. The companies that people belong to become contacts too, in a table of their own that
comes first; a company that has a card itself, or is in the workspace by that name, is not made again. Nothing that
a card links to is ever fetched.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path

from crmdesk.domain.errors import UserError
from crmdesk.exchange import limits
from crmdesk.exchange.encoding import OLD, encoding_of
from crmdesk.exchange.near import fold
from crmdesk.exchange.rawlines import File, narrow
from crmdesk.exchange.readers.vcard_cards import Leftover, cards
from crmdesk.exchange.readers.vcard_fields import COMPANY, ID_CHARACTERS, Found, found_in
from crmdesk.exchange.readers.vcard_text import Reader
from crmdesk.exchange.table import Rejected, Rows, Table, shown
from crmdesk.text import _, n_

FIELDS = (
    *("id", "kind", "name", "company_id", "email", "phone"),
    *("street", "city", "postcode", "country", "website", "tags", "notes"),
)
OTHERS = "Other fields of the card"
"""Where fields go that are one too many to have a column of their own."""


def tables(sources: Iterable[Path | File], companies: Iterable[tuple[str, str]]) -> Iterator[Table]:
    """The contacts of address books. `companies` are the (id, name) of those that are in the workspace."""
    known = {_key(name): id for id, name in companies}
    seen: dict[str, str] = {}
    for file in (one if isinstance(one, File) else File.at(one) for one in sources):
        rejected, notices = list[Rejected](), list[str]()
        found = list(_first_ones(_read(file, rejected, notices), file.name, seen, rejected))
        coming = {_key(one.values["name"]): one.values["id"] for one in found if one.values["kind"] == COMPANY}
        known = {**coming, **known}
        made = _companies(found, known)
        if made:
            yield _table(file.name, made, [], [])
        yield _table(file.name, found, rejected, notices)


def _read(file: File, rejected: list[Rejected], notices: list[str]) -> list[Found]:
    """The contacts of one file, in the order of its cards."""
    left, reader = Leftover(), Reader()
    found = _found(file, left, reader, rejected)
    # Which old encoding it is can be told by all that is not in the one it should be.
    if reader.unread and (old := encoding_of(BytesIO(reader.unread))) in OLD:
        rejected.clear()
        left, reader = Leftover(), Reader(old)
        found = _found(file, left, reader, rejected)
    notices.extend(_notices(file.name, left, reader))
    return sorted(found, key=lambda one: one.line)


def _found(file: File, left: Leftover, reader: Reader, rejected: list[Rejected]) -> list[Found]:
    """The contacts of one file, in the order in which their cards end."""
    found, groups = list[Found](), list[Found]()
    with narrow(file) as stream:
        for card in cards(stream, left):
            one = found_in(card, reader)
            if not one.fault:
                found.append(one)
            elif one.members:
                groups.append(one)
            else:
                rejected.append(Rejected(one.line, "", "", one.fault))
            if len(rejected) + len(groups) > limits.STRUCTURE_FAULTS or len(found) > limits.ROWS:
                text = _("{file} has too many cards, or too many that cannot be read; split it into several files.")
                raise UserError(text.format(file=file.name))
    rejected += _tagged(found, groups)
    return found


def _tagged(found: Sequence[Found], groups: Sequence[Found]) -> Iterator[Rejected]:
    """Gives the members of each group its name as a tag, and returns why the groups are no contacts."""
    by_id = {_bare(one.values["id"]): one for one in found} if groups else {}
    for group in groups:
        name = group.values["name"].replace(";", ",")
        members = [one for id in group.members if name and (one := by_id.get(_bare(id)))]
        for one in members:
            tags = dict.fromkeys([*one.values.get("tags", "").split(";"), name])
            one.values["tags"] = ";".join(filter(None, tags))
        told = _("The card is a group of other cards; they have its name as a tag.") if members else group.fault
        yield Rejected(group.line, "", shown(name), told)


def _bare(id: str) -> str:
    """An id without the words by which it is marked as one."""
    return id.lower().removeprefix("urn:uuid:")


def _first_ones(found: Iterable[Found], name: str, seen: dict[str, str], rejected: list[Rejected]) -> Iterator[Found]:
    """The contacts without repeats; phones and mail programs like to write a card twice."""
    for one in found:
        id = one.values["id"]
        if id in seen:
            text = _("A card with the same UID, or the same content, stands in {place} already.")
            rejected.append(Rejected(one.line, "", shown(one.values["name"]), text.format(place=seen[id])))
        else:
            seen[id] = _("{file}, line {line}").format(file=name, line=one.line)
            yield one


def _companies(found: Sequence[Found], known: dict[str, str]) -> list[Found]:
    """Gives every person its company, and returns those companies that are not there yet."""
    made = []
    for one in found:
        if not one.company:
            continue
        key = _key(one.company)
        if key not in known:
            known[key] = "company-" + hashlib.sha256(key.encode("utf-8")).hexdigest()[:ID_CHARACTERS]
            made.append(Found(one.line, {"id": known[key], "kind": COMPANY, "name": one.company}))
        one.values["company_id"] = known[key]
    return made


def _key(name: str) -> str:
    return fold(name) or name


def _table(name: str, found: Sequence[Found], rejected: list[Rejected], notices: list[str]) -> Table:
    """A table with the columns that at least one contact fills in."""
    used = dict.fromkeys(label for one in found for label, value in one.values.items() if value)
    others = [label for label in used if label not in FIELDS]
    columns = [*(label for label in FIELDS if label in used), *others[: limits.CARD_FIELDS]]
    shared = frozenset(others[limits.CARD_FIELDS :])
    if shared:
        columns.append(OTHERS)
    return Table(
        name, columns, _rows(deque(found), columns, shared), notices=notices, rejected=rejected, is_sparse=True
    )


def _rows(found: deque[Found], columns: Sequence[str], shared: frozenset[str]) -> Rows:
    # Contacts are let go as they are read, so that an address book is not held twice.
    while found:
        one = found.popleft()
        if shared:
            rest = (f"{label}: {value}" for label, value in one.values.items() if label in shared)
            one.values[OTHERS] = "\n".join(rest)
        yield one.line, [one.values.get(column, "") for column in columns]


def _notices(name: str, left: Leftover, reader: Reader) -> Iterator[str]:
    pictures = n_(
        "{file}: {n} picture, sound or key was left out.",
        "{file}: {n} pictures, sounds or keys were left out.",
        left.blobs,
    )
    lines = n_(
        "{file}: {n} line outside of cards was left out.",
        "{file}: {n} lines outside of cards were left out.",
        left.lines,
    )
    misread = n_(
        "{file}: {n} text is not in the encoding it should be and was read as Western European; check its accents.",
        "{file}: {n} texts are not in the encoding they should be and were read as Western European; check accents.",
        reader.misread,
    )
    if reader.old in OLD:
        misread = n_(
            "{file}: {n} text is not in the encoding it should be and was read in the likeliest one; check it.",
            "{file}: {n} texts are not in the encoding they should be and were read in the likeliest one; check them.",
            reader.misread,
        )
    damaged = n_(
        "{file}: {n} text holds broken letters, which were left out.",
        "{file}: {n} texts hold broken letters, which were left out.",
        reader.damaged,
    )
    counted = ((pictures, left.blobs), (lines, left.lines), (misread, reader.misread), (damaged, reader.damaged))
    return (text.format(file=name, n=n) for text, n in counted if n)
