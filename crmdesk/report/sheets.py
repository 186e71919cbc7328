"""Sheets of a workbook: heads that stay in sight, cells that keep their type, number formats by unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from crmdesk.domain.figure import Number, Unit
from crmdesk.domain.money import Money, decimals_of, major
from crmdesk.kpi.measure import Result
from crmdesk.report.material import Material

# The longest text of a cell.
LONGEST = 1000
_HEAD = 31
_FORMATS = {
    Unit.RATIO: "0.0%",
    Unit.POINTS: "0",
    Unit.DAYS: "0.0",
    Unit.HOURS: "0.0",
    Unit.COUNT: "#,##0",
    Unit.COUNT_A_DAY: "0.00",
    Unit.MULTIPLE: "0.00",
}
Cell = str | Number | date | datetime | bool | None


def in_major(result: Result, value: object) -> Cell:
    """A value as a person writes it: money in major units, all else as it is."""
    if isinstance(value, Money) or (result.kpi.unit.is_money and isinstance(value, int | float)):
        decimals = decimals_of(result.currency)
        return major(value, decimals) if isinstance(value, int) else float(value) / 10**decimals
    return value if isinstance(value, int | float | str) else None


class Sheets:
    """Sheets with bold heads that stay in sight, and cells that keep their type."""

    def __init__(self, book: Any, material: Material) -> None:
        self.book = book
        decimals = decimals_of(material.settings.currency)
        self.money = "#,##0" + ("." + "0" * decimals if decimals else "")
        self._made: dict[str, Any] = {}
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.bold = book.add_format({"bold": True, "font_size": 14})

    def sheet(self, name: str, heads: Sequence[str], widths: Sequence[int], *, first: int = 0) -> Any:
        """A sheet with heads in row `first`."""
        sheet = self.book.add_worksheet(name)
        for column, text in enumerate(heads):
            sheet.write_string(first, column, text, self.head)
            sheet.set_column(column, column, widths[min(column, len(widths) - 1)])
        # Room for heads of two lines: not every program makes it by itself.
        sheet.set_row(first, _HEAD)
        sheet.freeze_panes(first + 1, 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        return sheet

    def row(self, sheet: Any, number: int, cells: Sequence[tuple[Cell, str]]) -> None:
        """A row of values, each with its number format."""
        for column, (value, shown) in enumerate(cells):
            if isinstance(value, str):
                sheet.write_string(number, column, value[:LONGEST])
            elif isinstance(value, bool):
                sheet.write_boolean(number, column, value)
            elif isinstance(value, date | datetime):
                sheet.write_datetime(number, column, value, self.format(shown))
            elif value is not None:
                sheet.write_number(number, column, value, self.format(shown))

    def format(self, shown: str) -> Any:
        if shown not in self._made:
            self._made[shown] = self.book.add_format({"num_format": shown} if shown else {})
        return self._made[shown]

    def number(self, unit: Unit) -> str:
        """The number format of a unit."""
        return self.money if unit.is_money else _FORMATS[unit]

    def beside(self, value: object) -> str:
        return self.money if isinstance(value, Money) else "#,##0.00" if isinstance(value, float) else "#,##0"
