"""What the dashboard is restricted to, and what its figures are held against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QWidget

from crmdesk.kpi.only import EVERYTHING, Key, only
from crmdesk.store.file import Workspace
from crmdesk.text import N_, _
from crmdesk.ui.button import Button, IconButton
from crmdesk.ui.face import Compare
from crmdesk.ui.icons import icon
from crmdesk.ui.plain import Label, say


@dataclass(frozen=True, slots=True)
class Part:
    """By what can be filtered: its name in an `Only`, its words, who has none, and the choices that there are."""

    name: str
    every: str
    label: str
    none: str
    sql: str


_STAFF = "SELECT id, name FROM staff ORDER BY name COLLATE NOCASE, id"
_CAMPAIGNS = "SELECT id, name FROM campaign ORDER BY started_on DESC, name COLLATE NOCASE, id LIMIT 500"
_CHANNELS = """
SELECT channel, channel FROM contact WHERE channel IS NOT NULL AND channel <> ''
UNION SELECT channel, channel FROM expense WHERE channel IS NOT NULL AND channel <> '' ORDER BY 1 COLLATE NOCASE
"""
PARTS: tuple[Part, ...] = (
    Part("staff", N_("Everybody"), N_("Person"), N_("nobody"), _STAFF),
    Part("channel", N_("Every channel"), N_("Channel"), N_("no channel"), _CHANNELS),
    Part("campaign", N_("Every campaign"), N_("Campaign"), N_("no campaign"), _CAMPAIGNS),
)
COMPARES: tuple[tuple[Compare, str, str], ...] = (
    (Compare.BEFORE, N_("Period before"), N_("Compare every figure with the period before")),
    (Compare.YEAR, N_("Year before"), N_("Compare every figure with the same period of the year before")),
    (Compare.GOAL, N_("Goal"), N_("Compare every figure with its goal")),
)
_LETTERS = 13

Choices = Mapping[str, Sequence[tuple[Key, str]]]


def choices_of(workspace: Workspace) -> Choices:
    """What can be chosen in each part. One person alone is no choice."""
    found = {part.name: workspace.rows(part.sql) for part in PARTS}
    return {name: rows if len(rows) > (name == "staff") else () for name, rows in found.items()}


class FilterBar(QObject):
    """Boxes for the parts by which can be filtered; emits `chosen` with an Only. A part without a choice is hidden."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.only = EVERYTHING
        self._offered: Choices = {}
        self.boxes = {part.name: PartBox(part, parent) for part in PARTS}
        for box in self.boxes.values():
            box.changed.connect(self._on_changed)
        self.offer({})

    def offer(self, choices: Choices) -> None:
        """Shows what can be chosen; what was chosen stays where it still is."""
        if choices != self._offered or not choices:
            self._offered = choices
            for name, box in self.boxes.items():
                box.offer(choices.get(name, ()))
            self._on_changed()

    def clear(self) -> None:
        """Nothing is left out any more."""
        for box in self.boxes.values():
            box.list.setCurrentIndex(0)
        self._on_changed()

    def focus(self) -> None:
        """Puts the keys on the first choice that there is, and shows what it offers."""
        box = next((box for box in self.boxes.values() if not box.isHidden()), None)
        if box is not None:
            box.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
            box.list.showPopup()

    @property
    def words(self) -> str:
        """What is chosen, in words; empty where it is everything."""
        return " · ".join(box.list.words for box in self.boxes.values() if box.key_chosen)

    def _on_changed(self) -> None:
        found = only(**{name: box.key for name, box in self.boxes.items() if box.key_chosen})
        if found != self.only:
            self.only = found
            self.chosen.emit(found)


class PartBox(QWidget):
    """The choices of a part, and a cross beside the one that is chosen."""

    changed = Signal()

    def __init__(self, part: Part, parent: QWidget) -> None:
        super().__init__(parent)
        self.part = part
        self.list = OnlyBox(self)
        self.list.setMinimumContentsLength(_LETTERS)
        self.list.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.list.setMaxVisibleItems(16)
        self.list.view().setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.away = IconButton(self)
        self.away.setIcon(icon("x"))
        self.away.clicked.connect(self._on_away)
        self.list.currentIndexChanged.connect(self._on_changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(self.away)

    @property
    def key_chosen(self) -> bool:
        return self.list.currentIndex() > 0

    @property
    def key(self) -> Key:
        """The key that is chosen; of no meaning while everything is."""
        key: Key = self.list.currentData()
        return key

    def offer(self, rows: Sequence[tuple[Key, str]]) -> None:
        """Shows other choices. What is chosen stays so, if it is among them."""
        before = (self.key, self.list.currentText()) if self.key_chosen else None
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItem(_(self.part.every))
        for key, name in [*rows, (None, _(self.part.none))] if rows else ():
            self.list.addItem(name, key)
        places = [place for place in range(1, self.list.count()) if before and self.list.itemData(place) == before[0]]
        self.list.setCurrentIndex(places[0] if places else 0)
        self.list.blockSignals(False)
        self.setVisible(bool(rows))
        self._say()

    def _on_away(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.list.setCurrentIndex(0)

    def _on_changed(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        say(self.list, _("Filter by {part}").format(part=_(self.part.label)))
        say(self.away, _("Remove “{filter}”").format(filter=self.list.words))
        self.away.setVisible(self.key_chosen)


class OnlyBox(QComboBox):
    """A list that reads “Only Anna” while one is chosen."""

    @property
    def words(self) -> str:
        """What is chosen, as a sentence of the filter."""
        text = self.currentText()
        return _("Only {name}").format(name=text) if self.currentIndex() > 0 else text

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.currentIndex() <= 0:
            super().paintEvent(event)
            return
        # Loading these takes longer than painting the dashboard does.
        from PySide6.QtWidgets import QStyle, QStyleOptionComboBox, QStylePainter

        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        shown = self.fontMetrics().elidedText(self.words, Qt.TextElideMode.ElideRight, field.width() - 4)
        option.currentText = shown
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()


class CompareSwitch(QWidget):
    """Three buttons of which one is on. Emits `chosen` with a Compare."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(Label(_("Compared with"), self, muted=True))
        row.addSpacing(6)
        self.buttons: dict[Compare, Button] = {}
        for compare, text, tip in COMPARES:
            button = Button(_(text), self)
            button.setCheckable(True)
            say(button, _("Compared with: {what}").format(what=_(text)), _(tip))
            self.group.addButton(button)
            row.addWidget(button)
            self.buttons[compare] = button
            button.clicked.connect(self._on_clicked)
        self.buttons[Compare.BEFORE].setChecked(True)

    @property
    def compare(self) -> Compare:
        """What is chosen."""
        return next((one for one, button in self.buttons.items() if button.isChecked()), Compare.BEFORE)

    def show_compare(self, compare: Compare) -> None:
        """Shows what was chosen, without telling anybody."""
        self.buttons[compare].setChecked(True)

    def step(self) -> None:
        """The next one."""
        order = list(self.buttons)
        self.buttons[order[(order.index(self.compare) + 1) % len(order)]].click()

    def _on_clicked(self) -> None:
        self.chosen.emit(self.compare)
