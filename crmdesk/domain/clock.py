"""The one place that asks what time it is. Everything else takes a moment as an argument."""

from __future__ import annotations

import time
from dataclasses import dataclass

MICROSECONDS = 1_000_000


class Clock:
    """The computer's clock."""

    def now(self) -> int:
        """The present moment in microseconds since 1970-01-01 UTC."""
        return time.time_ns() // 1000


@dataclass(frozen=True, slots=True)
class FixedClock(Clock):
    """A clock that stands still: for `--as-of`, the demo business and tests."""

    at: int

    def now(self) -> int:
        return self.at
