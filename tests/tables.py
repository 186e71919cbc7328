"""What a workspace holds, table by table, for tests that compare before and after."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from crmdesk.store.base import table_of
from crmdesk.store.file import Workspace, open_workspace
from crmdesk.store.registry import ALL_TYPES

Contents = dict[str, list[tuple[Any, ...]]]


def contents_of(workspace: Workspace) -> Contents:
    """Every row of every table of records and settings, with row numbers and uids."""
    return {table_of(one): workspace.rows(f"SELECT * FROM {table_of(one)} ORDER BY id") for one in ALL_TYPES}


def contents(file: Path) -> Contents:
    """The same for a file that nobody has open."""
    with open_workspace(file, read_only=True) as workspace:
        return contents_of(workspace)


def files_in(folder: Path) -> dict[str, bytes]:
    """The bytes of every file of a folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
