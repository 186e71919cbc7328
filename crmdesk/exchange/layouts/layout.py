"""Where the tables of a file lie: title lines, headings, rows, and where the next table begins.

A sample of rows is cut where lines are empty or are comments. Each piece is a table of its own, goes on with the
one before it, or only says something about one. Nothing is left out here: that is judged row by row while reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from crmdesk.exchange.layouts.cells import WORDS, filled, is_total, is_year, kind_of
from crmdesk.exchange.layouts.head import Body, Head, Record, body_of, head_of, joined, says_more
from crmdesk.exchange.near import fold

SECTION = "Section"
"""The name of the column that holds what stands above a group of rows."""
LEAST_LABELS = 8
"""So many labels with a value beside them are a list of one record, not the title of a table."""
MOST_TITLES = 5
NEXT_PIECES = 10
"""So many pieces of a file are looked at to see whether one is the title of another."""
LONGEST_NAME = 60
"""Without an empty line above it, a heading among rows has names no longer than this."""
DIFFERENT = 0.75
"""So many names of a heading are unlike each other; a bank may call two columns “Currency”."""
SPARSE = 0.2
SPACED = 0.8
"""Where so many rows have an empty line above and below, empty lines part nothing."""


NO_BODY = Body()


@dataclass(frozen=True, slots=True)
class Region:
    """A table in a file: which lines are its headings, where its rows begin, and where something else follows.

    `section` is the column that takes the names of groups of rows: one that is empty otherwise, or one more than
    there are. A vertical list has labels in its first column and one record beside them.
    """

    columns: tuple[str, ...] = ()
    headings: tuple[int, ...] = ()
    heading_rows: tuple[tuple[str, ...], ...] = ()
    heading_words: frozenset[str] = frozenset()
    first: int = 1
    until: int = 0
    titles: tuple[tuple[int, str], ...] = ()
    body: Body = NO_BODY
    section: int | None = None
    is_vertical: bool = False
    sure: float = 1.0


@dataclass(slots=True)
class _Piece:
    """Rows without an empty line between them, and the title lines above."""

    rows: list[Record]
    titles: list[Record] = field(default_factory=list)
    is_list: bool = False
    width: int = 0
    known: tuple[int, Head, Body] | None = None

    def __post_init__(self) -> None:
        self.width = max(_extent(cells) for _line, cells in self.rows)

    def extend(self, rows: Sequence[Record]) -> None:
        """More rows behind an empty line."""
        self.rows.extend(rows)
        self.width = max(self.width, *(_extent(cells) for _line, cells in rows))

    def judged(self) -> tuple[Head, Body]:
        """The heading of the rows and what is below it, found anew whenever there are twice as many."""
        if self.known is None or len(self.rows) >= 2 * self.known[0]:
            head = head_of(self.rows)
            self.known = len(self.rows), head, body_of(self.rows[head.start + head.count :])
        return self.known[1:]


def is_comment(cells: Sequence[str]) -> bool:
    """Whether a row is a remark: it begins with #, which is no number and no name of a column."""
    text = cells[0].strip() if cells else ""
    if len(text) < 2 or not text.startswith("#") or text[1:2].isdigit():
        return False
    return filled(cells) == 1 or text.startswith("# ") or text.endswith(":")


def regions(sample: Sequence[Record], *, is_stated: bool = False) -> list[Region]:
    """The tables of rows of which at least one holds something. Where it is stated, the first row is a heading."""
    rows = [(line, cells) for line, cells in sample if filled(cells)]
    if is_stated:
        return [_region(_Piece(rows), 0, is_stated=True)]
    runs = [rows] if all(is_comment(cells) for _line, cells in rows) else list(_pieces(sample))
    alone = sum(1 for run in runs if len(run) == 1 and not is_comment(run[0][1]))
    pieces = _tables([rows] if len(runs) > 1 and alone >= SPACED * len(runs) else runs)
    if not pieces:
        return [_region(_Piece(rows), 0)]
    ends = [*(_start_of(piece) for piece in pieces[1:]), 0]
    return [_region(piece, end) for piece, end in zip(pieces, ends, strict=True)]


def stated_region(sample: Sequence[Record], headings: Sequence[int]) -> Region:
    """The table below heading lines that a person named; another one that begins further down is none of its rows."""
    rows = [(line, cells) for line, cells in sample if filled(cells)]
    last = max(headings)
    named = [(line, cells) for line, cells in rows if line in headings]
    starts = (min(one.first, *one.headings, *(line for line, _text in one.titles)) for one in regions(sample)[1:])
    until = next((start for start in starts if start > last), 0)
    above = [one for one in rows if one[0] < min(headings)]
    below = [one for one in rows if one[0] > last and not (until and one[0] >= until)]
    return _made(named, below, [(line, _shown(cells)) for line, cells in above], until, last + 1)


def _start_of(piece: _Piece) -> int:
    return (piece.titles or piece.rows)[0][0]


