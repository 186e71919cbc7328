"""The mapping file: JSON that says how the columns of a foreign table become the fields of a kind of record.

{"kind": "deals", "file": "pipeline*.csv", "table": {"delimiter": ";"}, "fields": {…}, …}, a list of such objects,
or {"note": "…", "mappings": [ … ]}. `load` refuses what it does not know and says where it stands.
"""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from crmdesk.domain.errors import UserError
from crmdesk.exchange import limits
from crmdesk.exchange.encoding import is_known
from crmdesk.exchange.mappings.fields import conditions, field, file_name
from crmdesk.exchange.mappings.part import Part, plain_text
from crmdesk.exchange.rules import Mapping, Stack, TableRule
from crmdesk.exchange.shape import KINDS
from crmdesk.exchange.source import open_file
from crmdesk.text import _

MAPPING_WORDS = (
    "kind",
    "source",
    "file",
    "table",
    "fields",
    "custom",
    "keep_other_columns",
    "empty_values",
    "where",
    "group_by",
    "stack",
    "repeat",
    "if_new",
    "rows",
    "note",
)
TABLE_WORDS = ("encoding", "delimiter", "quote", "sheet", "header", "columns", "skip_lines", "note")
SEVERAL_NAMES = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|", "space": " ", "spaces": "spaces"}


def load(path: Path | str) -> list[Mapping]:
    """The mappings in a mapping file, checked; a UserError that names the place of a mistake."""
    path = Path(path)
    document = _document(path)
    if isinstance(document, dict) and "mappings" in document:
        document = Part(document, path.name, ("mappings", "note")).get("mappings")
    return mappings_of(document, path.name)


def mappings_of(document: Any, name: str, source: str = "") -> list[Mapping]:
    """The mappings in what a mapping file says, checked; those that name no source are of the given one."""
    entries = document if isinstance(document, list) else [document]
    if not entries:
        raise UserError(_("{file} holds no mapping; say at least which kind and which fields.").format(file=name))
    found = [_mapping(entry, _place(name, entry, n, len(entries))) for n, entry in enumerate(entries, start=1)]
    return [replace(one, source=one.source or source) for one in found]


def _document(path: Path) -> Any:
    with open_file(path) as stream:
        data = stream.read(limits.MAPPING_BYTES + 1)
    if len(data) > limits.MAPPING_BYTES:
        raise UserError(_("{file} is too large for a mapping file; is it the table itself?").format(file=path.name))
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_without_repeats, parse_constant=_refused)
    except RecursionError:
        reason = _("too deeply nested")
    except ValueError as error:
        reason = str(error)
    raise UserError(_("{file} is not a mapping file in JSON: {reason}.").format(file=path.name, reason=reason))


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for word, value in pairs:
        if word in found:
            raise ValueError(_("“{word}” appears twice in one object").format(word=word))
        found[word] = value
    return found


def _refused(constant: str) -> Any:
    raise ValueError(_("{word} is not a number").format(word=constant))


def _place(file: str, entry: object, number: int, count: int) -> str:
    kind = entry.get("kind") if isinstance(entry, dict) else None
    place = file if count == 1 else _("{file}, mapping {n}").format(file=file, n=number)
    return f"{place} ({kind})" if isinstance(kind, str) else place


def _mapping(entry: object, place: str) -> Mapping:
    part = Part(entry, place, MAPPING_WORDS)
    if "kind" not in part:
        raise UserError(
            _("{place}: say the “kind” of record, one of {kinds}.").format(place=place, kinds=", ".join(KINDS))
        )
    kind = part.one_of("kind", KINDS, "")
    if "rows" in part:
        return Mapping(kind, part.text("source"), rows=_literal_rows(part, kind), if_new=part.flag("if_new"))
    empty = frozenset(part.texts("empty_values"))
    fields = Part(part.get("fields") or {}, part.at("fields"), KINDS[kind])
    custom = Part(part.get("custom") or {}, part.at("custom"))
    group_by = part.text("group_by")
    mapping = Mapping(
        kind,
        source=part.text("source"),
        file=file_name(part, "file"),
        table=_table(part),
        fields={word: field(value, at, grouped=bool(group_by)) for word, value, at in fields.items()},
        custom={word: field(value, at, grouped=bool(group_by)) for word, value, at in custom.items()},
        keep_other_columns=part.flag("keep_other_columns"),
        empty_values=empty,
        where=conditions(part),
        group_by=group_by,
        stack=_stack(part),
        repeat=part.one_of("repeat", ("keep", "drop"), "keep"),
        if_new=part.flag("if_new"),
    )
    _check_whole(mapping, place)
    return mapping


