"""Settings of this computer: the language, light or dark, the size of letters. They hold for every workspace."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, cast

from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from crmdesk.screen.settings.form import Section
from crmdesk.text import _
from crmdesk.ui import home
from crmdesk.ui.desk import Desk
from crmdesk.ui.home import Memory
from crmdesk.ui.plain import Label, say
from crmdesk.ui.theme import Look, Theme

ZOOMS = (80, 90, 100, 110, 125, 150, 175, 200)


class Shell(Protocol):
    """What the window can do about its look."""

    memory: Memory
    theme: Theme

    def choose_look(self, look: Look) -> None: ...

    def choose_zoom(self, zoom: int) -> None: ...

    def start_again(self) -> None: ...


class LookSection(Section):
    """How the window looks and speaks."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent, _("Language and look"))
        hint = _("These apply to this computer, for every workspace.")
        self.column.addWidget(Label(hint, self, muted=True, wrap=True))
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        self.column.addLayout(grid)
        self._grid = grid
        languages = {"": _("Like the system"), "en": "English", "de": "Deutsch"}
        looks = {
            Look.SYSTEM.value: _("Like the system"),
            Look.LIGHT.value: _("Light"),
            Look.DARK.value: _("Dark"),
        }
        zooms = {str(zoom): _("{n} %").format(n=zoom) for zoom in ZOOMS}
        self.language = self._add(_("Language"), languages, self._on_language)
        self.look = self._add(_("Look"), looks, lambda look: self._shell().choose_look(Look(look)))
        self.zoom = self._add(_("Text size"), zooms, lambda zoom: self._shell().choose_zoom(int(zoom)))
        self.column.addStretch(1)

    def _add(self, label: str, choices: dict[str, str], chosen: Callable[[str], None]) -> QComboBox:
        box = QComboBox(self)
        for value, words in choices.items():
            box.addItem(words, value)
        say(box, label)
        box.activated.connect(lambda place: self._on_chosen(chosen, box.itemData(place)))
        name = Label(label, self)
        name.setBuddy(box)
        row = self._grid.rowCount()
        self._grid.addWidget(name, row, 0)
        self._grid.addWidget(box, row, 1)
        return box

    def _shell(self) -> Shell:
        return cast("Shell", self.window())

    def load(self) -> None:
        memory = self._shell().memory
        self.language.setCurrentIndex(max(self.language.findData(memory.language), 0))
        self.look.setCurrentIndex(max(self.look.findData(memory.look), 0))
        zoom = str(min(ZOOMS, key=lambda one: abs(one - self._shell().theme.zoom)))
        self.zoom.setCurrentIndex(self.zoom.findData(zoom))

    def _on_chosen(self, chosen: Callable[[str], None], value: str) -> None:
        chosen(value)
        home.keep(self._shell().memory)

    def _on_language(self, code: str) -> None:
        self._shell().memory.language = code
        text = _("From the next start on, crmdesk will speak the language that you chose.")
        self.desk.notice.tell(text, _("Start again"), self._shell().start_again)
