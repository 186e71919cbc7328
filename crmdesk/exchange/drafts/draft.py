"""A file on its way in, as it is understood: kind of record, the field of every column, and what must be asked.

A draft is a value. Everything in it can be changed, each change answers a new draft, and `mappings_of` makes of it the
mappings by which the file is brought in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import takewhile

from crmdesk.exchange import guessing, kind_guessing, kind_words, own_list
from crmdesk.exchange.drafts import based as draft_based
from crmdesk.exchange.drafts import deals as draft_deals
from crmdesk.exchange.drafts import events as draft_events
from crmdesk.exchange.drafts import kind as draft_kind
from crmdesk.exchange.drafts import mapping as draft_mapping
from crmdesk.exchange.drafts import money as draft_money
from crmdesk.exchange.drafts import needs as draft_needs
from crmdesk.exchange.drafts import parts as draft_parts
from crmdesk.exchange.drafts import spaces as draft_spaces
from crmdesk.exchange.drafts import surveys as draft_surveys
from crmdesk.exchange.drafts import values as draft_values
from crmdesk.exchange.drafts import void as draft_void
from crmdesk.exchange.drafts.kind import KIND
from crmdesk.exchange.drafts.needs import COLUMN
from crmdesk.exchange.drafts.parts import KEEP, LEFT_OUT, ColumnDraft, Draft
from crmdesk.exchange.drafts.rules import questions_of
from crmdesk.exchange.found import OWN, Found
from crmdesk.exchange.guessing import Guessed
from crmdesk.exchange.heading import tokens
from crmdesk.exchange.here import Here, here_of
from crmdesk.exchange.mappings.kept import fingerprint
from crmdesk.exchange.noise import NO_AMOUNT, Noise
from crmdesk.exchange.profile import Profile, profiles
from crmdesk.exchange.questions import NOTHING, Option, Question
from crmdesk.exchange.recognise import Guess
from crmdesk.exchange.rules import FieldRule, Mapping
from crmdesk.exchange.shape import KINDS
from crmdesk.store.base import own_fields
from crmdesk.store.field import Choice
from crmdesk.store.registry import record_type
from crmdesk.text import _

__all__ = ["KEEP", "KIND", "LEFT_OUT", "ColumnDraft", "Draft", "Here", "Option", "Question", "here_of"]

OWN_SOURCE = "table-"
"""How the sources of tables of no known program begin."""
MOST_ANSWERS = 200
ABOUT_CELLS = ("value:", "date:", "number:")
"""How the ids of the questions begin what a text, a date or a number in the cells of a column is."""
ZEROS = 0.01
"""From this share of the rows on, deals of nothing are deals whose amount nobody knew."""
LEAST_KIND = 0.3
"""A kind that is less sure is not even proposed."""


def draft(
    found: Found,
    here: Here,
    *,
    guess: Guess | None = None,
    kind: str = "",
    kept: Sequence[Mapping] | None = None,
    columns: Sequence[Profile] | None = None,
    told: Callable[[int], None] | None = None,
) -> Draft:
    """A table as it is understood: by what was kept of the last time, by a known source, or by its columns."""
    held = list(columns) if columns is not None else profiles(found, told=told)
    base = tuple(kept) if kept else guess.known.mappings if guess and not kind else ()
    if base:
        if found.part == OWN:
            # What else stands in a file of ours was written there for others.
            base = tuple(replace(one, source="", custom={}) for one in base)
        return derived(_from_mappings(found, here, held, base, guess if not kept else None))
    kinds = own_list.kinds(held) or tuple(kind_guessing.kinds_for(found.name, held))
    chosen = kind or (kinds[0].kind if kinds and kinds[0].score >= LEAST_KIND else "")
    start = Draft(
        found,
        chosen,
        _source(found, held, chosen),
        found.name,
        1.0 if kind else kinds[0].score if kinds else 0.0,
        kinds[0].reasons if kinds and not kind else (),
        (),
        here,
        kinds,
        {KIND: kind} if kind else {},
    )
    return derived(replace(start, columns=_of_leads(found.name, _guessed(chosen, held))))


def _source(found: Found, held: Sequence[Profile], kind: str) -> str:
    """Whose ids a table has: those of a list of ours are the records' own."""
    return "" if own_list.is_of(kind, held) else f"{OWN_SOURCE}{fingerprint(found)[:8]}"


def with_kind(draft: Draft, kind: str) -> Draft:
    """The same table as records of another kind; its columns are understood anew."""
    if kind == draft.kind:
        return derived(replace(draft, answers={**draft.answers, KIND: kind}))
    held = [one.profile for one in draft.columns]
    known = next((one for one in draft.kinds if one.kind == kind), None)
    reasons, score = (known.reasons, known.score) if known else ((), 0.0)
    answers = {KIND: kind} if kind else {}
    return derived(
        replace(
            draft,
            kind=kind,
            source=_source(draft.found, held, kind),
            base=(),
            columns=_of_leads(draft.found.name, _guessed(kind, held)),
            answers=answers,
            reasons=reasons,
            score=score,
        )
    )


