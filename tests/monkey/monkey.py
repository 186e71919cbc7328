"""Random clicks, keys, drags and texts, as events of the window system, wherever a person could make them."""

from __future__ import annotations

import random
from collections import deque
from typing import TextIO, TypeAlias

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QInputMethodEvent, QKeySequence, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from crmdesk.screen.deal.column import DealColumn
from crmdesk.ui.list_view import ListView

Key: TypeAlias = Qt.Key
Mod: TypeAlias = Qt.KeyboardModifier
Button: TypeAlias = Qt.MouseButton
_KEYS = (
    *(Key.Key_Tab, Key.Key_Tab, Key.Key_Backtab, Key.Key_Return, Key.Key_Return, Key.Key_Escape, Key.Key_Space),
    *(Key.Key_Up, Key.Key_Down, Key.Key_Down, Key.Key_Left, Key.Key_Right, Key.Key_Home, Key.Key_End),
    *(Key.Key_PageUp, Key.Key_PageDown, Key.Key_Delete, Key.Key_Backspace, Key.Key_F2, Key.Key_Menu, Key.Key_Alt),
)
_MODS = (Mod.NoModifier,) * 8 + (
    *(Mod.ShiftModifier, Mod.ControlModifier, Mod.ControlModifier, Mod.AltModifier),
    Mod.ControlModifier | Mod.ShiftModifier,
)
_TEXTS = (
    *("a", "Anna", "an", "Roof", "tomorrow", "fri 3pm", "+2w", "in 2 days", "31.10.2026", "2026-02-30", "12,50", "0"),
    *("1.000", "-3", "1e9", "99999999999999999", "15:00", "25 %", "x@y.example", "+49 30 1234567", "030/12", "web"),
    *("example.com", "javascript:alert(1)", "'; DROP TABLE contact; --", "<b>bold</b>", "&amp; &", "%s {0} {name}"),
    *(
        "Żółw & Söhne",
        "社會科學院",
        "הָיְתָה",
        "\u202etest\u202c",
        "Ω≈ç√∫",
        "👩‍👩‍👧",
        "T̫̺̳o͍̪",
        "\u0000\u0007a",
        "\ufeff",
        "\ud83d",
    ),
    *("owner:me", "amount > 100", "2026-Q4", "r", "w", "s", "o", "/", "?", "5", "10", "high", "lost", " "),
)
_CLIPS = ("Anna\t12\nBen\t13", "1.10.2026", "x", "", "a\tb\tc\nd\te\tf\ng", "won\nlost", "Ω\t<b>\t'")
_LINES = (QLineEdit, QPlainTextEdit)
_SIZES = ((640, 480), (1366, 740), (1000, 600), (1600, 900))


