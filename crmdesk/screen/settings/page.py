"""The settings: sections at the left, the form of one at the right, everything by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QVBoxLayout, QWidget

from crmdesk.screen.settings.business import BusinessSection, ReminderSection, RulesSection
from crmdesk.screen.settings.form import Section
from crmdesk.screen.settings.hours import HoursSection
from crmdesk.screen.settings.look import LookSection
from crmdesk.screen.settings.print import PrintSection
from crmdesk.screen.settings.stages import StageSection
from crmdesk.screen.settings.targets import TargetSection
from crmdesk.screen.settings.team import TeamSection
from crmdesk.screen.watched_settings import WatchedSection
from crmdesk.store.journal import Change
from crmdesk.text import N_, _
from crmdesk.ui.actions import ACTIONS, WRITABLE, Act
from crmdesk.ui.desk import Desk, Page, Place
from crmdesk.ui.kept import KeptSplitter
from crmdesk.ui.panel import Scroll
from crmdesk.ui.plain import Label

_PAGE = "settings"
ACTS: tuple[Act, ...] = (
    Act("settings_save", ACTIONS, N_("&Save the settings"), ("Ctrl+Return",), "check", WRITABLE, page=_PAGE),
)
# The sections in their order, by the names that places keep.
SECTIONS: dict[str, Callable[[Desk, QWidget], Section]] = {
    "business": BusinessSection,
    "hours": HoursSection,
    "rules": RulesSection,
    "stages": StageSection,
    "targets": TargetSection,
    "team": TeamSection,
    "reminders": ReminderSection,
    "print": PrintSection,
    "watched": WatchedSection,
    "look": LookSection,
}
TITLES = {
    "business": N_("Business"),
    "hours": N_("Working time and holidays"),
    "rules": N_("Rules of the figures"),
    "stages": N_("Pipeline stages"),
    "targets": N_("Ticket targets"),
    "team": N_("Team"),
    "reminders": N_("Reminders"),
    "print": N_("Summary on paper"),
    "watched": N_("Watched folders"),
    "look": N_("Language and look"),
}


@dataclass(slots=True)
class _Made:
    """A section that was made, and whether it shows what is kept now."""

    section: Section
    area: Scroll
    fresh: bool = False


class SettingsPage(Page):
    """Shows one section at a time; what is typed in another one waits there."""

    name = _PAGE

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._made: dict[str, _Made] = {}
        self.names = QListWidget(self)
        self.names.setAccessibleName(_("Sections of the settings"))
        for title in TITLES.values():
            self.names.addItem(QListWidgetItem(_(title)))
        self.names.setCurrentRow(0)
        self.names.currentRowChanged.connect(self._on_row)
        self.names.setMaximumWidth(280)
        self.names.setSpacing(3)
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.stack = QStackedWidget(self)
        middle = KeptSplitter(desk, Qt.Orientation.Horizontal, self)
        middle.addWidget(self.names)
        middle.addWidget(self.stack)
        middle.show_as("settings", [270, 900])
        head = QHBoxLayout()
        head.addWidget(Label(_("Settings"), self, size=1.35, bold=True))
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.addLayout(head)
        column.addWidget(middle, 1)
        self.setFocusProxy(self.names)

    @property
    def section(self) -> Section:
        """The section that is shown."""
        return self._made[self._name()].section

    def _name(self) -> str:
        return list(SECTIONS)[max(self.names.currentRow(), 0)]

    def _on_row(self, _row: int) -> None:
        self._show(self._name())
        # The title of the window names the section.
        self.desk.looked.emit()

    def _show(self, name: str) -> None:
        """Makes a section when it is first needed, and shows what is kept unless something is typed in it."""
        if self.desk.session.workspace is None:
            return
        if name not in self._made:
            area = Scroll(self.stack)
            section = SECTIONS[name](self.desk, area)
            area.hold(section)
            self.stack.addWidget(area)
            section.changed.connect(self._mark)
            self._made[name] = _Made(section, area)
        made = self._made[name]
        if not made.fresh and not made.section.dirty:
            made.section.load()
            made.fresh = True
        self.stack.setCurrentWidget(made.area)
        self._mark()

    def _mark(self) -> None:
        """A dot and a word beside the sections in which something is typed that is not kept yet."""
        for place, (name, title) in enumerate(TITLES.items()):
            dirty = name in self._made and self._made[name].section.dirty
            item = self.names.item(place)
            text = _marked(_(title)) if dirty else _(title)
            if item.text() != text:
                item.setText(text)

    # Page

    def show_place(self, place: Place) -> None:
        if place.detail in SECTIONS:
            self.names.setCurrentRow(list(SECTIONS).index(place.detail))
        self._show(self._name())

    def place(self) -> Place:
        return Place(self.name, detail=self._name())

    def title(self) -> str:
        return _("Settings – {section}").format(section=_(TITLES[self._name()]))

    def refresh(self, change: Change | None) -> None:
        for made in self._made.values():
            made.fresh = False
        self._show(self._name())

    def handlers(self) -> dict[str, Callable[[], None]]:
        return {"settings_save": self.save}

    def save(self) -> None:
        """Keeps what is typed in the section that is shown."""
        if self.section.dirty:
            self.section.save()

    def leave(self) -> None:
        """Forgets the sections: another workspace has other values, and what was typed belongs to this one."""
        for made in self._made.values():
            self.stack.removeWidget(made.area)
            made.area.deleteLater()
        self._made.clear()
        self._mark()


def _marked(title: str) -> str:
    return _("● {section} (not saved)").format(section=title)
