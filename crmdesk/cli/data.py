"""Commands that bring data in: import, undo-import."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crmdesk.cli.usage import UsageError, print_json, step
from crmdesk.domain.errors import Conflict, UserError
from crmdesk.domain.wording import name_text, number_text
from crmdesk.exchange import importing, interchange
from crmdesk.exchange.imported import digests_of, remember
from crmdesk.exchange.importing import Report
from crmdesk.exchange.plan import Plan, PlannedRow
from crmdesk.exchange.policy import LETTER, WAYS, Policy
from crmdesk.exchange.result_file import result_bytes, title_of
from crmdesk.exchange.shape import KINDS
from crmdesk.exchange.source import form_of, open_source
from crmdesk.exchange.table import Table
from crmdesk.store.atomic import discard, write_bytes
from crmdesk.store.file import Workspace, create, open_workspace
from crmdesk.store.import_edits import Edited, edited_since
from crmdesk.store.import_undo import IMPORT, imports_standing
from crmdesk.store.import_undo import undo_import as take_import_back
from crmdesk.store.journal import Tx
from crmdesk.store.registry import record_type
from crmdesk.text import _, n_

# What reads foreign files is loaded where there is one: an interchange folder needs none of it.
if TYPE_CHECKING:
    from crmdesk.exchange.rules import Mapping as Rules
    from crmdesk.exchange.walking import Part

CONTACTS = "contacts"
# What the amounts and moments of a folder mean.
_OF_ALL = {"currency", "timezone"}
_SHOWN = 20
_EDITS_SHOWN = 5
_COMPANIES = """
    SELECT coalesce(external_id, lower(hex(uid))), name FROM contact WHERE kind = 'company' ORDER BY id DESC
