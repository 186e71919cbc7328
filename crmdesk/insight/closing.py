"""What an owner adds to a period before it is closed: which sentences hold, a comment, and what is to be done next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from crmdesk.insight.saying import Saying
from crmdesk.kpi.records import Link

# So many of the rules' sentences are taken unless somebody says otherwise.
TAKEN = 3


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a rule, or (`rule` is empty) one of the owner's own.

    `said` is what the rule said; where `text` differs from it the owner has changed it. `link` is the list behind.
    """

    rule: str
    said: str
    text: str
    accepted: bool
    link: Link | None = None

    @property
    def edited(self) -> bool:
        return self.text != self.said


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something to be done: by which person of the team, by which day."""

    text: str
    who: int | None = None
    due_on: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A close that has been begun."""

    sentences: Sequence[Sentence] = ()
    comment: str = ""
    steps: Sequence[NextStep] = ()

    @property
    def accepted(self) -> tuple[str, ...]:
        """The sentences that are to be printed."""
        return tuple(one.text for one in self.sentences if one.accepted and one.text.strip())


def with_sayings(draft: Draft, sayings: Sequence[Saying]) -> Draft:
    """The draft with what the rules say now; what the owner accepted, refused or changed stays so."""
    known = {one.rule: one for one in draft.sentences if one.rule}
    offered = []
    for place, saying in enumerate(sayings):
        rule = f"{saying.rule} {saying.link.kpi}"
        text, accepted = saying.text, place < TAKEN
        if (before := known.get(rule)) is not None:
            text, accepted = before.text if before.edited else saying.text, before.accepted
        offered.append(Sentence(rule, saying.text, text, accepted, saying.link))
    own = [one for one in draft.sentences if not one.rule]
    return replace(draft, sentences=(*offered, *own))


def as_json(draft: Draft) -> dict[str, Any]:
    """The draft as JSON keeps it."""
    return {
        "sentences": [[one.rule, one.said, one.text, one.accepted] for one in draft.sentences],
        "comment": draft.comment,
        "steps": [[one.text, one.who, one.due_on] for one in draft.steps],
    }


def draft_of(kept: object) -> Draft:
    """The draft that was kept; nothing where it cannot be read."""
    if not isinstance(kept, Mapping):
        return Draft()
    try:
        return Draft(
            tuple(Sentence(*one) for one in kept["sentences"]),
            str(kept["comment"]),
            tuple(NextStep(*one) for one in kept["steps"]),
        )
    except (KeyError, TypeError):
        return Draft()
