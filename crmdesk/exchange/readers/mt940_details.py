"""What the field :86: of MT940 says about a booking, in the ways in which banks structure it.

German and Polish banks number the parts (`166?00TRANSFER?20SVWZ+Invoice 7?32Bea Blum`), Dutch ones name them between
strokes (`/TRTP/SEPA/NAME/Bea Blum/REMI/Invoice 7`) or before colons (`NAAM: Bea Blum`), others write plain text. Some
say who it was in the booking itself, in :61:.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

NUMBERED = re.compile(r"(\d{3})?([?>~@#+|<^])(?=\d\d)")
BARE = re.compile(r"([?>~<^])\d\d.*\1\d\d", re.DOTALL)
"""Numbered parts without the code of the business before them."""
LABEL = re.compile(r"(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC|PURP|SQTP)\+")
STROKES = re.compile(
    r"/(TRTP|IBAN|BBAN|BIC|NAME|REMI|EREF|CSID|MARF|ISDT|ORDP|BENM|CNTP|RTRN|PREF|NRTX|PURP|ULTD|ULTC|ADDR|ID|SVCL"
    r"|RCMT|TRCD|USTD|STRD)(?=/)"
)
COLONS = re.compile(
    r"(?:^|(?<=[\s/]))(IBAN|REK|BIC|NAAM|OMSCHRIJVING|KENMERK|BETALINGSKENM\.?|MACHTIGING|INCASSANT) ?:"
)
FULL = 27
"""A part of so many letters is full: its last word goes on in the next."""
PURPOSE = (*range(20, 30), *range(60, 64))
NOTHING = ("NOTPROVIDED", "NONREF")
ELSEWHERE = {*NOTHING, "EREF", "EREF+", "KREF", "KREF+", "PREF", "PREF+", "MREF", "MREF+", "MARF"}
"""What stands in :61: instead of a reference."""
IBAN = re.compile(r"[A-Z]{2}\d\d[A-Z0-9]{11,30}", re.ASCII)
ACCOUNT = re.compile(r"[A-Z]{2}\d\d[A-Z0-9]{11,30}|\d{9,12}", re.ASCII)
APART = re.compile(r"(\S+) {2,}(\S.*)")
"""A number, blanks to fill its place, and a name."""


@dataclass(frozen=True, slots=True)
class Details:
    """Who was at the other end of a booking, and what it was for."""

    name: str = ""
    account: str = ""
    purpose: str = ""
    reference: str = ""
    type: str = ""


def details_of(lines: Sequence[str], stated: str = "", further: Sequence[str] = ()) -> Details:
    """The details in the lines of the field, and in what the booking states behind its amount and in further lines."""
    own, _marks, banks = (part.strip() for part in stated.partition("//"))
    apart = APART.fullmatch(own)
    number, name = (apart[1], apart[2]) if apart else (own, "")
    said = _said(lines, number)
    is_account = _is_iban(number) or bool((name or said.account == number) and ACCOUNT.fullmatch(number))
    account = number if is_account else next((line.strip() for line in further if _is_iban(line.strip())), "")
    references = ("" if is_account else number, banks)
    return Details(
        name=said.name or name,
        account=said.account or account,
        purpose=said.purpose or " ".join(line.strip() for line in further if line.strip() not in (account, said.name)),
        reference=said.reference or next((one for one in references if one not in ("", *ELSEWHERE)), ""),
        type=said.type,
    )


def _said(lines: Sequence[str], number: str) -> Details:
    """The details in the lines of the field; `number` is what the booking states."""
    first, _blank, name = lines[0].strip().partition(" ") if lines else ("", "", "")
    if first == number and ACCOUNT.fullmatch(number):
        # Some banks begin with the account and its owner, on a line of their own.
        return replace(_said(lines[1:], ""), account=number, name=name.strip())
    joined = "".join(lines)
    if (match := NUMBERED.match(joined)) and (match[1] or BARE.match(joined)):
        return _numbered(joined[match.end() :], match[2])
    if (joined.startswith("/") and STROKES.match(joined)) or len(STROKES.findall(joined)) > 1:
        return _named(joined)
    plain = " ".join(" ".join(lines).split())
    labels = COLONS.split(plain)
    return _before_colons(labels) if "NAAM" in labels[1::2] else Details(purpose=plain)


def _is_iban(text: str) -> bool:
    """Whether it is the number of an account, by its check digits. The references of creditors have them too."""
    if not IBAN.fullmatch(text) or text.startswith("RF"):
        return False
    return int("".join(str(int(mark, 36)) for mark in text[4:] + text[:4])) % 97 == 1


def _numbered(text: str, mark: str) -> Details:
    said = _pieces(text, mark)
    purpose = _put_together(said, PURPOSE)
    labels = _labels(purpose)
    if labels and "SVWZ" not in labels:
        free = list(_free(said))
        labels = _labels(_put_together(said, [number for number in PURPOSE if number not in free]))
        labels["SVWZ"] = " ".join(f"{labels.get('SVWZ', '')} {_put_together(said, free)}".split())
    reference = labels.get("EREF", "")
    return Details(
        name=" ".join(f"{said.get(32, '')}{said.get(33, '')}".split()),
        account=said.get(31, "").strip(),
        purpose=labels.get("SVWZ", "") if labels else purpose.strip(),
        reference="" if reference in NOTHING else reference,
        type=said.get(0, "").strip(),
    )


def _pieces(text: str, mark: str) -> dict[int, str]:
    """The parts by their numbers. The text begins behind the first mark, with its number."""
    pieces: dict[int, list[str]] = {}
    last = int(text[:2])
    for piece in text.split(mark):
        if piece[:2].isdecimal() and piece[:2].isascii():
            last = int(piece[:2])
            pieces[last] = [piece[2:]]
        else:
            pieces[last].append(piece)
    return {number: mark.join(parts) for number, parts in pieces.items()}


def _put_together(said: Mapping[int, str], numbers: Sequence[int]) -> str:
    text = ""
    for number in numbers:
        piece, gap = said.get(number, ""), "" if len(said.get(number - 1, "")) >= FULL else " "
        text = f"{text}{gap}{piece}" if text and piece else text or piece
    return text


def _free(said: Mapping[int, str]) -> Iterator[int]:
    """The parts of the purpose that go on with no label: each behind one that is not full, and those behind it."""
    is_free = False
    for number in PURPOSE:
        piece = said.get(number, "")
        if LABEL.match(piece):
            is_free = False
        elif len(said.get(number - 1, "")) < FULL:
            is_free = True
        if piece and is_free:
            yield number


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
    account, name, reference = said.get("IBAN") or said.get("BBAN", ""), said.get("NAME", ""), said.get("EREF", "")
    if party := said.get("CNTP"):
        account, _bic, name, *_rest = (*(part.strip() for part in party.split("/")), "", "", "")
    name = name or next((said[word] for word in ("ORDP", "BENM") if said.get(word, "0")[:1].isalpha()), "")
    purpose = said.get("REMI", "") or said.get("USTD", "") or said.get("STRD", "") or pieces[0].strip()
    kind = said.get("TRTP", "")
    return Details(
        name=name,
        account=account,
        # Whoever uses other words than these is read as a whole.
        purpose=purpose if any((name, account, purpose, reference, kind)) else " ".join(text.split()),
        reference="" if reference in NOTHING else reference,
        type=kind,
    )


def _before_colons(labels: Sequence[str]) -> Details:
    said = {label.rstrip("."): text.strip("/ ") for label, text in zip(labels[1::2], labels[2::2], strict=True)}
    return Details(
        name=said["NAAM"],
        account=said.get("IBAN", "") or said.get("REK", ""),
        purpose=said.get("OMSCHRIJVING", "") or said.get("BETALINGSKENM", "") or labels[0].strip(),
        reference=said.get("KENMERK", ""),
    )
