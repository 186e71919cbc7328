"""Numbered sentences, and what to do next: every step with room for who and by when."""

from __future__ import annotations

from collections.abc import Sequence

from crmdesk.report.paint import SOFT, grey
from crmdesk.report.parts import Step
from crmdesk.report.pen import SMALLEST, Pen
from crmdesk.text import _

_INDENT = 11.0
_LEADING = 9.6
_AFTER = 2.0
_WRITING = 14.0
# A line to write on needs room for the hand.
_ABOVE = 3.0
_LEAST, _MOST = 3, 5


def numbered_height(pen: Pen, texts: Sequence[str], empty: str, width: float) -> float:
    """How high sentences will be, or what stands in their place."""
    lines = sum(_lines(pen, text, width) * _LEADING + _AFTER for text in texts)
    return lines or _LEADING * len(pen.fonts.wrapped(empty, SMALLEST, width))


def numbered(pen: Pen, texts: Sequence[str], empty: str, x: float, top: float, width: float) -> None:
    """Draws sentences with their numbers."""
    for number, text in enumerate(texts, 1):
        top = _item(pen, number, text, x, top, width)
    if not texts:
        pen.paragraph(x, top, width, empty, colour=SOFT)


def steps_height(pen: Pen, steps: Sequence[Step], width: float) -> float:
    """How much room the next steps need, in points."""
    return sum(_step_height(pen, step, width) for step in steps)


def steps_within(pen: Pen, steps: Sequence[Step], width: float, room: float) -> int:
    """How many of the steps have room."""
    for number, step in enumerate(steps):
        room -= _step_height(pen, step, width)
        if room < 0:
            return number
    return len(steps)


def steps(pen: Pen, steps: Sequence[Step], x: float, top: float, width: float) -> float:
    """Draws steps and returns where they end."""
    for number, step in enumerate(steps, 1):
        top = _step(pen, number, step, x, top, width)
    return top


def more_steps(pen: Pen, number: int, x: float, top: float, width: float, bottom: float) -> None:
    """Lines for the owner's own steps after so many, as far as the page goes."""
    while number < _LEAST or (number < _MOST and top - bottom > 3 * _WRITING):
        if top - _LEADING - _WRITING < bottom:
            return
        number += 1
        top = _step(pen, number, Step(""), x, top, width)


def _step_height(pen: Pen, step: Step, width: float) -> float:
    lines = _lines(pen, step.text, width) * _LEADING if step.text else _LEADING + _ABOVE
    return lines + _AFTER + _WRITING


def _lines(pen: Pen, text: str, width: float) -> int:
    return len(pen.fonts.wrapped(text, SMALLEST, width - _INDENT))


def _step(pen: Pen, number: int, step: Step, x: float, top: float, width: float) -> float:
    top = _item(pen, number, step.text, x, top, width) - (0 if step.text else _ABOVE)
    _filled(pen, _("who"), step.who, x + _INDENT, top - 9, x + width * 0.5)
    _filled(pen, _("by when"), step.by_when, x + width * 0.54, top - 9, x + width)
    return top - _WRITING


def _item(pen: Pen, number: int, text: str, x: float, top: float, width: float) -> float:
    pen.text(x, top - _LEADING * 0.75, str(number), bold=True)
    if not text:
        _rule(pen, x + _INDENT, top - _LEADING, x + width)
        return top - _LEADING - _AFTER
    return pen.paragraph(x + _INDENT, top, width - _INDENT, text, leading=_LEADING) - _AFTER


def _filled(pen: Pen, word: str, text: str, x: float, base: float, right: float) -> None:
    """A word with what was said to it, or with a line to write on."""
    used = pen.text(x, base, word, colour=SOFT) + 3
    if text:
        pen.text(x + used, base, text, width=right - x - used)
    else:
        _rule(pen, x + used, base - 1.2, right)


def _rule(pen: Pen, x: float, y: float, right: float) -> None:
    pen.line([(x, y), (right, y)], grey(0.4), 0.5)
