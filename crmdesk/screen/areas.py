"""The areas of the dashboard and what stands on each, until somebody arranges it otherwise.

A tile is named by what it is and which one: `card:revenue`, `chart:revenue.staff`, `list:goals`.
"""

from __future__ import annotations

from dataclasses import dataclass

from crmdesk.kpi.base import Area
from crmdesk.text import N_
from crmdesk.ui.board import cards_of

CARD, CHART, LIST = "card", "chart", "list"
GOALS, TODAY = f"{LIST}:goals", f"{LIST}:today"


@dataclass(frozen=True, slots=True)
class AreaSpec:
    """An area: its name in what is kept, its title, its KPIs (None: the headlines), and its charts and lists."""

    id: str
    title: str
    area: Area | None
    panels: tuple[str, ...]

    @property
    def usual(self) -> tuple[str, ...]:
        """The tiles that stand on it where nobody arranged anything."""
        return (*(f"{CARD}:{one.id}" for one in cards_of(self.area)), *self.panels)


def _charts(*ids: str) -> tuple[str, ...]:
    return tuple(f"{CHART}:{id}" for id in ids)


PAGES: tuple[AreaSpec, ...] = (
    AreaSpec("overview", N_("Overview"), None, (*_charts("revenue", "stage_conversion.stage"), TODAY, GOALS)),
    AreaSpec(
        *("sales", Area.SALES, Area.SALES),
        _charts("revenue", "stage_conversion.stage", "pipeline_value.stage", "win_rate.lost"),
    ),
    AreaSpec(
        *("marketing", Area.MARKETING, Area.MARKETING),
        _charts("cac.channel", "marketing_roi.campaign", "lead_conversion.outcome"),
    ),
    AreaSpec(
        *("service", Area.SERVICE, Area.SERVICE),
        _charts("response_time", "resolution_time.causes", "csat.scores"),
    ),
    AreaSpec(
        *("customers", Area.CUSTOMERS, Area.CUSTOMERS),
        _charts("churn_rate.bridge", "retention_rate.cohorts", "new_customers"),
    ),
    AreaSpec(
        *("team", Area.TEAM, Area.TEAM),
        _charts("sales_productivity.staff", "service_productivity.staff", "adoption_rate.staff"),
    ),
)


def kind_of(tile: str) -> str:
    """What a tile is: a card, a chart or a list."""
    return tile.partition(":")[0]


def id_of(tile: str) -> str:
    """Which one of its kind a tile is."""
    return tile.partition(":")[2]
