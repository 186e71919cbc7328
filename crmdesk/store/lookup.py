"""Finding the record that a name means, while it is typed: proposals for references, and the one of an exact name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crmdesk.store import search
from crmdesk.store.base import Record, fields_of, table_of
from crmdesk.store.field import Email, Keyword
from crmdesk.store.file import Workspace
from crmdesk.store.registry import RECORD_TYPES
from crmdesk.text import _

# So few records are all proposed before anything is typed.
FEW = 30
_LOOKED_AT = 200
_LATEST = 2000


@dataclass(frozen=True, slots=True)
class Proposal:
    """A record that may be meant; `about` tells it from another one of the same name."""

    id: int
    name: str
    about: str = ""


class NotThere(ValueError):
    """No record has that name."""


def proposals(
    workspace: Workspace, record: type[Record], text: str, like: Mapping[str, Any], limit: int = 8
) -> list[Proposal]:
    """The records that a text may mean, the likeliest first; without a text the few there are, or the latest.

    `like` are values that each of them has.
    """
    if not text.strip():
        return _latest(workspace, record, like, limit)
    if not record.search_fields:
        return _by_part(workspace, record, text.strip(), like, limit)
    hits = [hit.id for hit in search.find(workspace, text, kinds=(record.kind,), limit=_LOOKED_AT)]
    return _rows(workspace, record, hits, like)[:limit]


def by_name(workspace: Workspace, record: type[Record], name: str, like: Mapping[str, Any]) -> int:
    """The one record of that name. Raises NotThere where there is none, ValueError where there are several.

    Both say the end of a sentence.
    """
    wanted = name.strip().casefold()
    exact = [one for one in proposals(workspace, record, name, like, _LOOKED_AT) if one.name.casefold() == wanted]
    if len(exact) == 1:
        return exact[0].id
    if exact:
        raise ValueError(_("is the name of {n} records; choose one of them in its form").format(n=len(exact)))
    raise NotThere(_("is not the name of a record here"))


def named(workspace: Workspace, record: type[Record], row_id: int) -> Proposal | None:
    """The record of that number, if it is there."""
    return next(iter(_rows(workspace, record, [row_id], {})), None)


def keywords(workspace: Workspace, field: Keyword) -> list[str]:
    """The words that the latest records have in fields of that name, in order."""
    found: set[str] = set()
    for record in RECORD_TYPES:
        name = field.column_name
        if isinstance(fields_of(record).get(name), Keyword):
            rows = workspace.rows(
                f"SELECT DISTINCT word FROM (SELECT {name} AS word FROM {table_of(record)} ORDER BY id DESC LIMIT ?)"
                " WHERE word IS NOT NULL",
                (_LATEST,),
            )
            found.update(word for (word,) in rows)
    return sorted(found, key=str.casefold)


def _latest(workspace: Workspace, record: type[Record], like: Mapping[str, Any], limit: int) -> list[Proposal]:
    where, values = _where(like)
    found = workspace.rows(
        f"SELECT id FROM {table_of(record)} WHERE {where} ORDER BY id DESC LIMIT ?", (*values, FEW + 1)
    )
    ids = [row_id for (row_id,) in found]
    if len(ids) > FEW:
        return _rows(workspace, record, ids[:limit], like)
    return sorted(_rows(workspace, record, ids, like), key=lambda one: _place(workspace, record, one))


def _place(workspace: Workspace, record: type[Record], one: Proposal) -> tuple[int, str, int]:
    """Stages in the order of the pipeline, everything else by name."""
    if "position" not in fields_of(record):
        return 0, one.name.casefold(), one.id
    ((position,),) = workspace.rows(f"SELECT position FROM {table_of(record)} WHERE id = ?", (one.id,))
    return position or 0, one.name.casefold(), one.id


def _by_part(
    workspace: Workspace, record: type[Record], text: str, like: Mapping[str, Any], limit: int
) -> list[Proposal]:
    where, values = _where(like)
    found = workspace.rows(
        f"SELECT id FROM {table_of(record)} WHERE {where} AND instr(lower({record.name_field}), lower(?))"
        " ORDER BY id LIMIT ?",
        (*values, text, limit),
    )
    return _rows(workspace, record, [row_id for (row_id,) in found], like)


def _rows(workspace: Workspace, record: type[Record], ids: list[int], like: Mapping[str, Any]) -> list[Proposal]:
    """The records of these numbers, in their order."""
    marks, (where, values) = ", ".join("?" * len(ids)), _where(like)
    about = next((name for name, field in fields_of(record).items() if isinstance(field, Email)), "NULL")
    found = workspace.rows(
        f"SELECT id, {record.name_field}, {about} FROM {table_of(record)} WHERE id IN ({marks}) AND {where}",
        (*ids, *values),
    )
    by_id = {row_id: Proposal(row_id, name or "", hint or "") for row_id, name, hint in found}
    return [by_id[row_id] for row_id in ids if row_id in by_id]


def _where(like: Mapping[str, Any]) -> tuple[str, tuple[Any, ...]]:
    return " AND ".join((*(f"{name} = ?" for name in like), "1")), tuple(like.values())
