"""Settings of ticket targets: within how many working hours a ticket of each priority is answered and resolved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from crmdesk.domain.priority import PRIORITIES
from crmdesk.domain.typed_number import plain_number
from crmdesk.domain.wording import decimal_text
from crmdesk.screen.settings.form import FormSection, Line, typed_line
from crmdesk.store.business import business
from crmdesk.store.file import Workspace
from crmdesk.store.ticket_targets import KEY, MOST_HOURS
from crmdesk.text import N_, _
from crmdesk.ui.desk import Desk

_PARTS = {
    "first_response_hours": N_("{priority}: first answer within"),
    "resolution_hours": N_("{priority}: resolved within"),
}


class TargetSection(FormSection):
    """What is promised to customers who need help."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        hint = _(
            "In working hours; empty: no target. While a ticket waits for the customer, the time for resolving it is "
            "paused. A ticket without a priority counts as normal."
        )
        super().__init__(desk, parent, _("Ticket targets"), hint)

    def make_lines(self) -> Sequence[Line]:
        return [
            typed_line(
                *(self, f"{priority}.{part}", _(label).format(priority=_(PRIORITIES[priority])), _hours, _text),
                hint=_("no target"),
            )
            for priority in reversed(PRIORITIES)
            for part, label in _PARTS.items()
        ]

    def kept(self, workspace: Workspace) -> Mapping[str, Any]:
        targets = business(workspace).targets
        return {f"{priority}.{part}": getattr(targets[priority], part) for priority in PRIORITIES for part in _PARTS}

    def values(self, read: Mapping[str, Any]) -> dict[str, Any]:
        return {KEY: {name: {part: read[f"{name}.{part}"] for part in _PARTS} for name in PRIORITIES}}


def _hours(text: str) -> float | None:
    if not text:
        return None
    hours = float(plain_number(text))
    if not 0 < hours <= MOST_HOURS:
        raise ValueError(_("must be hours above 0 and up to {most}").format(most=decimal_text(str(MOST_HOURS))))
    return int(hours) if hours == int(hours) else hours


def _text(value: float | None) -> str:
    return "" if value is None else decimal_text(str(value))
