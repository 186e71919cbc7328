"""What is asked of every reader, whatever it is given: rows that fit and can be stored, or one sentence.

And of what comes behind it, as with a file that is dropped on the window: it is recognised, understood and planned.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from crmdesk.domain.errors import UserError
from crmdesk.exchange import interchange
from crmdesk.exchange.drafts.draft import is_ready, mappings_of, with_suggestions
from crmdesk.exchange.drafts.several import draft_all
from crmdesk.exchange.formats import FORMATS
from crmdesk.exchange.here import here_of
from crmdesk.exchange.plan import Tables, carry_out, make_plan
from crmdesk.exchange.policy import LETTER, Policy
from crmdesk.exchange.reading import read_file
from crmdesk.exchange.recognise import recognise_all
from crmdesk.exchange.source import open_source
from crmdesk.exchange.table import Table
from crmdesk.exchange.walking import tables_of
from crmdesk.store.file import Workspace, create

SEEDS = Path(__file__).with_name("seeds")
SOURCES = Path(__file__).parents[1] / "files" / "sources"
READERS = (*FORMATS, "zip", "json")
"""The forms, and what holds several tables: a packed folder, and all of a workspace as one document."""
SHOWN = 20


def seeds_of(form: str) -> list[Path]:
    """The good files of a form, and those that broke its reader once."""
    return sorted((SEEDS / form).iterdir())


def more_seeds_of(form: str) -> list[Path]:
    """Files as programs write them, which are read by tests of their own."""
    return sorted(SOURCES.glob({"csv": "*.csv", "sheet": "*.xlsx"}.get(form, "none")))


def read_all(path: Path, form: str) -> int:
    """Reads every table of a file to its end, and answers the number of rows that came or were refused."""
    count = 0
    try:
        for table in _tables(path, form):
            count += _rows(table)
    except UserError:
        # One sentence instead of the file is an answer too.
        return count
    return count


def _tables(path: Path, form: str) -> Iterator[Table]:
    if form == "json":
        yield from (table for _kind, table in interchange.tables_of(open_source(path)))
        return
    for found in FORMATS[form].tables(path) if form in FORMATS else read_file(path):
        table = found.read()
        assert list(found.columns) == table.columns
        yield table


def filled(path: Path) -> Workspace:
    """A new workspace that knows somebody already."""
    workspace = create(path)
    source = open_source(SEEDS / "json" / "all.json")
    carry_out(workspace, lambda: interchange.tables_of(source), LETTER)
    return workspace


def bring_in(path: Path, workspace: Workspace) -> Iterator[int]:
    """Takes a file as the window does, up to the plan. Comes back after each step; the last brings the planned rows."""
    try:
        if interchange.is_interchange(path):
            source = open_source(path)
            interchange.settings_of_source(source)
            yield 0
            yield _planned(workspace, lambda: interchange.tables_of(source), LETTER)
            return
        founds = read_file(path)
        yield 0
        drafts = draft_all(recognise_all(founds), here_of(workspace))
        yield 0
        ready = [one for one in map(with_suggestions, drafts) if is_ready(one)]
        yield 0
        parts = [(one.found, mappings_of(one)) for one in ready]
        yield _planned(workspace, tables_of(parts, workspace), Policy())
    except UserError:
        return


def _planned(workspace: Workspace, tables: Tables, policy: Policy) -> int:
    plan = make_plan(workspace, tables, policy)
    for one in plan.rows[:SHOWN]:
        assert one.outcome
    assert sum(sum(of.values()) for of in plan.counts.values()) == len(plan.rows)
    return len(plan.rows)


def _rows(table: Table) -> int:
    count = 0
    for line, cells in table.rows():
        assert line > 0
        assert len(cells) == len(table.columns)
        for cell in cells:
            # A lone half of a character, or the end mark of C, could not be stored.
            assert b"\x00" not in cell.encode("utf-8")
        count += 1
    for refused in table.rejected:
        assert refused.line > 0
        assert refused.reason
    return count + len(table.rejected)
