"""Two palettes that can be read by everybody."""

from dataclasses import fields

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QWidget

from crmdesk.chart.colour import contrast
from crmdesk.domain.plot import Role
from crmdesk.ui.theme import DARK, LIGHT, Look, Theme, colours_of, inks

PALETTES = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


@pytest.fixture
def theme(qapp):
    """A theme of its own, put back to light afterwards."""
    made = Theme(qapp)
    yield made
    made.choose(Look.LIGHT)
    made.deleteLater()


@PALETTES
@pytest.mark.parametrize("ink", ["text", "muted", "good", "bad", "accent"])
@pytest.mark.parametrize("ground", ["panel", "window", "hover"])
def test_text_stands_out_from_its_ground(colours, ink, ground):
    assert contrast(getattr(colours, ink), getattr(colours, ground)) >= 4.5


@PALETTES
def test_letters_on_the_accent_can_be_read(colours):
    assert contrast(colours.on_accent, colours.accent) >= 4.5


@PALETTES
@pytest.mark.parametrize("mark", ["good_mark", "bad_mark", "actual", "before"])
def test_shapes_stand_out_from_the_panel(colours, mark):
    assert contrast(getattr(colours, mark), colours.panel) >= 3


@PALETTES
def test_actual_and_the_year_before_can_be_told_apart(colours):
    assert contrast(colours.actual, colours.before) >= 3


@PALETTES
def test_every_role_of_a_picture_has_a_look(colours):
    assert set(inks(colours).roles) == set(Role)


def test_contrast_is_computed_as_the_rules_of_the_web_say():
    assert round(contrast("#000000", "#FFFFFF"), 1) == 21
    assert round(contrast("#767676", "#FFFFFF"), 2) == 4.54


def test_colours_are_whole_hexadecimal_numbers():
    for colours in (LIGHT, DARK):
        assert all(len(getattr(colours, one.name)) == 7 for one in fields(colours))


def test_a_look_is_put_on_every_widget(theme, qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    theme.choose(Look.DARK)
    assert colours_of(widget) is DARK
    assert widget.palette().color(QPalette.ColorRole.WindowText).name() == DARK.text.lower()
    theme.choose(Look.LIGHT)
    assert colours_of(widget) is LIGHT


@pytest.mark.parametrize("look", [Look.LIGHT, Look.DARK])
def test_a_box_to_tick_is_seen_before_it_is_ticked(theme, qtbot, look):
    theme.choose(look)
    box = QCheckBox()
    qtbot.addWidget(box)
    image = box.grab().toImage()
    colours = {image.pixelColor(x, image.height() // 2).name() for x in range(image.width())}
    assert max(contrast(one, colours_of(box).panel) for one in colours) >= 2.9


def test_a_system_that_says_nothing_counts_as_light(theme):
    theme.choose(Look.SYSTEM)
    assert not theme.is_dark()
    theme._on_system_changed()
    assert not theme.is_dark()


def test_letters_grow_between_bounds(theme):
    theme.choose(Look.LIGHT, 100)
    usual = QApplication.font().pointSizeF()
    theme.choose(Look.LIGHT, 150)
    assert QApplication.font().pointSizeF() == pytest.approx(usual * 1.5)
    theme.choose(Look.LIGHT, 10)
    assert theme.zoom == 70
    theme.choose(Look.LIGHT, 100)
