"""The floor: value and n of every KPI by SQL written by hand, for whole months, over the same file and its indexes.

It answers nothing else (no breakdown, companion, median or list) and knows nothing of how crmdesk measures: no more
than a person with a SQL shell would write who wanted the numbers and wanted them fast. Running sums over days, which
SQL is slow at, are plain Python over at most some thousand days.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Any

from crmdesk.domain.calendar import parse_day
from crmdesk.domain.figure import Number
from crmdesk.domain.money import rounded
from crmdesk.domain.period import Span
from crmdesk.store.file import Workspace

# For each span the value (None where there is none) and n.
Answers = list[tuple[Number | None, int]]
FOREVER = 2**62


@dataclass(frozen=True, slots=True)
class Question:
    """A workspace, and the whole months that are asked for, none left out between the first and the last."""

    workspace: Workspace
    spans: Sequence[Span]
    now: int

    def rows(self, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
        return self.workspace.rows(sql, {"now": self.now, "forever": FOREVER, **parameters})

    def table(self, name: str, sql: str, **parameters: Any) -> None:
        self.rows(f"DROP TABLE IF EXISTS temp.{name}")
        self.rows(f"CREATE TEMP TABLE {name} AS {sql}", **parameters)

    def by_span(self, sql: str) -> list[tuple[Any, ...]]:
        """One row for each span, of a query whose first column is the span's number; () where it has none."""
        found = {i: tuple(row) for i, *row in self.rows(sql)}
        return [found.get(i, ()) for i in range(len(self.spans))]

    def days(self, sql: str, **parameters: Any) -> "Days":
        """Running sums of a query that answers a day and numbers, one row a day."""
        return Days(self.rows(sql, **parameters))


class Days:
    """Numbers by day, added up from the first day on."""

    def __init__(self, rows: Sequence[tuple[Any, ...]]) -> None:
        self.first = min((row[0] for row in rows), default=0)
        length = max((row[0] for row in rows), default=0) - self.first + 1
        width = len(rows[0]) - 1 if rows else 1
        columns = [[0] * length for _ in range(width)]
        for day, *values in rows:
            for column, value in zip(columns, values, strict=True):
                column[day - self.first] = value
        self.sums = [[0, *accumulate(column)] for column in columns]

    def until(self, day: int, column: int = 0) -> int:
        """The sum up to and with a day."""
        sums = self.sums[column]
        return sums[min(max(day - self.first + 1, 0), len(sums) - 1)]

    def between(self, first: int, last: int, column: int = 0) -> int:
        return self.until(last, column) - self.until(first - 1, column)


def ask(workspace: Workspace, spans: Sequence[Span], now: int) -> Question:
    """A question about whole months, with the months as a table for SQL to join."""
    ordered = sorted(spans, key=lambda span: span.start)
    if not all(one.whole and one.cut == two.start for one, two in pairwise(ordered)) or not ordered[-1].whole:
        raise ValueError("the floor knows whole months only, one after the other")
    question = Question(workspace, spans, now)
    question.rows("DROP TABLE IF EXISTS temp.month")
    question.rows("CREATE TEMP TABLE month (i INTEGER PRIMARY KEY, first, last, start_at, cut_at)")
    for i, span in enumerate(spans):
        question.workspace.rows(
            "INSERT INTO temp.month VALUES (?, ?, ?, ?, ?)", (i, span.first, span.last, span.start, span.cut)
        )
    question.rows("CREATE INDEX temp.month_start ON month (start_at)")
    question.rows("CREATE INDEX temp.month_cut ON month (cut_at)")
    return question


def ratios(pairs: Sequence[tuple[Any, ...]]) -> Answers:
    """Hits and n of each span as a share."""
    return [(row[0] / row[1], row[1]) if row and row[1] else (None, 0) for row in pairs]


def means(pairs: Sequence[tuple[Any, ...]], unit: int) -> Answers:
    """Sum and n of each span as a mean in another unit."""
    return [(float(Fraction(row[0], row[1] * unit)), row[1]) if row and row[1] else (None, 0) for row in pairs]


def money(total: Number, by: int) -> Number:
    return rounded(Fraction(total) / by)


def working_days(question: Question, roles: tuple[str, ...]) -> list[int]:
    """For each span the working days of everybody in these roles."""
    settings = question.workspace.settings
    weekdays, holidays = {day - 1 for day in settings.working_days}, {parse_day(one) for one in settings.holidays}
    marks = ", ".join(f"'{role}'" for role in roles)
    people = question.rows(f"SELECT started_on, left_on FROM staff WHERE role IN ({marks})")
    found = []
    for span in question.spans:
        days = [d for d in range(span.first, span.last + 1) if (d + 3) % 7 in weekdays and d not in holidays]
        known = [(-FOREVER if first is None else first, FOREVER if last is None else last) for first, last in people]
        found.append(sum(first <= day <= last for first, last in known for day in days))
    return found


def merged(*parts: Mapping[str, Answers]) -> dict[str, Answers]:
    return {kpi: answers for part in parts for kpi, answers in part.items()}
