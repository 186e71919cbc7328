"""Brings the index of the search up to date while the person rests, in slices that nobody feels."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

from crmdesk.domain.errors import UserError
from crmdesk.ui.rest import Rest
from crmdesk.ui.session import Session

# Not before the first page stands.
_AFTER_MS, _PAUSE_MS, _SLICE_MS = 800, 45, 15
_LEAST, _MOST = 10, 2_000
# Not until the person has rested for so long; of whoever never rests it takes its time after so long.
_REST_MS, _PATIENCE_MS = 1_000, 15_000


class CatchingUp(QObject):
    """Works from the opening and from each change on, until there is nothing left."""

    def __init__(self, parent: QObject, session: Session, rest: Rest) -> None:
        super().__init__(parent)
        self._session, self._rest = session, rest
        self._waiting = QElapsedTimer()
        self._budget = 50
        self.timer = QTimer(self, singleShot=True)
        self.timer.timeout.connect(self._slice)
        session.opened.connect(lambda _workspace: self.timer.start(_AFTER_MS))
        session.changed.connect(lambda _change: self.timer.start(_PAUSE_MS))

    def stop(self) -> None:
        """The workspace is being closed."""
        self.timer.stop()

    def _slice(self) -> None:
        workspace = self._session.workspace
        if workspace is None or workspace.read_only or self._session.writing:
            return
        if self._rest.milliseconds < _REST_MS and not self._waited():
            self.timer.start(_REST_MS - self._rest.milliseconds)
            return
        from crmdesk.store.search_index import catch_up

        taken = QElapsedTimer()
        taken.start()
        try:
            done = catch_up(workspace, self._budget)
        except UserError:
            # The next change begins again; until then the search looks at names.
            return
        # As many rows as fit into a slice on this computer.
        if taken.elapsed() > _SLICE_MS:
            self._budget = max(self._budget // 2, _LEAST)
        elif taken.elapsed() < _SLICE_MS // 3:
            self._budget = min(self._budget * 2, _MOST)
        if done:
            self._waiting.invalidate()
        else:
            self.timer.start(_PAUSE_MS)

    def _waited(self) -> bool:
        """Whether it has waited long enough for somebody who does not rest."""
        if not self._waiting.isValid():
            self._waiting.start()
        return self._waiting.elapsed() > _PATIENCE_MS
