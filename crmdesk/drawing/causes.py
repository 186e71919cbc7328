"""What comes up most often: the causes of tickets and of lost deals, from the most frequent, and how they add up."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from crmdesk.domain.plot_bars import Cause, pareto
from crmdesk.domain.wording import number_text, percent_text
from crmdesk.drawing.base import Drawn, Item, chart
from crmdesk.drawing.breakdowns import MOST, left_out
from crmdesk.drawing.items import Items, about, label_of, part_item, row_item, rows_of
from crmdesk.kpi.overview import Overview
from crmdesk.text import N_, _


@chart("resolution_time.causes", "resolution_time", N_("Tickets resolved by cause"))
def tickets(overview: Overview) -> Drawn:
    """The categories of the tickets resolved."""
    result = overview.results["resolution_time"]
    rows = [row for row in rows_of(result, "category") if row.n]
    rows.sort(key=lambda row: (-row.n, row.key is None, row.label or ""))
    items = [row_item(result, "category", row, text=number_text(row.n)) for row in rows]
    names = [(label_of(row), row.n) for row in rows]
    return _pareto(names, items, _("tickets"), overview, _("No ticket was resolved in this period."))


@chart("win_rate.lost", "win_rate", N_("Why deals were lost"))
def lost(overview: Overview) -> Drawn:
    """The reasons of the deals lost."""
    result = overview.results["win_rate"]
    found = result.figure.beside.get("lost_reasons")
    counts: dict[str, int] = found if isinstance(found, dict) else {}
    order = sorted(counts, key=lambda reason: (-counts[reason], not reason, reason))
    names = [(reason or _("no reason given"), counts[reason]) for reason in order]
    items = [part_item(result, f"lost {reason}", name, n) for reason, (name, n) in zip(order, names, strict=True)]
    return _pareto(names, items, _("deals"), overview, _("No deal was lost in this period."))


def _pareto(
    names: Sequence[tuple[str, int]], found: Sequence[Item], what: str, overview: Overview, empty: str
) -> Drawn:
    """`names` with their counts, the most frequent first; the rare ones beyond the room are in the table only."""
    total = sum(count for _name, count in names)
    sums = accumulate(count for _name, count in names)
    cells = [
        (name, number_text(count), percent_text(reached / total))
        for (name, count), reached in zip(names, sums, strict=True)
    ]
    heads, said = (_("Cause"), _("Number"), _("In all")), about(what, overview)
    if not names:
        return Drawn((), heads=heads, rows=cells, empty=empty, about=said)
    items = Items(found[:MOST])
    causes = [Cause(name, count, number) for number, (name, count) in enumerate(names[:MOST])]
    if rest := sum(count for _name, count in names[MOST:]):
        causes.append(Cause(_("others"), rest))
    picture = pareto(causes, number_text, lambda share: percent_text(share, 0))
    hint = _("line: all so far · dashed: 80 %")
    hint = " · ".join(part for part in (hint, left_out(len(names))) if part)
    return Drawn(picture, items, heads, cells, hint, len(causes), about=said)
