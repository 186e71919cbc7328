"""Erasing a person for good: in the records, in the journal, in the index, in what is kept inside, and on the disk.

What happened stays, without saying to whom, so that every figure is what it was. This is no step of the journal and
cannot be undone; that it was done is noted there, and by the uid of the contact in a list beside the workspace, so
that a backup which knows the person still does not bring them back.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from crmdesk.domain.errors import UserError
from crmdesk.store import erased, erasing_journal, erasing_papers, erasing_rows
from crmdesk.store.base import Record
from crmdesk.store.contact import Contact
from crmdesk.store.engine import Engine
from crmdesk.store.file import Workspace
from crmdesk.store.journal import commit
from crmdesk.store.person import Person, person
from crmdesk.store.row import name_in, row
from crmdesk.store.steps import ERASED
from crmdesk.store.traces import Traces, traces_of, traces_of_word, words_of_names
from crmdesk.store.uid import make_uids
from crmdesk.text import _

_AROUND = 40


@dataclass(frozen=True, slots=True)
class Mention:
    """Where somebody else's record names the person: the text around it."""

    kind: str
    id: int
    name: str
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """What erasing would do. `counts` are records of the person by kind, which become nobody's; `mentions` lose the
    trace; `summaries` (periods) and `results` (imported files) name the person and would go; `files` of other records
    do too, and only a person can change them; `shared` is what others are known by as well and therefore stays. `alone`
    are words of the name that stand alone in so many other texts: they stay too, unless one says that they are meant.
    """

    name: str
    counts: dict[str, int]
    mentions: tuple[Mention, ...]
    summaries: tuple[str, ...]
    results: tuple[str, ...]
    files: tuple[str, ...]
    shared: tuple[str, ...]
    alone: tuple[tuple[str, int], ...]


def look(workspace: Workspace, contact_id: int, also: Sequence[str] = ()) -> Outlook:
    """What erasing a contact would do, and nothing more; `also` are words by which the person is called elsewhere."""
    whom = person(workspace, contact_id)
    traces, shared = traces_of(workspace, whom.contacts, whom.known, also)
    engine = workspace.engine
    mentions = [
        _mention(workspace, record, row_id, column, text, traces)
        for record, row_id, column, text in erasing_rows.others(engine, whom, traces)
        if traces.first_in(text)
    ]
    return Outlook(
        name=name_in(Contact, whom.known[0], contact_id),
        counts={record.kind: len(ids) for record, ids in whom.rows.items()},
        mentions=tuple(mentions),
        summaries=tuple(period for _id, period, _digest in erasing_papers.printed_with(engine, traces)),
        results=tuple(name for _id, name, _digest in erasing_papers.results_with(engine, traces)),
        files=tuple(name for _id, name in erasing_papers.files_with(engine, whom, traces)),
        shared=tuple(shared),
        alone=tuple(_alone(workspace, whom, traces, also)),
    )


def erase(workspace: Workspace, contact_id: int, also: Sequence[str] = (), *, staff: int | None = None) -> None:
    """Erases a contact, here or in the bin, with what was merged into it. Raises UserError; then nothing was erased."""
    workspace.require_writable()
    whom = person(workspace, contact_id)
    uids = _uids(workspace.engine, whom.contacts)
    # First on the list: whatever is interrupted now is done when the workspace is opened again.
    erased.add_beside(workspace.path, uids)
    try:
        _erase(workspace, whom, also, staff)
    except BaseException:
        erased.take_from_list(workspace.path, uids)
        raise
    sweep(workspace.engine)


def catch_up(workspace: Workspace, before_upgrade: Path | None = None) -> int:
    """Erases again whom the lists name and this file, a backup perhaps, still knows; returns how many that were.

    The copy that an upgrade kept of the file still knows them too, and goes.
    """
    engine = workspace.engine
    waiting = erased.listed_near(workspace.path) - erased.listed_in(engine)
    found = _contacts(engine, waiting)
    for contact_id in found:
        _erase(workspace, person(workspace, contact_id), (), None)
    # The others are people of another workspace in the folder: they need not be looked for again.
    at = workspace.clock.now()
    engine.many("INSERT OR IGNORE INTO erased VALUES (?, 'contact', ?)", [(uid, at) for uid in sorted(waiting)])
    if found and before_upgrade is not None:
        before_upgrade.unlink(missing_ok=True)
    if found or engine.rows("SELECT 1 FROM meta WHERE key = ?", (erased.TO_SWEEP,)):
        sweep(engine)
    return len(found)


def knows_any(engine: Engine, uids: Collection[bytes]) -> bool:
    """Whether a workspace, of any version, still knows one of these people."""
    gone = erased.listed_in(engine)
    return bool(_contacts(engine, frozenset(uids) - gone))