def with_field(draft: Draft, column: str, field: str) -> Draft:
    """The draft with a column as another field; `KEEP` is a field of its own name, `LEFT_OUT` none."""
    return _with_column(
        draft, column, field=field, sure=1.0, why=(_("It was chosen by hand."),), rule=None, is_given=True
    )


def with_rule(draft: Draft, column: str, rule: FieldRule | None) -> Draft:
    """The draft with a column whose cells are read otherwise; None: as they seem to be written."""
    return _with_column(draft, column, rule=rule, is_given=True)


def with_empty(draft: Draft, column: str, texts: Iterable[str]) -> Draft:
    """The draft with a column in which these texts mean nothing."""
    return _with_column(draft, column, empty=frozenset(texts), is_given=True)


def answered(draft: Draft, question: str, answer: str) -> Draft:
    """The draft with an answer; an empty one takes it back."""
    if question == KIND:
        return with_kind(draft, answer)
    needed, named = question.removeprefix("need:"), answer.removeprefix(COLUMN)
    if needed != question and named != answer and draft.column(named).field in (KEEP, LEFT_OUT):
        return with_field(draft, named, needed)
    answers = {key: value for key, value in draft.answers.items() if key != question}
    return derived(replace(draft, answers=answers | ({question: answer} if answer else {})))


def with_suggestions(draft: Draft) -> Draft:
    """The draft with the suggested answer to every open question that has one."""
    # An answer may raise another question.
    for _turn in range(MOST_ANSWERS):
        waiting = [one for one in draft.questions if one.is_open and one.suggested]
        if not waiting:
            break
        # What cells mean raises no question: all that is asked about them is answered at once.
        about_cells = list(takewhile(lambda one: one.id.startswith(ABOUT_CELLS), waiting))
        if about_cells:
            draft = derived(replace(draft, answers={**draft.answers, **{one.id: one.suggested for one in about_cells}}))
        else:
            draft = answered(draft, waiting[0].id, waiting[0].suggested)
    return draft


def is_ready(draft: Draft) -> bool:
    """Whether nothing is left to ask: the table can be brought in, or it is left out."""
    is_decided = draft.main is not None or draft.answers.get(KIND) == NOTHING
    return is_decided and not any(one.is_open for one in draft.questions)


def mappings_of(draft: Draft) -> list[Mapping]:
    """The mappings that the draft stands for, in the order in which they must be read."""
    if draft.main is None:
        return []
    order = list(KINDS)
    return sorted([*draft.also, draft.main], key=lambda one: order.index(one.kind))


def fields_of(draft: Draft) -> list[tuple[str, str]]:
    """The fields that a column may be, each with its title for people."""
    kind = draft.kind
    if kind not in KINDS:
        return []
    return [(name, draft_needs.label_of(kind, name)) for name in guessing.fields_in(kind)]


def _with_column(draft: Draft, column: str, **values: object) -> Draft:
    columns = tuple(replace(one, **values) if one.name == column else one for one in draft.columns)  # type: ignore[arg-type]  # the callers' words are its fields
    return derived(replace(draft, columns=columns))


def _from_mappings(
    found: Found, here: Here, held: Sequence[Profile], base: tuple[Mapping, ...], guess: Guess | None
) -> Draft:
    main = draft_based.main_of(base)
    why = guess.reasons if guess else (_("Files with these headings were brought in so before."),)
    title = guess.known.title if guess else _("As last time")
    columns = tuple(
        ColumnDraft(one.name, one, draft_based.field_of(base, one.name), 1.0, why[:1], noise=one.noise) for one in held
    )
    score, known = (guess.score, guess.known.name) if guess else (1.0, "")
    follows = guess.known.follows_settings if guess else False
    return Draft(
        found,
        main.kind,
        main.source,
        title,
        score,
        why,
        columns,
        here,
        base=base,
        known=known,
        follows_settings=follows,
    )


def _guessed(kind: str, held: Sequence[Profile]) -> tuple[ColumnDraft, ...]:
    """The columns with the fields that they probably are."""
    fields, is_ours = _fields(kind, held), own_list.is_of(kind, held)
    columns = []
    for one in held:
        guess = fields.get(one.name)
        others = tuple(
            other.field for other in guessing.fields_for(kind, one) if not guess or other.field != guess.field
        )
        noise = (*one.noise, *_no_amounts(kind, guess.field, one)) if guess else one.noise
        empty = frozenset(each.value for each in noise)
        if guess:
            columns.append(
                ColumnDraft(
                    one.name, one, guess.field, guess.score, guess.why, others, None, noise, empty, rank=guess.rank
                )
            )
        else:
            field, why = _of_no_field(one, is_ours=is_ours)
            columns.append(ColumnDraft(one.name, one, field, 0.0, (why,), others, None, one.noise, empty))
    return tuple(columns)


