"""What a file holds, before anything is understood of it: tables, each of which can be read again and again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from crmdesk.exchange.table import Table


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table lies in a text file or on a sheet: how it is cut, and which of its rows are headings or no data.

    `headings` are the numbers of the lines that name the columns (two where the second says more; none: the columns
    have no names). `left_out` says why rows that are no data are passed over: line and reason, the first of them.
    `titles` are the lines above the table, as far as they say something.
    """

    encoding: str = ""
    delimiter: str = ""
    quote: str = '"'
    escape: str = ""
    sheet: str = ""
    headings: tuple[int, ...] = (1,)
    left_out: tuple[tuple[int, str], ...] = ()
    titles: tuple[str, ...] = ()


OWN = "crmdesk"
"""The part of what crmdesk itself has written: its ids are those of a workspace."""


@dataclass(frozen=True, slots=True)
class Found:
    """A table in a file.

    `form` is the format (`csv`, `xlsx`, `vcard`, `ical`, `ofx` …), `part` what its rows are where the format says so
    (`events`, `transactions` …). `read` opens the table anew each time. `doubts` are sentences about what was decided
    although it could be otherwise; a person should look before going on.
    """

    name: str
    form: str
    columns: tuple[str, ...]
    read: Callable[[], Table]
    part: str = ""
    layout: Layout | None = None
    doubts: tuple[str, ...] = field(default=())
