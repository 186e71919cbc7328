"""Kind by kind: the rows that were read are looked at, numbered and, if more than a plan is wanted, written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, ExitStack

from crmdesk.exchange.batch import Batch
from crmdesk.exchange.bringing import Bringing
from crmdesk.exchange.checks import Goals, check
from crmdesk.exchange.deciding import decide, identify
from crmdesk.exchange.history import Histories, Way, deal_way, ladder_with, reopen, ticket_way
from crmdesk.exchange.ids import Companies, resolve
from crmdesk.exchange.parsed import Parsed, name_of_row, plain_id
from crmdesk.exchange.policy import (
    CREATED,
    DOUBTFUL,
    LEFT_OUT,
    REJECTED,
    UNCHANGED,
    UPDATED,
)
from crmdesk.exchange.table import Table
from crmdesk.exchange.writing import forget_gone, unknown_names, write, write_known_as
from crmdesk.store.base import Record, references_of
from crmdesk.store.deal import Deal
from crmdesk.store.import_memory import KnownAs
from crmdesk.store.journal import Tx
from crmdesk.store.registry import RECORD_TYPES, record_type
from crmdesk.store.stage import LOST, OPEN, WON, Stage
from crmdesk.store.stage_change import StageChange
from crmdesk.store.ticket import Ticket
from crmdesk.store.ticket_event import TicketEvent

_HISTORIES: dict[type[Record], type[Record]] = {Deal: StageChange, Ticket: TicketEvent}
_LADDER = (OPEN, WON, LOST)
# The kinds that others refer to: their ids are asked for again.
_NAMED = frozenset(target for record in RECORD_TYPES for target in references_of(record).values())
Tables = Iterable[tuple[str, Table]]
"""Kinds and tables, each read to its end before the next is asked for."""


def bring_in(here: Bringing, tables: Tables) -> dict[type[Record], Batch]:
    """Brings the rows of all tables in, or only plans that; returns the rows of each kind of which a table came."""
    batches = _read_all(here, tables)
    told = dict(batches)
    for record, events in _HISTORIES.items():
        if record in batches or events in batches:
            batches.setdefault(record, Batch(record, here.dialect))
            batches.setdefault(events, Batch(events, here.dialect))
    for record in RECORD_TYPES:
        if record in _HISTORIES and record in batches:
            _bring_histories(here, batches[record], batches[_HISTORIES[record]])
        elif record in batches and record not in _HISTORIES.values():
            _bring_kind(here, batches[record])
    return told


def _read_all(here: Bringing, tables: Tables) -> dict[type[Record], Batch]:
    """Reads every table as it comes; tables of one kind become one."""
    batches: dict[type[Record], Batch] = {}
    done = 0
    for kind, table in tables:
        record = record_type(kind)
        batch = batches.setdefault(record, Batch(record, here.dialect))
        before = batch.count
        for count in batch.read(table, here.mended(record)):
            here.tell(done + count - before, 0, table.name)
        done += batch.count - before
    return batches


def _named_by_id(here: Bringing, batch: Batch) -> dict[int, int]:
    """The records that rows are by their ids, with their lines; where a row has another one's id, the first counts."""
    known = here.ids.of(batch.record)
    meant: dict[int, int] = {}
    if here.matcher is not None:
        for name in batch.lines.keys() & known.keys():
            meant[known[name]] = min(batch.lines[name], meant.get(known[name], batch.lines[name]))
    return meant


def _bring_kind(here: Bringing, batch: Batch) -> None:
    """Looks at the rows of one kind and writes them."""
    meant, goals = _named_by_id(here, batch), Goals()
    has_companies = "company_id" in batch.record.columns
    is_numbered = has_companies and _settle_companies(here, batch, meant)
    order = _first_order(here, batch) if batch.record is Stage else {}
    room = _room(here, batch)
    batch.lines.clear()
    with room:
        for piece in batch.looked_at():
            if order:
                _put_in_order(piece, order)
            if not has_companies:
                _look(here, piece, meant, None, goals)
                _hold(here, piece)
            if not is_numbered:
                _number(here, batch, piece)
            _write(here, piece)
            if not here.is_noting:
                piece.forget()


def _settle_companies(here: Bringing, batch: Batch, meant: dict[int, int]) -> bool:
    """Looks at contacts, whose companies may stand further down; returns whether they had to be numbered for that."""
    companies = Companies(batch.record, here.ids, batch.lines)
    for piece in batch.looked_at():
        _look(here, piece, meant, companies)
        _hold(here, piece)
        companies.note(piece)
    if not companies.are_awaited:
        return False
    companies.fall()
    for piece in batch.looked_at():
        companies.refuse(piece)
        _number(here, batch, piece)
    return True


def _look(
    here: Bringing,
    piece: Parsed,
    meant: dict[int, int],
    companies: Companies | None = None,
    goals: Goals | None = None,
    histories: Histories | None = None,
) -> None:
    """References by row number, the record that each row is, what of it changes, and the rules that it must keep."""
    here.tell(piece.first, 0, piece.record.plural)
    resolve(piece, here.ids, but="company_id")
    if companies is not None:
        companies.resolve(piece)
    if histories is not None:
        histories.reconcile(piece)
    identify(piece, here, meant)
    if companies is not None:
        companies.leave_out_own(piece)
    decide(piece, here)
    if piece.record is Deal:
        reopen(piece, ladder_with(here), here)
    check(piece, here.dialect, here.source, goals)


def _hold(here: Bringing, piece: Parsed) -> None:
    """Notes who waits for a person, so that what belongs to them waits too."""
    waiting = [name for i in (*piece.doubts, *piece.left_out) if (name := piece.external[i]) is not None]
    here.ids.hold(piece.record, waiting)


