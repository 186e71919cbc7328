"""The parts of a calendar file: each event, task or journal entry with its properties, or why it cannot be read.

Parts within a part (alarms) are passed over, and so is what a calendar says about itself but for its time zones. A part
that is never closed is refused, and the reading goes on where the next one begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from crmdesk.exchange import limits
from crmdesk.exchange.readers.vcard_lines import Line, unfolded
from crmdesk.text import _

EVENT, TASK, JOURNAL, ZONE = "VEVENT", "VTODO", "VJOURNAL", "VTIMEZONE"
ENTRIES = (EVENT, TASK, JOURNAL)
RULES = ("STANDARD", "DAYLIGHT")


@dataclass(slots=True)
class Part:
    """What stands between BEGIN and END. `rules` are the changes of the clock in a time zone."""

    line: int
    kind: str
    version: str = ""
    lines: list[Line] = field(default_factory=list)
    rules: list[Part] = field(default_factory=list)
    fault: str = ""
    size: int = 0

    def add(self, line: Line) -> None:
        """Takes a property, as long as the part stays within its limits."""
        self.size += len(line.data)
        if line.is_blob:
            return
        if line.is_cut or self.size > limits.CARD_BYTES:
            self.fault = _("The entry has more than {n} characters.").format(n=limits.CARD_BYTES)
        elif len(self.lines) >= limits.CARD_LINES:
            self.fault = _("The entry has more than {n} lines.").format(n=limits.CARD_LINES)
        if self.fault:
            self.lines.clear()
        else:
            self.lines.append(line)

    def first(self, name: str) -> Line | None:
        """The first property of that name that says anything."""
        return next((line for line in self.lines if line.name == name and line.data.strip()), None)


def parts(stream: BinaryIO) -> Iterator[Part]:
    """Every entry and every time zone, as it ends."""
    version, within = "", list[Part]()
    for line in unfolded(stream):
        if line.name == "BEGIN":
            kind = line.object()
            if kind in ENTRIES:
                yield from _unclosed(within)
                within.clear()
            within.append(Part(line.number, kind, version))
            # What is opened again and again and never closed must not pile up.
            del within[: -limits.CARD_DEPTH]
        elif line.name == "END":
            yield from _closed(within, line.object())
        elif line.name == "VERSION" and (not within or within[-1].kind == "VCALENDAR"):
            version = line.data.strip().decode("utf-8", "replace")
        elif within and line.name and not within[-1].fault and within[-1].kind in (*ENTRIES, ZONE, *RULES):
            within[-1].add(line)
    yield from _unclosed(within)


def _closed(within: list[Part], kind: str) -> Iterator[Part]:
    at = next((at for at in reversed(range(len(within))) if within[at].kind == kind), None)
    if at is None:
        return
    part = within[at]
    yield from _unclosed(within[at + 1 :])
    del within[at:]
    if kind in (*ENTRIES, ZONE):
        yield part
    elif kind in RULES and within and within[-1].kind == ZONE and len(within[-1].rules) < limits.ZONE_RULES:
        within[-1].rules.append(part)


def _unclosed(left: list[Part]) -> Iterator[Part]:
    for part in left:
        if part.kind in ENTRIES:
            text = _("The entry has no END:{kind}; the file may be cut short. Export it again, or add that line.")
            part.fault = text.format(kind=part.kind)
            yield part
