"""Files of which nothing is said: recognised, understood, and brought in as the window would, if nothing is open."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from crmdesk.cli.usage import UsageError, step
from crmdesk.domain.errors import UserError
from crmdesk.exchange.drafts.draft import (
    ABOUT_CELLS,
    KIND,
    Draft,
    answered,
    here_of,
    is_ready,
    mappings_of,
    with_kind,
    with_suggestions,
)
from crmdesk.exchange.drafts.several import draft_all
from crmdesk.exchange.found import Found
from crmdesk.exchange.mappings import kept as kept_mappings
from crmdesk.exchange.questions import NOTHING, Question
from crmdesk.exchange.reading import read_file
from crmdesk.exchange.recognise import Guess, recognise_all, without_place
from crmdesk.exchange.walking import Part
from crmdesk.store.file import Workspace
from crmdesk.text import _

_ANSWERS_SHOWN = 6


def understood(
    paths: Sequence[Path], workspace: Workspace, given: Namespace, kind: str = ""
) -> tuple[list[Part], list[str]]:
    """The tables of files with the mappings that they are brought in by, and what is to be said of them.

    `kind`: what their rows are, if somebody says so. Raises UserError where something must be answered first: it says
    how.
    """
    founds: list[Found] = []
    for path in paths:
        step(_("Reading {file} …").format(file=path.name))
        founds.extend(read_file(path) or _nothing_in(path))
    answers, notices, parts = _answers(given.answer), list[str](), list[Part]()
    asked, taken = {KIND}, list[tuple[Found, Guess | None]]()
    kept = partial(kept_mappings.kept, workspace)
    delivery = recognise_all(founds)
    for found, guess in delivery:
        if guess is None and not kept(found) and (told := without_place(found, delivery)):
            notices.append(told)
        else:
            taken.append((found, guess))
    for (found, guess), first in zip(taken, draft_all(taken, here_of(workspace), kept=kept), strict=True):
        said = with_kind(first, kind) if kind and first.kind != kind else first
        made = _answered(said, answers, suggested=given.suggested)
        asked.update(one.id for one in made.questions)
        if not is_ready(made) and given.suggested and len(taken) > 1:
            notices.append(_left_out(made))
            continue
        if not is_ready(made):
            raise _open_question(made)
        notices.extend((*_told(made, guess if made.base else None), *_taken_for_answers(made, answers)))
        parts.append((found, mappings_of(made)))
    if unknown := answers.keys() - asked:
        raise UsageError(_("No file asks “{id}”.").format(id=min(unknown)))
    return parts, notices


def _nothing_in(path: Path) -> list[Found]:
    raise UserError(_("There is nothing to import in {path}; name a file or a folder of files.").format(path=path))


def _told(made: Draft, guess: Guess | None) -> list[str]:
    """What the file was taken for, and why."""
    if made.kind == NOTHING:
        text = _("{file} is left out. To bring it in, say what its rows are, such as --as contacts.")
        return [text.format(file=made.found.name), *made.found.doubts]
    reasons = " ".join(guess.reasons if guess is not None else made.reasons)
    text = _("{file} looks like {title} ({kind}). {reasons}")
    title = guess.known.title if guess is not None else _("a table")
    taken = text.format(file=made.found.name, title=title, kind=made.kind, reasons=reasons).strip()
    return [taken, *made.found.doubts]


def _left_out(made: Draft) -> str:
    """Why one table of several stays out: nothing is known of it that seems right."""
    question = next(one for one in made.questions if one.is_open)
    text = _("{file} is left out: {question} Bring it in alone to answer.")
    return text.format(file=made.found.name, question=question.text)


def _taken_for_answers(made: Draft, answers: Mapping[str, str]) -> list[str]:
    """What was taken as the answer of each question that somebody would have been asked, but for those about cells."""
    taken = made.answers.keys() - answers.keys() - {KIND}
    questions = (one for one in made.questions if one.id in taken and not one.id.startswith(ABOUT_CELLS))
    text = _("{file}: {question} Taken for granted: {answer}.")
    return [text.format(file=made.found.name, question=one.text, answer=_in_words(one)) for one in questions]


def _in_words(question: Question) -> str:
    return next((one.title for one in question.options if one.answer == question.answer), question.answer)


def _answers(words: Sequence[str]) -> dict[str, str]:
    answers = {}
    for word in words:
        question, mark, answer = word.partition("=")
        if not mark:
            raise UsageError(_("--answer “{word}” is not written as ID=VALUE.").format(word=word))
        answers[question] = answer
    return answers


def _answered(made: Draft, answers: Mapping[str, str], *, suggested: bool) -> Draft:
    """The draft with the answers that were given: some questions only come once others are answered."""
    if KIND in answers:
        made = answered(made, KIND, answers[KIND])
    for _turn in range(len(answers) + 1):
        known = {one.id: one for one in made.questions}
        fresh = [one for name, one in known.items() if name in answers and one.answer != answers[name]]
        for question in fresh:
            if not question.takes(answers[question.id]):
                raise UsageError(_not_an_answer(question, answers[question.id]))
            made = answered(made, question.id, answers[question.id])
        if not fresh:
            break
    return with_suggestions(made) if suggested else made


def _not_an_answer(question: Question, answer: str) -> str:
    text = _("“{answer}” is not an answer to “{id}”; there are {all}.")
    return text.format(answer=answer, id=question.id, all=", ".join(one.answer for one in question.options))


def _open_question(made: Draft) -> UserError:
    """What must be answered before the file can come in, in one sentence."""
    question = next((one for one in made.questions if one.is_open), None)
    name = made.found.name
    if question is None or question.id == KIND:
        text = _("What are the rows of {file}? Say it with --as, such as --as contacts, or with --mapping.")
        return UsageError(text.format(file=name))
    answers = [one.answer for one in question.options[:_ANSWERS_SHOWN]]
    text = _("{file}: {question} Answer with --answer “{id}=…” ({answers}), or --suggested for what seems right.")
    return UserError(
        text.format(file=name, question=question.text, id=question.id, answers=", ".join(answers) or question.typed)
    )
