"""Tables and pictures from results: what several sections of the second page have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from crmdesk.domain.figure import Number, Row, Unit
from crmdesk.domain.money import Money, decimals_of
from crmdesk.domain.period import RANGE
from crmdesk.domain.wording import bare_text, compact_text, number_text, short_period_text
from crmdesk.kpi.base import Area, all_kpis
from crmdesk.kpi.measure import Result
from crmdesk.report.material import Material
from crmdesk.report.parts import Align, Cell, Head, Table
from crmdesk.report.scorecard import bare, one_past, primary
from crmdesk.text import _

NOTHING = "–"
_NARROW = 7
_MILLION = 1_000_000


def figures(material: Material, area: Area) -> Table | None:
    """The KPIs of an area that are not on the scorecard, with their past; None where nothing is known of any."""
    shown = {one.id for one in primary()}
    found = [material.results[one.id] for one in all_kpis() if one.area is area and one.id not in shown]
    if all(one.figure.missing and _pasts(one) == (None, None) for one in found):
        return None
    rows: list[list[Cell]] = [
        [_(one.kpi.name), one.text, *(bare(one, then, _NARROW) for then in _pasts(one))]
        for one in found
        if not hidden(one)
    ]
    period = material.period
    words = [_("This period"), _("Before"), _("Year ago")]
    if period.kind != RANGE:
        words = [short_period_text(one) for one in (period, period.before(), period.year_before())]
    heads = [Head(_("Figure"), 0.36, Align.LEFT), Head(words[0], 0.30), Head(words[1], 0.17), Head(words[2], 0.17)]
    if one_past(period):
        heads, rows = [heads[0], heads[1], replace(heads[2], share=0.34)], [row[:-1] for row in rows]
    return Table(heads, rows) if rows else None


def _pasts(result: Result) -> tuple[Number | None, Number | None]:
    return result.previous, result.year_before


def hidden(result: Result) -> bool:
    """Whether people use the program says nothing in a business of one."""
    return result.kpi.id == "adoption_rate" and int(result.figure.denominator or 0) <= 1


def table(heads: Sequence[Head], rows: Sequence[Sequence[Cell]], most: int, least: int) -> Table:
    """The first `most` rows, of which all but `least` may yet be left out."""
    if len(rows) <= most + 1:
        return Table(heads, rows, 0, least)
    return Table(heads, rows[:most], len(rows) - most, least)


def by_label(*parts: Sequence[Row]) -> dict[str | None, list[Row | None]]:
    """Rows of several breakdowns side by side, by key, in the order of their labels; nobody or nowhere last."""
    names: dict[str | None, str] = {}
    for rows in parts:
        for row in rows:
            names.setdefault(row.key, row.label or "")
    order = sorted(names, key=lambda key: (key is None, names[key].casefold(), key or ""))
    tables = [{row.key: row for row in rows} for rows in parts]
    return {key: [table.get(key) for table in tables] for key in order}


def label_of(rows: Sequence[Row | None], nobody: str) -> str:
    """The name that the rows of one key carry."""
    return next((row.label for row in rows if row is not None and row.label), nobody)


def value_of(row: Row | None, unit: Unit, currency: str) -> str:
    """The value of a row in a narrow cell; money in whole units."""
    if row is None or row.value is None:
        return NOTHING
    return whole_money(row.value, currency) if unit.is_money else bare_text(row.value, unit, currency)


def whole_money(value: Number, currency: str) -> str:
    """Money without its minor units; from a million on in three digits."""
    whole = round(int(value) / 10 ** decimals_of(currency))
    return number_text(whole) if abs(whole) < _MILLION else compact_text(whole)


def count_of(row: Row | None) -> str:
    """The n of a row."""
    return NOTHING if row is None else number_text(row.n)


def beside(result: Result) -> Mapping[str, object]:
    """What stands beside a figure, by name."""
    return result.figure.beside


def money(value: object) -> Money:
    """Money from beside a figure; nothing is nought."""
    return value if isinstance(value, Money) else Money(0)


def count(value: object) -> int:
    """A count from beside a figure; nothing is nought."""
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def number(value: object) -> float | None:
    """A number from beside a figure, if there is one."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
