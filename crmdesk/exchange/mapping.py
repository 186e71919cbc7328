"""Foreign tables made into interchange tables by a mapping file, which says what each column means.

`load` reads a mapping file. `tables` is the way in for an import: it opens the sources, applies each mapping and
answers interchange-shaped tables, to be written by the same importer as an interchange folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from crmdesk.exchange.rules import Mapping
from crmdesk.exchange.table import Table

Resolve = Callable[[str], Iterable[tuple[str, str]]]
"""From a kind of record to the (external id, name) of every record of it that is in the workspace already."""


def load(path: Path | str) -> list[Mapping]:
    """The mappings in a mapping file, checked; a UserError that names the place of a mistake."""
    raise NotImplementedError(path)


def apply(mapping: Mapping, table: Table, resolve: Resolve) -> Table:
    """The rows of a foreign table as rows of an interchange table (`columns`, `rows()`, `notices`, `rejected`).

    Line numbers are those of the foreign file. Columns that are no interchange columns are custom fields.
    """
    raise NotImplementedError(mapping, table, resolve)


def tables(
    mappings: Sequence[Mapping], sources: Sequence[Path], resolve: Resolve
) -> Iterator[tuple[str, Table]]:
    """(kind, interchange-shaped table) for each mapping and each source it is about, in the order of the mappings.

    Read each table to its end before asking for the next: later ones find the names of earlier ones.
    """
    raise NotImplementedError(mappings, sources, resolve)