def _pieces(sample: Sequence[Record]) -> Iterator[list[Record]]:
    """Runs of rows without an empty line or a comment between them; comments are runs of their own."""
    run: list[Record] = []
    for line, cells in sample:
        is_apart = is_comment(cells)
        if run and (is_apart or not filled(cells)):
            yield run
            run = []
        if is_apart:
            yield [(line, cells)]
        elif filled(cells):
            run.append((line, cells))
    if run:
        yield run


def _tables(pieces: Sequence[list[Record]]) -> list[_Piece]:
    """The pieces that are tables, each with the title lines above it and with the pieces that go on with it."""
    widest = max(filled(cells) for run in pieces for _line, cells in run)
    labels = sum(len(_labels(run)) for run in pieces)
    has_list = labels >= LEAST_LABELS or labels == sum(map(len, pieces)) > 1
    tables: list[_Piece] = []
    waiting: list[Record] = []
    for number, run in enumerate(pieces):
        labelled = _labels(run) if has_list else []
        if labelled and tables and tables[-1].is_list:
            tables[-1].extend(labelled)
            tables[-1].titles.extend([*waiting, *run[: len(run) - len(labelled)]])
        elif labelled:
            tables.append(_Piece(labelled, [*waiting, *run[: len(run) - len(labelled)]], is_list=True))
        elif _is_title(run, widest, pieces[number + 1 : number + 1 + NEXT_PIECES]):
            waiting.extend(run)
            continue
        elif tables and not tables[-1].is_list and _goes_on(tables[-1], run):
            tables[-1].extend(run)
        else:
            first, *others = _restarts(run)
            tables.extend([_Piece(first, waiting), *map(_Piece, others)])
        waiting = []
    return list(_without_titles(tables))


def _without_titles(tables: Sequence[_Piece]) -> Iterator[_Piece]:
    """The tables but for single rows without a title of their own: they are one of the table below."""
    waiting: list[Record] = []
    for piece, following in zip_longest(tables, tables[1:]):
        piece.titles = [*waiting, *piece.titles]
        is_title = following is not None and len(piece.rows) == 1 and not piece.titles and not piece.is_list
        waiting = piece.rows if is_title else []
        if not is_title:
            yield piece


def _labels(run: Sequence[Record]) -> list[Record]:
    """The rows of labels with a value beside them, where a run has nothing else below a title."""
    start = next((number for number, (_line, cells) in enumerate(run) if is_label(cells)), len(run))
    is_list = all(is_label(cells) for _line, cells in run[start:])
    return list(run[start:]) if is_list and all(filled(cells) == 1 for _line, cells in run[:start]) else []


def is_label(cells: Sequence[str]) -> bool:
    """Whether a row is a label, which ends in a colon, with a value beside it or without one."""
    return len(cells) > 1 and cells[0].rstrip().endswith(":") and filled(cells) <= 2 and not is_comment(cells)


def _is_title(run: Sequence[Record], widest: int, following: Sequence[Sequence[Record]]) -> bool:
    """Whether a run of rows is no table but stands above one: remarks, a few cells above a much wider heading."""
    if is_comment(run[0][1]) and len(run) == 1:
        return widest > 1 or bool(following)
    if _labels(run) and following:
        return True
    counts = [filled(cells) for _line, cells in run]
    if widest > 1 and max(counts) <= 1:
        return True
    below = (cells for one in following for _line, cells in one[: MOST_TITLES + 1])
    wide = max(counts) + 1 if any(is_label(cells) for _line, cells in run) else 2 * max(counts)
    is_above_wider = any(filled(cells) >= wide and _is_heading_like(cells) for cells in below)
    if not is_above_wider or len(run) > MOST_TITLES:
        return False
    is_even = len(run) > 1 and len(set(counts)) == 1 and _is_heading_like(run[0][1])
    return not (is_even and body_of(run[1:]).typed)


def _is_heading_like(cells: Sequence[str]) -> bool:
    held = [cell.strip() for cell in cells if cell.strip()]
    words = all(kind_of(cell) == WORDS or is_year(cell) for cell in held)
    return len(held) > 1 and words and len(set(held)) >= DIFFERENT * len(held) and not is_total(held[0])


def _goes_on(table: _Piece, run: Sequence[Record]) -> bool:
    """Whether rows behind an empty line are more rows of the table above it."""
    head, body = table.judged()
    first = head.start + head.count
    headings = table.rows[head.start : first]
    start = next((place for place, (_line, cells) in enumerate(run) if filled(cells) > 1), 0)
    cells = run[start][1]
    if not _is_heading_like(cells) or _is_one_of(cells, headings):
        return _extent(cells) <= table.width
    if headings and first == len(table.rows):
        own = head_of(run)
        is_own = own.count > 0 and bool(body_of(run[own.start + own.count :]).typed)
        return says_more(headings, run[0], run[1:]) or (_extent(cells) == table.width and not is_own)
    if start and {fold(cell) for cell in cells} & {fold(cell) for _line, one in headings for cell in one} - {""}:
        return False
    if body.typed:
        words = sum(1 for place in body.typed if place < len(cells) and kind_of(cells[place]) == WORDS)
        return words * 2 < len(body.typed)
    return max(_extent(one) for _line, one in run) in (table.width, body.extent)


