"""Which program wrote a table: the whole row of headings is compared with those of every known source.

A heading weighs the less, the more kinds of files have it: "Email" says little, "Lifecycle Stage" says much. No
heading decides alone, and what was found is said in sentences.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache, lru_cache

from crmdesk.exchange import fitting, presets
from crmdesk.exchange.found import Found
from crmdesk.exchange.near import fold
from crmdesk.exchange.presets import TEXT_FORMS, Heading, Known, known_sources
from crmdesk.exchange.shape import KINDS
from crmdesk.text import _, n_

__all__ = ["Guess", "Known", "known_sources", "recognise", "recognise_all", "without_place"]

LEAST_SCORE = 0.4
"""Below it a table is rather one's own than that of a program."""
LEAST_FOR_PROGRAM = 1.7
LEAST_FOR_FILE = 0.5
"""So much must be found: more than a heading that no other program has, and some that few files of it have."""
LEAST_COVERAGE = 0.1
"""Columns that a file may have besides do not make it that file."""
WHOLE = 0.98
"""A table that has all headings of a source and no other needs no heading that is that source's alone."""
LEAST_WHOLE = 4
NAME_BONUS = 0.05
"""What a file name as the program gives it adds."""
WITHOUT_A_FIELD = 0.75
"""What remains for each field that every record needs and no column gives."""
LEAST_OF_DELIVERY = 2
"""So many tables of one program are its export, and no collection of one's own."""
LEAST_ALONE = 0.6
"""So sure must it be that one table of a delivery is that of a program of which there is no other."""
TABLE_OF_FILE = ": "
"""Stands between the name of a file and that of one of its tables."""
NAMES_SHOWN = 5
KEYS_KEPT = 8192
LONGEST_HEADING = 200
NO_PATTERN = str.maketrans("[]?", "()¿")
"""Marks of patterns that headings hold as marks of their own."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A source that a table may be of, how well it fits (0 to 1), why, and what share of the columns it knows.

    The mappings of `known` are written for the columns of this very table; `known.missing` names the fields that
    every record needs and that no column gives.
    """

    known: Known
    score: float
    reasons: tuple[str, ...]
    explained: float = 1.0


def recognise(found: Found) -> list[Guess]:
    """The sources that the table may be of, the best first; none where it is like no known one."""
    guesses = _guesses(found, known_sources())
    left_out = _guesses(found, presets.without_place()) if guesses else []
    return [one for one in guesses if not left_out or one.score > left_out[0].score]


def without_place(found: Found, delivery: Iterable[tuple[Found, Guess | None]] = ()) -> str:
    """Why a table has no place here, in a sentence; empty for one that may come in.

    It is one that the program exports and crmdesk does not keep, or an unknown one in a delivery of tables that are
    recognised as those of one program, or in a text file of which another table is known.
    """
    if recognise(found):
        return ""
    if guess := _left_out(found):
        text = _("{file} holds {source}, which have no place here; it is left out.")
        return text.format(file=found.name, source=guess.known.title)
    beside = [(other, guess or _left_out(other)) for other, guess in delivery if other is not found]
    programs = Counter(guess.known.program for _other, guess in beside if guess)
    if not programs or (programs.most_common(1)[0][1] < LEAST_OF_DELIVERY and not _has_sibling(found, beside)):
        return ""
    text = _(
        "{file} is not a table of {program} that is known here; it is left out. Bring it in alone to say what it is."
    )
    return text.format(file=found.name, program=programs.most_common(1)[0][0])


def _left_out(found: Found) -> Guess | None:
    """What the table is that crmdesk does not keep."""
    return next(iter(_guesses(found, presets.without_place())), None)


def _has_sibling(found: Found, beside: Iterable[tuple[Found, Guess | None]]) -> bool:
    """Whether another table of the same text file is known."""
    file = found.name.partition(TABLE_OF_FILE)[0]
    siblings = (guess for other, guess in beside if other.name.partition(TABLE_OF_FILE)[0] == file)
    return found.form == "csv" and any(siblings)


def _guesses(found: Found, sources: Iterable[Known]) -> list[Guess]:
    columns = _spelled(found.columns)
    # Patterns are dear where a table is wide: no file is known by them alone.
    like = (
        known
        for known in sources
        if _has_form(known, found) and not _plain_keys()[known.name].isdisjoint(columns.folded)
    )
    guesses = (_judged(known, found, columns) for known in like)
    return sorted((one for one in guesses if one), key=lambda one: (-one.score, one.known.name))


