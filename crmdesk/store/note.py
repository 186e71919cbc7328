"""What the window keeps with the file, beside the records: drafts, table layouts, who works, where one was last.

No step of the journal, because nothing that is true of the business changes.
"""

from __future__ import annotations

import json
from typing import Any

from crmdesk.store.file import Workspace

# The keys of forms that were begun and not saved.
DRAFTS = "draft:"


def recall(workspace: Workspace, key: str) -> Any | None:
    """What was kept under that key, None where nothing was."""
    found = workspace.rows("SELECT value FROM note WHERE key = ?", (key,))
    return json.loads(found[0][0]) if found else None


def keep(workspace: Workspace, key: str, value: Any) -> None:
    """Keeps anything that JSON can say; nothing where the window may only look."""
    text = json.dumps(value, ensure_ascii=False)
    if not workspace.read_only and workspace.rows("SELECT value FROM note WHERE key = ?", (key,)) != [(text,)]:
        _write(workspace, "INSERT OR REPLACE INTO note VALUES (?, ?, ?)", (key, text, workspace.clock.now()))


def forget(workspace: Workspace, key: str) -> None:
    """Keeps nothing more under that key."""
    if not workspace.read_only:
        _write(workspace, "DELETE FROM note WHERE key = ?", (key,))


def keys(workspace: Workspace, prefix: str) -> list[str]:
    """The keys that begin so, the latest kept first."""
    sql = "SELECT key FROM note WHERE substr(key, 1, ?) = ? ORDER BY at DESC, key"
    return [key for (key,) in workspace.rows(sql, (len(prefix), prefix))]


def _write(workspace: Workspace, sql: str, parameters: tuple[Any, ...]) -> None:
    workspace.engine.require_in_place()
    workspace.rows(sql, parameters)
