"""What changed and what to do next, as numbered lines; every step with room for who and by when."""

from __future__ import annotations

from collections.abc import Sequence

from crmdesk.report.paint import SOFT, grey
from crmdesk.report.pen import Pen
from crmdesk.text import _

_INDENT = 11.0
_LEADING = 9.6
_AFTER = 2.0
_WRITING = 14.0
_LEAST, _MOST = 3, 5


def changed_height(pen: Pen, texts: Sequence[str], width: float) -> float:
    lines = sum(len(pen.fonts.wrapped(text, 7.5, width - _INDENT, 3)) * _LEADING + _AFTER for text in texts)
    return lines or _LEADING


def changed(pen: Pen, texts: Sequence[str], x: float, top: float, width: float) -> None:
    """The largest changes, the most unusual first."""
    for number, text in enumerate(texts, 1):
        top = _item(pen, number, text, x, top, width)
    if not texts:
        pen.paragraph(x, top, width, _("Nothing changed more than it usually does."), colour=SOFT)


def steps(pen: Pen, texts: Sequence[str], x: float, top: float, width: float, bottom: float) -> None:
    """What the records ask for, then lines for the owner's own steps, as far as the page goes."""
    number = 0
    while number < max(_LEAST, len(texts)) or (number < _MOST and top - bottom > 3 * _WRITING):
        text = texts[number] if number < len(texts) else ""
        lines = len(pen.fonts.wrapped(text, 7.5, width - _INDENT, 3)) if text else 1
        if top - lines * _LEADING - _WRITING < bottom:
            return
        number += 1
        top = _item(pen, number, text, x, top, width) - (0 if text else 3)
        _blank(pen, _("who"), x + _INDENT, top - 9, x + width * 0.5)
        _blank(pen, _("by when"), x + width * 0.54, top - 9, x + width)
        top -= _WRITING


def _item(pen: Pen, number: int, text: str, x: float, top: float, width: float) -> float:
    pen.text(x, top - _LEADING * 0.75, str(number), bold=True)
    if not text:
        _rule(pen, x + _INDENT, top - _LEADING, x + width)
        return top - _LEADING - _AFTER
    return pen.paragraph(x + _INDENT, top, width - _INDENT, text, leading=_LEADING, most=3) - _AFTER


def _blank(pen: Pen, word: str, x: float, base: float, right: float) -> None:
    used = pen.text(x, base, word, colour=SOFT)
    _rule(pen, x + used + 3, base - 1.2, right)


def _rule(pen: Pen, x: float, y: float, right: float) -> None:
    pen.line([(x, y), (right, y)], grey(0.4), 0.5)
