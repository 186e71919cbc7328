"""The month in one sentence, what changed most, and what to do next: by rule, each with its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from crmdesk.domain.figure import Number
from crmdesk.domain.stats import SMALL_SAMPLE
from crmdesk.domain.wording import change_text, duration_text, number_text, period_text, value_text
from crmdesk.kpi.base import Kpi
from crmdesk.kpi.measure import Result
from crmdesk.report.material import Material
from crmdesk.report.scorecard import primary
from crmdesk.text import _, n_

# Fewer steps than these say nothing about what is usual.
_FEWEST_STEPS = 5
_MANY = 10
_TOLD_APART = frozenset({"revenue", "new_customers"})
# The other side of a figure that is looked at already.
_MIRRORED = frozenset({"churn_rate", "weighted_pipeline", "sales_velocity", "lead_response_time"})


@dataclass(frozen=True, slots=True)
class Mover:
    """A figure that changed, and how many times its usual change that is."""

    result: Result
    times: float


def sentence(material: Material) -> str:
    """The period in one sentence."""
    if all(one.figure.missing for one in material.results.values()):
        text = _("There is no record up to {period}: this page fills as sales, deals, tickets and answers come in.")
        return text.format(period=period_text(material.period))
    clauses = [_revenue(material), _customers(material)]
    clauses += [_moved(one.result) for one in movers(material, _headlines())[:2]]
    said = [clause for clause in clauses if clause]
    if not said:
        return _("Too few records to say in a sentence how {period} went.").format(period=period_text(material.period))
    return _("{sentence}.").format(sentence="; ".join(said))


def changed(material: Material, most: int = 3) -> list[str]:
    """The largest changes against the unit before, the most unusual first, of each area one."""
    found: list[str] = []
    areas: set[str] = set()
    for one in movers(material, [result.kpi for result in material.results.values()]):
        if one.result.kpi.area not in areas:
            areas.add(one.result.kpi.area)
            found.append(_told(one))
    return found[:most]


def next_steps(material: Material, most: int = 3) -> list[str]:
    """What waits to be done, as far as the records say it."""
    results = material.results
    waiting = results["response_time"].figure.beside
    pipeline = results["pipeline_value"].figure.beside
    overdue, without = _count(pipeline.get("overdue")), _count(pipeline.get("without_amount"))
    deals = number_text(_count(pipeline.get("deals")))
    steps = [
        _waiting(_count(waiting.get("waiting")), waiting.get("oldest_waiting")),
        _("Agree a new day for {n} of {deals} open deals: the one expected has passed").format(
            n=number_text(overdue), deals=deals
        )
        if overdue
        else "",
        _old_tickets(results["open_tickets"]),
        _("Put an amount on {n} of {deals} open deals").format(n=number_text(without), deals=deals) if without else "",
    ]
    return [step for step in steps if step][:most]


def movers(material: Material, kpis: list[Kpi]) -> list[Mover]:
    """The figures that changed more than they usually do, the most unusual first. Small samples are left out."""
    found = []
    for kpi in kpis:
        result = material.results[kpi.id]
        usual = _usual(material.values(kpi.id)[:-1])
        if kpi.id in _MIRRORED or not _comparable(material, result) or not usual:
            continue
        times = abs(float(result.figure.value or 0) - float(result.previous or 0)) / usual
        if times > 1:
            found.append(Mover(result, times))
    return sorted(found, key=lambda one: -one.times)


def _comparable(material: Material, result: Result) -> bool:
    """Both values are known, stand on enough, and none of them is still ripening."""
    if result.figure.value is None or result.previous is None or result.figure.value == result.previous:
        return False
    if min(result.figure.n, material.overview.samples(result.kpi.id)[0]) < SMALL_SAMPLE:
        return False
    return not (result.kpi.cohort and result.figure.beside.get("maturing", True))


def _usual(values: list[Number | None]) -> float:
    """The median change from one unit to the next; 0 where the past is too short to tell."""
    steps = [
        abs(float(after) - float(before))
        for before, after in pairwise(values)
        if before is not None and after is not None
    ]
    return median(steps) if len(steps) >= _FEWEST_STEPS else 0.0


def _headlines() -> list[Kpi]:
    return [one for one in primary() if one.id not in _TOLD_APART]


def _revenue(material: Material) -> str:
    result = material.results["revenue"]
    value, unit = result.figure.value, result.kpi.unit
    if value is None:
        return ""
    then = period_text(material.period.year_before())
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


def _customers(material: Material) -> str:
    result = material.results["new_customers"]
    count = result.figure.value
    if count is None:
        return ""
    if result.target is None:
        text = n_("{n} customer bought for the first time", "{n} customers bought for the first time", int(count))
        return text.format(n=result.text)
    text = n_(
        "{n} customer bought for the first time (plan {plan})",
        "{n} customers bought for the first time (plan {plan})",
        int(count),
    )
    return text.format(n=result.text, plan=value_text(result.target, result.kpi.unit, result.currency))


def _moved(result: Result) -> str:
    rose = float(result.figure.value or 0) > float(result.previous or 0)
    text = _("{name} rose to {now} from {before}") if rose else _("{name} fell to {now} from {before}")
    return text.format(name=_in_sentence(_(result.kpi.name)), now=result.text, before=_before(result))


def _told(one: Mover) -> str:
    result = one.result
    much = one.times > _MANY
    text = _("{name}: {now} after {before} ({change}), {times} times its usual change")
    if much:
        text = _("{name}: {now} after {before} ({change}), more than {times} times its usual change")
    return text.format(
        name=_(result.kpi.name),
        now=result.text,
        before=_before(result),
        change=change_text(result.figure.value, result.previous, result.kpi.unit),
        times=number_text(_MANY) if much else number_text(one.times, 1),
    )


def _before(result: Result) -> str:
    return value_text(result.previous or 0, result.kpi.unit, result.currency)


def _in_sentence(name: str) -> str:
    """A name inside a sentence begins small, unless it is an abbreviation or the language writes its nouns large."""
    sample = _("the revenue")
    large = name[1:2].isupper() or sample != sample.lower()
    return name if large else name[:1].lower() + name[1:]


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
