"""The ready-made conditions on the ticket queue, and how one of them is kept in a place."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from crmdesk.store.ticket_queue import Queued
from crmdesk.text import N_


@dataclass(frozen=True, slots=True)
class Preset:
    """A ready-made condition on the queue."""

    id: str
    title: str
    holds: Callable[[Queued], bool]


PRESETS: tuple[Preset, ...] = (
    Preset("open", N_("Open"), lambda _one: True),
    Preset("unanswered", N_("Unanswered"), lambda one: one.first_response_at is None),
    Preset("over", N_("Over target"), lambda one: one.standing.over),
    Preset("ours", N_("Waiting for us"), lambda one: not one.standing.waiting),
    Preset("waiting", N_("Waiting for the customer"), lambda one: one.standing.waiting),
)
RESOLVED = Preset("resolved", N_("Resolved lately"), lambda _one: True)


def preset_of(id: str) -> Preset:
    """The condition of that name, else the first."""
    return next((preset for preset in (*PRESETS, RESOLVED) if preset.id == id), PRESETS[0])


def state_of(detail: str) -> dict[str, str]:
    """What a place keeps; nothing where it keeps nothing that can be read."""
    try:
        found = json.loads(detail or "{}")
    except ValueError:
        return {}
    return {key: value for key, value in found.items() if isinstance(value, str)} if isinstance(found, dict) else {}


def list_preset(id: str) -> str:
    """The condition of the list of tickets that says the same, else that for open ones."""
    return id if id in ("open", "unanswered", "waiting", "resolved") else "open"
