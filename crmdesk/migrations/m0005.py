"""Version 5: the search index takes less room, and less time to fill.

Written down as of that version: later changes of the record types do not reach back to it.
"""

from __future__ import annotations

from typing import Any, Protocol


class Engine(Protocol):
    """The connection to the file that is upgraded."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]: ...


_UPGRADE = (
    "DROP TABLE search",
    (
        "CREATE VIRTUAL TABLE search USING fts5(name, rest, content='', contentless_delete=1, detail=column,"
        " prefix='1 2', tokenize='ascii')"
    ),
    "INSERT INTO search (search, rank) VALUES ('automerge', 8)",
    # It is filled again from the journal, a little at a time.
    "DELETE FROM meta WHERE key = 'searched'",
)


def upgrade(engine: Engine) -> None:
    """Makes the index anew, empty; no row is touched."""
    for statement in _UPGRADE:
        engine.rows(statement)


def stand_in(_engine: Engine) -> None:
    """The index of an older file that is only looked at answers as well as it did."""
