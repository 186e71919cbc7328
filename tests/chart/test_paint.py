"""Pictures are drawn with every role and every place."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter

from crmdesk.chart.paint import draw, fitted, letters_of
from crmdesk.domain.plot import Dot, Label, Line, Place, Rect, Role, Zone
from crmdesk.ui.theme import DARK, LIGHT, inks
from tests.domain.pictures import every_picture

PICTURES = every_picture()


def painted(picture, colours=LIGHT, scale=1) -> QImage:
    image = QImage(200 * scale, 100 * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(colours.panel)
    painter = QPainter(image)
    draw(painter, picture, QRectF(20, 10, 160, 80), inks(colours))
    painter.end()
    return image


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    "shape", [lambda role: Rect(0, 0, 1, 1, role), lambda role: Line(((0, 0), (1, 1)), role)], ids=["rect", "line"]
)
def test_every_role_leaves_a_mark(qapp, role, colours, shape):
    # What is white is seen by its edge.
    assert painted((shape(role),), colours) != painted((), colours)


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_kind_of_picture_is_drawn(qapp, name, colours):
    assert painted(PICTURES[name][0], colours) != painted((), colours)
    assert painted(PICTURES[name][0], colours, scale=2) != painted((), colours, scale=2)


def test_a_plan_is_an_outline_and_actual_is_solid(qapp):
    middle = (100, 50)
    assert painted((Rect(0, 0, 1, 1, Role.PLAN),)).pixelColor(*middle).name() == LIGHT.panel.lower()
    assert painted((Rect(0, 0, 1, 1, Role.ACTUAL),)).pixelColor(*middle).name() == LIGHT.actual.lower()


def test_what_is_not_nothing_can_be_seen(qapp):
    nearly = (Rect(0.1, 0.5, 0.5, 0.0001, Role.ACTUAL), Rect(0.9, 0.5, 0.0001, 0.5, Role.ACTUAL))
    assert all(painted((one,)) != painted(()) for one in nearly)
    assert all(painted((Rect(0.1, 0.5, 0.5, 0, role),)) == painted(()) for role in (Role.ACTUAL, Role.BAD, Role.PLAN))


def test_a_mark_is_where_its_values_say(qapp):
    image = painted((Rect(0.5, 0.0, 0.5, 0.5, Role.ACTUAL),))
    inside, above, left = (image.pixelColor(*at).name() for at in ((150, 80), (150, 30), (60, 80)))
    assert inside == LIGHT.actual.lower() and above == left == LIGHT.panel.lower()


@pytest.mark.parametrize("place", list(Place))
def test_labels_stand_on_every_side(qapp, place):
    assert painted((Label(0.5, 0.5, "12 k", place),)) != painted(())
    assert painted((Label(0.5, 0.5, "", place),)) == painted(())


def test_zones_are_not_seen(qapp):
    assert painted((Zone(0, 0, 1, 1, 3),)) == painted(())


def test_a_line_over_a_dark_mark_has_a_halo(qapp):
    dark = Rect(0, 0, 1, 1, Role.ACTUAL)
    image = painted((dark, Line(((0.5, 0), (0.5, 1)), Role.TARGET)))
    assert LIGHT.panel.lower() in {image.pixelColor(x, 50).name() for x in range(95, 106)}


def test_text_after_a_dot_does_not_touch_it(qapp):
    font = QFont()
    assert letters_of(font).gap > max(inks(LIGHT).roles[role].dot for role in Role)
    assert letters_of(font) is letters_of(QFont())
    assert Dot(0, 0, Role.POINT).item == -1


def test_long_text_is_cut_with_dots(qapp):
    metrics = QFontMetricsF(QFont())
    assert fitted(metrics, "A very long name of a figure", 60).endswith("…")
    assert fitted(metrics, "Short", 600) == "Short"
