"""Whether a change is good news: the sign, the word and the shape that stand beside a figure, never colour alone."""

from __future__ import annotations

from enum import StrEnum

from crmdesk.domain.figure import Better, Number
from crmdesk.domain.stats import SMALL_SAMPLE


class Tone(StrEnum):
    """How a change or a status is to be read; who draws it gives it a colour and a shape."""

    GOOD = "good"
    BAD = "bad"
    NEUTRAL = "neutral"


def tone_of(now: Number | None, then: Number | None, better: Better, *, samples: tuple[int, ...] = ()) -> Tone:
    """Good or bad by the direction in which the figure is good; neutral where a sample is too small to say."""
    if now is None or then is None or now == then or any(n < SMALL_SAMPLE for n in samples):
        return Tone.NEUTRAL
    return Tone.GOOD if (now > then) is (better is Better.HIGHER) else Tone.BAD


def arrow(now: Number | None, then: Number | None) -> str:
    """A triangle in the direction of the change; nothing where there is none."""
    if now is None or then is None or now == then:
        return ""
    return "▲" if now > then else "▼"
