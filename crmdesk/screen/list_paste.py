"""The preview of a paste: every cell that would change, old and new, and every one that is refused and why."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from crmdesk.domain.wording import number_text
from crmdesk.text import _, n_
from crmdesk.ui.list_model import ListModel
from crmdesk.ui.pasting import Cell, Plan
from crmdesk.ui.plain import Label
from crmdesk.ui.table import Column, Table


class PastePreview(QDialog):
    """Shows a plan and calls `answered` where it is to be done."""

    def __init__(self, plan: Plan, model: ListModel, answered: Callable[[], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Paste cells"))
        self.resize(760, 480)
        self._answered = answered
        changes, refused = len(plan.changes), len(plan.refused)
        head = n_("{n} cell will change.", "{n} cells will change.", changes).format(n=number_text(changes))
        self.head = Label(head, self, bold=True)
        self.rest = Label(_rest(refused, plan.outside), self, wrap=True)
        self.rest.setVisible(bool(refused or plan.outside))
        self.table = Table(_columns(model), _("Cells that the paste touches"), self)
        self.table.show_rows([*plan.refused, *plan.changes])
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self)
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText(_("Paste"))
        self.ok.setEnabled(bool(changes))
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(_("Cancel"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for part in (self.head, self.rest, self.table, buttons):
            column.addWidget(part)

    def accept(self) -> None:
        super().accept()
        self._answered()


def _rest(refused: int, outside: int) -> str:
    texts = []
    if refused:
        text = n_("{n} cell is refused and stays as it is.", "{n} cells are refused and stay as they are.", refused)
        texts.append(text.format(n=number_text(refused)))
    if outside:
        text = n_("{n} cell lies outside the list.", "{n} cells lie outside the list.", outside)
        texts.append(text.format(n=number_text(outside)))
    return "\n".join(texts)


def _columns(model: ListModel) -> tuple[Column, ...]:
    return (
        Column(_("Record"), lambda cell: cell.name),
        Column(_("Column"), lambda cell: _(model.fields[cell.column].label)),
        Column(_("Before"), lambda cell: cell.before),
        Column(_("Pasted"), lambda cell: cell.text.replace("\n", " ")),
        Column(_("Refused because"), _problem),
    )


def _problem(cell: Cell) -> str:
    return cell.problem
