"""How somebody arranged the dashboard: which tiles stand on which area, in which order, and which on every one.

It is kept with the file, as data; an area that nobody arranged follows `areas`, in later versions too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from crmdesk.screen.areas import CARD, AreaSpec, kind_of
from crmdesk.store import note
from crmdesk.store.file import Workspace
from crmdesk.ui.face import Compare

KEY = "dashboard"


@dataclass(frozen=True, slots=True)
class Arrangement:
    """`own`: the tiles of each area that was arranged, by its id. `pinned` tiles come first on every area."""

    own: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pinned: tuple[str, ...] = ()
    compare: Compare = Compare.BEFORE

    def tiles(self, area: AreaSpec) -> tuple[str, ...]:
        """The tiles of an area: cards that are pinned, what stands before its first panel, pinned panels, the rest."""
        rest = [tile for tile in self._own(area) if tile not in self.pinned]
        cards = [tile for tile in self.pinned if kind_of(tile) == CARD]
        panels = [tile for tile in self.pinned if kind_of(tile) != CARD]
        first = next((place for place, tile in enumerate(rest) if kind_of(tile) != CARD), len(rest))
        return (*cards, *rest[:first], *panels, *rest[first:])

    def arranged(self, area: AreaSpec, tiles: Sequence[str]) -> Arrangement:
        """The same with these tiles on an area, in this order."""
        before = self._own(area)
        own = tuple(tile for tile in tiles if tile not in self.pinned or tile in before)
        pinned = [tile for tile in tiles if tile in self.pinned]
        # A tile that is taken away from one area is pinned no more.
        return replace(self, own={**self.own, area.id: own}, pinned=tuple(pinned))

    def moved(self, area: AreaSpec, tile: str, before: str | None) -> Arrangement:
        """The same with a tile before another one; before none it comes last."""
        tiles = [one for one in self.tiles(area) if one != tile]
        tiles.insert(tiles.index(before) if before in tiles else len(tiles), tile)
        return self.arranged(area, tiles)

    def without(self, area: AreaSpec, tile: str) -> Arrangement:
        """The same without a tile."""
        return self.arranged(area, [one for one in self.tiles(area) if one != tile])

    def pinned_or_not(self, tile: str) -> Arrangement:
        """A tile is pinned, or no longer."""
        if tile in self.pinned:
            return replace(self, pinned=tuple(one for one in self.pinned if one != tile))
        return replace(self, pinned=(*self.pinned, tile))

    def usual(self, area: AreaSpec) -> Arrangement:
        """The same with an area as it was made, and nothing pinned."""
        return replace(self, own={id: tiles for id, tiles in self.own.items() if id != area.id}, pinned=())

    def is_usual(self, area: AreaSpec) -> bool:
        """Whether nobody arranged an area."""
        return area.id not in self.own

    def as_data(self) -> dict[str, Any]:
        """As JSON can say it."""
        return {"own": {id: list(tiles) for id, tiles in self.own.items()}, "pinned": list(self.pinned)} | {
            "compare": self.compare.value
        }

    def _own(self, area: AreaSpec) -> tuple[str, ...]:
        return self.own.get(area.id, area.usual)


def recall(workspace: Workspace) -> Arrangement:
    """The arrangement that is kept with a workspace; what cannot be read is as if it had never been kept."""
    match note.recall(workspace, KEY):
        case {"own": dict(own), "pinned": list(pinned), "compare": str(compare)} if compare in list(Compare):
            lists = {str(id): tiles for id, tiles in own.items() if isinstance(tiles, list)}
            texts = {id: tuple(str(tile) for tile in tiles) for id, tiles in lists.items()}
            return Arrangement(texts, tuple(str(tile) for tile in pinned), Compare(compare))
    return Arrangement()


def keep(workspace: Workspace, arrangement: Arrangement) -> None:
    """Keeps an arrangement with a workspace."""
    note.keep(workspace, KEY, arrangement.as_data())
