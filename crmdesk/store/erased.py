"""Who was erased for good: by uid alone, in the workspace and in a small file beside it.

The file outlives a workspace that is lost, so that its backups know too.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection
from pathlib import Path

from crmdesk.domain.errors import Damaged
from crmdesk.store.atomic import write_bytes
from crmdesk.store.engine import Engine, RawError

# In `meta`: something was erased, and the disk is still to be swept.
TO_SWEEP = "to_sweep"
SUFFIX = ".crmdesk-erased"
_HEXADECIMAL = frozenset("0123456789abcdef")


def list_beside(path: Path) -> Path:
    """Where the list of a workspace lies."""
    return path.with_name(f"{path.stem}{SUFFIX}")


def listed_near(path: Path) -> frozenset[bytes]:
    """Everybody on the lists in the folder of a file: a copy of a workspace may have got another name."""
    return frozenset().union(*(_listed(one) for one in path.parent.glob(f"*{SUFFIX}")))


def listed_in(engine: Engine) -> frozenset[bytes]:
    """Everybody on the list inside a workspace; nobody in one that is damaged or older than the list."""
    try:
        return frozenset(uid for (uid,) in engine.rows("SELECT uid FROM erased"))
    except (RawError, Damaged):
        return frozenset()


def is_waiting(engine: Engine) -> bool:
    """Whether somebody is on a list near an open workspace and not on its own, or the disk is still to be swept."""
    waiting = listed_near(engine.path) - listed_in(engine)
    return bool(waiting or engine.rows("SELECT 1 FROM meta WHERE key = ?", (TO_SWEEP,)))


def add_beside(path: Path, uids: Collection[bytes]) -> None:
    """Adds people to the list beside a workspace. Raises UserError."""
    known = _listed(list_beside(path))
    if not known.issuperset(uids):
        _write(path, known.union(uids))


def take_from_list(path: Path, uids: Collection[bytes]) -> None:
    """Takes people off again, who were not erased after all. Raises UserError."""
    _write(path, _listed(list_beside(path)).difference(uids))


def _listed(path: Path) -> frozenset[bytes]:
    try:
        words = path.read_text(encoding="ascii", errors="replace").split()
    except OSError:
        return frozenset()
    return frozenset(bytes.fromhex(word) for word in words if len(word) == 32 and _HEXADECIMAL.issuperset(word))


def _write(path: Path, uids: Collection[bytes]) -> None:
    if not uids:
        # This needs no room, so that nobody stays on the list because the disk is full.
        with contextlib.suppress(OSError):
            list_beside(path).unlink(missing_ok=True)
        return
    lines = "".join(f"{uid.hex()}\n" for uid in sorted(uids))
    write_bytes(list_beside(path), lines.encode("ascii"), private=True)
