"""What waits to be done: deals past their day or without a next step, inquiries without an answer, old tickets."""

from __future__ import annotations

from collections.abc import Iterator

from crmdesk.domain.change import Tone
from crmdesk.domain.money import Money
from crmdesk.domain.wording import duration_text, money_text, number_text
from crmdesk.insight.lists import WITHOUT_NEXT_STEP, part_of, rows_behind
from crmdesk.insight.saying import Saying, Urgency, link_of, weight_of
from crmdesk.kpi.measurement import Source
from crmdesk.kpi.overview import Overview
from crmdesk.text import n_

# Fewer, or a smaller part of all, is no news.
FEWEST = 3
LEAST_SHARE = 0.1
PATIENCE_HOURS = 24


def overdue_deals(overview: Overview, _source: Source | None) -> Iterator[Saying]:
    """Open deals whose expected day has passed."""
    result = overview.results["pipeline_value"]
    count, deals = _count(result.figure.beside.get("overdue")), _count(result.figure.beside.get("deals"))
    if _worth_saying(count, deals):
        text = n_(
            "{n} of {deals} open deals is past its expected day",
            "{n} of {deals} open deals are past their expected day",
            count,
        ).format(n=number_text(count), deals=number_text(deals))
        link = link_of(result, "overdue")
        yield Saying("overdue_deals", text, Tone.BAD, link, _weight(count, deals), {"count": count, "of": deals})


def deals_without_next_step(overview: Overview, source: Source | None) -> Iterator[Saying]:
    """Open deals for which no task is planned, and what they are worth."""
    result = overview.results["pipeline_value"]
    deals = result.figure.n
    if source is None or deals < FEWEST or not _plans(source, result.span.cut):
        return
    link = link_of(result, part_of(WITHOUT_NEXT_STEP))
    rows = rows_behind(source, link, overview.now)
    if _worth_saying(len(rows), deals):
        worth = Money(sum(row.amount or 0 for row in rows))
        text = n_(
            "{n} of {deals} open deals has no next step, worth {amount}",
            "{n} of {deals} open deals have no next step, worth {amount}",
            len(rows),
        ).format(n=number_text(len(rows)), deals=number_text(deals), amount=money_text(worth, result.currency))
        evidence = {"count": len(rows), "of": deals, "amount": worth}
        yield Saying("deals_without_next_step", text, Tone.BAD, link, _weight(len(rows), deals), evidence)


def inquiries_waiting(overview: Overview, _source: Source | None) -> Iterator[Saying]:
    """Leads and tickets that nobody has answered, the oldest for longer than a day."""
    result = overview.results["response_time"]
    count, oldest = _count(result.figure.beside.get("waiting")), result.figure.beside.get("oldest_waiting")
    if _worth_saying(count, count + result.figure.n) and isinstance(oldest, int | float) and oldest > PATIENCE_HOURS:
        text = n_(
            "{n} inquiry waits for an answer, for {oldest}",
            "{n} inquiries wait for an answer, the oldest for {oldest}",
            count,
        ).format(n=number_text(count), oldest=duration_text(oldest))
        evidence = {"count": count, "of": count + result.figure.n, "oldest": oldest}
        weight = _weight(count, count + result.figure.n)
        yield Saying("inquiries_waiting", text, Tone.BAD, link_of(result, "waiting"), weight, evidence)


def old_tickets(overview: Overview, _source: Source | None) -> Iterator[Saying]:
    """Open tickets of more than a month."""
    result = overview.results["open_tickets"]
    rows = result.figure.by.get("age", ())
    count = rows[-1].n if rows else 0
    if _worth_saying(count, result.figure.n):
        text = n_(
            "{n} of {tickets} open tickets is older than 30 days",
            "{n} of {tickets} open tickets are older than 30 days",
            count,
        ).format(n=number_text(count), tickets=number_text(result.figure.n))
        link = link_of(result, only=result.only.and_("age", rows[-1].key))
        evidence = {"count": count, "of": result.figure.n}
        yield Saying("old_tickets", text, Tone.BAD, link, _weight(count, result.figure.n), evidence)


def _plans(source: Source, cut: int) -> bool:
    """Whether the business plans steps of deals at all."""
    sql = "SELECT 1 FROM activity WHERE deal_id IS NOT NULL AND due_at IS NOT NULL AND at < ? LIMIT 1"
    return bool(source.rows(sql, (cut,)))


def _worth_saying(count: int, whole: int) -> bool:
    return count >= FEWEST and count >= LEAST_SHARE * whole


def _weight(count: int, whole: int) -> float:
    return weight_of(Urgency.WAITING, count / whole)


def _count(value: object) -> int:
    return value if isinstance(value, int) else 0
