"""What the first sight shows of a business that does not do everything: a help desk sees its tickets."""

from __future__ import annotations

from collections.abc import Sequence

from crmdesk.drawing.base import all_charts
from crmdesk.kpi.base import all_kpis
from crmdesk.screen.areas import CARD, CHART, id_of, kind_of
from crmdesk.ui.board import Board


def fitting(names: Sequence[str], board: Board) -> list[str]:
    """The tiles with others in place of those whose figures had no value in any month; all where none had one."""
    cards = [id_of(name) for name in names if kind_of(name) == CARD]
    kept = [kpi for kpi in cards if _has(kpi, board)]
    if len(kept) == len(cards):
        return list(names)
    others = sorted(all_kpis(), key=lambda one: (not one.headline, one.place, one.id))
    kept += [one.id for one in others if one.id not in cards and _has(one.id, board)]
    if not kept:
        return list(names)
    found = [f"{CARD}:{kpi}" for kpi in kept[: len(cards)]]
    rest = [name for name in names if kind_of(name) != CARD]
    courses = [f"{CHART}:{kpi}" for kpi in kept if f"{CHART}:{kpi}" not in rest]
    for name in rest:
        empty = kind_of(name) == CHART and not _has(all_charts()[id_of(name)].kpi, board)
        if not empty:
            found.append(name)
        elif courses:
            found.append(courses.pop(0))
    return found


def _has(kpi: str, board: Board) -> bool:
    """Whether a figure had a value in any of the months, the latest looked at first."""
    return any(results[kpi].figure.value is not None for results in reversed(board.series))