def _number(here: Bringing, batch: Batch, piece: Parsed) -> None:
    """Gives new rows their numbers, and every row what becomes of it."""
    record, known = piece.record, here.ids.of(piece.record)
    standing = list(piece.standing())
    new = [i for i in standing if not piece.numbers[i]]
    numbers = here.take_numbers(record, len(new))
    if len(new) == len(piece):
        piece.numbers[:], piece.fates[:] = numbers, bytes([CREATED]) * len(piece)
    else:
        for i in standing:
            piece.fates[i] = UPDATED if i in piece.changed else UNCHANGED
        for i, number in zip(new, numbers, strict=True):
            piece.numbers[i], piece.fates[i] = number, CREATED
    if here.is_noting and record in _NAMED:
        for i in new:
            here.note_new(record, piece.numbers[i], name_of_row(piece, i))
    _mark(piece)
    piece.unknown = unknown_names(piece, here.ids)
    if record in _NAMED:
        known.update({name: piece.numbers[i] for i in standing if (name := piece.external[i]) is not None})
    if piece.is_foreign and (record in _NAMED or len(batch.sources) > 1):
        _take_ids(piece, standing, known)
    if record is Stage:
        _learn_stages(here, piece)


def _take_ids(piece: Parsed, standing: Iterable[int], known: dict[str, int]) -> None:
    """Gives new records the ids of their program where they are free.

    A bare number says nothing about whose it is: it stands beside the record alone.
    """
    for i in standing:
        if (name := piece.external[i]) is not None and not (plain := plain_id(name)).isdigit():
            known.setdefault(plain, piece.numbers[i])


def _mark(piece: Parsed) -> None:
    """Notes of the rows that are not written why."""
    for places, fate in ((piece.refused, REJECTED), (piece.doubts, DOUBTFUL), (piece.left_out, LEFT_OUT)):
        for i in places:
            piece.fates[i] = fate


def _first_order(here: Bringing, batch: Batch) -> dict[str, int]:
    """The places of the first stages of a workspace, in the order in which deals pass them.

    Empty where there are stages, and where the program says itself in which order they stand.
    """
    if not batch.is_foreign or here.source.rows("SELECT 1 FROM stage LIMIT 1"):
        return {}
    stages: list[tuple[int, float, str]] = []
    for piece in batch.pieces():
        columns = piece.columns
        if any(columns["position"]):
            return {}
        known = zip(piece.external, columns["kind"], columns["probability"], strict=True)
        stages.extend((_LADDER.index(kind or OPEN), chance or 0, name or "") for name, kind, chance in known)
    ordered = sorted(stages, key=lambda one: one[:2])
    return {name: place for place, (_kind, _chance, name) in enumerate(ordered, start=1)}


def _put_in_order(piece: Parsed, order: Mapping[str, int]) -> None:
    for i in piece.standing():
        if place := order.get(piece.external[i] or ""):
            piece.columns["position"][i] = place
            piece.said[i] |= {"position"}


def _learn_stages(here: Bringing, piece: Parsed) -> None:
    for i in piece.standing():
        here.stages[piece.numbers[i]] = (piece.columns["position"][i], piece.columns["kind"][i])


def _room(here: Bringing, batch: Batch) -> AbstractContextManager[object]:
    """Within it the rows of a kind come in quickly, so many as may be new."""
    room = ExitStack()
    if (tx := here.tx) is not None:
        count = batch.count - len(batch.lines.keys() & here.ids.of(batch.record).keys())
        forget_gone(tx, batch.record)
        room.enter_context(tx.bulk(batch.record, count))
        room.enter_context(tx.bulk(KnownAs, batch.count if batch.is_foreign else 0))
    return room


def _write(here: Bringing, piece: Parsed) -> None:
    tx, record = here.tx, piece.record
    if tx is None:
        return
    if "company_id" in piece.columns:
        known = here.ids.of(record)
        texts = piece.columns["company_id"]
        piece.columns["company_id"] = [known.get(one) if isinstance(one, str) else one for one in texts]
    write(tx, piece, _new(piece), here.ids)
    write_known_as(tx, record, piece.unknown)


def _new(piece: Parsed) -> list[int]:
    return [i for i in piece.standing() if piece.fates[i] == CREATED]


def _bring_histories(here: Bringing, batch: Batch, told: Batch) -> None:
    """Deals with their stage changes, or tickets with their events."""
    way = _way(here, batch.record, told.record)
    events = told.join()
    resolve(events, here.ids, but=way.reference)
    histories = Histories(way, events, here)
    meant = _named_by_id(here, batch)
    for piece in batch.looked_at():
        _look(here, piece, meant, histories=histories)
        histories.judge(piece)
    histories.refuse_orphans(batch.lines)
    for piece in batch.looked_at():
        _number(here, batch, piece)
        histories.settle(piece, frozenset(_new(piece)))
    histories.settle_alone(batch.lines)
    _mark(events)
    with _room(here, batch):
        for piece in batch.looked_at():
            _write(here, piece)
    if here.tx is not None:
        _write_histories(here.tx, histories, batch, batch.count + len(events))


def _way(here: Bringing, record: type[Record], events: type[Record]) -> Way:
    if record is Deal:
        return deal_way(record, events, ladder_with(here), is_rough=here.policy.fill != "letter")
    return ticket_way(record, events)


def _write_histories(tx: Tx, histories: Histories, batch: Batch, count: int) -> None:
    for piece in batch.pieces():
        histories.drop_replaced(tx, piece)
    histories.write_alone(tx)
    with tx.bulk(_HISTORIES[batch.record], count):
        for piece in batch.pieces():
            histories.write(tx, piece, _new(piece))
