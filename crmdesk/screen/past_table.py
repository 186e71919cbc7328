"""How the pages of the past are laid out: a title, buttons for the chosen line, a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.ui.button import Button
from crmdesk.ui.plain import Label
from crmdesk.ui.table import Table


def arrange(page: QWidget, title: str, buttons: Sequence[Button], *below: QWidget) -> None:
    """Puts the parts of such a page in their places."""
    head = QHBoxLayout()
    head.addWidget(Label(title, page, size=1.35, bold=True), 1)
    for button in buttons:
        head.addWidget(button)
    column = QVBoxLayout(page)
    column.setContentsMargins(12, 6, 12, 6)
    column.addLayout(head)
    for part in below:
        column.addWidget(part, 1 if isinstance(part, Table) else 0)


def chosen(table: Table) -> Any | None:
    """The row that is chosen, if there is one."""
    row = table.currentIndex().row()
    return table.rows.rows[row] if 0 <= row < len(table.rows.rows) else None


def show_again(table: Table, rows: Sequence[Any]) -> None:
    """Shows other rows, the choice where it was."""
    row = table.currentIndex().row()
    table.show_rows(rows)
    if rows:
        table.setCurrentIndex(table.rows.index(min(max(row, 0), len(rows) - 1), 0))