def recognise_all(founds: Iterable[Found]) -> list[tuple[Found, Guess | None]]:
    """The tables of one delivery, each with what it is, in an order in which they can refer to each other.

    Where a table could be of several sources, that of the other tables is taken. Unknown ones come last.
    """
    guessed = [(found, recognise(found)) for found in founds]
    weight = Counter(guesses[0].known.source for _found, guesses in guessed if guesses)
    of_delivery = {source for source, count in weight.items() if count >= LEAST_OF_DELIVERY}
    guessed = [(found, guesses or _by_name(found, of_delivery)) for found, guesses in guessed]

    def best(guesses: list[Guess]) -> Guess | None:
        near = [one for one in guesses if one.score >= guesses[0].score - 2 * NAME_BONUS]
        # What knows every column of the table is it, rather than what knows only some: deals, not their history.
        return max(near, key=lambda one: (weight[one.known.source], one.explained >= WHOLE, one.score), default=None)

    chosen = [(found, best(guesses)) for found, guesses in guessed]
    if sum(guess is None for _found, guess in chosen) >= LEAST_OF_DELIVERY:
        # One table among one's own that is a little like that of a program would lose what refers to it.
        chosen = [(found, guess if guess and not _is_odd(guess, weight) else None) for found, guess in chosen]
    return sorted(chosen, key=lambda pair: _turn(pair[1]))


def _is_odd(guess: Guess, weight: Mapping[str, int]) -> bool:
    """Whether a table is the only one of its program, and not surely."""
    return guess.score < LEAST_ALONE and weight[guess.known.source] < LEAST_OF_DELIVERY


def _by_name(found: Found, sources: Collection[str]) -> list[Guess]:
    """What a table is in a delivery of these programs that has the name of one of theirs and no heading of others.

    By its few headings alone it might be anything: “First Name, Last Name, Email”.
    """
    columns = _spelled(found.columns)
    named = (
        one for one in known_sources() if one.source in sources and _has_form(one, found) and _is_named(one, found)
    )
    guesses = []
    for known in named:
        matches = {heading: hit for heading in known.headings if (hit := _hits(heading, columns))}
        fitted = fitting.fitted(known, {heading.name: hit[0] for heading, hit in matches.items()}, found.columns)
        if fitted and not fitted.missing and {column for hit in matches.values() for column in hit} >= {*found.columns}:
            reasons = _reasons(fitted, len(found.columns), len(found.columns), (), is_named=True)
            guesses.append(Guess(fitted, LEAST_SCORE, reasons))
    return guesses


def _is_named(known: Known, found: Found) -> bool:
    return any(fnmatchcase(found.name.casefold(), pattern) for pattern in known.files)


def _turn(guess: Guess | None) -> tuple[int, int]:
    """Companies go before people, and what refers to a kind behind it."""
    if guess is None:
        return len(KINDS), 0
    order = list(KINDS)
    kinds = [order.index(one.kind) for one in guess.known.mappings if not (one.rows or one.if_new)]
    return min(kinds, default=len(order)), guess.known.turn


def _has_form(known: Known, found: Found) -> bool:
    return found.form in known.forms and known.part in ("", found.part)


@dataclass(frozen=True, slots=True)
class _Spelled:
    """The columns of a table by what is alike in them."""

    columns: tuple[str, ...]
    folded: Mapping[str, str]
    plain: tuple[str, ...]

    def of(self, spelling: str) -> list[str]:
        """The columns that are spelled so."""
        if "*" in spelling:
            form = _plain(spelling)
            return [column for column, plain in zip(self.columns, self.plain, strict=True) if fnmatchcase(plain, form)]
        column = self.folded.get(_key(spelling))
        return [column] if column is not None else []


def _spelled(columns: Sequence[str]) -> _Spelled:
    folded: dict[str, str] = {}
    for column in columns:
        folded.setdefault(_key(column), column)
    return _Spelled(tuple(columns), folded, tuple(_plain(column) for column in columns))


@lru_cache(KEYS_KEPT)
def _key(heading: str) -> str:
    """A heading without case, spaces and punctuation; one of punctuation alone is itself."""
    return fold(heading) or heading.strip()


@lru_cache(KEYS_KEPT)
def _plain(heading: str) -> str:
    return " ".join(heading[:LONGEST_HEADING].casefold().translate(NO_PATTERN).split())


