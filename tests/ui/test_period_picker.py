"""Choosing a period."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from crmdesk.domain.errors import UserError
from crmdesk.domain.period import MONTH, QUARTER, YEAR, parse_period
from crmdesk.ui.period_picker import PeriodPicker, of_kind, read_period


@pytest.fixture
def picker(qtbot):
    """A picker on October 2026, and what was chosen with it."""
    owner = QWidget()
    qtbot.addWidget(owner)
    made = PeriodPicker(owner)
    made.show_period(parse_period("2026-10"), parse_period("2026-11"))
    made.chose = []
    made.chosen.connect(lambda period: made.chose.append(period.label))
    yield made
    owner.close()


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2026-10", "2026-10"),
        ("2026-Q4", "2026-Q4"),
        ("q4 2026", "2026-Q4"),
        ("2026", "2026"),
        ("October 2026", "2026-10"),
        ("  oct   2026 ", "2026-10"),
        ("2026-10-01..2026-10-15", "2026-10-01..2026-10-15"),
    ],
)
def test_people_type_periods_in_many_ways(text, label):
    assert read_period(text).label == label


@pytest.mark.parametrize("text", ["", "tomorrow", "Smarch 2026", "2026-13", "0000", "oct 0000"])
def test_what_is_no_period_is_refused_in_words(text):
    with pytest.raises(UserError):
        read_period(text)


@pytest.mark.parametrize(
    ("text", "kind", "label"),
    [
        ("2026-10", QUARTER, "2026-Q4"),
        ("2026-10", YEAR, "2026"),
        ("2026", MONTH, "2026-12"),
        ("2026-Q1", YEAR, "2026"),
        ("2026-02-10..2026-03-03", MONTH, "2026-03"),
    ],
)
def test_another_unit_is_the_one_in_which_the_period_ends(text, kind, label):
    assert of_kind(parse_period(text), kind).label == label


def test_a_fiscal_year_is_named_after_the_year_in_which_it_starts():
    period = parse_period("2026-03", 7)
    assert of_kind(period, YEAR).label == "2025/26"
    assert of_kind(period, QUARTER).label == "2025-Q3"


def test_arrows_step_and_the_list_offers_what_was_before(picker):
    picker.earlier.click()
    picker.later.click()
    picker.later.click()
    assert picker.chose == ["2026-09", "2026-10", "2026-11"]
    assert picker.text.itemText(0) == "November 2026"
    assert picker.text.count() == 26
    picker.text.setCurrentIndex(3)
    picker.text.activated.emit(3)
    assert picker.chose[-1] == "2026-08"


def test_the_unit_changes_the_period(picker):
    for place, label in ((1, "2026-Q4"), (2, "2026"), (0, "2026-12")):
        picker.unit.activated.emit(place)
        assert picker.chose[-1] == label
    picker.unit.activated.emit(3)
    assert picker.chose[-1] == "2026-12-01..2026-12-31"
    assert picker.typed.text() == "2026-12-01..2026-12-31"


def test_a_typed_period_is_chosen_and_a_wrong_one_refused(picker):
    refused = []
    picker.refused.connect(refused.append)
    picker.typed.setText("2025-Q2")
    QTest.keyClick(picker.typed, Qt.Key.Key_Return)
    assert picker.chose == ["2025-Q2"]
    picker.typed.setText("soon")
    QTest.keyClick(picker.typed, Qt.Key.Key_Return)
    assert "soon" in refused[0]
    assert picker.period.label == "2025-Q2"


def test_the_calendar_has_an_end(picker):
    picker.show_period(parse_period("1950-01"))
    picker.earlier.click()
    assert picker.chose == []
