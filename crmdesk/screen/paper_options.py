"""What a print is asked to be, as controls: which sheet, how long, which sections, which lists, which language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QVBoxLayout, QWidget

from crmdesk.kpi.base import all_kpis
from crmdesk.report.options import A3, PERSON, PLAIN, SECTIONS, SUMMARY, WALL, Options
from crmdesk.text import N_, _
from crmdesk.ui.panel import Scroll
from crmdesk.ui.paper import PAPERS
from crmdesk.ui.plain import Label, no_mnemonic, say

# Shorter than on the command line: a panel is narrow.
SHEETS = {SUMMARY: N_("Summary"), WALL: N_("Sheet for the wall"), PERSON: N_("Sheet for a talk")}
LANGUAGES = {"": N_("Like the window"), "en": "English", "de": "Deutsch"}


class PaperOptions(Scroll):
    """Emits `changed` when something was chosen. What it has no control for stays as it was given."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._given = PLAIN
        self._inside = QWidget(self)
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(8, 2, 8, 2)
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._column.addLayout(self._form)
        self.kind = self._box(_("Sheet"), {kind: _(name) for kind, name in SHEETS.items()})
        self.person = self._box(_("About whom"), {})
        self.pages = self._box(_("Length"), {2: _("Two pages"), 1: _("One page")})
        self.paper = self._box(_("Paper"), {})
        self.language = self._box(_("Language"), {code: _(name) for code, name in LANGUAGES.items()})
        self.sections_head = Label(_("Sections"), self._inside, bold=True)
        self._column.addWidget(self.sections_head)
        self.sections = self._checks({id: _(name) for id, name in SECTIONS.items()})
        self.lists_head = Label(_("Lists at the end"), self._inside, bold=True)
        self._column.addWidget(self.lists_head)
        self.lists = self._checks({kpi.id: _(kpi.name) for kpi in all_kpis()})
        self._column.addStretch(1)
        self.hold(self._inside)
        self.setAccessibleName(_("How it is printed"))
        self.show_options(PLAIN)

    def minimumSizeHint(self) -> QSize:
        """Never so narrow that its bar lies over the controls."""
        wide = self._inside.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        return QSize(wide, super().minimumSizeHint().height())

    def show_people(self, people: Mapping[int, str]) -> None:
        """Whom a sheet can be about."""
        chosen = self.person.currentData()
        self.person.clear()
        for person, name in people.items():
            self.person.addItem(name, person)
        self.person.setCurrentIndex(max(self.person.findData(chosen), 0))

    def show_options(self, options: Options) -> None:
        """Shows what is chosen, without telling anybody."""
        self._given = options
        self._fit_papers(options.kind)
        for box, value in (
            (self.kind, options.kind),
            (self.pages, options.pages),
            (self.paper, options.paper),
            (self.language, options.language),
        ):
            box.setCurrentIndex(max(box.findData(value), 0))
        if options.person is not None:
            self.person.setCurrentIndex(max(self.person.findData(options.person), 0))
        for checks, chosen in ((self.sections, options.sections), (self.lists, options.appendix)):
            for id, check in checks.items():
                check.blockSignals(True)
                check.setChecked(id in chosen)
                check.blockSignals(False)
        self._fit()

    def options(self) -> Options:
        """What is chosen."""
        kind = self.kind.currentData()
        return replace(
            self._given,
            kind=kind,
            pages=self.pages.currentData(),
            paper=self.paper.currentData(),
            language=self.language.currentData(),
            sections=tuple(id for id, check in self.sections.items() if check.isChecked()),
            appendix=tuple(id for id, check in self.lists.items() if check.isChecked()),
            person=self.person.currentData() if kind == PERSON else None,
        )

    def _box(self, label: str, choices: Mapping[str, str] | Mapping[int, str]) -> QComboBox:
        box = QComboBox(self._inside)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(8)
        for value, words in choices.items():
            box.addItem(words, value)
        say(box, label)
        name = Label(label, self._inside)
        name.setBuddy(box)
        self._form.addRow(name, box)
        box.activated.connect(self._on_chosen)
        return box

    def _checks(self, choices: Mapping[str, str]) -> dict[str, QCheckBox]:
        found = {}
        for id, words in choices.items():
            check = QCheckBox(no_mnemonic(words), self._inside)
            check.setAccessibleName(words)
            check.toggled.connect(lambda _on: self.changed.emit())
            self._column.addWidget(check)
            found[id] = check
        return found

    def _on_chosen(self) -> None:
        self._fit_papers(self.kind.currentData())
        self._fit()
        self.changed.emit()

    def _fit_papers(self, kind: str) -> None:
        """A sheet for the wall may be larger than the others."""
        wanted = (*PAPERS, A3) if kind == WALL else PAPERS
        if [self.paper.itemData(row) for row in range(self.paper.count())] != list(wanted):
            chosen = self.paper.currentData()
            self.paper.clear()
            for paper in wanted:
                self.paper.addItem(paper, paper)
            self.paper.setCurrentIndex(max(self.paper.findData(chosen), 0))

    def _fit(self) -> None:
        """Shows what can be chosen for the kind of sheet."""
        kind = self.kind.currentData()
        self._form.setRowVisible(self.person, kind == PERSON)
        self._form.setRowVisible(self.pages, kind == SUMMARY)
        for part in (self.sections_head, self.lists_head, *self.sections.values(), *self.lists.values()):
            part.setVisible(kind == SUMMARY)
