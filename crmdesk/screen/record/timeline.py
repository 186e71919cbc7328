"""The timeline in the middle of a record's page: what happened, filtered by sort, and more of it as one scrolls."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from crmdesk.domain.wording import beside
from crmdesk.screen.record.words import ICONS, body_text, fact_texts, head_text, spoken_text, when_text
from crmdesk.store.timeline import SORTS, Event, Key, sorts_of, timeline
from crmdesk.text import _
from crmdesk.ui.button import Button
from crmdesk.ui.desk import Desk
from crmdesk.ui.icons import icon
from crmdesk.ui.plain import Label, no_mnemonic, say
from crmdesk.ui.theme import colours_of

PAGE = 50
MOST_LINES = 3
_MARGIN, _GAP = 8, 10
_EVENT = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
Read = Callable[[Key | None], Sequence[Event]]


class Events(QAbstractListModel):
    """The events that were read so far; the view asks for more when their end is near."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self.events: list[Event] = []
        self._read: Read | None = None
        self._more = False

    def show(self, read: Read | None, *, at_least: int = 0) -> None:
        """Begins anew with what `read` gives; `at_least` as many events as were there before."""
        self.beginResetModel()
        self._read = read
        self.events, self._more = [], read is not None
        self._take()
        while self._more and len(self.events) < at_least:
            self._take()
        self.endResetModel()

    def _take(self) -> list[Event]:
        found = list(self._read(self.events[-1].key if self.events else None)) if self._read is not None else []
        self.events += found
        self._more = len(found) == PAGE
        return found

    def canFetchMore(self, parent: Index) -> bool:
        return self._more and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:
        if self._read is None or parent.isValid():
            return
        found = list(self._read(self.events[-1].key if self.events else None))
        self._more = len(found) == PAGE
        if found:
            self.beginInsertRows(ROOT, len(self.events), len(self.events) + len(found) - 1)
            self.events += found
            self.endInsertRows()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.events)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        event = self.events[index.row()]
        if role == _EVENT:
            return event
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken_text(event, self.desk.here, self.desk.now())
        return None


