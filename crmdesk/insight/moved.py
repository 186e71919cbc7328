"""What moved a figure since the unit before, in words: the largest parts of its change by person, channel and so on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crmdesk.domain.figure import Number, Unit
from crmdesk.domain.wording import number_text, signed, value_text
from crmdesk.kpi.contributions import FACTOR, Contribution, contributions
from crmdesk.kpi.measure import Result
from crmdesk.kpi.measurement import Source
from crmdesk.kpi.records import Link
from crmdesk.text import _

MOST = 3
# A part of less than this share of the largest moved nothing.
LEAST = 0.02
# Where the factors of a product are explained: the KPI, and the part of it.
_FACTORS = {
    "revenue_per_year": ("clv", "sales"),
    "lifespan_years": ("clv", "losses"),
    "open_deals": ("pipeline_value", ""),
    "win_rate": ("win_rate", ""),
    "average_deal": ("average_deal", ""),
    "sales_cycle": ("sales_cycle", ""),
}
_UNITS = {"win_rate": Unit.RATIO, "sales_cycle": Unit.DAYS, "open_deals": Unit.COUNT}


@dataclass(frozen=True, slots=True)
class Move:
    """A part of the change: who or what made it, how much of it, what its own figure was and is, and its list."""

    label: str
    part: str
    own: str
    link: Link | None


@dataclass(frozen=True, slots=True)
class Moves:
    """The largest parts by one dimension; `rest` is what all others made together, in words, if there are any."""

    dimension: str
    moves: Sequence[Move]
    rest: str


def moved(source: Source, result: Result, now: int) -> list[Moves]:
    """What moved the figure, by each dimension in which it can be told."""
    found = contributions(source, result.kpi, result.period, now, result.only)
    return [_moves(result, name, rows) for name, rows in found.items()]


def part_text(value: Number, result: Result) -> str:
    """A part of the change of a figure: `+6.3 pp`, `−410 EUR`."""
    if result.kpi.unit is Unit.RATIO:
        return _("{n} pp").format(n=signed(number_text(float(value) * 100, 1), value))
    if result.kpi.unit is Unit.POINTS:
        return signed(number_text(value, 1), value)
    return signed(value_text(value, result.kpi.unit, result.currency), value)


def _moves(result: Result, dimension: str, rows: Sequence[Contribution]) -> Moves:
    told = [row for row in rows if row.difference]
    worth = [row for row in told if abs(row.difference) >= LEAST * abs(told[0].difference)]
    # One alone is named too.
    shown = worth if len(worth) == MOST + 1 else worth[:MOST]
    others = sum(row.difference for row in told[len(shown) :])
    rest = ""
    if len(told) > len(shown) and abs(others) >= LEAST * abs(told[0].difference):
        text = _("{n} others together: {part}")
        rest = text.format(n=number_text(len(told) - len(shown)), part=part_text(others, result))
    return Moves(dimension, [_move(result, dimension, row) for row in shown], rest)


def _move(result: Result, dimension: str, row: Contribution) -> Move:
    before, now = (_own(result, dimension, row, value) for value in (row.before, row.now))
    text = _("{before} → {now}")
    if abs(row.mix) > abs(row.difference - row.mix):
        # It did not do better or worse: there was more or less of it.
        before, now, text = number_text(row.n_before), number_text(row.n), _("by their number: {before} → {now}")
    own = text.format(before=before, now=now)
    return Move(row.label or _("(none)"), part_text(row.difference, result), own, _link(result, dimension, row))


def _own(result: Result, dimension: str, row: Contribution, value: Number | None) -> str:
    if value is None:
        return "–"
    if dimension != FACTOR:
        return value_text(value, result.kpi.unit, result.currency)
    if row.key == "lifespan_years":
        return _("{n} years").format(n=number_text(value, 2))
    return value_text(value, _UNITS.get(str(row.key), Unit.MONEY), result.currency)


def _link(result: Result, dimension: str, row: Contribution) -> Link | None:
    """The list of the part; where nothing of it is left there is none."""
    if dimension == FACTOR:
        kpi, part = _FACTORS[str(row.key)]
        return Link(kpi, result.period, part, result.only)
    if not row.n or dimension not in result.kpi.filters:
        return None
    return Link(result.kpi.id, result.period, "", result.only.and_(dimension, row.key))
