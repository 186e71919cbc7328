"""What must be asked before a file can be brought in: plain questions, each with the answers that there are."""

from __future__ import annotations

from dataclasses import dataclass

YES, NO, NOTHING, NEW = "yes", "no", "nothing", "new"
"""Answers that many questions have: `nothing` leaves a value or a row out, `new` makes a record of that name."""


@dataclass(frozen=True, slots=True)
class Option:
    """An answer, and how it reads."""

    answer: str
    title: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a column or the whole file. It is open while it has no answer.

    `suggested` is the answer that is probably right. `typed` says what else may be typed instead of one of the
    options: a `date`, a `number`, a `text`; empty: nothing. `count` is how many rows it is about.
    """

    id: str
    text: str
    options: tuple[Option, ...] = ()
    column: str = ""
    answer: str = ""
    suggested: str = ""
    typed: str = ""
    count: int = 0
    why: str = ""

    @property
    def is_open(self) -> bool:
        return not self.answer

    def takes(self, answer: str) -> bool:
        """Whether that can be an answer."""
        return any(one.answer == answer for one in self.options) or bool(self.typed and answer)
