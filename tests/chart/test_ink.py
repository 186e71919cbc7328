"""Every mark can be seen and every letter read, in both palettes and without any colour."""

import pytest

from crmdesk.chart.colour import contrast, luminance, mixed
from crmdesk.domain.plot import GRADES, HEATS, Role
from crmdesk.ui.theme import DARK, LIGHT, inks

PALETTES = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
# Grounds of other marks, and shades whose numbers stand in them.
QUIET = {Role.GRID, Role.BAND_POOR, Role.BAND_FAIR, Role.BAND_GOOD, *HEATS}


def grey(colour: str) -> str:
    """What is left of a colour on a black-and-white printer: a grey of the same lightness."""
    level = luminance(colour)
    channel = 12.92 * level if level <= 0.0031308 else 1.055 * level ** (1 / 2.4) - 0.055
    return f"#{round(channel * 255):02X}" + f"{round(channel * 255):02X}" * 2


@PALETTES
@pytest.mark.parametrize("printed", [lambda colour: colour, grey], ids=["colour", "grey"])
@pytest.mark.parametrize("role", sorted(set(Role) - QUIET))
def test_marks_stand_out_from_the_ground(role, printed, colours):
    ink = inks(colours).roles[role]
    ground = printed(colours.panel)
    assert max(contrast(printed(one), ground) for one in (ink.fill, ink.edge) if one) >= 3


@PALETTES
@pytest.mark.parametrize("role", [*GRADES, *HEATS, Role.LOST])
def test_letters_on_a_mark_can_be_read(role, colours):
    look = inks(colours)
    ink = look.roles[role]
    ground = ink.fill if ink.fill and not ink.hatch else colours.panel
    assert contrast(look.letters_on(role), ground) >= 4.5
    assert contrast(grey(look.letters_on(role)), grey(ground)) >= 4.4


@PALETTES
def test_without_colour_good_and_bad_differ_by_their_pattern(colours):
    roles = inks(colours).roles
    assert roles[Role.BAD].hatch and not roles[Role.GOOD].hatch
    looks = {(bool(roles[one].hatch), roles[one].hatch, roles[one].fill) for one in GRADES}
    assert len(looks) == len(GRADES)
    assert all(roles[one].hatch for one in GRADES[:2]) and not any(roles[one].hatch for one in GRADES[2:])


@PALETTES
def test_more_heat_stands_out_more(colours):
    seen = [contrast(inks(colours).roles[role].fill, colours.panel) for role in HEATS]
    assert seen == sorted(seen) and len(set(seen)) == len(seen)


def test_colours_are_mixed_by_their_shares():
    assert mixed("#FF0000", "#0000FF", 1.0) == "#FF0000"
    assert mixed("#FFFFFF", "#000000", 0.5) == "#808080"
