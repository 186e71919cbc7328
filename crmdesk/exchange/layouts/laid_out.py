"""The tables of a text file or of the sheets of a workbook, found by how they lie there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from crmdesk.domain.errors import UserError
from crmdesk.exchange import limits
from crmdesk.exchange.bytestream import Cleaned
from crmdesk.exchange.dialect import Dialect, detect, stated
from crmdesk.exchange.found import Found, Layout
from crmdesk.exchange.layouts.cells import DATE, filled
from crmdesk.exchange.layouts.head import Record, body_of
from crmdesk.exchange.layouts.layout import SECTION, Region, is_label, regions, stated_region
from crmdesk.exchange.layouts.period import PERIOD, period_of
from crmdesk.exchange.layouts.rows import Judge
from crmdesk.exchange.readers import sheet
from crmdesk.exchange.rules import TableRule
from crmdesk.exchange.source import OLD_SHEET_MARK, ZIP_MARKS, open_file
from crmdesk.exchange.table import Rejected, Rows, Table, fitted, open_records, shown, tidy_columns
from crmdesk.text import _

SURE = 0.8
SURE_CUT = 0.5
"""Below these, a person should look whether the heading is one, and whether the columns are cut at the right mark."""

IN_WORKBOOKS = (b"[Content_Types].xml", b"mimetype", b"_rels/", b"xl/")
MOST_DOUBTS = 3
"""So many columns with odd names are named; a table of more of them shows itself."""

Opened = Callable[[list[str], list[Rejected]], tuple[Rows, Cleaned | None]]
"""Opens the rows of a file or a sheet, from the top. Notices and broken rows go to the lists while it is read."""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows from the top of a text file or of a sheet, and what is known of them so far."""

    name: str
    form: str
    open: Opened
    layout: Layout
    doubts: tuple[str, ...] = ()
    is_padded: bool = False


AS_FOUND = TableRule()
"""Nothing is stated about how the file is written."""


def is_sheet(head: bytes) -> bool:
    """Whether a file begins as workbooks do. Newer ones are zips: it is their first entries that tell."""
    return head.startswith(OLD_SHEET_MARK) or (head.startswith(ZIP_MARKS) and any(one in head for one in IN_WORKBOOKS))


def file_tables(path: Path, rule: TableRule = AS_FOUND) -> list[Found]:
    """The tables of a text file by its path."""
    return text_tables(lambda: open_file(path), path.name, rule)


def text_tables(opened: Callable[[], BinaryIO], name: str, rule: TableRule) -> list[Found]:
    """The tables of a text file."""
    dialect = stated(detect(opened, encoding=rule.encoding), rule)

    def rows(notices: list[str], rejected: list[Rejected]) -> tuple[Rows, Cleaned | None]:
        return open_records(opened(), name, dialect, notices, rejected, mends_first=True)

    layout = Layout(dialect.encoding, dialect.delimiter, dialect.quote, dialect.escape)
    page = Page(name, "csv", rows, layout, (*dialect.notices, *_unsure_cut(dialect, rule)))
    if found := _tables(page, rule):
        return found
    raise UserError(_("{file} holds no rows; export it again.").format(file=name))


def sheet_tables(path: Path, rule: TableRule = AS_FOUND) -> list[Found]:
    """The tables of the sheets of a workbook: of the one that is stated, else of all that are not hidden."""
    every = sheet.sheets(path, rule.sheet)
    shown_ones = [one for one in every if not one.is_hidden] or every
    hidden = [one.name for one in every if one not in shown_ones]
    text = _("Hidden sheets were not read: {names}.").format(names=", ".join(hidden))
    found: list[Found] = []
    notes = [text] if hidden else []
    if len(shown_ones) > limits.TABLES:
        more = _("The file holds more than {n} sheets; “{name}” and those behind it were not read.")
        notes.append(more.format(n=limits.TABLES, name=shown_ones[limits.TABLES].name))
    for one in shown_ones[: limits.TABLES]:
        name = path.name if one.is_only else f"{path.name}: {one.name}"
        rows = partial(sheet.records, path, one, rule.skip_lines)
        doubts = () if found else tuple(notes)
        found.extend(_tables(Page(name, "sheet", rows, Layout(sheet=one.name), doubts, is_padded=True), rule))
    if not found:
        raise UserError(_("{file} holds no sheet with data; export it again.").format(file=path.name))
    return found


