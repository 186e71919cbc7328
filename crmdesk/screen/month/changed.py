"""The second step: figures of months that were printed and are others today, with the steps that changed them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from crmdesk.domain.wording import number_text
from crmdesk.kpi.records import Link, link_text
from crmdesk.report.compared import Compared
from crmdesk.screen.changed_table import ChangedTable
from crmdesk.text import _, n_
from crmdesk.ui.button import Button
from crmdesk.ui.desk import Desk, Place
from crmdesk.ui.icons import icon
from crmdesk.ui.plain import Label, say
from crmdesk.ui.step import Step


class ChangedStep(Step):
    """A line for each figure and each step that changed it; Enter opens the figure with its records."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        hint = _("These figures have changed since they were printed. Tell those who have the paper, or undo steps.")
        super().__init__(desk, parent, _("Changed since printed"), hint)
        self.none = Label("", self, wrap=True)
        self.table = ChangedTable(desk, self, _("Figures that changed since they were printed"), periods=True)
        self.table.figure_opened.connect(self._open)
        self.back = Button(icon("arrow-back-up"), _("Undo this step"), self)
        say(self.back, _("Undo this step"), _("Undo the step that changed the figure; it can be redone"))
        self.back.clicked.connect(self.take_back)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _then: self._enable())
        self.column.addWidget(self.none)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignRight)
        self.column.addStretch()
        self.show_waiting()

    def show_waiting(self) -> None:
        """The figures are being compared."""
        self.none.setText(_("Comparing with what was printed…"))
        self._fit(some=False)
        self.tell(_("comparing…"), open_=False)

    def show_figures(self, figures: Sequence[Compared]) -> None:
        """Shows what has changed."""
        self.none.setText(_("Every figure that was printed is the same today, or nothing was printed yet."))
        self.table.show_figures(figures)
        self._fit(some=bool(figures))
        text = n_("{n} figure differs", "{n} figures differ", len(figures)).format(n=number_text(len(figures)))
        self.tell(text if figures else _("none"), open_=bool(figures))

    def take_back(self) -> None:
        """Takes back the step of the line that is chosen; where several made one change, the last of them."""
        if (step := self.table.step()) is not None:
            self.desk.take_back(step.id)

    def _enable(self) -> None:
        here = self.desk.session.workspace
        self.back.setEnabled(here is not None and not here.read_only and self.table.step() is not None)

    def first(self) -> QWidget | None:
        return self.table if self.table.rows.rows else None

    def _fit(self, *, some: bool) -> None:
        self.table.setVisible(some)
        self.back.setVisible(some)
        self.none.setVisible(not some)
        if some:
            self._enable()

    def _open(self, link: Link) -> None:
        self.desk.go(Place("figure", link.kpi, detail=link_text(link)))