class Monkey:
    """Makes one random event after the other in the windows that are open; `done` are the last, `trail` takes all."""

    def __init__(self, chance: random.Random, trail: TextIO | None = None) -> None:
        self._chance, self._trail = chance, trail
        self.done: deque[str] = deque(maxlen=40)
        self._acts = {
            self._click: 40,
            self._key: 20,
            self._shortcut: 13,
            self._type: 14,
            self._double_click: 4,
            self._right_click: 2,
            self._drag: 4,
            self._wheel: 2,
            self._clip: 1,
            self._fill_in: 14,
            self._edit_cell: 4,
            self._resize: 0.5,
        }

    def act(self, window: QWidget) -> None:
        """Makes one event."""
        # What was opened just now is not there for anybody before this.
        QApplication.processEvents()
        top = self._top(window)
        # Without a window manager a menu that closes leaves the keys nowhere.
        if not top.isActiveWindow() and QApplication.activePopupWidget() is None:
            top.activateWindow()
        act = self._chance.choices(list(self._acts), list(self._acts.values()))[0]
        act(window)

    def choose(self) -> None:
        """Chooses something of the menu that is open, or leaves it."""
        menu = QApplication.activePopupWidget()
        if menu is not None:
            self._press(menu, self._chance.choice((Key.Key_Escape, Key.Key_Down, Key.Key_Up, Key.Key_Return)))

    def leave_dialogs(self) -> bool:
        """Presses Esc until nothing lies over the window; answers whether that was reached."""
        for _turn in range(30):
            top = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            if top is None:
                return True
            self._press(top, Key.Key_Escape)
            QApplication.processEvents()
        return False

    # Where

    def _top(self, window: QWidget) -> QWidget:
        """Where events arrive: a menu, a dialog, or the window."""
        return QApplication.activePopupWidget() or QApplication.activeModalWidget() or window

    def _target(self, window: QWidget) -> QWidget:
        """Something that is seen and may be used; each kind of control as often as any other, half of the time."""
        top = self._top(window)
        found = [one for one in top.findChildren(QWidget) if _is_open(one, top)]
        if not found:
            return top
        if self._chance.random() < 0.5:
            kind = self._chance.choice(sorted({type(one).__name__ for one in found}))
            found = [one for one in found if type(one).__name__ == kind]
        return self._chance.choice(found)

    def _place(self, widget: QWidget) -> tuple[QWindow, QPoint]:
        """A place of a control that is not hidden, in its window."""
        seen = widget.visibleRegion().boundingRect()
        place = QPoint(
            self._chance.randint(seen.left(), max(seen.left(), seen.right())),
            self._chance.randint(seen.top(), max(seen.top(), seen.bottom())),
        )
        return _handle(widget), widget.mapTo(widget.window(), place)

    # What

    def _click(self, window: QWidget, *, button: Button = Button.LeftButton) -> None:
        target = self._target(window)
        handle, place = self._place(target)
        mods = self._chance.choice(_MODS) if self._chance.random() < 0.1 else Mod.NoModifier
        self._note(f"click {button.name} {mods.name}", target, place)
        QTest.mouseMove(handle, place)

        QTest.mouseClick(handle, button, mods, place)

    def _right_click(self, window: QWidget) -> None:
        self._click(window, button=Button.RightButton)

    def _double_click(self, window: QWidget) -> None:
        target = self._target(window)
        handle, place = self._place(target)
        self._note("double click", target, place)
        QTest.mouseDClick(handle, Button.LeftButton, Mod.NoModifier, place)

    def _drag(self, window: QWidget) -> None:
        target = self._target(window)
        columns = [one for one in self._top(window).findChildren(DealColumn) if _is_open(one, one.window())]
        if columns and self._chance.random() < 0.7:
            target = self._chance.choice(columns)
        handle, start = self._place(target)
        self._note("drag", target, start)
        QTest.mousePress(handle, Button.LeftButton, Mod.NoModifier, start)
        for _turn in range(self._chance.randint(1, 4)):
            if not isValid(handle):
                # A dialog that went by itself: a real mouse would let go in the air.
                return
            size = handle.size()
            place = QPoint(self._chance.randrange(size.width()), self._chance.randrange(size.height()))
            QTest.mouseMove(handle, place)
            QApplication.processEvents()
        if isValid(handle):
            QTest.mouseRelease(handle, Button.LeftButton, Mod.NoModifier, place)

    def _wheel(self, window: QWidget) -> None:
        areas = [one for one in self._top(window).findChildren(QAbstractScrollArea) if _is_open(one, one.window())]
        target = self._chance.choice(areas) if areas else self._target(window)
        handle, place = self._place(target)
        self._note("wheel", target, place)
        QTest.wheelEvent(handle, place, QPoint(0, self._chance.choice((-120, 120, -1200, 1200))))

    def _key(self, window: QWidget) -> None:
        self._press(self._top(window), self._chance.choice(_KEYS), self._chance.choice(_MODS))

    def _shortcut(self, window: QWidget) -> None:
        offered = self._chance.random() < 0.8
        actions = [one for one in window.findChildren(QAction) if one.isEnabled() or not offered]
        known = [keys for action in actions for keys in action.shortcuts()]
        keys: QKeySequence = self._chance.choice(sorted(known, key=QKeySequence.toString))
        self._press(self._top(window), keys[0].key(), keys[0].keyboardModifiers())

    def _type(self, window: QWidget) -> None:
        text = self._chance.choice(_TEXTS)
        top = self._top(window)
        focus = QApplication.focusWidget()
        self._note(f"type {text!r}", focus or top)
        if text.isascii() and text.isprintable():
            for letter in text:
                _strike(self._top(window), letter)
        elif focus is not None:
            event = QInputMethodEvent()
            event.setCommitString(text)
            QApplication.sendEvent(focus, event)

    def _fill_in(self, window: QWidget) -> None:
        """Types into some of the controls of a form, as people do on purpose, and saves."""
        top = self._top(window)
        lines = [one for one in top.findChildren(QWidget) if isinstance(one, _LINES) and _is_open(one, top)]
        for line in self._chance.sample(lines, min(len(lines), self._chance.randint(1, 3))):
            if isValid(line) and _is_open(line, self._top(window)):
                self._at(line)
                self._type(window)
        self._press(self._top(window), Key.Key_Return, self._chance.choice((Mod.ControlModifier, Mod.NoModifier)))

    def _edit_cell(self, window: QWidget) -> None:
        """F2, a text and Enter, where a list is."""
        views = [one for one in self._top(window).findChildren(ListView) if _is_open(one, one.window())]
        if views:
            self._at(self._chance.choice(views).viewport())
            self._press(self._top(window), Key.Key_F2)
            self._type(window)
            self._press(self._top(window), self._chance.choice((Key.Key_Return, Key.Key_Tab)))

    def _at(self, target: QWidget) -> None:
        handle, place = self._place(target)
        self._note("click", target, place)
        QTest.mouseClick(handle, Button.LeftButton, Mod.NoModifier, place)

    def _clip(self, window: QWidget) -> None:
        text = self._chance.choice(_CLIPS)
        self._note(f"clipboard {text!r}", window)
        QGuiApplication.clipboard().setText(text)

    def _resize(self, window: QWidget) -> None:
        self._note("resize", window)
        window.resize(*self._chance.choice(_SIZES))

    def _press(self, top: QWidget, key: Key, mods: Mod = Mod.NoModifier) -> None:
        if QApplication.activePopupWidget() is top:
            # QTest presses Ctrl, Alt and Shift first, and falls over a menu that is gone by then.
            mods = Mod.NoModifier
        focus = QApplication.focusWidget()
        self._note(f"key {QKeySequence(int(key) | mods.value).toString()}", focus or top)
        _strike(top, key, mods)

    def _note(self, what: str, widget: QWidget, place: QPoint | None = None) -> None:
        name = widget.accessibleName() or widget.objectName()
        where = f" at {place.x()},{place.y()}" if place else ""

        line = f"{what}: {type(widget).__name__} “{name}” in {type(widget.window()).__name__}{where}"
        self.done.append(line)
        if self._trail is not None:
            print(line, file=self._trail, flush=True)


def _is_open(one: QWidget, top: QWidget) -> bool:
    """Whether one could use it: it is seen, enabled, and in this window."""
    return one.isVisible() and one.isEnabled() and one.window() is top and not one.visibleRegion().isEmpty()


def _handle(widget: QWidget) -> QWindow:
    handle = widget.window().windowHandle()
    assert handle is not None
    return handle


def _strike(top: QWidget, key: Key | str, mods: Mod = Mod.NoModifier) -> None:
    """A key down and up again, if the window is still there."""
    handle = _handle(top)
    QTest.keyPress(handle, key, mods)  # type: ignore[arg-type]  # the stubs know keys of widgets alone
    if isValid(handle):
        # Told of Ctrl, QTest would let go of that afterwards, in a window that the key has closed.
        QTest.keyRelease(handle, key)  # type: ignore[arg-type]  # the stubs know keys of widgets alone
