"""What was brought in before: files with the steps that did it, and their result files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from crmdesk.domain.errors import UserError
from crmdesk.store import content
from crmdesk.store.file import Workspace
from crmdesk.text import _

_SQL = """
SELECT imported_file.id, imported_file.name, imported_file.step, coalesce(imported_file.result, ''), imported_file.at,
    operation.label, imported_file.digest
FROM imported_file JOIN operation ON operation.id = imported_file.step
ORDER BY imported_file.at DESC, imported_file.id DESC LIMIT ?
"""
_OF_DIGEST = "SELECT max(at) FROM imported_file WHERE digest = ?"


@dataclass(frozen=True, slots=True)
class Came:
    """A file that came in: when, by which step of the journal, and the checksum of its result file."""

    id: int
    name: str
    step: int
    result: str
    at: int
    label: str
    digest: str


def came_in(workspace: Workspace, most: int) -> list[Came]:
    """The files that came in and were not taken back, the latest first."""
    rows = workspace.rows(_SQL, (most,))
    return [Came(*row) for row in rows]


def came_at(workspace: Workspace, digest: str) -> int | None:
    """When a file of these bytes came in, if it did."""
    ((at,),) = workspace.rows(_OF_DIGEST, (digest,))
    return None if at is None else int(at)


def result_of(workspace: Workspace, digest: str) -> bytes:
    """The result file of an import. Raises UserError where it is gone."""
    found = content.take(workspace, digest)
    if found is None:
        raise UserError(_("The result file is not there any more; bring the file in again to get another one."))
    return found


def result_name(name: str) -> str:
    """The name under which a result file is offered."""
    return f"{Path(name).stem} – result.csv"
