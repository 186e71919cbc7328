"""How marks look on paper: the print ladder from solid to hatched, and two colours that stand apart for everybody.

In grey good and bad look alike: a triangle, a sign and a word always stand beside them.
"""

from __future__ import annotations

from dataclasses import dataclass

from crmdesk.domain.change import Tone
from crmdesk.domain.plot import Role

Colour = tuple[float, float, float]


def grey(ink: float) -> Colour:
    """A grey with so much ink, 0 to 1."""
    return (1 - ink, 1 - ink, 1 - ink)


def _hex(code: str) -> Colour:
    red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return (red, green, blue)


GOOD, BAD, NEUTRAL = _hex("0072B2"), _hex("D55E00"), _hex("6B7280")
INK, SOFT, FAINT = grey(0.9), grey(0.58), grey(0.16)
TONES = {Tone.GOOD: GOOD, Tone.BAD: BAD, Tone.NEUTRAL: INK}


@dataclass(frozen=True, slots=True)
class Paint:
    """How a mark is filled and outlined; a hatched one is filled with slanting lines."""

    fill: Colour | None = None
    stroke: Colour | None = None
    width: float = 0.6
    hatched: bool = False


PAINTS = {
    Role.ACTUAL: Paint(grey(0.85)),
    Role.BEFORE: Paint(grey(0.35)),
    Role.PLAN: Paint(None, grey(0.85), 0.8),
    Role.FORECAST: Paint(grey(0.0), grey(0.85), 0.6, hatched=True),
    Role.REST: Paint(grey(0.04), grey(0.55), 0.6),
    Role.GOOD: Paint(GOOD),
    Role.BAD: Paint(BAD, grey(0.85), 0.6, hatched=True),
    Role.AXIS: Paint(None, grey(0.7), 0.7),
    Role.GRID: Paint(None, grey(0.2), 0.4),
    Role.POINT: Paint(grey(0.85)),
    Role.TARGET: Paint(None, grey(0.95), 1.6),
    Role.BAND_POOR: Paint(grey(0.26)),
    Role.BAND_FAIR: Paint(grey(0.16)),
    Role.BAND_GOOD: Paint(grey(0.07)),
}