def _check_whole(mapping: Mapping, place: str) -> None:
    """What must be said about a kind is said, and a custom field has a name of its own."""
    columns = KINDS[mapping.kind]
    for column in columns.values():
        if column.is_required and column.holds != "id" and column.name not in mapping.fields:
            text = _("{place}: “{field}” is required for {kind}; say in “fields” where it comes from.")
            raise UserError(text.format(place=place, field=column.name, kind=mapping.kind))
    rules = chain(mapping.fields.items(), mapping.custom.items())
    for word, rule in ((word, one) for word, first in rules for one in first.chain()):
        is_reference = word in columns and columns[word].holds == "reference"
        if rule.near and not is_reference and not (rule.near.names or rule.near.file or rule.near.kind):
            text = _("{place}: “{field}” refers to no record; give “near” a list of names or a file.")
            raise UserError(text.format(place=place, field=word))
    if taken := sorted(set(mapping.custom) & set(columns)):
        text = _("{place}: “{field}” is a field of {kind}; move it from “custom” to “fields”.")
        raise UserError(text.format(place=place, field=taken[0], kind=mapping.kind))
    if mapping.keep_other_columns and mapping.group_by:
        text = _("{place}: rows that are grouped cannot keep other columns; name them in “custom”.")
        raise UserError(text.format(place=place))


def _literal_rows(part: Part, kind: str) -> tuple[dict[str, str], ...]:
    rows = part.get("rows")
    if not isinstance(rows, list):
        raise UserError(_("{place}: a list [ … ] is expected.").format(place=part.at("rows")))
    found = []
    for number, row in enumerate(rows, start=1):
        entries = Part(row, f"{part.at('rows')} {number}", KINDS[kind])
        found.append({word: plain_text(value, at) for word, value, at in entries.items()})
    return tuple(found)


def _table(part: Part) -> TableRule:
    table = Part(part.get("table") or {}, part.at("table"), TABLE_WORDS)
    columns = table.texts("columns")
    if "header" in table and table.flag("header") == bool(columns):
        text = _("{place}: a table without a header needs “columns”, and one with a header has its own.")
        raise UserError(text.format(place=table.place))
    delimiter = SEVERAL_NAMES.get(table.text("delimiter"), table.text("delimiter"))
    if (len(delimiter) > 1 and delimiter != "spaces") or delimiter in ("\n", "\r", '"'):
        text = _("{place}: one character, or one of {names}, is expected.")
        raise UserError(text.format(place=table.at("delimiter"), names=", ".join(SEVERAL_NAMES)))
    quote = table.text("quote") if "quote" in table else None
    if quote and len(quote) > 1:
        raise UserError(_("{place}: one character is expected.").format(place=table.at("quote")))
    return TableRule(
        encoding=_encoding(table),
        delimiter=delimiter,
        quote=quote,
        sheet=table.text("sheet"),
        columns=columns,
        skip_lines=table.whole("skip_lines", 0, 10_000),
    )


def _encoding(table: Part) -> str:
    name = table.text("encoding")
    if name and not is_known(name):
        text = _("{place}: “{name}” is not a known encoding; common ones are utf-8, cp1252 and utf-16.")
        raise UserError(text.format(place=table.at("encoding"), name=name))
    return name.lower()


def _stack(part: Part) -> Stack | None:
    if "stack" not in part:
        return None
    stack = Part(part.get("stack"), part.at("stack"), ("column", "columns"))
    if not stack.text("column") or not stack.texts("columns"):
        text = _("{place}: say the new “column” and the “columns” that are laid under each other.")
        raise UserError(text.format(place=stack.place))
    return Stack(stack.text("column"), stack.texts("columns"))
