"""A part of the business that a measurement is restricted to: one person's work, one channel, one campaign …

The names are those of breakdowns. A line of a breakdown equals the figure that is measured with `Only` that line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

# A row id (staff, owner, campaign, stage, customer) or a text (channel, priority …); None is nobody or nowhere.
Key = int | str | None


@dataclass(frozen=True, slots=True)
class Only:
    """What facts must belong to; of several names all must fit. `pairs` are in the order of their names."""

    pairs: tuple[tuple[str, Key], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.pairs)

    def __iter__(self) -> Iterator[tuple[str, Key]]:
        return iter(self.pairs)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.pairs)

    def within(self, names: Collection[str]) -> Only:
        """The part of it that somebody who knows only these names can keep to."""
        return Only(tuple(pair for pair in self.pairs if pair[0] in names)) if self.pairs else self

    def and_(self, name: str, key: Key) -> Only:
        """The same with one more name, or with another key for it."""
        return only(**{**dict(self.pairs), name: key})


EVERYTHING = Only()


def only(**keys: Key) -> Only:
    """`only(staff=3, channel="web")`."""
    return Only(tuple(sorted(keys.items(), key=lambda pair: pair[0])))
