"""The formula of a figure with its own numbers filled in, as one would write it on paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from crmdesk.domain.figure import Number, Row, Unit
from crmdesk.domain.money import Money
from crmdesk.domain.wording import money_text, number_text, percent_text, value_text
from crmdesk.kpi.measure import Result
from crmdesk.text import N_, _

# Of quotients: what stands on both sides, in the order numerator, denominator.
_QUOTIENTS = {
    "csat": N_("{part} (answers of 4 or 5) ÷ {whole} (all answers) = {value}"),
    "lead_conversion": N_("{part} (leads that have bought) ÷ {whole} (leads of the period) = {value}"),
    "stage_conversion": N_("{part} (deals won) ÷ {whole} (deals that entered) = {value}"),
    "churn_rate": N_("{part} (customers lost) ÷ {whole} (customers at the start) = {value}"),
    "adoption_rate": N_("{part} (people who recorded something) ÷ {whole} (people employed) = {value}"),
    "marketing_roi": N_("{part} (brought by campaigns) ÷ {whole} (cost of campaigns) = {value}"),
    "sales_cycle": N_("{part} (all deals won together) ÷ {whole} (deals won) = {value}"),
    "resolution_time": N_("{part} (all tickets together) ÷ {whole} (tickets resolved) = {value}"),
    "response_time": N_("{part} (all inquiries together) ÷ {whole} (inquiries answered) = {value}"),
    "lead_response_time": N_("{part} (all leads together) ÷ {whole} (leads answered) = {value}"),
    "average_deal": N_("{part} (deals won) ÷ {whole} (deals won that have an amount) = {value}"),
    "sales_productivity": N_("{part} (deals won) ÷ {whole} (working days) = {value}"),
    "service_productivity": N_("{part} (tickets resolved) ÷ {whole} (working days) = {value}"),
}
# Of sums: the breakdown whose lines add up to them.
_SUMS = {
    "new_customers": "channel",
    "open_tickets": "priority",
    "pipeline_value": "stage",
    "weighted_pipeline": "stage",
}
_MOST_TERMS = 8


def worked(result: Result) -> list[str]:
    """The lines of the calculation; none where there is no figure."""
    id = result.kpi.id
    if result.figure.value is None:
        return []
    if id in _SPECIAL:
        return _SPECIAL[id](result)
    if id in _SUMS:
        return _sum(result, result.figure.by.get(_SUMS[id], ()))
    return [quotient(result)] if result.figure.denominator is not None else []


def quotient(result: Result) -> str:
    """A quotient with its two numbers."""
    text = _(_QUOTIENTS.get(result.kpi.id, N_("{part} ÷ {whole} = {value}")))
    part, whole = (_side(one, result) for one in (result.figure.numerator, result.figure.denominator))
    return text.format(part=part, whole=whole, value=result.text)


def _side(value: Number | None, result: Result) -> str:
    """One side of a quotient: money as money, durations in their unit, counts as counts."""
    unit = result.kpi.unit
    if value is None:
        return "–"
    if isinstance(value, float) and unit in (Unit.HOURS, Unit.DAYS):
        return value_text(value, unit, result.currency)
    if isinstance(value, Money):
        return money_text(value, result.currency)
    return number_text(value)


def _sum(result: Result, rows: Sequence[Row]) -> list[str]:
    """The terms of a sum; of many the smallest together."""
    terms = [(one.label or _("none known"), one.value or 0) for one in rows if one.value]
    if len(terms) < 2:
        return []
    terms.sort(key=lambda term: -abs(term[1]))
    if len(terms) > _MOST_TERMS:
        others = sum(value for _label, value in terms[_MOST_TERMS - 1 :])
        terms = [*terms[: _MOST_TERMS - 1], (_("others"), others)]
    shown = " + ".join(f"{value_text(value, result.kpi.unit, result.currency)} ({label})" for label, value in terms)
    return [f"{shown} = {result.text}"]


def _nps(result: Result) -> list[str]:
    beside = result.figure.beside
    text = _("({promoters} promoters − {detractors} detractors) ÷ {n} answers × 100 = {value}")
    return [
        text.format(
            promoters=number_text(_number(beside, "promoters")),
            detractors=number_text(_number(beside, "detractors")),
            n=number_text(result.figure.n),
            value=result.text,
        )
    ]


def _churn(result: Result) -> list[str]:
    names = ("start", "lost", "new", "returned", "end")
    numbers = {name: number_text(_number(result.figure.beside, name)) for name in names}
    bridge = _("{start} at the start − {lost} lost + {new} new + {returned} returned = {end} at the end")
    return [quotient(result), bridge.format(**numbers)]


def _retention(result: Result) -> list[str]:
    beside = result.figure.beside
    text = _("({end} at the end − {joined} who were not there at the start) ÷ {start} at the start = {value}")
    return [
        text.format(
            end=number_text(_number(beside, "end")),
            joined=number_text(_number(beside, "not_there_at_start")),
            start=number_text(_number(beside, "start")),
            value=result.text,
        )
    ]


def _wins(result: Result) -> list[str]:
    won, decided = int(result.figure.numerator or 0), int(result.figure.denominator or 0)
    text = _("{won} won ÷ ({won} won + {lost} lost) = {value}")
    return [text.format(won=number_text(won), lost=number_text(decided - won), value=result.text)]


def _revenue(result: Result) -> list[str]:
    refunds = _number(result.figure.beside, "refunds")
    gross = money_text((result.figure.value or 0) - refunds, result.currency)
    text = _("{gross} (sales) − {refunds} (refunds) = {value}")
    return [text.format(gross=gross, refunds=money_text(-refunds, result.currency), value=result.text)]


def _cac(result: Result) -> list[str]:
    beside = result.figure.beside
    text = _("({marketing} for marketing + {sales} for sales) ÷ {n} new customers = {value}")
    return [
        text.format(
            marketing=money_text(_number(beside, "marketing"), result.currency),
            sales=money_text(_number(beside, "sales"), result.currency),
            n=number_text(result.figure.n),
            value=result.text,
        )
    ]


def _clv(result: Result) -> list[str]:
    beside = result.figure.beside
    per_year = money_text(_number(beside, "revenue_per_year"), result.currency)
    years = number_text(_number(beside, "lifespan_years"), 2)
    yearly = _("{net} (net sales of the last 365 days) ÷ {years} (customer-years in them) = {each} a year").format(
        net=money_text(_number(beside, "net_sales"), result.currency),
        years=number_text(_number(beside, "customer_years_of_year"), 1),
        each=per_year,
    )
    if beside.get("assumed"):
        lifespan = _("{years} years, as the settings assume while fewer than 5 customers were lost").format(years=years)
    else:
        lifespan = _("{all} (customer-years so far) ÷ {losses} (customers lost so far) = {years} years").format(
            all=number_text(_number(beside, "customer_years"), 1),
            losses=number_text(_number(beside, "losses")),
            years=years,
        )
    whole = _("{each} a year × {years} years = {value}").format(each=per_year, years=years, value=result.text)
    return [yearly, lifespan, whole]


def _velocity(result: Result) -> list[str]:
    beside = result.figure.beside
    text = _("{deals} open deals × {rate} won × {average} a deal ÷ {days} days = {value}")
    return [
        text.format(
            deals=number_text(_number(beside, "open_deals")),
            rate=percent_text(_number(beside, "win_rate")),
            average=money_text(_number(beside, "average_deal"), result.currency),
            days=number_text(_number(beside, "sales_cycle"), 1),
            value=result.text,
        )
    ]


def _number(beside: Any, name: str) -> Number:
    value = beside.get(name)
    return value if isinstance(value, int | float) else 0


_SPECIAL: dict[str, Callable[[Result], list[str]]] = {
    "nps": _nps,
    "churn_rate": _churn,
    "retention_rate": _retention,
    "win_rate": _wins,
    "revenue": _revenue,
    "cac": _cac,
    "clv": _clv,
    "sales_velocity": _velocity,
}
