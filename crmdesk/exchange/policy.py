"""How an import decides: which records rows are matched with, what of a known record is changed, what people chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Fill = Literal["blanks", "overwrite", "letter"]
"""What becomes of a record that is known: only its empty fields are filled; what the file has filled in replaces what
is there; or the record becomes what the file says, empty cells too (the rule of the interchange folder)."""

Way = Literal["id", "email", "phone", "domain", "name"]
"""By what a row is known to be a record that is there."""

WAYS: tuple[Way, ...] = ("id", "email", "phone", "domain", "name")

Do = Literal["", "create", "update", "skip"]
"""What a person wants to become of a row ("": as planned)."""

Outcome = Literal["created", "updated", "unchanged", "doubtful", "rejected", "left_out"]
"""What becomes of a row. A row that is left out was left out by a person."""

OUTCOMES: tuple[Outcome, ...] = ("created", "updated", "unchanged", "doubtful", "rejected", "left_out")

CREATED, UPDATED, UNCHANGED, DOUBTFUL, REJECTED, LEFT_OUT = range(len(OUTCOMES))
"""The places of the outcomes among them."""

RowKey = tuple[str, int]
"""A row of a plan: its kind (contacts, deals …) and its number among the rows of that kind, from 0."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How rows become records. The default is for files of other programs."""

    fill: Fill = "blanks"
    match: tuple[Way, ...] = WAYS


LETTER = Policy("letter", ("id",))
"""The rule of the interchange folder, and of tables that are described by a mapping file."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person decided about one row.

    `do` says what becomes of it ("": as planned); `record` is the row number of the record that it is, where it is one
    that is there. `take` names the fields in which the file wins, `keep` those in which the workspace does. `cells`
    are cells that were mended, by column.
    """

    do: Do = ""
    record: int = 0
    take: frozenset[str] = frozenset()
    keep: frozenset[str] = frozenset()
    cells: Mapping[str, str] = field(default_factory=dict)


Choices = Mapping[RowKey, Choice]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field in which a row differs from the record that it is; `taken`: the file's value replaces the other.

    Values are texts for people: those of references are names.
    """

    field: str
    old: str
    new: str
    taken: bool = True
