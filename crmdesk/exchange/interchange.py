"""The interchange folder: plain CSV files that hold everything a person typed in, in and out without loss."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from crmdesk.domain.errors import FieldError, UserError
from crmdesk.exchange.interchange_rows import csv_bytes
from crmdesk.exchange.shape import KINDS, WORKSPACE
from crmdesk.exchange.source import Opener, Source, open_source
from crmdesk.exchange.table import Table, read_csv
from crmdesk.store.atomic import write_bytes, write_folder
from crmdesk.store.base import table_of
from crmdesk.store.file import Workspace
from crmdesk.store.registry import RECORD_TYPES
from crmdesk.store.setting import FORMAT, NAMES, checked, to_json
from crmdesk.text import _

_SETTINGS_BYTES = 4 * 1024**2
# A fixed moment in the zip's directory, so that the same workspace gives the same bytes.
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def tables_of(source: Source) -> Iterator[tuple[str, Table]]:
    """(kind, table) for each CSV file of an interchange folder or .zip, read as it is asked for."""
    text = _("{file} was not read, because an interchange folder has no file of that name.")
    told = [text.format(file=other) for other in source.others]
    for name, opener in source.files().items():
        if name != WORKSPACE:
            with opener() as stream:
                table = read_csv(stream, name)
                table.notices.extend(told)
                told = []
                yield name.removesuffix(".csv"), table


def is_interchange(path: Path) -> bool:
    """Whether a folder or a .zip is one that crmdesk wrote, or one made like it: not only named like it."""
    try:
        source = open_source(path)
    except UserError:
        return False
    if source.kind not in ("folder", "zip"):
        return False
    files = source.files()
    return WORKSPACE in files or all(_has_columns(name, opened) for name, opened in files.items())


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
    """Writes everything as an interchange folder, or as one .zip where the name says so; returns the files."""
    files = {WORKSPACE: _settings_bytes(workspace)}
    for record in RECORD_TYPES:
        if workspace.rows(f"SELECT 1 FROM {table_of(record)} LIMIT 1"):
            files[f"{record.plural}.csv"] = csv_bytes(workspace, record)
    if target.suffix.lower() == ".zip":
        write_bytes(target, _zip(files))
        return [target]
    _require_free(target)
    write_folder(target, files)
    return [target / name for name in files]


def settings_document(workspace: Workspace) -> dict[str, Any]:
    """Every setting, those unknown to this version too, as `workspace.json` names them."""
    other = {key: value for key, value in workspace.stored_settings.items() if key not in NAMES}
    return {**to_json(workspace.settings), **other}


def _settings_bytes(workspace: Workspace) -> bytes:
    return (json.dumps(settings_document(workspace), ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _zip(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _ZIP_DATE), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _require_free(target: Path) -> None:
    stale = [name for name in (f"{record.plural}.csv" for record in RECORD_TYPES) if (target / name).exists()]
    if stale:
        text = _("The folder {path} holds {file} already; export into an empty folder.")
        raise UserError(text.format(path=target, file=stale[0]))


def _has_columns(name: str, opened: Opener) -> bool:
    needed = {column.name for column in KINDS[name.removesuffix(".csv")].values() if column.is_required}
    with opened() as stream:
        return needed <= set(read_csv(stream, name, number_repeats=True).columns)


def _refuse_constant(name: str) -> None:
    raise ValueError(name)
