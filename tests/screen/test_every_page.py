"""What holds for every page: on the demo, on a workspace without records, and on a file that may only be read."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSlider,
    QWidget,
)

from crmdesk.kpi.base import all_kpis
from crmdesk.screen.main_window import MainWindow
from crmdesk.screen.pages import PAGES, PageSpec
from crmdesk.store.base import table_of
from crmdesk.store.registry import RECORD_TYPES
from crmdesk.ui.desk import RECORD, Place
from tests.screen.driving import press, settle
from tests.screen.one_window import DEMO, EMPTY, READING, one_window, others

WITHOUT_RECORD = [spec for spec in PAGES if spec.id != RECORD]
CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QPlainTextEdit, QAbstractSpinBox, QSlider)


@pytest.fixture(autouse=True)
def _nothing_of_qt_left():
    """One window lives through all tests of this file, and is looked at when it has gone."""


@pytest.fixture(scope="module", params=[DEMO, EMPTY, READING])
def window(request, qapp, demo_file, tmp_path_factory) -> Iterator[MainWindow]:
    with one_window(qapp, tmp_path_factory.mktemp(request.param), request.param, demo_file) as made:
        yield made


def go(window: MainWindow, place: Place) -> QWidget:
    """Goes to a place, as the sidebar does, and answers the page."""
    window.notice.hide()
    window.desk.go(place)
    settle(window)
    QApplication.processEvents()
    assert not window.notice.isVisible(), window.notice.text.text()
    assert others(window) == []
    assert window.shows() == place.page
    return window.page


def name_of(widget: QWidget) -> str:
    """What a screen reader says of a control."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip()


def unnamed(page: QWidget) -> list[str]:
    """The controls of a page that a screen reader could say nothing of."""
    return [
        f"{type(one).__name__} in {type(one.parent()).__name__}"
        for one in page.findChildren(QWidget)
        if isinstance(one, CONTROLS)
        and one.isVisible()
        and one.focusPolicy() != Qt.FocusPolicy.NoFocus
        # The line in which a box is written has the name of the box.
        and not isinstance(one.parent(), QComboBox | QAbstractSpinBox)
        and not name_of(one)
    ]


def check(window: MainWindow, place: Place) -> None:
    page = go(window, place)
    assert page.title().strip()
    assert page.title().split("\n")[0] in window.windowTitle()
    assert page.accessibleName().strip()
    focus = QApplication.focusWidget()
    assert focus is not None and (focus is page or page.isAncestorOf(focus)), focus
    assert focus.isEnabled() and name_of(focus), type(focus)
    assert unnamed(page) == []
    page.refresh(None)
    settle(window)
    assert window.page is page


def place_of(spec: PageSpec) -> Place:
    return Place(spec.id, all_kpis()[0].id) if spec.id == "figure" else Place(spec.id)


@pytest.mark.parametrize("spec", WITHOUT_RECORD, ids=lambda spec: spec.id)
def test_every_page_opens_with_a_title_a_name_and_a_first_focus(window, spec):
    check(window, place_of(spec))


@pytest.mark.parametrize("record", RECORD_TYPES, ids=lambda record: record.kind)
def test_every_record_type_has_a_page_for_its_records(window, record):
    found = window.session.here.rows(f"SELECT max(id) FROM {table_of(record)}")[0][0]
    if found is None:
        window.desk.go(Place(RECORD, record.kind, 1))
        assert "is not there any more" in window.notice.text.text()
        return
    check(window, Place(RECORD, record.kind, found))


def reached_by_tab(window: MainWindow) -> list[QWidget]:
    """Where Tab leads, from where the keys are until it comes there again."""
    found: list[QWidget] = []
    while (focus := QApplication.focusWidget()) is not None and focus not in found:
        found.append(focus)
        press(Qt.Key.Key_Tab)
    return found


def wants_tab(one: QWidget) -> bool:
    """Whether Tab should lead to a control."""
    tab = bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus) and one.isEnabled() and one.isVisible()
    # The line in which a box is written is the box.
    return tab and not isinstance(one.parent(), QComboBox | QAbstractSpinBox)


@pytest.mark.parametrize("window", [DEMO], indirect=True, scope="module")
@pytest.mark.parametrize("spec", WITHOUT_RECORD, ids=lambda spec: spec.id)
def test_tab_reaches_every_control_and_what_has_the_keys_is_seen(window, spec):
    page = go(window, place_of(spec))
    reached = reached_by_tab(window)
    missing = [one for one in page.findChildren(QWidget) if isinstance(one, CONTROLS) and wants_tab(one)]
    assert [f"{type(one).__name__} {name_of(one)}" for one in missing if one not in reached] == []
    assert all(name_of(one) for one in reached)
