"""By what a person is known in texts: names, addresses, numbers, in the ways in which people write them.

What is looked for and what is taken out of texts for good is decided here alone.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crmdesk.domain.fold import fold
from crmdesk.store.file import Workspace
from crmdesk.store.phone import country_of, significant
from crmdesk.text import _

Values = Mapping[str, Any]
# The columns of a contact, and of somebody of the team, by which one is known.
IDENTITY = ("name", "email", "phone", "website", "street")
# Shorter ones stand in texts that mean something else.
_LEAST_DIGITS, _LEAST_LETTERS, _LEAST_WORD = 6, 6, 4
_JOINT = r"[\s._,\-\u00a0]+"
_GAP = r"[\s()/.\-\u00a0]{0,3}"
_BEGIN, _END = r"(?<![^\W_])", r"(?:['’]?s)?(?![^\W_])"
_MAIL = re.compile(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+\.[^\s@<>,;:\"]+")
_NUMBER = re.compile(r"\+?[\d ()/.\-\u00a0]{6,40}")
_NOT_DIGITS = re.compile(r"\D+")


@dataclass(frozen=True, slots=True)
class Traces:
    """The traces of a person. `anchors` are words of which each text with a trace has one, or one of the `digits`."""

    pattern: re.Pattern[str]
    anchors: tuple[str, ...] = ()
    digits: tuple[str, ...] = ()
    # Whole names, which a narrow column of a page may have cut short.
    names: tuple[str, ...] = ()

    def may_be_in(self, text: object) -> bool:
        """Quickly, for texts by the million: False is certain."""
        if not isinstance(text, str):
            return False
        folded = text.casefold()
        if any(anchor in folded for anchor in self.anchors):
            return True
        if not self.digits:
            return False
        digits = _NOT_DIGITS.sub("", text)
        return any(number in digits for number in self.digits)

    def first_in(self, text: str) -> re.Match[str] | None:
        """The first trace in a text."""
        return self.pattern.search(text) if self.may_be_in(text) else None

    def is_in_print(self, text: str) -> bool:
        """Whether a page has a trace, or the beginning of a name that ends in …"""
        cut = (f"{name[:length]}…" for name in self.names for length in range(_LEAST_LETTERS, len(name)))
        plain = " ".join(text.split()).casefold()
        return self.first_in(text) is not None or any(one in plain for one in cut)

    def without(self, text: str) -> str:
        """The text with a mark in the place of each trace; within JSON in each of its texts."""
        if not self.may_be_in(text):
            return text
        if text[:1] in ("{", "[", '"'):
            try:
                found = json.loads(text)
            except (ValueError, RecursionError):
                return self._without(text)
            cleaned = self.cleaned(found)
            return text if cleaned == found else json.dumps(cleaned, ensure_ascii=False)
        return self._without(text)

    def cleaned(self, value: Any) -> Any:
        """The same for anything that JSON can say."""
        if isinstance(value, str):
            return self.without(value)
        if isinstance(value, Mapping):
            return {self._without(key): self.cleaned(one) for key, one in value.items()}
        return [self.cleaned(one) for one in value] if isinstance(value, list) else value

    def _without(self, text: str) -> str:
        return self.pattern.sub(_("[erased]"), text)


NOTHING = Traces(re.compile(r"(?!)"))


def traces_of(
    workspace: Workspace, people: Sequence[int], known: Iterable[Values], also: Sequence[str] = ()
) -> tuple[Traces, list[str]]:
    """The traces of contacts by all that they were ever called (`known`), and `also` by these words.

    Also answers what is left out because somebody else is known by it too.
    """
    country, shared = country_of(workspace), list[str]()
    others = _Others(workspace, people, country)
    patterns, anchors, digits, names = list[str](), list[str](), list[str](), list[str]()
    for column, text in dict.fromkeys(_known(known)):
        if others.have(column, text):
            shared.append(text)
        elif column == "phone":
            if len(number := significant(text, country)) >= _LEAST_DIGITS:
                digits.append(number)
                patterns.append(_phone(number))
        elif made := _written(column, text):
            patterns += made
            anchors.append(_anchor(text))
            names += [text.casefold()] if column == "name" else []
    for word in (one.strip() for one in also):
        if word:
            patterns += _spellings(word)
            anchors.append(_anchor(word))
    if not patterns:
        return NOTHING, shared
    # Longer ones first: of two that begin alike the whole is taken out.
    pattern = re.compile("|".join(sorted(set(patterns), key=len, reverse=True)), re.IGNORECASE)
    found = Traces(pattern, _forms(anchors), tuple(dict.fromkeys(digits)), tuple(dict.fromkeys(names)))
    return found, shared


def _forms(anchors: Iterable[str]) -> tuple[str, ...]:
    """Anchors in the forms in which Unicode knows their letters."""
    forms = (form for one in anchors for form in (one, _plain(one), unicodedata.normalize("NFD", one)))
    return tuple(dict.fromkeys(forms))


def words_of_names(workspace: Workspace, people: Sequence[int], known: Iterable[Values]) -> list[str]:
    """The single words of a person's names that nobody else's name has: alone they may mean the person, or not."""
    others = _Others(workspace, people, country_of(workspace)).words
    names = (text for column, text in _known(known) if column == "name")
    words = dict.fromkeys(word for name in names for word in name.split() if len(word) >= _LEAST_WORD)
    return [word for word in words if fold(word) not in others]


def traces_of_word(word: str) -> Traces:
    """The traces of one word alone."""
    return Traces(re.compile("|".join(_spellings(word)), re.IGNORECASE), _forms([_anchor(word)]))


def _known(known: Iterable[Values]) -> Iterator[tuple[str, str]]:
    """What a person is known by: column and text."""
    for values in known:
        for column in IDENTITY:
            if text := " ".join(str(values.get(column) or "").split()):
                yield column, text
        yield from _in_custom(values.get("custom"))


def _in_custom(custom: Any) -> Iterator[tuple[str, str]]:
    """Second addresses and numbers, and what looks like a number of an account or a passport."""
    found = json.loads(custom) if isinstance(custom, str) else {}
    for value in (str(one).strip() for one in found.values()):
        if _MAIL.fullmatch(value):
            yield "email", value
        elif _NUMBER.fullmatch(value) and len(_NOT_DIGITS.sub("", value)) > _LEAST_DIGITS:
            yield "phone", value
        elif len(value) > 7 and not any(map(str.isspace, value)) and any(map(str.isdigit, value)):
            yield "number", value


class _Others:
    """What everybody else is known by: that is no trace of one person alone."""

    def __init__(self, workspace: Workspace, people: Sequence[int], country: str) -> None:
        rows = workspace.rows(
            f"SELECT {', '.join(IDENTITY)} FROM contact WHERE id NOT IN (SELECT value FROM json_each(?))"
            " UNION SELECT name, email, NULL, NULL, NULL FROM staff",
            (json.dumps(list(people)),),
        )
        self._country = country
        self.words = {word for row in rows for word in fold(row[0] or "").split()}
        self._folded = {column: {fold(row[place] or "") for row in rows} for place, column in enumerate(IDENTITY)}
        self._digits = {_NOT_DIGITS.sub("", row[2])[-8:] for row in rows if row[2]}

    def have(self, column: str, text: str) -> bool:
        if column == "phone":
            return significant(text, self._country)[-8:] in self._digits
        return fold(text) in self._folded.get(column, ())


def _written(column: str, text: str) -> list[str]:
    """How a text stands in other texts; nothing where it says too little to be a trace."""
    match column:
        case "name":
            return _name(text.split())
        case "email":
            return [rf"(?<![\w.+\-]){re.escape(text)}(?![\w\-])"] if "@" in text else []
        case "website":
            bare = re.sub(r"^\w+://(www\.)?|/+$", "", text)
            return [rf"(?:[a-z]{{2,6}}://)?(?:www\.)?{re.escape(bare)}/?"] if len(bare) >= _LEAST_LETTERS else []
        case "street":
            says_enough = len(text) > _LEAST_LETTERS and any(map(str.isdigit, text)) and any(map(str.isalpha, text))
            return _spellings(text) if says_enough else []
        case _:
            return _spellings(text)


def _name(words: Sequence[str]) -> list[str]:
    """A name of several words: as it is spoken, the last word first, without what stands in between."""
    if len(words) < 2:
        return []
    ways = {tuple(words), (words[-1], *words[:-1]), (words[0], words[-1]), (words[-1], words[0])}
    return [pattern for way in sorted(ways) for pattern in _spellings(" ".join(way))]


def _spellings(text: str) -> list[str]:
    """Patterns for a text in the forms in which Unicode knows its letters, and without their accents."""
    forms = {text, *(unicodedata.normalize(form, text) for form in ("NFC", "NFD")), _plain(text)}
    parts = ([re.escape(part) for part in re.split(r"[\s,\-]+", form) if part] for form in sorted(forms))
    return [_BEGIN + _JOINT.join(some) + _END for some in parts if some]


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(letter for letter in apart if not unicodedata.combining(letter)))


def _phone(digits: str) -> str:
    """A telephone number, whatever stands between its digits, with the country or a zero before it or without."""
    return rf"(?<!\d)(?:(?:\+|00)\d{{1,3}}{_GAP}|\(?0)?{_GAP}{_GAP.join(digits)}(?!\d)"


def _anchor(text: str) -> str:
    """The longest word, without which the whole is not there."""
    return max(re.split(r"[\W_]+", text.casefold()), key=len)
