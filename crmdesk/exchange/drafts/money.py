"""What is particular about money: its currency, and columns in which money comes in and goes out."""

from __future__ import annotations

import re
from dataclasses import replace

from crmdesk.exchange import cell, heading_words
from crmdesk.exchange.drafts.parts import ColumnDraft, Draft
from crmdesk.exchange.drafts.rules import number_rule, rule_of
from crmdesk.exchange.profile import Profile
from crmdesk.exchange.profile_numbers import SIGNS
from crmdesk.exchange.questions import NO, YES, Option, Question
from crmdesk.exchange.readers import bank_columns
from crmdesk.exchange.rules import Condition, FieldRule, Mapping
from crmdesk.exchange.shape import KINDS
from crmdesk.text import _

NEGATIVE = "negative"
"""The id of the question what negative amounts are."""
WAYS = "ways"
"""The id of the question whether a column says which way the money went."""
REFUNDS, SPLIT = "refunds", "split"
_CODE = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
_SIGN = re.compile(rf"(?<![^\W\d_])(?:{'|'.join(map(re.escape, SIGNS))})(?![^\W\d_])")
_PAID = ("sales", "expenses")


def currency_of(draft: Draft, column: ColumnDraft) -> str:
    """The one currency that a column of amounts is in, as its cells, its heading or another column says."""
    if column.profile.numbers and column.profile.numbers.currency:
        return column.profile.numbers.currency
    codes = _codes(column)
    other = draft.first("currency")
    texts = [text for text, _n in other.profile.common if text not in other.empty] if other and not codes else []
    return codes[0] if codes else texts[0].upper() if len(texts) == 1 else ""


def _codes(column: ColumnDraft) -> list[str]:
    """The currencies that a heading names, by their codes or by their signs."""
    codes = [code for code in _CODE.findall(column.name) if code in heading_words.CURRENCY_CODES]
    return codes or [SIGNS[sign] for sign in _SIGN.findall(column.name)]


def with_currency(draft: Draft, column: ColumnDraft, rule: FieldRule) -> FieldRule:
    """How an amount is read whose currency the file says: those in other currencies are refused."""
    answer = draft.answers.get(_currency_question(draft, column))
    if answer == YES:
        return rule
    other = None if _codes(column) else draft.first("currency")
    code = currency_of(draft, column) if answer == NO else ""
    return replace(rule, currency=other.name if other else code)


def _currency_question(draft: Draft, column: ColumnDraft) -> str:
    """The id of the question whether amounts in another currency come in: one for what came in and what went out."""
    both = sides(draft)
    return f"currency:{both[0].name if both and column in both else column.name}"


def is_left_out(draft: Draft, column: ColumnDraft, name: str) -> bool:
    """Whether a field goes without a column that is in another currency; where it cannot, its rows are refused."""
    is_needed = name in KINDS[draft.kind] and KINDS[draft.kind][name].is_required
    return draft.answers.get(_currency_question(draft, column)) == NO and not is_needed


def questions(draft: Draft, amounts: list[ColumnDraft]) -> list[Question]:
    """Whether amounts in another currency come in, and what negative ones are."""
    both = sides(draft)
    asked = [_about_currency(draft, both[0], is_needed=True)] if both else []
    asked += [
        _about_currency(draft, one, is_needed=KINDS[draft.kind][one.field].is_required)
        for one in amounts
        if not both or one not in both
    ]
    return [*filter(None, asked), *_negative_question(draft), *_ways_question(draft)]


def _about_currency(draft: Draft, column: ColumnDraft, *, is_needed: bool) -> Question | None:
    code, own = currency_of(draft, column), draft.here.currency
    if not code or code == own:
        return None
    key = _currency_question(draft, column)
    text = _("“{column}” is in {code}; this workspace keeps {own}. Do the numbers come in as they are?")
    options = (
        Option(YES, _("Yes, they are really in {own}").format(own=own)),
        Option(NO, _("No, refuse these rows") if is_needed else _("No, leave the column out")),
    )
    said = text.format(column=column.name, code=code, own=own)
    return Question(key, said, options, column.name, draft.answers.get(key, ""), NO)


def _negative_question(draft: Draft) -> list[Question]:
    column = draft.first("amount")
    if draft.kind not in _PAID or column is None or not _goes_both_ways(draft):
        return []
    numbers = column.profile.numbers
    some, every = (
        _("Some amounts in “{column}” are negative. What are they?"),
        _("The amounts in “{column}” are negative. What are they?"),
    )
    text = (some if numbers and numbers.most > 0 else every).format(column=column.name)
    options = (
        Option(REFUNDS, _("Money that was given back")),
        Option(SPLIT, _("Money that was spent; the others are money that was earned")),
    )
    implied = SPLIT if is_statement(draft) else ""
    suggested = REFUNDS if draft.kind == "sales" and draft.first("contact_id") and _are_few(column) else SPLIT
    answer = draft.answers.get(NEGATIVE, implied)
    return [Question(NEGATIVE, text, options, column.name, answer, suggested)]


def _ways_question(draft: Draft) -> list[Question]:
    """Whether a column says of amounts without signs which way the money went."""
    column = _way_told(draft)
    if column is None:
        return []
    text = _("Does “{column}” say whether money came in or went out?").format(column=column.name)
    options = (Option(YES, _("Yes, what came in was earned and what went out was spent")), Option(NO, _("No")))
    return [Question(WAYS, text, options, column.name, _answer_about_ways(draft, column), YES)]


def _answer_about_ways(draft: Draft, column: Profile) -> str:
    is_plain = bank_columns.is_plain_way(column) or is_statement(draft)
    return draft.answers.get(WAYS, YES if is_plain else "")


