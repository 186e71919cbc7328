"""What one does with an import that is done: its result file is saved, its records are looked at."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from crmdesk.screen.pages import spec_of
from crmdesk.store.atomic import write_bytes
from crmdesk.store.listing import LISTINGS
from crmdesk.text import _
from crmdesk.ui.ask_file import ask_save
from crmdesk.ui.desk import Desk, Place

# Lists that stand on a page of another name.
_SHOWN_ON = {"sales": "money", "expenses": "money"}


def ask_to_save(desk: Desk, parent: QWidget, name: str, data: bytes) -> None:
    """Asks where a result file is to be written."""

    def write(target: Path) -> None:
        write_bytes(target, data)
        desk.notice.tell(_("The result file is kept as {path}.").format(path=target))

    def chosen(target: Path) -> None:
        desk.attempt(partial(write, target))

    ask_save(parent, _("Save the result file"), _("CSV files (*.csv)"), Path.home() / name, chosen)


def list_of(kind: str) -> Place | None:
    """Where the records of a kind are listed; None where they are parts of others."""
    lists = [id for id, listing in LISTINGS.items() if listing.record.plural == kind]
    shown = kind if kind in lists else next(iter(lists), "")
    page = next((one for one in (shown, _SHOWN_ON.get(shown, "")) if spec_of(one) is not None), "")
    return Place(page) if page else None
