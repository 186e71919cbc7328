"""Names that are spelled in two ways: "GTXPro" finds "GTX Pro", when exactly one name can be meant."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from crmdesk.exchange import limits
from crmdesk.text import _, n_

LETTERS_PER_TYPO = 8
"""A name of so many letters may hold one slip, one twice as long two: short names are too alike."""
MOST_TYPOS = 2
LIKELY = 70
"""From this likeness (of 100) on, a word in a mapping file is named as the one that was probably meant."""


def fold(text: str) -> str:
    """A name without case, accents, spaces and punctuation."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(mark for mark in plain if mark.isalnum())


def folded(words: str) -> frozenset[str]:
    """Words that stand between bars, each folded."""
    return frozenset(map(fold, words.split("|")))


def suggestion(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant, or nothing."""
    from rapidfuzz import fuzz, process

    nearest = process.extractOne(word, list(known), scorer=fuzz.ratio, processor=fold, score_cutoff=LIKELY)
    return nearest[0] if nearest else ""


class Names:
    """Known names, each with what it stands for (its id), and a count of those found though spelled otherwise.

    The names are asked for when the first one is looked up, so that records made just before are among them. What
    stands behind the mark `own` is an id of that record, whatever else is called so.
    """

    def __init__(self, known: Callable[[], Iterable[tuple[str, str]]], *, typos: bool = False, own: str = "") -> None:
        self.repaired: Counter[tuple[str, str]] = Counter()
        self._known = known
        self._typos = typos
        self._mark = own
        self._own: dict[str, str] = {}
        self._names: dict[str, set[str]] = {}
        self._folded: dict[str, set[str]] = {}
        self._shown: dict[str, str] = {}
        self._found: dict[str, str | None] = {}
        self._searches_left = limits.SLIP_SEARCHES

    def find(self, text: str) -> str | None:
        """What a text stands for: an id, a name, or another spelling of one. None if that is not clear."""
        if not self._shown:
            self._learn()
        if text in self._own:
            return self._own[text]
        if text not in self._found:
            self._found[text] = self._search(text)
        key = self._found[text]
        if key is not None and text != key and key not in self._names.get(text, ()):
            self.repaired[text, self._shown[key]] += 1
        return key

    def notices(self, name: str) -> list[str]:
        """One sentence for each spelling that was put right."""
        sentences = []
        for (text, shown), count in self.repaired.items():
            sentence = n_(
                "{file}: “{text}” was taken as “{name}” ({n} row).",
                "{file}: “{text}” was taken as “{name}” ({n} rows).",
                count,
            )
            sentences.append(sentence.format(file=name, text=text, name=shown, n=count))
        if self._typos and not self._searches_left:
            sentence = _("{file}: after {n} unknown names no more misspellings were looked for.")
            sentences.append(sentence.format(file=name, n=limits.SLIP_SEARCHES))
        return sentences

    def _learn(self) -> None:
        for key, name in self._known():
            self._shown.setdefault(key, name or key)
            if self._mark and key.startswith(self._mark):
                self._own[key.removeprefix(self._mark)] = key
            self._names.setdefault(name, set()).add(key)
            for form in {fold(name), fold(key)} - {""}:
                self._folded.setdefault(form, set()).add(key)

    def _search(self, text: str) -> str | None:
        if text in self._shown:
            return text
        for found in (self._names.get(text, set()), self._folded.get(fold(text), set())):
            if found:
                return next(iter(found)) if len(found) == 1 else None
        return self._with_slips(fold(text)) if self._typos else None

    def _with_slips(self, folded: str) -> str | None:
        allowed = min(len(folded) // LETTERS_PER_TYPO, MOST_TYPOS)
        if not allowed or not self._searches_left:
            return None
        from rapidfuzz.distance import DamerauLevenshtein

        self._searches_left -= 1
        digits = _digits(folded)
        best: dict[int, set[str]] = {}
        for form, keys in self._folded.items():
            # "Value 1" and "Value 11" differ in no slip: a number is exact or it is another one.
            if abs(len(form) - len(folded)) <= allowed and _digits(form) == digits:
                distance = DamerauLevenshtein.distance(form, folded, score_cutoff=allowed)
                if distance <= allowed:
                    best.setdefault(distance, set()).update(keys)
        nearest = best[min(best)] if best else set()
        return next(iter(nearest)) if len(nearest) == 1 else None


def _digits(text: str) -> Sequence[str]:
    return [mark for mark in text if mark.isdigit()]


def unknown_name(what: str, word: str, known: Iterable[str]) -> str:
    """The sentence for a word that is none of the known ones, with the nearest of them."""
    names = list(known)
    if meant := suggestion(word, names):
        return _("{what} has no “{word}”; did you mean “{name}”?").format(what=what, word=word, name=meant)
    return _("{what} has no “{word}”; there is: {names}.").format(
        what=what, word=word, names=", ".join(names[:30]) + ("…" if len(names) > 30 else "")
    )
