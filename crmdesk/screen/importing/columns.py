"""The second step: what each column means, how sure that is and why, how its cells are read, and which mean nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHeaderView, QListWidget, QListWidgetItem, QWidget

from crmdesk.domain.wording import number_text, percent_text
from crmdesk.exchange.drafts.draft import KEEP, LEFT_OUT, ColumnDraft, Draft, fields_of
from crmdesk.exchange.rules import FieldRule
from crmdesk.exchange.table import shown
from crmdesk.screen.importing.formats import format_text, formats_of
from crmdesk.screen.importing.walk import Walk
from crmdesk.screen.importing.words import field_title
from crmdesk.text import _, n_
from crmdesk.ui.choice import PickBox
from crmdesk.ui.desk import Desk
from crmdesk.ui.panel import Panel
from crmdesk.ui.plain import Label, ShortLabel, no_mnemonic, say
from crmdesk.ui.step import Step
from crmdesk.ui.table import Column, Table

_SAMPLES, _NOISE_LINES = 3, 4
_VALUE = Qt.ItemDataRole.UserRole


class ColumnsStep(Step):
    """`item_wanted` carries the place of a table; the others the name of a column and what is wanted of it."""

    item_wanted = Signal(int)
    field_wanted = Signal(str, str)
    rule_wanted = Signal(str, object)
    empty_wanted = Signal(str, object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        hint = _("Each column becomes a field, is kept under its own name, or is left out. Enter changes it.")
        super().__init__(desk, parent, _("Columns"), hint)
        self.draft: Draft | None = None
        self.tables = PickBox(self)
        say(self.tables, _("Table"))
        self.tables.activated.connect(lambda _place: self.item_wanted.emit(self.tables.currentData()))
        columns = (
            Column(_("Column"), lambda one: str(one.name)),
            Column(_("Examples"), examples),
            Column(_("Becomes"), lambda one: self._becomes(one.field)),
            Column(_("Sure"), how_sure, number=True),
            Column(_("Why"), lambda one: " ".join(one.why)),
        )
        self.table = Reasons(columns, _("Columns of the table"), self)
        self.table.setSortingEnabled(False)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _then: self._on_row())
        self.part = ColumnPart(self)
        self.part.field_wanted.connect(self.field_wanted)
        self.part.rule_wanted.connect(self.rule_wanted)
        self.part.empty_wanted.connect(self.empty_wanted)
        self.table.activated.connect(lambda _index: self.part.begin())
        self.column.addWidget(self.tables, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.part)

    def show_walk(self, walk: Walk, place: int) -> None:
        """Shows the columns of a table; the one that was chosen stays so."""
        taken = [(at, item) for at, item in enumerate(walk.items) if item.draft is not None]
        places = [at for at, _item in taken]
        self.tables.setVisible(len(taken) > 1)
        self.tables.show_choices([(item.name, at) for at, item in taken], places.index(place) if place in places else 0)
        before, self.draft = self._current(), walk.items[place].draft if place in places else None
        columns: Sequence[ColumnDraft] = self.draft.columns if self.draft is not None else ()
        names = [one.name for one in columns]
        self.table.selectionModel().blockSignals(True)
        self.table.show_rows(columns)
        if columns:
            row = names.index(before.name) if before is not None and before.name in names else 0
            self.table.setCurrentIndex(self.table.rows.index(row, 0))
        self.table.selectionModel().blockSignals(False)
        self._on_row()
        known = sum(one.field not in (KEEP, LEFT_OUT) for one in columns)
        text = n_("{n} of {all} is a known field", "{n} of {all} are known fields", known)
        self.tell(text.format(n=number_text(known), all=number_text(len(columns))), open_=False)

    def first(self) -> QWidget | None:
        return self.table

    def _current(self) -> ColumnDraft | None:
        rows, row = self.table.rows.rows, self.table.currentIndex().row()
        return rows[row] if 0 <= row < len(rows) else None

    def _becomes(self, field: str) -> str:
        return field_words(self.draft.kind if self.draft is not None else "", field)

    def _on_row(self) -> None:
        one = self._current()
        self.part.setVisible(one is not None)
        if one is not None and self.draft is not None:
            self.part.show_column(self.draft, one)


class Reasons(Table):
    """A table whose last column says why, and has the room that the others leave."""

    def _stretch(self) -> None:
        if count := len(self.rows.columns):
            self.horizontalHeader().setSectionResizeMode(count - 1, QHeaderView.ResizeMode.Stretch)


class ColumnPart(Panel):
    """One column, with the controls that change how it is understood."""

    field_wanted = Signal(str, str)
    rule_wanted = Signal(str, object)
    empty_wanted = Signal(str, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent)
        self._column: ColumnDraft | None = None
        self.field, self.form = PickBox(self), PickBox(self)
        self.samples = ShortLabel("", self, muted=True)
        self.why = Label("", self, muted=True, wrap=True)
        self.noise = QListWidget(self)
        self.noise.setAccessibleName(_("Values that mean “empty”"))
        self.noise_label = Label(_("Count as empty"), self)
        self.form_label = Label(_("Read as"), self)
        say(self.field, _("Becomes"))
        say(self.form, _("Read as"))
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        field_label = Label(_("Becomes"), self)
        lines = ((field_label, self.field), (self.form_label, self.form), (self.noise_label, self.noise))
        for row, (label, control) in enumerate(lines):
            label.setBuddy(control)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            side = Qt.AlignmentFlag(0) if control is self.noise else Qt.AlignmentFlag.AlignLeft
            grid.addWidget(control, row, 1, side)
        self.body.addWidget(self.samples)
        self.body.addWidget(self.why)
        self.body.addLayout(grid)
        self.field.activated.connect(lambda _place: self._tell(self.field_wanted, self.field.currentData()))
        self.form.activated.connect(lambda _place: self._tell(self.rule_wanted, self.form.currentData()))
        self.noise.itemChanged.connect(lambda _item: self._tell(self.empty_wanted, self._empty()))

    def begin(self) -> None:
        """The keys go to what the column becomes."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_column(self, draft: Draft, one: ColumnDraft) -> None:
        """Shows how a column is understood."""
        self._column = one
        self.title.setText(one.name)
        filled = _("{filled} of {all} cells are filled, {distinct} different: {examples}")
        self.samples.setText(
            filled.format(
                filled=number_text(one.profile.filled),
                all=number_text(one.profile.rows),
                distinct=number_text(one.profile.distinct),
                examples=examples(one),
            )
        )
        self.why.setText(" ".join(one.why))
        self.why.setVisible(bool(one.why))
        fields = _fields(draft, one)
        titles = [(no_mnemonic(field_words(draft.kind, name)), name) for name in fields]
        self.field.show_choices(titles, fields.index(one.field) if one.field in fields else 0)
        self._show_forms(draft, one)
        self._show_noise(one)

    def _show_forms(self, draft: Draft, one: ColumnDraft) -> None:
        forms = formats_of(draft.kind, one)
        found: list[tuple[str, object]] = [(_("as found in the cells"), None)]
        found += [(no_mnemonic(format_text(rule)), rule) for rule in forms]
        current = replace(FieldRule(), date=one.rule.date, number=one.rule.number) if one.rule is not None else None
        chosen = next((at for at, (_text, rule) in enumerate(found) if rule == current), 0)
        self.form.show_choices(found, chosen)
        for part in (self.form, self.form_label):
            part.setVisible(bool(forms))

    def _show_noise(self, one: ColumnDraft) -> None:
        self.noise.blockSignals(True)
        self.noise.clear()
        known = {noise.value: (noise.count, _(noise.why)) for noise in one.noise}
        known.update({value: (0, "") for value in sorted(one.empty) if value and value not in known})
        for value, (count, why) in known.items():
            text = _("“{value}” in {n} cells. {why}") if count else _("“{value}”")
            item = QListWidgetItem(text.format(value=shown(value), n=number_text(count), why=why), self.noise)
            item.setData(_VALUE, value)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if value in one.empty else Qt.CheckState.Unchecked)
        if known:
            self.noise.setCurrentRow(0)
            lines = min(len(known), _NOISE_LINES)
            self.noise.setFixedHeight(self.noise.sizeHintForRow(0) * lines + 2 * self.noise.frameWidth() + 4)
        for part in (self.noise, self.noise_label):
            part.setVisible(bool(known))
        self.noise.blockSignals(False)

    def _empty(self) -> frozenset[str]:
        items = [self.noise.item(row) for row in range(self.noise.count())]
        return frozenset(str(one.data(_VALUE)) for one in items if one.checkState() == Qt.CheckState.Checked)

    def _tell(self, signal: object, wanted: object) -> None:
        if self._column is not None:
            signal.emit(self._column.name, wanted)  # type: ignore[attr-defined]  # the stubs give a signal no type of its own


def examples(one: ColumnDraft) -> str:
    """A few cells of a column."""
    return " · ".join(shown(text) for text in one.profile.samples[:_SAMPLES])


def how_sure(one: ColumnDraft) -> str:
    """How sure it is that a column is its field."""
    if one.is_given:
        return _("set by you")
    return percent_text(one.sure, 0) if one.field not in (KEEP, LEFT_OUT) else ""


def field_words(kind: str, field: str) -> str:
    """What a column becomes, in words."""
    if field == KEEP:
        return _("kept under its own name")
    return _("left out") if field == LEFT_OUT else field_title(kind, field)


def _fields(draft: Draft, one: ColumnDraft) -> list[str]:
    """What a column may become: keeping and leaving out, what it probably is, then every other field."""
    every = [name for name, _title in fields_of(draft)]
    return list(dict.fromkeys([KEEP, LEFT_OUT, *one.others, *every, one.field]))
