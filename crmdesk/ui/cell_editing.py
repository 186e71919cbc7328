"""Editing in the cells of a list as in a spreadsheet: F2 begins, Enter and Tab keep what was typed, Esc does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QPlainTextEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crmdesk.text import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.editor import Editor
from crmdesk.ui.editors import editor_for
from crmdesk.ui.list_model import ListModel

Index = QModelIndex | QPersistentModelIndex
# Writes a value into a record's column.
Write = Callable[[int, str, Any], None]
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TABS = {
    Qt.FocusReason.TabFocusReason: QStyledItemDelegate.EndEditHint.EditNextItem,
    Qt.FocusReason.BacktabFocusReason: QStyledItemDelegate.EndEditHint.EditPreviousItem,
}
_POPUPS = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class CellEditing(QStyledItemDelegate):
    """Makes the editors of cells and hands what was typed to `write`."""

    # Enter was pressed: the next row may be gone to.
    entered = Signal()

    def __init__(self, desk: Desk, write: Write, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._write = desk, write
        self._editor: Editor | None = None

    def end(self) -> None:
        """Keeps what stands in the editor that is open, if there is one."""
        if self._editor is not None:
            self._finish(self._editor, self.EndEditHint.NoHint)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = _model(index)
        editor = editor_for(model.fields[model.columns[index.column()]], self._desk, parent)
        editor.setAutoFillBackground(True)
        editor.control.installEventFilter(self)
        editor.committed.connect(lambda: self._finish(editor, self.EndEditHint.NoHint))
        self._editor = editor
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        model = _model(index)
        if isinstance(editor, Editor):
            editor.set_value(model.cell(index.row(), model.columns[index.column()]))
            editor.select_all()

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        self._editor = None
        super().destroyEditor(editor, index)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        place = option.rect
        place.setHeight(max(place.height(), editor.sizeHint().height()))
        place.setWidth(max(place.width(), min(editor.sizeHint().width(), 160)))
        editor.setGeometry(place)

    def setModelData(self, editor: QWidget, _any_model: object, index: Index) -> None:
        if not isinstance(editor, Editor) or not editor.touched:
            return
        model = _model(index)
        try:
            value = editor.value()
        except ValueError as fault:
            self._desk.notice.tell(
                _("“{text}” {problem}; nothing was changed.").format(text=editor.text(), problem=fault)
            )
            return
        self._write(model.id_at(index.row()), model.columns[index.column()], value)

    def eventFilter(self, control: QObject, event: QEvent) -> bool:
        editor = control.parent()
        if not isinstance(editor, Editor):
            return super().eventFilter(control, event)
        if isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            return self._on_key(editor, event)
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut and event.reason() not in _POPUPS:
            # Tab comes so, and not as a key, from a list of proposals that is open.
            self._finish(editor, _TABS.get(event.reason(), self.EndEditHint.NoHint))
        return False

    def _on_key(self, editor: Editor, event: QKeyEvent) -> bool:
        hints = self.EndEditHint
        ends = {
            Qt.Key.Key_Tab: hints.EditNextItem,
            Qt.Key.Key_Backtab: hints.EditPreviousItem,
            Qt.Key.Key_Escape: hints.RevertModelCache,
            **dict.fromkeys(_ENTER, hints.NoHint),
        }
        key = Qt.Key(event.key())
        new_line = key in _ENTER and isinstance(editor.control, QPlainTextEdit) and event.modifiers()
        if key not in ends or new_line:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return False
        self._finish(editor, ends[key])
        if key in _ENTER:
            self.entered.emit()
        return True

    def _finish(self, editor: Editor, hint: QStyledItemDelegate.EndEditHint) -> None:
        """Ends editing once: what closing an editor sets off must not end it again."""
        if editor.property("ended") or editor.isHidden():
            return
        editor.setProperty("ended", True)
        view = self.parent()
        if isinstance(view, QAbstractItemView) and view.state() != QAbstractItemView.State.EditingState:
            # A key that the control had no use for moved the cursor, for which the list kept what was typed.
            return
        self._editor = None
        if hint != self.EndEditHint.RevertModelCache:
            self.commitData.emit(editor)
        self.closeEditor.emit(editor, hint)


def _model(index: Index) -> ListModel:
    model = index.model()
    if not isinstance(model, ListModel):
        raise TypeError("cells are edited in lists only")
    return model
