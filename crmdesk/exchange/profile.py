"""What the columns of a table hold, told from all of its rows in one pass: numbers, dates, addresses, noise.

Each different text of a column is looked at once, so that a file of half a million rows takes seconds. Memory is
bounded: beyond `KNOWN` different texts only counts are kept.
"""

from __future__ import annotations

import math
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from crmdesk.exchange.cell import Canonical
from crmdesk.exchange.found import Found
from crmdesk.exchange.noise import NO_DAY, NO_PHONE, Noise, why_nothing
from crmdesk.exchange.profile_dates import Candidate, Dates, DateTally, candidates
from crmdesk.exchange.profile_numbers import Groups, Numbers, NumberTally, groups_of
from crmdesk.exchange.table import Table

KNOWN = 4_000
"""The most different texts of a column that are held in memory."""
SHAPES = 4_000
"""The most shapes of texts of one column that are remembered; those of more texts are found out each time."""
LONGEST_SHAPE, LONGEST_LINK, LONGEST_FLAG = 60, 300, 8
"""Texts that are longer are no numbers and dates, no web addresses, no yes or no."""
NOISE = 50
COMMON = 300
SAMPLES = 5
CHUNK = 2_000
SEPARATORS = (" ::: ", ";", " | ", "|", " / ", ", ", ",")
"""What several values in one cell are parted by, the surest first."""
_BITS = 1 << 20
_LONGEST_CODE = 3
"""So many letters beside figures may be the code of a currency."""
_DIGITS = {ord(figure): "9" for figure in "012345678"}
_FORMS = {code: "9" if chr(code).isdigit() else "a" for code in range(128) if chr(code).isalnum()}
_SCALED = re.compile(r"\d ?(?:[kKTMB]|Tsd|Mio|mln|mn|Mrd|bn)\b")
_MAIL = re.compile(r"[^@\s<>,;\"']+@[^@\s<>,;\"']+\.[^@\s<>,;\"'.]{2,}")
_LINK = re.compile(r"(?:https?://|www\.)\S+|[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,12}(?:/\S*)?", re.IGNORECASE)
_PHONE = re.compile(r"(?:tel:)?[+(0-9][0-9 ()/.+-]{5,24}(?:\s?(?:x|ext\.?|#)\s?\d{1,6})?", re.IGNORECASE | re.ASCII)
_MEASURED = re.compile(r"\d{1,6}\.\d{11,}", re.ASCII)
"""A number that was computed: it has more decimals than any telephone has figures."""
FLAGS = frozenset(
    "yes no true false y n t f 1 0 on off x ja nein j oui non si sí sì no sim não nao nee wahr falsch vrai faux".split()
)


@dataclass(frozen=True, slots=True)
class Profile:
    """What one column holds. `distinct` is exact up to `KNOWN`, beyond it an estimate within one in a hundred.

    The shares are of the filled cells that mean something; `noise` are those that do not.
    """

    name: str
    place: int
    rows: int
    filled: int
    distinct: int
    is_capped: bool
    samples: tuple[str, ...]
    common: tuple[tuple[str, int], ...]
    numbers: Numbers | None
    dates: Dates | None
    mails: float
    phones: float
    links: float
    flags: float
    words: float
    longest: int
    noise: tuple[Noise, ...]
    separator: str = ""

    @property
    def telling(self) -> int:
        """How many cells are filled and mean something."""
        return self.filled - sum(one.count for one in self.noise)

    @property
    def is_unique(self) -> bool:
        """Whether no text stands in two cells, as far as can be told."""
        exact = self.distinct == self.filled
        return self.filled > 0 and (exact or (self.is_capped and self.distinct > 0.98 * self.filled))

    def share(self, count: float) -> float:
        """A number of cells as a share of those that mean something."""
        return count / self.telling if self.telling > 0 else 0.0


@dataclass(frozen=True, slots=True)
class _Shape:
    """What texts have in common that differ in their figures and letters only."""

    kind: str
    separator: str
    numbers: Groups
    dates: tuple[Candidate, ...]


