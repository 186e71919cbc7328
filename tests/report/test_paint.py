"""On paper every mark can be seen and every letter read, printed in grey too."""

import pytest

from crmdesk.chart.colour import contrast
from crmdesk.domain.plot import GRADES, HEATS, Role
from crmdesk.report.paint import BAD, GOOD, INK, NEUTRAL, PAINTS, SOFT, WHITE, Colour, letters_on

# Grounds of other marks, and shades whose numbers stand in them.
QUIET = {Role.GRID, Role.BAND_POOR, Role.BAND_FAIR, Role.BAND_GOOD, *HEATS}


def code(colour: Colour) -> str:
    return "#" + "".join(f"{round(part * 255):02X}" for part in colour)


@pytest.mark.parametrize("role", sorted(set(Role) - QUIET))
def test_marks_stand_out_from_the_paper(role: Role):
    paint = PAINTS[role]
    assert max(contrast(code(one), "#FFFFFF") for one in (paint.fill, paint.stroke) if one) >= 3


@pytest.mark.parametrize("role", [*GRADES, *HEATS, Role.LOST, Role.ACTUAL])
def test_letters_on_a_mark_can_be_read(role: Role):
    paint = PAINTS[role]
    ground = WHITE if paint.fill is None or paint.hatch else paint.fill
    assert contrast(code(letters_on(role)), code(ground)) >= 4.5


@pytest.mark.parametrize("colour", [INK, SOFT, NEUTRAL, GOOD])
def test_letters_can_be_read(colour: Colour):
    assert contrast(code(colour), "#FFFFFF") >= 4.5


def test_the_colours_of_good_and_bad_are_told_apart_by_a_pattern_too():
    assert PAINTS[Role.GOOD].fill == GOOD and not PAINTS[Role.GOOD].hatch
    assert PAINTS[Role.BAD].stroke == BAD and PAINTS[Role.BAD].hatch
    looks = {(PAINTS[one].hatch, PAINTS[one].fill) for one in GRADES}
    assert len(looks) == len(GRADES)


def test_every_role_has_a_paint():
    assert set(PAINTS) == set(Role)
