"""How a line of the palette is drawn: its icon, its text with what matched, and at the end its keys."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crmdesk.ui.icons import icon
from crmdesk.ui.theme import colours_of

ENTRY, MARKS = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_LEFT, _SIGN, _GAP = 8, 18, 8


class EntryInk(QStyledItemDelegate):
    """Lines without an entry are heads of a group."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, round(QFontMetrics(option.font).height() * 1.7))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        view = option.widget
        colours, rect = colours_of(view), QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        entry = index.data(ENTRY)
        painter.save()
        if entry is None:
            painter.setFont(_small(view))
            painter.setPen(QColor(colours.muted))
            painter.drawText(rect.adjusted(_LEFT, 0, 0, -2), Qt.AlignmentFlag.AlignBottom, str(index.data()))
        else:
            if chosen:
                painter.fillRect(rect, QColor(colours.band))
                painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(colours.accent))
            if entry.icon:
                top = rect.top() + (rect.height() - _SIGN) // 2
                icon(entry.icon).paint(painter, QRect(rect.left() + _LEFT, top, _SIGN, _SIGN))
            room = rect.adjusted(_LEFT + _SIGN + _GAP, 0, -_GAP, 0)
            painter.setPen(QColor(colours.muted))
            metrics = QFontMetrics(view.font())
            hint = metrics.elidedText(entry.hint, Qt.TextElideMode.ElideRight, room.width() // 2)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, hint)
            room.setRight(room.right() - metrics.horizontalAdvance(hint) - _GAP)
            painter.setPen(QColor(colours.text))
            _text(painter, room, entry.text, index.data(MARKS) or (), view.font())
        painter.restore()


def _text(painter: QPainter, room: QRect, text: str, marks: tuple[tuple[int, int], ...], font: QFont) -> None:
    """The text piece by piece, what matched in bold and underlined."""
    strong = QFont(font)
    strong.setBold(True)
    strong.setUnderline(True)
    left, place = room.left(), 0
    for first, length in (*marks, (len(text), 0)):
        for piece, letters in ((text[place:first], font), (text[first : first + length], strong)):
            metrics = QFontMetrics(letters)
            shown = metrics.elidedText(piece, Qt.TextElideMode.ElideRight, max(room.right() - left, 0))
            painter.setFont(letters)
            area = QRect(left, room.top(), max(room.right() - left, 0), room.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
            left += metrics.horizontalAdvance(piece)
        place = first + length


def _small(view: QWidget) -> QFont:
    letters = QFont(view.font())
    letters.setPointSizeF(letters.pointSizeF() * 0.88)
    return letters
