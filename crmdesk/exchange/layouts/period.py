"""The time that a report covers, where only its title lines or comments say it and its rows do not."""

from __future__ import annotations

import re
from collections.abc import Sequence

PERIOD = ("Start date", "End date")
"""The columns that such a time becomes, named as web statistics name it."""

_DATE = (
    r"(?:\d{8}|\d{4}-\d\d-\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}\.? [^\W\d_]{3,9}\.? \d{4}"
    r"|[^\W\d_]{3,9}\.? \d{1,2}, \d{4})"
)
_FROM_TO = re.compile(rf"(?:^|[\s:(])({_DATE})\s*(?:[-–—]|to|bis|au|al|a|t/m|until)\s*({_DATE})(?:$|[\s)])")
_STATED = re.compile(rf"^#?\s*(start|end) date\W+({_DATE})\s*$", re.IGNORECASE)


def period_of(titles: Sequence[str]) -> tuple[str, str] | None:
    """The first and the last day that title lines state, as they are written there."""
    stated = {found[1].lower(): found[2] for found in map(_STATED.match, titles) if found}
    if len(stated) == 2:
        return stated["start"], stated["end"]
    found = next((one for one in map(_FROM_TO.search, titles) if one), None)
    return (found[1], found[2]) if found else None
