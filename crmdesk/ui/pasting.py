"""A block of cells from a spreadsheet over the rows of a list and beyond them: what would change, and doing it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crmdesk.domain.errors import FieldErrors
from crmdesk.store import editing
from crmdesk.store.base import Record
from crmdesk.store.field import Ref
from crmdesk.store.file import Workspace
from crmdesk.store.journal import Tx
from crmdesk.store.lookup import NotThere
from crmdesk.store.making import Missing
from crmdesk.store.row import name_of
from crmdesk.store.row import row as row_of
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

    `problem` says why it is refused; else `value` is stored. A cell of a line that is to be a new record has no
    `row_id`.
    """

    row_id: int
    name: str
    column: str
    before: str
    text: str
    value: Any = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Addition:
    """A line that is to be a new record: what it is called, its cells as text, and the values to be stored."""

    name: str
    text: str
    values: dict[str, Any]


@dataclass(slots=True)
class Plan:
    """What a paste would do. `outside` counts the pasted cells for which the list has no column, or no row any more."""

    changes: list[Cell] = field(default_factory=list)
    additions: list[Addition] = field(default_factory=list)
    refused: list[Cell] = field(default_factory=list)
    outside: int = 0


def block_of(text: str) -> Block:
    """The cells of a tab-separated text."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    try:
        return [line or [""] for line in csv.reader(io.StringIO(lines, newline=""), delimiter="\t")] if lines else []
    except csv.Error:
        return [line.split("\t") for line in lines.split("\n")]


def planned(
    desk: Desk,
    model: ListModel,
    block: Block,
    columns: Sequence[str],
    rows: Sequence[int],
    starts: Mapping[str, Any],
) -> Plan:
    """What pasting a block would do. `columns` are those from the cursor to the right, `rows` the ids from it down.

    A block whose first line are titles of the list's columns goes into these. Lines for which there is no row are to
    be new records, which begin with the values `starts`.
    """
    named = _named(model, block[0])
    if len(block) > 1 and any(named):
        columns, block = named, block[1:]
    plan = Plan()
    for place, line in enumerate(block):
        texts = {column: text for column, text in zip(columns, line, strict=False) if column}
        plan.outside += sum(1 for text in line if text.strip()) - sum(1 for text in texts.values() if text.strip())
        if place < len(rows):
            _plan_row(desk, model, rows[place], texts, plan)
        elif any(text.strip() for text in texts.values()):
            _plan_new(desk, model, texts, starts, plan)
    return plan


def _named(model: ListModel, line: Sequence[str]) -> list[str]:
    """The columns of which a line says the titles, "" where it says something else; none where it is no such line."""
    titles = {_(one.label).casefold(): name for name, one in model.fields.items()}
    named = [titles.get(text.strip().casefold(), "") for text in line]
    found = [name for name in named if name]
    filled_in = sum(1 for text in line if text.strip())
    return named if 2 * len(found) > filled_in and len(set(found)) == len(found) else []


def filled(desk: Desk, model: ListModel, text: str, column: str, rows: Sequence[int]) -> Plan:
    """What one text in a column of several rows would do."""
    plan = Plan()
    for row_id in rows:
        _plan_row(desk, model, row_id, {column: text}, plan)
    return plan


def paste(tx: Tx, model: ListModel, changes: Sequence[Cell]) -> int:
    """Stores the changes of a plan; returns how many records were changed."""
    wanted: dict[int, dict[str, Any]] = {}
    for one in changes:
        wanted.setdefault(one.row_id, {})[one.column] = one.value
    for row_id, values in wanted.items():
        editing.save(tx, model.listing.record, row_id, values)
    return len(wanted)


def add(tx: Tx, record: type[Record], additions: Sequence[Addition]) -> list[int]:
    """Stores the new records of a plan; what several of them refer to is made once."""
    made: dict[tuple[type[Record], str], int] = {}

    def known(value: Any) -> Any:
        if not isinstance(value, Missing):
            return value
        key = value.record, value.name.strip().casefold()
        if key not in made:
            made[key] = editing.made(tx, value)
        return made[key]

    return [
        editing.save(tx, record, None, {column: known(value) for column, value in one.values.items()})
        for one in additions
    ]


def _plan_row(desk: Desk, model: ListModel, row_id: int, texts: Mapping[str, str], plan: Plan) -> None:
    """Adds to a plan what becomes of one row."""
    here, record = desk.here, model.listing.record
    before = row_of(here, record, row_id)
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
            yield Cell(row_id, name, column, old, text, problem=_("This column cannot be typed in."))
            continue
        try:
            yield Cell(row_id, name, column, old, text, typed(model.fields[column], text, desk.here, desk.now()))
        except ValueError as fault:
            yield Cell(row_id, name, column, old, text, problem=_problem(text, fault))


def _shown(desk: Desk, model: ListModel, column: str, before: Mapping[str, Any]) -> str:
    one, value = model.fields[column], before.get(column)
    if isinstance(one, Ref):
        return name_of(desk.here, one.rel_model, value) if value is not None else ""
    return model.words(column, value)


def _plan_new(desk: Desk, model: ListModel, texts: Mapping[str, str], starts: Mapping[str, Any], plan: Plan) -> None:
    """Adds to a plan what becomes of a line beyond the rows: a new record without the cells that are refused."""
    here, record = desk.here, model.listing.record
    filled_in = {column: text.strip() for column, text in texts.items() if text.strip()}
    called = filled_in.get(record.name_field) or next(iter(filled_in.values()))
    name = _("New: {name}").format(name=called)
    usual = {**editing.defaults(here, record, desk.now(), desk.person), **starts}
    cells = [_read_new(desk, model, name, column, text) for column, text in filled_in.items()]
    values = {one.column: one.value for one in cells if not one.problem}
    faults = {one.column: one.problem for one in cells if one.problem} | _faults(here, record, usual | values)
    kept = {column: value for column, value in values.items() if column not in faults}
    missing = _faults(here, record, usual | kept)
    plan.refused += [
        Cell(0, name, column, "", texts.get(column, ""), problem=problem)
        for column, problem in (missing | faults).items()
    ]
    if not missing and kept:
        plan.additions.append(Addition(name, " · ".join(filled_in[column] for column in kept), {**usual, **kept}))


def _faults(here: Workspace, record: type[Record], values: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with the values of a new record, by column; what is made on the spot counts as not known."""
    try:
        checked(here, record, None, {name: None if isinstance(one, Missing) else one for name, one in values.items()})
    except FieldErrors as fault:
        return {one.field: str(one) for one in fault.faults}
    return {}


def _read_new(desk: Desk, model: ListModel, name: str, column: str, text: str) -> Cell:
    """A cell of a new record; who is named there and not known yet is made along with it."""
    one = model.fields[column]
    if not model.may_edit(column):
        return Cell(0, name, column, "", text, problem=_("This column cannot be typed in."))
    try:
        return Cell(0, name, column, "", text, typed(one, text, desk.here, desk.now()))
    except NotThere as fault:
        if one.makes is not None:
            return Cell(0, name, column, "", text, Missing(one.rel_model, text, dict(one.makes)))
        return Cell(0, name, column, "", text, problem=_problem(text, fault))
    except ValueError as fault:
        return Cell(0, name, column, "", text, problem=_problem(text, fault))


def _problem(text: str, fault: ValueError) -> str:
    return _("“{text}” {problem}.").format(text=text, problem=fault)