def _is_one_of(cells: Sequence[str], headings: Sequence[Record]) -> bool:
    return any([fold(cell) for cell in cells] == [fold(cell) for cell in one] for _line, one in headings)


def _extent(cells: Sequence[str]) -> int:
    return max((place + 1 for place, cell in enumerate(cells) if cell.strip()), default=0)


def _restarts(run: list[Record]) -> Iterator[list[Record]]:
    """The rows of a run, cut where another heading stands among them without an empty line above it."""
    head = head_of(run)
    start, first = 0, head.start + head.count
    headings, known, body = run[head.start : first], 0, Body()
    for i in range(first + 1, len(run) - 1):
        if i - first >= 2 * known:
            known, body = i - first, body_of(run[first:i])
        cells = run[i][1]
        if _is_other_heading(cells, headings, body) and not _is_heading_like(run[i - 1][1]):
            old = {fold(name) for _line, one in headings for name in one}
            is_alike = sum(fold(cell) in old for cell in cells) * 2 >= len(cells)
            if is_alike or not _conforms(run[i + 1][1], body):
                yield run[start:i]
                start = i
    yield run[start:]


def _is_other_heading(cells: Sequence[str], headings: Sequence[Record], body: Body) -> bool:
    typed = [place for place in body.typed if place < len(cells)]
    return (
        len(typed) > 1
        and all(kind_of(cells[place]) == WORDS for place in typed)
        and _is_heading_like(cells)
        and max(map(len, cells)) <= LONGEST_NAME
        and not _is_one_of(cells, headings)
    )


def _conforms(cells: Sequence[str], body: Body) -> bool:
    """Whether a row holds in every typed column what the others hold there."""
    return all(place < len(cells) and kind_of(cells[place]) in ("", body.kinds[place]) for place in body.typed)


def _region(piece: _Piece, until: int, *, is_stated: bool = False) -> Region:
    if piece.is_list:
        return _vertical(piece, until)
    rows, titles = piece.rows, [(line, _shown(cells)) for line, cells in piece.titles]
    head = head_of(rows, is_stated=is_stated)
    above, first = rows[: head.start], rows[head.start + head.count :]
    headings = rows[head.start : head.start + head.count]
    if not headings and not above and piece.titles and _fits(piece.titles[-1], rows):
        # A heading that is marked as a comment.
        line, cells = piece.titles[-1]
        headings, head = [(line, [cells[0].lstrip("# "), *cells[1:]])], Head(0, 1)
        titles.pop()
    titles.extend((line, _shown(cells)) for line, cells in above)
    return replace(_made(headings, first, titles, until, rows[-1][0] + 1), sure=head.sure)


def _made(
    headings: Sequence[Record], rows: Sequence[Record], titles: Sequence[tuple[int, str]], until: int, behind: int
) -> Region:
    names, body = joined([cells for _line, cells in headings]), body_of(rows)
    return Region(
        tuple(names),
        tuple(line for line, _cells in headings),
        tuple(tuple(fold(cell) for cell in cells) for _line, cells in headings),
        frozenset(cell.strip().casefold() for _line, cells in headings for cell in cells if cell.strip()),
        rows[0][0] if rows else behind,
        until,
        tuple(titles),
        body,
        _section(rows, body, max(len(names), len(body.kinds))),
    )


def _vertical(piece: _Piece, until: int) -> Region:
    labels = tuple(cells[0].strip().rstrip(":") for _line, cells in piece.rows)
    titles = tuple((line, _shown(cells)) for line, cells in piece.titles)
    return Region(labels, first=piece.rows[0][0], until=until, titles=titles, is_vertical=True)


def _fits(title: Record, rows: Sequence[Record]) -> bool:
    return is_comment(title[1]) and filled(title[1]) > 1 and filled(title[1]) == filled(rows[0][1])


def _shown(cells: Sequence[str]) -> str:
    return " ".join(cell.strip() for cell in cells if cell.strip())


def _section(rows: Sequence[Record], body: Body, width: int) -> int | None:
    """Where the names of groups of rows go: rows with nothing but a word in front, above rows that lack it."""
    alone = {number for number, (_line, cells) in enumerate(rows) if _is_section(cells)}
    followed = [number for number in alone if number + 1 < len(rows) and number + 1 not in alone]
    if width < 3 or not followed:
        return None
    others = [cells for number, (_line, cells) in enumerate(rows) if number not in alone and filled(cells) > 1]
    begun = sum(1 for cells in others if cells[0].strip() and not is_total(cells[0]))
    if begun <= SPARSE * len(others):
        return 0
    is_typed = bool(body.kinds) and body.kinds[0] not in ("", WORDS)
    return width if is_typed and len(followed) > 1 else None


def _is_section(cells: Sequence[str]) -> bool:
    return bool(cells) and filled(cells) == 1 and kind_of(cells[0]) == WORDS and not is_total(cells[0])
