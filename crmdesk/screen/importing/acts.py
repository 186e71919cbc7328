"""Bringing files in: the steps by their names, what can be done on the page, and the place that names files."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from crmdesk.text import N_
from crmdesk.ui.actions import ACTIONS, WRITABLE, Act
from crmdesk.ui.desk import Place

PAGE = "import"
WHAT, COLUMNS, NAMES, PLAN, DONE = STEPS = ("what", "columns", "names", "plan", "done")
_NAMES = (N_("What it &is"), N_("&Columns"), N_("&Questions and names"), N_("The &plan"), N_("&Result"))
# What the dialogs offer to show.
FILTERS = (
    N_("Everything that can be read (*)"),
    N_("Tables (*.csv *.tsv *.txt *.xlsx *.xls *.ods)"),
    N_("Address books (*.vcf *.ldif)"),
    N_("Calendars (*.ics)"),
    N_("Bank files (*.ofx *.qfx *.qif *.xml *.sta *.mt940 *.csv)"),
    N_("Mails (*.eml *.mbox)"),
    N_("Interchange files (*.zip)"),
)
ACTS: tuple[Act, ...] = (
    Act("import_next", ACTIONS, N_("&Next step"), ("Ctrl+Return",), "chevron-right", WRITABLE, page=PAGE),
    Act("import_before", ACTIONS, N_("Step &before"), ("Ctrl+Shift+Return",), "chevron-left", WRITABLE, page=PAGE),
    Act("import_anew", ACTIONS, N_("&Other files"), ("Ctrl+M",), "folder-open", WRITABLE, page=PAGE),
    *(
        Act(f"import_{id}", ACTIONS, name, (f"Alt+{number}",), "", WRITABLE, page=PAGE, break_before=number == 1)
        for number, (id, name) in enumerate(zip(STEPS, _NAMES, strict=True), 1)
    ),
)


def place_for(paths: Iterable[Path], folder: int = 0) -> Place:
    """The place where these files are brought in; `folder` is the watched folder that they are new in."""
    return Place(PAGE, id=folder, detail=json.dumps([str(path) for path in paths]))


def paths_of(place: Place) -> tuple[Path, ...]:
    """The files that a place names."""
    try:
        names = json.loads(place.detail or "[]")
    except ValueError:
        return ()
    return tuple(Path(name) for name in names if isinstance(name, str)) if isinstance(names, list) else ()
