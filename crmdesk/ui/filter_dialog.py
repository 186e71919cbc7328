"""A small dialog that makes or changes one filter: of which column, what is asked, and which value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from crmdesk.store import lookup
from crmdesk.store.field import Choice, Day, Moment, Ref, Text
from crmdesk.store.listing import LISTINGS, all_columns
from crmdesk.store.query import Filter
from crmdesk.store.query_sql import operations
from crmdesk.text import N_, _
from crmdesk.ui.desk import Desk
from crmdesk.ui.dialog import Dialog
from crmdesk.ui.editors import editor_for
from crmdesk.ui.ok_cancel import OkCancel
from crmdesk.ui.plain import Label, say
from crmdesk.ui.query_words import OPERATIONS, SPANS, span_words

Answer = Callable[[Filter], None]
_WITHOUT_VALUE = ("empty", "filled")


class FilterDialog(Dialog):
    """Asks for one filter of a listing and calls `answered` with it; `beside` is what fits too, as a sentence."""

    help = N_(
        "A filter says which rows are shown: choose a column, a condition and a value. Dates are typed in words or"
        " figures. Several filters must all hold; “or…” beside a filter adds another way to fit."
    )

    def __init__(
        self,
        desk: Desk,
        listing: str,
        given: Filter | None,
        answered: Answer,
        parent: QWidget,
        beside: str = "",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Filter"))
        self.setMinimumWidth(420)
        self._desk, self._answered = desk, answered
        self.fields = all_columns(LISTINGS[listing])
        self.column = QComboBox(self)
        for name, field in sorted(self.fields.items(), key=lambda one: _(one[1].label).casefold()):
            self.column.addItem(_(field.label), name)
        say(self.column, _("Column"))
        self.op = QComboBox(self)
        say(self.op, _("What it must fulfil"))
        self.place = QVBoxLayout()
        self.value: _Value = _NoValue(self)
        self.beside = Label(_("{filter}, or:").format(filter=beside) if beside else "", self, wrap=True)
        self.beside.setVisible(bool(beside))
        self.fault = Label("", self, wrap=True)
        self.fault.hide()
        self._lay_out()
        self._begin(given or Filter(LISTINGS[listing].columns[0], ""))
        self.column.currentIndexChanged.connect(self._on_column)
        self.op.currentIndexChanged.connect(lambda: self._show_value(None))

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow(_("Column"), self.column)
        form.addRow(_("Condition"), self.op)
        form.addRow(_("Value"), self.place)
        buttons = OkCancel(self, _("Filter"))
        column = QVBoxLayout(self)
        column.addWidget(self.beside)
        column.addLayout(form)
        column.addWidget(self.fault)
        column.addWidget(buttons)

    def _begin(self, given: Filter) -> None:
        self.column.setCurrentIndex(self.column.findData(given.column))
        self._offer_operations(given.op)
        self._show_value(given.value)

    def _on_column(self) -> None:
        self._offer_operations(self.op.currentData())
        self._show_value(None)

    def _offer_operations(self, wanted: str) -> None:
        self.op.blockSignals(True)
        self.op.clear()
        for name in operations(self._field()):
            self.op.addItem(_(OPERATIONS[name][0]), name)
        self.op.setCurrentIndex(max(self.op.findData(wanted), 0))
        self.op.blockSignals(False)

    def _show_value(self, value: Any) -> None:
        self.value.setParent(None)
        self.value.deleteLater()
        self.value = _control(self._field(), self.op.currentData(), self._desk, self)
        if value is not None:
            self.value.show_value(value)
        self.place.addWidget(self.value)
        self.value.show()

    def _field(self) -> Any:
        return self.fields[self.column.currentData()]

    def accept(self) -> None:
        op = self.op.currentData()
        try:
            value = self.value.value()
            if value in (None, "", ()) and op not in _WITHOUT_VALUE:
                raise ValueError(_("is not filled in"))
        except ValueError as fault:
            self.fault.setText(_("The value {problem}.").format(problem=fault))
            self.fault.show()
            return
        super().accept()
        self._answered(Filter(self.column.currentData(), op, value))


class _Value(QWidget):
    """A control for the value of a filter."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.row = QVBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)

    def show_value(self, value: Any) -> None:
        """Shows what was asked for before."""

    def value(self) -> Any:
        """What is asked for. Raises ValueError with the end of a sentence."""
        return None

    def hold(self, control: QWidget) -> None:
        say(control, _("Value"))
        self.row.addWidget(control)
        self.setFocusProxy(control)


