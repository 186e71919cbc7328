"""What every record of a kind needs: where it comes from if no column says it, and what is asked about it."""

from __future__ import annotations

from dataclasses import replace

from crmdesk.exchange import guessing, heading_words
from crmdesk.exchange.drafts import money as draft_money
from crmdesk.exchange.drafts.ends import ends_of
from crmdesk.exchange.drafts.parts import KEEP, LEFT_OUT, ColumnDraft, Draft, date_columns, holds
from crmdesk.exchange.drafts.rules import rule_of
from crmdesk.exchange.heading import tokens
from crmdesk.exchange.questions import Option, Question
from crmdesk.exchange.rules import Condition, FieldRule
from crmdesk.exchange.shape import KINDS
from crmdesk.store.base import own_fields
from crmdesk.store.expense import CATEGORIES
from crmdesk.store.registry import record_type
from crmdesk.text import _, n_

PLAIN = 0.6
"""So sure must a column be that nobody needs to be asked."""
OUT = "out"
"""The answer that leaves rows out."""
COLUMN = "column:"
"""What an answer begins with that names a column."""
_INSTEAD = {
    "opened_at": ("created_at", "first_contact_at", "lead_at", "closed_at", "expected_close_on"),
    "sold_at": ("closed_at",),
    "spent_on": (),
    "answered_at": (),
}
_MADE = {("contacts", "kind"), ("contacts", "name"), ("surveys", "kind"), ("deals", "stage_id")}
"""Fields that have ways of their own to be made."""


def missing(draft: Draft) -> list[str]:
    """The fields that every record needs and that no column gives."""
    needed = [one.name for one in KINDS.get(draft.kind, {}).values() if one.is_required and one.holds != "id"]
    made = {name for kind, name in _MADE if kind == draft.kind} | ({"amount"} if draft_money.sides(draft) else set())
    if draft.kind == "staff" and draft.of_field("first_name", "last_name"):
        made.add("name")
    return [name for name in needed if name not in made and not draft.of_field(name)]


def need_rule(draft: Draft, name: str) -> FieldRule | None:
    """Where a field without a column comes from, as was answered."""
    rule = _answered_rule(draft, name, draft.answers.get(f"need:{name}") or _implied(draft, name))
    return _begun(draft, rule) if rule and rule.columns and (draft.kind, name) == ("deals", "opened_at") else rule


def _begun(draft: Draft, rule: FieldRule) -> FieldRule:
    """Deals that are open have begun by now, though the day on which they may close is all that is known of them."""
    ends, dates = ends_of(draft), draft.column(rule.columns[0]).profile.dates
    if ends is None or dates is None or not draft.here.today or dates.most[:10] <= draft.here.today:
        return rule
    still = FieldRule(value=draft.here.today, where=(Condition(ends.column, ends.over, wanted=False),))
    return replace(rule, where=(Condition(ends.column, ends.over),), otherwise=still)


def blank_rule(draft: Draft, name: str) -> FieldRule | None:
    """What stands in for the empty cells of a field, as was answered."""
    return _answered_rule(draft, name, draft.answers.get(f"blank:{name}", ""))


def _answered_rule(draft: Draft, name: str, answer: str) -> FieldRule | None:
    if answer in ("", OUT):
        return None
    if answer.startswith(COLUMN):
        column = next((one for one in draft.columns if one.name == answer.removeprefix(COLUMN)), None)
        return rule_of(draft, column, name) if column else None
    return FieldRule(value=answer)


def need_questions(draft: Draft) -> list[Question]:
    """A question for each field that is needed and has no column, and for each whose column has empty cells."""
    asked = [need_question(draft, name) for name in missing(draft)]
    for name, column in KINDS.get(draft.kind, {}).items():
        if column.is_required and column.holds in ("date", "moment") and (given := draft.first(name)):
            asked.extend(_blank(draft, name, given))
    return asked


def label_of(kind: str, name: str) -> str:
    """What a field is called in the window."""
    stored = own_fields(record_type(kind)).get(name)
    return _(stored.label) if stored is not None else name


