"""What stands on each area of the dashboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crmdesk.kpi.base import Area
from crmdesk.screen.charts import Spec, customers_bridge, funnel, months_of, split
from crmdesk.text import N_, _


@dataclass(frozen=True, slots=True)
class AreaSpec:
    """An area: its title, its KPIs (None: the headlines), its charts, and whether the goals stand on it."""

    title: str
    area: Area | None
    charts: Callable[[], list[Spec]]
    goals: bool = False


PAGES: tuple[AreaSpec, ...] = (
    AreaSpec(N_("Overview"), None, lambda: [months_of("revenue"), funnel()], goals=True),
    AreaSpec(Area.SALES, Area.SALES, lambda: [months_of("revenue"), funnel()]),
    AreaSpec(
        Area.MARKETING,
        Area.MARKETING,
        lambda: [months_of("lead_conversion"), split("marketing_roi", "campaign", _("Marketing ROI by campaign"))],
    ),
    AreaSpec(
        Area.SERVICE,
        Area.SERVICE,
        lambda: [months_of("csat"), split("resolution_time", "category", _("Resolution time by category"))],
    ),
    AreaSpec(Area.CUSTOMERS, Area.CUSTOMERS, lambda: [months_of("new_customers"), customers_bridge()]),
    AreaSpec(
        Area.TEAM,
        Area.TEAM,
        lambda: [
            split("sales_productivity", "staff", _("Sales per working day, by person")),
            split("service_productivity", "staff", _("Tickets resolved per working day, by person")),
            months_of("adoption_rate"),
        ],
    ),
)
