"""The interchange folder: plain CSV files that hold everything a person typed in, in and out without loss."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from crmdesk.domain.errors import FieldError, UserError
from crmdesk.exchange.shape import WORKSPACE
from crmdesk.exchange.source import Source
from crmdesk.exchange.table import Table, read_csv
from crmdesk.store.atomic import write_bytes
from crmdesk.store.base import Record, own_fields, references_of, table_of
from crmdesk.store.file import Workspace
from crmdesk.store.registry import RECORD_TYPES
from crmdesk.store.setting import FORMAT, NAMES, checked, to_json
from crmdesk.store.stage_change import StageChange
from crmdesk.store.ticket_event import TicketEvent
from crmdesk.text import _

_SETTINGS_BYTES = 4 * 1024**2
# Histories leave record by record, as they come in, so that a workspace gives the same bytes after a round trip.
_ORDERS: dict[type[Record], str] = {StageChange: "deal_id, at, id", TicketEvent: "ticket_id, at, id"}
_SPREADSHEET_MARK = "\ufeff"
# A fixed moment in the zip's directory, so that the same workspace gives the same bytes.
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def tables_of(source: Source) -> Iterator[tuple[str, Table]]:
    """(kind, table) for each CSV file of an interchange folder or .zip, read as it is asked for."""
    for name, opener in source.files().items():
        if name != WORKSPACE:
            with opener() as stream:
                yield name.removesuffix(".csv"), read_csv(stream, name)


def settings_of_source(source: Source) -> dict[str, Any]:
    """The checked settings in the folder's workspace.json; none where it has no such file. Raises UserError."""
    opener = source.files().get(WORKSPACE)
    if opener is None:
        return {}
    with opener() as stream:
        data = stream.read(_SETTINGS_BYTES + 1)
    try:
        given = (
            json.loads(data.decode("utf-8-sig"), parse_constant=_refuse_constant)
            if data[_SETTINGS_BYTES:] == b""
            else None
        )
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise UserError(_("{file} is not a JSON object; export the folder again.").format(file=WORKSPACE))
    if given.get("format") != FORMAT:
        text = _("{file} does not say “format”: “{format}”; this crmdesk reads only that format.")
        raise UserError(text.format(file=WORKSPACE, format=FORMAT))
    try:
        return checked(given)
    except FieldError as fault:
        raise UserError(
            _("{workspace}: {field} {fault}.").format(workspace=WORKSPACE, field=fault.field, fault=fault)
        ) from None


def export(workspace: Workspace, target: Path) -> list[Path]:
    """Writes everything as an interchange folder, or as one .zip where the name says so; answers the files."""
    files = {WORKSPACE: _settings_bytes(workspace)}
    for record in RECORD_TYPES:
        if workspace.rows(f"SELECT 1 FROM {table_of(record)} LIMIT 1"):
            files[f"{record.plural}.csv"] = csv_bytes(workspace, record)
    if target.suffix.lower() == ".zip":
        write_bytes(target, _zip(files))
        return [target]
    _make_folder(target)
    for name, data in files.items():
        write_bytes(target / name, data)
    return [target / name for name in files]


def csv_bytes(workspace: Workspace, record: type[Record]) -> bytes:
    """All rows of a kind as an interchange file, custom fields as columns of their own."""
    names, custom = _names(workspace, record), _custom_names(workspace, record)
    out = io.StringIO(newline="")
    out.write(_SPREADSHEET_MARK)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*names, *custom])
    writer.writerows(_rows(workspace, record, names, custom))
    return out.getvalue().encode("utf-8")


def _names(workspace: Workspace, record: type[Record]) -> list[str]:
    """The columns of a kind's file: an optional one stands there only where a row has it filled in."""
    used = f"SELECT 1 FROM {table_of(record)} WHERE {{}} IS NOT NULL LIMIT 1"
    return [*record.columns, *(name for name in record.optional if workspace.rows(used.format(name)))]


def _rows(workspace: Workspace, record: type[Record], columns: list[str], custom: list[str]) -> Iterator[list[str]]:
    dialect, fields, references = workspace.dialect, own_fields(record), references_of(record)
    names = {target: _public_ids(workspace, target) for target in references.values()}
    listed = ", ".join("coalesce(external_id, lower(hex(uid)))" if name == "id" else name for name in columns)
    order = _ORDERS.get(record, "id")
    for *cells, other in workspace.rows(f"SELECT {listed}, custom FROM {table_of(record)} ORDER BY {order}"):
        row = []
        for name, value in zip(columns, cells, strict=True):
            if value is None:
                row.append("")
            elif name == "id":
                row.append(value)
            elif name in references:
                row.append(names[references[name]][value])
            else:
                row.append(fields[name].text(value, dialect))
        known = json.loads(other) if other else {}
        yield [*row, *(known.get(name, "") for name in custom)]


def _public_ids(workspace: Workspace, record: type[Record]) -> dict[int, str]:
    return dict(workspace.rows(f"SELECT id, coalesce(external_id, lower(hex(uid))) FROM {table_of(record)}"))


def _custom_names(workspace: Workspace, record: type[Record]) -> list[str]:
    names: dict[str, None] = {}
    for (text,) in workspace.rows(f"SELECT custom FROM {table_of(record)} WHERE custom IS NOT NULL ORDER BY id"):
        names.update(dict.fromkeys(json.loads(text)))
    return list(names)


def _settings_bytes(workspace: Workspace) -> bytes:
    other: Mapping[str, Any] = {key: value for key, value in workspace.stored_settings.items() if key not in NAMES}
    return (json.dumps({**to_json(workspace.settings), **other}, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _zip(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _ZIP_DATE), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _make_folder(target: Path) -> None:
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        text = _("The folder {path} cannot be made ({reason}); choose another place.")
        raise UserError(text.format(path=target, reason=fault.strerror)) from None
    stale = [name for name in (f"{record.plural}.csv" for record in RECORD_TYPES) if (target / name).exists()]
    if stale:
        text = _("The folder {path} holds {file} already; export into an empty folder.")
        raise UserError(text.format(path=target, file=stale[0]))


def _refuse_constant(name: str) -> None:
    raise ValueError(name)
