"""Logs with a row for each step of a case: the rows of one case are put together into a ticket and its history."""

from __future__ import annotations

from crmdesk.exchange import value_words
from crmdesk.exchange.drafts.parts import KEEP, ColumnDraft, Draft, values_in
from crmdesk.exchange.drafts.refs import reference_mappings, reference_rules
from crmdesk.exchange.drafts.rules import rule_of
from crmdesk.exchange.drafts.values import question_id
from crmdesk.exchange.heading import tokens
from crmdesk.exchange.near import fold
from crmdesk.exchange.profile import Profile
from crmdesk.exchange.questions import NO, NOTHING, Option, Question
from crmdesk.exchange.rules import Condition, FieldRule, Mapping
from crmdesk.text import N_, _

CASE = "case"
"""The id of the question by which column rows belong together."""
_MOST_STEPS = 60
_TARGET = ("ticket_events", "kind")
_TITLES = {
    "received": N_("Received"),
    "replied": N_("Answered"),
    "waiting": N_("Waiting"),
    "resumed": N_("Resumed"),
    "resolved": N_("Resolved"),
    "reopened": N_("Reopened"),
}
_CASE_WORDS = frozenset("case ticket incident request issue fall vorgang caso dossier zaak chamado".split())
_ENDS = ("id", "first_response_at", "resolved_at")
"""Fields of a table that has a row for each ticket, so that it is no log."""


def case_column(draft: Draft) -> ColumnDraft | None:
    """The column by which rows may belong together: ids of cases, each in several rows."""
    found = [one for one in draft.columns if is_case(one.profile)]
    named = [one for one in found if _CASE_WORDS & tokens(one.name)]
    return max(named, key=lambda one: one.profile.distinct, default=None)


def is_case(profile: Profile) -> bool:
    """Whether every row has a text in a column, each of them in one to fifty rows."""
    if profile.filled < profile.rows or profile.dates or not profile.distinct:
        return False
    return 1.5 <= profile.rows / profile.distinct <= 50 and profile.distinct > 1


def step_column(draft: Draft) -> ColumnDraft | None:
    """The column that says what was done: few words, some of which are steps of tickets."""
    found = [one for one in draft.columns if 2 <= one.profile.distinct <= _MOST_STEPS and one.profile.words > 0.8]
    spoken = [(sum(1 for text, _n in values_in(one) if _known(text)), one) for one in found]
    told = [pair for pair in spoken if pair[0]]
    named = [
        pair for pair in told if fold(pair[1].name) in ("activity", "event", "action", "status", "aktivitat", "schritt")
    ]
    return max(named or told, key=lambda pair: (pair[0], -pair[1].profile.place), default=(0, None))[1]


def is_log(draft: Draft) -> bool:
    """Whether a table may be a log of tickets."""
    if draft.kind != "tickets" or draft.first("opened_at") is None or draft.of_field(*_ENDS):
        return False
    return case_column(draft) is not None and step_column(draft) is not None


def case_of(draft: Draft) -> ColumnDraft | None:
    """The column by which the rows of a draft are put together, as was answered."""
    answer = draft.answers.get(CASE, "")
    if draft.kind != "tickets" or answer in ("", NO):
        return None
    return next((one for one in draft.columns if one.name == answer), None)


def questions(draft: Draft) -> list[Question]:
    """Whether rows belong together, and what each step means."""
    column = case_column(draft)
    if not is_log(draft) or column is None:
        return []
    text = _("The same “{column}” stands in several rows. Is each row a step of one ticket?").format(column=column.name)
    options = (
        Option(column.name, _("Yes, put the rows with the same “{column}” together").format(column=column.name)),
        Option(NO, _("No, each row is a ticket of its own")),
    )
    asked = [Question(CASE, text, options, column.name, draft.answers.get(CASE, ""), column.name, count=draft.rows)]
    steps = step_column(draft)
    if case_of(draft) is None or steps is None:
        return asked
    meanings = [Option(word, _(title)) for word, title in _TITLES.items()]
    meanings.append(Option(NOTHING, _("Nothing that matters here")))
    for text, n in values_in(steps):
        key = question_id(steps, text)
        sentence = _("What is “{text}” in “{column}”?").format(text=text, column=steps.name)
        answer = draft.answers.get(key, "") or _known(text)
        asked.append(Question(key, sentence, tuple(meanings), steps.name, answer, NOTHING, count=n))
    return asked


