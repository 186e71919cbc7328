"""What the field :86: of MT940 says about a booking, in the ways in which banks structure it.

German banks number the parts (`166?00TRANSFER?20SVWZ+Invoice 7?32Bea Blum`), Dutch ones name them between strokes
(`/TRTP/SEPA/NAME/Bea Blum/REMI/Invoice 7`), others write plain text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

NUMBERED = re.compile(r"(\d{3})([?>~@#+|])(?=\d\d)")
LABEL = re.compile(r"(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC|PURP|SQTP)\+")
STROKES = re.compile(
    r"/(TRTP|IBAN|BIC|NAME|REMI|EREF|CSID|MARF|ISDT|ORDP|BENM|CNTP|RTRN|PREF|NRTX|PURP|ULTD|ULTC|ADDR|ID|SVCL|RCMT"
    r"|TRCD|USTD|STRD)(?=/)"
)
FULL = 27
"""A part of so many letters is full: its last word goes on in the next."""
PURPOSE = (*range(20, 30), *range(60, 64))
NOTHING = ("NOTPROVIDED", "NONREF")


@dataclass(frozen=True, slots=True)
class Details:
    """Who was at the other end of a booking, and what it was for."""

    name: str = ""
    account: str = ""
    purpose: str = ""
    reference: str = ""
    type: str = ""


def details_of(lines: Sequence[str]) -> Details:
    """The details in the lines of the field."""
    joined = "".join(lines)
    if match := NUMBERED.match(joined):
        return _numbered(joined[match.end() :], match[2])
    if joined.startswith("/") and STROKES.match(joined):
        return _named(joined)
    return Details(purpose=" ".join(" ".join(lines).split()))


def _numbered(text: str, mark: str) -> Details:
    pieces: dict[int, list[str]] = {}
    # The text begins behind the first mark, with its number.
    last = int(text[:2])
    for piece in text.split(mark):
        if piece[:2].isdecimal() and piece[:2].isascii():
            last = int(piece[:2])
            pieces[last] = [piece[2:]]
        else:
            pieces[last].append(piece)
    said = {number: mark.join(parts) for number, parts in pieces.items()}
    purpose = ""
    for number in PURPOSE:
        piece, gap = said.get(number, ""), "" if len(said.get(number - 1, "")) >= FULL else " "
        purpose = f"{purpose}{gap}{piece}" if purpose and piece else purpose or piece
    labels = _labels(purpose)
    reference = labels.get("EREF", "")
    return Details(
        name=" ".join(f"{said.get(32, '')}{said.get(33, '')}".split()),
        account=said.get(31, "").strip(),
        purpose=labels.get("SVWZ", "") if labels else purpose.strip(),
        reference="" if reference in NOTHING else reference,
        type=said.get(0, "").strip(),
    )


def _labels(purpose: str) -> dict[str, str]:
    """The parts of a purpose that have a label; the first of each."""
    pieces = LABEL.split(purpose)
    found: dict[str, str] = {}
    for label, text in zip(pieces[1::2], pieces[2::2], strict=True):
        found.setdefault(label, text.strip())
    if found and pieces[0].strip():
        found["SVWZ"] = f"{pieces[0].strip()} {found.get('SVWZ', '')}".strip()
    return found


def _named(text: str) -> Details:
    pieces = STROKES.split(text)
    said: dict[str, str] = {}
    for word, value in zip(pieces[1::2], pieces[2::2], strict=True):
        said.setdefault(word, value.strip("/ "))
    account, name, reference = said.get("IBAN", ""), said.get("NAME", ""), said.get("EREF", "")
    if party := said.get("CNTP"):
        account, _bic, name, *_rest = (*(part.strip() for part in party.split("/")), "", "", "")
    return Details(
        name=name,
        account=account,
        purpose=said.get("REMI", "") or said.get("USTD", "") or said.get("STRD", ""),
        reference="" if reference in NOTHING else reference,
        type=said.get("TRTP", ""),
    )