def _way_told(draft: Draft) -> Profile | None:
    amount = draft.first("amount")
    numbers = amount.profile.numbers if amount else None
    if draft.kind not in _PAID or sides(draft) or numbers is None or numbers.least < 0:
        return None
    return bank_columns.way(_profiles(draft))


def _way(draft: Draft) -> Profile | None:
    """The column that says which way the money went, where that was told."""
    column = _way_told(draft)
    return column if column and _answer_about_ways(draft, column) == YES else None


def _profiles(draft: Draft) -> list[Profile]:
    return [one.profile for one in draft.columns]


def is_statement(draft: Draft) -> bool:
    """Whether a table is the statement of a bank: it says what was left on the account."""
    return bank_columns.has_balance(_profiles(draft))


def _are_few(column: ColumnDraft) -> bool:
    """Whether fewer amounts are negative than not."""
    negative = sum(n for text, n in column.profile.common if cell.sign(text) == "minus")
    return negative * 2 < column.profile.filled


def _is_split(draft: Draft) -> bool:
    return draft.answers.get(NEGATIVE, SPLIT if is_statement(draft) else "") == SPLIT and _goes_both_ways(draft)


def _goes_both_ways(draft: Draft) -> bool:
    column = draft.first("amount")
    numbers = column.profile.numbers if column else None
    return numbers is not None and numbers.least < 0 and (numbers.most > 0 or draft.kind == "sales")


def sides(draft: Draft) -> tuple[ColumnDraft, ColumnDraft] | None:
    """The columns of money that came in and of money that went out, where a file has both."""
    found = bank_columns.sides(_profiles(draft)) if draft.kind in _PAID else None
    return (draft.column(found[0].name), draft.column(found[1].name)) if found else None


def made(draft: Draft, main: Mapping) -> tuple[Mapping, list[Mapping]]:
    """Sales of the money that came in and expenses of the money that went out, where a file has both."""
    column = draft.first("amount")
    if both := sides(draft):
        came, went = both
        ways = {
            "sales": (_as_it_is(draft, came), _filled(came)),
            "expenses": (_absolute(draft, went), _filled(went)),
        }
    elif column is not None and (parted := _parted(draft, column)):
        ways = {
            "sales": (_as_it_is(draft, column), parted[0]),
            "expenses": (_absolute(draft, column), parted[1]),
        }
    else:
        return _without_signs(draft, main, column), []
    mappings = {kind: _of_kind(draft, main, kind, amount, only) for kind, (amount, only) in ways.items()}
    return mappings.pop(draft.kind), list(mappings.values())


def _parted(draft: Draft, column: ColumnDraft) -> tuple[Condition, Condition] | None:
    """The rows in which money came in and those in which it went out, where one column has the amounts of both."""
    if way := _way(draft):
        came = bank_columns.came(way)
        return Condition(way.name, came), Condition(way.name, came, wanted=False)
    if _is_split(draft):
        return Condition(column.name, frozenset(), sign="plus"), Condition(column.name, frozenset(), sign="minus")
    return None


def earned_only(draft: Draft, mappings: list[Mapping]) -> list[Mapping]:
    """Customers are made of those rows only in which money came in."""
    column, both = draft.first("amount"), sides(draft)
    if both:
        only = _filled(both[0])
    elif column is not None and (parted := _parted(draft, column)):
        only = parted[0]
    else:
        return mappings
    return [replace(one, where=(*one.where, only)) if one.kind == "contacts" else one for one in mappings]


def _without_signs(draft: Draft, main: Mapping, column: ColumnDraft | None) -> Mapping:
    """Expenses that are all negative are amounts that were spent."""
    numbers = column.profile.numbers if column else None
    if draft.kind != "expenses" or column is None or numbers is None or numbers.most > 0 or "amount" not in main.fields:
        return main
    return replace(main, fields={**main.fields, "amount": _absolute(draft, column)})


def _as_it_is(draft: Draft, column: ColumnDraft) -> FieldRule:
    return with_currency(draft, column, rule_of(draft, column, "amount", "sales"))


def _absolute(draft: Draft, column: ColumnDraft) -> FieldRule:
    number = replace(number_rule(draft, column), absolute=True)
    rule = FieldRule(columns=(column.name,), empty=column.empty, number=number)
    return with_currency(draft, column, rule)


def _filled(column: ColumnDraft) -> Condition:
    return Condition(column.name, frozenset({"", "0", "0.00", "0,00", *column.empty}), wanted=False)


def _of_kind(draft: Draft, main: Mapping, kind: str, amount: FieldRule, only: Condition) -> Mapping:
    day = main.fields.get("sold_at") or main.fields.get("spent_on")
    fields = {"id": main.fields["id"], "amount": amount}
    if day is not None:
        fields["sold_at" if kind == "sales" else "spent_on"] = day
    shared = ("campaign_id", "staff_id", "note", *(("contact_id", "deal_id") if kind == "sales" else ("channel",)))
    fields |= {name: main.fields[name] for name in shared if name in main.fields}
    if kind == "expenses":
        if whom := draft.first("contact_id"):
            fields["note"] = _with_name(fields.get("note"), whom)
        fields["category"] = main.fields.get("category") or FieldRule(value="other")
    return Mapping(kind, source=draft.source, fields=fields, custom=main.custom, where=(*main.where, only))


def _with_name(note: FieldRule | None, whom: ColumnDraft) -> FieldRule:
    """What an expense was for, and to whom the money went."""
    if note is None:
        return FieldRule(columns=(whom.name,), empty=whom.empty)
    return replace(note, columns=(whom.name, *note.columns), separator="\n\n", empty=note.empty | whom.empty)
