"""The facts at the left of a record's page: every field with its value, changed in place.

Enter, F2 or a click opens the editor of a field; Enter or Tab keeps what was typed, Esc leaves it as it was. The arrow
keys go from field to field.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import ceil
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QCursor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QStaticText
from PySide6.QtWidgets import QApplication, QComboBox, QGridLayout, QPlainTextEdit, QVBoxLayout, QWidget

from crmdesk.domain.errors import FieldErrors
from crmdesk.store.base import Record, own_fields
from crmdesk.store.field import Email, Link, Phone, Ref
from crmdesk.text import _
from crmdesk.ui import fields
from crmdesk.ui.button import IconButton
from crmdesk.ui.desk import Desk
from crmdesk.ui.editor import Editor
from crmdesk.ui.editors import editor_for
from crmdesk.ui.icons import icon
from crmdesk.ui.panel import Panel, Scroll
from crmdesk.ui.plain import Label, in_lines, say
from crmdesk.ui.theme import colours_of

# The workspace writes them itself.
_FIXED = ("recorded_at",)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_EDITS = (*_ENTER, Qt.Key.Key_F2, Qt.Key.Key_Space)


def fields_shown(record: type[Record]) -> dict[str, Any]:
    """The fields of a record page, in the order of the record type."""
    own = own_fields(record)
    ordered = {name: own[name] for name in record.columns if name in own}
    return {**ordered, **own}


def is_editable(name: str) -> bool:
    """Whether a person may change a column."""
    return name not in _FIXED


class Value(Label):
    """The value of a field as text; it can be reached by keyboard and asks to be changed."""

    asked = Signal()
    stepped = Signal(int)

    def __init__(self, parent: QWidget, *, editable: bool) -> None:
        super().__init__("", parent, wrap=True)
        self.editable = editable
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMargin(3)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        # A word that is longer than the line goes on below, instead of making the page wider.
        self.setMinimumWidth(1)
        # A name in Arabic or Hebrew stands at the left like all others.
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
        if editable:
            self.setCursor(Qt.CursorShape.IBeamCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if step and plain:
            self.stepped.emit(step)
        elif event.key() in _EDITS and self.editable and plain:
            self.asked.emit()
        else:
            # The label of Qt would pass some keys on as clicks on links.
            event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.editable:
            self.asked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colours = QPainter(self), colours_of(self)
        # Qt thinks a value is still under the mouse that went elsewhere with another record.
        hovered = self.editable and self.rect().contains(self.mapFromGlobal(QCursor.pos()))
        if self.hasFocus() or hovered:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(colours.accent), 2) if self.hasFocus() else QPen(QColor(colours.line), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 3, 3)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawStaticText(self.margin(), self.margin(), self._laid_out(self.width()))
        painter.end()

    def heightForWidth(self, width: int) -> int:
        return ceil(self._laid_out(width).size().height()) + 2 * self.margin()

    def _laid_out(self, width: int) -> QStaticText:
        return in_lines(self.text(), self.font(), self.alignment(), width - 2 * self.margin())


class Fact(QObject):
    """One field: its name, its value, and its editor while it is being changed."""

    saved = Signal(str, object)
    followed = Signal(str)
    stepped = Signal(str, int)

    def __init__(self, name: str, field: fields.Field, desk: Desk, place: QWidget) -> None:
        super().__init__(place)
        self.name, self.field, self.desk = name, field, desk
        self.stored: Any = None
        self.editor: Editor | None = None
        self.head = Label(_(field.label), place, muted=True, wrap=True)
        self.box = QWidget(place)
        self.column = QVBoxLayout(self.box)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(2)
        self.value = Value(self.box, editable=is_editable(name))
        self.fault = Label("", self.box, wrap=True)
        self.fault.setProperty("bad", True)
        self.fault.hide()
        self.column.addWidget(self.value)
        self.column.addWidget(self.fault)
        self.link: IconButton | None = self._link(place)
        self.value.asked.connect(self.edit)
        self.value.stepped.connect(lambda step: self.stepped.emit(self.name, step))

    def _link(self, place: QWidget) -> IconButton | None:
        match self.field:
            case Ref():
                name, text = "arrow-up-right", _("Open: {field}")
            case Email():
                name, text = "mail", _("Write an e-mail: {field}")
            case Phone():
                name, text = "phone", _("Call: {field}")
            case Link():
                name, text = "arrow-up-right", _("Open in the browser: {field}")
            case _:
                return None
        button = IconButton(place)
        button.setIcon(icon(name))
        button.setAutoRaise(True)
        # No higher than a line of text, so that facts with and without stand equally close.
        button.setFixedSize(round(button.fontMetrics().height() * 1.7), round(button.fontMetrics().height() * 1.5))
        button.setStyleSheet("padding: 0")
        say(button, text.format(field=_(self.field.label)))
        button.clicked.connect(lambda: self.followed.emit(self.name))
        return button

    def show_value(self, value: Any, beside: Any = None) -> None:
        """Shows a value; a reference is the pair of id and name. `beside` says its unit, where it has one."""
        self.stored = value
        text = fields.shown(self.field, value, self.desk.here, beside)
        self.value.setText(text or "–")
        self.value.setProperty("muted", not text)
        self.value.style().polish(self.value)
        label = _(self.field.label)
        told = _("{field}: {value}").format(field=label, value=text or _("empty"))
        say(self.value, told, _(self.field.help) or told)
        if self.link is not None:
            self.link.setVisible(bool(text))

    def edit(self) -> None:
        """Opens the editor in place of the value."""
        if self.editor is not None or not is_editable(self.name) or self.desk.here.read_only:
            return
        editor = editor_for(self.field, self.desk, self.box)
        editor.set_value(self.stored)
        editor.control.installEventFilter(self)
        editor.committed.connect(self.commit)
        self.editor = editor
        self.value.hide()
        self.column.insertWidget(0, editor)
        editor.show()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        editor.select_all()
        if isinstance(editor.control, QComboBox):
            # An arrow key in the closed list would choose at once.
            editor.control.showPopup()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or self.editor is None:
            return False
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.close_editor()
            return True
        if event.key() in _ENTER and (
            isinstance(watched, QComboBox) or (isinstance(watched, QPlainTextEdit) and control)
        ):
            self.commit()
            return True
        return False

    def close_editor(self) -> None:
        """Shows the value again; the focus stays on the field if it was in the editor."""
        editor, self.editor = self.editor, None
        if editor is None:
            return
        inside = QApplication.focusWidget() in (editor, editor.control)
        editor.control.removeEventFilter(self)
        editor.blockSignals(True)
        self.fault.hide()
        self.value.show()
        if inside:
            self.value.setFocus(Qt.FocusReason.OtherFocusReason)
        editor.hide()
        editor.deleteLater()

    def tell(self, text: str) -> None:
        """Says beside the field what is wrong with what was typed."""
        self.fault.setText(text)
        self.fault.setAccessibleName(text)
        self.fault.show()

    def commit(self) -> None:
        """Keeps what was typed, or says what is wrong with it."""
        if self.editor is None:
            return
        if not self.editor.touched:
            self.close_editor()
            return
        try:
            value = self.editor.value()
        except ValueError as fault:
            self.tell(_("“{text}” {fault}.").format(text=self.editor.text(), fault=fault))
            return
        self.saved.emit(self.name, value)


class Facts(Panel):
    """All facts of a record. `saved` carries column and value, `followed` the column of a link that was chosen."""

    saved = Signal(str, object)
    followed = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(_("Facts"), parent)
        self.desk = desk
        self.record: type[Record] | None = None
        self.facts: dict[str, Fact] = {}
        self.others: list[Label] = []
        self.area = Scroll(self)
        self.area.setAccessibleName(_("Facts"))
        self.body.addWidget(self.area, 1)

    def show_record(self, record: type[Record], values: Mapping[str, Any]) -> None:
        """Shows a record; the controls are made anew only for another type."""
        if record is not self.record:
            self._build(record)
        for name, fact in self.facts.items():
            fact.show_value(values[name], values.get(getattr(fact.field, "beside", "")))
        self._show_others(values)

    def focus_first(self) -> None:
        """The keys go to the first fact."""
        next(iter(self.facts.values())).value.setFocus(Qt.FocusReason.OtherFocusReason)

    def commit_editors(self) -> None:
        """Keeps what was typed in editors that are still open."""
        for fact in self.facts.values():
            fact.commit()

    def close_editors(self) -> None:
        """Leaves every editor without keeping what was typed."""
        for fact in self.facts.values():
            fact.close_editor()

    def show_faults(self, fault: FieldErrors) -> None:
        """Says beside the fields what is wrong."""
        for one in fault.faults:
            fact = self.facts.get(one.field)
            open_fact = next((fact for fact in self.facts.values() if fact.editor is not None), None)
            if (told := fact if fact is not None and fact.editor is not None else open_fact) is not None:
                told.tell(str(one))

    def _build(self, record: type[Record]) -> None:
        self.record, self.facts = record, {}
        inside = QWidget(self.area)
        self.grid = QGridLayout(inside)
        self.grid.setContentsMargins(0, 0, 4, 0)
        self.grid.setHorizontalSpacing(6)
        self.grid.setVerticalSpacing(2)
        self.grid.setColumnMinimumWidth(0, round(self.fontMetrics().averageCharWidth() * 13))
        self.grid.setColumnStretch(1, 1)
        for row, (name, field) in enumerate(fields_shown(record).items()):
            fact = Fact(name, field, self.desk, inside)
            fact.saved.connect(self.saved.emit)
            fact.followed.connect(self.followed.emit)
            fact.stepped.connect(self._on_stepped)
            self.grid.addWidget(fact.head, row, 0, Qt.AlignmentFlag.AlignTop)
            fact.head.setContentsMargins(0, 3, 0, 0)
            self.grid.addWidget(fact.box, row, 1)
            if fact.link is not None:
                self.grid.addWidget(fact.link, row, 2, Qt.AlignmentFlag.AlignTop)
            self.facts[name] = fact
        self.others = []
        self.grid.setRowStretch(1000, 1)
        self.area.hold(inside)

    def _show_others(self, values: Mapping[str, Any]) -> None:
        """What came with the record from elsewhere: its id there, and columns that crmdesk has no field for."""
        for label in self.others:
            label.hide()
            label.deleteLater()
        self.others = []
        kept = {_("Id"): values["external_id"], **_custom(values["custom"])}
        for row, (name, text) in enumerate(kept.items(), len(self.facts)):
            if text not in (None, ""):
                head = Label(name, self.grid.parentWidget(), muted=True, wrap=True)
                value = Label(str(text), self.grid.parentWidget(), wrap=True, selectable=True)
                value.setMargin(3)
                value.setMinimumWidth(1)
                head.setMinimumWidth(1)
                head.setContentsMargins(0, 3, 0, 0)
                for column, label in enumerate((head, value)):
                    self.grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
                    self.others.append(label)

    def _on_stepped(self, name: str, step: int) -> None:
        names = list(self.facts)
        place = min(max(names.index(name) + step, 0), len(names) - 1)
        value = self.facts[names[place]].value
        value.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, value, lambda: self.area.ensureWidgetVisible(value))


def _custom(text: str | None) -> dict[str, Any]:
    """The columns of other programs."""
    if not text:
        return {}
    try:
        found = json.loads(text)
    except ValueError:
        return {_("Other fields"): text}
    return found if isinstance(found, dict) else {_("Other fields"): text}
