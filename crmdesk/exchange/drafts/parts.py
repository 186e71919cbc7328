"""The parts of a draft: what is understood of each column, and of the file as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Answers
from dataclasses import dataclass, field, replace

from crmdesk.exchange.found import Found
from crmdesk.exchange.here import Here
from crmdesk.exchange.kind_guessing import KindGuess
from crmdesk.exchange.noise import Noise
from crmdesk.exchange.profile import Profile
from crmdesk.exchange.questions import Question
from crmdesk.exchange.rules import Condition, FieldRule, Mapping
from crmdesk.exchange.shape import KINDS
from crmdesk.store.stage import OPEN

KEEP = "custom"
"""The field of a column that is kept under its own name as a custom field."""
LEFT_OUT = ""
"""The field of a column that is not brought in."""


@dataclass(frozen=True, slots=True)
class ColumnDraft:
    """One column: the field that it is, how sure that is (0 to 1) and why, and how its cells are read.

    `others` are fields that it may be instead. `noise` are cells that seem to mean nothing, `empty` those that are
    taken as empty; `rule` is what a person or a known source says about reading, else None. Of several columns for one
    field the lower `rank` is preferred.
    """

    name: str
    profile: Profile
    field: str = KEEP
    sure: float = 0.0
    why: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    rule: FieldRule | None = None
    noise: tuple[Noise, ...] = ()
    empty: frozenset[str] = frozenset()
    is_given: bool = False
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A table as it is understood. `main` makes the records of `kind`; `also` makes what they refer to, and more.

    `base` are the mappings of a known source, or those of the last time; the fields of columns that nobody changed
    come from them. `known` is the name of that source; `follows_settings`: its users choose how dates and numbers are
    written. `first_contacts` are the days when the customers of another table were first met, by their ids. `answers`
    are those that were given, by the ids of their questions. Where several tables number their rows alike, `spaces` are
    what stands before the ids of each, by what they are ids of, and `space` is that of this table. `same_as` names
    another table of money whose records this one names: payments of invoices, quotes of deals.
    """

    found: Found
    kind: str
    source: str
    title: str
    score: float
    reasons: tuple[str, ...]
    columns: tuple[ColumnDraft, ...]
    here: Here
    kinds: tuple[KindGuess, ...] = ()
    answers: Answers[str, str] = field(default_factory=dict)
    base: tuple[Mapping, ...] = ()
    known: str = ""
    follows_settings: bool = False
    first_contacts: Answers[str, str] = field(default_factory=dict)
    spaces: Answers[str, str] = field(default_factory=dict)
    space: str = ""
    same_as: str = ""
    questions: tuple[Question, ...] = ()
    main: Mapping | None = None
    also: tuple[Mapping, ...] = ()

    def column(self, name: str) -> ColumnDraft:
        """The column of that name."""
        return next(one for one in self.columns if one.name == name)

    def of_field(self, *names: str) -> list[ColumnDraft]:
        """The columns that are one of these fields, the surest first."""
        found = [one for one in self.columns if one.field in names]
        return sorted(
            found,
            key=lambda one: (
                names.index(one.field),
                not one.profile.filled,
                -round(one.sure, 1),
                one.rank,
                one.profile.place,
            ),
        )

    def first(self, *names: str) -> ColumnDraft | None:
        """The surest column that is one of these fields."""
        return next(iter(self.of_field(*names)), None)

    @property
    def rows(self) -> int:
        return self.columns[0].profile.rows if self.columns else 0


def joined(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    """Conditions with one for each column: what each of several about the same column asks."""
    found: dict[tuple[str, ...], Condition] = {}
    for one in conditions:
        columns = (one.column, *one.others, one.sign)
        other = found.get(columns)
        found[columns] = one if other is None else _both(other, one)
    return tuple(found.values())


def _both(one: Condition, other: Condition) -> Condition:
    if one.wanted and other.wanted:
        return replace(one, values=one.values & other.values)
    if one.wanted or other.wanted:
        wanted, unwanted = (one, other) if one.wanted else (other, one)
        return replace(wanted, values=wanted.values - unwanted.values)
    return replace(one, values=one.values | other.values)


def holds(kind: str, name: str) -> str:
    """What a field of that kind holds; the fields of parts hold text."""
    column = KINDS.get(kind, {}).get(name)
    return column.holds if column else "text"


def date_columns(draft: Draft) -> list[ColumnDraft]:
    """The columns that hold dates, in the order of the file."""
    found = [one for one in draft.columns if one.profile.dates]
    return [one for one in found if one.profile.dates and one.profile.share(one.profile.dates.count) > 0.5]


def stage_kind(draft: Draft, key: str) -> str:
    """Whether a stage of the workspace is open, won or lost."""
    return next((one.kind for one in draft.here.stages if one.key == key), OPEN)


def values_in(column: ColumnDraft) -> Sequence[tuple[str, int]]:
    """The texts of a column that mean something, the most frequent first."""
    return [(text, n) for text, n in column.profile.common if text not in column.empty]