"""


def bring_in(given: Namespace) -> int:
    """`crmdesk import`."""
    settings = _settings(given)
    made = not given.file.exists()
    workspace = create(given.file, settings) if made else open_workspace(given.file, read_only=given.dry_run)
    keep = False
    try:
        with workspace:
            brought = _brought(given, workspace)
            report = _run(given, workspace, brought, {} if made else settings)
            plan = Plan(report, workspace.dialect)
            if given.result is not None and report.batch is None:
                _write_result(given.result, brought, plan)
        keep = report.written
    finally:
        step("")
        if made and not keep:
            discard(given.file)
    _tell(plan, brought.notices, given)
    if given.strict and report.rejected:
        text = n_(
            "{n} row was refused, so nothing was imported; fix it, or import without --strict.",
            "{n} rows were refused, so nothing was imported; fix them, or import without --strict.",
            len(report.rejected),
        )
        raise UserError(text.format(n=number_text(len(report.rejected))))
    return 0


@dataclass(slots=True)
class _Brought:
    """What the sources hold, how it becomes records, and what is remembered of it."""

    tables: Iterable[tuple[str, Table]]
    policy: Policy
    parts: Sequence[Part] = ()
    notices: list[str] = field(default_factory=list)


def _run(given: Namespace, workspace: Workspace, brought: _Brought, settings: Mapping[str, Any]) -> Report:
    names = ", ".join(name_text(path.name or str(path)) for path in given.source)
    digests = digests_of(given.source)

    def also(tx: Tx, report: Report) -> None:
        remember(tx, digests)
        for found, mappings in brought.parts:
            from crmdesk.exchange.mappings import kept as kept_mappings

            kept_mappings.keep(tx, found, found.name, mappings)
        if given.result is not None:
            # What cannot be told of is not brought in either.
            _write_result(given.result, brought, Plan(report, workspace.dialect))

    return importing.run(
        workspace,
        _in_steps(brought.tables),
        settings=settings,
        label=_("Import of {names}").format(names=names),
        strict=given.strict,
        dry_run=given.dry_run,
        policy=_policy(given, brought.policy),
        tell=_in_rows,
        noting=given.dry_run or given.result is not None,
        also=also,
    )


def _policy(given: Namespace, usual: Policy) -> Policy:
    ways = tuple(way.strip() for way in given.match.split(",")) if given.match is not None else usual.match
    if unknown := [way for way in ways if way not in WAYS]:
        raise UsageError(_("--match “{way}” is not one of {all}.").format(way=unknown[0], all=", ".join(WAYS)))
    return Policy(given.fill or usual.fill, tuple(way for way in WAYS if way in ways))


def _write_result(target: Path, brought: _Brought, plan: Plan) -> None:
    """The result file; of what was not understood but read to the letter, the rows of the plan alone."""
    write_bytes(target, result_bytes([found.read for found, _mappings in brought.parts], plan, has_others=True))


def undo_import(given: Namespace) -> int:
    """`crmdesk undo-import`."""
    with open_workspace(given.file) as workspace:
        if given.batch is None:
            steps = imports_standing(workspace)
        else:
            steps = [step for step in workspace.journal.steps() if (step.source, step.id) == (IMPORT, given.batch)]
        if not steps:
            raise UserError(_("There is no such import in {file} to undo.").format(file=given.file.name))
        _take_back(workspace, steps[-1].id, given.edited)
    print(_("Undone: {label}").format(label=steps[-1].label))
    return 0


def _take_back(workspace: Workspace, number: int, edited: str | None) -> None:
    """Takes an import back; where its records were changed since, the command must say what becomes of these."""
    found = edited_since(workspace, number) if edited is not None else []
    try:
        take_import_back(workspace, number, keep=None if edited is None else _staying(found, edited))
    except Conflict as fault:
        text = _("{fault} With --edited keep they stay as they are, with --edited undo they go back too: {records}")
        told = [_edit_in_words(one) for one in edited_since(workspace, number)]
        shown = "; ".join(told[:_EDITS_SHOWN]) + (" …" if len(told) > _EDITS_SHOWN else ".")
        raise UserError(text.format(fault=fault, records=shown)) from None


def _edit_in_words(one: Edited) -> str:
    if not one.fields:
        return _("{name} is needed by later records").format(name=one.name)
    return _("{name}: {fields} ({steps})").format(name=one.name, fields=", ".join(one.fields), steps="; ".join(one.by))


def _staying(found: Sequence[Edited], edited: str) -> list[tuple[str, int]]:
    return [one.key for one in found] if edited == "keep" else []


def _settings(given: Namespace) -> dict[str, Any]:
    """The settings of the interchange folders among the sources."""
    settings: dict[str, Any] = {}
    if given.mapping is None and given.kind is None and given.preset is None:
        for path in filter(interchange.is_interchange, given.source):
            said = interchange.settings_of_source(open_source(path))
            both = settings.keys() & said.keys() & _OF_ALL
            if differing := sorted(name for name in both if settings[name] != said[name]):
                text = _("{file} has a different {setting} from what is brought in with it; bring it in by itself.")
                raise UserError(text.format(file=name_text(path.name), setting=differing[0]))
            settings.update(said)
    return settings


def _brought(given: Namespace, workspace: Workspace) -> _Brought:
    """The tables of the sources, and the rule by which they become records."""
    if given.preset is not None or given.mapping is not None:
        from crmdesk.exchange.ids import names_known
        from crmdesk.exchange.mappings import mapping

        policy = LETTER if given.preset is None else Policy()
        return _Brought(mapping.tables(_mappings(given), given.source, names_known(workspace)), policy)
    if given.kind is not None and _is_plain(given):
        return _Brought(_of_kind(given, workspace), LETTER)
    plain = [] if given.kind else given.source
    exact = [path for path in plain if interchange.is_interchange(path) or _is_named_by_kind(path)]
    books = [path for path in plain if path not in exact and not path.is_dir() and form_of(path) == "vcard"]
    others = [path for path in given.source if path not in exact and path not in books]
    known = chain(_interchange_tables(exact), _address_books(books, workspace))
    if not others:
        return _Brought(known, LETTER if exact or not books else Policy("letter"))
    from crmdesk.cli.understanding import understood
    from crmdesk.exchange.walking import tables_of

    parts, notices = understood(others, workspace, given, _kind(given.kind) if given.kind else "")
    return _Brought(chain(known, tables_of(parts, workspace)()), Policy(), parts, notices)


def _of_kind(given: Namespace, workspace: Workspace) -> Iterator[tuple[str, Table]]:
    sources = [open_source(path) for path in given.source]
    books = [source.path for source in sources if source.kind == "vcard"]
    kind = _kind(given.kind)
    if books and kind != CONTACTS:
        raise UsageError(_("{file} is an address book: its cards are contacts.").format(file=books[0].name))
    plain = [source.path for source in sources if source.kind != "vcard"]
    return chain(_plain_tables(kind, plain, workspace), _address_books(books, workspace))


def _is_plain(given: Namespace) -> bool:
    """Whether every table has the columns that its kind needs, by their names; a card of an address book always has.

    A list that crmdesk wrote has the words of the window in its cells.
    """
    from crmdesk.exchange.near import fold
    from crmdesk.exchange.own_list import written_as

    kind = _kind(given.kind)
    needed = {fold(one.name) for one in KINDS[kind].values() if one.is_required and one.holds != "id"}
    tables = [path for path in given.source if not path.is_dir() and form_of(path) in ("csv", "sheet")]
    headings = [_opened(path).columns for path in tables]
    return all(needed <= {fold(name) for name in one} and written_as(one) is None for one in headings)


def _opened(path: Path) -> Table:
    from crmdesk.exchange.opening import open_table
    from crmdesk.exchange.rules import TableRule

    return open_table(path, TableRule())


def _is_named_by_kind(path: Path) -> bool:
    """Whether a file is named like one of the interchange folder and has the columns that such a file needs."""
    columns = KINDS.get(path.stem.lower())
    if columns is None or path.is_dir() or form_of(path) not in ("csv", "sheet"):
        return False
    there = set(_opened(path).columns)
    return all(column.name in there for column in columns.values() if column.is_required)


def _mappings(given: Namespace) -> list[Rules]:
    """The mappings of a preset or of a mapping file, those of one kind if one is named."""
    from crmdesk.exchange import presets
    from crmdesk.exchange.mappings import file as mapping_file

    if given.preset is not None and given.mapping is not None:
        raise UsageError(_("--preset and --mapping both say how to read the file; use one of them."))
    if given.preset is not None and given.preset not in presets.names():
        text = _("There is no preset “{name}”; there are {all}.")
        raise UsageError(text.format(name=given.preset, all=", ".join(presets.names())))
    found = mapping_file.load(given.mapping) if given.preset is None else presets.load(given.preset)
    if given.kind is None:
        return found
    kind = _kind(given.kind)
    of_kind = [one for one in found if one.kind == kind]
    if not of_kind:
        name = given.preset or given.mapping.name
        raise UsageError(_("{file} has no mapping for {kind}.").format(file=name, kind=kind))
    return of_kind


def _in_steps(tables: Iterable[tuple[str, Table]]) -> Iterator[tuple[str, Table]]:
    """The same tables, each named on the terminal while it is read."""
    for kind, table in tables:
        step(_("Reading {file} …").format(file=table.name))
        yield kind, table
    step(_("Writing …"))


def _plain_tables(kind: str, sources: Iterable[Path], workspace: Workspace) -> Iterator[tuple[str, Table]]:
    """Tables whose columns are named as the fields are."""
    from crmdesk.exchange.ids import names_known
    from crmdesk.exchange.mappings import mapping

    for path in sources:
        table = _opened(path)
        yield kind, mapping.apply(mapping.for_kind(kind, table.columns), table, names_known(workspace))


def _interchange_tables(paths: Iterable[Path]) -> Iterator[tuple[str, Table]]:
    for path in paths:
        if interchange.is_interchange(path):
            yield from interchange.tables_of(open_source(path))
        else:
            yield path.stem.lower(), _opened(path)


def _address_books(books: Sequence[Path], workspace: Workspace) -> Iterator[tuple[str, Table]]:
    """The contacts of vCard files; people find the companies that are in the workspace."""
    if not books:
        return
    from crmdesk.exchange.readers import vcard

    # Of two companies with one name the older one counts: it comes last.
    known = workspace.rows(_COMPANIES)
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


def _in_rows(done: int, _total: int, what: str) -> None:
    if what in KINDS:
        step(_("{kind}: row {n} …").format(kind=what, n=done))


def _tell(plan: Plan, notices: Sequence[str], given: Namespace) -> None:
    report = plan.report
    if given.json:
        print_json(_document(plan, notices, given))
        return
    print(" ".join(filter(None, (importing.summary(report), importing.left_out(report)))))
    for notice in (*notices, *report.notices):
        print(f"  {notice}")
    for one in report.rejected[:_SHOWN]:
        value = f" “{one.value}”" if one.value else ""
        print(f"  {one.file}, {_('line')} {one.line}, {one.column}{value}: {one.reason}")
    if len(report.rejected) > _SHOWN:
        print(_("  … and {n} more; --json lists them all").format(n=len(report.rejected) - _SHOWN))
    doubtful = plan.places(outcome="doubtful")
    for place in doubtful[:_SHOWN]:
        row = plan.rows[place]
        print(f"  {row.file}, {_('line')} {row.line}, {title_of(row.outcome)} “{row.name}”: {row.reason}")


def _document(plan: Plan, notices: Sequence[str], given: Namespace) -> dict[str, Any]:
    report = plan.report
    document: dict[str, Any] = {
        "created": report.created,
        "updated": report.updated,
        "skipped": report.skipped,
        "doubtful": report.doubtful,
        "left_out": report.left_out,
        "rejected": [asdict(one) for one in report.rejected],
        "batch": report.batch if report.written else None,
        "notices": [*notices, *report.notices],
    }
    if given.dry_run:
        document["plan"] = {"counts": plan.counts, "rows": [_row(row) for row in plan.rows]}
    return document


def _row(row: PlannedRow) -> dict[str, Any]:
    """A row of a plan: what says nothing is left out."""
    told = {name: value for name, value in asdict(row).items() if value and name not in ("key", "cells", "row_id")}
    return {**told, "record": row.row_id or None}