def sweep(engine: Engine) -> None:
    """Writes the file anew, so that nothing is left in pages that are free. What cannot be done now is done later."""
    try:
        engine.rows("VACUUM")
        ((busy, *_pages),) = engine.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        if not busy:
            engine.rows("DELETE FROM meta WHERE key = ?", (erased.TO_SWEEP,))
    except UserError:
        return


def _erase(workspace: Workspace, whom: Person, also: Sequence[str], staff: int | None) -> None:
    engine = workspace.engine
    engine.require_in_place()
    traces, _shared = traces_of(workspace, whom.contacts, whom.known, also)
    uids, uid = _uids(engine, whom.contacts), make_uids(1, workspace.clock)[0]
    engine.rows("BEGIN IMMEDIATE")
    try:
        _clean(engine, whom, traces)
        at = workspace.clock.now()
        engine.many("INSERT OR REPLACE INTO erased VALUES (?, 'contact', ?)", [(uid, at) for uid in uids])
        engine.rows(
            "INSERT INTO operation (uid, label, at, staff_id, source) VALUES (?, ?, ?, ?, ?)",
            (uid, _("A person was erased for good"), at, staff, ERASED),
        )
        engine.rows("INSERT OR REPLACE INTO meta VALUES (?, '1')", (erased.TO_SWEEP,))
        commit(engine, uid)
    except BaseException:
        if not engine.is_closed() and engine.raw.in_transaction:
            engine.rows("ROLLBACK")
        raise


def _clean(engine: Engine, whom: Person, traces: Traces) -> None:
    """All of it, within a transaction."""
    found = erasing_rows.Found()
    ((latest,),) = engine.rows("SELECT coalesce(max(id), 0) FROM change")
    engine.rows("INSERT INTO journal_now (one, operation_id) VALUES (1, 0)")
    erasing_rows.empty_own(engine, whom, traces, found)
    erasing_rows.clean_others(engine, whom, traces)
    erasing_papers.drop_papers(engine, traces, found)
    engine.rows("DELETE FROM journal_now")
    # The journal has just noted what everything looked like before.
    engine.rows("DELETE FROM change WHERE id > ?", (latest,))
    erasing_journal.clean_journal(engine, whom, traces, found)
    erasing_rows.clean_notes(engine, whom, traces)
    erasing_papers.drop_bytes(engine, found)
    engine.rows("DELETE FROM remembered")
    # An index that only forgets some words still has them in its older parts.
    engine.rows("INSERT INTO search (search) VALUES ('delete-all')")
    engine.rows("DELETE FROM meta WHERE key = 'searched'")


def _uids(engine: Engine, contacts: Sequence[int]) -> list[bytes]:
    """The uids of contacts that are there, or in the journal."""
    found: set[bytes] = set()
    for contact_id in contacts:
        found.update(uid for (uid,) in engine.rows("SELECT uid FROM contact WHERE id = ?", (contact_id,)))
        sql = (
            "SELECT json_extract(before, '$.uid') FROM change WHERE tbl = 'contact' AND row_id = ?"
            " AND before IS NOT NULL LIMIT 1"
        )
        found.update(bytes.fromhex(text) for (text,) in engine.rows(sql, (contact_id,)))
    return sorted(found)


def _contacts(engine: Engine, uids: Collection[bytes]) -> list[int]:
    """The numbers of the contacts with these uids, there or in the journal."""
    if not uids:
        return []
    sql = (
        "SELECT id FROM contact WHERE hex(uid) IN (SELECT value FROM json_each(:uids))"
        " UNION SELECT row_id FROM change WHERE tbl = 'contact' AND before IS NOT NULL"
        " AND json_extract(before, '$.uid') IN (SELECT value FROM json_each(:uids))"
    )
    wanted = json.dumps([uid.hex().upper() for uid in sorted(uids)])
    return [contact for (contact,) in engine.rows(sql, {"uids": wanted})]


def _alone(workspace: Workspace, whom: Person, traces: Traces, also: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Single words of the name, and in how many other texts they stand alone."""
    for word in words_of_names(workspace, whom.contacts, whom.known):
        of_word = traces_of_word(word)
        texts = (text for *_where, text in erasing_rows.others(workspace.engine, whom, of_word))
        count = sum(of_word.first_in(traces.without(text)) is not None for text in texts)
        if count and word not in also:
            yield word, count


def _mention(
    workspace: Workspace, record: type[Record], row_id: int, column: str, text: str, traces: Traces
) -> Mention:
    match = traces.first_in(text)
    begin, end = match.span() if match else (0, 0)
    around = " ".join(text[max(begin - _AROUND, 0) : end + _AROUND].split())
    return Mention(record.kind, row_id, name_in(record, row(workspace, record, row_id) or {}, row_id), column, around)


__all__ = ["Mention", "Outlook", "catch_up", "erase", "knows_any", "look", "sweep"]
