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
from zoneinfo import ZoneInfo

from crmdesk.domain.errors import UserError
from crmdesk.exchange import limits
from crmdesk.exchange.dateform import EPOCHS
from crmdesk.exchange.mapping_part import Part, plain_text, plain_texts
from crmdesk.exchange.rules import Condition, FieldRule, LookupRule, Mapping, NearRule, NumberRule, Stack, TableRule
from crmdesk.exchange.shape import KINDS
from crmdesk.exchange.source import open_file
from crmdesk.exchange.tidy import WAYS
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
FIELD_WORDS = (
    "column",
    "join",
    "separator",
    "value",
    "digest",
    "html",
    "without",
    "prefix",
    "else_column",
    "else_value",
    "values",
    "other_values",
    "else",
    "empty",
    "first_of",
    "all_of",
    "date",
    "timezone",
    "plus_minutes",
    "same_day",
    "tidy",
    "number",
    "currency",
    "near",
    "lookup",
    "pick",
    "where",
    "optional",
    "note",
)
NUMBER_WORDS = ("decimal", "thousands", "percent", "divide_by", "absolute")
DEEPEST_ELSE = 8
ORIGINS = ("column", "join", "value", "digest")
PICKS = ("first", "last", "min", "max")
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
    raise UserError(_("{file} is no mapping file in JSON: {reason}.").format(file=path.name, reason=reason))


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for word, value in pairs:
        if word in found:
            raise ValueError(_("“{word}” stands twice in one object").format(word=word))
        found[word] = value
    return found


