"""The rows of a table as it lies in a file: data go through, what is none is put aside with its line and the reason.

Rows are judged while they are read, so a file of any length takes no memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from crmdesk.exchange import limits
from crmdesk.exchange.layouts.cells import (
    ADDRESS,
    CURRENCY,
    DATE,
    NUMBER,
    WORDS,
    filled,
    has_total_word,
    is_total,
    kind_of,
    may_be_total,
)
from crmdesk.exchange.layouts.head import Record
from crmdesk.exchange.layouts.layout import Region, is_comment
from crmdesk.exchange.near import fold
from crmdesk.exchange.table import Rejected, Rows, put_aside, shown
from crmdesk.text import _

MOST_SECTIONS = 20
"""So many groups may lie within each other."""


@dataclass(slots=True)
class Judge:
    """Tells the rows of one table from what else stands among them. `left_out` grows while rows are read."""

    region: Region
    width: int
    left_out: list[Rejected]
    name: str
    is_padded: bool = False
    sections: list[str] = field(default_factory=list)
    held: list[Record] = field(default_factory=list)
    last: Sequence[str] = ()

    def rows(self, records: Iterator[Record]) -> Rows:
        """The rows that are data."""
        is_behind_gap = False
        names = self.region.heading_words
        is_plain = _is_plain if self.region.section is None else _never
        for line, cells in records:
            if self.region.until and line >= self.region.until:
                break
            if is_plain(cells, names) and not self.held:
                is_behind_gap, self.last = False, cells
                yield line, cells
            elif not "".join(cells).strip():
                is_behind_gap = True
            elif self._may_be_note(cells) and (is_behind_gap or self.held) and len(self.held) < limits.NOTES:
                self.held.append((line, cells))
            else:
                is_behind_gap = False
                yield from self._released()
                yield from self._judged(line, cells)
        for line, cells in self.held:
            self._leave_out(line, cells, _("It is below the table and not one of its rows."))

    def _released(self) -> Rows:
        """Rows that would have been notes if they were the last ones."""
        held, self.held = self.held, []
        for line, cells in held:
            yield from self._judged(line, cells)

    def _judged(self, line: int, cells: list[str]) -> Rows:
        reason = self._fault([cell.strip() for cell in cells])
        if reason:
            self._leave_out(line, cells, reason)
            return
        self.last = cells
        if self.region.section is None:
            yield line, cells
        else:
            yield line, _with_section(cells, self.region.section, self.sections)

    def _leave_out(self, line: int, cells: Sequence[str], reason: str) -> None:
        text = " ".join(cell.strip() for cell in cells if cell.strip())
        put_aside(Rejected(line, "", shown(text), reason, is_left_out=True), self.left_out, self.name)

    def _may_be_note(self, cells: Sequence[str]) -> bool:
        """Whether a row behind an empty line may be a remark below the table: one cell, where rows have many."""
        is_short = len(cells) == 1 < self.width
        is_alone = self.is_padded and self.width > 2 and filled(cells) == 1
        return (is_short or is_alone) and bool(cells[0].strip())

    def _fault(self, cells: Sequence[str]) -> str:
        """Why a row is no data; nothing if it is. Its cells have no spaces around them."""
        place, first = next((place, cell) for place, cell in enumerate(cells) if cell)
        if first[0] == "#" and self.width > 1 and is_comment(cells) and filled(cells) <= max(self.width // 2, 1):
            return _("It is a remark.")
        if filled(cells) == 1 and (reason := self._fault_of_one(place, first)):
            return reason
        if first.casefold() in self.region.heading_words and tuple(map(fold, cells)) in self.region.heading_rows:
            return _("It repeats the heading.")
        if self.width > 1 and self._is_total(place, first, cells):
            _close(self.sections, first)
            return _("It is a total, not a record.")
        return ""

    def _fault_of_one(self, place: int, text: str) -> str:
        """Why a row with a single cell is no data."""
        if self.width < 3 or kind_of(text) != WORDS or is_total(text):
            return ""
        if self.region.section is not None and place == 0:
            self.sections = [*self.sections[-MOST_SECTIONS:], text]
            return _("It names the group of the rows below it.")
        kinds = self.region.body.kinds
        if place < len(kinds) and kinds[place] not in ("", WORDS):
            return _("It is a title or a remark: it has words where the other rows have none.")
        return ""

    def _is_total(self, place: int, text: str, cells: Sequence[str]) -> bool:
        surely = is_total(text)
        if not surely and not may_be_total(text):
            return False
        others = [cell for cell in cells[place + 1 :] if cell]
        kinds = {kind_of(cell) for cell in others if not CURRENCY.fullmatch(cell)}
        if NUMBER not in kinds or ADDRESS in kinds:
            return False
        if surely and ":" in text:
            return True
        lacks = any(place >= len(cells) or not cells[place] for place in self.region.body.always)
        if WORDS in kinds or (DATE in kinds and not lacks):
            return False
        return surely or (lacks and self._is_of_group(place, text))

    def _is_of_group(self, place: int, text: str) -> bool:
        """Whether “Berlin Total” is the total of Berlin: of the rows above, or in a column that holds no names."""
        kinds = self.region.body.kinds
        if place >= len(kinds) or kinds[place] != WORDS or place == self.region.section:
            return True
        return bool(self.last[place : place + 1]) and self.last[place].strip().casefold() in text.casefold()


def _is_plain(cells: Sequence[str], names: frozenset[str]) -> bool:
    """Whether a row needs no longer look: several cells, the first of which is no remark, no total and no heading."""
    first = cells[0] if cells else ""
    if not first or cells.count("") > len(cells) - 2 or first.casefold() in names:
        return False
    return first[0].isdigit() or (first[0].isalpha() and not has_total_word(first))


def _never(_cells: Sequence[str], _names: frozenset[str]) -> bool:
    return False


def _with_section(cells: list[str], place: int, sections: Sequence[str]) -> list[str]:
    named = sections[-1] if sections else ""
    if place < len(cells):
        return cells if cells[place].strip() else [*cells[:place], named, *cells[place + 1 :]]
    return [*cells, *[""] * (place - len(cells)), named]


def _close(sections: list[str], text: str) -> None:
    """The total of a group ends it: what stood around it goes on."""
    for depth in range(len(sections) - 1, -1, -1):
        if text.casefold().endswith(sections[depth].casefold()):
            del sections[depth:]
            return
