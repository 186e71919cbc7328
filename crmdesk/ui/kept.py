"""Parts of a page side by side, as wide as they were left: kept with the file, as the columns of lists are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QSplitter, QWidget

from crmdesk.store import note
from crmdesk.ui.desk import Desk

_WAIT_MS = 400


class KeptSplitter(QSplitter):
    """A splitter that remembers, under a name, where its handles were put."""

    def __init__(self, desk: Desk, across: Qt.Orientation, parent: QWidget) -> None:
        super().__init__(across, parent)
        self._desk = desk
        self._name = ""
        self._usual: Sequence[int] = ()
        self.setChildrenCollapsible(False)
        self.later = QTimer(self, interval=_WAIT_MS, singleShot=True)
        self.later.timeout.connect(self._keep)
        self.splitterMoved.connect(lambda _place, _handle: self.later.start())
        desk.session.opened.connect(self._recall)

    def show_as(self, name: str, usual: Sequence[int]) -> None:
        """Becomes as wide as was kept under that name, else as usual. To be called when the parts are in."""
        if self.later.isActive():
            self._keep()
        self._name, self._usual = name, usual
        self._recall()

    def _recall(self) -> None:
        workspace = self._desk.session.workspace
        kept = note.recall(workspace, self._key()) if workspace is not None else None
        match kept:
            case [*sizes] if len(sizes) == self.count() and all(isinstance(one, int) and one > 0 for one in sizes):
                self.setSizes(sizes)
            case _:
                self.setSizes(self._usual)

    def _keep(self) -> None:
        self.later.stop()
        session = self._desk.session
        # A part that is hidden now says nothing of how wide it should be.
        if session.workspace is not None and not session.writing and all(self.sizes()):
            self._desk.attempt(lambda: note.keep(self._desk.here, self._key(), self.sizes()))

    def _key(self) -> str:
        return f"parts:{self._name}"
