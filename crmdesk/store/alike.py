"""Records that may be the one that is being typed: the same e-mail address, telephone number or name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from crmdesk.domain.fold import fold
from crmdesk.store import phone, search
from crmdesk.store.base import Record, own_fields, table_of
from crmdesk.store.field import Email, Phone
from crmdesk.store.file import Workspace
from crmdesk.text import _

SIMILAR = 88
"""From this likeness (of 100) on, two names may mean one."""
_LEAST_LETTERS = 3
_LOOKED_AT = 40
# What stands behind the name of a company in one file and not in another.
_FORMS = frozenset(
    "ab ag as bv co corp corporation eg ek gbr gmbh inc kg llc llp ltd limited nv ohg oy plc sa sarl sas se spa srl ug"
    " & und and company".split()
)


@dataclass(frozen=True, slots=True)
class Alike:
    """A record that may be the same, and why: a few words."""

    id: int
    name: str
    reason: str


def alike(source: Workspace, record: type[Record], values: Mapping[str, Any], limit: int = 5) -> list[Alike]:
    """The records that may be the one of these values, the surest first; `id` among them is not itself a double."""
    found: dict[int, Alike] = {}
    for look in (_same_email, _same_phone, _same_name):
        for one in look(source, record, values):
            if one.id != values.get("id"):
                found.setdefault(one.id, one)
    return list(found.values())[:limit]


def _same_email(source: Workspace, record: type[Record], values: Mapping[str, Any]) -> list[Alike]:
    found = []
    for column in _columns(record, Email):
        wanted = str(values.get(column) or "").strip().casefold()
        for row_id, name, known in _rows(source, record, column, wanted, whole=True):
            if known.strip().casefold() == wanted:
                found.append(Alike(row_id, name, _("the same e-mail address")))
    return found


def _same_phone(source: Workspace, record: type[Record], values: Mapping[str, Any]) -> list[Alike]:
    found = []
    country = phone.country_of(source)
    for column in _columns(record, Phone):
        wanted = phone.dialled(str(values.get(column) or ""), country)
        if len(wanted) > _LEAST_LETTERS:
            digits = phone.significant(wanted, country)
            for row_id, name, known in _rows(source, record, column, digits, whole=True):
                if phone.dialled(known, country) == wanted:
                    found.append(Alike(row_id, name, _("the same phone number")))
    return found


def _same_name(source: Workspace, record: type[Record], values: Mapping[str, Any]) -> list[Alike]:
    if record.name_field != "name":
        return []
    wanted = _core(str(values.get("name") or ""))
    if len(wanted) < _LEAST_LETTERS:
        return []
    scored = []
    for row_id, name, _same in _rows(source, record, "name", wanted):
        likeness = fuzz.token_sort_ratio(wanted, _core(name))
        if likeness >= SIMILAR:
            reason = _("the same name") if likeness == 100 else _("a similar name")
            scored.append((-likeness, row_id, Alike(row_id, name, reason)))
    return [one for _likeness, _id, one in sorted(scored, key=lambda found: found[:2])]


def _core(name: str) -> str:
    """A name as it is compared: folded, without the form of a company."""
    words = fold(name).split()
    return " ".join(word for word in words if word not in _FORMS) or " ".join(words)


def _columns(record: type[Record], kind: type) -> list[str]:
    return [name for name, field in own_fields(record).items() if isinstance(field, kind)]


def _rows(
    source: Workspace, record: type[Record], column: str, text: str, *, whole: bool = False
) -> list[tuple[int, str, str]]:
    """Id, name and that column of the records in which a text is found."""
    if not text or not record.search_fields:
        return []
    ids = [hit.id for hit in search.find(source, text, kinds=(record.kind,), limit=_LOOKED_AT, whole=whole)]
    marks = ", ".join("?" * len(ids))
    return source.rows(
        f"SELECT id, coalesce({record.name_field}, ''), {column} FROM {table_of(record)}"
        f" WHERE id IN ({marks}) AND {column} IS NOT NULL ORDER BY id",
        ids,
    )
