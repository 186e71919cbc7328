"""Bytes kept inside the workspace, each content once under the checksum of its bytes: files of records, stored pages.

Not in the journal: content never changes, and it stays as long as an undo may bring back what names it.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from crmdesk.store.journal import Tx

CONTENT = "CREATE TABLE content (digest TEXT PRIMARY KEY, size INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT"


class Source(Protocol):
    """Whatever can be read: a workspace, an operation under way, or a file that is no workspace yet or any more."""

    def rows(self, sql: str, parameters: Any = ()) -> list[tuple[Any, ...]]: ...


def put(tx: Tx, content: bytes) -> str:
    """Keeps bytes and returns their checksum, by which `take` finds them."""
    digest = hashlib.sha256(content).hexdigest()
    tx.rows("INSERT OR IGNORE INTO content (digest, size, bytes) VALUES (?, ?, ?)", (digest, len(content), content))
    return digest


def take(source: Source, digest: str) -> bytes | None:
    """The bytes of a checksum; None where they are missing or not what was kept."""
    found = source.rows("SELECT bytes FROM content WHERE digest = ?", (digest,))
    content = bytes(found[0][0]) if found else b""
    return content if found and hashlib.sha256(content).hexdigest() == digest else None


def unsound(source: Source) -> frozenset[str]:
    """The checksums of bytes that are not what was kept. Every byte is read, one content at a time."""
    kept = source.rows("SELECT digest FROM content")
    return frozenset(digest for (digest,) in kept if take(source, digest) is None)
