"""Orders and payments that came to nothing: cancelled, failed, only a draft. They are no sales."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from crmdesk.exchange import heading_words, value_words
from crmdesk.exchange.drafts.parts import KEEP, ColumnDraft, Draft, values_in
from crmdesk.exchange.drafts.values import question_id
from crmdesk.exchange.heading import tokens
from crmdesk.exchange.questions import NO, YES, Option, Question
from crmdesk.exchange.rules import Condition, Mapping
from crmdesk.text import _

MOST_WORDS = 20
"""A column of more different words is no status."""


def questions(draft: Draft) -> list[Question]:
    """Whether rows count whose status says that nothing came of them; it is answered until somebody says otherwise."""
    options = (Option(NO, _("No, nothing came of it")), Option(YES, _("Yes, it counts")))
    asked = []
    for column, text, n in _void(draft):
        key = question_id(column, text)
        sentence = _("Does a row with “{text}” in “{column}” count?").format(text=text, column=column.name)
        asked.append(Question(key, sentence, options, column.name, draft.answers.get(key, NO), NO, count=n))
    return asked


def without(draft: Draft, mappings: Iterable[Mapping]) -> list[Mapping]:
    """The mappings without the rows that came to nothing."""
    conditions: dict[str, set[str]] = {}
    for column, text, _n in _void(draft):
        if draft.answers.get(question_id(column, text), NO) == NO:
            conditions.setdefault(column.name, set()).add(text)
    where = tuple(Condition(name, frozenset(texts), wanted=False) for name, texts in conditions.items())
    return [one if one.rows else replace(one, where=(*one.where, *where)) for one in mappings]


def _void(draft: Draft) -> list[tuple[ColumnDraft, str, int]]:
    if draft.kind != "sales":
        return []
    columns = [
        one
        for one in draft.columns
        if one.field == KEEP and one.profile.distinct <= MOST_WORDS and heading_words.STATUS & tokens(one.name)
    ]
    return [(one, text, n) for one in columns for text, n in values_in(one) if value_words.is_void(text)]
