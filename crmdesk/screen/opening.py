"""The way from one workspace to another: opening, leaving, and what of the window belongs to the one that is open."""

from __future__ import annotations

import contextlib
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from crmdesk.domain.errors import DamagedFile, UserError
from crmdesk.screen.first_steps import is_new
from crmdesk.screen.navigation import HOME, place_of, place_text
from crmdesk.screen.sidebar import SHOWN
from crmdesk.store import note
from crmdesk.store.file import is_older
from crmdesk.store.note import DRAFTS
from crmdesk.text import _
from crmdesk.ui import home
from crmdesk.ui.desk import Place

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from crmdesk.screen.main_window import MainWindow
    from crmdesk.screen.welcome import Welcome
    from crmdesk.store.file import Workspace
    from crmdesk.store.journal import Change


class Opening(QObject):
    """Opens and leaves workspaces for the window, and follows what changes in the one that is open."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window, self.session = window, window.session
        self._welcome: Welcome | None = None
        self.session.opened.connect(self._on_opened)
        self.session.changed.connect(self._on_changed)
        self.session.lost.connect(self.leave)
        window.navigator.gone.connect(self._on_gone)
        window.measuring.data.connect(self._on_data)

    def open(self, path: Path, *, read_only: bool = False) -> None:
        """Opens a workspace; tells in words what stands against it. One that is open already stays so.

        The file of an older crmdesk is upgraded first, in a job, with the welcome page before one.
        """
        here = self.session.workspace
        if here is not None and not here.read_only and path.exists() and path.samefile(here.path):
            return
        if not read_only and is_older(path):
            self._upgrade(path, here.path if here is not None else None)
        else:
            self._open(path, read_only=read_only)

    def _open(self, path: Path, *, read_only: bool = False) -> None:
        try:
            self.change(partial(self.session.open, path, read_only=read_only))
        except UserError as fault:
            self.window.filing.restoring.tell_unopened(path, fault)

    def _upgrade(self, path: Path, before: Path | None) -> None:
        """Opens the file of an older crmdesk; where it cannot be upgraded, the one that was open before again."""

        def failed(fault: Exception | None) -> None:
            if before is not None:
                self._open(before)
            if isinstance(fault, UserError):
                self.window.filing.restoring.tell_unopened(path, fault)
            elif fault is not None:
                self.window.tell_fault(fault)

        try:
            self.session.require_idle()
            self.leave()
            self.session.upgrade(path, partial(self._open, path), failed)
        except UserError as fault:
            self.window.filing.restoring.tell_unopened(path, fault)
        self.window.refresh()

    def change(self, change: Callable[[], None]) -> None:
        """Opens another workspace, or none: every page first keeps and forgets what belongs to the present one.

        Raises UserError where the change cannot be made; one is then where one was.
        """
        place = self.window.navigator.here()
        self._leave_pages()
        try:
            change()
        except UserError:
            if place is not None and self.session.workspace is not None:
                self.window.desk.go(place)
            raise

    def end(self) -> None:
        """The window is being closed. Raises UserError where it cannot be now."""

        def close() -> None:
            from crmdesk.screen.kept_sight import keep

            # A disk that is full costs the next start its first sight alone.
            with contextlib.suppress(UserError):
                keep(self.window)
            self.session.close()

        self.change(close)

    def leave(self) -> None:
        """Closes the workspace and shows the welcome page."""
        window = self.window
        try:
            self.change(self.session.close)
        except UserError as fault:
            window.notice.tell(str(fault))
            return
        window.measuring.leave()
        window.catching_up.stop()
        window.reminding.leave()
        window.who.leave()
        window.sidebar.leave()
        window.sample.show_for(None)
        window.bars.data_to.setText("")
        window.bars.where.setText("")
        window.notice.hide()
        self.show_welcome()
        window.refresh()

    def show_welcome(self) -> None:
        """Shows the page for when no workspace is open, with the files that there are now."""
        if self._welcome is None:
            from crmdesk.screen.welcome import Welcome

            self._welcome = Welcome(self.window.stack, self.window)
            self.window.stack.addWidget(self._welcome)
        self.window.stack.setCurrentWidget(self._welcome)
        self._welcome.refresh()

    def forget(self, path: Path) -> None:
        """Takes a workspace off the list of those that were open before."""
        self.window.memory.forget(path)
        home.keep(self.window.memory)
        if self._welcome is not None:
            self._welcome.refresh()

    def _on_opened(self, workspace: Any) -> None:
        try:
            self._show_opened(workspace)
        except DamagedFile as fault:
            # It begins as a workspace does; what it holds cannot be read.
            self.leave()
            self.window.filing.restoring.tell_damaged(fault)

    def _show_opened(self, workspace: Workspace) -> None:
        window = self.window
        window.memory.opened(workspace.path)
        window.notice.hide()
        window.bars.data_to.setText("")
        window.bars.where.setText(str(workspace.path))
        window.measuring.open(workspace)
        window.sidebar.open()
        window.who.open()
        window.reminding.open()
        window.caring.open()
        window.sample.show_for(workspace)
        place = place_of(note.recall(workspace, "place")) or (Place("today") if is_new(workspace) else HOME)
        if place.page == HOME.page:
            window.measuring.recall()
        window.desk.go(place)
        if window.navigator.history.here is None:
            window.measuring.recall()
            window.desk.go(HOME)
        window.measuring.due()
        if workspace.read_only:
            window.notice.tell(_("“{file}” is open for reading only.").format(file=workspace.path.name))
        elif note.keys(workspace, DRAFTS):
            from crmdesk.screen.quick_add import offer_draft

            offer_draft(window.desk, window)

    def _leave_pages(self) -> None:
        """Notes with the file where one is, so that it opens there again; no page holds anything of it any more."""
        place = self.window.navigator.here()
        if self.session.writing:
            return
        # Where the file is gone or damaged these habits are lost; it can be left all the same.
        with contextlib.suppress(UserError):
            if place is not None and self.session.workspace is not None:
                note.keep(self.session.here, "place", place_text(place))
                self.window.sidebar.keep()
            self.window.caring.leave()
        self.window.navigator.leave()

    def _on_changed(self, change: Change | None) -> None:
        window = self.window
        if change is None or change.tables & SHOWN:
            window.sidebar.fill()
        if change is None or "staff" in change.tables:
            window.who.refresh()
        window.sample.show_for(self.session.workspace)
        window.reminding.refresh(change)
        window.refresh()
        window.measuring.due()

    def _on_gone(self, place: Place) -> None:
        self.window.sidebar.show_place(place)
        self.window.refresh()
        self.window.measuring.look()

    def _on_data(self, text: str) -> None:
        self.window.bars.data_to.setText(text)
        home.keep(self.window.memory)
