"""Figures that are not what was printed, and beside each the steps that changed it: which, when, by whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crmdesk.domain.calendar import Calendar
from crmdesk.domain.wording import moment_text, short_period_text
from crmdesk.insight.causes import Cause
from crmdesk.kpi.records import Link
from crmdesk.report.compared import Compared, why
from crmdesk.store.registry import record_type
from crmdesk.store.row import name_of
from crmdesk.store.steps import Operation
from crmdesk.text import _, n_
from crmdesk.ui.desk import Desk
from crmdesk.ui.table import Column, Table

_LETTERS = 60


@dataclass(frozen=True, slots=True)
class Line:
    """A figure with one of its causes; the first line of a figure says what it was and is."""

    figure: Compared
    cause: Cause | None
    first: bool


class ChangedTable(Table):
    """`figure_opened` carries the link of a figure. With `periods` each line names its period."""

    figure_opened = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget, name: str, *, periods: bool) -> None:
        self._desk = desk
        self._people: dict[int, str] = {}
        period = Column(_("Period"), lambda one: short_period_text(one.figure.result.period) if one.first else "")
        columns = (
            Column(_("Figure"), lambda one: _(one.figure.result.kpi.name) if one.first else ""),
            *((period,) if periods else ()),
            Column(_("Printed"), lambda one: one.figure.shown if one.first else "", number=True),
            Column(_("Today"), lambda one: one.figure.result.text if one.first else "", number=True),
            Column(_("Changed by"), _changed_by),
            Column(_("When"), self._when),
            Column(_("Who"), self._who),
        )
        super().__init__(columns, name, parent)
        # Lines that belong together must stay so.
        self.setSortingEnabled(False)
        self.activated.connect(lambda index: self.figure_opened.emit(link_of(self.rows.rows[index.row()].figure)))

    def show_figures(self, figures: Sequence[Compared]) -> None:
        """Shows other figures."""
        staff = record_type("staff")
        known = {cause.step.staff_id for one in figures for cause in one.causes if cause.step.staff_id is not None}
        here = self._desk.here
        self._people = {person: name_of(here, staff, person) for person in known}
        self.show_rows(list(lines_of(figures)))
        if self.rows.rows:
            self.setCurrentIndex(self.rows.index(0, 0))

    def step(self) -> Operation | None:
        """The step of the line that is chosen."""
        rows, row = self.rows.rows, self.currentIndex().row()
        cause = rows[row].cause if 0 <= row < len(rows) else None
        return cause.step if cause is not None else None

    def _when(self, line: Line) -> str:
        return "" if line.cause is None else moment_text(self._calendar().local(line.cause.step.at))

    def _who(self, line: Line) -> str:
        return "" if line.cause is None else self._people.get(line.cause.step.staff_id or 0, "")

    def _calendar(self) -> Calendar:
        return self._desk.here.calendar


def lines_of(figures: Sequence[Compared]) -> Iterator[Line]:
    """A line for each figure, and one more for each further step that changed it."""
    for figure in figures:
        # What no paper shows is no cause that anybody looks for, unless nothing else is found.
        seen = [one for one in figure.causes if one.was.text != one.now.text] or list(figure.causes)
        yield Line(figure, seen[0] if seen else None, first=True)
        for cause in seen[1:]:
            yield Line(figure, cause, first=False)


def link_of(figure: Compared) -> Link:
    """The records behind a figure as it is today."""
    return Link(figure.result.kpi.id, figure.result.period)


def _changed_by(line: Line) -> str:
    cause = line.cause
    if cause is None:
        return why(line.figure)
    label = cause.step.label if len(cause.step.label) <= _LETTERS else f"{cause.step.label[:_LETTERS]}…"
    if cause.steps > 1:
        others = cause.steps - 1
        text = n_("{label} and {n} step before it", "{label} and {n} steps before it", others)
        return text.format(label=label, n=others)
    return label
