"""What the rows of a table are, where that is not plain: the question, and the answer that is probably right."""

from __future__ import annotations

from crmdesk.exchange import kind_words
from crmdesk.exchange.drafts.parts import Draft
from crmdesk.exchange.guessing import KINDS_OF_FILES
from crmdesk.exchange.heading import tokens
from crmdesk.exchange.questions import NOTHING, Option, Question
from crmdesk.store.registry import record_type
from crmdesk.text import _

KIND = "kind"
"""The id of the question what the rows of a file are."""
SURE_KIND = 0.6
"""A kind that is less sure is asked about."""
LIKELY_PEOPLE = 0.5
"""Addresses alone make a list of people likely."""
SURE_AMONG = 0.03
"""So much ahead of the next one a kind must be."""


def questions(draft: Draft) -> list[Question]:
    """What the rows are, where that is not plain."""
    sure = [one.score for one in draft.kinds[:2]]
    is_plain = bool(sure) and sure[0] >= SURE_KIND and (len(sure) < 2 or sure[0] - sure[1] >= SURE_AMONG)
    given = draft.answers.get(KIND, "")
    if draft.same_as and draft.kind in ("sales", "deals"):
        return [_money_question(draft, given)]
    if is_plain and not given:
        return []
    likely = [one.kind for one in draft.kinds]
    kinds = sorted(KINDS_OF_FILES, key=lambda one: likely.index(one) if one in likely else len(likely))
    options = (*(Option(one, _(record_type(one).title)) for one in kinds), Option(NOTHING, _("Leave this table out")))
    text = _("What are the rows of {file}?").format(file=draft.found.name)
    suggested = draft.kind if _is_likely(draft) else NOTHING
    return [Question(KIND, text, options, answer=given, suggested=suggested, count=draft.rows)]


def _money_question(draft: Draft, given: str) -> Question:
    """Whether a table tells of money that another one has told of already."""
    text = _("“{file}” names the records of “{other}”, which come in too. Is its money counted there already?")
    options = (Option(NOTHING, _("Yes, leave this table out")), Option(draft.kind, _("No, it is other money")))
    said = text.format(file=draft.found.name, other=draft.same_as)
    return Question(KIND, said, options, answer=given, suggested=NOTHING, count=draft.rows)


def _is_likely(draft: Draft) -> bool:
    """Whether the rows are probably of that kind: the file is named so, or its columns are hardly anything else."""
    is_named = not kind_words.TOKENS.get(draft.kind, frozenset()).isdisjoint(tokens(draft.found.name))
    is_headless = draft.found.layout is not None and not draft.found.layout.headings
    if draft.kind == "contacts" and draft.of_field("email"):
        return is_named or is_headless or draft.score >= LIKELY_PEOPLE
    return bool(draft.kind) and (is_named or draft.score >= SURE_KIND)
