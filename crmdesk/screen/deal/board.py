"""The deal board: a column for each open stage, cards that are moved by mouse or keys, and zones to drop them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from crmdesk.screen.deal.card import CardFace
from crmdesk.screen.deal.column import CardList, DealColumn
from crmdesk.screen.deal.drag import DealDrag
from crmdesk.screen.deal.zones import LATER, LOST, WON, DealZones
from crmdesk.store.board import NOTHING, DealCard, OpenStage, Worth
from crmdesk.text import _
from crmdesk.ui.plain import no_mnemonic, say


class DealBoard(QWidget):
    """Shows the board. `sent` carries a deal and where it should go: the id of a stage, or the name of a zone."""

    sent = Signal(object, object)
    opened = Signal(object)
    more_wanted = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        say(self, _("Deal board"), " ")
        self.columns: list[DealColumn] = []
        self.may_move = True
        self._row = QWidget(self)
        self._line = QHBoxLayout(self._row)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(8)
        self._area = QScrollArea(self)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area)
        self.zones = DealZones(self)
        self.drag = DealDrag(self, self._area, self.zones)

    # What is shown

    def show_stages(self, stages: Sequence[OpenStage]) -> None:
        """The columns; those of stages that stay as they are keep their cards and their place."""
        if [column.stage for column in self.columns] == list(stages):
            return
        kept = {column.stage: column for column in self.columns}
        self.columns = [kept.pop(stage) if stage in kept else self._new_column(stage) for stage in stages]
        for column in kept.values():
            column.hide()
            column.deleteLater()
        for place, column in enumerate(self.columns):
            self._line.insertWidget(place, column, 1)
            column.show()
        self.drag.columns = self.columns

    def show_cards(self, faces: Mapping[int, Sequence[CardFace]], more: frozenset[int]) -> None:
        """The cards of each stage; `more` are the stages that hold more than these."""
        for column in self.columns:
            column.show_faces(faces.get(column.stage.id, ()), more=column.stage.id in more)

    def show_worth(self, worth: Mapping[int, Worth], currency: str) -> None:
        """The totals in the heads of the columns."""
        for column in self.columns:
            column.show_worth(worth.get(column.stage.id, NOTHING), currency)

    def as_text(self) -> str:
        """The heads of the columns as tab-separated text with a header, for spreadsheets."""
        head = (_("Stage"), _("Deals"), _("Amount"), _("Weighted amount"))
        rows = [(column.stage.name.replace("\t", " "), *column.numbers) for column in self.columns]
        return "\n".join("\t".join(row) for row in (head, *rows))

    def shift(self, deal: DealCard, stage: int) -> None:
        """Shows a card in its new column at once, and gives it the keys; the board is read afresh meanwhile."""
        faces = (face for column in self.columns for face in column.list.cards.faces)
        moved = [replace(face, deal=replace(face.deal, stage_id=stage)) for face in faces if face.deal.id == deal.id]
        for column in self.columns:
            cards = column.list.cards
            kept = [face for face in cards.faces if face.deal.id != deal.id]
            here = sorted([*kept, *moved[:1]], key=_place_of) if column.stage.id == stage else kept
            if here != cards.faces:
                column.show_faces(here, more=cards.more)
        self.focus_deal(deal.id)

    # Where the keys go

    def current(self) -> tuple[DealColumn, DealCard] | None:
        """The card that the keys go to, with its column."""
        for column in self.columns:
            if column.list.hasFocus() and (face := column.list.face()):
                return column, face.deal
        return None

    def focus_deal(self, deal_id: int) -> bool:
        """Gives the keys to a deal's card, if it is shown."""
        for column in self.columns:
            row = column.list.cards.row_of(deal_id)
            if row >= 0:
                column.list.choose(row)
                column.list.setFocus(Qt.FocusReason.OtherFocusReason)
                self._area.ensureWidgetVisible(column, 0, 0)
                return True
        return False

    def focus_somewhere(self) -> bool:
        """Gives the keys to the column that had them last, or the first one that has cards, if there is one."""
        chosen = [column for column in self.columns if column.list.face()]
        filled = [column for column in self.columns if column.list.cards.faces]
        for column in (*chosen[:1], *filled[:1]):
            column.list.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    def _go_aside(self, cards: CardList, step: int) -> None:
        """To the card beside the present one, past columns without any."""
        place = next(place for place, column in enumerate(self.columns) if column.list is cards)
        row = cards.currentIndex().row()
        top = cards.visualRect(cards.currentIndex()).center()
        there = place + step
        while 0 <= there < len(self.columns):
            other = self.columns[there].list
            if other.cards.rowCount():
                beside = other.indexAt(QPoint(10, top.y())).row()
                other.choose(beside if beside >= 0 else row)
                other.setFocus(Qt.FocusReason.OtherFocusReason)
                self._area.ensureWidgetVisible(self.columns[there], 0, 0)
                return
            there += step

    # What is done with a card

    def open_menu(self, deal: DealCard, place: QPoint | None = None) -> QMenu | None:
        """The menu “Move to…” of a deal, at its card or at a place of the screen."""
        if not self.may_move:
            return None
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for column in self.columns:
            action = menu.addAction(no_mnemonic(column.stage.name))
            action.setEnabled(column.stage.id != deal.stage_id)
            action.triggered.connect(partial(self.sent.emit, deal, column.stage.id))
        menu.addSeparator()
        for name, text in ((WON, _("&Won…")), (LOST, _("&Lost…")), (LATER, _("L&ater…"))):
            menu.addAction(text).triggered.connect(partial(self.sent.emit, deal, name))
        current = self.current()
        here = current[0].list.menu_place() if current else self.mapToGlobal(self.rect().center())
        menu.popup(place or here)
        return menu

    def _new_column(self, stage: OpenStage) -> DealColumn:
        column = DealColumn(stage, self._row)
        cards = column.list
        cards.opened.connect(self.opened.emit)
        cards.more_wanted.connect(partial(self.more_wanted.emit, stage.id))
        cards.aside.connect(partial(self._go_aside, cards))
        cards.menu_wanted.connect(self._on_menu_wanted)
        cards.drag_began.connect(self._on_drag_began)
        cards.dragged.connect(self.drag.move)
        cards.dropped.connect(partial(self._on_dropped, column))
        cards.drag_ended.connect(self.drag.end)
        return column

    def _on_menu_wanted(self, place: QPoint) -> None:
        if found := self.current():
            self.open_menu(found[1], place)

    def _on_drag_began(self, picture: QPixmap, hold: QPoint) -> None:
        self.drag.begin(picture, hold)

    def _on_dropped(self, column: DealColumn, place: QPoint) -> None:
        target, face = self.drag.target(place), column.list.face()
        if face is not None and target is not None and target != column.stage.id:
            self.sent.emit(face.deal, target)


def _place_of(face: CardFace) -> tuple[bool, int, bool, int, int]:
    """What decides the order of cards, as in `store.board`."""
    deal = face.deal
    return deal.expected_on is None, deal.expected_on or 0, deal.amount is None, -(deal.amount or 0), deal.id
