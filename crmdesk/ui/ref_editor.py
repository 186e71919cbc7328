"""A reference to another record: its name is typed, the records it may mean are proposed, a missing one can be made."""

from __future__ import annotations

from typing import Any, cast

from PySide6.QtCore import QModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QLineEdit, QWidget

from crmdesk.store import lookup
from crmdesk.store.field import Ref
from crmdesk.store.lookup import Proposal
from crmdesk.store.making import Missing
from crmdesk.text import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.editor import Editor

_WAIT_MS = 60
# As wide as the list of proposals is at least.
_LETTERS = 44
_NAME = Qt.ItemDataRole.UserRole
_ID = Qt.ItemDataRole.UserRole + 1
# In place of an id: a record of the typed name is to be made.
_NEW = 0


class RefEditor(Editor):
    """Its value is a row id, None, or `Missing` for a record that saving has to make first."""

    def __init__(self, field: Ref, desk: Desk, parent: QWidget) -> None:
        super().__init__(field, desk, parent)
        self.target, self.makes = field.rel_model, field.makes
        self.chosen: Proposal | None = None
        self.line = _Line(self)
        self.line.setPlaceholderText(_("Type a name"))
        self.hold(self.line)
        self.found = QStandardItemModel(self)
        self.completer = QCompleter(self.found, self)
        self.completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.completer.setCompletionRole(_NAME)
        self.completer.setMaxVisibleItems(10)
        self.completer.setWidget(self.line)
        self.completer.activated[QModelIndex].connect(self._on_activated)  # type: ignore[index]  # the stubs lack overloaded signals
        self.popup.setAccessibleName(_("Proposals"))
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._wait.timeout.connect(self.propose)
        self.line.textEdited.connect(self._on_edited)
        self.line.editingFinished.connect(self._on_finished)
        self.line.asked.connect(self.propose)

    @property
    def popup(self) -> QAbstractItemView:
        """The list of proposals; asked for anew, as what Qt makes is lost to Python once a cell holds the editor."""
        return cast("QAbstractItemView", self.completer.popup())

    def set_value(self, value: Any) -> None:
        """Shows a record, given as its id or as the pair of id and name; `Missing` is shown as it was answered."""
        if isinstance(value, Missing):
            chosen: Proposal | None = Proposal(_NEW, value.name)
        elif isinstance(value, int):
            chosen = lookup.named(self.desk.here, self.target, value) or Proposal(value, "")
        else:
            chosen = Proposal(value[0], value[1] or "") if value is not None else None
        self._choose(chosen)
        self._given = self.state()

    def value(self) -> Any:
        text = self.text().strip()
        if self.chosen is not None and text == self.chosen.name:
            return self._missing(text) if self.chosen.id == _NEW else self.chosen.id
        if not text:
            return None
        here, like = self.desk.here, self.makes or {}
        if self.makes is not None and not lookup.proposals(here, self.target, text, like, 1):
            return self._missing(text)
        return lookup.by_name(here, self.target, text, like)

    def text(self) -> str:
        return self.line.text()

    def set_text(self, text: str) -> None:
        self.line.setText(text)
        self.line.setCursorPosition(0)

    def state(self) -> Any:
        return [self.chosen.id if self.chosen else None, self.text()]

    def bring_back(self, state: Any) -> None:
        row_id, text = state
        standing = lookup.named(self.desk.here, self.target, row_id) if row_id else None
        self.chosen = standing or (Proposal(_NEW, text) if row_id == _NEW else None)
        self.set_text(text)

    def hint(self) -> str:
        if self.chosen is not None and self.chosen.id == _NEW:
            return _("“{name}” is new and will be made, too").format(name=self.chosen.name)
        return ""

    def select_all(self) -> None:
        self.line.selectAll()

    def propose(self) -> None:
        """Shows the records that may be meant, and last what making a new one would be called."""
        self._wait.stop()
        text = self.text().strip()
        if self.chosen is not None and text == self.chosen.name:
            text = ""
        like = self.makes or {}
        proposals = lookup.proposals(self.desk.here, self.target, text, like)
        self.found.clear()
        for one in proposals:
            line = _("{name} · {about}").format(name=one.name, about=one.about) if one.about else one.name
            self.found.appendRow(_item(line, one))
        if self.makes is not None and text and all(one.name.casefold() != text.casefold() for one in proposals):
            self.found.appendRow(_item(_("Make “{name}”").format(name=text), Proposal(_NEW, text)))
        if self.found.rowCount():
            # The line may be a narrow cell: names stay readable.
            wide = round(self.fontMetrics().averageCharWidth() * _LETTERS)
            self.completer.complete(self.line.rect().united(QRect(0, 0, wide, 0)))
        else:
            self.popup.hide()

    def _on_edited(self) -> None:
        self._wait.start()
        self.changed.emit()

    def _on_activated(self, index: QModelIndex) -> None:
        # Whoever chose from the list is not asked for the same again.
        self._wait.stop()
        self._choose(Proposal(index.data(_ID), index.data(_NAME)))
        self.changed.emit()
        self.committed.emit()

    def _on_finished(self) -> None:
        if self.popup.isVisible() and self.popup.currentIndex().isValid():
            # Enter means the proposal, which is taken next.
            return
        self._wait.stop()
        if self.chosen is None or self.text().strip() != self.chosen.name:
            self._settle()
        self.committed.emit()

    def _settle(self) -> None:
        """Takes what was typed without choosing, where it can mean one thing only."""
        try:
            value = self.value()
        except ValueError:
            self.chosen = None
            return
        text = self.text().strip()
        if isinstance(value, Missing):
            self._choose(Proposal(_NEW, text))
        else:
            self._choose(lookup.named(self.desk.here, self.target, value) if value is not None else None)
        self.changed.emit()

    def _choose(self, chosen: Proposal | None) -> None:
        self.chosen = chosen
        self.set_text(chosen.name if chosen is not None else "")

    def _missing(self, name: str) -> Missing:
        return Missing(self.target, name, dict(self.makes or {}))


class _Line(QLineEdit):
    """Says when the proposals are asked for: Down, or a click into the empty line."""

    asked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.asked.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if not self.text():
            self.asked.emit()


def _item(text: str, one: Proposal) -> QStandardItem:
    item = QStandardItem(text)
    item.setData(one.name, _NAME)
    item.setData(one.id, _ID)
    return item
