"""Tables that were found, with the mappings by which they come in, as the one stream that a plan reads."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from crmdesk.exchange.field import Header, conditions
from crmdesk.exchange.found import Found
from crmdesk.exchange.ids import names_known
from crmdesk.exchange.mappings import mapping
from crmdesk.exchange.parsed import qualified
from crmdesk.exchange.plan import Tables
from crmdesk.exchange.rules import Mapping
from crmdesk.exchange.shape import KINDS
from crmdesk.exchange.table import Rejected, Rows, Table, shown
from crmdesk.store.row import Source
from crmdesk.text import _

Part = tuple[Found, Sequence[Mapping]]
"""A table, and what is made of it."""


def tables_of(parts: Sequence[Part], workspace: Source) -> Tables:
    """(kind, interchange-shaped table) pairs of these tables: what is referred to comes before what refers to it.

    Each must be read to its end before the next is asked for, because later ones find the names of earlier ones.
    """
    order = list(KINDS)
    turns = [(order.index(one.kind), _turn(one, mappings), one, found) for found, mappings in parts for one in mappings]
    turns.sort(key=lambda turn: turn[:2])
    return lambda: _read([(one, found) for _kind, _place, one, found in turns], names_known(workspace))


def _turn(one: Mapping, mappings: Sequence[Mapping]) -> int:
    """Records that are there, companies of the same file, the people who belong to them, and what others only name.

    Rows that stand in a mapping, such as stages, come behind those of a table of them.
    """
    if one.rows:
        return 1
    if not one.if_new:
        return 2 if (rule := one.fields.get("company_id")) and rule.near else 0
    is_of_its_own = any(other.kind == one.kind and not other.if_new for other in mappings)
    return 1 if is_of_its_own else 3


def _read(pairs: Sequence[tuple[Mapping, Found]], resolve: mapping.Resolve) -> Iterator[tuple[str, Table]]:
    names: dict[str, list[tuple[str, str]]] = {}

    def known(kind: str) -> Iterable[tuple[str, str]]:
        return mapping.own_first(names.get(kind, ()), resolve(kind))

    wanted = {kind for one, _found in pairs for kind in (*mapping.looked_up(one), *((one.kind,) if one.rows else ()))}
    told: dict[int, set[Rejected]] = {}
    last = {id(found): one for one, found in pairs if not one.rows}
    literal: list[Mapping] = []
    for one, found in pairs:
        if one.rows:
            if one in literal:
                # Of two files of one source each brings the stages that both need.
                continue
            literal.append(one)
            table = mapping.literal(_fresh(one, {key for key, _text in names.get(one.kind, ())}))
        else:
            others = [other for other, same in pairs if same is found and not (other.rows or other.if_new)]
            opened = _overlooked(found.read(), others) if last[id(found)] is one else found.read()
            table = mapping.apply(one, opened, known)
        if one.kind in wanted:
            table = mapping.remembered(table, names.setdefault(one.kind, []))
        yield one.kind, _told_once(table, told.setdefault(id(found), set()))


def _fresh(one: Mapping, known: Collection[str]) -> Mapping:
    """The mapping without those of its own rows that a table of this delivery has already."""
    return replace(one, rows=tuple(row for row in one.rows if qualified(one.source, row["id"]) not in known))


def _overlooked(table: Table, mappings: Sequence[Mapping]) -> Table:
    """The table, in which the rows are told that none of its mappings takes."""
    if not mappings or not all(one.where and not one.stack for one in mappings):
        return table
    header = Header(table.columns, table.name)
    tests = [conditions(one.where, header) for one in mappings]

    def rows() -> Rows:
        for line, cells in table.rows():
            if not any(test(cells) for test in tests):
                reason = _("no part of the mapping takes this row")
                table.rejected.append(
                    Rejected(line, "", shown(next(filter(None, cells), "")), reason, is_left_out=True)
                )
            yield line, cells

    made, source = rows(), table.source
    return Table(table.name, table.columns, made, notices=table.notices, rejected=table.rejected, source=source)


def _told_once(table: Table, told: set[Rejected]) -> Table:
    """The table without the refusals that were told when it was read for another mapping."""

    def rows() -> Rows:
        yield from table.rows()
        table.rejected[:] = [one for one in table.rejected if one not in told]
        told.update(table.rejected)

    made, source = rows(), table.source
    return Table(table.name, table.columns, made, notices=table.notices, rejected=table.rejected, source=source)
