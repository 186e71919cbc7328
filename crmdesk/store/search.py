"""Finding records by their words, as they are typed: accents, strokes, slips and unfinished words forgiven."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from crmdesk.domain.errors import Damaged
from crmdesk.domain.fold import fold, phone_wholes
from crmdesk.store.base import table_of
from crmdesk.store.file import Workspace
from crmdesk.store.registry import record_type
from crmdesk.store.search_index import KIND_BITS, KINDS, MOST_LETTERS, Place, begin_anew, behind, catch_up, place_of

MOST_WORDS = 8
"""More words than these say nothing new."""
FEW = 3
"""With fewer hits than these, words that differ in a slip are looked for too."""
_ONE_SLIP, _TWO_SLIPS = 4, 7
"""A word of so many letters may hold a slip, or two."""
_MOST_SPELLINGS = 6
# How well a hit fits: its whole name, the beginning of its name, its name, its name with slips, any of its words.
_WHOLE, _BEGINNING, _NAMED, _SPELLED, _ANYWHERE = 100, 90, 80, 60, 40
# The kinds that people know by a name.
_NAMED_KINDS = ("contact", "deal", "ticket", "campaign", "staff")
_MOST_KNOWN = 50_000
_CANDIDATES = 200
NOWHERE = Place(0, 0)


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found; the higher the score, the better it fits."""

    kind: str
    id: int
    score: int


def find(
    workspace: Workspace, text: str, *, kinds: Collection[str] = (), limit: int = 50, whole: bool = False
) -> list[Hit]:
    """The records that have all these words, each at least begun; the best first. Any text may be given.

    Words that the index has not caught up with are looked for in names only. `whole`: exactly these words, and only
    what is in the index, which is quick however common they are.
    """
    words = list(dict.fromkeys(fold(text[:MOST_LETTERS]).split()))[:MOST_WORDS]
    wanted = [kind for kind in KINDS if not kinds or kind in kinds]
    if not words:
        return []
    found: dict[tuple[str, int], Hit] = {}
    try:
        expression = _exactly(words) if whole else _begun(text, words)
        _collect(found, _matching(workspace, expression, wanted, [[word] for word in words], limit))
        if not whole and len(found) < FEW and any(spellings := [_spellings(workspace, word) for word in words]):
            meant = [[word, *others] for word, others in zip(words, spellings, strict=True)]
            _collect(found, _matching(workspace, " AND ".join(map(_any_of, meant)), wanted, meant, limit))
        known = place_of(workspace.engine)
    except Damaged:
        begin_anew(workspace)
        known = NOWHERE
    if not whole:
        _collect(found, _not_yet_indexed(workspace, known, text, words, wanted, limit))
    return sorted(found.values(), key=lambda hit: (-hit.score, KINDS.index(hit.kind), -hit.id))[:limit]


def _collect(found: dict[tuple[str, int], Hit], hits: Iterable[Hit]) -> None:
    for hit in hits:
        found.setdefault((hit.kind, hit.id), hit)


def _begun(text: str, words: Sequence[str]) -> str:
    """The expression for all words; of a telephone number also for its digits in one piece."""
    every = " AND ".join(_any_of([word]) for word in words)
    wholes = [] if any(mark.isalpha() for mark in text) else phone_wholes(text)
    return f"({every}) OR {_any_of(wholes)}" if wholes else every


def _exactly(words: Sequence[str]) -> str:
    return " AND ".join(f'"{word}"' for word in words)


def _any_of(words: Sequence[str]) -> str:
    begun = [f'"{word}"*' for word in words]
    return f"({' OR '.join(begun)})"


