"""Drafts by known mappings, of a program or of the last time: they hold, but for what a person changed or what is new.

Where a program writes dates and numbers as its user has set it, the columns decide as they do for any other file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from crmdesk.exchange import cell
from crmdesk.exchange.drafts.needs import need_question, need_rule
from crmdesk.exchange.drafts.parts import KEEP, LEFT_OUT, ColumnDraft, Draft, holds
from crmdesk.exchange.drafts.rules import date_forms, number_rule, questions_of, rule_of
from crmdesk.exchange.drafts.values import new_stages, stage_of, stage_questions, texts_of_kind
from crmdesk.exchange.near import fold
from crmdesk.exchange.questions import NEW, NOTHING, Question
from crmdesk.exchange.rules import ISO, Condition, FieldRule, Mapping, NumberRule
from crmdesk.exchange.shape import KINDS
from crmdesk.store.stage import LOST, WON

FITTING = 0.9
"""The share of different cells that known forms must read; where they read less, the column decides."""


def main_of(mappings: Iterable[Mapping]) -> Mapping:
    """The mapping that says most of the columns: the records that a file is about."""
    return max(mappings, key=lambda one: (not one.rows, not one.group_by, len(one.fields)))


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
    for one in [main, *several]:
        named = [(name, rule) for name, rule in one.fields.items() if column in columns_of(rule)]
        if named:
            # What only stands in for the column of another field is rather the field of its own.
            return min(named, key=lambda pair: (pair[0] == "id", column not in pair[1].columns))[0]
        if any(column in columns_of(rule) for rule in one.custom.values()):
            return KEEP
    return KEEP if any(one.keep_other_columns for one in several) else LEFT_OUT


def made(draft: Draft) -> tuple[Mapping, list[Mapping]]:
    """The mapping of the main records with what was changed and answered, and the others."""
    main = main_of(draft.base)
    others = [_as_written(draft, one) for one in draft.base if one is not main]
    found = _with_changes(draft, _as_written(draft, main))
    needed = {name: rule for name in _missing(main) if (rule := need_rule(draft, name))}
    found = replace(found, fields={**found.fields, **needed})
    column = _stage_column(draft, main)
    if column is None:
        return found, others
    return _with_stages(draft, found, column), [*new_stages(draft, _unknown_only(draft, main, column)), *others]


def questions(draft: Draft) -> list[Question]:
    """What is asked about a known file: forms that can be read in two ways, names that are new, what is missing."""
    main = main_of(draft.base)
    asked: list[Question] = []
    for column in draft.columns:
        if column.field in KINDS[main.kind] and _is_open(draft, main, column):
            asked.extend(questions_of(draft, column))
    asked.extend(need_question(draft, name) for name in _missing(main))
    if stage := _stage_column(draft, main):
        asked.extend(stage_questions(draft, _unknown_only(draft, main, stage)))
    return asked


def _missing(main: Mapping) -> list[str]:
    """The fields that every record needs and that the mapping does not say."""
    needed = [one.name for one in KINDS[main.kind].values() if one.is_required and one.holds != "id"]
    return [name for name in needed if name not in main.fields]


def _is_open(draft: Draft, main: Mapping, column: ColumnDraft) -> bool:
    """Whether a column decides itself how it is read."""
    rule = main.fields.get(column.field)
    parts = rule.chain() if rule else ()
    held = holds(main.kind, column.field)
    return any(_written(draft, one, held) != one for one in parts if column.name in one.columns)


# Forms


def _as_written(draft: Draft, mapping: Mapping) -> Mapping:
    """The mapping with the forms of dates and numbers that the columns have."""
    if mapping.rows:
        return mapping
    fields = {name: _chained(draft, rule, holds(mapping.kind, name)) for name, rule in mapping.fields.items()}
    custom = {name: _chained(draft, rule, "text") for name, rule in mapping.custom.items()}
    return replace(mapping, fields=fields, custom=custom)


def _chained(draft: Draft, rule: FieldRule, held: str) -> FieldRule:
    otherwise = _chained(draft, rule.otherwise, held) if rule.otherwise else None
    return replace(_written(draft, rule, held), otherwise=otherwise)


def _written(draft: Draft, rule: FieldRule, held: str) -> FieldRule:
    """One part of a rule with the forms of its column, where the program leaves them to its user or they do not fit."""
    column = next((one for one in draft.columns if rule.columns == (one.name,)), None)
    if column is None or column.profile.telling <= 0:
        return rule
    profile = column.profile
    forms = rule.date or ((ISO,) if held in ("date", "moment") else ())
    if forms and profile.dates and (draft.follows_settings or not _reads(column, rule, forms=forms)):
        return replace(rule, date=date_forms(draft, column))
    number = rule.number or (NumberRule() if held in ("money", "number") else None)
    if number and profile.numbers and (draft.follows_settings or not _reads(column, rule, number=number)):
        found = number_rule(draft, column)
        return replace(rule, number=replace(number, decimal=found.decimal, thousands=found.thousands))
    return rule


def _reads(
    column: ColumnDraft, rule: FieldRule, *, forms: tuple[str, ...] = (), number: NumberRule | None = None
) -> bool:
    """Whether most of the cells of a column are written so."""
    nothing = rule.empty | column.empty
    texts = [text for text, _n in column.profile.common if text not in nothing]
    good = 0
    for text in texts:
        try:
            if forms:
                cell.first_form(cell.day, forms, text)
            elif number:
                cell.number(text, number)
            good += 1
        except cell.CellError:
            continue
    return good >= FITTING * len(texts)


# Changes


def _with_changes(draft: Draft, main: Mapping) -> Mapping:
    """The mapping with the columns that a person made something else of."""
    changed = [one for one in draft.columns if one.is_given]
    fields, custom = dict(main.fields), dict(main.custom)
    for column in changed:
        fields, custom = _without(fields, column.name), _without(custom, column.name)
    for column in changed:
        if column.field == KEEP:
            custom[column.name] = FieldRule(columns=(column.name,), empty=column.empty)
        elif column.field in KINDS[main.kind]:
            fields[column.field] = replace(rule_of(draft, column, column.field), otherwise=fields.get(column.field))
    return replace(main, fields=fields, custom=custom)


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


# Stages


def _stage_column(draft: Draft, main: Mapping) -> ColumnDraft | None:
    """The column that names stages, unless the mappings make every stage that it names."""
    rule = main.fields.get("stage_id")
    if main.kind != "deals" or rule is None:
        return None
    if any(one.kind == "stages" and not one.rows for one in draft.base):
        return None
    named = columns_of(rule)
    return next((one for one in draft.columns if one.name in named), None)


def _unknown_only(draft: Draft, main: Mapping, column: ColumnDraft) -> ColumnDraft:
    """The column with only those texts that the mappings do not know as stages."""
    known = {fold(text) for one in main.fields["stage_id"].chain() for text in (one.values or {})}
    prefixes = {one.prefix for one in main.fields["stage_id"].chain()}
    for mapping in draft.base:
        if mapping.kind == "stages":
            known |= {fold(row[name]) for row in mapping.rows for name in ("id", "name") if name in row}
    met = [text for text, _n in column.profile.common if any(fold(p + text) in known for p in ("", *prefixes))]
    return replace(column, empty=column.empty | frozenset(met))


def _with_stages(draft: Draft, main: Mapping, column: ColumnDraft) -> Mapping:
    """The mapping with what was answered about stages that it does not know."""
    unknown = _unknown_only(draft, main, column)
    texts = [text for text, _n in column.profile.common if text not in unknown.empty]
    meant = {text: stage_of(draft, unknown, text) for text in texts}
    values = {
        text: text if stage.startswith(f"{NEW}:") else stage
        for text, stage in meant.items()
        if stage not in ("", NOTHING)
    }
    left_out = frozenset(text for text, stage in meant.items() if stage == NOTHING)
    if left_out:
        main = replace(main, where=(*main.where, Condition(column.name, left_out, wanted=False)))
    if not values:
        return main
    rule = FieldRule(columns=(column.name,), values=values, other_values="empty")
    fields = {**main.fields, "stage_id": _in_front(main.fields["stage_id"], rule)}
    over, day = texts_of_kind(draft, unknown, WON, LOST), main.fields.get("closed_at")
    if over and day is not None:
        closed = replace(day, where=(Condition(column.name, frozenset(over)),), otherwise=day)
        fields["closed_at"] = closed
    return replace(main, fields=fields)


def _in_front(first: FieldRule, new: FieldRule) -> FieldRule:
    """The rules with another one in front of those that read its column: what a status decides stays decided."""
    if set(new.columns) & set(first.columns):
        return replace(new, otherwise=first)
    return replace(first, otherwise=_in_front(first.otherwise, new) if first.otherwise else new)
