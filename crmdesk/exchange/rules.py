"""What a mapping file says, as values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

EXCEL_DATES = ("excel", "excel1904")
ISO = "iso"


@dataclass(frozen=True, slots=True)
class NumberRule:
    """How numbers are written: the decimal mark, the thousands mark, what one unit is divided by, the sign left out."""

    decimal: str = "."
    thousands: str = ""
    percent: bool = False
    divide_by: int = 1
    absolute: bool = False
    times: int = 1


@dataclass(frozen=True, slots=True)
class NearRule:
    """Names that a cell may mean though it is spelled otherwise.

    With a `kind`, those of the records of that kind; `found` is then what stands for a name that is among them.
    """

    typos: bool = False
    names: tuple[str, ...] = ()
    file: str = ""
    column: str = ""
    kind: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class LookupRule:
    """Another table in which the value is found: the row whose key is the cell's text, the cell of a column."""

    file: str
    key: str
    column: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A row counts if the cell of that column is (or is not) one of the values, or a number with that sign.

    The sign is `plus` or `minus`; zero has none. An empty cell is looked for in the `others`, one after the other.
    """

    column: str
    values: frozenset[str]
    wanted: bool = True
    is_optional: bool = False
    sign: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldRule:
    """Where the value of one field comes from and how it is read; `otherwise` is what stands in for nothing."""

    columns: tuple[str, ...] = ()
    separator: str = "-"
    value: str | None = None
    digest: bool = False
    html: bool = False
    without: str = ""
    prefix: str = ""
    else_column: str = ""
    else_value: str = ""
    values: dict[str, str] | None = None
    other_values: str = "refuse"
    empty: frozenset[str] = frozenset()
    first_of: str = ""
    all_of: str = ""
    date: tuple[str, ...] = ()
    timezone: str = ""
    plus_minutes: str = ""
    same_day: str = ""
    tidy: str = ""
    number: NumberRule | None = None
    currency: str = ""
    near: NearRule | None = None
    lookup: LookupRule | None = None
    pick: str = "first"
    where: tuple[Condition, ...] = ()
    is_optional: bool = False
    otherwise: FieldRule | None = None

    def chain(self) -> Iterator[FieldRule]:
        """This rule and those that stand in for it, in their order."""
        rule: FieldRule | None = self
        while rule is not None:
            yield rule
            rule = rule.otherwise


@dataclass(frozen=True, slots=True)
class TableRule:
    """How the foreign table is written, where it cannot be told from the file.

    `headings` are the lines that name the columns, where a person said so; empty: none does.
    """

    encoding: str = ""
    delimiter: str = ""
    quote: str | None = None
    sheet: str = ""
    columns: tuple[str, ...] = ()
    skip_lines: int = 0
    headings: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Stack:
    """Several columns laid under each other: a row is made for each of them."""

    column: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """How the rows of one foreign table become records of one kind.

    `source` names the program that they come from: its ids are kept apart from those of every other program. `if_new`
    passes over rows whose record is known by its name already.
    """

    kind: str
    source: str = ""
    file: str = ""
    table: TableRule = TableRule()
    fields: dict[str, FieldRule] = field(default_factory=dict)
    custom: dict[str, FieldRule] = field(default_factory=dict)
    keep_other_columns: bool = False
    empty_values: frozenset[str] = frozenset()
    where: tuple[Condition, ...] = ()
    group_by: str = ""
    stack: Stack | None = None
    repeat: str = "keep"
    if_new: bool = False
    rows: tuple[dict[str, str], ...] = ()
