"""Which record that is there a row is, where its id does not say so: by e-mail, telephone, domain, name and address."""

from __future__ import annotations

from crmdesk.exchange.bringing import Bringing
from crmdesk.exchange.parsed import Parsed


class Matcher:
    """Finds the records that rows are."""

    def __init__(self, here: Bringing) -> None:
        self._here = here

    def match(self, parsed: Parsed, i: int, meant: dict[int, int]) -> None:
        """Says of a row which record it is, or that a person must say it."""


def matcher_for(here: Bringing) -> Matcher | None:
    """The matcher of an import, where its policy asks for more than ids."""
    return Matcher(here) if set(here.policy.match) - {"id"} else None
