"""What is particular about deals: their stages, when they closed, the way they took, the sales they became."""

from __future__ import annotations

from dataclasses import replace

from crmdesk.exchange.drafts.ends import ends_of, stages_of
from crmdesk.exchange.drafts.needs import COLUMN
from crmdesk.exchange.drafts.parts import ColumnDraft, Draft, date_columns, stage_kind, values_in
from crmdesk.exchange.drafts.refs import are_codes
from crmdesk.exchange.drafts.rules import rule_of
from crmdesk.exchange.drafts.values import (
    kind_of_stage,
    new_stages,
    stage_of,
    stage_rows,
    texts_of_kind,
)
from crmdesk.exchange.here import Named
from crmdesk.exchange.near import fold
from crmdesk.exchange.questions import NEW, NO, NOTHING, YES, Option, Question
from crmdesk.exchange.rules import ISO, Condition, FieldRule, Mapping
from crmdesk.store.stage import KINDS as STAGE_KINDS
from crmdesk.store.stage import OPEN, WON
from crmdesk.text import _

SALES, STAGE, REVENUE, FIRST = "sales", "need:stage_id", "revenue", "first"
"""Questions: are won deals sales, in which stage are all deals, is revenue sales, when was the first contact."""
_STEM = 5
"""So many letters at the beginning of a stage's name must stand in the heading of the day when it was entered."""


def made(draft: Draft, main: Mapping) -> tuple[Mapping, list[Mapping], list[Mapping]]:
    """The mapping of the deals, of the stages that they need, and of what follows from them."""
    column = draft.first("stage_id")
    rules = dict(main.fields)
    if column is not None:
        rules["stage_id"], stages = stages_of(draft, column)
        skipped = [text for text, _n in values_in(column) if stage_of(draft, column, text) == NOTHING]
        where = (Condition(column.name, frozenset(skipped), wanted=False),) if skipped else ()
        _limit_to_closed(draft, rules)
    else:
        stages, where = _one_stage(draft, rules), ()
    if draft.first_contacts and draft.answers.get(FIRST) == YES and (contact := draft.first("contact_id")):
        days = dict(draft.first_contacts)
        rules["first_contact_at"] = FieldRule(columns=(contact.name,), values=days, other_values="empty", date=(ISO,))
    if "title" not in rules and (title := _title(draft)):
        rules["title"] = title
    order = [name for name in main.fields if name in rules]
    ordered = {name: rules[name] for name in dict.fromkeys([*order, *rules])}
    deals = replace(main, fields=ordered, where=where)
    return deals, stages, [*_way(draft, deals), *_sales(draft, deals)]


def _limit_to_closed(draft: Draft, rules: dict[str, FieldRule]) -> None:
    """A deal is closed exactly when its stage says so; the closing day of an open one is when it is expected."""
    ends = ends_of(draft)
    close, opened = rules.get("closed_at"), rules.get("opened_at")
    expected = rules.get("expected_close_on")
    known = [one for rule in (close, expected, opened) if rule is not None for one in rule.chain()]
    # What only open deals are given is no day on which others were closed.
    days = [one for one in known if not (one.where and one.value is not None)]
    if ends is None or not ends.over or not days:
        rules.pop("closed_at", None)
    else:
        *firsts, last = (replace(one, where=(Condition(ends.column, ends.over),), otherwise=None) for one in days)
        for one in reversed(firsts):
            last = replace(one, otherwise=last)
        rules["closed_at"] = last
    if close is not None and expected is None and ends is not None and ends.open:
        rules["expected_close_on"] = replace(close, where=(Condition(ends.column, ends.open),), otherwise=None)


def _one_stage(draft: Draft, rules: dict[str, FieldRule]) -> list[Mapping]:
    """All deals of a file without a stage column are in one stage."""
    answer = draft.answers.get(STAGE) or (implied_stage(draft) if not draft.here.stages else "")
    if not answer:
        return []
    kind = answer.partition(":")[2] if answer.startswith(f"{NEW}:") else stage_kind(draft, answer)
    fresh = [Named(_(STAGE_KINDS[kind]), _(STAGE_KINDS[kind]), kind)] if answer.startswith(f"{NEW}:") else []
    rules["stage_id"] = FieldRule(value=fresh[0].key if fresh else answer)
    if kind == OPEN:
        if close := rules.pop("closed_at", None):
            rules.setdefault("expected_close_on", close)
    elif "closed_at" not in rules and "opened_at" in rules:
        rules["closed_at"] = rules["opened_at"]
    return stage_rows(draft, _with_an_open_one(draft, fresh))


