"""Taking out of a value what a merge put into it, however much was added since: tags, notes, fields of one's own."""

from __future__ import annotations

import json
from typing import Any

PARTED = ("tags", "notes", "custom")
"""The columns of a contact that hold what came from several."""


def without(column: str, now: str | None, had: str | None, left: str | None) -> str | None:
    """What stands in a column now, without what was put there when `had` became `left`."""
    if column == "custom":
        return _fields(now, had, left)
    return _tags(now, had, left) if column == "tags" else _notes(now, had, left)


def _tags(now: str | None, had: str | None, left: str | None) -> str | None:
    added = set(_words(left)).difference(_words(had))
    kept = [word for word in _words(now) if word not in added]
    # As somebody wrote them, where they are the same ones again.
    return had if kept == _words(had) else ";".join(kept) or None


def _words(tags: str | None) -> list[str]:
    return [word.strip() for word in (tags or "").split(";") if word.strip()]


def _notes(now: str | None, had: str | None, left: str | None) -> str | None:
    before, added = had or "", (left or "").removeprefix(had or "")
    if not added.strip() or not (left or "").startswith(before):
        return now
    parts = (now or "").partition(added.strip())
    if not parts[1]:
        return now
    return "\n\n".join(text for part in (parts[0], parts[2]) if (text := part.strip())) or None


def _fields(now: str | None, had: str | None, left: str | None) -> str | None:
    here, before, after = (json.loads(text or "{}") for text in (now, had, left))
    kept: dict[str, Any] = {}
    for name, value in here.items():
        untouched = name in after and after[name] == value and before.get(name) != value
        if not untouched:
            kept[name] = value
        elif name in before:
            kept[name] = before[name]
    kept |= {name: value for name, value in before.items() if name not in after and name not in here}
    return json.dumps(kept, ensure_ascii=False) if kept else None
