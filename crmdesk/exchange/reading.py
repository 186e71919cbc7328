"""Every table that a file holds, whatever its form: the first step of bringing it in.

The content decides what a file is, never its name. What the rule states is taken, the rest is found from the file.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from crmdesk.domain.errors import UserError
from crmdesk.exchange import vcard
from crmdesk.exchange.found import Found
from crmdesk.exchange.laid_out import sheet_tables, text_tables
from crmdesk.exchange.rules import TableRule
from crmdesk.exchange.source import open_file, open_source
from crmdesk.exchange.table import Table
from crmdesk.text import _

AS_FOUND = TableRule()
"""Nothing is stated about how the file is written."""


def read_file(path: Path, rule: TableRule = AS_FOUND) -> list[Found]:
    """The tables of a file, each with what was made of its headings and how it was read."""
    kind = open_source(path).kind
    if kind == "vcard":
        return _cards(path)
    if kind in ("folder", "zip"):
        text = _("{file} is an interchange folder; it is brought in as it is.")
        raise UserError(text.format(file=path.name))
    if kind == "sheet":
        return sheet_tables(path, rule)
    return text_tables(lambda: open_file(path), path.name, rule)


def _cards(path: Path) -> list[Found]:
    """The people of an address book, and before them the companies that they belong to, if any has no card."""
    tables = list(vcard.tables((path,), ()))
    parts = ("companies", "contacts")[-len(tables) :]
    return [
        Found(path.name, "vcard", tuple(table.columns), partial(_card_table, path, place), part=part)
        for place, (table, part) in enumerate(zip(tables, parts, strict=True))
    ]


def _card_table(path: Path, place: int) -> Table:
    return list(vcard.tables((path,), ()))[place]
