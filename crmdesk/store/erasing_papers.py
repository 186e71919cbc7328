"""What erasing does to files kept inside a workspace: summaries, result files of imports, attachments."""

from __future__ import annotations

from crmdesk.store import content as contents
from crmdesk.store.attachment import Attachment
from crmdesk.store.base import table_of
from crmdesk.store.closing import Closing
from crmdesk.store.engine import Engine
from crmdesk.store.erasing_rows import Found, write
from crmdesk.store.import_memory import ImportedFile
from crmdesk.store.pdf_words import words_of
from crmdesk.store.person import Person
from crmdesk.store.traces import Traces


def printed_with(engine: Engine, traces: Traces) -> list[tuple[int, str, str]]:
    """The closed periods whose kept summary names them: number, period, checksum."""
    rows = engine.rows("SELECT id, period, digest FROM closing WHERE digest IS NOT NULL ORDER BY id")
    return [row for row in rows if _names(engine, row[2], traces)]


def results_with(engine: Engine, traces: Traces) -> list[tuple[int, str, str]]:
    """The imported files whose result names them: number, name, checksum."""
    rows = engine.rows("SELECT id, name, result FROM imported_file WHERE result IS NOT NULL ORDER BY id")
    return [row for row in rows if _names(engine, row[2], traces)]


def files_with(engine: Engine, person: Person, traces: Traces) -> list[tuple[int, str]]:
    """The files of other records in which they are named: number and name. Nobody changes those but a person."""
    rows = engine.rows("SELECT id, name, digest FROM attachment ORDER BY id")
    theirs = person.rows.get(Attachment, ())
    return [(id, name) for id, name, digest in rows if id not in theirs and _names(engine, digest, traces)]


def drop_papers(engine: Engine, traces: Traces, found: Found) -> None:
    """Takes away kept summaries and result files that name them, in the journal too."""
    for row_id, _period, digest in printed_with(engine, traces):
        write(engine, table_of(Closing), row_id, {"digest": None, "size": None, "pages": None})
        found.digests.add(digest)
    for row_id, _name, digest in results_with(engine, traces):
        write(engine, table_of(ImportedFile), row_id, {"result": None})
        found.digests.add(digest)
    for digest in found.digests:
        for column, table in (("digest", "closing"), ("result", "imported_file")):
            engine.rows(
                f"UPDATE change SET before = json_set(before, '$.{column}', NULL) WHERE tbl = ?"
                f" AND before IS NOT NULL AND json_extract(before, '$.{column}') = ?",
                (table, digest),
            )


def drop_bytes(engine: Engine, found: Found) -> None:
    """Takes away the bytes that nothing names any more, whether it is there or in the journal."""
    for digest in found.digests:
        named = (
            "SELECT 1 FROM attachment WHERE digest = :digest UNION ALL SELECT 1 FROM closing WHERE digest = :digest"
            " UNION ALL SELECT 1 FROM imported_file WHERE result = :digest"
            " UNION ALL SELECT 1 FROM setting WHERE instr(value, :digest)"
            " UNION ALL SELECT 1 FROM change WHERE instr(before, :digest) LIMIT 1"
        )
        if not engine.rows(named, {"digest": digest}):
            engine.rows("DELETE FROM content WHERE digest = ?", (digest,))


def _names(engine: Engine, digest: str, traces: Traces) -> bool:
    """Whether kept bytes have a trace, as text in any usual encoding or on the pages of a PDF."""
    content = contents.take(engine, digest) or b""
    if content.startswith(b"%PDF"):
        return traces.is_in_print(words_of(content) or "")
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    text = content.decode(encoding, "replace")
    if "\ufffd" in text and b"\x00" not in content:
        text += content.decode("cp1252", "replace")
    return traces.first_in(text) is not None
