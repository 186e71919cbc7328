"""How the marks of a picture look on screen: an ink for every role, made from the colours of a palette.

A picture (`crmdesk.domain.plot`) knows roles, not colours; the same picture goes to paper. Actual is dark and solid,
the year before lighter, a plan is an outline, a forecast is hatched: legible without any colour. Grades go from densely
hatched through light to solid, so that good and bad differ in grey.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from crmdesk.chart.colour import contrast, mixed
from crmdesk.domain.plot import GRADES, HEATS, Role

_SHADES = (0.10, 0.26, 0.44, 0.72, 1.0)


@dataclass(frozen=True, slots=True)
class Ink:
    """The look of a role: its fill (empty: none), its outline (empty: none) and how wide that is.

    `hatch` is how far slanting lines lie apart (0: none), `dot` is the radius of its points. A line with a `halo` is
    seen on dark marks too.
    """

    fill: str = ""
    edge: str = ""
    width: float = 1.0
    hatch: float = 0.0
    dashed: bool = False
    halo: bool = False
    dot: float = 2.2


@dataclass(frozen=True, slots=True)
class Inks:
    """A look for every role, the colours of text, the ground, and the colour of what is chosen."""

    roles: Mapping[Role, Ink]
    text: str
    muted: str
    ground: str
    accent: str

    def letters_on(self, role: Role) -> str:
        """The colour of letters on a mark: of text and ground the one that can be read better."""
        ink = self.roles[role]
        if not ink.fill or ink.hatch:
            return self.text
        return _clearer(self.text, self.ground, ink.fill)


@cache
def _clearer(one: str, other: str, ground: str) -> str:
    """Of two colours the one that can be read better on a third."""
    return max(one, other, key=lambda colour: contrast(colour, ground))


@dataclass(frozen=True, slots=True)
class Tints:
    """The colours that inks are made of."""

    text: str
    muted: str
    line: str
    actual: str
    before: str
    good: str
    bad: str
    accent: str
    ground: str
    bands: tuple[str, str, str]


def inks_of(tints: Tints) -> Inks:
    """The look of every role in these colours."""
    poor, fair, good = tints.bands
    roles = {
        Role.ACTUAL: Ink(tints.actual, tints.actual, 1.8),
        Role.BEFORE: Ink(tints.before, tints.before, 1.5, dot=2.0),
        Role.PLAN: Ink("", tints.text, 1.2),
        Role.FORECAST: Ink(tints.actual, tints.actual, 1.0, hatch=5.0),
        Role.INTERVAL: Ink("", tints.text, 1.2, halo=True),
        Role.REST: Ink("", tints.actual, 1.2),
        Role.LOST: Ink("", tints.muted, 1.0, dashed=True),
        Role.GOOD: Ink(tints.good, tints.good),
        Role.BAD: Ink(tints.bad, tints.bad, hatch=4.0),
        Role.TO_DATE: Ink(tints.ground, tints.text, 1.5, dot=3.0),
        Role.NINE_IN_TEN: Ink(tints.actual, tints.actual, 1.3, dashed=True, dot=1.8),
        Role.AXIS: Ink("", tints.muted, 1.0),
        Role.GRID: Ink("", tints.line, 1.0),
        Role.POINT: Ink(tints.accent, tints.accent, 1.8, dot=3.0),
        Role.TARGET: Ink("", tints.text, 2.5, halo=True),
        Role.LIMIT: Ink("", tints.text, 1.2, dashed=True, halo=True),
        Role.BAND_POOR: Ink(poor),
        Role.BAND_FAIR: Ink(fair),
        Role.BAND_GOOD: Ink(good),
        **dict(zip(GRADES, _grades(tints), strict=True)),
        **{role: Ink(mixed(tints.accent, tints.ground, share)) for role, share in zip(HEATS, _SHADES, strict=True)},
    }
    return Inks(roles, tints.text, tints.muted, tints.ground, tints.accent)


def _grades(tints: Tints) -> tuple[Ink, ...]:
    return (
        Ink(tints.bad, tints.bad, hatch=3.2),
        Ink(tints.bad, tints.bad, hatch=6.4),
        Ink(tints.ground, tints.muted),
        Ink(mixed(tints.good, tints.ground, 0.4), tints.good),
        Ink(tints.good, tints.good),
    )