class EventList(QListView):
    """The events, one below the other. Enter opens what an event is about, Space finishes an open task."""

    opened = Signal(object)
    ticked = Signal(object)
    _drawing: _Drawing | None = None

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.events = Events(desk, self)
        self.setModel(self.events)
        self._drawing = drawing = _Drawing(desk, self)
        self.events.modelAboutToBeReset.connect(drawing.forget)
        self.setItemDelegate(drawing)
        self.setAccessibleName(_("Timeline"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.activated.connect(lambda index: self.opened.emit(index.data(_EVENT)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chosen = self.currentIndex().data(_EVENT) if self.currentIndex().isValid() else None
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and chosen is not None:
            self.opened.emit(chosen)
        elif event.key() == Qt.Key.Key_Space and chosen is not None and chosen.is_open_task:
            self.ticked.emit(chosen)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Rows are as high as their text at this width.
        self._measure_again()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure_again()

    def _measure_again(self) -> None:
        # Qt tells of changes before the list is whole.
        if self._drawing is not None:
            self._drawing.forget()
        self.scheduleDelayedItemsLayout()


class _Drawing(QStyledItemDelegate):
    """Draws an event: icon, what and when in the first line, then what is known, then what was written."""

    def __init__(self, desk: Desk, parent: EventList) -> None:
        super().__init__(parent)
        self.desk, self.view = desk, parent
        self._sizes: dict[int, QSize] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        # The view asks for every row whenever some are added.
        size = self._sizes.get(index.row())
        if size is None:
            width = self.view.viewport().width()
            size = self._sizes[index.row()] = QSize(width, self._height(index.data(_EVENT), width))
        return size

    def forget(self) -> None:
        """Other events stand in the rows, or the list has another width or other letters."""
        self._sizes = {}

    def _height(self, event: Event, width: int) -> int:
        metrics = QFontMetrics(self.view.font())
        lines = 1 + bool(fact_texts(event, self.desk.here, self.desk.now()))
        body = body_text(event)
        text = self._body_height(body, metrics, width) if body else 0
        return lines * metrics.height() + text + 2 * _MARGIN

    def _body_height(self, text: str, metrics: QFontMetrics, width: int) -> int:
        room = QRect(0, 0, max(width - self._left(metrics) - _GAP, 40), MOST_LINES * metrics.height())
        found = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), _cut(text))
        return min(found.height(), room.height())

    def _left(self, metrics: QFontMetrics) -> int:
        return _GAP + metrics.height() + _GAP

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        event, metrics = index.data(_EVENT), QFontMetrics(self.view.font())
        colours, box = colours_of(self.view), option.rect
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(colours.band))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, QColor(colours.hover))
        painter.setPen(QColor(colours.line))
        painter.drawLine(box.left() + _GAP, box.bottom(), box.right() - _GAP, box.bottom())
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(colours.accent))
            painter.drawRect(box.adjusted(1, 1, -2, -2))
        line = metrics.height()
        icon(ICONS[event.sort]).paint(painter, QRect(box.left() + _GAP, box.top() + _MARGIN, line, line))
        left = box.left() + self._left(metrics)
        self._write(painter, event, QRect(left, box.top() + _MARGIN, box.right() - _GAP - left, box.height()))
        painter.restore()

    def _write(self, painter: QPainter, event: Event, room: QRect) -> None:
        colours, workspace, now = colours_of(self.view), self.desk.here, self.desk.now()
        metrics, bold = QFontMetrics(self.view.font()), QFont(self.view.font())
        bold.setBold(True)
        when = when_text(event.at, workspace, now)
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        painter.setFont(self.view.font())
        painter.setPen(QColor(colours.muted))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), when)
        space = room.width() - metrics.horizontalAdvance(when) - 2 * _GAP
        head, title = head_text(event), " ".join(event.title.split())
        late = event.is_open_task and event.due_at is not None and event.due_at < now
        painter.setPen(QColor(colours.bad if late else colours.text))
        painter.setFont(bold)
        wide = QFontMetrics(bold)
        painter.drawText(room, flags, wide.elidedText(head, Qt.TextElideMode.ElideRight, space))
        used = wide.horizontalAdvance(head) + _GAP
        painter.setFont(self.view.font())
        painter.setPen(QColor(colours.text))
        if title and used < space:
            rest = metrics.elidedText(title, Qt.TextElideMode.ElideRight, space - used)
            painter.drawText(room.adjusted(used, 0, 0, 0), flags, rest)
        top = room.top() + metrics.height()
        painter.setPen(QColor(colours.muted))
        if facts := fact_texts(event, workspace, now):
            text = metrics.elidedText(beside(facts, " · "), Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(QRect(room.left(), top, room.width(), metrics.height()), flags, text)
            top += metrics.height()
        if body := body_text(event):
            painter.setPen(self.view.palette().color(QPalette.ColorRole.Text))
            height = self._body_height(body, metrics, self.view.viewport().width())
            painter.drawText(
                QRect(room.left(), top, room.width(), height), flags | int(Qt.TextFlag.TextWordWrap), _cut(body)
            )


def _cut(text: str) -> str:
    """So much of a text as the lines of a row can hold."""
    return "\n".join(text[:600].split("\n")[:MOST_LINES])


class Timeline(QWidget):
    """The events of a record and the buttons that choose their sorts."""

    opened = Signal(object)
    ticked = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self.kind, self.id = "", 0
        self.sorts: set[str] = set()
        self.buttons: dict[str, Button] = {}
        self.everything = self._button("", _("All"))
        self.everything.setChecked(True)
        bar = QHBoxLayout()
        bar.setSpacing(4)
        bar.addWidget(self.everything)
        for sort, title in SORTS.items():
            self.buttons[sort] = self._button(sort, _(title))
            bar.addWidget(self.buttons[sort])
        bar.addStretch(1)
        self.none = Label("", self, muted=True, wrap=True)
        self.list = EventList(desk, self)
        self.list.opened.connect(self.opened.emit)
        self.list.ticked.connect(self.ticked.emit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(bar)
        column.addWidget(self.none)
        column.addWidget(self.list, 1)

    def _button(self, sort: str, title: str) -> Button:
        button = Button(self)
        if sort:
            button.setIcon(icon(ICONS[sort]))
            name = _("Show only: {sort}").format(sort=title)
        else:
            button.setText(no_mnemonic(title))
            name = _("Show everything")
        say(button, name, title)
        button.setCheckable(True)
        button.clicked.connect(lambda: self.choose(sort))
        return button

    def show_record(self, kind: str, id: int) -> None:
        """Shows what happened with a record; the chosen sorts stay chosen from record to record."""
        new = (kind, id) != (self.kind, self.id)
        self.kind, self.id = kind, id
        for sort, button in self.buttons.items():
            button.setVisible(sort in sorts_of(kind))
        self.read_again(from_top=new)

    def choose(self, sort: str) -> None:
        """Shows a sort or leaves it out; without a sort, everything."""
        self.sorts = self.sorts ^ {sort} if sort else set()
        self.read_again(from_top=True)

    def read_again(self, *, from_top: bool = False) -> None:
        """Reads the events anew; one stays where one was, except from the top."""
        chosen = self.sorts & set(sorts_of(self.kind))
        self.everything.setChecked(not chosen)
        for sort, button in self.buttons.items():
            button.setChecked(sort in chosen)
        row, place = self.list.currentIndex().row(), self.list.verticalScrollBar().value()
        before = 0 if from_top else min(len(self.list.events.events), 10 * PAGE)
        kind, id = self.kind, self.id

        def read(key: Key | None) -> Sequence[Event]:
            return timeline(self.desk.here, kind, id, sorts=chosen, before=key, limit=PAGE)

        self.list.events.show(read, at_least=before)
        shown = len(self.list.events.events)
        self.none.setText(_("Nothing of this kind has happened yet.") if chosen else _("Nothing has happened yet."))
        self.none.setVisible(not shown)
        self.list.setVisible(bool(shown))
        if shown:
            self.list.setCurrentIndex(self.list.events.index(0 if from_top else min(max(row, 0), shown - 1)))
        if not from_top:
            self.list.verticalScrollBar().setValue(place)

    def leave(self) -> None:
        """Nothing is shown any more."""
        self.kind, self.id = "", 0
        self.list.events.show(None)
