"""The colour of the business in headings: as chosen where it can be read on white, else as much darker as it needs."""

from __future__ import annotations

from crmdesk.report.paint import INK, Colour

_LEAST_CONTRAST = 4.5


def accent_of(code: str) -> Colour:
    """A colour for headings from #RRGGBB; empty is black."""
    if not code:
        return INK
    red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (1, 3, 5))
    colour = (red, green, blue)
    while contrast(colour) < _LEAST_CONTRAST:
        red, green, blue = (part * 0.95 for part in colour)
        colour = (red, green, blue)
    return colour


def contrast(colour: Colour) -> float:
    """How well a colour stands out from white, from 1 to 21, as WCAG counts it."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