@dataclass(slots=True)
class _Tally:
    """What is gathered of one column."""

    filled: int = 0
    known: Counter[str] = field(default_factory=Counter)
    is_capped: bool = False
    seen: bytearray = field(default_factory=bytearray)
    shapes: dict[str, _Shape] = field(default_factory=dict)
    samples: list[str] = field(default_factory=list)
    numbers: NumberTally = field(default_factory=NumberTally)
    dates: DateTally = field(default_factory=DateTally)
    noise: Counter[tuple[str, str]] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    parted: Counter[str] = field(default_factory=Counter)
    longest: int = 0

    def add(self, cells: Iterable[str]) -> None:
        fresh = Counter(cells)
        fresh.pop("", None)
        if self.is_capped:
            for text, count in fresh.items():
                if text in self.known:
                    self.known[text] += count
                self._look(text, count)
            return
        self.known.update(fresh)
        if len(self.known) > KNOWN:
            self.is_capped = True
            self.seen = bytearray(_BITS // 8)
            for text, count in self.known.items():
                self._look(text, count)

    def end(self) -> None:
        """Looks at the texts that were only counted so far."""
        if not self.is_capped:
            for text, count in self.known.items():
                self._look(text, count)

    def distinct(self) -> int:
        """How many different texts there are, by the share of bits that none of them has set."""
        if not self.is_capped:
            return sum(1 for text in self.known if text.strip())
        free = _BITS - int.from_bytes(self.seen, "little").bit_count()
        return round(-_BITS * math.log(max(free, 1) / _BITS))

    def _look(self, cell: str, count: int) -> None:
        text = cell if isinstance(cell, Canonical) else cell.strip()
        if not text:
            return
        self.filled += count
        self.longest = max(self.longest, len(text))
        if self.is_capped:
            mark = zlib.crc32(text.encode("utf-8", "replace")) & (_BITS - 1)
            self.seen[mark >> 3] |= 1 << (mark & 7)
        if len(self.samples) < SAMPLES and text not in self.samples:
            self.samples.append(text)
        if why := why_nothing(text):
            if len(self.noise) < NOISE or (text, why) in self.noise:
                self.noise[text, why] += count
            return
        shape = self._shape(text)
        if shape.kind:
            self.kinds[shape.kind] += count
        if shape.separator:
            self.parted[shape.separator] += count
        if shape.numbers:
            self.numbers.add(text, count, shape.numbers)
        if shape.dates:
            self.dates.add(text, count, shape.dates)
        if len(text) <= LONGEST_FLAG and text.lower() in FLAGS:
            self.kinds["flags"] += count

    def _shape(self, text: str) -> _Shape:
        """The shape of a text, found out once."""
        form = text.translate(_FORMS) if len(text) <= LONGEST_SHAPE else ""
        if "9" in form and 0 < form.count("a") <= _LONGEST_CODE:
            # USD 29 is an amount, HCl 29 is none.
            form = text.translate(_DIGITS)
        elif not text[0].isalpha() and "a" in form and _SCALED.search(text):
            # 10k is a number, 10x is none.
            form = f"k{form}"
        if text[0] == "0":
            # 0.500 is no number of thousands.
            form = f"0{form}"
        shape = self.shapes.get(form)
        if shape is None:
            shape = _shape(text)
            if len(self.shapes) < SHAPES and form:
                self.shapes[form] = shape
        return shape


def _shape(text: str) -> _Shape:
    """What a text says by its shape alone."""
    separator = next((one for one in SEPARATORS if one in text), "")
    numbers = groups_of(text)
    dates = tuple(candidates(text))
    kind = ""
    if "@" in text and _MAIL.match(text):
        kind = "mails"
    elif (
        not dates
        and len(text) <= LONGEST_SHAPE
        and _PHONE.fullmatch(text)
        and not _MEASURED.fullmatch(text)
        and 7 <= sum(mark.isdigit() for mark in text) <= 17
    ):
        kind = "phones"
    elif "." in text and not numbers and len(text) <= LONGEST_LINK and _LINK.fullmatch(text):
        kind = "links"
    elif not numbers and any(mark.isalpha() for mark in text):
        kind = "words"
    return _Shape(kind, separator, numbers, dates)


def profiles(found: Found, *, rows: int | None = None, told: Callable[[int], None] | None = None) -> list[Profile]:
    """What each column of a table holds. `rows`: only so many; `told` hears how many were read and may raise."""
    return profiles_of(found.read(), rows=rows, told=told)


def profiles_of(table: Table, *, rows: int | None = None, told: Callable[[int], None] | None = None) -> list[Profile]:
    """The same for a table that was opened already."""
    tallies = [_Tally() for _column in table.columns]
    count, source = 0, table.rows()
    if rows is not None:
        source = islice(source, rows)
    while chunk := list(islice(source, CHUNK)):
        count += len(chunk)
        for tally, cells in zip(tallies, zip(*(cells for _line, cells in chunk), strict=True), strict=True):
            tally.add(cells)
        if told is not None:
            told(count)
    return [
        _profile(name, place, count, tally)
        for place, (name, tally) in enumerate(zip(table.columns, tallies, strict=True))
    ]


def _profile(name: str, place: int, rows: int, tally: _Tally) -> Profile:
    tally.end()
    noise = tuple(Noise(value, n, why) for (value, why), n in tally.noise.most_common() if _counts(why, tally))
    telling = max(tally.filled - sum(tally.noise.values()), 1)
    shares = {kind: tally.kinds[kind] / telling for kind in ("mails", "phones", "links", "flags", "words")}
    common = [(text.strip(), n) for text, n in tally.known.most_common(COMMON) if text.strip()]
    return Profile(
        name,
        place,
        rows,
        tally.filled,
        tally.distinct(),
        tally.is_capped,
        tuple(tally.samples),
        tuple(common),
        tally.numbers.numbers(),
        tally.dates.dates(),
        longest=tally.longest,
        noise=noise,
        separator=_separator(tally, telling),
        **shares,
    )


def _counts(why: str, tally: _Tally) -> bool:
    """Whether a kind of noise can be in a column: a strange phone number among amounts is an amount."""
    if why == NO_PHONE:
        return tally.kinds["phones"] > max(tally.filled // 2, tally.numbers.total)
    return why != NO_DAY or sum(tally.noise.values()) < tally.filled


def _separator(tally: _Tally, telling: int) -> str:
    """What parts several values in a cell: a mark that many cells have, around texts that come again."""
    texts = [text for text, _n in tally.known.most_common(COMMON)]
    for separator in SEPARATORS:
        if tally.parted[separator] < max(2, telling * 0.05):
            continue
        parts = [part.strip() for text in texts for part in text.split(separator) if part.strip()]
        if len(set(parts)) < 0.7 * len(parts) or all(_MAIL.fullmatch(part) for part in parts):
            return separator
    return ""


def by_name(columns: Sequence[Profile]) -> dict[str, Profile]:
    """The profiles by the names of their columns."""
    return {one.name: one for one in columns}
