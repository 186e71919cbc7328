"""Tab leads from left to right and from above to below, whatever was made first and whoever hands its focus on."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFormLayout, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crmdesk.ui.dialog import Dialog
from crmdesk.ui.panel import Scroll


@pytest.fixture
def window(qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dialog(window) -> Dialog:
    return Dialog(window)


def lines(parent: QWidget, names: str) -> dict[str, QLineEdit]:
    """Fields in the order in which they are made; where they stand is said later."""
    made = {name: QLineEdit(parent) for name in names}
    for name, line in made.items():
        line.setObjectName(name)
    return made


def walked(dialog: Dialog, first: QWidget, key: Qt.Key = Qt.Key.Key_Tab) -> str:
    """The names of the fields that Tab comes to, until it is where it began."""
    dialog.show()
    dialog.activateWindow()
    QApplication.processEvents()
    first.setFocus()
    found = ""
    for _time in range(20):
        focused = QApplication.focusWidget()
        assert focused is not None
        found += focused.objectName()
        QTest.keyClick(focused, key)
        if QApplication.focusWidget() is first:
            break
    return found


def test_columns_beside_each_other_are_read_one_after_the_other(dialog):
    made = lines(dialog, "dbca")
    row = QHBoxLayout(dialog)
    for names in ("ab", "cd"):
        column = QVBoxLayout()
        for name in names:
            column.addWidget(made[name])
        row.addLayout(column)
    assert walked(dialog, made["a"]) == "abcd"
    assert walked(dialog, made["a"], Qt.Key.Key_Backtab) == "adcb"


@pytest.mark.parametrize("kind", [QGridLayout, QFormLayout])
def test_rows_are_read_from_left_to_right(dialog, kind):
    made = lines(dialog, "dcba")
    layout = kind(dialog)
    for name in "dcba":
        row, column = divmod("abcd".index(name), 2)
        if isinstance(layout, QFormLayout):
            layout.setWidget(row, (QFormLayout.ItemRole.LabelRole, QFormLayout.ItemRole.FieldRole)[column], made[name])
        else:
            layout.addWidget(made[name], row, column)
    assert walked(dialog, made["a"]) == "abcd"


def test_what_stands_free_is_read_as_it_stands(dialog):
    made = lines(dialog, "cab")
    for name, (x, y) in {"a": (0, 0), "b": (200, 0), "c": (0, 60)}.items():
        made[name].move(x, y)
    assert walked(dialog, made["b"]) == "bca"


def test_a_part_that_hands_its_focus_to_one_control_has_others_too(dialog):
    part = QWidget(dialog)
    made = lines(part, "abc")
    column = QVBoxLayout(part)
    for line in made.values():
        column.addWidget(line)
    part.setFocusProxy(made["c"])
    QVBoxLayout(dialog).addWidget(part)
    assert walked(dialog, made["c"]) == "cab"


def test_what_cannot_be_used_is_passed_over_and_what_is_out_of_sight_comes_into_it(dialog):
    area = Scroll(dialog)
    inside = QWidget(area)
    made = lines(inside, "abcd")
    column = QVBoxLayout(inside)
    for line in made.values():
        column.addWidget(line)
        column.addSpacing(400)
    area.hold(inside)
    QVBoxLayout(dialog).addWidget(area)
    made["b"].setEnabled(False)
    made["c"].hide()
    assert walked(dialog, made["a"]) == "ad"
    made["d"].setFocus()
    QTest.keyClick(made["d"], Qt.Key.Key_Tab)
    assert not made["a"].visibleRegion().isEmpty()


def test_walking_keeps_nothing_of_what_is_taken_away(dialog):
    column = QVBoxLayout(dialog)
    for _time in range(30):
        made = lines(dialog, "ab")
        for line in made.values():
            column.addWidget(line)
        assert walked(dialog, made["a"]) == "ab"
        for line in made.values():
            column.removeWidget(line)
            line.setParent(None)
            line.deleteLater()
        QApplication.sendPostedEvents(None, 0)
        gc.collect()
