"""A block of cells from a spreadsheet over the rows of a list: what would change, and doing it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crmdesk.domain.errors import FieldErrors
from crmdesk.store import editing
from crmdesk.store.field import Ref
from crmdesk.store.journal import Tx
from crmdesk.store.row import name_of
from crmdesk.store.rules import checked
from crmdesk.text import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.fields import typed
from crmdesk.ui.list_model import ListModel

MOST_LINES = 2000
Block = list[list[str]]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that a paste touches: which record, its name, the column, its text before, the text pasted.

    `problem` says why it is refused; else `value` is stored.
    """

    row_id: int
    name: str
    column: str
    before: str
    text: str
    value: Any = None
    problem: str = ""


@dataclass(slots=True)
class Plan:
    """What a paste would do. `outside` counts the pasted cells for which the list has no row or no column."""

    changes: list[Cell] = field(default_factory=list)
    refused: list[Cell] = field(default_factory=list)
    outside: int = 0


def block_of(text: str) -> Block:
    """The cells of a tab-separated text."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    try:
        return [line or [""] for line in csv.reader(io.StringIO(lines, newline=""), delimiter="\t")] if lines else []
    except csv.Error:
        return [line.split("\t") for line in lines.split("\n")]


def planned(desk: Desk, model: ListModel, block: Block, columns: Sequence[str], rows: Sequence[int]) -> Plan:
    """What pasting a block would do. `columns` are those from the cursor to the right, `rows` the ids from it down.

    A block whose first line are titles of the list's columns goes into these.
    """
    titles = {_(one.label).casefold(): name for name, one in model.fields.items()}
    named = [titles.get(text.strip().casefold(), "") for text in block[0]]
    if len(block) > 1 and all(named):
        columns, block = named, block[1:]
    plan = Plan()
    for place, line in enumerate(block):
        if place >= len(rows):
            plan.outside += len(line)
            continue
        plan.outside += max(0, len(line) - len(columns))
        _plan_row(desk, model, rows[place], dict(zip(columns, line, strict=False)), plan)
    return plan


def filled(desk: Desk, model: ListModel, text: str, column: str, rows: Sequence[int]) -> Plan:
    """What one text in a column of several rows would do."""
    plan = Plan()
    for row_id in rows:
        _plan_row(desk, model, row_id, {column: text}, plan)
    return plan


def paste(tx: Tx, model: ListModel, changes: Sequence[Cell]) -> int:
    """Stores the changes of a plan; answers how many records were changed."""
    wanted: dict[int, dict[str, Any]] = {}
    for one in changes:
        wanted.setdefault(one.row_id, {})[one.column] = one.value
    for row_id, values in wanted.items():
        editing.save(tx, model.listing.record, row_id, values)
    return len(wanted)


def _plan_row(desk: Desk, model: ListModel, row_id: int, texts: Mapping[str, str], plan: Plan) -> None:
    """Adds to a plan what becomes of one row."""
    here, record = desk.here, model.listing.record
    before = editing.row(here, record, row_id)
    if before is None:
        plan.outside += len(texts)
        return
    cells = list(_read(desk, model, row_id, texts, before))
    wanted = {one.column: one.value for one in cells if not one.problem}
    faults: dict[str, str] = {}
    try:
        checked(here, record, before, wanted)
    except FieldErrors as fault:
        faults = {one.field: str(one) for one in fault.faults}
    for one in cells:
        problem = one.problem or faults.get(one.column, "")
        if problem:
            plan.refused.append(Cell(one.row_id, one.name, one.column, one.before, one.text, problem=problem))
        elif before.get(one.column) != one.value:
            plan.changes.append(one)


def _read(
    desk: Desk, model: ListModel, row_id: int, texts: Mapping[str, str], before: Mapping[str, Any]
) -> Iterator[Cell]:
    """The cells of one row, as far as their texts can be read."""
    name = name_of(desk.here, model.listing.record, row_id)
    for column, text in texts.items():
        old = _shown(desk, model, column, before)
        if not model.may_edit(column):
            yield Cell(row_id, name, column, old, text, problem=_("This column is not written by hand."))
            continue
        try:
            yield Cell(row_id, name, column, old, text, typed(model.fields[column], text, desk.here, desk.now()))
        except ValueError as fault:
            problem = _("“{text}” {problem}.").format(text=text, problem=fault)
            yield Cell(row_id, name, column, old, text, problem=problem)


def _shown(desk: Desk, model: ListModel, column: str, before: Mapping[str, Any]) -> str:
    one, value = model.fields[column], before.get(column)
    if isinstance(one, Ref):
        return name_of(desk.here, one.rel_model, value) if value is not None else ""
    return model.words(column, value)
