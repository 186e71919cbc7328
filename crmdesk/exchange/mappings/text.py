"""Mappings written as a mapping file, so that `mapping_file` reads the same mappings again."""

from __future__ import annotations

import json
from collections.abc import Mapping as Rules
from collections.abc import Sequence
from typing import Any

from crmdesk.exchange.rules import Condition, FieldRule, Mapping, NearRule, NumberRule, TableRule

PLAIN_WORDS = (
    "html",
    "without",
    "prefix",
    "else_column",
    "else_value",
    "values",
    "other_values",
    "first_of",
    "all_of",
    "timezone",
    "plus_minutes",
    "same_day",
    "tidy",
    "currency",
    "pick",
)
USUAL = FieldRule()


def text(mappings: Sequence[Mapping]) -> str:
    """The mapping file of these mappings."""
    return json.dumps({"mappings": [document(one) for one in mappings]}, ensure_ascii=False)


def document(mapping: Mapping) -> dict[str, Any]:
    """One mapping as the object of a mapping file."""
    if mapping.rows:
        words = {"kind": mapping.kind, "source": mapping.source, "rows": list(mapping.rows), "if_new": mapping.if_new}
        return _filled(words)
    stack = mapping.stack
    return _filled(
        {
            "kind": mapping.kind,
            "source": mapping.source,
            "file": mapping.file,
            "table": _table(mapping.table),
            "fields": _fields(mapping.fields),
            "custom": _fields(mapping.custom),
            "keep_other_columns": mapping.keep_other_columns,
            "empty_values": sorted(mapping.empty_values),
            "where": _conditions(mapping.where),
            "group_by": mapping.group_by,
            "stack": {"column": stack.column, "columns": list(stack.columns)} if stack else None,
            "repeat": mapping.repeat if mapping.repeat != "keep" else "",
            "if_new": mapping.if_new,
        }
    )


def _filled(words: Rules[str, Any]) -> dict[str, Any]:
    """The words that say something."""
    return {word: value for word, value in words.items() if value not in (None, "", False, [], {})}


def _table(rule: TableRule) -> dict[str, Any]:
    words = {
        "encoding": rule.encoding,
        "delimiter": rule.delimiter,
        "sheet": rule.sheet,
        "columns": list(rule.columns),
        "skip_lines": rule.skip_lines or None,
    }
    # An empty quotation mark says that there is none.
    return _filled(words) | ({} if rule.quote is None else {"quote": rule.quote})


def _conditions(where: Sequence[Condition]) -> Any:
    """An object of columns; a list of such if a column has several conditions."""
    said = [{one.column: _condition(one)} for one in where]
    joined = {column: value for one in said for column, value in one.items()}
    return joined if len(joined) == len(said) else said


def _condition(one: Condition) -> Any:
    values = sorted(one.values)
    if one.wanted and not one.is_optional and not one.sign and not one.others:
        return values
    said: dict[str, Any] = {"sign": one.sign} if one.sign else {"is" if one.wanted else "not": values}
    return said | _filled({"else": list(one.others), "optional": one.is_optional})


def _fields(rules: Rules[str, FieldRule]) -> dict[str, Any]:
    return {name: _field(rule) for name, rule in rules.items()}


def _field(rule: FieldRule) -> dict[str, Any]:
    words: dict[str, Any] = {word: getattr(rule, word) for word in PLAIN_WORDS}
    said = {word: value for word, value in words.items() if value != getattr(USUAL, word)}
    said |= _filled({"empty": sorted(rule.empty), "date": list(rule.date), "optional": rule.is_optional})
    said |= _filled({"near": _near(rule.near), "where": _conditions(rule.where)})
    if rule.number:
        said["number"] = _number(rule.number)
    if rule.lookup:
        said["lookup"] = {"file": rule.lookup.file, "key": rule.lookup.key, "column": rule.lookup.column}
    if rule.otherwise:
        said["else"] = _field(rule.otherwise)
    return {**_origin(rule), **said}


def _origin(rule: FieldRule) -> dict[str, Any]:
    if rule.digest:
        return {"digest": True}
    if rule.value is not None:
        return {"value": rule.value}
    if len(rule.columns) == 1:
        return {"column": rule.columns[0]}
    return {"join": list(rule.columns), "separator": rule.separator}


def _near(rule: NearRule | None) -> Any:
    if rule is None:
        return None
    words = {"typos": rule.typos, "names": list(rule.names), "file": rule.file, "column": rule.column}
    return _filled({**words, "kind": rule.kind, "found": rule.found}) or True


def _number(rule: NumberRule) -> dict[str, Any]:
    return {
        "decimal": rule.decimal,
        "thousands": rule.thousands,
        "percent": rule.percent,
        "divide_by": rule.divide_by,
        "absolute": rule.absolute,
        "times": rule.times,
    }
