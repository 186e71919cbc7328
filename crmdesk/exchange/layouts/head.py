"""Which rows of a table name its columns: none, one, or several of which the lower say more.

A heading is made of words where the rows below hold numbers, dates or addresses. Where everything is words, the first
row is believed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from crmdesk.exchange.layouts.cells import (
    WORDS,
    column_kind,
    filled,
    has_total_word,
    is_total,
    is_year,
    kind_of,
    may_be_total,
)
from crmdesk.exchange.near import fold

Record = tuple[int, list[str]]
"""The line where a row starts, and its cells."""

HEAD_ROWS = 30
"""So far down a heading is looked for."""
BODY_ROWS, LEAST_BODY_ROWS, BODY_CELLS = 300, 20, 60_000
"""So many rows decide what the columns hold, fewer where they are wide."""
NEARLY_AS_MANY = 0.66
"""A heading has this share of the most words that any row has: some columns have no name, some rows hold only words."""
MOST_HEADINGS, MOST_TITLES = 3, 5
ALWAYS = 0.95
LONGEST_GROUP = 60
SAYS_NOTHING = frozenset({"response", "openendedresponse", "antwort", "offeneantwort", "reponse", "respuesta"})
"""What survey programs write below a question that has no choices."""


@dataclass(frozen=True, slots=True)
class Body:
    """What the columns of a table hold: the kind of each, and which are filled in nearly every row.

    `often` columns reach to the last that at least half of the rows fill, `extent` columns to the last that any does.
    """

    kinds: tuple[str, ...] = ()
    always: frozenset[int] = frozenset()
    often: int = 0
    extent: int = 0

    @property
    def typed(self) -> list[int]:
        """The columns of numbers, dates and addresses."""
        return [place for place, kind in enumerate(self.kinds) if kind and kind != WORDS]


@dataclass(frozen=True, slots=True)
class Head:
    """The heading rows `start` to `start + count` of a run of rows, and how sure that is (0 to 1)."""

    start: int
    count: int
    sure: float = 1.0


def body_of(rows: Sequence[Record]) -> Body:
    """What the columns of these rows hold."""
    width = max((len(cells) for _line, cells in rows[:BODY_ROWS]), default=0)
    some = [cells for _line, cells in rows[: min(BODY_ROWS, max(BODY_CELLS // max(width, 1), LEAST_BODY_ROWS))]]
    full = [cells for cells in some if filled(cells) * 2 >= min(width, 4) and not _is_total(cells)] or some
    columns = list(zip_longest(*full, fillvalue=""))
    shares = [len(column) - column.count("") for column in columns]
    return Body(
        tuple(map(column_kind, columns)),
        frozenset(place for place, count in enumerate(shares) if count >= ALWAYS * len(full)),
        max((place + 1 for place, count in enumerate(shares) if count * 2 >= len(full) > 1), default=0),
        max((place + 1 for cells in some for place, cell in enumerate(cells) if cell), default=0),
    )


def _is_total(cells: Sequence[str]) -> bool:
    first = next((cell for cell in cells if cell.strip()), "")
    return has_total_word(first) and (is_total(first) or may_be_total(first))


def head_of(rows: Sequence[Record], *, is_stated: bool = False) -> Head:
    """The heading of a run of rows. Where it is stated that the first row is one, only its height is found out."""
    words = [0 if _is_labelled(cells) else _words(cells) for _line, cells in rows[:HEAD_ROWS]]
    most = max(words)
    start = 0 if is_stated else next(i for i, count in enumerate(words) if count >= NEARLY_AS_MANY * most)
    body = Body() if is_stated else body_of(rows[start + 1 :])
    if filled(rows[start][1]) * 2 < body.often:
        start = next((i for i in range(start, len(words)) if filled(rows[i][1]) * 2 >= body.often), start)
        body = body_of(rows[start + 1 :])
    start = start if is_stated else _below_titles(rows, start, body)
    likeness = 0.0 if is_stated else _likeness_to_data(rows[start][1], rows[start + 1 :], body)
    if (most == 0 and not is_stated) or likeness > 0.5:
        least = filled(rows[start][1]) / 2
        first = next(i for i, (_line, cells) in enumerate(rows) if filled(cells) >= least)
        return Head(first, 0, likeness if most else 1.0)
    end = start + 1
    while (
        end - start < MOST_HEADINGS and end + 1 < len(rows) and says_more(rows[start:end], rows[end], rows[end + 1 :])
    ):
        end += 1
    if end - start > 1 and _is_title_above(rows[start][1], rows[start + 1 :]):
        start += 1
    while start and end - start < MOST_HEADINGS and _is_group(rows[start - 1], rows[start:end]):
        start -= 1
    return Head(start, end - start, 1 - likeness)


def _below_titles(rows: Sequence[Record], start: int, body: Body) -> int:
    """The row of names below title lines that look like one: it has more of them, and they stand over numbers."""
    for place in range(start + 1, min(start + 1 + MOST_TITLES, len(rows))):
        cells, above = rows[place][1], rows[start][1]
        if any(kind_of(cell) not in ("", WORDS) for cell in cells):
            break
        is_title = (
            all(place < len(cells) and cells[place] for place in range(filled(above)))
            and "" not in above[: filled(above)]
        )
        is_fuller = filled(cells) > filled(above) and filled(cells) >= body.often
        if is_title and is_fuller and body.typed and all(place < len(cells) and cells[place] for place in body.typed):
            return place
    return start


def joined(headings: Sequence[list[str]]) -> list[str]:
    """The names of columns from the rows of a heading: what stands above reaches to the right over empty cells."""
    width = max(map(len, headings), default=0)
    rows = [[" ".join(cell.split()) for cell in cells] + [""] * (width - len(cells)) for cells in headings]
    spread = [_spread(row, rows[:number], rows[number + 1 :]) for number, row in enumerate(rows)]
    above = Counter(spread[0]) if spread else Counter[str]()
    return [_name([row[place] for row in spread], above[spread[0][place]] == 1) for place in range(width)]


def _is_labelled(cells: Sequence[str]) -> bool:
    """Whether a row is a label with its value, as titles are: “Created by:”, “Ada”."""
    return filled(cells) == 2 and cells[0].endswith(":") and not cells[1].endswith(":")


def _words(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if kind_of(cell) == WORDS or is_year(cell))


def _likeness_to_data(cells: Sequence[str], below: Sequence[Record], body: Body) -> float:
    """How much a row is like those below it: the share of typed columns in which it holds what they hold."""
    if not below:
        return float(any(kind_of(cell) not in ("", WORDS) and not is_year(cell) for cell in cells))
    typed = [place for place in body.typed if place < len(cells)]
    if not typed:
        return _share_that_recurs(cells, below)
    years = all(is_year(cells[place]) for place in typed if kind_of(cells[place]) == body.kinds[place])
    alike = sum(1 for place in typed if kind_of(cells[place]) == body.kinds[place])
    if years and not all(is_year(row[place]) for _line, row in below[:5] for place in typed if place < len(row)):
        return 0.0
    return alike / len(typed)


def _share_that_recurs(cells: Sequence[str], below: Sequence[Record]) -> float:
    """The share of words that stand again further down in their column, as names of columns never do."""
    if len(below) < 2 or any(cells == row for _line, row in below[:HEAD_ROWS]):
        return 0.0
    again = [
        any(place < len(row) and row[place] == cell for _line, row in below[:BODY_ROWS])
        for place, cell in enumerate(cells)
        if cell.strip()
    ]
    return sum(again) / len(again) if again else 0.0


def says_more(above: Sequence[Record], row: Record, below: Sequence[Record]) -> bool:
    """Whether a row below a heading is part of it: choices below a question, names below the name of a group."""
    cells, upper = row[1], [cells for _line, cells in above]
    held = [place for place, cell in enumerate(cells) if cell.strip()]
    if not held or held == [0] or any(kind_of(cell) not in ("", WORDS) and not is_year(cell) for cell in cells):
        return False
    if any([fold(cell) for cell in cells] == [fold(cell) for cell in one] for one in upper):
        return False
    body = body_of(below)
    named = {place for one in upper for place, cell in enumerate(one) if cell.strip()}
    fills = [place for place in held if place not in named]
    first = min(body.always, default=0)
    is_told = bool(body.typed) or len(fills) > 1 or first not in held
    if fills and fills != [0] and is_told:
        is_whole = body.always <= named | set(held)
        if is_whole or (len(above) < MOST_HEADINGS - 1 and below and says_more([*above, row], below[0], below[1:])):
            return True
    if len(body.typed) > 1 and all(place in held for place in body.typed):
        again = any(place < len(one) and one[place] == cells[place] for place in held for _line, one in below)
        return not again and (bool(fills) or len({cells[place] for place in body.typed}) > 1)
    return bool(body.always) and first not in held and any(p in body.always and p not in held for p in body.typed)


def _is_group(row: Record, below: Sequence[Record]) -> bool:
    """Whether a row above the rows of a heading names groups of its columns: a few words with gaps between them.

    Two might be a title with a remark beside it, unless they stand above names and are short.
    """
    cells, names = row[1], ["".join(parts) for parts in zip_longest(*(one for _line, one in below), fillvalue="")]
    held = [place for place, cell in enumerate(cells) if cell.strip()]
    if len(held) < 2 or held == list(range(len(held))) or _words(cells) < len(held):
        return False
    blanks = [place for place in held if place >= len(names) or not names[place].strip()]
    if len(held) == 2 or not blanks:
        short = all(len(cells[place]) <= LONGEST_GROUP and ":" not in cells[place] for place in held)
        return not blanks and (short or len(held) > 2)
    return len(held) > len(blanks)


def _is_title_above(cells: Sequence[str], below: Sequence[Record]) -> bool:
    """Whether the first row is a title that was cut, because it is wider than all there is below."""
    return max(place for place, cell in enumerate(cells) if cell.strip()) >= body_of(below).extent


def _spread(row: list[str], upper: Sequence[list[str]], lower: Sequence[list[str]]) -> list[str]:
    """A row of names, each reaching over the empty cells to its right that have names below, up to the next group."""
    spread, held = [], ""
    for place, cell in enumerate(row):
        if any(one[place] for one in upper):
            held = ""
        held = (cell or held) if any(one[place] for one in lower) else ""
        spread.append(cell or held)
    return spread


def _name(parts: Sequence[str], is_alone: bool) -> str:
    said = list(dict.fromkeys(part for part in parts if part))
    if len(said) > 1 and is_alone and fold(said[-1]) in SAYS_NOTHING:
        said.pop()
    return " – ".join(said)