def _known(text: str) -> str:
    """What a step certainly means: “Resolve” is one, “Resolve invoice dispute” may be anything."""
    return value_words.meaning(_TARGET, text, whole=True)


def meanings_of(draft: Draft, steps: ColumnDraft) -> dict[str, str]:
    """What each text of the column of steps means for a ticket."""
    found = {}
    for text, _n in values_in(steps):
        meaning = draft.answers.get(question_id(steps, text)) or _known(text)
        if meaning and meaning != NOTHING:
            found[text] = meaning
    return found


def made(draft: Draft) -> tuple[Mapping | None, list[Mapping]]:
    """The tickets of a log, their people, and their histories."""
    case, steps, when = case_of(draft), step_column(draft), draft.first("opened_at")
    if case is None or steps is None or when is None:
        return None, []
    meanings = meanings_of(draft, steps)
    at = rule_of(draft, when, "opened_at")
    people = reference_rules(draft)
    fields = {
        "id": FieldRule(columns=(case.name,)),
        "subject": _subject(draft, case),
        "opened_at": _picked(at, "min"),
    }
    if contact := people.get("contact_id"):
        fields["contact_id"] = contact
    for name, meaning, pick in (("first_response_at", "replied", "min"), ("resolved_at", "resolved", "max")):
        if texts := frozenset(text for text, what in meanings.items() if what == meaning):
            fields[name] = _picked(at, pick, Condition(steps.name, texts))
            if "owner_id" in people and meaning == "resolved":
                fields["owner_id"] = _picked(people["owner_id"], "last", Condition(steps.name, texts))
    main = Mapping("tickets", source=draft.source, group_by=case.name, fields=fields, custom=_kept(draft, case))
    return main, [*reference_mappings(draft), *_history(draft, case, steps, at, people, meanings)]


def _picked(rule: FieldRule, pick: str, *only: Condition) -> FieldRule:
    from dataclasses import replace

    return replace(rule, pick=pick, where=only)


def _subject(draft: Draft, case: ColumnDraft) -> FieldRule:
    if subject := draft.first("subject"):
        return FieldRule(columns=(subject.name,), empty=subject.empty)
    return FieldRule(columns=(case.name,), prefix=_("Ticket") + " ")


def _kept(draft: Draft, case: ColumnDraft) -> dict[str, FieldRule]:
    """Columns of the case itself, by their headings: “case:variant” beside “case:concept:name”."""
    start = case.name.partition(":")[0] + ":"
    kept = [one for one in draft.columns if one.field == KEEP and one.name.startswith(start) and one is not case]
    return {one.name: FieldRule(columns=(one.name,), empty=one.empty) for one in kept}


def _history(
    draft: Draft,
    case: ColumnDraft,
    steps: ColumnDraft,
    at: FieldRule,
    people: dict[str, FieldRule],
    meanings: dict[str, str],
) -> list[Mapping]:
    own = {"ticket_id": FieldRule(columns=(case.name,))}
    by = {"staff_id": people["owner_id"]} if "owner_id" in people else {}
    note = {"note": FieldRule(columns=(steps.name,))}
    first = {**own, "kind": FieldRule(value="received"), "at": _picked(at, "min"), **by, **note}
    told = {text: meaning for text, meaning in meanings.items() if meaning != "received"}
    later = {**own, "kind": FieldRule(columns=(steps.name,), values=told), "at": at, **by}
    return [
        Mapping("ticket_events", source=draft.source, group_by=case.name, fields=first),
        Mapping("ticket_events", source=draft.source, where=(Condition(steps.name, frozenset(told)),), fields=later),
    ]
