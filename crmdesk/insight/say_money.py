"""What selling and marketing cost and bring: why deals are lost, what a customer costs, campaigns that do not pay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crmdesk.domain.change import Tone
from crmdesk.domain.figure import Row
from crmdesk.domain.money import Money
from crmdesk.domain.stats import SMALL_SAMPLE, wilson
from crmdesk.domain.wording import change_text, money_text, number_text
from crmdesk.insight.saying import Saying, Urgency, link_of, told, weight_of
from crmdesk.insight.significance import Range, apart, range_of_count
from crmdesk.kpi.base import DENOMINATOR
from crmdesk.kpi.measure import Result
from crmdesk.kpi.measurement import Source
from crmdesk.kpi.overview import Overview
from crmdesk.text import _


def lost_because(overview: Overview, _source: Source | None) -> Iterator[Saying]:
    """One reason for which deals were lost more often than chance would name it among all that were named."""
    result = overview.results["win_rate"]
    reasons = result.figure.beside.get("lost_reasons")
    named = {reason: n for reason, n in reasons.items() if reason} if isinstance(reasons, Mapping) else {}
    lost = sum(named.values())
    if lost < SMALL_SAMPLE or len(named) < 2:
        return
    reason, count = max(named.items(), key=lambda one: one[1])
    sure = wilson(count, lost)
    if sure is None or sure[0] <= 1 / len(named):
        return
    text = _("Of {lost} lost deals with a reason, {n} were lost for the same: “{reason}”").format(
        lost=number_text(lost), n=number_text(count), reason=reason
    )
    evidence = {"reason": reason, "count": count, "of": lost, "low": sure[0], "even": 1 / len(named)}
    weight = weight_of(Urgency.STANDING, count / lost)
    yield Saying("lost_because", text, Tone.NEUTRAL, link_of(result, f"lost {reason}"), weight, evidence)


def channel_cost(overview: Overview, _source: Source | None) -> Iterator[Saying]:
    """What a new customer of a channel costs, where it is more or less than before whoever came by chance."""
    result = overview.results["cac"]
    before = {row.key: row for row in overview.compared[0]["cac"].figure.by.get("channel", ())}
    for row in result.figure.by.get("channel", ()):
        if row.key in before:
            yield from _cost(result, row, before[row.key])


def _cost(result: Result, row: Row, before: Row) -> Iterator[Saying]:
    own, other = _range_of_cost(row), _range_of_cost(before)
    if own is None or other is None or not apart(own, other) or row.value is None or before.value is None:
        return
    rose = row.value > before.value
    text = (
        _("A new customer by {channel} cost {now}, up from {before} ({change})")
        if rose
        else _("A new customer by {channel} cost {now}, down from {before} ({change})")
    ).format(
        channel=row.label or _("no known channel"),
        now=told(row.value, result),
        before=told(before.value, result),
        change=change_text(row.value, before.value, result.kpi.unit),
    )
    evidence = {
        "channel": row.key, "value": row.value, "n": row.n, "low": own[0], "high": own[1],
        "before": before.value, "n_before": before.n, "low_before": other[0], "high_before": other[1],
    }  # fmt: skip
    urgency, tone = (Urgency.BAD_NEWS, Tone.BAD) if rose else (Urgency.GOOD_NEWS, Tone.GOOD)
    gap = max(own[0] - other[1], other[0] - own[1]) / abs(float(row.value) - float(before.value))
    link = link_of(result, only=result.only.and_("channel", row.key))
    yield Saying("channel_cost", text, tone, link, weight_of(urgency, gap), evidence)


def _range_of_cost(row: Row) -> Range | None:
    """The same money for as many customers as chance might have brought."""
    if row.value is None or row.n < SMALL_SAMPLE:
        return None
    few, many = range_of_count(row.n)
    return float(row.value) * row.n / many, float(row.value) * row.n / few


def campaign_loss(overview: Overview, _source: Source | None) -> Iterator[Saying]:
    """A campaign that has not earned its cost, and would not have with a luckier number of average sales either."""
    result = overview.results["marketing_roi"]
    lines = result.figure.beside.get("campaigns")
    earned, sales = result.figure.numerator, result.figure.n
    if not isinstance(lines, list) or sales < SMALL_SAMPLE or not earned:
        return
    counts = {row.key: row for row in result.figure.by.get("campaign", ())}
    for line in lines:
        row, revenue, cost = counts.get(line["key"]), line["revenue"], line["cost"]
        if row is not None and row.id is not None and cost:
            most = _most(row.n, float(revenue), float(earned) / sales)
            if most < cost:
                yield _loss(result, row, revenue, cost, most)


def _most(n: int, revenue: float, average: float) -> float:
    """What a luckier number of sales would have brought, each as good as its own or as all were on average."""
    return range_of_count(n)[1] * max(average, revenue / n if n else 0.0)


def _loss(result: Result, row: Row, revenue: Money, cost: Money, most: float) -> Saying:
    text = _("The campaign {name} cost {cost} in 12 months and brought {revenue}").format(
        name=row.label, cost=money_text(cost, result.currency), revenue=money_text(revenue, result.currency)
    )
    evidence = {"campaign": row.key, "cost": cost, "revenue": revenue, "n": row.n, "most": most}
    link = link_of(result, DENOMINATOR, result.only.and_("campaign", row.id))
    weight = weight_of(Urgency.STANDING, 1 - float(revenue) / cost)
    return Saying("campaign_loss", text, Tone.BAD, link, weight, evidence)
