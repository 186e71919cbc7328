"""Settings of the team: the people who work in the business, who has left included."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crmdesk.domain.wording import short_date_text
from crmdesk.screen.settings.records import RecordSection
from crmdesk.store.staff import ROLES, Staff
from crmdesk.text import _
from crmdesk.ui.desk import Desk

_ROWS = "SELECT id, name, role, left_on FROM staff ORDER BY left_on IS NOT NULL, sorted_as(name), id"


class TeamSection(RecordSection):
    """Who works here."""

    record = Staff
    columns = ("name", "role", "email", "started_on", "left_on")

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        hint = _(
            "People are noted as the owners of deals and tickets and as those who did things; nobody logs in. Whoever "
            "leaves gets a last day: everything they did stays theirs."
        )
        super().__init__(desk, parent, _("Team"), hint)

    def add_words(self) -> str:
        return _("Add a person")

    def rows(self) -> list[tuple[int, str]]:
        return [(row_id, _words(name, role, left)) for row_id, name, role, left in self.desk.here.rows(_ROWS)]


def _words(name: str, role: str | None, left: int | None) -> str:
    parts = [name, *([_(ROLES[role])] if role else [])]
    if left is not None:
        parts.append(_("until {day}").format(day=short_date_text(left)))
    return " · ".join(parts)
