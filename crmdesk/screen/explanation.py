"""How a figure was computed: what it means, the formula with its numbers, and all that stands beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from crmdesk.kpi.measure import Result
from crmdesk.text import _
from crmdesk.ui.companion import companions
from crmdesk.ui.explain import Line, facts, help_text, sum_text
from crmdesk.ui.panel import Panel, Scroll
from crmdesk.ui.plain import Label


class Explanation(Panel):
    """The left side of a figure's page."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(_("How it is computed"), parent)
        self.area = Scroll(self)
        self.body.addWidget(self.area, 1)
        self.texts: list[str] = []

    def show_result(self, result: Result) -> None:
        """Says everything about a result, from the meaning to the last companion."""
        inside = QWidget(self.area)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(6)
        self.texts = [help_text(result)]
        column.addWidget(Label(help_text(result), inside, wrap=True, selectable=True))
        column.addSpacing(4)
        column.addWidget(Label(f"= {_(result.kpi.formula)}", inside, bold=True, wrap=True, selectable=True))
        if worked := sum_text(result):
            column.addWidget(Label(worked, inside, size=1.15, wrap=True, selectable=True))
            self.texts.append(worked)
        example = _("For example: {example}").format(example=_(result.kpi.example))
        column.addWidget(Label(example, inside, muted=True, wrap=True))
        self._grid(column, inside, "", facts(result))
        beside = companions(result)
        if beside:
            self._grid(column, inside, _("Beside it"), beside)
        column.addStretch(1)
        self.area.hold(inside)

    def _grid(self, column: QVBoxLayout, inside: QWidget, title: str, lines: list[Line]) -> None:
        column.addSpacing(6)
        if title:
            column.addWidget(Label(title, inside, bold=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        for row, (name, text) in enumerate(lines):
            grid.addWidget(Label(name, inside, muted=True, wrap=True), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Label(text, inside, wrap=True, selectable=True), row, 1, Qt.AlignmentFlag.AlignTop)
            self.texts.append(f"{name}: {text}")
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
