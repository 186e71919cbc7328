"""Answers of customers, and what became of leads: parts of a whole, above those that they are compared with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crmdesk.domain.plot import GRADES, Role
from crmdesk.domain.plot_rows import Part, Stack, stacks
from crmdesk.domain.wording import number_text, percent_text, short_period_text
from crmdesk.drawing.base import Drawn, chart
from crmdesk.drawing.items import Items, about, compared, part_item
from crmdesk.kpi.measure import Result
from crmdesk.kpi.overview import Overview
from crmdesk.text import N_, _

# A narrower part of a bar has no room for its share.
_NARROW = 0.05


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole: the name of its list, its label, its role and how many are in it."""

    part: str
    label: str
    role: Role
    count: int


Shares = Callable[[Result], Sequence[Share]]


@chart("csat.scores", "csat", N_("Customer satisfaction: what the answers say"), share=3)
def scores(overview: Overview) -> Drawn:
    """Answers of 1 to 5; the whisker is the 95 % range of the border between 3 and 4."""
    hint = _("answers of 1 to 5 · whisker: margin of error of 4 and 5, 95 %")
    return _whole("csat", _grades, overview, hint, _("Nobody answered how satisfied they are."))


def _grades(result: Result) -> list[Share]:
    counts = result.figure.beside.get("scores")
    counts = counts if isinstance(counts, dict) else {}
    return [
        Share(f"score {grade}", number_text(grade), role, int(counts.get(str(grade), 0)))
        for grade, role in enumerate(GRADES, 1)
    ]


@chart("nps.groups", "nps", N_("Net promoter score: detractors, passives, promoters"), share=3)
def groups(overview: Overview) -> Drawn:
    """Answers of 0 to 6, of 7 and 8, of 9 and 10."""
    hint = _("answers of 0–6, 7–8, 9–10 · ±: margin of error, 95 %")
    return _whole("nps", _groups, overview, hint, _("Nobody answered whether they would recommend the business."))


def _groups(result: Result) -> list[Share]:
    names = (
        ("detractors", _("Detractors"), GRADES[0]),
        ("passives", _("Passives"), GRADES[2]),
        ("promoters", _("Promoters"), GRADES[4]),
    )
    return [Share(part, label, role, _count(result, part)) for part, label, role in names]


@chart("lead_conversion.outcome", "lead_conversion", N_("What became of the leads"), share=3)
def outcome(overview: Overview) -> Drawn:
    """Leads that have bought, are still open, or were disqualified."""
    hint = _("of the leads that came in the period, as known now")
    return _whole("lead_conversion", _outcomes, overview, hint, _("No lead came in this period."))


def _outcomes(result: Result) -> list[Share]:
    bought = int(result.figure.numerator or 0)
    return [
        Share("numerator", _("Bought"), GRADES[4], bought),
        Share("open", _("Still open"), GRADES[2], _count(result, "open")),
        Share("disqualified", _("Disqualified"), GRADES[0], _count(result, "disqualified")),
    ]


def _whole(kpi: str, shares: Shares, overview: Overview, hint: str, empty: str) -> Drawn:
    """The period, the unit before and the year before as bars of 100 %, as far as there is anything in them."""
    results = [overview.results[kpi], *compared(overview, kpi)]
    known = [(one, shares(one)) for one in results if one.figure.n]
    items = Items()
    heads = (_("Period"), *(one.label for one in shares(results[0])), _(results[0].kpi.name), _("n"))
    cells = [
        (
            short_period_text(one.period),
            *(number_text(part.count) for part in parts),
            _result_text(one),
            number_text(one.figure.n),
        )
        for one, parts in known
    ]
    said = about(_("share of {n}").format(n=number_text(results[0].figure.n)), overview)
    if not results[0].figure.n:
        return Drawn((), heads=heads, rows=cells, empty=empty, about=said)
    picture = stacks([_stack(one, parts, items) for one, parts in known])
    return Drawn(picture, items, heads, cells, hint, len(known), about=said)


def _stack(result: Result, shares: Sequence[Share], items: Items) -> Stack:
    when = short_period_text(result.period)
    parts = []
    for one in shares:
        share = one.count / result.figure.n
        label = _("{period}, {part} ({share})").format(period=when, part=one.label, share=percent_text(share, 0))
        item = items.add(part_item(result, one.part, label, one.count)) if one.count else -1
        parts.append(Part(one.label, one.count, one.role, percent_text(share, 0) if share >= _NARROW else "", item))
    low, high = _border(result)
    text = _("{value} (n = {n})").format(value=_result_text(result), n=number_text(result.figure.n))
    return Stack(when, parts, text, low, high)


def _border(result: Result) -> tuple[float | None, float | None]:
    """Of satisfaction the range in which the border lies: the satisfied stand at the right."""
    if result.kpi.id != "csat" or result.interval is None:
        return None, None
    low, high = result.interval
    return 1 - high, 1 - low


def _result_text(result: Result) -> str:
    margin = result.figure.beside.get("margin")
    if isinstance(margin, int | float):
        return _("{value} ± {margin}").format(value=result.text, margin=number_text(margin))
    return result.text


def _count(result: Result, name: str) -> int:
    found = result.figure.beside.get(name)
    return found if isinstance(found, int) else 0
