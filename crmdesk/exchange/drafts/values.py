"""The names in a column, matched to those of the workspace: stages, priorities, kinds. What is left is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crmdesk.exchange import value_words
from crmdesk.exchange.drafts.parts import ColumnDraft, Draft, stage_kind, values_in
from crmdesk.exchange.here import Named
from crmdesk.exchange.near import fold
from crmdesk.exchange.questions import NEW, NOTHING, Option, Question
from crmdesk.exchange.rules import FieldRule, Mapping
from crmdesk.store.base import own_fields
from crmdesk.store.field import Choice
from crmdesk.store.registry import record_type
from crmdesk.store.stage import KINDS as STAGE_KINDS
from crmdesk.store.stage import LOST, OPEN, WON
from crmdesk.text import _

ASKED = 25
"""The most names of one column that are asked about; the rest of so many mean nothing."""
STAGES = 60
"""The most stages of one file; a column with more holds something else."""
INSTEAD = {("activities", "kind"): "note", ("expenses", "category"): "other", ("contacts", "kind"): "person"}
"""What a row is that must be one of few, where nothing is known of its word."""
LIKE = 88
"""From this likeness (of 100) on, two names of stages are one that is spelled in two ways."""


def question_id(column: ColumnDraft, text: str) -> str:
    """The id of the question what a text of a column means."""
    return f"value:{column.name}:{text}"


def choice_rule(draft: Draft, column: ColumnDraft, kind: str, name: str) -> FieldRule:
    """How a column is read whose field has few words."""
    words = _words_of(kind, name)
    values = {}
    for text, _n in values_in(column):
        answer = draft.answers.get(question_id(column, text)) or _meant(kind, name, text, words)
        if answer and answer != NOTHING:
            values[text] = answer
    rule = FieldRule(columns=(column.name,), values=values, other_values="empty", empty=column.empty)
    instead = INSTEAD.get((kind, name))
    return replace(rule, otherwise=FieldRule(value=instead)) if instead else rule


def choice_questions(draft: Draft, column: ColumnDraft, kind: str, name: str) -> list[Question]:
    """What is asked about the words of such a column: those that nothing is known of."""
    words = _words_of(kind, name)
    if column.profile.distinct > ASKED:
        return []
    options = (
        *(Option(word, _(title)) for word, title in words.items()),
        Option(NOTHING, _("Nothing; leave it empty")),
    )
    found = ((text, n, _meant(kind, name, text, words)) for text, n in values_in(column))
    # What every row needs cannot be left empty.
    otherwise = INSTEAD.get((kind, name), NOTHING)
    return [_asked(draft, column, text, n, options, known or otherwise, known) for text, n, known in found]


def _asked(
    draft: Draft, column: ColumnDraft, text: str, n: int, options: Sequence[Option], suggested: str, known: str
) -> Question:
    key = question_id(column, text)
    question = _("What is “{text}” in “{column}”?").format(text=text, column=column.name)
    return Question(key, question, tuple(options), column.name, draft.answers.get(key, known), suggested, count=n)


def _words_of(kind: str, name: str) -> dict[str, str]:
    stored = own_fields(record_type(kind)).get(name)
    return stored.words if isinstance(stored, Choice) else {}


def _meant(kind: str, name: str, text: str, words: dict[str, str]) -> str:
    """The word of the field that a text means: the word itself, its title, or one known in another language."""
    folded = fold(text)
    exact = next((word for word, title in words.items() if folded in (fold(word), fold(_(title)), fold(title))), "")
    found = exact or value_words.meaning((kind, name), text)
    return found if found in words else ""


# Stages


def stage_of(draft: Draft, column: ColumnDraft, text: str) -> str:
    """What a text of the stage column becomes: the key of a stage, `new:` with a kind, `nothing`, or empty: ask."""
    given = draft.answers.get(question_id(column, text), "")
    return given or known_stage(draft, text) or ("" if draft.here.stages else f"{NEW}:{kind_of_stage(text)}")


def kind_of_stage(text: str) -> str:
    """Whether a stage of that name is open, won or lost, as far as its name says."""
    return value_words.meaning(("stages", "kind"), text) or OPEN


def known_stage(draft: Draft, text: str) -> str:
    """The stage of the workspace that a name certainly means."""
    from rapidfuzz import fuzz

    folded = fold(text)
    named = [one for one in draft.here.stages if folded in (fold(one.name), fold(one.key))]
    named = named or [one for one in draft.here.stages if fuzz.ratio(fold(one.name), folded) >= LIKE]
    if len(named) == 1:
        return named[0].key
    kind = kind_of_stage(text)
    ends = [one for one in draft.here.stages if one.kind == kind]
    return ends[0].key if kind != OPEN and len(ends) == 1 else ""


def stage_questions(draft: Draft, column: ColumnDraft) -> list[Question]:
    """What is asked about the stages in a file: which of the workspace's each is; a workspace without any gets them."""
    options = [Option(one.key, one.name) for one in draft.here.stages]
    ways = (*options, *_new_stages(), Option(NOTHING, _("Leave these rows out")))
    asked = []
    for text, n in values_in(column)[:STAGES]:
        known = known_stage(draft, text) or ("" if draft.here.stages else f"{NEW}:{kind_of_stage(text)}")
        asked.append(_asked(draft, column, text, n, ways, known or _nearest(draft, text), known))
    return asked


