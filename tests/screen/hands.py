"""Two pairs of hands for one story: with a mouse and keys, and with keys alone. Both send real events to the window."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QListWidget,
    QScrollArea,
    QWidget,
)

from crmdesk.screen.deal.column import CardList
from crmdesk.ui.editor import Editor
from tests.screen.driving import PLAIN, settle, wait

CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
LEFT = Qt.MouseButton.LeftButton
_FAR = 80


class Hands:
    """What both can do: keys go where the focus is, and nowhere else."""

    def __init__(self, window):
        self.window = window
        self.pressed = 0
        self.rest()

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = PLAIN, times: int = 1) -> None:
        for _time in range(times):
            self.pressed += 1
            QTest.keyClick(self.focus(), key, keys)
            self.rest()

    def letters(self, text: str) -> None:
        """Types where the focus is."""
        for letter in text:
            self.pressed += 1
            QTest.keyClicks(self.focus(), letter)
        self.rest()

    def retype(self, text: str) -> None:
        """Types in the place of what stands there."""
        self.key(Qt.Key.Key_A, CTRL)
        self.letters(text)

    def focus(self) -> QWidget:
        """Where the keys go."""
        popup = QApplication.activePopupWidget()
        inside = popup.focusWidget() if popup is not None else QApplication.focusWidget()
        found = popup if inside is None else inside
        assert found is not None, "Nothing has the focus."
        return found

    def rest(self) -> None:
        """Lets the window do what follows."""
        QApplication.processEvents()
        window = self.window
        if window.measuring.later.isActive() or window.jobs.running:
            settle(window)
            QApplication.processEvents()

    def dialog(self, kind: type[QDialog]) -> QDialog:
        """The dialog that is open."""
        self.rest()
        found = QApplication.activeModalWidget()
        assert isinstance(found, kind), f"{found} is open, not {kind.__name__}"
        return found

    def closed(self) -> None:
        """No dialog is open any more, and the focus is somewhere on the page."""
        self.rest()
        wait(lambda: QApplication.activeModalWidget() is None)
        # A real screen gives the keys back to the window that the dialog belonged to.
        self.window.activateWindow()
        wait(QApplication.focusWidget)
        assert self.window.isAncestorOf(self.focus()), self.focus()

    def said(self) -> str:
        """What the window tells."""
        return self.window.notice.text.text() if self.window.notice.isVisible() else ""

    def button(self, text: str, inside: QWidget | None = None) -> QAbstractButton:
        """The button of that text that can be seen."""
        inside = inside or self.window
        found = [
            one
            for one in inside.findChildren(QAbstractButton)
            if one.isVisible() and text in (one.text().replace("&&", "&"), one.accessibleName())
        ]
        assert len(found) == 1, f"{len(found)} buttons “{text}”"
        return found[0]

    def file_named(self, path) -> None:
        """Answers the question for a file."""
        wait(lambda: QApplication.activeModalWidget() is not None)
        self.retype(str(path))
        self.key(Qt.Key.Key_Return)
        self.closed()

    # What each does in its own way

    def press(self, button: QAbstractButton) -> None:
        """Presses a button, whatever it opens."""
        raise NotImplementedError

    def enter(self, control: QWidget) -> None:
        """Puts the focus into a control."""
        raise NotImplementedError

    def tick(self, box: QAbstractButton) -> None:
        """Ticks a box, or unticks it."""
        raise NotImplementedError

    def do(self, act: str) -> None:
        """Something that the menus offer."""
        raise NotImplementedError

    def go(self, section: str) -> None:
        """To a section of the sidebar."""
        raise NotImplementedError

    def pick(self, box: QComboBox, text: str) -> None:
        """One of a list of words."""
        raise NotImplementedError

    def propose(self, editor: Editor, text: str) -> None:
        """Types the beginning of a name, and takes the first proposal."""
        raise NotImplementedError

    def choose_row(self, view: QAbstractItemView, text: str) -> None:
        """The row of a table or list that begins with a text."""
        raise NotImplementedError

    def open_row(self, view: QAbstractItemView, text: str) -> None:
        """Opens the record of a row."""
        raise NotImplementedError

    def save(self, dialog: QWidget) -> None:
        """Saves what a form holds."""
        raise NotImplementedError

    def choose_card(self, deal: str) -> None:
        """The card of a deal on the board."""
        raise NotImplementedError

    def move_card(self, deal: str, stage: str) -> None:
        """A card to another column, or to a zone."""
        raise NotImplementedError

    def take_step(self, name: str) -> None:
        """A step with the chosen ticket."""
        raise NotImplementedError

    def call_back(self, line: QWidget) -> None:
        """Notes on a line of today that a call was made."""
        raise NotImplementedError

    def show_area(self, place: int) -> None:
        """An area of the dashboard."""
        raise NotImplementedError

    # What follows from these

    def write(self, control: QWidget, text: str) -> None:
        self.enter(control.control if isinstance(control, Editor) else control)
        self.retype(text)

    def cards(self) -> dict[str, tuple[CardList, int]]:
        """The cards of the board by the titles of their deals."""
        columns = [column.list for column in self.window.page.board.columns]
        return {face.deal.title: (cards, row) for cards in columns for row, face in enumerate(cards.cards.faces)}

    def column(self, stage: str) -> QWidget | None:
        found = [column for column in self.window.page.board.columns if column.stage.name == stage]
        return found[0] if found else None


class Mouse(Hands):
    """Points and clicks; types where text belongs."""

    def click(self, widget: QWidget, place: QPoint | None = None, *, double: bool = False) -> None:
        """A click on what is really seen there."""
        assert widget.isVisible() and widget.isEnabled(), f"{widget} cannot be clicked"
        self._scroll_to(widget)
        spot = place or widget.rect().center()
        top = widget.window()
        under = top.childAt(widget.mapTo(top, spot)) or top
        assert under is widget or widget.isAncestorOf(under), f"{under} lies over {widget}"
        (QTest.mouseDClick if double else QTest.mouseClick)(
            under, LEFT, pos=under.mapFrom(top, widget.mapTo(top, spot))
        )
        self.rest()

    @staticmethod
    def _scroll_to(widget: QWidget) -> None:
        above = widget.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea):
                above.ensureWidgetVisible(widget)
                QApplication.processEvents()
            above = above.parentWidget()

    def press(self, button):
        self.click(button)

    def enter(self, control):
        self.click(control)

    def tick(self, box):
        self.click(box)

    def do(self, act):
        window = self.window
        action = window.bars.actions[act]
        menu = next(one for one in window.bars.menus.values() if action in one.actions())
        bar = window.menuBar()
        self.click(bar, bar.actionGeometry(menu.menuAction()).center())
        wait(menu.isVisible)
        QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())
        self.rest()

    def go(self, section):
        from crmdesk.screen.pages import SECTIONS

        row = [spec.id for spec in SECTIONS].index(section)
        self._click_item(self.window.sidebar.list, row)

    def _click_item(self, view: QListWidget, row: int) -> None:
        view.scrollToItem(view.item(row))
        self.click(view.viewport(), view.visualItemRect(view.item(row)).center())

    def pick(self, box, text):
        self.click(box)
        view = box.view()
        wait(view.isVisible)
        row = box.findText(text)
        assert row >= 0, f"“{text}” is not among {[box.itemText(place) for place in range(box.count())]}"
        index = box.model().index(row, 0)
        view.scrollTo(index)
        there = view.visualRect(index).center()
        # A list that was just opened takes a click only after the mouse was moved.
        for far in (20, 0):
            QTest.mouseMove(view.viewport(), there + QPoint(far, 0))
        QTest.mouseClick(view.viewport(), LEFT, pos=there)
        self.rest()
        assert box.currentText() == text

    def propose(self, editor, text):
        self.enter(editor.control)
        self.letters(text)
        popup = editor.popup
        # A click into the empty line shows what was used last; what fits the letters comes a moment later.
        wait(lambda: popup.isVisible() and text in str(popup.model().index(0, 0).data()))
        QTest.mouseClick(popup.viewport(), LEFT, pos=popup.visualRect(popup.model().index(0, 0)).center())
        assert not popup.isVisible()
        # A real screen gives the keys back to the window that the list belonged to.
        editor.window().activateWindow()
        self.rest()

    def choose_row(self, view, text):
        index = row_of(view, text)
        view.scrollTo(index)
        self.click(view.viewport(), view.visualRect(index).center())

    def open_row(self, view, text):
        index = row_of(view, text)
        view.scrollTo(index)
        self.click(view.viewport(), view.visualRect(index).center())
        self.click(view.viewport(), view.visualRect(index).center(), double=True)

    def save(self, dialog):
        self.click(primary(dialog))

    def choose_card(self, deal):
        cards, row = self.cards()[deal]
        self.click(cards.viewport(), cards.visualRect(cards.cards.index(row)).center())

    def move_card(self, deal, stage):
        cards, row = self.cards()[deal]
        start = cards.visualRect(cards.cards.index(row)).center()
        view = cards.viewport()
        QTest.mousePress(view, LEFT, pos=start)
        QTest.mouseMove(view, start + QPoint(30, 5))
        self.rest()
        zones = self.window.page.board.zones
        target = self.column(stage) or next(zone for zone in zones.zones.values() if zone.name == stage)
        assert target.isVisible()
        there = view.mapFromGlobal(target.mapToGlobal(target.rect().center()))
        QTest.mouseMove(view, there)
        self.rest()
        QTest.mouseRelease(view, LEFT, pos=there)
        self.rest()

    def take_step(self, name):
        steps = self.window.page.steps.values()
        self.click(next(one for one in steps if one.text().startswith(name)))

    def call_back(self, line):
        self.click(line.buttons[0])

    def show_area(self, place):
        tabs = self.window.dashboard.tabs
        self.click(tabs, tabs.tabRect(place).center())


class Keys(Hands):
    """No mouse at all: Tab, arrows, shortcuts and the palette."""

    def tab_to(self, control: QWidget) -> None:
        """Presses Tab until the control has the focus."""
        there = control.focusProxy() or control
        for _step in range(_FAR):
            focus = self.focus()
            if focus is there or focus is control:
                return
            self.key(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not lead to {control}")

    def press(self, button):
        group = button.group()
        if group is None or not group.exclusive():
            self.tab_to(button)
            self.key(Qt.Key.Key_Return)
            return
        # Of buttons that exclude each other Tab leads to the one that is on, and the arrow keys to the others.
        self.tab_to(group.checkedButton())
        for _step in group.buttons():
            if not button.isChecked():
                self.key(Qt.Key.Key_Right)

    def enter(self, control):
        self.tab_to(control)

    def tick(self, box):
        self.tab_to(box)
        self.key(Qt.Key.Key_Space)

    def do(self, act):
        keys = self.window.bars.actions[act].shortcut()
        if keys.isEmpty():
            self.key(Qt.Key.Key_K, CTRL)
            self.letters(self.window.bars.actions[act].text().replace("&", "").removesuffix("…"))
            self.key(Qt.Key.Key_Return)
            self.closed()
            return
        combination = keys[0]
        self.key(combination.key(), combination.keyboardModifiers())

    def go(self, section):
        self.do(f"go_{section}")

    def pick(self, box, text):
        self.tab_to(box)
        place = box.findText(text)
        assert place >= 0, f"“{text}” is not among {[box.itemText(place) for place in range(box.count())]}"
        while box.currentIndex() != place:
            self.key(Qt.Key.Key_Down if box.currentIndex() < place else Qt.Key.Key_Up)

    def propose(self, editor, text):
        self.tab_to(editor.control)
        self.letters(text)
        wait(editor.popup.isVisible)
        self.key(Qt.Key.Key_Down)
        self.key(Qt.Key.Key_Return)

    def choose_row(self, view, text):
        self.tab_to(view)
        self._walk(view, row_of(view, text).row(), lambda: view.currentIndex().row())

    def open_row(self, view, text):
        self.choose_row(view, text)
        self.key(Qt.Key.Key_Return)

    def save(self, dialog):
        self.key(Qt.Key.Key_Return, CTRL)

    def choose_card(self, deal):
        cards, row = self.cards()[deal]
        board = self.window.page.board
        columns = [column.list for column in board.columns]
        self._walk(board, columns.index(cards), lambda: _holder(columns), Qt.Key.Key_Right, Qt.Key.Key_Left)
        self._walk(cards, row, lambda: cards.currentIndex().row())

    def move_card(self, deal, stage):
        self.choose_card(deal)
        acts = {"won": "deal_win", "lost": "deal_lose"}
        self.do(acts.get(stage, "deal_next"))

    def take_step(self, name):
        letters = {"Reply": Qt.Key.Key_R, "Resolve": Qt.Key.Key_S, "Satisfaction": Qt.Key.Key_C}
        self.key(letters[name])

    def call_back(self, line):
        self.tab_to(line)
        self.key(Qt.Key.Key_C)

    def show_area(self, place):
        self.key(Qt.Key(Qt.Key.Key_1.value + place), ALT)

    def _walk(
        self,
        view: QWidget,
        target: int,
        here: Callable[[], int],
        on: Qt.Key = Qt.Key.Key_Down,
        back: Qt.Key = Qt.Key.Key_Up,
    ) -> None:
        for _step in range(_FAR):
            if here() == target:
                return
            self.key(on if here() < target else back)
        raise AssertionError(f"The arrow keys do not lead to row {target} of {view}")


def row_of(view: QAbstractItemView, text: str):
    """The index of the first cell of the row in which a cell begins with a text."""
    model = view.model()
    columns = 1 if isinstance(view, QListWidget) else model.columnCount()
    for row in range(model.rowCount()):
        for column in range(columns):
            if str(model.index(row, column).data() or "").startswith(text):
                return model.index(row, column)
    raise AssertionError(f"“{text}” is not in the list")


def primary(dialog: QWidget) -> QAbstractButton:
    """The button that a dialog proposes."""
    found = [one for one in dialog.findChildren(QAbstractButton) if one.isVisible() and one.property("primary")]
    assert len(found) == 1, [one.text() for one in found]
    return found[0]


def _holder(columns) -> int:
    return next((place for place, cards in enumerate(columns) if cards.hasFocus()), 0)