def _unsure_cut(dialect: Dialect, rule: TableRule) -> Iterator[str]:
    if dialect.sure < SURE_CUT and not rule.delimiter:
        yield _("It is not certain what separates the columns; check that each value is in its own column.")


def _tables(page: Page, rule: TableRule) -> list[Found]:
    sample = _sample(page, limits.SAMPLE_ROWS)
    lies = _lies(sample, rule)
    if len(lies) > 1 and len(sample) == limits.SAMPLE_ROWS:
        # There may be more tables further down.
        sample = _sample(page, limits.LONG_SAMPLE_ROWS)
        lies = _lies(sample, rule)
    if len(lies) > limits.TABLES:
        text = _("The file holds more than {n} tables; those from line {line} on were not read.")
        page = replace(page, doubts=(*page.doubts, text.format(n=limits.TABLES, line=lies[limits.TABLES - 1].until)))
    return [_found(page, region, sample, lies) for region in lies[: limits.TABLES]]


def _sample(page: Page, most: int) -> list[Record]:
    """The first rows without spaces around their cells, as many as are asked for and as memory allows."""
    records, cleaned = page.open([], [])
    sample, characters = list[Record](), 0
    for line, whole in islice(records, most):
        cells = whole[: limits.SAMPLE_CELLS]
        sample.append((line, [cell.strip() for cell in cells]))
        # An empty cell takes its place in memory too.
        characters += len(cells) + sum(map(len, cells))
        if characters > limits.SAMPLE_CHARACTERS:
            break
    if cleaned:
        cleaned.close()
    return sample


def _lies(sample: Sequence[Record], rule: TableRule) -> list[Region]:
    rows = [(line, cells) for line, cells in sample if filled(cells)]
    if not rows:
        return []
    if rule.columns or rule.headings == ():
        # Every row is one of the table.
        return [Region(tuple(rule.columns), first=rows[0][0], body=body_of(rows))]
    if rule.headings and any(line in rule.headings for line, _cells in rows):
        return [stated_region(sample, rule.headings)]
    return regions(sample, is_stated=bool(rule.skip_lines))


def _found(page: Page, region: Region, sample: Sequence[Record], lies: Sequence[Region]) -> Found:
    notices: list[str] = []
    columns = _columns(region, page.name, notices)
    period = None if DATE in region.body.kinds else period_of([text for _line, text in region.titles])
    if period and not set(PERIOD) & set(columns):
        columns += PERIOD
    else:
        period = None
    place = lies.index(region)
    name = page.name if len(lies) == 1 else f"{page.name}: {_title(region, place + 1)}"
    begin = lies[place - 1].until if place else 0
    read = partial(_table, page, region, begin, name, columns, period)
    layout = replace(
        page.layout, headings=region.headings, left_out=_left_out(page, region, columns, sample), titles=_titles(region)
    )
    return Found(name, page.form, columns, read, layout=layout, doubts=(*page.doubts, *_doubts(region, notices)))


def _title(region: Region, number: int) -> str:
    """What tells a table from the others of its file: the line above it, or of remarks the first that says a thing."""
    titles = [text for line, text in region.titles if text.strip("#-=_ ") and line < region.first]
    if not titles:
        return _("table {n}").format(n=number)
    return shown(titles[0].lstrip("# ") if titles[0].startswith("#") else titles[-1])


