"""The cards of a vCard file: each with its properties, or with the reason why it cannot be read.

A card within another is a card of its own. Where a card begins and the one before was never closed, that one is
refused and the reading goes on. What stands outside of cards, or in a calendar among them, is counted and left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from crmdesk.exchange import limits
from crmdesk.exchange.readers.vcard_lines import Line, unfolded
from crmdesk.text import _

CARD = "VCARD"


@dataclass(slots=True)
class Card:
    """What stands between BEGIN and END. `kind` is VCARD for those that are answered."""

    line: int
    kind: str = CARD
    version: str = ""
    lines: list[Line] = field(default_factory=list)
    fault: str = ""
    size: int = 0

    def add(self, line: Line) -> None:
        """Takes a property, as long as the card stays within its limits."""
        self.size += len(line.data)
        if line.is_cut:
            self.fault = _("The card has a line of more than {n} characters.").format(n=limits.CARD_LINE_BYTES)
        elif len(self.lines) >= limits.CARD_LINES:
            self.fault = _("The card has more than {n} lines.").format(n=limits.CARD_LINES)
        elif self.size > limits.CARD_BYTES:
            self.fault = _("The card has more than {n} characters.").format(n=limits.CARD_BYTES)
        if self.fault:
            self.lines.clear()
        elif line.name == "VERSION":
            self.version = line.data.strip().decode("utf-8", "replace")
        else:
            self.lines.append(line)


@dataclass(slots=True)
class Leftover:
    """What was left out of a file."""

    lines: int = 0
    blobs: int = 0


def cards(stream: BinaryIO, left: Leftover) -> Iterator[Card]:
    """Every card as it ends. Cards within others come before them."""
    open_cards: list[Card] = []
    for line in unfolded(stream):
        if line.name == "BEGIN":
            open_cards.append(Card(line.number, line.object()))
            if len(open_cards) > limits.CARD_DEPTH:
                yield from _unclosed(open_cards[:1])
                del open_cards[0]
        elif line.name == "END":
            kind = line.object()
            at = next((at for at in reversed(range(len(open_cards))) if open_cards[at].kind == kind), None)
            if at is not None:
                yield from _unclosed(open_cards[at + 1 :])
                yield from (one for one in open_cards[at : at + 1] if kind == CARD)
                del open_cards[at:]
        elif not open_cards or not line.name or open_cards[-1].kind != CARD:
            left.lines += 1
        elif line.is_blob:
            left.blobs += 1
        elif not open_cards[-1].fault:
            open_cards[-1].add(line)
    yield from _unclosed(open_cards)


def _unclosed(cards: list[Card]) -> Iterator[Card]:
    for card in cards:
        if card.kind == CARD:
            card.fault = _("The card has no END:VCARD; the file may be cut short. Export it again, or add that line.")
            yield card
