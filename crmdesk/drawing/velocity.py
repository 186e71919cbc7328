"""What sales velocity is made of: its four factors over time, each on a scale of its own."""

from __future__ import annotations

from collections.abc import Sequence

from crmdesk.domain.plot_panels import Small, multiples
from crmdesk.domain.wording import number_text, short_period_text
from crmdesk.drawing.base import Drawn, Item, chart
from crmdesk.drawing.items import Items, about_series, result_item, scaled
from crmdesk.kpi.measure import Result
from crmdesk.kpi.overview import Overview
from crmdesk.text import N_, _

_FACTORS = (
    ("sales_velocity", N_("Open deals")),
    ("win_rate", N_("Win rate")),
    ("average_deal", N_("Average deal size")),
    ("sales_cycle", N_("Sales cycle length")),
)


@chart("sales_velocity.factors", "sales_velocity", N_("What sales velocity is made of"), share=3)
def factors(overview: Overview) -> Drawn:
    """Open deals × win rate × average deal ÷ sales cycle."""
    columns = [(_(name), [results[kpi] for results in overview.series]) for kpi, name in _FACTORS]
    heads = (_("Period"), *(name for name, _results in columns))
    cells = [
        (short_period_text(results[0].period), *(_text(one) for one in results))
        for results in zip(*(results for _name, results in columns), strict=True)
    ]
    said = about_series(_("each on its own scale"), overview, "sales_velocity")
    if all(_value(one) is None for _name, results in columns for one in results):
        empty = _("Nothing that this figure measures has happened in this time.")
        return Drawn((), heads=heads, rows=cells, empty=empty, about=said)
    items = Items()
    smalls = [_small(name, results, items) for name, results in columns]
    first, last = (short_period_text(overview.series[place]["sales_velocity"].period) for place in (0, -1))
    picture = multiples(smalls, (first, last), one_scale=False)
    return Drawn(picture, items, heads, cells, _("strong: the last one"), about=said)


def _small(name: str, results: Sequence[Result], items: Items) -> Small:
    values = [_value(one) for one in results]
    numbers = [-1 if value is None else items.add(_item(name, one)) for one, value in zip(results, values, strict=True)]
    return Small(name, values, _text(results[-1]), numbers)


def _value(result: Result) -> float | None:
    """Of velocity itself the factor that is no figure of its own: the open deals."""
    return float(result.figure.n) or None if _counts(result) else scaled(result, result.figure.value)


def _text(result: Result) -> str:
    return number_text(result.figure.n) if _counts(result) else result.text


def _item(name: str, result: Result) -> Item:
    label = _("{name}, {period}").format(name=name, period=short_period_text(result.period))
    return result_item(result, label, _text(result))


def _counts(result: Result) -> bool:
    return result.kpi.id == "sales_velocity"
