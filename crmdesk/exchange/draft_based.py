"""Drafts of known sources: their mappings hold, but for the columns that a person has changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from crmdesk.exchange.draft_parts import KEEP, LEFT_OUT, Draft
from crmdesk.exchange.draft_rules import rule_of
from crmdesk.exchange.rules import FieldRule, Mapping
from crmdesk.exchange.shape import KINDS


def main_of(mappings: Iterable[Mapping]) -> Mapping | None:
    """The mapping that says most of the columns: the records that a file is about."""
    return max(mappings, key=lambda one: (not one.rows, len(one.fields) - 50 * bool(one.group_by)), default=None)


def columns_of(rule: FieldRule) -> set[str]:
    """The columns that a rule reads."""
    found: set[str] = set()
    for one in rule.chain():
        found.update(one.columns)
        found.update(name for name in (one.else_column, one.plus_minutes) if name)
    return found


def field_of(mappings: Iterable[Mapping], column: str) -> str:
    """The field that a column is in known mappings: of the main records first."""
    several = list(mappings)
    main = main_of(several)
    for one in ([main] if main else []) + several:
        for name, rule in one.fields.items():
            if column in columns_of(rule) and name != "id":
                return name
        for name, rule in one.fields.items():
            if column in columns_of(rule):
                return name
        if any(column in columns_of(rule) for rule in one.custom.values()):
            return KEEP
    return KEEP if any(one.keep_other_columns for one in several) else LEFT_OUT


def made(draft: Draft) -> tuple[Mapping | None, list[Mapping]]:
    """The mapping of the main records with what was changed, and the others as they are."""
    main = main_of(draft.base)
    if main is None:
        return None, []
    changed = [one for one in draft.columns if one.is_given]
    fields, custom = dict(main.fields), dict(main.custom)
    for column in changed:
        fields = _without(fields, column.name)
        custom = _without(custom, column.name)
    for column in changed:
        if column.field == KEEP:
            custom[column.name] = FieldRule(columns=(column.name,), empty=column.empty)
        elif column.field in KINDS[main.kind]:
            fields[column.field] = replace(
                rule_of(draft, column, column.field, main.kind), otherwise=fields.get(column.field)
            )
    found = replace(main, fields=fields, custom=custom)
    return found, [one for one in draft.base if one is not main]


def _without(rules: dict[str, FieldRule], column: str) -> dict[str, FieldRule]:
    """The rules without those parts that read a column."""
    kept = {}
    for name, rule in rules.items():
        parts = [one for one in rule.chain() if column not in columns_of(replace(one, otherwise=None))]
        joined: FieldRule | None = None
        for part in reversed(parts):
            joined = replace(part, otherwise=joined)
        if joined is not None:
            kept[name] = joined
    return kept
