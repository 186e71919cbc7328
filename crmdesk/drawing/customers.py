"""Customers: the bridge from those at the start of a period to those at its end."""

from __future__ import annotations

from crmdesk.domain.plot_columns import Step, bridge
from crmdesk.domain.wording import number_text
from crmdesk.drawing.base import Drawn, chart
from crmdesk.drawing.items import Items, about, part_item
from crmdesk.kpi.overview import Overview
from crmdesk.text import N_, _

_PARTS = (
    ("start", N_("Start"), 1),
    ("lost", N_("Lost"), -1),
    ("new", N_("New"), 1),
    ("returned", N_("Returned"), 1),
    ("end", N_("End"), 1),
)
_TOTALS = ("start", "end")


@chart("churn_rate.bridge", "churn_rate", N_("Customers from start to end"))
def customers_bridge(overview: Overview) -> Drawn:
    """start − lost + new + returned = end."""
    result = overview.results["churn_rate"]
    known = [(part, _(label), sign, int(str(result.figure.beside.get(part, 0)))) for part, label, sign in _PARTS]
    rows = [(label, number_text(sign * n)) for _part, label, sign, n in known]
    heads, said = (_("Customers"), _("Number")), about(_("customers"), overview)
    if not any(n for *_, n in known):
        return Drawn((), heads=heads, rows=rows, empty=_("No customer was active in this period."), about=said)
    items = Items(part_item(result, part, label, n, number_text(sign * n)) for part, label, sign, n in known)
    steps = [
        Step(label, sign * n, part in _TOTALS, sign > 0, number) for number, (part, label, sign, n) in enumerate(known)
    ]
    return Drawn(bridge(steps, number_text), items, heads, rows, about=said)
