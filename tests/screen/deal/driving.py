"""What a person does on the board: the cards of a column, dragging them, and the dialogs that open."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


def column(page, place):
    """The cards of a column, by its place."""
    return page.board.columns[place].list


def titles(page, place):
    """The deals of a column, as their cards stand."""
    return [face.deal.id for face in column(page, place).cards.faces]


def state(window, deal):
    """Where a deal is in the workspace: stage, kind of stage, reason, day that is hoped for."""
    return window.session.here.rows(
        "SELECT s.name, s.kind, d.lost_reason, d.expected_close_on FROM deal d JOIN stage s ON s.id = d.stage_id"
        " WHERE d.id = ?",
        (deal,),
    )[0]


def first(page, place):
    """Gives the keys to the first card of a column, and answers its deal."""
    cards = column(page, place)
    cards.setFocus()
    cards.choose(0)
    return cards.face().deal


def centre(cards, row):
    """The middle of a card, in the list of its column."""
    return cards.visualRect(cards.cards.index(row)).center()


def drag(cards, row, *places):
    """Presses a card and moves over places of the screen, without letting go."""
    QTest.mousePress(cards.viewport(), LEFT, pos=centre(cards, row))
    for place in places:
        QTest.mouseMove(cards.viewport(), cards.viewport().mapFromGlobal(place))
        QApplication.processEvents()


def drop(cards, place):
    """Lets go of a card over a place of the screen."""
    QTest.mouseRelease(cards.viewport(), LEFT, pos=cards.viewport().mapFromGlobal(place))


def middle(widget):
    """The middle of a control, on the screen."""
    return widget.mapToGlobal(widget.rect().center())


def dialog(page, kind):
    """The dialog of that kind that is open."""
    QApplication.processEvents()
    found = [one for one in page.findChildren(kind) if one.isVisible()]
    assert len(found) == 1
    return found[0]
