"""How marks look on paper: the print ladder from solid to hatched, and two colours that stand apart for everybody.

In grey good and bad look alike: a pattern, a triangle, a sign or a word always tells them apart.
"""

from __future__ import annotations

from dataclasses import dataclass

from crmdesk.domain.change import Tone
from crmdesk.domain.plot import GRADES, HEATS, Role

Colour = tuple[float, float, float]


def grey(ink: float) -> Colour:
    """A grey with so much ink, 0 to 1."""
    return (1 - ink, 1 - ink, 1 - ink)


def _hex(code: str) -> Colour:
    red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return (red, green, blue)


def _light(colour: Colour, share: float) -> Colour:
    """So much of a colour on white."""
    red, green, blue = (1 - share + part * share for part in colour)
    return (red, green, blue)


GOOD, BAD, NEUTRAL = _hex("0072B2"), _hex("D55E00"), _hex("6B7280")
WHITE, INK, SOFT, FAINT = grey(0.0), grey(0.9), grey(0.58), grey(0.16)
TONES = {Tone.GOOD: GOOD, Tone.BAD: BAD, Tone.NEUTRAL: INK}
# Beyond this much ink letters are white.
_DARK = 0.46
_SHADES = (0.06, 0.16, 0.28, 0.62, 0.85)


@dataclass(frozen=True, slots=True)
class Paint:
    """How a mark is filled and outlined; a hatched one is filled with slanting lines that lie `hatch` points apart.

    `dot` is the radius of its points. A line with a `halo` is seen on dark marks too.
    """

    fill: Colour | None = None
    stroke: Colour | None = None
    width: float = 0.6
    hatch: float = 0.0
    dashed: bool = False
    halo: bool = False
    dot: float = 1.2


PAINTS = {
    Role.ACTUAL: Paint(grey(0.85)),
    Role.BEFORE: Paint(grey(0.35), grey(0.5), 0.4),
    Role.PLAN: Paint(None, grey(0.85), 0.8),
    Role.FORECAST: Paint(WHITE, grey(0.85), 0.6, hatch=2.6),
    Role.INTERVAL: Paint(None, grey(0.85), 0.8, halo=True),
    Role.REST: Paint(grey(0.04), grey(0.55), 0.6),
    Role.LOST: Paint(None, grey(0.55), 0.6, dashed=True),
    Role.GOOD: Paint(GOOD),
    Role.BAD: Paint(WHITE, BAD, 0.7, hatch=2.2),
    Role.TO_DATE: Paint(WHITE, grey(0.9), 0.9, dot=2.2),
    Role.NINE_IN_TEN: Paint(grey(0.85), grey(0.85), 0.8, dashed=True, dot=1.0),
    Role.AXIS: Paint(None, grey(0.7), 0.7),
    Role.GRID: Paint(None, grey(0.2), 0.4),
    Role.POINT: Paint(grey(0.85), grey(0.85), 0.9, dot=1.6),
    Role.TARGET: Paint(None, grey(0.95), 1.6, halo=True),
    Role.LIMIT: Paint(None, grey(0.85), 0.7, dashed=True, halo=True),
    Role.BAND_POOR: Paint(grey(0.26)),
    Role.BAND_FAIR: Paint(grey(0.16)),
    Role.BAND_GOOD: Paint(grey(0.07)),
    **dict(
        zip(
            GRADES,
            (
                Paint(WHITE, BAD, 0.7, hatch=1.8),
                Paint(WHITE, BAD, 0.7, hatch=3.8),
                Paint(WHITE, grey(0.55), 0.6),
                Paint(_light(GOOD, 0.35), GOOD, 0.6),
                Paint(GOOD),
            ),
            strict=True,
        )
    ),
    **{role: Paint(grey(shade)) for role, shade in zip(HEATS, _SHADES, strict=True)},
}


def letters_on(role: Role) -> Colour:
    """The colour of letters on a mark."""
    paint = PAINTS[role]
    if paint.fill is None or paint.hatch:
        return INK
    red, green, blue = paint.fill
    return WHITE if 1 - (0.3 * red + 0.59 * green + 0.11 * blue) > _DARK else INK
