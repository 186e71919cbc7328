"""The last step: the summary as it will be kept, with what was decided before, and how it is printed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crmdesk.domain.period import Period
from crmdesk.report.options import PLAIN, Options
from crmdesk.screen.paper_making import Paper, PaperMaking, keep_options, kept_options
from crmdesk.screen.paper_options import PaperOptions
from crmdesk.text import _, n_
from crmdesk.ui.desk import Desk
from crmdesk.ui.kept import KeptSplitter
from crmdesk.ui.paper_view import PaperView
from crmdesk.ui.plain import Label
from crmdesk.ui.step import Step

_VIEW, _OPTIONS = 640, 290


class FinishStep(Step):
    """Makes the paper whenever it is shown. `add_words` puts what was decided into the options."""

    def __init__(self, desk: Desk, parent: QWidget, add_words: Callable[[Options], Options]) -> None:
        hint = _("Closing keeps this summary inside the workspace, remembers its figures, and makes the tasks.")
        super().__init__(desk, parent, _("Print and keep"), hint)
        self._add_words = add_words
        self._period: Period | None = None
        self.paper: Paper | None = None
        self.making = PaperMaking(desk, self)
        self.view = PaperView(desk, self, "month pages")
        self.options = PaperOptions(self)
        self.options.changed.connect(self._on_options)
        self.pages = Label("", self, muted=True)
        row = QHBoxLayout()
        row.addWidget(self.pages, 1)
        row.addWidget(self.view.zoom)
        parts = KeptSplitter(desk, Qt.Orientation.Horizontal, self)
        parts.addWidget(self.view)
        parts.addWidget(self.options)
        parts.setStretchFactor(0, 1)
        parts.show_as("month finish", (_VIEW, _OPTIONS))
        self.column.addLayout(row)
        self.column.addWidget(parts, 1)
        self.options.show_options(PLAIN)

    def show_period(self, period: Period) -> None:
        """Another period is closed; nothing is made until the step is seen."""
        self._period, self.paper = period, None
        self.options.show_options(kept_options(self.desk.here))
        self.view.clear()
        self.tell(_("once everything is filled in"), open_=False)

    def make(self) -> None:
        """Makes the summary anew."""
        if self._period is not None:
            self.paper = None
            self.tell(_("being made…"), open_=False)
            self.pages.setText(_("being made…"))
            options = self._add_words(self.options.options())
            self.making.make(self._period, options, self.devicePixelRatioF(), self._on_made, self._on_fault)

    def leave(self) -> None:
        """The workspace is being closed."""
        self.making.cancel()
        self._period, self.paper = None, None
        self.view.clear()

    def first(self) -> QWidget | None:
        return self.view.area

    def _on_options(self) -> None:
        options = self.options.options()
        self.desk.attempt(lambda: keep_options(self.desk.here, options))
        self.make()

    def _on_made(self, paper: Paper) -> None:
        self.paper = paper
        self.view.show_pdf(paper.made.data, paper.leaves)
        text = n_("{n} page", "{n} pages", len(paper.leaves)).format(n=len(paper.leaves))
        self.pages.setText(text)
        self.tell(text, open_=False)

    def _on_fault(self, sentence: str) -> None:
        self.pages.setText(sentence)
        self.tell(_("cannot be made"), open_=True)
