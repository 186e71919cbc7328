"""The preview of a paste: every cell that would change, old and new, every new record, and what is refused and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from crmdesk.domain.wording import number_text
from crmdesk.text import _, n_
from crmdesk.ui.dialog import Dialog
from crmdesk.ui.list_model import ListModel
from crmdesk.ui.ok_cancel import OkCancel
from crmdesk.ui.pasting import Cell, Plan
from crmdesk.ui.plain import Label
from crmdesk.ui.table import Column, Table


class PastePreview(Dialog):
    """Shows a plan and calls `answered` with what is to be done of it."""

    def __init__(self, plan: Plan, model: ListModel, answered: Callable[[Plan], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Paste cells"))
        self.resize(980, 520)
        self.plan, self._answered = plan, answered
        changes, new, refused = len(plan.changes), len(plan.additions), len(plan.refused)
        head = n_("{n} cell will change.", "{n} cells will change.", changes).format(n=number_text(changes))
        self.head = Label(head, self, bold=True)
        self.head.setVisible(bool(changes or not new))
        self.adding = QCheckBox(n_("Add {n} new record", "Add {n} new records", new).format(n=number_text(new)), self)
        self.adding.setChecked(bool(new))
        self.adding.setVisible(bool(new))
        self.rest = Label(_rest(refused, plan.outside), self, wrap=True)
        self.rest.setVisible(bool(refused or plan.outside))
        self.table = Table(_columns(model), _("Cells that the paste touches"), self)
        added = [Cell(0, one.name, "", "", one.text) for one in plan.additions]
        self.table.show_rows([*plan.refused, *plan.changes, *added])
        buttons = OkCancel(self, _("Paste"))
        self.ok = buttons.ok
        self.adding.toggled.connect(self._show_ok)
        self._show_ok()
        column = QVBoxLayout(self)
        for part in (self.head, self.adding, self.rest, self.table, buttons):
            column.addWidget(part)

    def _show_ok(self) -> None:
        self.ok.setEnabled(bool(self.plan.changes) or self.adding.isChecked())

    def accept(self) -> None:
        super().accept()
        self._answered(self.plan if self.adding.isChecked() else replace(self.plan, additions=[]))


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
        Column(_("Column"), lambda cell: _(model.fields[cell.column].label) if cell.column else ""),
        Column(_("Before"), lambda cell: cell.before),
        Column(_("Pasted"), lambda cell: cell.text.replace("\n", " ")),
        Column(_("Refused because"), _problem),
    )


def _problem(cell: Cell) -> str:
    return cell.problem