def _refused(constant: str) -> Any:
    raise ValueError(_("{word} is no number").format(word=constant))


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
        return Mapping(kind, part.text("source"), rows=_literal_rows(part, kind))
    empty = frozenset(part.texts("empty_values"))
    fields = Part(part.get("fields") or {}, part.at("fields"), KINDS[kind])
    custom = Part(part.get("custom") or {}, part.at("custom"))
    group_by = part.text("group_by")
    mapping = Mapping(
        kind,
        source=part.text("source"),
        file=_file_name(part, "file"),
        table=_table(part),
        fields={word: _field(value, at, grouped=bool(group_by)) for word, value, at in fields.items()},
        custom={word: _field(value, at, grouped=bool(group_by)) for word, value, at in custom.items()},
        keep_other_columns=part.flag("keep_other_columns"),
        empty_values=empty,
        where=_conditions(part),
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


def _file_name(part: Part, word: str) -> str:
    name = part.text(word)
    if any(mark in name for mark in "/\\"):
        text = _("{place}: a file name without a folder is expected; files are looked for among those imported.")
        raise UserError(text.format(place=part.at(word)))
    return name


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
    try:
        "a".encode(name or "utf-8").decode(name or "utf-8")
    except (LookupError, ValueError, TypeError, AttributeError):
        text = _("{place}: “{name}” is no known encoding; common ones are utf-8, cp1252 and utf-16.")
        raise UserError(text.format(place=table.at("encoding"), name=name)) from None
    return name.lower()


def _stack(part: Part) -> Stack | None:
    if "stack" not in part:
        return None
    stack = Part(part.get("stack"), part.at("stack"), ("column", "columns"))
    if not stack.text("column") or not stack.texts("columns"):
        text = _("{place}: say the new “column” and the “columns” that are laid under each other.")
        raise UserError(text.format(place=stack.place))
    return Stack(stack.text("column"), stack.texts("columns"))


def _conditions(part: Part) -> tuple[Condition, ...]:
    found = []
    for column, value, place in Part(part.get("where") or {}, part.at("where")).items():
        said = Part(value if isinstance(value, dict) else {"is": value}, place, ("is", "not", "sign", "optional"))
        if sum(word in said for word in ("is", "not", "sign")) != 1:
            raise UserError(_("{place}: say one of “is”, “not” and “sign”.").format(place=place))
        sign = said.one_of("sign", ("plus", "minus"), "plus") if "sign" in said else ""
        values = frozenset(said.texts("not" if "not" in said else "is"))
        found.append(Condition(column, values, "not" not in said, said.flag("optional"), sign))
    return tuple(found)


def _field(value: object, place: str, *, grouped: bool) -> FieldRule:
    if isinstance(value, str):
        return FieldRule(columns=(value,))
    part = Part(value, place, FIELD_WORDS)
    if sum(word in part for word in ORIGINS) != 1:
        text = _("{place}: say where the value comes from, by exactly one of {words}.")
        raise UserError(text.format(place=place, words=", ".join(f"“{word}”" for word in ORIGINS)))
    if not grouped and "pick" in part:
        text = _("{place}: “pick” chooses among grouped rows; say “group_by” first.")
        raise UserError(text.format(place=place))
    if place.count(" › else") > DEEPEST_ELSE:
        raise UserError(_("{place}: there are too many “else” within each other.").format(place=place))
    values = Part(part.get("values"), part.at("values")) if "values" in part else None
    return FieldRule(
        columns=part.texts("join") or part.texts("column"),
        separator=part.text("separator", "-"),
        value=part.text("value") if "value" in part else None,
        digest=part.flag("digest"),
        html=part.flag("html"),
        without=part.text("without"),
        prefix=part.text("prefix"),
        else_column=part.text("else_column"),
        else_value=part.text("else_value"),
        values=None if values is None else {word: plain_text(one, at) for word, one, at in values.items()},
        other_values=part.one_of("other_values", ("refuse", "keep", "empty"), "refuse"),
        empty=frozenset(part.texts("empty")),
        first_of=part.text("first_of"),
        all_of=part.text("all_of"),
        date=_date(part),
        timezone=_timezone(part),
        plus_minutes=part.text("plus_minutes"),
        same_day=part.text("same_day"),
        tidy=_tidy(part),
        number=_number(part),
        currency=part.text("currency"),
        near=_near(part),
        lookup=_lookup(part),
        pick=part.one_of("pick", PICKS, "first"),
        where=_conditions(part),
        is_optional=part.flag("optional"),
        otherwise=_field(part.get("else"), part.at("else"), grouped=grouped) if "else" in part else None,
    )


def _tidy(part: Part) -> str:
    how = part.text("tidy")
    if how and how.partition(":")[0] not in WAYS:
        text = _("{place}: one of {names} is expected.")
        raise UserError(text.format(place=part.at("tidy"), names=", ".join(WAYS)))
    return how


def _date(part: Part) -> tuple[str, ...]:
    forms = part.texts("date")
    if any("%" not in form and form not in ("iso", "excel", "excel1904", *EPOCHS) for form in forms):
        text = _("{place}: “iso”, “excel”, “excel1904” or a form such as “%d.%m.%Y” is expected.")
        raise UserError(text.format(place=part.at("date")))
    return forms


def _timezone(part: Part) -> str:
    name = part.text("timezone")
    try:
        ZoneInfo(name or "UTC")
    except (KeyError, ValueError, OSError):
        text = _("{place}: “{name}” is no time zone; write it like “Europe/Berlin”.")
        raise UserError(text.format(place=part.at("timezone"), name=name)) from None
    return name


def _number(part: Part) -> NumberRule | None:
    if "number" not in part:
        return None
    number = Part(part.get("number"), part.at("number"), NUMBER_WORDS)
    decimal, thousands = number.text("decimal", "."), number.text("thousands")
    if len(decimal) != 1 or len(thousands) > 1 or decimal == thousands or (decimal + thousands).isalnum():
        text = _("{place}: “decimal” and “thousands” are two different marks.")
        raise UserError(text.format(place=number.place))
    divide_by = number.whole("divide_by", 1, 1_000_000)
    if str(divide_by).strip("0") != "1":
        raise UserError(_("{place}: 1, 10, 100, 1000 … is expected.").format(place=number.at("divide_by")))
    return NumberRule(decimal, thousands, number.flag("percent"), divide_by, number.flag("absolute"))


def _near(part: Part) -> NearRule | None:
    near = part.get("near")
    if near is None or near is False:
        return None
    if near is True:
        return NearRule()
    if isinstance(near, list):
        return NearRule(names=plain_texts(near, part.at("near")))
    rule = Part(near, part.at("near"), ("names", "file", "column", "typos", "kind", "found"))
    if ("file" in rule) != ("column" in rule):
        raise UserError(_("{place}: “file” and “column” belong together.").format(place=rule.place))
    return NearRule(
        rule.flag("typos"),
        rule.texts("names"),
        _file_name(rule, "file"),
        rule.text("column"),
        rule.one_of("kind", KINDS, "") if "kind" in rule else "",
        rule.text("found"),
    )


def _lookup(part: Part) -> LookupRule | None:
    if "lookup" not in part:
        return None
    lookup = Part(part.get("lookup"), part.at("lookup"), ("file", "key", "column"))
    rule = LookupRule(_file_name(lookup, "file"), lookup.text("key"), lookup.text("column"))
    if not (rule.file and rule.key and rule.column) or "values" in part:
        text = _("{place}: say “file”, “key” and “column”; it stands in the place of “values”.")
        raise UserError(text.format(place=lookup.place))
    return rule