def _new_stages() -> list[Option]:
    return [
        Option(f"{NEW}:{kind}", _("A new stage: {kind}").format(kind=_(title))) for kind, title in STAGE_KINDS.items()
    ]


def _nearest(draft: Draft, text: str) -> str:
    """The stage of the workspace that lies where the name says; a new one where none does."""
    place = value_words.ladder_place(text)
    same = [
        one
        for one in draft.here.stages
        if one.kind == OPEN and place is not None and value_words.ladder_place(one.name) == place
    ]
    return same[0].key if len(same) == 1 else f"{NEW}:{kind_of_stage(text)}"


def stage_rule(draft: Draft, column: ColumnDraft) -> FieldRule:
    """How the stage column is read."""
    values = {}
    for text, _n in values_in(column):
        found = stage_of(draft, column, text)
        if found and found != NOTHING:
            values[text] = text if found.startswith(f"{NEW}:") else found
    return FieldRule(columns=(column.name,), values=values, empty=column.empty)


def texts_of_kind(draft: Draft, column: ColumnDraft, *kinds: str) -> list[str]:
    """The texts of the stage column that mean a stage of one of these kinds."""
    found = []
    for text, _n in values_in(column):
        stage = stage_of(draft, column, text)
        kind = stage.partition(":")[2] if stage.startswith(f"{NEW}:") else stage_kind(draft, stage) if stage else ""
        if stage != NOTHING and kind in kinds:
            found.append(text)
    return found


def new_stages(draft: Draft, column: ColumnDraft) -> list[Mapping]:
    """The stages that the file brings, as rows of their own, in the order in which a deal passes them."""
    texts = [(text, stage_of(draft, column, text)) for text, _n in values_in(column)]
    fresh = [Named(text, text, found.partition(":")[2]) for text, found in texts if found.startswith(f"{NEW}:")]
    return stage_rows(draft, fresh)


def stage_rows(draft: Draft, fresh: Sequence[Named]) -> list[Mapping]:
    """These stages as rows of a mapping."""
    if not fresh:
        return []
    order = {OPEN: 0, WON: 1, LOST: 2}
    ranked = sorted(fresh, key=lambda one: (order[one.kind], value_words.ladder_place(one.name) or 0))
    count = sum(one.kind == OPEN for one in ranked)
    rows = []
    for place, one in enumerate(ranked):
        share = {WON: "1", LOST: "0"}.get(one.kind) or f"{0.1 + 0.8 * place / max(count, 1):.2f}"
        position = str(len(draft.here.stages) + place + 1)
        rows.append({"id": one.key, "name": one.name, "position": position, "probability": share, "kind": one.kind})
    return [Mapping("stages", source=draft.source, rows=tuple(rows))]
