"""Pictures are drawn with every role and every place."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter

from crmdesk.chart.ink import box_for, draw, fitted
from crmdesk.chart.picture import PictureView
from crmdesk.domain.plot import Dot, Label, Line, Place, Rect, Role, bullet, spark
from crmdesk.domain.plot_bars import Bar, bars
from crmdesk.domain.plot_columns import Column, columns
from crmdesk.ui.theme import DARK, LIGHT, inks, inks_for


def painted(picture, colours=LIGHT) -> QImage:
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    image.fill(colours.panel)
    painter = QPainter(image)
    draw(painter, picture, QRectF(20, 10, 160, 80), inks(colours))
    painter.end()
    return image


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_role_leaves_a_mark(qapp, role, colours):
    marks = (Rect(0.1, 0.1, 0.8, 0.8, role), Line(((0, 0), (1, 1)), role))
    assert painted(marks, colours) != painted((), colours)


def test_a_plan_is_an_outline_and_actual_is_solid(qapp):
    middle = (100, 50)
    assert painted((Rect(0, 0, 1, 1, Role.PLAN),)).pixelColor(*middle).name() == LIGHT.panel.lower()
    assert painted((Rect(0, 0, 1, 1, Role.ACTUAL),)).pixelColor(*middle).name() == LIGHT.actual.lower()


@pytest.mark.parametrize("place", list(Place))
def test_labels_stand_on_every_side(qapp, place):
    assert painted((Label(0.5, 0.5, "12 k", place),)) != painted(())


def test_the_stronger_of_two_labels_in_one_place_is_shown(qapp):
    both = (Label(0.5, 0.5, "weak", Place.INSIDE), Label(0.5, 0.5, "strong", Place.INSIDE, strong=True))
    assert painted(both) == painted(both[1:])
    assert painted((Label(0.5, 0.5, "", Place.INSIDE),)) == painted(())


def test_sparks_and_bullets_are_drawn(qapp):
    assert painted(spark([1, None, 3, 2])) != painted(())
    assert painted(bullet(3, 4, higher_is_better=True)) != painted(())
    assert painted((Dot(0.5, 0.5, Role.POINT),)) != painted(())


def test_the_box_leaves_room_for_the_labels_around_it(qapp):
    area, letters = QRectF(0, 0, 300, 100), QFont()
    picture = columns([Column("Oct", 150_000), Column("Nov", 90_000)], lambda value: f"{value:,.0f} EUR")
    box = box_for(picture, area, letters)
    assert box.left() > QFontMetricsF(letters).horizontalAdvance("100,000 EUR")
    assert box.bottom() < 100
    assert box.top() > 0
    assert box_for((), area, letters).width() > 290


def test_texts_at_the_ends_of_bars_fit_into_a_narrow_place(qapp):
    area, letters = QRectF(0, 0, 340, 100), QFont()
    letters.setBold(True)
    text = "1,122.50 EUR a day"
    picture = bars([Bar("Łukasz Wójcik with a long name", 10, 10, text), Bar("Ada", 0, 0, text)])
    box = box_for(picture, area, letters)
    assert box.right() + QFontMetricsF(letters).horizontalAdvance(text) <= 340
    assert box.left() >= 0.4 * 340 - 1
    assert box.width() > 10


def test_long_text_is_cut_with_dots(qapp):
    metrics = QFontMetricsF(QFont())
    assert fitted(metrics, "A very long name of a figure", 60).endswith("…")
    assert fitted(metrics, "Short", 600) == "Short"


def test_a_view_shows_its_picture_or_says_that_there_is_none(qtbot):
    view = PictureView(None, inks_for)
    qtbot.addWidget(view)
    view.resize(300, 200)
    empty = view.grab().toImage()
    view.show_picture((), "Chart", "Nothing to draw")
    assert view.grab().toImage() != empty
    view.show_picture((Rect(0, 0, 1, 1, Role.ACTUAL),), "Chart of all")
    assert view.accessibleName() == "Chart of all"
    assert view.grab().toImage() != empty
    assert view.minimumSizeHint().width() > 0