def need_question(draft: Draft, name: str) -> Question:
    """The question where a field that is needed comes from."""
    key, held = f"need:{name}", holds(draft.kind, name)
    text = _("No column was found for “{field}”, which every row needs. Where does it come from?")
    options = [_column_option(one) for one in _columns_for(draft, held)]
    if (draft.kind, name) == ("expenses", "category"):
        options = [Option(word, _(title)) for word, title in CATEGORIES.items()]
    typed = {"date": "date", "moment": "date", "money": "number", "number": "number"}.get(held, "text")
    return Question(
        key,
        text.format(field=label_of(draft.kind, name)),
        tuple(options),
        answer=draft.answers.get(key, _implied(draft, name)),
        suggested=_suggested(draft, name, options),
        typed="" if name == "category" else typed,
        count=draft.rows,
    )


def _implied(draft: Draft, name: str) -> str:
    """What goes without asking: a table of campaigns and their cost is marketing."""
    if draft.base and (column := _like(draft, name)):
        return f"{COLUMN}{column}"
    campaign = draft.first("campaign_id") or draft.first("channel")
    return "marketing" if (draft.kind, name) == ("expenses", "category") and campaign else ""


def _like(draft: Draft, name: str) -> str:
    """The column of a known file that is the field by its heading and its cells, though the program has no such one."""
    free = [one.profile for one in draft.columns if one.field in (KEEP, LEFT_OUT)]
    found = guessing.assigned(draft.kind, free)
    return next((column for column, one in found.items() if one.field == name and one.score >= PLAIN), "")


def _columns_for(draft: Draft, held: str) -> list[ColumnDraft]:
    if held in ("date", "moment"):
        return date_columns(draft)
    if held in ("money", "number"):
        return [
            one for one in draft.columns if one.profile.numbers and one.profile.share(one.profile.numbers.count) > 0.5
        ]
    return [one for one in draft.columns if one.profile.words > 0.3]


def _column_option(column: ColumnDraft) -> Option:
    return Option(f"{COLUMN}{column.name}", _("The column “{name}”").format(name=column.name))


def _suggested(draft: Draft, name: str, options: list[Option]) -> str:
    known = {one.answer for one in options}
    if day := _earliest_whole(draft, name):
        return f"{COLUMN}{day}"
    for other in _INSTEAD.get(name, ()):
        found = draft.first(other)
        if found and f"{COLUMN}{found.name}" in known:
            return f"{COLUMN}{found.name}"
    free = [
        f"{COLUMN}{one.name}"
        for one in draft.columns
        if one.field in (KEEP, LEFT_OUT) and not (name == "opened_at" and heading_words.DUE & tokens(one.name))
    ]
    if name == "category":
        return "other"
    if holds(draft.kind, name) == "money":
        # Any number might be it: a shipper's, a weight.
        free = free if len(known.intersection(free)) == 1 else []
        return next((one for one in free if one in known), "")
    others = [one.answer for one in options[:1]] if name != "opened_at" else []
    return next((one for one in (*free, *others) if one in known), "")


def _earliest_whole(draft: Draft, name: str) -> str:
    """Of the days that every row has, the column of the earliest."""
    if holds(draft.kind, name) not in ("date", "moment") or draft.kind not in ("deals", "tickets"):
        return ""
    days = [
        (one.profile.dates.least, one.name)
        for one in date_columns(draft)
        if one.profile.dates
        and one.profile.filled == one.profile.rows
        and not (heading_words.BLOCKING | heading_words.DUE) & tokens(one.name)
    ]
    return min(days, default=("", ""))[1]


def _blank(draft: Draft, name: str, column: ColumnDraft) -> list[Question]:
    count = draft.rows - column.profile.filled + sum(one.count for one in column.noise if one.value in column.empty)
    if count <= 0 or len(draft.of_field(name)) > 1:
        return []
    key = f"blank:{name}"
    text = n_(
        "{n} row has nothing in “{column}”, which is needed for “{field}”. What stands there instead?",
        "{n} rows have nothing in “{column}”, which is needed for “{field}”. What stands there instead?",
        count,
    ).format(n=count, column=column.name, field=label_of(draft.kind, name))
    others = [one for one in date_columns(draft) if one.name != column.name]
    options = (*(_column_option(one) for one in others), Option(OUT, _("Leave these rows out")))
    # A deal of no day is one that was just begun; money and answers of no day would be those of the wrong month.
    known = [one.profile.dates.most[:10] for one in date_columns(draft) if one.profile.dates and draft.kind == "deals"]
    few = count * 50 < draft.rows
    return [
        Question(
            key,
            text,
            options,
            column.name,
            draft.answers.get(key, OUT if few else ""),
            max(known, default=OUT),
            "date",
            count,
        )
    ]
