"""A window comes back where it was, if there is still a screen."""

from typing import Any

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from crmdesk.ui import window_place
from crmdesk.ui.home import Memory


@pytest.fixture
def make(qapp):
    made = []

    def one(memory: Memory) -> QWidget:
        window = QWidget()
        window.setMinimumSize(300, 200)
        window_place.put_back(window, memory)
        made.append(window)
        return window

    yield one
    for window in made:
        window.close()
        window.deleteLater()


@pytest.fixture
def screen(qapp):
    return QGuiApplication.primaryScreen().availableGeometry()


def test_without_a_memory_it_has_the_usual_size(make):
    assert make(Memory()).size() == QSize(1280, 720)


def test_size_and_place_come_back(make, screen):
    first = make(Memory())
    first.resize(500, 400)
    first.move(screen.x() + 60, screen.y() + 40)
    first.show()
    memory = Memory()
    window_place.note(first, memory)
    second = make(memory)
    assert (second.size(), second.pos()) == (QSize(500, 400), first.pos())
    assert not second.isMaximized()


def test_a_maximized_window_comes_back_maximized_and_keeps_its_smaller_size(make):
    first = make(Memory(size=[500, 400]))
    first.show()
    first.showMaximized()
    memory = Memory()
    window_place.note(first, memory)
    second = make(memory)
    assert second.isMaximized()
    assert memory.size == [500, 400]


@pytest.mark.parametrize("place", [[90_000, 10], [10, -5_000], [-480, 10], [10], ["a", "b"], [10**9, 10**9]])
def test_a_place_that_is_on_no_screen_any_more_is_left_to_the_system(make, place):
    window = make(Memory(size=[500, 400], place=place))
    assert window.pos() == QWidget().pos()
    assert window.size() == QSize(500, 400)


def test_no_window_is_larger_than_its_screen_or_smaller_than_it_can_be(make, screen):
    assert make(Memory(size=[9_000, 9_000])).size() == screen.size()
    assert make(Memory(size=[1, 1])).size() == QSize(300, 200)
    nonsense: list[Any] = ["wide", 3]
    assert make(Memory(size=nonsense)).size() == QSize(1280, 720)
