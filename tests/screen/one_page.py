"""A window around one page: its actions with their keys, the notice with its undo, and a workspace."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget

from crmdesk.domain.clock import FixedClock
from crmdesk.ui import actions, reading_order
from crmdesk.ui.desk import Desk, Page, Place
from crmdesk.ui.jobs import Jobs
from crmdesk.ui.notice import Notice
from crmdesk.ui.session import Session
from crmdesk.ui.theme import Look, Theme
from tests.screen.driving import NOON, wait


class ReadWindow(QMainWindow):
    """A window through which Tab leads as through the real one."""

    def focusNextPrevChild(self, forward: bool) -> bool:
        return reading_order.move(self, forward=forward)


class OnePage(ReadWindow):
    """What the real window does for a page, and nothing else. `gone` are the places that the page wanted to go to."""

    def __init__(
        self, app: QApplication, make: Callable[[Desk, QWidget], Page], book: Path, look: Look = Look.LIGHT
    ) -> None:
        super().__init__()
        self.theme = Theme(app)
        self.theme.choose(look)
        self.jobs = Jobs(self, at_once=True)
        self.session = Session(self, self.jobs, FixedClock(NOON))
        self.notice = Notice(self)
        self.desk = Desk(self, self.session, self.notice)
        self.gone: list[Place] = []
        self.desk.wanted.connect(self.gone.append)
        self.desk.undo_with(self.undo)
        self.session.open(book)
        self.page = make(self.desk, self)
        self.session.changed.connect(self.page.refresh)
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.addWidget(self.notice)
        column.addWidget(self.page, 1)
        self.setCentralWidget(inside)
        acts = getattr(import_module(type(self.page).__module__), "ACTS", ())
        self.actions_by_id = actions.build(self, acts, self.page.handlers())
        self.addActions(list(self.actions_by_id.values()))
        self.resize(1366, 740)

    def undo(self) -> None:
        journal = self.session.here.journal
        step = journal.next_undo()
        assert step is not None
        journal.undo(step.id)

    def settle(self) -> None:
        """Waits until no job runs."""
        wait(lambda: not self.jobs.running)

    def said(self) -> str:
        """What the notice tells."""
        return self.notice.text.text() if self.notice.isVisible() else ""
