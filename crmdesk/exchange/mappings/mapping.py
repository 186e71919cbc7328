"""Foreign tables made into interchange tables by a mapping file, which says what each column means.

`load` reads a mapping file. `tables` is the way in for an import: it opens the sources, applies each mapping
and answers interchange-shaped tables, to be written by the same importer as an interchange folder.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import partial
from itertools import chain
from pathlib import Path

from crmdesk.domain.errors import UserError
from crmdesk.domain.wording import number_text
from crmdesk.exchange import rowmaking
from crmdesk.exchange.field import Field, Header, compiled, conditions, counted, either, made
from crmdesk.exchange.mappings.file import load
from crmdesk.exchange.near import Names, fold
from crmdesk.exchange.opening import open_table
from crmdesk.exchange.parsed import qualified
from crmdesk.exchange.rules import FieldRule, Mapping, NearRule, TableRule
from crmdesk.exchange.shape import KINDS
from crmdesk.exchange.source import folder_tables
from crmdesk.exchange.table import Rows, Table
from crmdesk.store.base import own_fields
from crmdesk.store.registry import record_type
from crmdesk.text import _, n_

__all__ = ["Mapping", "Resolve", "apply", "for_kind", "load", "tables"]

NAMED_BY = ("name", "title", "subject")
"""The columns by one of which people name a record."""

Resolve = Callable[[str], Iterable[tuple[str, str]]]
"""From a kind of record to the (external id, name) of every record of it that is in the workspace already."""


def tables(mappings: Sequence[Mapping], sources: Sequence[Path], resolve: Resolve) -> Iterator[tuple[str, Table]]:
    """(kind, interchange-shaped table) for each mapping and each source it is about, in their order.

    Read each table to its end before asking for the next: later ones find the names of earlier ones.
    """
    files = list(chain.from_iterable(folder_tables(source) for source in sources))
    names: dict[str, list[tuple[str, str]]] = {}

    def known(kind: str) -> Iterable[tuple[str, str]]:
        return own_first(names.get(kind, ()), resolve(kind))

    wanted = {kind for mapping in mappings for kind in looked_up(mapping)}
    for mapping in mappings:
        for table in _made(mapping, files, known):
            if mapping.kind in wanted:
                yield mapping.kind, remembered(table, names.setdefault(mapping.kind, []))
            else:
                yield mapping.kind, table


def apply(mapping: Mapping, table: Table, resolve: Resolve) -> Table:
    """The rows of a foreign table as rows of an interchange table (`columns`, `rows()`, `notices`, `rejected`).

    Line numbers are those of the foreign file. Columns that are no interchange columns are custom fields.
    """
    columns, rows = table.columns, table.rows()
    if mapping.if_new and mapping.group_by and not Header(columns, table.name).has(mapping.group_by):
        # Nobody is named where there is no column of names.
        return Table(table.name, list(mapping.fields), iter(()), source=mapping.source)
    digests = rowmaking.Digests()
    if mapping.stack:
        first = Header(columns, table.name)
        rows = rowmaking.stacked(rows, [first.place(one) for one in mapping.stack.columns])
        columns = [*columns, mapping.stack.column]
    header = Header(columns, table.name)
    if mapping.stack:
        header.used.update(mapping.stack.columns)
    rows = rowmaking.chosen(rows, conditions(mapping.where, header))
    if mapping.repeat == "drop":
        rows = digests.first_ones(rows)
    names: list[Names] = []
    filled_in: Counter[tuple[str, str]] = Counter()
    fields = _fields(mapping, header, digests, names, filled_in, resolve)
    if mapping.group_by:
        rows = rowmaking.grouped(rows, header.place(mapping.group_by), fields, table.rejected)
    else:
        rows = rowmaking.converted(rows, fields, table.rejected)

    if mapping.if_new:
        made = [one.name for one in fields]
        rows = rowmaking.new_ones(rows, made, lambda: resolve(mapping.kind), mapping.source)

    def tell() -> None:
        for one in names:
            table.notices.extend(one.notices(table.name))
        if digests.dropped:
            text = n_(
                "{file}: {n} exact repeat was left out.", "{file}: {n} exact repeats were left out.", digests.dropped
            )
            table.notices.append(text.format(file=table.name, n=digests.dropped))
        table.notices.extend(_filled_in(mapping.kind, table.name, filled_in))

    rows = rowmaking.ended(rows, tell)
    made = [one.name for one in fields]
    return Table(table.name, made, rows, notices=table.notices, rejected=table.rejected, source=mapping.source)


def _filled_in(kind: str, file: str, counted: Counter[tuple[str, str]]) -> Iterator[str]:
    """Which days rows got that have none of their own."""
    labels = own_fields(record_type(kind))
    for (name, day), count in counted.items():
        text = n_(
            "{file}: {n} row has nothing for “{field}” and gets {day}.",
            "{file}: {n} rows have nothing for “{field}” and get {day}.",
            count,
        )
        yield text.format(file=file, n=number_text(count), field=_(labels[name].label), day=day)


def for_kind(kind: str, columns: Sequence[str]) -> Mapping:
    """The mapping of a table whose columns have the names of that kind's fields; the others are kept."""
    folded = {fold(column): column for column in reversed(columns)}
    fields = {name: FieldRule(columns=(folded[fold(name)],)) for name in KINDS[kind] if fold(name) in folded}
    return Mapping(kind, fields=fields, keep_other_columns=True)


def _made(mapping: Mapping, files: Sequence[Path], known: Resolve) -> Iterator[Table]:
    if mapping.rows:
        yield literal(mapping)
        return
    complete = _with_tables(mapping, files)
    for path in _matching(mapping.file or "*", files):
        yield apply(complete, open_table(path, mapping.table), known)


