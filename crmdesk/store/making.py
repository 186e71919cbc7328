"""Records that are made on the spot, in the same step as the record that refers to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from crmdesk.store.base import Record


@dataclass(frozen=True, slots=True)
class Missing:
    """In place of the id of a reference: the record to be made, by its name and the values that it starts with."""

    record: type[Record]
    name: str
    values: dict[str, Any] = field(default_factory=dict)
