"""Which record that is there a row is, where its id does not say so: by e-mail, telephone, domain, name and address.

A row is a record only where that is sure. Where it may be one, or one of several, a person says which.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from crmdesk.domain.fold import fold
from crmdesk.exchange.parsed import Parsed
from crmdesk.store.base import Record
from crmdesk.store.campaign import Campaign
from crmdesk.store.contact import Contact
from crmdesk.store.row import Source
from crmdesk.store.staff import Staff
from crmdesk.store.stage import Stage
from crmdesk.text import _, n_

if TYPE_CHECKING:
    from crmdesk.exchange.bringing import Bringing

_NAMED = (Staff, Campaign, Stage)


@dataclass(frozen=True, slots=True)
class Match:
    """The records that a row may be, and why; it is sure only of one."""

    records: tuple[int, ...]
    reason: str
    sure: bool = True


class Finder(Protocol):
    """Finds the records of one kind that a row may be."""

    def find(self, parsed: Parsed, i: int) -> Match | None: ...


class Matcher:
    """Finds the records that rows are; what it needs to know of a kind it reads when the first row of it comes."""

    def __init__(self, here: Bringing) -> None:
        self._here = here
        self._finders: dict[type[Record], Finder | None] = {}

    def match(self, parsed: Parsed, i: int, meant: dict[int, int]) -> None:
        """Says of a row which record it is, or that a person must say. `meant` are those of other rows, with lines."""
        record = parsed.record
        if record not in self._finders:
            self._finders[record] = self._finder(record)
        finder = self._finders[record]
        found = finder.find(parsed, i) if finder is not None else None
        if found is None:
            return
        if found.sure and (line := meant.get(found.records[0])) is None:
            parsed.numbers[i] = found.records[0]
            parsed.reasons[i] = found.reason
            parsed.matched.add(i)
            meant[found.records[0]] = parsed.lines[i]
            return
        reason = _("line {line} is the same record").format(line=line) if found.sure else found.reason
        parsed.doubt(i, reason)
        parsed.candidates[i] = found.records

    def _finder(self, record: type[Record]) -> Finder | None:
        ways = self._here.policy.match
        if record is Contact:
            from crmdesk.exchange.match_contacts import contact_finder

            return contact_finder(self._here)
        return NamedFinder(self._here.source, record) if record in _NAMED and "name" in ways else None


class NamedFinder:
    """Records that are known by their names: people of the team, campaigns, stages."""

    def __init__(self, source: Source, record: type[Record]) -> None:
        self._known: dict[str, list[int]] = {}
        for row_id, name in source.rows(f"SELECT id, name FROM {record.kind} ORDER BY id"):
            self._known.setdefault(fold(name or ""), []).append(row_id)

    def find(self, parsed: Parsed, i: int) -> Match | None:
        name = fold(parsed.columns["name"][i] or "")
        records = tuple(self._known.get(name, ()))
        if not name or not records:
            return None
        if len(records) == 1:
            return Match(records, _("the same name"))
        return Match(records, several(len(records)), sure=False)


def several(n: int) -> str:
    """Why a row is doubtful that may be one of several records."""
    return n_("{n} record may be meant", "{n} records may be meant", n).format(n=n)


def matcher_for(here: Bringing) -> Matcher | None:
    """The matcher of an import, where its policy asks for more than ids."""
    return Matcher(here) if set(here.policy.match) - {"id"} else None
