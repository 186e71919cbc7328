"""The records that were open last, and the saved views: what a file offers in the sidebar and the palette."""

from __future__ import annotations

from crmdesk.screen.navigation import is_there
from crmdesk.store import note
from crmdesk.store.file import Workspace
from crmdesk.ui.desk import RECORD, Desk, Place

MOST = 8
_VIEWS = 12
# The listings that stand on a page of another name.
_PAGES = {"sales": "money", "expenses": "money"}
ICONS = {
    "contact": "users",
    "deal": "briefcase",
    "ticket": "headset",
    "activity": "calendar",
    "campaign": "speakerphone",
    "sale": "receipt",
    "expense": "receipt",
    "survey": "mood-smile",
    "staff": "building",
    "goal": "target",
}


class Recent:
    """The records that were open last, the latest first, kept with the file."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.places: list[Place] = []

    def open(self) -> None:
        """Reads what the file remembers."""
        self.places = []
        for one in note.recall(self._desk.here, "recent") or ():
            if isinstance(one, list) and len(one) == 2 and one[0] in ICONS and isinstance(one[1], int):
                self.places.append(Place(RECORD, *one))

    def leave(self) -> None:
        self.places = []

    def keep(self) -> None:
        """Notes them with the file."""
        note.keep(self._desk.here, "recent", [[place.kind, place.id] for place in self.places])

    def add(self, place: Place) -> None:
        """A record was opened."""
        plain = Place(RECORD, place.kind, place.id)
        self.places = [plain, *(one for one in self.places if one != plain)][:MOST]

    def entries(self) -> list[tuple[str, str, Place]]:
        """Name, icon and place of those that still are."""
        if not self.places:
            return []
        from crmdesk.store.registry import record_type
        from crmdesk.store.row import name_of

        here = self._desk.here
        return [
            (name_of(here, record_type(place.kind), place.id), ICONS.get(place.kind, "table"), place)
            for place in self.places
            if is_there(here, place)
        ]


def saved_views(workspace: Workspace) -> list[tuple[str, Place]]:
    """Name and place of each saved view, in their order."""
    rows = workspace.rows("SELECT name, listing, query FROM saved_view ORDER BY position, id LIMIT ?", (_VIEWS,))
    return [(name, Place(_PAGES.get(listing, listing), detail=query)) for name, listing, query in rows]
