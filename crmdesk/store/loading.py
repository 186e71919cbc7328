"""Many rows at once: what SQLite would keep up row by row is put aside for them, and made anew when they are in.

It happens inside the transaction of the operation, so that nobody ever sees a file without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from crmdesk.store.declared import references_of, table_of
from crmdesk.store.engine import Engine

if TYPE_CHECKING:
    from crmdesk.store.base import Record

# Fewer rows are not worth the trouble.
LEAST = 2_000
# An index is made anew for all rows of its table; that pays while at most so many times as many are there already.
_TIMES = 4


@contextmanager
def set_aside(engine: Engine, record: type[Record], count: int, present: int) -> Iterator[None]:
    """Within it `count` rows come to `present` ones, and the trigger that notes each of them does not run."""
    if count < LEAST:
        yield
        return
    table = table_of(record)
    put_aside = [("TRIGGER", f"journal_{table}_insert")]
    if present <= count * _TIMES:
        put_aside += [("INDEX", name) for name in _spare_indexes(engine, record)]
    made = [engine.rows("SELECT sql FROM sqlite_master WHERE name = ?", (name,))[0][0] for _kind, name in put_aside]
    for kind, name in put_aside:
        engine.rows(f'DROP {kind} "{name}"')
    try:
        yield
    finally:
        # In the words of the file, so that its shape stays. Out of a transaction SQLite has taken all back by itself.
        for statement in made if engine.raw.in_transaction else ():
            engine.rows(statement)


def _spare_indexes(engine: Engine, record: type[Record]) -> list[str]:
    """The indexes that refuse nothing. By those of references to its own table SQLite finds who waits for a row."""
    own = [name for name, target in references_of(record).items() if target is record]
    rows = engine.rows(
        "SELECT i.name, c.name FROM pragma_index_list(?) i JOIN pragma_index_info(i.name) c ON c.seqno = 0"
        " WHERE NOT i.\"unique\" AND i.origin = 'c'",
        (table_of(record),),
    )
    return [name for name, first in rows if first not in own]
