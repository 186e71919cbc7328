"""The ready-made conditions of a list as buttons, each with the number of rows that it would show."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from crmdesk.domain.wording import number_text
from crmdesk.store.listing import Listing
from crmdesk.text import _
from crmdesk.ui.button import Button
from crmdesk.ui.flow import Flow
from crmdesk.ui.plain import no_mnemonic, say


class PresetBar(QWidget):
    """`chosen` carries the id of a preset, "" for all rows."""

    chosen = Signal(str)

    def __init__(self, listing: Listing, parent: QWidget) -> None:
        super().__init__(parent)
        self.titles = {"": _("All")} | {one.id: _(one.title) for one in listing.presets}
        self.buttons: dict[str, Button] = {}
        self.counts: dict[str, int] = {}
        group = QButtonGroup(self)
        flow = Flow(self)
        for name, title in self.titles.items():
            button = Button(no_mnemonic(title), self)
            button.setCheckable(True)
            button.clicked.connect(partial(self._on_clicked, name))
            group.addButton(button)
            flow.addWidget(button)
            self.buttons[name] = button
        self.setVisible(len(self.titles) > 1)
        self.show_counts({})

    def show_chosen(self, preset: str) -> None:
        self.buttons[preset if preset in self.buttons else ""].setChecked(True)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Writes the number of rows on each button that it is known of."""
        self.counts = dict(counts)
        for name, button in self.buttons.items():
            title = self.titles[name]
            if name in counts:
                title = _("{preset} {count}").format(preset=title, count=number_text(counts[name]))
            button.setText(no_mnemonic(title))
            say(button, title)

    def _on_clicked(self, name: str, _checked: bool = False) -> None:
        self.chosen.emit(name)
