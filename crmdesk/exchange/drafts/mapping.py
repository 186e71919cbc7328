"""The mappings that a draft stands for: the main records, what they refer to, and what follows from them."""

from __future__ import annotations

from dataclasses import replace

from crmdesk.exchange import heading_words, value_words
from crmdesk.exchange.drafts import based as draft_based
from crmdesk.exchange.drafts import deals as draft_deals
from crmdesk.exchange.drafts import events as draft_events
from crmdesk.exchange.drafts import money as draft_money
from crmdesk.exchange.drafts import surveys as draft_surveys
from crmdesk.exchange.drafts import void as draft_void
from crmdesk.exchange.drafts.needs import blank_rule, missing, need_rule
from crmdesk.exchange.drafts.parts import KEEP, ColumnDraft, Draft, holds, values_in
from crmdesk.exchange.drafts.refs import (
    has_legal_forms,
    is_of_people,
    reference_mappings,
    reference_rules,
    with_companies_apart,
)
from crmdesk.exchange.drafts.rules import rule_of
from crmdesk.exchange.drafts.values import choice_rule, kind_of_stage
from crmdesk.exchange.guessing import is_company_heading
from crmdesk.exchange.heading import id_of_what, tokens
from crmdesk.exchange.kind_guessing import said_kind
from crmdesk.exchange.near import fold
from crmdesk.exchange.rules import FieldRule, Mapping
from crmdesk.exchange.shape import KINDS
from crmdesk.store.base import own_fields
from crmdesk.store.field import Choice
from crmdesk.store.registry import record_type
from crmdesk.text import _

NAME_PARTS = ("first_name", "middle_name", "last_name")
_KEYS = ("email", "name", "title", "subject", "company_name")
"""Fields that tell records apart, if every row has another text there."""
_LINES = ("notes", "note", "body")
_STREET = ("street",)


def made(draft: Draft) -> tuple[Mapping | None, list[Mapping]]:
    """The mapping of the main records, and those of the others, in the order in which they must be read."""
    if draft.base:
        return draft_based.made(draft)
    if draft.kind not in KINDS:
        return None, []
    if draft_events.case_of(draft):
        return draft_events.made(draft)
    main = Mapping(draft.kind, source=draft.source, fields=fields(draft), custom=custom(draft))
    before = reference_mappings(draft)
    after: list[Mapping] = []
    if draft.kind == "deals":
        main, stages, after = draft_deals.made(draft, main)
        before = [*stages, *before]
    elif draft.kind == "contacts":
        main, apart = with_companies_apart(draft, main)
        before = [*apart, *before]
    elif draft.kind == "surveys":
        main, after = draft_surveys.made(draft, main)
    elif draft.kind in ("sales", "expenses"):
        main, after = draft_money.made(draft, main)
        before = draft_money.earned_only(draft, before)
        after += draft_deals.revenue(draft) if draft.kind == "expenses" else []
    main, *others = draft_void.without(draft, [main, *before, *after])
    return main, others


def fields(draft: Draft) -> dict[str, FieldRule]:
    """Where each field of the main records comes from."""
    rules = plain_fields(draft)
    rules.update(reference_rules(draft))
    for name in missing(draft):
        if rule := need_rule(draft, name):
            rules[name] = rule
    for name in list(rules):
        if (stand_in := blank_rule(draft, name)) is not None:
            rules[name] = replace(rules[name], otherwise=stand_in)
    if draft.kind == "contacts":
        rules["name"] = _contact_name(draft, rules)
        given, kind = rules.get("kind"), _contact_kind(draft)
        rules["kind"] = replace(given, otherwise=kind) if given else kind
    elif draft.kind == "staff" and "name" not in rules and draft.of_field(*NAME_PARTS):
        rules["name"] = _joined(draft.of_field(*NAME_PARTS))
    if draft.kind == "activities" and "kind" not in rules and (said := said_kind(draft.found.name)):
        rules["kind"] = FieldRule(value=said)
    if draft.kind == "stages" and "kind" not in rules and (named := draft.first("name")):
        kinds = {text: kind_of_stage(text) for text, _n in values_in(named)}
        rules["kind"] = FieldRule(columns=(named.name,), values=kinds, other_values="empty")
    if draft.kind == "staff" and "role" not in rules and (role := _said_role(draft)):
        rules["role"] = FieldRule(value=role)
    rules["id"] = id_rule(draft)
    # The order of the interchange file is the order of the plan.
    return {name: rules[name] for name in KINDS[draft.kind] if name in rules}


def _said_role(draft: Draft) -> str:
    """What the people of a file do, where its name or a heading says so: “sales_team.csv”."""
    said = (draft.found.name, *(one.name for one in draft.of_field("name")))
    return next((role for one in said if (role := value_words.meaning(("staff", "role"), one))), "")


def plain_fields(draft: Draft) -> dict[str, FieldRule]:
    """The fields that are read from columns as they stand there."""
    rules: dict[str, FieldRule] = {}
    for name in KINDS[draft.kind]:
        columns = [one for one in draft.of_field(name) if not draft_money.is_left_out(draft, one, name)]
        if not columns:
            continue
        if name in _LINES or (name in _STREET and len(columns) > 1):
            rules[name] = FieldRule(
                columns=tuple(one.name for one in sorted(columns, key=lambda one: one.profile.place)),
                separator=_between(name, columns),
                empty=frozenset().union(*(one.empty for one in columns)),
            )
            continue
        rule: FieldRule | None = None
        for column in reversed(columns):
            rule = replace(_column_rule(draft, column, name), otherwise=rule)
        if rule is not None:
            rules[name] = rule
    return rules