def literal(mapping: Mapping) -> Table:
    """The rows that stand in the mapping itself."""
    columns = list(dict.fromkeys(chain.from_iterable(mapping.rows)))
    rows: Rows = (
        (number, [row.get(column, "") for column in columns]) for number, row in enumerate(mapping.rows, start=1)
    )
    return Table(_("rows of the mapping"), columns, rows, source=mapping.source)


def _matching(pattern: str, files: Sequence[Path]) -> list[Path]:
    found = [path for path in files if fnmatchcase(path.name.casefold(), pattern.casefold())]
    if not found:
        text = _("The mapping is about {pattern}, which is not among the files to import; name that file too.")
        raise UserError(text.format(pattern=pattern))
    return found


def _with_tables(mapping: Mapping, files: Sequence[Path]) -> Mapping:
    """The mapping with the names and values that it looks up in other files."""

    def filled(rule: FieldRule) -> FieldRule:
        if rule.otherwise:
            return replace(filled(replace(rule, otherwise=None)), otherwise=filled(rule.otherwise))
        if rule.lookup:
            found = _column_pairs(files, rule.lookup.file, rule.lookup.key, rule.lookup.column)
            return replace(rule, values=found, other_values="empty")
        if rule.near and rule.near.file:
            names = _column_pairs(files, rule.near.file, rule.near.column, rule.near.column)
            return replace(rule, near=replace(rule.near, names=(*rule.near.names, *names), file=""))
        return rule

    return replace(
        mapping,
        fields={name: filled(rule) for name, rule in mapping.fields.items()},
        custom={name: filled(rule) for name, rule in mapping.custom.items()},
    )


def _column_pairs(files: Sequence[Path], pattern: str, key: str, column: str) -> dict[str, str]:
    """What stands in one column of another file, by what stands in a second one; the first of equal keys counts."""
    table = open_table(_matching(pattern, files)[0], TableRule())
    header = Header(table.columns, table.name)
    key_at, value_at = header.place(key), header.place(column)
    found: dict[str, str] = {}
    for _line, cells in table.rows():
        found.setdefault(cells[key_at].strip(), cells[value_at].strip())
    return found


def _fields(
    mapping: Mapping,
    header: Header,
    digests: rowmaking.Digests,
    names: list[Names],
    filled_in: Counter[tuple[str, str]],
    resolve: Resolve,
) -> list[Field]:
    """Every field of what is made, ready to be read; `filled_in` counts the days that rows get which have none."""
    columns = KINDS[mapping.kind]
    rules = dict(mapping.fields)
    if "id" in columns and "id" not in rules:
        rules["id"] = FieldRule(columns=(mapping.group_by,)) if mapping.group_by else FieldRule(digest=True)

    def ready(name: str, rule: FieldRule) -> Field:
        column = columns.get(name)
        if rule.digest:
            return made(name, partial(digests.of, prefix=rule.prefix, field=name))
        kind = rule.near.kind or (column.kind if column else "") if rule.near else ""
        near = _names(rule.near, kind, resolve, mapping.source) if rule.near else None
        names.extend([near] if near else [])
        field = compiled(name, rule, column, header, near, mapping.empty_values)
        if rule.otherwise is None:
            return field
        other, day = ready(name, rule.otherwise), rule.otherwise.value
        is_counted = day and column is not None and column.holds in ("date", "moment")
        return either(field, counted(other, filled_in, (name, day or "")) if is_counted else other)

    fields = [ready(name, rule) for name, rule in (*rules.items(), *mapping.custom.items())]
    if mapping.keep_other_columns:
        for other in header.others():
            name = other if other not in columns else _("{name} (from the file)").format(name=other)
            rule = FieldRule(columns=(other,))
            fields.append(compiled(name, rule, None, header, None, mapping.empty_values))
    return fields


def _names(rule: NearRule, kind: str, resolve: Resolve, source: str) -> Names:
    """The names that a field may mean: listed ones, else those of the records that it refers to."""
    listed = [(name, name) for name in rule.names]
    return Names(lambda: listed or (resolve(kind) if kind else ()), typos=rule.typos, own=qualified(source, ""))


def looked_up(mapping: Mapping) -> Iterator[str]:
    """The kinds of record whose names this mapping looks up."""
    for name, first in mapping.fields.items():
        for rule in first.chain():
            if rule.near and not rule.near.names and not rule.near.file:
                yield rule.near.kind or KINDS[mapping.kind][name].kind
    if mapping.if_new:
        yield mapping.kind


def own_first(own: Sequence[tuple[str, str]], others: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The records of the files, and those of the workspace that have no name of theirs: who is named is the file's own.

    Whether that is one of the workspace's is found out when it is matched.
    """
    yield from own
    taken = {fold(name) for _key, name in own}
    yield from (pair for pair in others if not taken or fold(pair[1]) not in taken)


def remembered(table: Table, names: list[tuple[str, str]]) -> Table:
    """The table, whose ids, names and e-mail addresses are noted as it is read; ids with the program that they are of.

    So tables of another program that come in together find the records by name.
    """
    at = [table.columns.index(column) for column in ("id", "email", *NAMED_BY) if column in table.columns]

    def rows() -> Rows:
        for line, cells in table.rows():
            key = qualified(table.source, cells[at[0]])
            names.extend((key, cells[place]) for place in reversed(at))
            yield line, cells

    made, source = rows(), table.source
    return Table(table.name, table.columns, made, notices=table.notices, rejected=table.rejected, source=source)
