"""What stands around the page: the menus with every action, the line below, the title."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from crmdesk.screen.action_table import WINDOW
from crmdesk.text import _
from crmdesk.ui import actions
from crmdesk.ui.actions import Act
from crmdesk.ui.desk import Page
from crmdesk.ui.notice import Busy
from crmdesk.ui.plain import Label, ShortLabel
from crmdesk.ui.theme import Look

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crmdesk.screen.main_window import MainWindow
    from crmdesk.ui.jobs import Job


class Bars(QObject):
    """The menus and the status line of the window."""

    def __init__(self, window: MainWindow, handlers: Mapping[str, Callable[[], None]]) -> None:
        super().__init__(window)
        self.window = window
        self.acts: list[Act] = list(WINDOW)
        self._of_pages: set[str] = set()
        self.actions: dict[str, QAction] = actions.build(window, WINDOW, handlers)
        window.addActions(list(self.actions.values()))
        self.menus: dict[str, QMenu] = actions.fill(window.menuBar(), WINDOW, self.actions)
        self.menus[actions.ACTIONS].menuAction().setVisible(False)
        self.data_to = Label("", window, muted=True)
        # A long path gives way to what is being done; the name of the file at its end stays.
        self.where = ShortLabel("", window, muted=True, cut=Qt.TextElideMode.ElideLeft)
        self.busy = Busy(window)
        bar = window.statusBar()
        bar.setSizeGripEnabled(False)
        bar.setContentsMargins(10, 0, 10, 0)
        bar.addWidget(self.data_to)
        bar.addWidget(self.busy)
        bar.addPermanentWidget(self.where)

    def add_page(self, page: Page) -> None:
        """Takes in what a page declares; it can be done while the page is shown."""
        own: tuple[Act, ...] = getattr(sys.modules[type(page).__module__], "ACTS", ())
        fresh = [act for act in own if act.id not in self.actions and page.name in act.page.split()]
        made = actions.build(self.window, fresh, {act.id: partial(self._do, act.id) for act in fresh})
        self.window.addActions(list(made.values()))
        for action in made.values():
            # Until the page is shown; perhaps what it was made for is gone.
            action.setEnabled(False)
            action.setVisible(False)
        for act in fresh:
            actions.add(self.menus[actions.ACTIONS], act, made[act.id])
        self.actions.update(made)
        self.acts += fresh
        self._of_pages.update(made)

    def _do(self, id: str) -> None:
        """An action of a page is done by the page that is shown: several may declare the same one."""
        if isinstance(self.window.page, Page):
            self.window.page.handlers()[id]()

    def follow(self, job: Job) -> None:
        """Shows a job that has begun."""
        self.busy.follow(job)
        self.refresh()

    def refresh(self) -> None:
        """The title, and what can be done now."""
        have, window = set(), self.window
        workspace = window.session.workspace
        if workspace is not None:
            have.add(actions.WORKSPACE)
            if not workspace.read_only and not window.session.writing:
                have.add(actions.WRITABLE)
        self.enable(have, window.shows())
        self.actions["who"].setEnabled(len(window.who.people) > 1)
        if actions.WRITABLE in have:
            window.undoing.name_steps(self.actions)
        self.show_title()

    def show_look(self, chosen: Look) -> None:
        """Ticks the look that was chosen."""
        for look in Look:
            self.actions[f"look_{look.value}"].setChecked(look is chosen)

    def show_title(self) -> None:
        """The business, where one is and which filter is on, and the file."""
        workspace = self.window.session.workspace
        if workspace is None:
            self.window.setWindowTitle("crmdesk")
            return
        page = self.window.page.title() if isinstance(self.window.page, Page) else ""
        name = workspace.settings.business_name or workspace.path.stem
        looks = _("for reading only") if workspace.read_only and not self.window.session.writing else ""
        parts = (page, name, workspace.path.name, looks, "crmdesk")
        self.window.setWindowTitle(" – ".join(part for part in parts if part).replace("[*]", "[ * ]"))

    def enable(self, have: set[str], page: str) -> None:
        """Switches off what cannot be done now; the menu of a page holds only its own actions."""
        shown, own = False, self.window.page
        for act in self.acts:
            action = self.actions[act.id]
            of_use = act.id not in self._of_pages or not isinstance(own, Page) or own.can(act.id)
            action.setEnabled(of_use and act.offered(have, page))
            if act.id in self._of_pages:
                action.setVisible(page in act.page.split())
                shown = shown or action.isVisible()
        self.menus[actions.ACTIONS].menuAction().setVisible(shown)
