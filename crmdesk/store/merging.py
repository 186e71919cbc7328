"""Making one contact of two: the one stays, takes over what it lacks and all that referred to the other.

The other is deleted in the same operation. The ids that it had are noted for the one that stays, so that an import
which knows the other finds it. `store.unmerging` makes two of them again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from crmdesk.domain.errors import UserError
from crmdesk.store.base import Record, own_fields, references_of, table_of
from crmdesk.store.contact import Contact
from crmdesk.store.field import TEXT_LIMIT
from crmdesk.store.import_memory import KnownAs
from crmdesk.store.journal import Tx
from crmdesk.store.registry import ALL_TYPES
from crmdesk.store.row import Source, present, row
from crmdesk.store.rules import checked
from crmdesk.store.steps import MERGE
from crmdesk.text import _

OWN = "crmdesk"
"""The program in `known_as` whose ids these are: those under which this workspace itself knew a merged contact."""
CUSTOM = "custom:"
"""What stands before the name of a field of one's own, among the columns of a contact."""
APART = "apart"
"""The program in `known_as` that says of a contact what it is not: the row ids of a pair that is no pair."""
# Where both have something, both are worth keeping.
_JOINED = {"tags": ";", "notes": "\n\n"}
# How a lead went on: it counts from `lead_at`, and has one outcome.
_OUTCOMES = ("qualified_at", "disqualified_at")
_LEAD = ("lead_at", "first_response_at", *_OUTCOMES)


class Side(StrEnum):
    """Whose value a field gets."""

    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that is not the same in two contacts, and whose value it gets unless somebody chooses otherwise."""

    column: str
    ours: Any
    theirs: Any
    proposed: Side


Choices = Mapping[str, Side]
Values = Mapping[str, Any]


def differences(ours: Values, theirs: Values) -> list[Difference]:
    """The fields in which two contacts differ, those of one's own last; `ours` is the one that stays."""
    here, there = _flat(ours), _flat(theirs)
    columns = [*own_fields(Contact), *(name for name in here | there if name.startswith(CUSTOM))]
    return [
        Difference(name, here.get(name), there.get(name), _proposed(name, here, there))
        for name in columns
        if here.get(name) != there.get(name)
    ]


def merge(tx: Tx, keep: int, gone: int, choices: Choices | None = None) -> None:
    """Makes `gone` a part of `keep`; `choices` says by column whose value is kept where that is not as proposed.

    Raises UserError where one of them is not there, or is the other.
    """
    if keep == gone:
        raise UserError(_("A contact cannot be merged with itself; choose another one."))
    ours, theirs = present(tx, Contact, keep), present(tx, Contact, gone)
    repoint(tx, Contact, gone, keep)
    tx.rows("UPDATE known_as SET row = ? WHERE record = ? AND row = ?", (keep, table_of(Contact), gone))
    values = _merged(ours, theirs, choices or {})
    if leads_to(tx, values["company_id"], {keep, gone}):
        values["company_id"] = None
    custom = values.pop("custom")
    changed = checked(tx, Contact, ours, values)
    tx.update(Contact, keep, changed if custom == ours["custom"] else {**changed, "custom": custom})
    _note_ids(tx, keep, theirs)
    _stay_apart(tx, keep, gone)
    tx.delete(Contact, gone)


def merge_all(tx: Tx, ids: Iterable[int]) -> int:
    """Makes one contact of several, and answers which of them stayed."""
    known = sorted(ids)
    keep = survivor(tx, known)
    for gone in known:
        if gone != keep:
            merge(tx, keep, gone)
    return keep


def repoint(tx: Tx, record: type[Record], old: int, new: int) -> None:
    """All that refers to one record refers to another from now on, but for the other itself."""
    for kind in ALL_TYPES:
        for column, target in references_of(kind).items():
            if target is record:
                but = " AND id <> :new" if kind is record else ""
                sql = f"UPDATE {table_of(kind)} SET {column} = :new WHERE {column} = :old{but}"
                tx.rows(sql, {"new": new, "old": old})


def survivor(source: Source, ids: Iterable[int]) -> int:
    """Which of some contacts had best stay: the one that most refers to, then the fullest, then the oldest."""
    return min(ids, key=lambda one: (-_referring(source, one), -_filled(source, one), one))


def merged_into(source: Source, contact_ids: Iterable[int]) -> list[int]:
    """The row ids of the contacts that were merged into these and still are, by whatever way."""
    sql = (
        "SELECT DISTINCT c.row_id FROM operation o JOIN change c ON c.operation_id = o.id"
        " JOIN known_as k ON k.record = c.tbl AND k.source = ? AND k.elsewhere = lower(json_extract(c.before, '$.uid'))"
        " WHERE o.source = ? AND c.tbl = ? AND c.act = 'delete' AND k.row IN (SELECT value FROM json_each(?))"
        " AND NOT EXISTS (SELECT 1 FROM contact WHERE contact.id = c.row_id) ORDER BY 1"
    )
    wanted = json.dumps(sorted(contact_ids))
    return [found for (found,) in source.rows(sql, (OWN, MERGE, table_of(Contact), wanted))]


