"""For every KPI: the card says what was measured, and opens the figure with its records."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crmdesk.domain.clock import FixedClock
from crmdesk.kpi.base import DENOMINATOR, NUMERATOR, Area, all_kpis
from crmdesk.kpi.measure import measure
from crmdesk.screen.areas import PAGES
from crmdesk.screen.main_window import MainWindow
from tests.screen.driving import NOON, settle


@pytest.fixture(autouse=True)
def _nothing_of_qt_left():
    """One window lives through all tests of this file, and is looked at when it has gone."""


@pytest.fixture(scope="module")
def shown(qapp, demo_file, tmp_path_factory):
    """One window for all KPIs, on the demo business."""
    folder = tmp_path_factory.mktemp("shown")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CRMDESK_HOME", str(folder / "home"))
        window = MainWindow(qapp, FixedClock(NOON), at_once=True)
        window.resize(1366, 740)
        window.show()
        window.open(Path(shutil.copy(demo_file, folder / "Shop.crmdesk")))
        settle(window)
        yield window
        window.close()
        window.deleteLater()


def area_of(kpi):
    return next(place for place, page in enumerate(PAGES) if page.area is kpi.area)


def card_of(window, kpi):
    window.show_area(area_of(kpi))
    return next(card for card in window.dashboard.page.cards if card.kpi_id == kpi.id)


@pytest.mark.parametrize("kpi", all_kpis(), ids=lambda kpi: kpi.id)
def test_the_card_says_what_is_measured(shown, kpi):
    result = measure(shown.session.here, [kpi], [shown.measuring.period], NOON)[0][kpi.id]
    card = card_of(shown, kpi)
    assert card.face.value == result.text
    assert kpi.name in card.accessibleName()
    assert result.text in card.accessibleName()


@pytest.mark.parametrize("kpi", all_kpis(), ids=lambda kpi: kpi.id)
def test_a_click_on_the_card_opens_the_figure_with_its_n_records(shown, kpi):
    card = card_of(shown, kpi)
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    settle(shown)
    page = shown.page
    result = page.result
    assert page.kpi_id == kpi.id
    assert page.value.text() == result.text
    assert page.list.table.rows.rowCount() == result.figure.n
    assert page.charts.table.rows.rowCount() >= 24
    assert kpi.help.split()[0] in page.explanation.texts[0]
    QApplication.processEvents()
    assert page.explanation.area.widget().width() <= page.explanation.area.viewport().width()
    assert page.tabs.count() >= 1 + len(kpi.split)
    shown.go_back()
    assert shown.page is shown.dashboard


@pytest.mark.parametrize("kpi", [one for one in all_kpis() if one.unit == "ratio"], ids=lambda kpi: kpi.id)
def test_the_other_part_of_a_ratio_has_as_many_records_as_it_counts(shown, kpi):
    shown.show_area(area_of(kpi))
    shown.show_figure(kpi.id)
    settle(shown)
    records = shown.page.list
    place = records.part.findData(NUMERATOR)
    if place >= 0:
        records.part.setCurrentIndex(place)
        records.part.activated.emit(place)
        assert records.table.rows.rowCount() == shown.page.result.figure.numerator
    place = records.part.findData(DENOMINATOR)
    records.part.setCurrentIndex(place)
    records.part.activated.emit(place)
    assert records.table.rows.rowCount() == shown.page.result.figure.denominator
    shown.go_back()


def test_every_kpi_stands_on_the_page_of_its_area():
    assert {page.area for page in PAGES} == {None, *Area}