def _judged(known: Known, found: Found, columns: _Spelled) -> Guess | None:
    matches = {heading: hit for heading in known.headings if (hit := _hits(heading, columns))}
    explained = {column for hit in matches.values() for column in hit}
    usual = [heading for heading in known.headings if heading.is_usual]
    coverage = sum(_weight(one) for one in usual if one in matches) / sum(map(_weight, usual))
    share = len(explained) / len(found.columns)
    is_whole = min(coverage, share) >= WHOLE and len(matches) >= LEAST_WHOLE
    if found.form in TEXT_FORMS and (coverage < LEAST_COVERAGE or not (is_whole or _is_telling(matches))):
        return None
    fitted = fitting.fitted(known, {heading.name: hit[0] for heading, hit in matches.items()}, found.columns)
    if fitted is None:
        return None
    is_named = _is_named(known, found)
    score = min(1.0, (coverage + share) / 2 + NAME_BONUS * is_named) * WITHOUT_A_FIELD ** len(fitted.missing)
    if score < LEAST_SCORE:
        return None
    lacking = [heading.name for heading in usual if heading not in matches]
    reasons = _reasons(fitted, len(explained), len(found.columns), lacking, is_named=is_named)
    return Guess(fitted, score, reasons, share)


def _is_telling(matches: Mapping[Heading, Sequence[str]]) -> bool:
    """Whether the headings say more than any table might."""
    kinds, programs = _owners()
    for_file = sum(_said(kinds, heading, column) for heading, hit in matches.items() for column in hit)
    for_program = sum(_said(programs, heading, column) for heading, hit in matches.items() for column in hit)
    return for_file >= LEAST_FOR_FILE and for_program >= LEAST_FOR_PROGRAM


def _hits(heading: Heading, columns: _Spelled) -> list[str]:
    """The columns that a heading is; those that are spelled to the letter first: “Parent ID” is no “Parent.id”."""
    spellings = (heading.name, *heading.spellings)
    found = dict.fromkeys(column for spelling in spellings for column in columns.of(spelling))
    exact: dict[str, int] = {}
    for place, spelling in enumerate(spellings):
        exact.setdefault(_plain(spelling), place)
    return sorted(found, key=lambda column: exact.get(_plain(column), len(spellings)))


@cache
def _owners() -> tuple[Counter[str], Counter[str]]:
    """How many kinds of files have a heading, and how many programs."""
    every = [
        (known.source, key) for known in _all_sources() for key in {k for one in known.headings for k in _keys(one)}
    ]
    return Counter(key for _source, key in every), Counter(key for _source, key in set(every))


def _all_sources() -> list[Known]:
    return [*known_sources(), *presets.without_place()]


@cache
def _keys(heading: Heading) -> frozenset[str]:
    return frozenset(_key(spelling) for spelling in (heading.name, *heading.spellings))


@cache
def _plain_keys() -> dict[str, frozenset[str]]:
    """The headings of each source that are no patterns."""

    def plain(known: Known) -> frozenset[str]:
        spelled = (spelling for one in known.headings for spelling in (one.name, *one.spellings))
        return frozenset(_key(spelling) for spelling in spelled if "*" not in spelling)

    return {known.name: plain(known) for known in _all_sources()}


@cache
def _weight(heading: Heading) -> float:
    """How much a heading says for a kind of file."""
    return 1 / max(_owners()[0][key] for key in _keys(heading))


def _said(owners: Counter[str], heading: Heading, column: str) -> float:
    """How much it says that a column is spelled as it is; one that a pattern finds says what the heading says."""
    return 1 / (owners[_key(column)] or max(owners[key] for key in _keys(heading)))


def _reasons(known: Known, hits: int, of: int, lacking: Sequence[str], *, is_named: bool) -> tuple[str, ...]:
    text = n_("{n} of {of} heading is one of {source}.", "{n} of {of} headings are those of {source}.", hits)
    reasons = [text.format(n=hits, of=of, source=known.title)]
    if lacking:
        reasons.append(_not_among_them(lacking))
    if is_named:
        reasons.append(_("The file has a name as this program gives it."))
    return tuple(reasons)


def _not_among_them(lacking: Sequence[str]) -> str:
    names, more = ", ".join(lacking[:NAMES_SHOWN]), len(lacking) - NAMES_SHOWN
    if more <= 0:
        return _("Not among them: {names}.").format(names=names)
    text = n_("Not among them: {names} and {n} other.", "Not among them: {names} and {n} others.", more)
    return text.format(names=names, n=more)