def _columns(region: Region, name: str, notices: list[str]) -> tuple[str, ...]:
    """The names of the columns: of more than are named, where most rows have more or the heading has room for them."""
    names = list(region.columns)
    width = max(region.body.often, min(len(names), region.body.extent)) if names else region.body.extent
    names += [""] * (width - len(names))
    if region.section is not None:
        names += [""] * (region.section + 1 - len(names))
        names[region.section] = names[region.section] or SECTION
    if region.headings and width and not names[width - 1]:
        names[width - 1] = _("Column {n}").format(n=width)
    if not region.headings or len(names) > len(region.columns):
        names = [named or _("Column {n}").format(n=place) for place, named in enumerate(names, start=1)]
    return tuple(tidy_columns(names, name, notices, number_repeats=True))


def _titles(region: Region) -> tuple[str, ...]:
    return tuple(text for _line, text in region.titles)


def _left_out(
    page: Page, region: Region, columns: tuple[str, ...], sample: Sequence[Record]
) -> tuple[tuple[int, str], ...]:
    """Line and reason of what is passed over, as far as the sample shows it."""
    above = [(line, _is_above()) for line, _text in region.titles]
    if region.is_vertical:
        return tuple(above)
    put_aside: list[Rejected] = []
    judge = Judge(region, len(columns), put_aside, page.name, page.is_padded)
    for _row in judge.rows(iter([one for one in sample if one[0] >= region.first])):
        pass
    return tuple([*above, *((one.line, one.reason) for one in put_aside)][: limits.NOTES])


def _is_above() -> str:
    return _("It is a title or a remark above the table.")


def _doubts(region: Region, notices: Sequence[str]) -> Iterator[str]:
    if not region.headings and not region.is_vertical:
        yield _("No row names the columns; they are named by number.")
    elif region.sure < SURE:
        yield _("It is not certain that row {n} names the columns; it looks like the rows below it.").format(
            n=region.headings[0] if region.headings else region.first
        )
    if len(region.headings) > 1 and all(all(names) for names in region.heading_rows):
        text = _("Rows {first} to {last} were read as one heading; say which of them it is if that is wrong.")
        yield text.format(first=region.headings[0], last=region.headings[-1])
    yield from notices[:MOST_DOUBTS]


def _table(
    page: Page, region: Region, begin: int, name: str, columns: tuple[str, ...], period: tuple[str, str] | None
) -> Table:
    notices, rejected = list[str](), list[Rejected]()
    records, cleaned = page.open(notices, rejected)
    own = list(columns[: len(columns) - 2] if period else columns)
    if region.is_vertical:
        rows: Rows = _one_row(records, region, own)
    else:
        judge = Judge(region, len(own), rejected, name, page.is_padded)
        rows = fitted(judge.rows(_from(records, region, begin, rejected)), own, rejected, name, cleaned)
    if period:
        rows = ((line, [*cells, *period]) for line, cells in rows)
    return Table(name, list(columns), rows, notices=notices, rejected=rejected)


def _from(records: Rows, region: Region, begin: int, rejected: list[Rejected]) -> Rows:
    """The rows of a region. What stands above them, from the line on where the table begins, is put aside."""
    named = {*region.headings, *(line for line, _text in region.titles)}
    top = max(region.headings, default=region.first)
    above: list[tuple[int, str]] = []
    for line, cells in records:
        if line >= region.first:
            above += [(one.line, one.value) for one in rejected if begin <= one.line < top]
            noted = [Rejected(at, "", shown(text), _is_above(), is_left_out=True) for at, text in sorted(above)]
            rejected[:] = [*noted, *(one for one in rejected if one.line >= top)]
            yield from chain([(line, cells)], records)
        elif line >= begin and line not in named and (text := " ".join(filter(None, map(str.strip, cells)))):
            above.append((line, text))


def _one_row(records: Rows, region: Region, columns: Sequence[str]) -> Rows:
    values: list[str] = []
    for line, cells in _from(records, region, region.first, []):
        if (region.until and line >= region.until) or len(values) >= len(columns):
            break
        if is_label(cells):
            values.append(" ".join(cell.strip() for cell in cells[1:] if cell.strip()))
    yield region.first, [*values, *[""] * (len(columns) - len(values))]
