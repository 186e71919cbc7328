"""The month in one sentence, what changed, and what to do next: the sentences of `crmdesk.insight.sayings` on paper."""

from __future__ import annotations

from crmdesk.domain.stats import SMALL_SAMPLE
from crmdesk.domain.wording import change_text, duration_text, number_text, percent_text, period_text, value_text
from crmdesk.insight.saying import Saying
from crmdesk.insight.sayings import CHANGES, sayings
from crmdesk.kpi.measure import Result
from crmdesk.report.material import Material
from crmdesk.text import _, n_

_TOLD_APART = frozenset({"revenue", "new_customers"})


def sentence(material: Material) -> str:
    """The period in one sentence."""
    if all(one.figure.missing for one in material.results.values()):
        text = _("There is no record up to {period}: this page fills as sales, deals, tickets and answers come in.")
        return text.format(period=period_text(material.period))
    clauses = [_revenue(material), _customers(material)]
    told = [one for one in _changes(material) if one.link.kpi not in _TOLD_APART]
    clauses += [_in_sentence(one.text) for one in told[:2]]
    said = [clause for clause in clauses if clause]
    if not said:
        enough = any(one.figure.n >= SMALL_SAMPLE for one in material.results.values())
        text = _("Too few records to say in a sentence how {period} went.")
        if enough:
            text = _("Nothing in {period} differs from the time before by more than chance.")
        return text.format(period=period_text(material.period))
    text = "; ".join(said)
    return _("{sentence}.").format(sentence=text[:1].upper() + text[1:])


def changed(material: Material, most: int = 3) -> list[str]:
    """What was otherwise than before beyond chance, the heaviest first: as the dashboard says it."""
    return [one.text for one in _changes(material)[:most]]


def _changes(material: Material) -> list[Saying]:
    return sayings(material.overview, rules=CHANGES)


def next_steps(material: Material, most: int = 3) -> list[str]:
    """What waits to be done, as far as the records say it."""
    results = material.results
    waiting = results["response_time"].figure.beside
    pipeline = results["pipeline_value"].figure.beside
    overdue, without = _count(pipeline.get("overdue")), _count(pipeline.get("without_amount"))
    deals = number_text(_count(pipeline.get("deals")))
    steps = [
        _waiting(_count(waiting.get("waiting")), waiting.get("oldest_waiting")),
        _("Agree on a new day for {n} of {deals} open deals: the expected one has passed").format(
            n=number_text(overdue), deals=deals
        )
        if overdue
        else "",
        _old_tickets(results["open_tickets"]),
        _("Put an amount on {n} of {deals} open deals").format(n=number_text(without), deals=deals) if without else "",
    ]
    return [step for step in steps if step][:most]


def _revenue(material: Material) -> str:
    result = material.results["revenue"]
    value, unit = result.figure.value, result.kpi.unit
    if value is None:
        return ""
    then = period_text(material.period.year_before())
    if material.running:
        return _revenue_to_date(result, then)
    plan, year = change_text(value, result.target, unit), change_text(value, result.year_before, unit)
    if result.target is not None and result.year_before:
        text = _("Revenue was {value}, {plan} against the plan and {year} against {then}")
    elif result.target is not None:
        text = _("Revenue was {value}, {plan} against the plan")
    elif result.year_before:
        text = _("Revenue was {value}, {year} against {then}")
    else:
        text = _("Revenue was {value}")
    return text.format(value=result.text, plan=plan, year=year, then=then)


def _revenue_to_date(result: Result, then: str) -> str:
    """Revenue of a period that runs: of its plan only so much can be there yet."""
    value = result.figure.value or 0
    year = change_text(value, result.year_before, result.kpi.unit)
    reached = percent_text(float(value) / float(result.target), 0) if result.target else ""
    if reached and result.year_before:
        text = _("Revenue is {value} to date, {reached} of the plan and {year} against the same days of {then}")
    elif reached:
        text = _("Revenue is {value} to date, {reached} of the plan")
    elif result.year_before:
        text = _("Revenue is {value} to date, {year} against the same days of {then}")
    else:
        text = _("Revenue is {value} to date")
    return text.format(value=result.text, reached=reached, year=year, then=then)


def _customers(material: Material) -> str:
    result = material.results["new_customers"]
    count = result.figure.value
    if count is None:
        return ""
    if not count and result.target is None:
        return _("nobody bought for the first time")
    if result.target is None:
        text = n_("{n} customer bought for the first time", "{n} customers bought for the first time", int(count))
        return text.format(n=result.text)
    text = n_(
        "{n} customer bought for the first time (plan {plan})",
        "{n} customers bought for the first time (plan {plan})",
        int(count),
    )
    return text.format(n=result.text, plan=value_text(result.target, result.kpi.unit, result.currency))


def _in_sentence(text: str) -> str:
    """Inside a sentence words begin small, unless it is an abbreviation or the language writes its nouns large."""
    sample = _("the revenue")
    large = text[1:2].isupper() or sample != sample.lower()
    return text if large else text[:1].lower() + text[1:]


def _waiting(count: int, oldest: object) -> str:
    if not count or not isinstance(oldest, int | float):
        return ""
    text = n_(
        "Answer {n} inquiry that has waited for {oldest}",
        "Answer {n} inquiries that wait, the oldest for {oldest}",
        count,
    )
    return text.format(n=number_text(count), oldest=duration_text(oldest))


def _old_tickets(result: Result) -> str:
    rows = result.figure.by.get("age", ())
    old, whole = (rows[-1].n, sum(row.n for row in rows)) if rows else (0, 0)
    if not old:
        return ""
    return _("Settle {n} of {whole} open tickets: they are over 30 days old").format(
        n=number_text(old), whole=number_text(whole)
    )


def _count(value: object) -> int:
    return value if isinstance(value, int) else 0
