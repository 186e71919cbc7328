"""A section of the settings as a form: each line knows how its value is shown, read and refused; one save for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crmdesk.domain.errors import FieldError, UserError
from crmdesk.store import business
from crmdesk.store.file import Workspace
from crmdesk.store.journal import Tx
from crmdesk.store.setting import Settings
from crmdesk.text import _
from crmdesk.ui.button import Button
from crmdesk.ui.desk import Desk
from crmdesk.ui.plain import Label, no_mnemonic, say

_LABELS_WIDE, _CONTROLS_WIDE = 210, 640


class Section(QWidget):
    """A part of the settings. `changed`: whether something is typed that is not kept yet may be another answer."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget, title: str) -> None:
        super().__init__(parent)
        self.desk, self.title = desk, title
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 4, 16, 4)
        self.column.setSpacing(8)
        self.column.addWidget(Label(title, self, size=1.2, bold=True))

    @property
    def dirty(self) -> bool:
        """Whether something is typed that is not kept yet."""
        return False

    def load(self) -> None:
        """Shows what is kept."""

    def save(self) -> bool:
        """Keeps what was typed; returns whether all of it is kept now."""
        return True


@dataclass(frozen=True, slots=True)
class Line:
    """A value of a form: its name and label, its control, and how the control is read and written.

    `read` raises ValueError with the end of a sentence, or FieldError, where nothing sensible was typed.
    """

    name: str
    label: str
    control: QWidget
    read: Callable[[], Any]
    show: Callable[[Any], None]
    changed: SignalInstance
    help: str = ""


class FormSection(Section):
    """A form over settings: `lines` are made by the subclass, `kept` says what stands in the workspace."""

    def __init__(self, desk: Desk, parent: QWidget, title: str, hint: str = "") -> None:
        super().__init__(desk, parent, title)
        if hint:
            self.column.addWidget(Label(hint, self, muted=True, wrap=True))
        self.lines: dict[str, Line] = {}
        self.faults: dict[str, Label] = {}
        self._shown: dict[str, Any] = {}
        self._grid = QGridLayout()
        self._grid.setColumnMinimumWidth(0, _LABELS_WIDE)
        self._grid.setColumnStretch(1, 1)
        self._grid.setVerticalSpacing(4)
        self.column.addLayout(self._grid)
        for line in self.make_lines():
            self._add(line)
        self.column.addLayout(self._buttons())
        self.column.addStretch(1)
        self._on_changed()

    def make_lines(self) -> Sequence[Line]:
        """The lines of the form, in their order."""
        raise NotImplementedError

    def kept(self, workspace: Workspace) -> Mapping[str, Any]:
        """What is kept at present, by the names of the lines, as `show` takes it."""
        raise NotImplementedError

    def values(self, read: Mapping[str, Any]) -> dict[str, Any]:
        """The settings that follow from what was read; usually each line is one."""
        return dict(read)

    def line_of(self, setting: str) -> str:
        """The line beside which a refused setting is told."""
        return setting

    def _add(self, line: Line) -> None:
        row = self._grid.rowCount()
        label = Label(line.label, self)
        label.setBuddy(line.control)
        label.setContentsMargins(0, 4, 0, 0)
        line.control.setMaximumWidth(_CONTROLS_WIDE)
        say(line.control, line.label, line.help)
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(line.control, row, 1)
        if line.help:
            self._grid.addWidget(Label(line.help, self, muted=True, wrap=True), row + 1, 1)
        fault = Label("", self, wrap=True)
        fault.setProperty("bad", True)
        fault.hide()
        self._grid.addWidget(fault, row + 2, 1)
        self.lines[line.name], self.faults[line.name] = line, fault
        line.changed.connect(self._on_changed)

    def _buttons(self) -> QHBoxLayout:
        self.save_button = Button(no_mnemonic(_("Save (Ctrl+Enter)")), self)
        self.save_button.setProperty("primary", True)
        self.save_button.clicked.connect(self.save)
        self.back_button = Button(_("Revert to what is saved"), self)
        self.back_button.clicked.connect(self.load)
        row = QHBoxLayout()
        row.addWidget(self.save_button)
        row.addWidget(self.back_button)
        row.addStretch(1)
        return row

    # What is typed

    @property
    def dirty(self) -> bool:
        return bool(self._shown) and self._state() != self._shown

    def _state(self) -> dict[str, Any]:
        """What stands in the controls, right or wrong."""
        return {name: _or_fault(line.read) for name, line in self.lines.items()}

    def load(self) -> None:
        kept = self.kept(self.desk.here)
        self._shown = {}
        for name, line in self.lines.items():
            line.show(kept[name])
            self.tell(name, "")
        self._shown = self._state()
        self._on_changed()

    def _on_changed(self) -> None:
        dirty = self.dirty
        self.save_button.setEnabled(dirty)
        self.back_button.setEnabled(dirty)
        self.changed.emit()

    def tell(self, name: str, text: str) -> None:
        """Says beside a line what is wrong with it; nothing where the text is empty."""
        self.faults[name].setText(text)
        self.lines[name].control.setAccessibleDescription(text)
        self.faults[name].setVisible(bool(text))

    # Keeping it

    def save(self) -> bool:
        values = self._checked()
        if values is None:
            return False
        before = self.desk.here.settings
        try:
            self._write(before, values)
        except FieldError as fault:
            self._refuse(self.line_of(fault.field), fault)
            return False
        except UserError as fault:
            self.desk.notice.tell(str(fault))
            return False
        return True

    def _checked(self) -> dict[str, Any] | None:
        """What was changed as settings; None where something of it makes no sense, which is told beside it."""
        read: dict[str, Any] = {}
        wrong: dict[str, Exception] = {}
        for name, line in self.lines.items():
            self.tell(name, "")
            try:
                read[name] = line.read()
            except (ValueError, UserError) as fault:
                wrong[name] = fault
        values = {} if wrong else self.values(read)
        for name, value in values.items():
            try:
                business.checked({name: value})
            except UserError as fault:
                wrong[self.line_of(name)] = fault
        for place, (name, problem) in enumerate(wrong.items()):
            self._refuse(name, problem, focus=not place)
        stood = self.values(self._shown)
        return None if wrong else {name: value for name, value in values.items() if value != stood[name]}

    def _refuse(self, name: str, fault: Exception, *, focus: bool = True) -> None:
        ends = isinstance(fault, ValueError | FieldError)
        whole = _("{label} {problem}.").format(label=self.lines[name].label, problem=fault) if ends else str(fault)
        self.tell(name, whole)
        if focus:
            self.lines[name].control.setFocus()

    def _write(self, before: Settings, values: Mapping[str, Any]) -> None:
        label, staff = _("Settings: {section}").format(section=self.title), self.desk.person

        if values.get("timezone", before.timezone) == before.timezone:
            stood = self.desk.here.versions()
            with self.desk.operation(label) as tx:
                self.change(tx, before, values)
            self._done(changed=self.desk.here.versions() != stood)
            return

        def work(workspace: Workspace, _task: object) -> None:
            with workspace.operation(label, staff=staff) as tx:
                self.change(tx, before, values)

        # Every moment of every record gets its local day anew.
        self.desk.session.write(_("Moving to another time zone"), work, lambda _none: self._done())

    def change(self, tx: Tx, before: Settings, values: Mapping[str, Any]) -> None:
        """Writes the settings that changed."""
        business.change(tx, before, values)

    def _done(self, *, changed: bool = True) -> None:
        self.load()
        # Where nothing came of it there is nothing to take back.
        if changed:
            self.desk.tell_done(_("{section}: saved.").format(section=self.title))


