"""Who buys and who stays: a business that lives on one customer, and how the lost ones left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from crmdesk.domain.change import Tone
from crmdesk.domain.stats import SMALL_SAMPLE
from crmdesk.domain.wording import number_text, percent_text
from crmdesk.insight.saying import Saying, Urgency, link_of, told, weight_of
from crmdesk.insight.significance import apart, range_of_share
from crmdesk.kpi.base import NUMERATOR
from crmdesk.kpi.measure import Result
from crmdesk.kpi.measurement import Source
from crmdesk.kpi.overview import Overview
from crmdesk.kpi.records import behind
from crmdesk.text import _

# A customer with a larger part of the revenue is a risk.
LARGE_PART = 0.3

_PAID = """
SELECT sale.id, coalesce(buyer.company_id, buyer.id), sale.amount FROM sale
LEFT JOIN deal ON deal.id = sale.deal_id JOIN contact buyer ON buyer.id = coalesce(sale.contact_id, deal.contact_id)
WHERE sale.sold_at >= :start AND sale.sold_at < :cut
"""


def one_customer(overview: Overview, source: Source | None) -> Iterator[Saying]:
    """One customer that makes a large part of the revenue."""
    result = overview.results["revenue"]
    total = int(result.figure.value or 0)
    if source is None or result.figure.n < SMALL_SAMPLE or total <= 0:
        return
    bought = _bought(source, result, overview.now)
    account, amount = max(bought.items(), key=lambda one: (one[1], -one[0]), default=(0, 0))
    if amount > LARGE_PART * total:
        ((name,),) = source.rows("SELECT name FROM contact WHERE id = ?", (account,))
        text = _("One customer, {name}, made {share} of the revenue: {amount} of {total}").format(
            name=name, share=percent_text(amount / total, 0), amount=told(amount, result), total=result.text
        )
        evidence = {"account": account, "amount": amount, "total": total, "n": result.figure.n}
        link = link_of(result, only=result.only.and_("customer", account))
        yield Saying("one_customer", text, Tone.NEUTRAL, link, weight_of(Urgency.STANDING, amount / total), evidence)


def _bought(source: Source, result: Result, now: int) -> Counter[int]:
    """What each account paid in the period."""
    rows = source.rows(_PAID, {"start": result.span.start, "cut": result.span.cut})
    # Of a part of the business only its own sales count, which the figure knows.
    kept = {row.id for row in behind(source, link_of(result), now)} if result.only else None
    found: Counter[int] = Counter()
    for sale, account, amount in rows:
        if kept is None or sale in kept:
            found[account] += amount
    return found


def churn_changed(overview: Overview, source: Source | None) -> Iterator[Saying]:
    """A share of lost customers that lies apart from that of the unit before, and how many of them said so."""
    result = overview.results["churn_rate"]
    figure, before = result.figure, overview.compared[0]["churn_rate"].figure
    own, other = range_of_share(figure), range_of_share(before)
    if own is None or other is None or figure.value is None or before.value is None or not apart(own, other):
        return
    rose = figure.value > before.value
    ended = _ended(overview, source, result)
    evidence = {
        "value": figure.value, "n": figure.n, "low": own[0], "high": own[1], "lost": figure.numerator, "ended": ended,
        "before": before.value, "n_before": before.n, "low_before": other[0], "high_before": other[1],
    }  # fmt: skip
    text = _churn_text(rose=rose, reasons=ended is not None).format(
        lost=number_text(figure.numerator or 0), n=number_text(figure.n), now=result.text,
        before=told(before.value, result), ended=number_text(ended or 0),
    )  # fmt: skip
    gap = max(own[0] - other[1], other[0] - own[1]) / abs(float(figure.value) - float(before.value))
    urgency, tone = (Urgency.BAD_NEWS, Tone.BAD) if rose else (Urgency.GOOD_NEWS, Tone.GOOD)
    yield Saying("churn_changed", text, tone, link_of(result, NUMERATOR), weight_of(urgency, gap), evidence)


def _churn_text(*, rose: bool, reasons: bool) -> str:
    if rose and reasons:
        return _("More customers were lost: {lost} of {n}, {now} after {before}; {ended} of them said that they stop")
    if rose:
        return _("More customers were lost: {lost} of {n}, {now} after {before}")
    return _("Fewer customers were lost: {lost} of {n}, {now} after {before}")


def _ended(overview: Overview, source: Source | None, result: Result) -> int | None:
    """How many of the lost customers said in the period that they stop; the others have not bought for long."""
    if source is None:
        return None
    lost = {row.id for row in behind(source, link_of(result, NUMERATOR), overview.now)}
    rows = source.rows(
        "SELECT DISTINCT coalesce(company_id, id) FROM contact WHERE ended_on BETWEEN ? AND ?",
        (result.span.first, result.span.last),
    )
    return sum(account in lost for (account,) in rows)
