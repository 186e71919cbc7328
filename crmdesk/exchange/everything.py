"""All of a workspace as one JSON document, out and back in without loss.

{"format": "crmdesk-json-1",
 "settings": {what workspace.json of the interchange folder holds},
 "contacts": [{"id": "…", "kind": "person", "name": "…", …, "custom": {"Field of your own": "text"}}, …],
 "deals": […], …}

The kinds and the names of the fields are those of the interchange folder, in its order, and so are the values: money
as an exact decimal in a text, days as YYYY-MM-DD, moments with their offset. Whole numbers are numbers. What is not
known is left out. Each record stands on a line of its own.
"""

from __future__ import annotations

import io
import json
from collections.abc import Collection, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any, BinaryIO

from crmdesk.domain.errors import UserError
from crmdesk.exchange import limits
from crmdesk.exchange.interchange import settings_document
from crmdesk.exchange.interchange_rows import CsvFile, column_names, custom_names, rows_of
from crmdesk.exchange.json_stream import members
from crmdesk.exchange.shape import FILES, KINDS, WORKSPACE
from crmdesk.exchange.source import Opener, open_file
from crmdesk.store.atomic import write_bytes
from crmdesk.store.base import Record, own_fields
from crmdesk.store.field import Whole
from crmdesk.store.file import Workspace
from crmdesk.store.registry import RECORD_TYPES
from crmdesk.store.setting import FORMAT as FOLDER
from crmdesk.text import _

FORMAT = "crmdesk-json-1"
_SETTINGS, _CUSTOM = "settings", "custom"


def is_document(head: bytes) -> bool:
    """Whether a file begins as such a document."""
    begin = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return begin.startswith(b"{") and f'"{FORMAT}"'.encode() in begin


def export_json(workspace: Workspace, target: Path) -> None:
    """Writes all of a workspace. Raises UserError."""
    settings = {key: value for key, value in settings_document(workspace).items() if key != "format"}
    lists = [(record.plural, [_json(one) for one in objects(workspace, record)]) for record in RECORD_TYPES]
    parts = [f'"{kind}": [\n' + ",\n".join(lines) + "\n]" for kind, lines in lists if lines]
    text = ",\n".join([f'{{"format": "{FORMAT}"', f'"{_SETTINGS}": {_json(settings)}', *parts])
    write_bytes(target, f"{text}\n}}\n".encode("utf-8", "replace"), private=True)


def objects(workspace: Workspace, record: type[Record], ids: Collection[int] | None = None) -> Iterator[dict[str, Any]]:
    """The records of a kind, all or some, with what is known of each."""
    names, custom = column_names(workspace, record), custom_names(workspace, record, ids)
    fields = own_fields(record)
    whole = {name for name in names if isinstance(fields.get(name), Whole)}
    for row in rows_of(workspace, record, names, custom, ids):
        cells = dict(zip(names, row, strict=False))
        known = {name: int(text) if name in whole else text for name, text in cells.items() if text}
        other = {name: text for name, text in zip(custom, row[len(names) :], strict=True) if text}
        yield {**known, _CUSTOM: other} if other else known


def files(path: Path) -> dict[str, Opener]:
    """A document as the files of an interchange folder, made of it when the first of them is opened."""

    @cache
    def made() -> dict[str, bytes]:
        return _files(path)

    def opened(name: str) -> BinaryIO:
        return io.BytesIO(made()[name])

    return {name: partial(opened, name) for name in FILES}


def _files(path: Path) -> dict[str, bytes]:
    heads: dict[str, dict[str, None]] = {kind: {} for kind in KINDS}
    settings: Any = {}
    # Twice, so that columns are known before rows are written and no record has to be held.
    for key, value in _read(path):
        if key == _SETTINGS:
            settings = value
        elif key in heads:
            heads[key].update(dict.fromkeys(_cells(key, value)))
            if len(heads[key]) > limits.COLUMNS:
                text = _("{file} has {n} columns; at most {limit} are read. Delete columns that you do not need.")
                raise UserError(text.format(file=path.name, n=len(heads[key]), limit=limits.COLUMNS))
    tables = {kind: CsvFile(list(names) or list(KINDS[kind])) for kind, names in heads.items()}
    for key, value in _read(path):
        if key in tables:
            cells = _cells(key, value)
            tables[key].add([[cells.get(name, "") for name in heads[key]]])
    stated = settings if isinstance(settings, Mapping) else {}
    made = {WORKSPACE: _json({**stated, "format": FOLDER}).encode("utf-8", "replace")}
    return made | {f"{kind}.csv": table.data() for kind, table in tables.items()}


def _read(path: Path) -> Iterator[tuple[str, Any]]:
    """What the document holds: each record under its kind."""
    with open_file(path) as stream:
        for key, value in members(stream, path.name):
            if key not in ("format", _SETTINGS, *KINDS):
                text = _("{file} holds “{name}”, which this crmdesk does not know; nothing was imported.")
                raise UserError(text.format(file=path.name, name=key[:80]))
            yield key, value


def _cells(kind: str, value: Any) -> dict[str, str]:
    """The cells of a record. What is no record is refused later, for what it lacks."""
    if not isinstance(value, Mapping):
        return {next(iter(KINDS[kind])): _text(value)}
    custom = value.get(_CUSTOM)
    own = {name: _text(one) for name, one in value.items() if name != _CUSTOM or not isinstance(custom, Mapping)}
    other = custom if isinstance(custom, Mapping) else {}
    return {**{name: _text(one) for name, one in other.items() if name not in KINDS[kind]}, **own}


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else _json(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
