"""Chance that can be repeated: the same seed gives the same business on every computer."""

from __future__ import annotations

import math
from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")
_GOLDEN = (math.sqrt(5) - 1) / 2


class Weighted(Generic[T]):
    """Things that come up as often as their weights say."""

    def __init__(self, pairs: Sequence[tuple[T, float]]) -> None:
        self.items = [item for item, _ in pairs]
        self._sums = list(accumulate(weight for _, weight in pairs))

    def at(self, share: float) -> T:
        """The thing at a place between 0 and 1."""
        return self.items[min(bisect(self._sums, share * self._sums[-1]), len(self.items) - 1)]


class Chance:
    """A stream of chance with a name of its own, so that one part of the story does not disturb another."""

    def __init__(self, seed: int, name: str) -> None:
        self._random = Random(f"{seed} {name}")
        self.random = self._random.random
        self._shares: dict[str, float] = {}

    def hit(self, share: float) -> bool:
        return self.random() < share

    def pick(self, items: Sequence[T]) -> T:
        return items[int(self.random() * len(items))]

    def draw(self, table: Weighted[T]) -> T:
        return table.at(self.random())

    def between(self, least: float, most: float) -> float:
        return least + (most - least) * self.random()

    def whole(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return least + int(self.random() * (most - least + 1))

    def about(self, middle: float, spread: float) -> float:
        """Around a median, rarely much more: a log-normal number."""
        return middle * math.exp(self._random.gauss(0.0, spread))

    def lasting(self, mean: float) -> float:
        """How long something lasts that may end at any time with the same chance."""
        return -mean * math.log(1.0 - self.random())

    def count(self, rate: float) -> int:
        """How many of something come, when so many come on average."""
        return int(rate * self.between(0.85, 1.15) + self.random())

    def even(self, key: str) -> float:
        """A number from 0 to 1 that keeps its distance from the ones before it.

        In a small business a month has a dozen answers and two dozen decisions; pure chance would drown its story.
        """
        share = (self._shares[key] + _GOLDEN if key in self._shares else self.random()) % 1.0
        self._shares[key] = share
        return share

    def bits(self, count: int) -> int:
        return self._random.getrandbits(count)
