"""Freeing what millions of rows took, bit by bit: freed at once, it would hold up every other thread for seconds."""

from __future__ import annotations

from typing import Any

_AT_ONCE = 10_000


def free(found: Any) -> None:
    """Empties a large list or dictionary that nobody needs any more, or the large ones that a tuple is made of."""
    if isinstance(found, list):
        while len(found) > _AT_ONCE:
            del found[-_AT_ONCE:]
    elif isinstance(found, dict):
        while len(found) > _AT_ONCE:
            found.popitem()
    elif isinstance(found, tuple):
        for part in found:
            if isinstance(part, list | dict):
                free(part)
