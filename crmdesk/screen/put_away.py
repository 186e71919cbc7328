"""What stands in the place of a page while there is no workspace behind it: a restore or an erasure works on it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from crmdesk.screen.navigation import Navigator
from crmdesk.text import _
from crmdesk.ui.plain import Label
from crmdesk.ui.session import Session


class PutAway(QObject):
    """Puts the present page away, and brings it back when the workspace is there again."""

    def __init__(self, session: Session, navigator: Navigator, stack: QStackedWidget) -> None:
        super().__init__(stack)
        self._session, self._navigator, self._stack = session, navigator, stack
        self.blank = QWidget(stack)
        layout = QVBoxLayout(self.blank)
        text = _("The file is being rewritten. The page comes back when that is done.")
        layout.addWidget(Label(text, self.blank, muted=True), alignment=Qt.AlignmentFlag.AlignCenter)
        stack.addWidget(self.blank)
        session.changed.connect(self._bring_back)

    def put_away(self) -> None:
        """Shows the blank page, on which nothing can be done. To be called when the workspace is gone."""
        if self._session.workspace is None:
            self.blank.setFocus(Qt.FocusReason.OtherFocusReason)
            self._stack.setCurrentWidget(self.blank)

    def _bring_back(self, _change: object) -> None:
        place = self._navigator.history.here
        if self._stack.currentWidget() is self.blank and place is not None:
            self._navigator.go(place)