class _NoValue(_Value):
    """Where nothing more is asked."""


class _Words(_Value):
    """A piece of text."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.line = QLineEdit(self)
        self.hold(self.line)

    def show_value(self, value: Any) -> None:
        self.line.setText(value)

    def value(self) -> str:
        return self.line.text().strip()


class _Span(_Value):
    """Some days from today."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.box = QComboBox(self)
        for span in SPANS:
            self.box.addItem(span_words(span), span)
        self.hold(self.box)

    def show_value(self, value: Any) -> None:
        # Qt keeps a pair as a list, and finds it no more.
        known = [tuple(self.box.itemData(place)) for place in range(self.box.count())]
        if tuple(value) not in known:
            known.append(tuple(value))
            self.box.addItem(span_words(value), tuple(value))
        self.box.setCurrentIndex(known.index(tuple(value)))

    def value(self) -> tuple[int, int]:
        first, last = self.box.currentData()
        return first, last


class _Several(_Value):
    """One or more of a few values."""

    def __init__(self, names: dict[Any, str], parent: QWidget) -> None:
        super().__init__(parent)
        self.list = QListWidget(self)
        for value, name in names.items():
            item = QListWidgetItem(name, self.list)
            item.setData(Qt.ItemDataRole.UserRole, value)
            item.setCheckState(Qt.CheckState.Unchecked)
        self.list.setCurrentRow(0)
        self.hold(self.list)

    def show_value(self, value: Any) -> None:
        wanted = value if isinstance(value, tuple) else (value,)
        for item in self._items():
            if item.data(Qt.ItemDataRole.UserRole) in wanted:
                item.setCheckState(Qt.CheckState.Checked)

    def value(self) -> Any:
        chosen = tuple(
            item.data(Qt.ItemDataRole.UserRole) for item in self._items() if item.checkState() == Qt.CheckState.Checked
        )
        return chosen[0] if len(chosen) == 1 else chosen

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]


class _One(_Value):
    """A value of the column's own kind."""

    def __init__(self, field: Any, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.editor = editor_for(field, desk, self)
        self.editor.set_value(None)
        self.hold(self.editor)

    def show_value(self, value: Any) -> None:
        self.editor.set_value(value)

    def value(self) -> Any:
        found = self.editor.value()
        if found is not None and not isinstance(found, int | str):
            raise ValueError(_("is not the name of a record here"))
        return found


def _control(field: Any, op: str, desk: Desk, parent: QWidget) -> _Value:
    if op in _WITHOUT_VALUE:
        return _NoValue(parent)
    if op == "within":
        return _Span(parent)
    if op == "contains":
        return _Words(parent)
    if isinstance(field, Choice):
        return _Several({word: _(name) for word, name in field.words.items()}, parent)
    if isinstance(field, Ref):
        few = lookup.proposals(desk.here, field.rel_model, "", {}, lookup.FEW + 1)
        if len(few) <= lookup.FEW and few:
            return _Several({one.id: one.name for one in few}, parent)
        return _One(field, desk, parent)
    if isinstance(field, Day | Moment):
        return _One(Day(N_("Day")), desk, parent)
    return _One(Text(N_("Value")) if isinstance(field, Text) and op == "is_not" else field, desk, parent)
