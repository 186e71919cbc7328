"""A column of the deal board: its head with count and totals, and its cards, painted as they come into view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import (
    QApplication,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from crmdesk.domain.wording import money_text, number_text, percent_text
from crmdesk.screen.deal.card import CardFace, height_of, paint, tip_of
from crmdesk.store.board import OpenStage, Worth
from crmdesk.text import _, n_
from crmdesk.ui.button import ENTER
from crmdesk.ui.plain import Label, ShortLabel, as_tip, say
from crmdesk.ui.table import ROOT, Index
from crmdesk.ui.theme import colours_of

FACE_ROLE = Qt.ItemDataRole.UserRole


class CardModel(QAbstractListModel):
    """The cards of a column and, where the stage holds more deals than these, a last row that asks for more."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.faces: list[CardFace] = []
        self.more = False

    def show_faces(self, faces: Sequence[CardFace], *, more: bool) -> None:
        self.beginResetModel()
        self.faces, self.more = list(faces), more
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.faces) + self.more

    def face(self, row: int) -> CardFace | None:
        """The card in a row; None for the row that asks for more, and where there is no row."""
        return self.faces[row] if 0 <= row < len(self.faces) else None

    def row_of(self, deal_id: int) -> int:
        """The row of a deal, -1 where it has none."""
        return next((row for row, face in enumerate(self.faces) if face.deal.id == deal_id), -1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        face = self.face(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return face.deal.title if face else _("Show more deals")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return face.spoken if face else _("Show more deals")
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tip(tip_of(face)) if face else None
        return face if role == FACE_ROLE else None


class CardDelegate(QStyledItemDelegate):
    """Paints the cards."""

    def __init__(self, cards: CardList) -> None:
        super().__init__(cards)
        self._cards = cards

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        tall = height_of(option.font) if index.data(FACE_ROLE) else option.fontMetrics.height() * 2
        return QSize(120, tall)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = colours_of(self._cards)
        face = index.data(FACE_ROLE)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focus = chosen and self._cards.hasFocus()
        painter.save()
        painter.setFont(option.font)
        if face is not None:
            paint(painter, QRectF(option.rect), face, colours, chosen=chosen, focus=focus)
        else:
            painter.setPen(QColor(colours.accent))
            painter.drawText(option.rect, Qt.AlignmentFlag.AlignCenter, index.data())
            if focus:
                painter.setPen(QPen(QColor(colours.accent), 2))
                painter.drawRect(option.rect.adjusted(6, 3, -6, -3))
        painter.restore()


class CardList(QListView):
    """The cards of a column, for mouse and keys. What is asked of a card is told; nothing is done here."""

    opened = Signal(object)
    more_wanted = Signal()
    menu_wanted = Signal(QPoint)
    aside = Signal(int)
    drag_began = Signal(QPixmap, QPoint)
    dragged = Signal(QPoint)
    dropped = Signal(QPoint)
    drag_ended = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.cards = CardModel(self)
        self.setModel(self.cards)
        self.setItemDelegate(CardDelegate(self))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self._pressed: QPoint | None = None
        self.dragging = False

    def face(self) -> CardFace | None:
        """The card that is chosen."""
        return self.cards.face(self.currentIndex().row())

    def choose(self, row: int) -> None:
        """Chooses the card in a row, or the last one where there are fewer."""
        if count := self.cards.rowCount():
            self.setCurrentIndex(self.cards.index(min(max(row, 0), count - 1)))

    def activate(self) -> None:
        """What Enter does: opens the deal, or shows more of them."""
        if (face := self.face()) is not None:
            self.opened.emit(face.deal)
        elif self.currentIndex().isValid():
            self.more_wanted.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self.currentIndex().isValid():
            self.choose(0)
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if self.dragging:
            if event.key() == Qt.Key.Key_Escape:
                self.end_drag()
        elif plain and event.key() in ENTER:
            self.activate()
        elif plain and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.aside.emit(-1 if event.key() == Qt.Key.Key_Left else 1)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self.dragging:
            # While a card is dragged, Esc puts it back; the window's own Esc has to wait.
            event.accept()
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.face() is not None:
            self.menu_wanted.emit(event.globalPos())

    def menu_place(self) -> QPoint:
        """Where a menu for the chosen card opens."""
        return self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.end_drag()
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and self.cards.face(index.row()) is not None:
            self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if self._pressed is None:
            super().mouseMoveEvent(event)
        elif self.dragging:
            self.dragged.emit(event.globalPosition().toPoint())
        elif (place - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._begin_drag(self._pressed, event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.dragging:
            self.dropped.emit(event.globalPosition().toPoint())
            self.end_drag()
            return
        self._pressed = None
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self.cards.face(index.row()) is None and event.button() == Qt.MouseButton.LeftButton:
            self.more_wanted.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if self.cards.face(index.row()) is not None:
            self.setCurrentIndex(index)
            self.activate()

    def hideEvent(self, event: QHideEvent) -> None:
        self.end_drag()
        super().hideEvent(event)

    def _begin_drag(self, pressed: QPoint, place: QPoint) -> None:
        self.dragging = True
        area = self.visualRect(self.currentIndex())
        self.drag_began.emit(self.viewport().grab(area), pressed - area.topLeft())
        self.dragged.emit(place)

    def end_drag(self) -> None:
        """Lets the card go where it was."""
        self._pressed = None
        if self.dragging:
            self.dragging = False
            self.drag_ended.emit()


class DealColumn(QWidget):
    """A stage: name, how many deals, what they are worth and what they are worth by their chances; then the cards."""

    def __init__(self, stage: OpenStage, parent: QWidget) -> None:
        super().__init__(parent)
        self.stage, self.target = stage, False
        # How many deals, what they are worth, and that by their chances, as text.
        self.numbers = ("", "", "")
        self.name = ShortLabel(stage.name, self, bold=True)
        self.total = Label("", self)
        self.weighted = Label("", self, muted=True)
        self.list = CardList(self)
        self.empty = Label(_("No deals in this stage."), self, muted=True, wrap=True)
        self.empty.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 6, 4, 4)
        column.setSpacing(2)
        for line in (self.name, self.total, self.weighted):
            line.setIndent(6)
            column.addWidget(line)
        column.addWidget(self.empty)
        column.addWidget(self.list, 1)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 34)
        say(self, stage.name, stage.name)
        say(self.list, _("Deals in stage {stage}").format(stage=stage.name), " ")

    def show_faces(self, faces: Sequence[CardFace], *, more: bool) -> None:
        """Shows cards; the one that was chosen stays so, or else its neighbour."""
        chosen, row = self.list.face(), self.list.currentIndex().row()
        self.list.cards.show_faces(faces, more=more)
        self.empty.setVisible(not faces)
        if row >= 0:
            same = self.list.cards.row_of(chosen.deal.id) if chosen else row
            self.list.choose(same if same >= 0 else row)

    def show_worth(self, worth: Worth, currency: str) -> None:
        """Shows the totals of the stage in its head."""
        count = number_text(worth.deals)
        amount, weighted = money_text(worth.amount, currency), money_text(worth.weighted, currency)
        self.numbers = (count, amount, weighted)
        deals = n_("{n} deal", "{n} deals", worth.deals).format(n=count)
        self.total.setText(_("{deals}, {amount}").format(deals=deals, amount=amount))
        chance = percent_text(float(self.stage.probability), 0)
        self.weighted.setText(_("weighted {amount} (stage: {chance})").format(amount=weighted, chance=chance))
        say(self, _("{stage}: {deals}").format(stage=self.stage.name, deals=self.total.text()))

    def light(self, target: bool) -> None:
        """Shows whether letting go now would drop the card here."""
        if target != self.target:
            self.target = target
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = colours_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.accent), 2.5) if self.target else QPen(Qt.PenStyle.NoPen))
        painter.setBrush(QColor(colours.band))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 6, 6)
        painter.end()
