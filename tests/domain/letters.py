"""Letters of one width, for layouts without a window and without paper."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Typewriter:
    """Every letter as wide as every other; strong ones a little wider."""

    height: float = 14.0
    gap: float = 5.0

    def width(self, text: str, *, strong: bool) -> float:
        return len(text) * (7.0 if strong else 6.0)

    def cut(self, text: str, width: float, *, strong: bool) -> str:
        if self.width(text, strong=strong) <= width:
            return text
        fits = int(width // (7.0 if strong else 6.0)) - 1
        return text[: max(fits, 0)] + "…"
