"""In which encoding a text file is: the one it is marked with, UTF-8 if every byte of it is, else the likeliest.

Old encodings give every byte some letter, so what tells them apart is whether words come out: no capital within a
word, no sign between letters, no word of accents alone.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from crmdesk.exchange import limits

BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
UTF8, WESTERN, LATIN = "utf-8-sig", "cp1252", "latin-1"
MIXED = "utf-8+cp1252"
"""Some lines in UTF-8 and some in the encoding of western Windows programs: two files that were put together."""
NOT_IN_CP1252 = b"\x81\x8d\x8f\x90\x9d"
OLD = ("mac_roman", "cp850", "cp1250", "iso8859-2", "cp1251", "koi8-r", "cp1253", "shift_jis", "gb18030")
LEAST_BYTES = 4
"""Fewer bytes beyond ASCII say too little against the most frequent encoding."""
FEWEST_MIXED = 20
"""One letter in UTF-8 for so many lines that are not in it makes a mixed file; fewer come about by chance."""
MARGIN = 0.15
"""So much better than the most frequent encoding must another one read."""

_WORD = re.compile(r"[\w\x80-\U0010ffff]+")
_LEADS = re.compile(rb"[\xc2-\xf4]")
_HIGH = re.compile(rb"[\x80-\xff]")
_COMMON = frozenset("äöüßéèêàçñóíáúãõâôîëåøæÄÖÜÉłążśćęńšžčřěůı")
_SIGNS = frozenset("“”„‘’‚«»–—…€£°§©®™•·´¡¿№")
_ACCENTS_IN_A_ROW = 3
_VOWELS = frozenset("aeiouyáéíóúý")


@dataclass(slots=True)
class _Seen:
    """What was seen of the bytes beyond ASCII: letters in UTF-8, lines that are not in it, and some of these."""

    valid: int = 0
    broken: int = 0
    sample: bytes = b""
    is_beyond_western: bool = False


def marked(head: bytes) -> str:
    """The encoding that the first bytes state; nothing where they state none."""
    return next((name for mark, name in BYTE_ORDER_MARKS.items() if head.startswith(mark)), "")


def encoding_of(stream: BinaryIO) -> str:
    """The encoding of a whole file."""
    head = stream.read(limits.SAMPLE_BYTES)
    if stated := marked(head):
        return stated
    # Text in UTF-16 without a mark is every other byte zero.
    if head.count(0) > len(head) // 4:
        return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    seen = _seen(head, stream)
    if not seen.broken:
        return UTF8
    return MIXED if seen.valid * FEWEST_MIXED >= seen.broken else _likeliest(seen)


def codec(encoding: str, errors: str) -> tuple[str, str]:
    """The name of the codec that reads an encoding, and what is done with bytes that are no text in it."""
    return (UTF8, "western") if encoding == MIXED else (encoding, errors)


def is_known(encoding: str) -> bool:
    """Whether text can be read in an encoding of that name."""
    try:
        name, _errors = codec(encoding, "")
        "a".encode(name).decode(name)
    except (LookupError, ValueError):
        return False
    return True


def western(error: UnicodeError) -> tuple[str, int]:
    """Reads bytes that are no UTF-8 as western Windows programs write them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return "".join(bytes([byte]).decode(LATIN if byte in NOT_IN_CP1252 else WESTERN) for byte in bad), error.end


codecs.register_error("western", western)


def _seen(head: bytes, stream: BinaryIO) -> _Seen:
    seen = _Seen()
    for lines in _whole_lines(head, stream):
        if lines.isascii():
            continue
        seen.is_beyond_western = seen.is_beyond_western or any(byte in lines for byte in NOT_IN_CP1252)
        try:
            lines.decode("utf-8")
            seen.valid += len(_LEADS.findall(lines))
        except UnicodeDecodeError:
            _see_lines(lines, seen)
    return seen


def _see_lines(lines: bytes, seen: _Seen) -> None:
    for line in lines.splitlines():
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
            seen.valid += len(_LEADS.findall(line))
        except UnicodeDecodeError:
            seen.broken += 1
            if len(seen.sample) < limits.SAMPLE_BYTES:
                seen.sample += line[: limits.SAMPLE_BYTES] + b"\n"


def _whole_lines(head: bytes, stream: BinaryIO) -> Iterator[bytes]:
    """The file in pieces that end where lines end, so that no letter is cut in half."""
    rest, chunk = b"", head
    while chunk:
        lines, end, tail = (rest + chunk).rpartition(b"\n")
        if end:
            yield lines
            rest = tail
        elif len(tail) > limits.LINE_CHARACTERS:
            yield tail
            rest = b""
        else:
            rest = tail
        chunk = stream.read(limits.SAMPLE_BYTES)
    yield rest


def _likeliest(seen: _Seen) -> str:
    usual = LATIN if seen.is_beyond_western else WESTERN
    if len(_HIGH.findall(seen.sample)) < LEAST_BYTES:
        return usual
    scores = {name: _score(seen.sample, name) for name in OLD}
    best = max(OLD, key=lambda name: scores[name])
    return best if scores[best] > _score(seen.sample, usual) + MARGIN else usual


def _score(sample: bytes, encoding: str) -> float:
    """How well words come out: 1 where every letter beyond ASCII stands where such letters do, below 0 for rubbish."""
    text = sample.decode(encoding, "replace")
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    total = sum(len(word) - sum(map(str.isascii, word)) for word in words)
    return sum(map(_score_of_word, words)) / total if total else 0.0


def _score_of_word(word: str) -> float:
    score, row = 0.0, 0
    for place, mark in enumerate(word):
        row = 0 if mark.isascii() else row + 1
        if not mark.isascii():
            before = word[place - 1] if place else ""
            score += _score_of(mark, before, word[place + 1 : place + 2], row)
    return score


def _score_of(mark: str, before: str, behind: str, row: int) -> float:
    if mark.isalpha():
        script = unicodedata.name(mark, " ").partition(" ")[0]
        if script != "LATIN":
            mixes = any(one.isalpha() and one.isascii() for one in (before, behind))
            return -1.0 if mixes else 0.8 if mark.islower() or not before.islower() else -1.0
        if row >= _ACCENTS_IN_A_ROW or (mark.isupper() and before.islower()) or _is_czech(mark, before, behind):
            return -1.0
        if not (before + behind).isalpha():
            return 0.3
        return 1.0 if mark.lower() in _COMMON else 0.5
    between = before.isalpha() and behind.isalpha()
    return 0.7 if mark in _SIGNS and (not between or mark == "’") else -1.0


def _is_czech(mark: str, before: str, behind: str) -> bool:
    """Whether a western letter stands where none does, but a Czech or Slovak one would: “úèet”, “mìna”, “pùvod”."""
    if mark in "ìÌùÙ":
        return behind.isalpha()
    return mark in "èÈ" and (behind in _VOWELS or (before.isalpha() and not before.isascii()))