def text_line(parent: QWidget, name: str, label: str, help: str = "", *, hint: str = "") -> Line:
    """A text."""
    return typed_line(parent, name, label, lambda text: text, lambda value: value or "", help, hint=hint)


def typed_line(
    parent: QWidget,
    name: str,
    label: str,
    parse: Callable[[str], Any],
    text_of: Callable[[Any], str],
    help: str = "",
    *,
    hint: str = "",
) -> Line:
    """Something that is typed in one line and read by `parse`."""
    line = QLineEdit(parent)
    line.setPlaceholderText(hint)
    line.setMaxLength(1000)

    def show(value: Any) -> None:
        line.setText(text_of(value))
        line.setCursorPosition(0)

    return Line(name, label, line, lambda: parse(line.text().strip()), show, line.textChanged, help)


def choice_line(
    parent: QWidget,
    name: str,
    label: str,
    choices: Sequence[tuple[Any, str]],
    help: str = "",
    *,
    parse: Callable[[str], Any] | None = None,
) -> Line:
    """One of several values, shown in words; with `parse` others can be typed, too."""
    box = _Box(parent)
    for value, words in choices:
        box.addItem(words, value)
    box.setEditable(parse is not None)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    by_words = {words: value for value, words in choices}
    by_value = dict(choices)

    def read() -> Any:
        text = box.currentText().strip()
        return by_words[text] if text in by_words else parse(text) if parse is not None else None

    def show(value: Any) -> None:
        if value in by_value:
            box.setCurrentIndex(box.findText(by_value[value], Qt.MatchFlag.MatchExactly))
        else:
            box.setEditText("" if value is None else str(value))

    return Line(name, label, box, read, show, box.currentTextChanged, help)


def check_line(parent: QWidget, name: str, label: str, words: str, help: str = "") -> Line:
    """Yes or no."""
    box = QCheckBox(no_mnemonic(words), parent)
    return Line(name, label, box, box.isChecked, lambda value: box.setChecked(bool(value)), box.toggled, help)


class _Box(QComboBox):
    """A list of values that the mouse wheel does not change while one scrolls over it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # Hundreds of time zones are not measured to know how wide it has to be.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(24)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def _or_fault(read: Callable[[], Any]) -> Any:
    try:
        return read()
    except (ValueError, UserError) as fault:
        return "", str(fault)
