"""What is said where no open deal is to be shown, and what is offered to do about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crmdesk.store.board import Seen
from crmdesk.store.file import Workspace
from crmdesk.store.listing import LISTINGS
from crmdesk.store.way import ladder_of
from crmdesk.text import N_, _
from crmdesk.ui.button import Button
from crmdesk.ui.plain import Label

ADD, ALL, STAGES = "add", "all", "stages"
_OFFERS = {ADD: N_("Add a deal"), ALL: N_("Show all"), STAGES: N_("Set up the stages")}


class NoDeals(QWidget):
    """Hidden where there are deals. `wanted` carries what was offered, once somebody takes it up."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._offer = ADD
        self.said = Label("", self, muted=True, wrap=True)
        self.said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = Button("", self)
        self.button.clicked.connect(lambda: self.wanted.emit(self._offer))
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(self.said)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.hide()

    def show_for(self, seen: Seen, workspace: Workspace, *, filtered: bool) -> None:
        """Says why nothing is seen, if nothing is."""
        text, self._offer = _nothing(seen, workspace, filtered=filtered)
        self.said.setText(text)
        self.button.setText(_(_OFFERS[self._offer]))
        self.setVisible(bool(text))


def _nothing(seen: Seen, workspace: Workspace, *, filtered: bool) -> tuple[str, str]:
    """What is said, empty where deals are seen, and which of the offers is made."""
    if any(seen.cards.values()):
        return "", ADD
    if seen.stages and filtered:
        return _("No open deal matches this filter."), ALL
    if seen.stages:
        return _("All deals are closed.") if seen.ever else _(LISTINGS["deals"].empty), ADD
    if ladder_of(workspace).kinds:
        return _("There is no open stage that a deal could be in."), STAGES
    return _("Deals go through stages. The first deal brings the usual ones along; change them in the settings."), ADD
