"""What is remembered of files that were brought in: by the checksum of its bytes a file is known again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from crmdesk.domain.wording import name_text
from crmdesk.exchange import limits
from crmdesk.exchange.source import open_file
from crmdesk.store import content
from crmdesk.store.import_memory import ImportedFile
from crmdesk.store.journal import Tx
from crmdesk.store.row import Source

_CHUNK = 1024**2


@dataclass(frozen=True, slots=True)
class Before:
    """An earlier import of the same file: the name that it had, the step, and when."""

    name: str
    step: int
    at: int


def digest_of(path: Path) -> str:
    """The checksum of a file; empty for a folder."""
    if path.is_dir():
        return ""
    found = hashlib.sha256()
    with open_file(path) as stream:
        while chunk := stream.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def brought_in_before(source: Source, digest: str) -> list[Before]:
    """The imports of a file with that checksum that still stand, the latest first."""
    rows = source.rows("SELECT name, step, at FROM imported_file WHERE digest = ? ORDER BY id DESC", (digest,))
    return [Before(*row) for row in rows]


def remember(tx: Tx, files: Mapping[str, str], result: bytes = b"") -> None:
    """Notes the files of this step, checksum by name, and keeps the result file where it is not too large."""
    kept = content.put(tx, result) if 0 < len(result) <= limits.RESULT_BYTES else None
    for name, digest in files.items():
        if digest:
            values = {"name": name, "digest": digest, "step": tx.operation, "result": kept, "at": tx.at}
            tx.insert(ImportedFile, values)


def digests_of(paths: Sequence[Path]) -> dict[str, str]:
    """The checksums of files by their names."""
    return {name_text(path.name): digest_of(path) for path in paths}