def _matching(
    workspace: Workspace, expression: str, kinds: Sequence[str], meant: Sequence[Sequence[str]], limit: int
) -> Iterator[Hit]:
    """What the index finds, of each kind so much: by name first, the newest first."""
    sql = "SELECT rowid FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid DESC LIMIT ?"
    most = max(limit, _CANDIDATES)
    for kind in kinds:
        first = KINDS.index(kind) << KIND_BITS
        last = first | ((1 << KIND_BITS) - 1)
        for wanted in (f"name : ({expression})", expression):
            ids = [number - first for (number,) in workspace.rows(sql, (wanted, first, last, most))]
            yield from (Hit(kind, row_id, _score(name, meant)) for row_id, name in _names(workspace, kind, ids))
            if len(ids) == most:
                break


def _names(workspace: Workspace, kind: str, ids: Sequence[int]) -> list[tuple[int, str]]:
    """The records that are still there, with their names."""
    record = record_type(kind)
    return workspace.rows(
        f"SELECT id, coalesce({record.name_field}, '') FROM {table_of(record)}"
        " WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(ids),),
    )


def _score(name: str, meant: Sequence[Sequence[str]]) -> int:
    """How well a name fits the words, each given in all spellings that it may have."""
    folded, typed = fold(name), " ".join(spellings[0] for spellings in meant)
    if folded == typed:
        return _WHOLE
    if folded.startswith(typed):
        return _BEGINNING
    own = folded.split()
    exact = sum(any(one.startswith(spellings[0]) for one in own) for spellings in meant)
    if exact == len(meant):
        return _NAMED
    spelled = all(any(one.startswith(tuple(spellings)) for one in own) for spellings in meant)
    return (_SPELLED if spelled else _ANYWHERE) + exact


def _spellings(workspace: Workspace, word: str) -> list[str]:
    """Words of the index that differ from this one in a slip or, where it is long, in two."""
    slips = (len(word) >= _ONE_SLIP) + (len(word) >= _TWO_SLIPS)
    # "Value 1" and "Value 11" differ in no slip: a number is exact or it is another one.
    if not slips or any(mark.isdigit() for mark in word):
        return []
    # The index of a file of an older version stands beside it.
    schema = "temp" if workspace.rows("SELECT 1 FROM sqlite_temp_master WHERE name = 'search'") else "main"
    workspace.rows(f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_words USING fts5vocab({schema}, search, row)")
    known: set[str] = set()
    for first in {word[:1], word[1:2]}:
        # From the colon on: behind a digit stand numbers of orders and the like, where nothing is forgiven.
        span = (f"{first}:", f"{first}\U0010ffff", _MOST_KNOWN)
        known.update(
            term
            for (term,) in workspace.rows("SELECT term FROM search_words WHERE term >= ? AND term < ? LIMIT ?", span)
        )
    near = process.extract(word, known - {word}, scorer=OSA.distance, score_cutoff=slips, limit=_MOST_SPELLINGS)
    return [term for term, *_ in near]


def _not_yet_indexed(
    workspace: Workspace, known: Place, text: str, words: Sequence[str], kinds: Sequence[str], limit: int
) -> Iterator[Hit]:
    """Rows that were changed since, by their names."""
    patterns = [f"%{_literal(word)}%" for word in text.split()[:MOST_WORDS]]
    for record in (record_type(kind) for kind in kinds if kind in _NAMED_KINDS):
        likes = " AND ".join([f"t.{record.name_field} LIKE ? ESCAPE '!'"] * len(patterns))
        rows = workspace.rows(
            f"SELECT DISTINCT t.id, t.{record.name_field} FROM change NOT INDEXED CROSS JOIN {table_of(record)} AS t"
            " ON t.id BETWEEN row_id AND coalesce(through_id, row_id)"
            f" WHERE change.id > ? AND tbl = ? AND {likes} LIMIT ?",
            (known.change, table_of(record), *patterns, limit),
        )
        yield from (Hit(record.kind, row_id, _score(name, [[word] for word in words])) for row_id, name in rows)


def _literal(word: str) -> str:
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")


__all__ = ["Hit", "behind", "catch_up", "find"]
