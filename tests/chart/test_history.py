"""The chart of many months."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from crmdesk.chart.history import History, HistoryChart, Look

LOOK = Look("#ffffff", "#000000", "#cccccc", "#333333", "#999999", "#0000ff")
LABELS = [str(number) for number in range(24)]
NONE = [None] * 24
SOME = [None, 3.0, -2.0, *[float(number) for number in range(20)], None]


@pytest.fixture
def chart(qtbot):
    """A chart with nothing on it yet."""
    made = HistoryChart(None)
    qtbot.addWidget(made)
    made.resize(700, 260)
    made.show()
    return made


@pytest.mark.parametrize("bars", [True, False], ids=["bars", "line"])
@pytest.mark.parametrize("values", [NONE, SOME], ids=["nothing", "values"])
@pytest.mark.parametrize("goals", [NONE, SOME], ids=["no goals", "goals"])
def test_every_kind_of_months_is_drawn(chart, bars, values, goals):
    chart.show_history(History(LABELS, values, values, goals, " %", bars), LOOK, "Chart of the rate")
    assert not chart.grab().isNull()
    assert chart.accessibleName() == "Chart of the rate"


def test_values_leave_marks_in_their_colour(chart):
    chart.show_history(History(LABELS, SOME, NONE, NONE), LOOK, "x")
    image = chart.grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(0, 700, 2) for y in range(0, 260, 5)}
    assert "#333333" in colours


def test_other_letters_draw_it_again(chart):
    QApplication.sendEvent(chart, QEvent(QEvent.Type.FontChange))
    chart.show_history(History(LABELS, SOME, NONE, NONE), LOOK, "x")
    letters = chart.font()
    letters.setPointSizeF(16)
    chart.setFont(letters)
    assert not chart.grab().isNull()