def _between(name: str, columns: list[ColumnDraft]) -> str:
    """What stands between the texts of several columns: a house number follows its street."""
    if name not in _STREET:
        return "\n\n"
    return " " if any(fold(one.name) in heading_words.HOUSE_NUMBERS for one in columns) else ", "


def _column_rule(draft: Draft, column: ColumnDraft, name: str) -> FieldRule:
    stored = own_fields(record_type(draft.kind)).get(name)
    if isinstance(stored, Choice) and column.rule is None:
        return choice_rule(draft, column, draft.kind, name)
    rule = rule_of(draft, column, name)
    if holds(draft.kind, name) == "money":
        return draft_money.with_currency(draft, column, rule)
    time = draft.first("time")
    if time and rule.date and not (column.profile.dates and column.profile.dates.has_time):
        return _with_time(rule, time)
    return rule


def _with_time(rule: FieldRule, time: ColumnDraft) -> FieldRule:
    """A date whose time of day stands in a column of its own."""
    forms = [form if "%" in form else "%Y-%m-%d" for form in rule.date]
    clocks = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p")
    both = tuple(f"{form} {clock}" for form in forms for clock in clocks)
    return replace(rule, columns=(*rule.columns, time.name), separator=" ", date=(*both, *rule.date))


def custom(draft: Draft) -> dict[str, FieldRule]:
    """The columns that are kept under their own names, and the second of several for one field: nothing is lost."""
    kept = [one for one in draft.columns if one.field == KEEP]
    for name in KINDS[draft.kind]:
        if name not in _LINES and not (name in _STREET and len(draft.of_field(name)) > 1) and name != "score":
            kept.extend(draft.of_field(name)[1:])
    kept.extend(draft.of_field("contact_first", "contact_last") if not draft.first("contact_email") else [])
    for part in ("contact_email", "contact_phone", "company_name"):
        # The company of a deal is that of its contact, who may go to another one some day.
        kept.extend(draft.of_field(part)[int(part != "company_name" or draft.kind == "contacts") :])
    taken = KINDS[draft.kind]
    return {
        one.name if one.name not in taken else _("{name} (from the file)").format(name=one.name): FieldRule(
            columns=(one.name,), empty=one.empty
        )
        for one in sorted(kept, key=lambda one: one.profile.place)
    }


def id_rule(draft: Draft) -> FieldRule:
    """What tells the records apart in the next file too: their id, else an e-mail address or a name that is unique."""
    if given := draft.first("id"):
        return FieldRule(columns=(given.name,))
    for name in _KEYS:
        column = draft.first(name) if name != "company_name" or draft.kind == "contacts" else None
        if column and is_key(column):
            return FieldRule(columns=(column.name,))
    return FieldRule(digest=True)


def is_key(column: ColumnDraft) -> bool:
    """Whether every row has a text in this column, and no two the same."""
    return column.profile.is_unique and column.profile.filled == column.profile.rows and not column.noise


def _joined(columns: list[ColumnDraft]) -> FieldRule:
    order = {name: place for place, name in enumerate(NAME_PARTS)}
    parts = sorted(columns, key=lambda one: order[one.field])
    empty = frozenset().union(*(one.empty for one in parts))
    return FieldRule(columns=tuple(one.name for one in parts), separator=" ", empty=empty)


def _contact_name(draft: Draft, rules: dict[str, FieldRule]) -> FieldRule:
    """The name of a contact: as it stands there, from its parts, or else what one may be called by."""
    ways: list[FieldRule] = []
    if "name" in rules:
        ways.append(rules["name"])
    if parts := draft.of_field(*NAME_PARTS):
        ways.append(_joined(parts))
    named = ((draft.first(name), name) for name in ("company_name", "email", "phone"))
    ways.extend(rule_of(draft, column, name) for column, name in named if column)
    if column := draft.first("id"):
        ways.append(FieldRule(columns=(column.name,), prefix=_("Contact") + " "))
    if not ways:
        texts = [one for one in draft.columns if one.profile.words > 0.5] or list(draft.columns)
        ways.append(FieldRule(columns=(texts[0].name,)))
    rule = ways[-1]
    for way in reversed(ways[:-1]):
        rule = replace(way, otherwise=rule) if way.otherwise is None else way
    return rule


def _contact_kind(draft: Draft) -> FieldRule:
    """People where the file has names of people, unless these are names of companies."""
    named = draft.first("name")
    if named and not draft.of_field("first_name", "last_name"):
        is_of_companies = is_company_heading(named.name) or has_legal_forms(named) or _is_said_of_companies(draft)
        return FieldRule(value="company" if is_of_companies else "person")
    return FieldRule(value="company" if draft.first("company_name") and not is_of_people(draft) else "person")


def _is_said_of_companies(draft: Draft) -> bool:
    """Whether the name of the file, or the id of its rows, says that they are companies: “companies.csv”."""
    own = draft.first("id")
    said = {word.rstrip("s") for word in tokens(draft.found.name)} | {id_of_what(own.name) if own else ""}
    return not heading_words.COMPANIES.isdisjoint(said) and not draft.of_field("company_name")