def merged_to(source: Source, contact: int) -> int | None:
    """The contact that one is a part of which was merged away; None where it was not."""
    sql = (
        "SELECT k.row FROM change c JOIN operation o ON o.id = c.operation_id"
        " JOIN known_as k ON k.record = c.tbl AND k.source = ? AND k.elsewhere = lower(json_extract(c.before, '$.uid'))"
        " WHERE c.tbl = ? AND c.row_id = ? AND c.act = 'delete' AND o.source = ?"
        " AND NOT EXISTS (SELECT 1 FROM contact WHERE contact.id = c.row_id)"
    )
    found = source.rows(sql, (OWN, table_of(Contact), contact, MERGE))
    return int(found[0][0]) if found else None


def keep_apart(tx: Tx, pairs: Iterable[tuple[int, int]]) -> None:
    """Remembers of pairs of contacts that they are two, so that nobody is asked about them again."""
    for one, other in sorted({_ordered(*pair) for pair in pairs} - kept_apart(tx)):
        values = {"record": table_of(Contact), "row": one, "source": APART, "elsewhere": f"{one} {other}"}
        tx.insert(KnownAs, values)


def kept_apart(source: Source) -> set[tuple[int, int]]:
    """The pairs of contacts of which somebody said that they are two, the lower row id first."""
    found = source.rows("SELECT elsewhere FROM known_as WHERE record = ? AND source = ?", (table_of(Contact), APART))
    return {_ordered(*map(int, pair.split())) for (pair,) in found}


def ask_again(tx: Tx) -> None:
    """Forgets of all pairs that they are two."""
    for (row_id,) in tx.rows("SELECT id FROM known_as WHERE source = ?", (APART,)):
        tx.delete(KnownAs, row_id)


def _ordered(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _merged(ours: Values, theirs: Values, choices: Choices) -> dict[str, Any]:
    """All that a person fills in, and the fields of one's own as the column `custom`."""
    values = _flat(ours)
    for one in differences(ours, theirs):
        side = choices.get(one.column, one.proposed)
        values[one.column] = {Side.OURS: one.ours, Side.THEIRS: one.theirs, Side.BOTH: _joined(one)}[side]
    custom = {
        name.removeprefix(CUSTOM): value
        for name, value in values.items()
        if name.startswith(CUSTOM) and value is not None
    }
    known = {name: value for name, value in values.items() if not name.startswith(CUSTOM)}
    text = ours["custom"] if custom == json.loads(ours["custom"] or "{}") else json.dumps(custom, ensure_ascii=False)
    return {**known, "custom": text}


def _flat(values: Values) -> dict[str, Any]:
    """The fields of a contact by column, those of one's own each for itself."""
    custom: dict[str, Any] = json.loads(values["custom"] or "{}")
    own = {name: values[name] for name in own_fields(Contact)}
    return {**own, **{f"{CUSTOM}{name}": value for name, value in custom.items()}}


def _proposed(name: str, ours: Values, theirs: Values) -> Side:
    here, there = ours.get(name), theirs.get(name)
    if name in _LEAD:
        return Side.THEIRS if here is None and _goes_on(name, ours, theirs) else Side.OURS
    if name in _JOINED and here and there and len(here) + len(there) < TEXT_LIMIT:
        return Side.BOTH
    # Of two of which one goes on, the customer goes on.
    return Side.THEIRS if here in (None, "") and name != "ended_on" else Side.OURS


def _goes_on(name: str, ours: Values, theirs: Values) -> bool:
    """Whether what the other tells of a lead goes with what is told here."""
    if ours["lead_at"] is None:
        return all(ours[one] is None for one in _LEAD)
    settled = name in _OUTCOMES and any(ours[one] is not None for one in _OUTCOMES)
    return theirs[name] is not None and theirs[name] >= ours["lead_at"] and not settled


def _joined(one: Difference) -> str:
    mark = _JOINED.get(one.column, " ")
    parts: Sequence[str] = [str(value) for value in (one.ours, one.theirs) if value]
    if one.column == "tags":
        parts = [word.strip() for part in parts for word in part.split(mark) if word.strip()]
    return mark.join(dict.fromkeys(parts))


def leads_to(source: Source, company: int | None, ends: set[int]) -> bool:
    """Whether the way from a company to its company, and so on, comes to one of these."""
    seen: set[int] = set()
    while company is not None and company not in seen:
        if company in ends:
            return True
        seen.add(company)
        company = (row(source, Contact, company) or {}).get("company_id")
    return False


def _stay_apart(tx: Tx, keep: int, gone: int) -> None:
    """Whoever is not the one that is gone is not the one that it is a part of either."""
    others = {one if other == gone else other for one, other in kept_apart(tx) if gone in (one, other)}
    keep_apart(tx, [(keep, other) for other in others - {keep}])


def _note_ids(tx: Tx, keep: int, gone: Values) -> None:
    for elsewhere in filter(None, (gone["uid"].hex(), gone["external_id"])):
        known = {"record": table_of(Contact), "source": OWN, "elsewhere": elsewhere}
        sql = "SELECT 1 FROM known_as WHERE record = :record AND source = :source AND elsewhere = :elsewhere"
        if not tx.rows(sql, known):
            tx.insert(KnownAs, {**known, "row": keep})


def _referring(source: Source, contact: int) -> int:
    return sum(
        int(source.rows(f"SELECT count(*) FROM {table_of(kind)} WHERE {column} = ?", (contact,))[0][0])
        for kind in ALL_TYPES
        for column, target in references_of(kind).items()
        if target is Contact
    )


def _filled(source: Source, contact: int) -> int:
    values = row(source, Contact, contact) or {}
    return sum(values.get(name) not in (None, "") for name in own_fields(Contact))
