"""Bringing data into a workspace that is made for it: which folder or .zip, then import, then open."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crmdesk.domain.errors import UserError
from crmdesk.text import _
from crmdesk.ui.ask_file import ask_folder, ask_open
from crmdesk.ui.desk import Place
from crmdesk.ui.home import free_name
from crmdesk.ui.plain import ask

if TYPE_CHECKING:
    from crmdesk.screen.main_window import MainWindow


class FirstImport(QObject):
    """Asks for a folder or a .zip and makes a workspace of it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def begin(self) -> None:
        """Asks what the data is in."""
        text = _("crmdesk reads a folder of CSV files (contacts.csv, deals.csv, sales.csv …), or the same as one .zip.")
        buttons = {"folder": _("Choose a folder"), "zip": _("Choose a .zip"), "cancel": _("Cancel")}
        ask(self._window, _("Bring in your data"), text, buttons, self._on_answer)

    def _on_answer(self, key: str) -> None:
        if key == "folder":
            ask_folder(self._window, _("Import an interchange folder"), Path.home(), self.bring_in)
        elif key == "zip":
            filters = _("Interchange files (*.zip)")
            ask_open(self._window, _("Import an interchange .zip"), filters, Path.home(), self.bring_in)

    def bring_in(self, path: Path) -> None:
        """Makes a workspace with the settings that come along, opens it, and imports into it."""
        from crmdesk.exchange import interchange
        from crmdesk.exchange.source import open_source

        try:
            settings = interchange.settings_of_source(open_source(path))
            target = free_name(str(settings.get("business_name") or path.stem))
            self._window.change_workspace(partial(self._window.session.create, target, settings))
        except UserError as fault:
            self._window.tell_fault(fault)
            return
        # Whoever brings figures along wants to see them.
        self._window.desk.go(Place("dashboard"))
        self._window.filing.bring_in(path)
