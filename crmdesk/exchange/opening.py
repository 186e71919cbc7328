"""A table from any file that holds one: text in any dialect, a sheet of a spreadsheet, a calendar, a bank file."""

from __future__ import annotations

from pathlib import Path

from crmdesk.domain.errors import UserError
from crmdesk.exchange.dialect import detect, stated
from crmdesk.exchange.formats import FORMATS
from crmdesk.exchange.readers.sheet import read_sheet
from crmdesk.exchange.rules import TableRule
from crmdesk.exchange.source import open_file, open_source
from crmdesk.exchange.table import Table, read_csv
from crmdesk.text import _


def open_table(path: Path, rule: TableRule) -> Table:
    """The table in a file. What the rule states is taken, the rest is found from the file."""
    source = open_source(path)
    if source.kind == "sheet":
        return read_sheet(path, sheet=rule.sheet, columns=list(rule.columns) or None, skip_lines=rule.skip_lines)
    if source.kind != "vcard" and (form := FORMATS.get(source.kind)) and form.packed:
        return form.tables(path)[0].read()
    if source.kind != "csv":
        text = _("{file} is not a table; name a CSV file or a spreadsheet, or import it without a mapping.")
        raise UserError(text.format(file=path.name))
    dialect = stated(detect(lambda: open_file(path), encoding=rule.encoding), rule)
    columns = list(rule.columns) or None
    return read_csv(open_file(path), path.name, dialect=dialect, columns=columns, number_repeats=True)
