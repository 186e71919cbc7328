"""A chart made by hand: three months with lists, a goal without one."""

from crmdesk.domain.period import month
from crmdesk.domain.plot_bars import Bar, bars
from crmdesk.domain.plot_columns import Column, columns
from crmdesk.drawing.base import Drawn, Item
from crmdesk.kpi.records import Link

LINKS = [Link("revenue", month(2026, number, 1)) for number in (8, 9, 10)]
ITEMS = [
    Item("Aug 2026", "12,400 EUR", 31, LINKS[0]),
    Item("Sep 2026", "9,100 EUR", 22, LINKS[1]),
    Item("Oct 2026", "15,000 EUR", 35, LINKS[2]),
    Item("Oct 2026, goal, as it was set at the beginning of the year", "16,000 EUR"),
]
HEADS = ("Month", "Revenue")
ROWS = (("Aug 2026", "12,400 EUR"), ("Sep\n2026", "9,100\tEUR"), ("Oct 2026", "15,000 EUR"))


def months(items: int = 4) -> Drawn:
    """The chart, with so many of its items."""
    points = [
        Column("Aug", 12.4, item=0),
        Column("Sep", 9.1, item=1),
        Column("Oct", 15.0, plan=16.0, item=2, plan_item=3),
    ]
    return Drawn(columns(points, "{:.1f}".format), ITEMS[:items], HEADS, ROWS, "outline: goal")


def lying() -> Drawn:
    """The same months as bars that lie."""
    rows = [Bar(item.label, number + 1, number + 1, item.text, number) for number, item in enumerate(ITEMS[:3])]
    return Drawn(bars(rows), ITEMS[:3], HEADS, ROWS, lines=3)