def _fields(kind: str, held: Sequence[Profile]) -> dict[str, Guessed]:
    """The fields of columns: those of a list of ours are told by its titles, all others guessed."""
    stored, worked_out = own_list.stored(kind, held), own_list.worked_out(kind, held)
    unsaid = [one for one in held if one.name not in {*worked_out, *stored}]
    guessed = guessing.assigned(kind, unsaid) if kind else {}
    why = (_("crmdesk wrote this list."),)
    return guessed | {name: Guessed(field, 1.0, why) for name, field in stored.items()}


def _of_no_field(column: Profile, *, is_ours: bool) -> tuple[str, str]:
    """What becomes of a column that is no field, and why."""
    if is_ours:
        return LEFT_OUT, _("crmdesk knows it already.")
    if not column.filled:
        return LEFT_OUT, _("It is empty.")
    return KEEP, _("No field matches it; it is kept under its own name.")


def _of_leads(name: str, columns: tuple[ColumnDraft, ...]) -> tuple[ColumnDraft, ...]:
    """In a table of leads the day when a row was added is the day when it became a lead."""
    said = tokens(name).union(*(tokens(one.name) for one in columns))
    known = {one.field for one in columns}
    if not said & kind_words.LEADS or "lead_at" in known or "created_at" not in known:
        return columns
    why = (_("The table is one of leads."),)
    return tuple(replace(one, field="lead_at", why=why) if one.field == "created_at" else one for one in columns)


def _no_amounts(kind: str, name: str, column: Profile) -> list[Noise]:
    """The zeros of deals: many of them say that nobody knew the amount."""
    if (kind, name) != ("deals", "amount"):
        return []
    zeros = [(text, n) for text, n in column.common if text.strip("0") in ("", ".", ",")]
    is_telling = sum(n for _text, n in zeros) >= ZEROS * column.rows and len(column.common) > len(zeros)
    return [Noise(text, n, NO_AMOUNT) for text, n in zeros] if is_telling else []


def derived(draft: Draft) -> Draft:
    """The draft with everything that follows from its columns and answers."""
    if draft.kind == "surveys" and not draft.base:
        draft = replace(draft, columns=tuple(_on_scale(draft, one) for one in draft.columns))
    draft = replace(draft, questions=tuple(_questions(draft)))
    main, also = draft_mapping.made(draft)
    return replace(draft, main=main and _joined(draft, main), also=tuple(_joined(draft, one) for one in also))


def _joined(draft: Draft, mapping: Mapping) -> Mapping:
    """A mapping file has one condition for each column; ids of several tables are told apart."""
    return draft_spaces.with_spaces(draft, replace(mapping, where=draft_parts.joined(mapping.where)))


def _on_scale(draft: Draft, column: ColumnDraft) -> ColumnDraft:
    """A column of ratings with the numbers outside its scale as noise."""
    if column.field != "score" or (column.is_given and column.noise != column.profile.noise):
        return column
    codes = draft_surveys.off_scale(draft, column)
    noise = (*column.profile.noise, *(one for one in codes if one.value not in {n.value for n in column.profile.noise}))
    return replace(column, noise=noise, empty=frozenset(one.value for one in noise))


def _questions(draft: Draft) -> list[Question]:
    asked: list[Question] = []
    if draft.base:
        return draft_based.questions(draft)
    asked.extend(draft_kind.questions(draft))
    if draft.kind not in KINDS:
        return asked
    asked.extend(draft_events.questions(draft))
    is_log = draft_events.case_of(draft) is not None
    for column in draft.columns:
        asked.extend(questions_of(draft, column))
        if not is_log:
            asked.extend(_value_questions(draft, column))
    if not is_log:
        asked.extend(draft_needs.need_questions(draft))
    if draft.kind == "deals":
        asked.extend(draft_deals.questions(draft))
    elif draft.kind == "surveys":
        asked.extend(draft_surveys.questions(draft))
    amounts = [one for one in draft.columns if draft_parts.holds(draft.kind, one.field) == "money"]
    asked += draft_money.questions(draft, amounts) + draft_deals.revenue_question(draft)
    return asked + draft_void.questions(draft)


def _value_questions(draft: Draft, column: ColumnDraft) -> list[Question]:
    if column.field == "stage_id":
        return draft_values.stage_questions(draft, column)
    stored = own_fields(record_type(draft.kind)).get(column.field)
    if isinstance(stored, Choice) and column.rule is None:
        return draft_values.choice_questions(draft, column, draft.kind, column.field)
    return []


def lacking(draft: Draft) -> str:
    """What is missing before the table can be brought in, in one sentence; empty if nothing is."""
    open_ones = [one for one in draft.questions if one.is_open]
    return open_ones[0].text if open_ones else ""
