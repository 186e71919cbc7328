"""The head of the first page, the sentence below it, and the foot of every page."""

from __future__ import annotations

from crmdesk.report.paint import FAINT, INK, SOFT, Paint
from crmdesk.report.parts import Footer, Summary
from crmdesk.report.pen import Pen
from crmdesk.text import _

HEAD = 44.0
_SENTENCE, _LEADING = 9.5, 12.8


def head(pen: Pen, summary: Summary, width: float, top: float) -> float:
    """The name of the business, what this is, of when, against what, in which unit. Answers where it ends."""
    right = pen.fonts.width(summary.title, 11, bold=True) + 12
    line = top - 31
    with pen.structure.content("H1"):
        pen.text(0, top - 15, summary.business, size=16, bold=True, width=width - right)
        pen.text(width, top - 13, summary.title, size=11, bold=True, align=1.0)
        used = pen.text(0, line, summary.period, size=11, bold=True)
    unit = pen.fonts.width(summary.unit, 8.5)
    pen.text(used + 7, line, summary.against, size=8.5, colour=SOFT, width=width - used - unit - 16)
    pen.text(width, line, summary.unit, size=8.5, colour=SOFT, align=1.0)
    pen.line([(0, top - HEAD + 5), (width, top - HEAD + 5)], INK, 1.2)
    return top - HEAD


def sentence_height(pen: Pen, text: str, width: float) -> float:
    return 11 + _LEADING * len(pen.fonts.wrapped(text, _SENTENCE, width - 16, 3))


def sentence(pen: Pen, text: str, width: float, top: float) -> float:
    """The month in one sentence, on a light ground."""
    height = sentence_height(pen, text, width)
    pen.rect(0, top - height, width, height, Paint((0.955, 0.955, 0.955)))
    pen.rect(0, top - height, 2.5, height, Paint(INK))
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
