"""Commands that bring data in: import, undo-import."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Any

from crmdesk.cli.usage import UsageError, print_json, step
from crmdesk.domain.errors import UserError
from crmdesk.exchange import importing, interchange, mapping, presets, vcard
from crmdesk.exchange.importing import Report
from crmdesk.exchange.opening import open_table
from crmdesk.exchange.rules import TableRule
from crmdesk.exchange.shape import KINDS
from crmdesk.exchange.source import Source, open_source
from crmdesk.exchange.table import Table
from crmdesk.store.base import table_of
from crmdesk.store.file import Workspace, create, open_workspace
from crmdesk.store.registry import record_type
from crmdesk.text import _

CONTACTS = "contacts"
_SHOWN = 20
_COMPANIES = """
    SELECT coalesce(external_id, lower(hex(uid))), name FROM contact WHERE kind = 'company' ORDER BY id DESC
"""


def bring_in(given: Namespace) -> int:
    """`crmdesk import`."""
    settings = _settings(given)
    made = not given.file.exists()
    workspace = create(given.file, settings) if made else open_workspace(given.file)
    keep = False
    try:
        with workspace:
            names = ", ".join(path.name or str(path) for path in given.source)
            report = importing.run(
                workspace,
                _in_steps(_tables(given, workspace)),
                settings={} if made else settings,
                label=_("Import of {names}").format(names=names),
                strict=given.strict,
                dry_run=given.dry_run,
            )
        keep = report.written
    finally:
        step("")
        if made and not keep:
            _remove(given.file)
    _tell(report, given)
    if given.strict and report.rejected:
        raise UserError(
            _("{n} rows were refused, so nothing was imported; mend them, or import without --strict.").format(
                n=len(report.rejected)
            )
        )
    return 0


def undo_import(given: Namespace) -> int:
    """`crmdesk undo-import`."""
    with open_workspace(given.file) as workspace:
        steps = [step for step in workspace.journal.steps() if step.source == importing.SOURCE]
        if given.batch is None:
            steps = [step for step in steps if not step.undone]
        else:
            steps = [step for step in steps if step.id == given.batch]
        if not steps:
            raise UserError(_("There is no such import in {file} to take back.").format(file=given.file.name))
        workspace.journal.undo(steps[-1].id)
    print(_("Taken back: {label}").format(label=steps[-1].label))
    return 0


def _settings(given: Namespace) -> dict[str, Any]:
    """The settings of the interchange folders among the sources."""
    settings: dict[str, Any] = {}
    if given.mapping is None and given.kind is None and given.preset is None:
        for path in given.source:
            source = open_source(path)
            if source.kind in ("folder", "zip"):
                settings.update(interchange.settings_of_source(source))
    return settings


def _tables(given: Namespace, workspace: Workspace) -> Iterable[tuple[str, Table]]:
    if given.preset is not None or given.mapping is not None:
        return mapping.tables(_mappings(given), given.source, _resolver(workspace))
    sources = [open_source(path) for path in given.source]
    books = [source.path for source in sources if source.kind == "vcard"]
    others = [source for source in sources if source.kind != "vcard"]
    if given.kind is None:
        return chain(_interchange_tables(others), _address_books(books, workspace))
    kind = _kind(given.kind)
    if books and kind != CONTACTS:
        raise UsageError(_("{file} is an address book: its cards are contacts.").format(file=books[0].name))
    return chain(_plain_tables(kind, [one.path for one in others], workspace), _address_books(books, workspace))


def _mappings(given: Namespace) -> list[mapping.Mapping]:
    """The mappings of a preset or of a mapping file, those of one kind if one is named."""
    if given.preset is not None and given.mapping is not None:
        raise UsageError(_("--preset and --mapping both say how to read the file; use one of them."))
    if given.preset is not None and given.preset not in presets.names():
        text = _("There is no preset “{name}”; there are {all}.")
        raise UsageError(text.format(name=given.preset, all=", ".join(presets.names())))
    found = mapping.load(given.mapping) if given.preset is None else presets.load(given.preset)
    if given.kind is None:
        return found
    kind = _kind(given.kind)
    of_kind = [one for one in found if one.kind == kind]
    if not of_kind:
        name = given.preset or given.mapping.name
        raise UsageError(_("{file} maps no {kind}.").format(file=name, kind=kind))
    return of_kind


def _in_steps(tables: Iterable[tuple[str, Table]]) -> Iterator[tuple[str, Table]]:
    """The same tables, each named on the terminal while it is read."""
    for kind, table in tables:
        step(_("Reading {file} …").format(file=table.name))
        yield kind, table
    step(_("Writing …"))


def _plain_tables(kind: str, sources: Iterable[Path], workspace: Workspace) -> Iterator[tuple[str, Table]]:
    """Tables whose columns are named as the fields are."""
    for path in sources:
        table = open_table(path, TableRule())
        yield kind, mapping.apply(mapping.for_kind(kind, table.columns), table, _resolver(workspace))


def _interchange_tables(sources: Iterable[Source]) -> Iterator[tuple[str, Table]]:
    for source in sources:
        if source.kind in ("folder", "zip"):
            yield from interchange.tables_of(source)
        else:
            kind = source.path.stem.lower()
            if kind not in KINDS:
                text = _("What are the rows of {file}? Say it with --as, such as --as contacts, or with --mapping.")
                raise UsageError(text.format(file=source.path.name))
            table = open_table(source.path, TableRule())
            yield kind, table


def _address_books(books: Sequence[Path], workspace: Workspace) -> Iterator[tuple[str, Table]]:
    """The contacts of vCard files; people find the companies that are in the workspace."""
    # Of two companies with one name the older one counts: it comes last.
    known = workspace.rows(_COMPANIES) if books else []
    for table in vcard.tables(books, known):
        yield CONTACTS, table


def _kind(text: str) -> str:
    try:
        kind = record_type(text).plural
    except KeyError:
        kind = ""
    if kind not in KINDS:
        raise UsageError(_("--as “{kind}” is not one of {all}.").format(kind=text, all=", ".join(KINDS)))
    return kind


def _resolver(workspace: Workspace) -> mapping.Resolve:
    """The records of a kind that are in the workspace, as (external id, name) and (external id, e-mail address)."""

    def resolve(kind: str) -> Iterable[tuple[str, str]]:
        record = record_type(kind)
        named = f"coalesce({record.name_field}, '')"
        sql = f"SELECT coalesce(external_id, lower(hex(uid))), {named} FROM {table_of(record)}"
        found = [(external, called) for external, called in workspace.rows(sql)]
        if "email" in record.columns:
            sql = (
                f"SELECT coalesce(external_id, lower(hex(uid))), email FROM {table_of(record)} WHERE email IS NOT NULL"
            )
            found += [(external, address) for external, address in workspace.rows(sql)]
        return found

    return resolve


def _remove(path: Path) -> None:
    """Takes a workspace away that was made for an import which then wrote nothing."""
    for end in ("", "-wal", "-shm", ".lock", ".owner"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def _tell(report: Report, given: Namespace) -> None:
    if given.json:
        print_json(_document(report))
        return
    print(importing.summary(report))
    for notice in report.notices:
        print(f"  {notice}")
    for one in report.rejected[:_SHOWN]:
        value = f" “{one.value}”" if one.value else ""
        print(f"  {one.file}, {_('line')} {one.line}, {one.column}{value}: {one.reason}")
    if len(report.rejected) > _SHOWN:
        print(_("  … and {n} more; --json lists them all").format(n=len(report.rejected) - _SHOWN))


def _document(report: Report) -> Mapping[str, Any]:
    return {
        "created": report.created,
        "updated": report.updated,
        "skipped": report.skipped,
        "rejected": [asdict(one) for one in report.rejected],
        "batch": report.batch if report.written else None,
        "notices": report.notices,
    }
