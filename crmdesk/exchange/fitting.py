"""The mappings of a known source, written for the columns that a table really has."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from collections.abc import Mapping as Names
from dataclasses import replace
from itertools import chain

from crmdesk.exchange.near import fold
from crmdesk.exchange.presets import Known
from crmdesk.exchange.rules import Condition, FieldRule, Mapping
from crmdesk.exchange.shape import KINDS


def fitted(known: Known, names: Names[str, str], columns: Sequence[str]) -> Known | None:
    """The source with mappings in which columns are called as they are in the table.

    A field that no column gives is left out (`missing` says so of those that every record needs), and a mapping
    whose rows cannot be told without a column that is not there as well. None if no mapping is left.
    """
    there = {fold(column) for column in columns}
    found = [_with_readable_fields(one, there) for one in (renamed(each, names) for each in known.mappings)]
    found = [one for one in found if one.rows or _is_readable(one, there)]
    if known.mappings and all(one.rows for one in found):
        return None
    whole = {one.kind for one in found if not _missing(one)}
    kept = [one for one in found if not _missing(one) or one.kind not in whole]
    # Of two that lack the same, such as those for two questions of a survey, one is enough to ask about.
    kept = [
        one for place, one in enumerate(kept) if not _missing(one) or one.kind not in {x.kind for x in kept[:place]}
    ]
    missing = sorted({name for one in kept for name in _missing(one)})
    became = names.get(known.became, "")
    return replace(known, mappings=tuple(kept), missing=tuple(missing), became=became)


def renamed(mapping: Mapping, names: Names[str, str]) -> Mapping:
    """The mapping with other names for columns."""
    if mapping.rows:
        return mapping

    def new(name: str) -> str:
        return names.get(name, name)

    def conditions(where: Sequence[Condition]) -> tuple[Condition, ...]:
        return tuple(replace(one, column=new(one.column)) for one in where)

    def rule(old: FieldRule) -> FieldRule:
        return replace(
            old,
            columns=tuple(new(column) for column in old.columns),
            else_column=new(old.else_column),
            plus_minutes=new(old.plus_minutes),
            same_day=new(old.same_day),
            where=conditions(old.where),
            otherwise=rule(old.otherwise) if old.otherwise else None,
        )

    stack = mapping.stack
    return replace(
        mapping,
        fields={name: rule(one) for name, one in mapping.fields.items()},
        custom={name: rule(one) for name, one in mapping.custom.items()},
        where=conditions(mapping.where),
        group_by=new(mapping.group_by),
        stack=replace(stack, columns=tuple(new(column) for column in stack.columns)) if stack else None,
    )


def _is_readable(mapping: Mapping, there: Collection[str]) -> bool:
    """Whether the columns are there that say which rows count."""
    stacked = mapping.stack.column if mapping.stack else ""
    needed = [one.column for one in mapping.where if not one.is_optional]
    needed += [mapping.group_by] if mapping.group_by and mapping.group_by != stacked else []
    needed += mapping.stack.columns if mapping.stack else []
    return all(fold(column) in there for column in needed)


def _with_readable_fields(mapping: Mapping, there: Collection[str]) -> Mapping:
    made = {fold(mapping.stack.column)} if mapping.stack else set()
    all_there = {*there, *made}

    def kept(rules: Names[str, FieldRule]) -> dict[str, FieldRule]:
        return {name: left for name, rule in rules.items() if (left := _readable(rule, all_there))}

    fields, custom = kept(mapping.fields), kept(mapping.custom)
    # A condition about the column of a field that nothing gives any more goes with it.
    gone = {column for name, rule in mapping.fields.items() if name not in fields for column in rule.columns}
    where = tuple(one for one in mapping.where if one.column not in gone)
    return replace(mapping, fields=fields, custom=custom, where=where)


def _readable(rule: FieldRule, there: Collection[str]) -> FieldRule | None:
    """The rule, or what stands in for it, without those that lack a column."""
    rest = _readable(rule.otherwise, there) if rule.otherwise else None
    columns = [*rule.columns, *filter(None, (rule.else_column, rule.plus_minutes))]
    conditions = [one.column for one in rule.where if not one.is_optional]
    asked = chain(() if rule.is_optional else columns, conditions)
    any_there = not rule.columns or any(fold(column) in there for column in columns)
    if any_there and all(fold(column) in there for column in asked):
        return replace(rule, otherwise=rest)
    return rest


def _missing(mapping: Mapping) -> list[str]:
    """The fields that every record needs and that nothing gives."""
    if mapping.rows:
        return []
    required = (column for column in KINDS[mapping.kind].values() if column.is_required and column.holds != "id")
    return [column.name for column in required if column.name not in mapping.fields]
