"""Bringing data into a workspace that is made for it: the files, its name and currency, then what they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from crmdesk.domain.errors import UserError
from crmdesk.screen.importing.acts import FILTERS, place_for
from crmdesk.text import _
from crmdesk.ui.ask_file import ask_folder, ask_several
from crmdesk.ui.home import free_name
from crmdesk.ui.plain import ask

if TYPE_CHECKING:
    from crmdesk.screen.main_window import MainWindow


class FirstImport(QObject):
    """Asks for files or a folder and makes a workspace for them."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def begin(self) -> None:
        """Asks what the data is in."""
        text = _(
            "Tables, address books, calendars, bank files, or a folder with the export of another program: what they"
            " are is found out, and you see what would happen before anything does."
        )
        buttons = {"files": _("Choose files…"), "folder": _("Choose a folder…"), "cancel": _("Cancel")}
        ask(self._window, _("Bring in your data"), text, buttons, self._on_answer)

    def _on_answer(self, key: str) -> None:
        if key == "folder":
            ask_folder(self._window, _("Bring in a folder"), Path.home(), lambda path: self.bring_in([path]))
        elif key == "files":
            filters = [_(one) for one in FILTERS]
            ask_several(self._window, _("Bring in files"), filters, Path.home(), self.bring_in)

    def bring_in(self, paths: Sequence[Path]) -> None:
        """Makes a workspace with the settings that come along, or with those that are asked for, and goes on there."""
        try:
            settings = _settings_of(paths)
        except UserError as fault:
            self._window.tell_fault(fault)
            return
        if settings is not None:
            self._make(paths, settings)
            return
        from crmdesk.screen.new_workspace import NewWorkspace

        dialog = NewWorkspace(self._window)
        dialog.name.setText(paths[0].stem)
        dialog.name.selectAll()
        dialog.wanted.connect(partial(self._make, paths))
        dialog.open()

    def _make(self, paths: Sequence[Path], settings: Mapping[str, Any]) -> None:
        target = free_name(str(settings.get("business_name") or paths[0].stem))
        try:
            self._window.change_workspace(partial(self._window.session.create, target, settings))
        except UserError as fault:
            self._window.tell_fault(fault)
            return
        self._window.desk.go(place_for(paths))


def _settings_of(paths: Sequence[Path]) -> Mapping[str, Any] | None:
    """The settings that an interchange folder brings along; None where the files are none."""
    from crmdesk.exchange import interchange
    from crmdesk.screen.importing.walk import interchange_source

    source = interchange_source(paths)
    return None if source is None else interchange.settings_of_source(source)
