"""The head of the first page, the sentence below it, and the foot of every page."""

from __future__ import annotations

from crmdesk.report.logo import Logo, placed
from crmdesk.report.paint import FAINT, SOFT, Paint
from crmdesk.report.parts import Footer, Title
from crmdesk.report.pen import SMALLEST, Pen
from crmdesk.text import _

HEAD = 44.0
_SENTENCE, _LEADING = 9.5, 12.8
_LOGO_HIGH, _LOGO_WIDE = 32.0, 110.0
_NAME = (16.0, 14.0, 12.0, 10.0)


def head(pen: Pen, said: Title, width: float, top: float) -> float:
    """The name of the business, what this is, of when, against what, in which unit. Returns where it ends."""
    logo = placed(said.logo, _LOGO_WIDE, _LOGO_HIGH)
    left = logo.width + 10 if logo else 0.0
    right = pen.fonts.width(said.title, 11, bold=True) + 12
    line = top - 31
    if logo:
        _draw_logo(pen, logo, said.business, top - 1)
    with pen.structure.content("H1"):
        size = _fitting(pen, said.business, width - right - left)
        pen.text(left, top - 16, said.business, size=size, bold=True, width=width - right - left, colour=pen.accent)
        pen.text(width, top - 13, said.title, size=11, bold=True, align=1.0, colour=pen.accent)
        used = left + pen.text(left, line, said.period, size=11, bold=True)
    room = width - used - pen.fonts.width(said.unit, 8.5) - 16
    # What the heads of the columns say too is left out rather than cut.
    for size in (8.5, SMALLEST):
        if pen.fonts.width(said.against, size) <= room:
            pen.text(used + 7, line, said.against, size=size, colour=SOFT)
            break
    pen.text(width, line, said.unit, size=8.5, colour=SOFT, align=1.0)
    pen.line([(0, top - HEAD + 5), (width, top - HEAD + 5)], pen.accent, 1.2)
    return top - HEAD


def _fitting(pen: Pen, name: str, room: float) -> float:
    """How large a name can be written that is not to be cut."""
    return next((size for size in _NAME if pen.fonts.width(name, size, bold=True) <= room), _NAME[-1])


def _draw_logo(pen: Pen, logo: Logo, business: str, top: float) -> None:
    with pen.structure.content("Figure", _("Logo of {business}").format(business=business)):
        # A flat one stands in the middle of the two lines beside it.
        bottom = top - (_LOGO_HIGH + logo.height) / 2
        pen.canvas.drawImage(logo.picture, 0, bottom, logo.width, logo.height)


def sentence_height(pen: Pen, text: str, width: float) -> float:
    """How much room the sentence of the month needs, in points."""
    return 11 + _LEADING * len(pen.fonts.wrapped(text, _SENTENCE, width - 16, 3)) if text else 0.0


def sentence(pen: Pen, text: str, width: float, top: float) -> float:
    """The month in one sentence, on a light ground; nothing where there is none."""
    height = sentence_height(pen, text, width)
    if text:
        pen.rect(0, top - height, width, height, Paint((0.955, 0.955, 0.955)))
        pen.rect(0, top - height, 2.5, height, Paint(pen.accent))
        pen.paragraph(10, top - 4.5, width - 16, text, size=_SENTENCE, leading=_LEADING, most=3)
    return top - height


def foot(pen: Pen, footer: Footer, width: float, page: int, pages: int) -> None:
    """Business, title, when it was made, how far the data reach, and which page this is."""
    pen.line([(0, 10), (width, 10)], FAINT, 0.6)
    place = _("Page {n} of {all}").format(n=page, all=pages)
    right = pen.text(width, 0, place, colour=SOFT, align=1.0)
    said = " · ".join((footer.title, footer.created, footer.data_to))
    room = width - right - 12
    tail = pen.fonts.width(said, 7.5)
    used = pen.text(0, 0, footer.business, colour=SOFT, width=max(room - tail - 8, 60))
    pen.text(used + 8, 0, said, colour=SOFT, width=room - used - 8)
