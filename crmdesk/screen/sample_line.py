"""A thin line above the page while the invented business is open, with the ways to be rid of it and to one's own."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from crmdesk.store.file import Workspace
from crmdesk.store.steps import SAMPLE
from crmdesk.text import _
from crmdesk.ui.button import Button
from crmdesk.ui.plain import Label

# The demo is written by one of the first steps of its file.
_FIRST = 4


class SampleLine(QFrame):
    """Emits `own_wanted` and `away_wanted`."""

    own_wanted = Signal()
    away_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sample")
        self.own = Button(_("Start my own"), self)
        self.own.clicked.connect(self.own_wanted)
        self.away = Button(_("Remove the sample data"), self)
        self.away.clicked.connect(self.away_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 1, 6, 1)
        row.addWidget(Label(_("Sample data: this business is invented."), self, muted=True), 1)
        row.addWidget(self.away)
        row.addWidget(self.own)
        self.hide()

    def show_for(self, workspace: Workspace | None) -> None:
        """Shows itself where the workspace is the demo business."""
        self.setVisible(workspace is not None and is_sample(workspace))
        self.away.setVisible(workspace is not None and not workspace.read_only)


def is_sample(workspace: Workspace) -> bool:
    """Whether the records of a workspace were invented."""
    found = workspace.rows("SELECT id FROM operation WHERE id <= ? AND source = ?", (_FIRST, SAMPLE))
    return any(not workspace.journal.find(step).undone for (step,) in found)