def _with_an_open_one(draft: Draft, fresh: list[Named]) -> list[Named]:
    """A pipeline of closed stages alone would have nowhere to open a deal."""
    has_open = any(one.kind == OPEN for one in (*draft.here.stages, *fresh))
    return fresh if has_open or not fresh else [Named(_("In talks"), _("In talks"), OPEN), *fresh]


def implied_stage(draft: Draft) -> str:
    """The stage that the heading of the closing day says: all deals of a file with “won date” alone are won."""
    close = draft.first("closed_at")
    kind = kind_of_stage(close.name) if close else OPEN
    ends = [one.key for one in draft.here.stages if one.kind == kind]
    return ends[0] if ends else f"{NEW}:{kind}"


def questions(draft: Draft) -> list[Question]:
    """What is asked about deals beyond their columns."""
    asked = []
    if draft.first("stage_id") is None:
        options = [Option(one.key, one.name) for one in draft.here.stages]
        options += [
            Option(f"{NEW}:{kind}", _("A new stage: {kind}").format(kind=_(t))) for kind, t in STAGE_KINDS.items()
        ]
        text = _("No column says in which stage the deals are. In which stage are they all?")
        asked.append(
            Question(
                STAGE,
                text,
                tuple(options),
                answer=draft.answers.get(STAGE, ""),
                suggested=implied_stage(draft),
                count=draft.rows,
            )
        )
    if draft.first_contacts:
        text = _("Another table says when each customer was first met. Do the deals begin there?")
        ways = (Option(YES, _("Yes, that was the first contact")), Option(NO, _("No, when they were opened")))
        asked.append(Question(FIRST, text, ways, answer=draft.answers.get(FIRST, ""), suggested=YES))
    return asked + ([_sales_question(draft)] if _has_won(draft) else [])


def _sales_question(draft: Draft) -> Question:
    has_amount = draft.first("amount") is not None
    options = [Option(NO, _("No, sales come from somewhere else"))]
    if has_amount:
        options.insert(0, Option(YES, _("Yes, the amount of each is a sale on the day it was closed")))
    text = _("Is a deal that was won also a sale?")
    if not has_amount:
        text = _("Is a deal that was won also a sale? The file names no amounts; type what each is worth.")
    suggested = NO if "sales" in draft.here.holds or not has_amount else YES
    return Question(
        SALES,
        text,
        tuple(options),
        answer=draft.answers.get(SALES, ""),
        suggested=suggested,
        typed="" if has_amount else "number",
    )


def _has_won(draft: Draft) -> bool:
    if ends := ends_of(draft):
        return bool(ends.won)
    answer = draft.answers.get(STAGE, "")
    return answer == f"{NEW}:{WON}" or stage_kind(draft, answer) == WON


def _title(draft: Draft) -> FieldRule | None:
    """A deal without a title is called by what is sold and to whom."""
    named = [one for one in draft.columns if fold(one.name) in ("product", "productname", "produkt", "produit", "item")]
    columns = [*named[:1], *(one for one in draft.of_field("contact_id")[:1] if not are_codes(one))]
    if not columns:
        own = draft.first("id")
        return FieldRule(columns=(own.name,), prefix=_("Deal") + " ") if own else None
    empty = frozenset().union(*(one.empty for one in columns))
    company = draft.first("company_name")
    other = FieldRule(columns=(company.name,), empty=company.empty) if company else None
    return FieldRule(columns=tuple(one.name for one in columns), separator=" – ", empty=empty, otherwise=other)


def _way(draft: Draft, deals: Mapping) -> list[Mapping]:
    """The stages that deals passed, where one column says when one was entered: “Proposal date”, “engage_date”.

    Of a deal that has gone on to another open stage nobody knows when; its history is what follows from its columns.
    """
    column, opened, ends = draft.first("stage_id"), draft.first("opened_at"), ends_of(draft)
    dated = _dated_stages(draft, column) if column else []
    if column is None or ends is None or opened is None or len(dated) != 1 or ends.column != column.name:
        return []
    text, key, day = dated[0]
    over = ends.over
    has_day = Condition(day.name, frozenset({"", *day.empty}), wanted=False)
    rows = (*deals.where, has_day, Condition(column.name, frozenset({text, *over})))
    own = {"deal_id": deals.fields["id"]}
    by = {"staff_id": deals.fields["owner_id"]} if "owner_id" in deals.fields else {}
    steps = []
    if day is not opened:
        first = _first_stage(draft, column, but=text)
        if not first:
            return []
        steps.append(({"stage_id": FieldRule(value=first), "at": deals.fields["opened_at"]}, rows))
    steps.append(({"stage_id": FieldRule(value=key), "at": rule_of(draft, day, "opened_at")}, rows))
    if over and "closed_at" in deals.fields:
        end = {"stage_id": deals.fields["stage_id"], "at": deals.fields["closed_at"]}
        steps.append((end, (*rows, Condition(column.name, frozenset(over)))))
    return [
        Mapping("stage_changes", source=draft.source, fields={**own, **said, **by}, where=where)
        for said, where in steps
    ]


