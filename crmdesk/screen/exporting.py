"""What the window writes for other programs, by the name of the file: everything, or the rows of a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from crmdesk.store.file import Workspace
from crmdesk.text import _

if TYPE_CHECKING:
    from crmdesk.store.base import Record
    from crmdesk.store.listing import Listing

Check = Callable[[int], None]
_CARDS, _CALENDAR = "contact", "activity"


def filters_for_everything() -> str:
    """What everything can be saved as; address books and calendars hold their part of it."""
    names = [_("Interchange files (*.zip)"), _("Everything as JSON (*.json)"), _cards(), _calendar()]
    return ";;".join(names)


def save_everything(path: Path, workspace: Workspace) -> None:
    """Writes all of a workspace, as the name of the file says. Raises UserError."""
    match path.suffix.lower():
        case ".json":
            from crmdesk.exchange.everything import export_json

            export_json(workspace, path)
        case ".vcf":
            from crmdesk.exchange.vcard_out import export_cards

            export_cards(workspace, path)
        case ".ics":
            from crmdesk.exchange.ical_out import export_calendar

            export_calendar(workspace, path)
        case _:
            from crmdesk.exchange.interchange import export

            export(workspace, path)


def filters_for_list(record: type[Record]) -> str:
    """What the rows of a list can be saved as."""
    names = [_("Spreadsheet (*.xlsx)"), _("CSV (*.csv)")]
    names += [_cards()] if record.kind == _CARDS else []
    names += [_calendar()] if record.kind == _CALENDAR else []
    return ";;".join(names)


def save_list(
    path: Path, workspace: Workspace, listing: Listing, columns: Sequence[str], ids: Sequence[int], check: Check
) -> int:
    """Writes rows of a list, as the name of the file says; returns how many. `check` is told how far it is."""
    kind, suffix = listing.record.kind, path.suffix.lower()
    if kind == _CARDS and suffix == ".vcf":
        from crmdesk.exchange.vcard_out import export_cards

        return export_cards(workspace, path, ids)
    if kind == _CALENDAR and suffix == ".ics":
        from crmdesk.exchange.ical_out import export_calendar

        return export_calendar(workspace, path, ids)
    from crmdesk.report import listed

    listed.write_list(path, workspace, listing, columns, ids, check)
    return len(ids)


def _cards() -> str:
    return _("Address book (*.vcf)")


def _calendar() -> str:
    return _("Calendar of tasks and meetings (*.ics)")
