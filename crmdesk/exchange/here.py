"""What of the workspace matters for understanding a file: its stages, its people, its money, its clock."""

from __future__ import annotations

from dataclasses import dataclass

from crmdesk.domain.calendar import day_text
from crmdesk.store.file import Workspace
from crmdesk.store.phone import country_of
from crmdesk.store.registry import record_type


@dataclass(frozen=True, slots=True)
class Named:
    """A record that a file may mean by its name: its uid, its name, a stage's kind."""

    key: str
    name: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Here:
    """A workspace as far as a file to be understood is concerned. `holds` names the kinds that have rows."""

    currency: str = "EUR"
    timezone: str = "UTC"
    country: str = ""
    stages: tuple[Named, ...] = ()
    staff: tuple[Named, ...] = ()
    holds: frozenset[str] = frozenset()
    today: str = ""


def here_of(workspace: Workspace) -> Here:
    """What of this workspace matters."""
    settings = workspace.settings
    # An id would be taken for one of the program that the file is of; a uid means this record to every file.
    key = "lower(hex(uid))"
    stages = workspace.rows(
        f"SELECT {key}, name, coalesce(kind, 'open') FROM stage ORDER BY position IS NULL, position, id"
    )
    staff = workspace.rows(f"SELECT {key}, name FROM staff ORDER BY id")
    kinds = ("contacts", "deals", "sales", "tickets", "expenses", "campaigns")
    holds = [kind for kind in kinds if workspace.rows(f"SELECT 1 FROM {record_type(kind)._meta.table_name} LIMIT 1")]
    return Here(
        settings.currency,
        settings.timezone,
        country_of(workspace),
        tuple(Named(*row) for row in stages),
        tuple(Named(*row) for row in staff),
        frozenset(holds),
        day_text(workspace.calendar.day_of(workspace.clock.now())),
    )