def _first_stage(draft: Draft, column: ColumnDraft, *, but: str) -> str:
    """The stage in which deals begin: the first open one of the workspace, else of the file."""
    there = [one.key for one in draft.here.stages if one.kind == OPEN]
    fresh = [row["id"] for mapping in new_stages(draft, column) for row in mapping.rows if row["kind"] == OPEN]
    return next((key for key in (*there, *fresh) if key not in (but, stage_of(draft, column, but))), "")


def _dated_stages(draft: Draft, column: ColumnDraft) -> list[tuple[str, str, ColumnDraft]]:
    """The open stages whose name begins the heading of a column with days: text, key of the stage, and the column."""
    found = []
    for text in texts_of_kind(draft, column, OPEN):
        stage = stage_of(draft, column, text)
        stem = fold(text)[:_STEM]
        for one in date_columns(draft):
            if len(stem) == _STEM and stem in fold(one.name) and one.field not in ("closed_at", "expected_close_on"):
                found.append((text, text if stage.startswith(f"{NEW}:") else stage, one))
                break
    return found


def _sales(draft: Draft, deals: Mapping) -> list[Mapping]:
    """A sale for each deal that was won, where that was said."""
    answer = draft.answers.get(SALES, NO)
    amount = deals.fields.get("amount")
    if answer == NO or "closed_at" not in deals.fields or (answer == YES and amount is None):
        return []
    ends = ends_of(draft)
    won = [Condition(ends.column, ends.won)] if ends else []
    if answer == YES and (worth := draft.of_field("amount")):
        # What nobody knows the worth of is no sale yet.
        nothing = frozenset({""}).union(*(one.empty for one in worth))
        others = tuple(one.name for one in worth[1:])
        won.append(Condition(worth[0].name, nothing, wanted=False, others=others))
    paid = amount if answer == YES and amount is not None else FieldRule(value=answer)
    own = deals.fields["id"]
    fields = {
        "id": replace(own, prefix=f"sale-{own.prefix}"),
        "sold_at": deals.fields["closed_at"],
        "amount": paid,
        "deal_id": own,
    }
    for name, of in (("contact_id", "contact_id"), ("staff_id", "owner_id")):
        if of in deals.fields:
            fields[name] = deals.fields[of]
    return [Mapping("sales", source=draft.source, fields=fields, where=(*deals.where, *won))]


# Campaigns that cost money and earned some


def revenue_column(draft: Draft) -> ColumnDraft | None:
    """The column of a table of expenses that says what was earned on the same day."""
    known = (
        "revenue",
        "sales",
        "umsatz",
        "conversionvalue",
        "convvalue",
        "purchasevalue",
        "chiffredaffaires",
        "ingresos",
    )
    for one in draft.columns:
        if fold(one.name) in known and one.profile.numbers and one.field != "amount":
            return one
    return None


def revenue_question(draft: Draft) -> list[Question]:
    """Whether what campaigns earned comes in as sales."""
    column = revenue_column(draft)
    if draft.kind != "expenses" or column is None:
        return []
    text = _("“{column}” says what was earned. Shall it come in as sales of that day?").format(column=column.name)
    options = (Option(YES, _("Yes, as sales of the campaign")), Option(NO, _("No, keep it beside the expense")))
    suggested = NO if "sales" in draft.here.holds else YES
    return [Question(REVENUE, text, options, column.name, draft.answers.get(REVENUE, ""), suggested)]


def revenue(draft: Draft) -> list[Mapping]:
    """The sales of a table of expenses, where that was said."""
    column, day = revenue_column(draft), draft.first("spent_on")
    if draft.answers.get(REVENUE) != YES or column is None or day is None:
        return []
    given = draft.first("id")
    fields = {
        "id": FieldRule(columns=(given.name,), prefix="sale-") if given else FieldRule(digest=True, prefix="sale-"),
        "sold_at": rule_of(draft, day, "sold_at", "sales"),
        "amount": rule_of(draft, column, "amount", "sales"),
    }
    if campaign := draft.first("campaign_id"):
        fields["campaign_id"] = FieldRule(columns=(campaign.name,), empty=campaign.empty)
    nothing = frozenset({"", "0", "0.0", "0.00", "0,00", *column.empty})
    only = (Condition(column.name, nothing, wanted=False),)
    return [Mapping("sales", source=draft.source, fields=fields, where=only)]


__all__ = ["COLUMN", "made", "questions", "revenue", "revenue_question"]
