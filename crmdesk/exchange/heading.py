"""What the heading of a column says, taken apart once for all the fields that it may name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from crmdesk.exchange import field_headings, heading_words, kind_words
from crmdesk.exchange.near import fold

LONGEST_HEADING, MOST_WORDS = 200, 20
"""So many characters and words of a heading are looked at: a whole page can stand where a heading should."""
_NO_SLIPS = frozenset({"contract", "contracts", "contrat", "contacted"})
"""Words of their own that are a letter away from one of a field: a contract is no contact."""
KEPT = 8192
"""So many headings are remembered: those of a few very wide tables."""
SHORTEST_SLIP, ALIKE = 6, 90
"""In words of so many letters a slip of spelling is forgiven: from this likeness (of 100) on they are the same."""
SHORTEST_CUT = 4
"""So many letters an abbreviation has at least: “Prob.”."""
FAINT = 0.85
"""What is left of the score of what is only believed: an “estimated value” is a value where there is no other."""
_CUT = re.compile(r"(?<=[a-z])(?=[A-Z])|[\W_]+")
_BRACKET = re.compile(r"[(\[].*?[)\]]")
_VAGUE = frozenset("name nom nome naam nombre title type art typ tipo by code text person".split())
"""Words that say nothing beside others: a “concept name” is no customer."""
_REFERRED = {"contacts": "contact_id", "deals": "deal_id", "tickets": "ticket_id", "campaigns": "campaign_id"}
_ID_WORDS = frozenset({"id", "uid", "uuid", "guid"})
_OWN_FIELD = "__c"
"""What Salesforce writes behind the name of a field that somebody made: “AccountExtId__c”."""
_ELSEWHERE = frozenset({"ext", "external"})
_ID_ENDS = ("nummer", "nr", "number", "no", "id", "num")


_TEXTS = ("name", "title", "subject", "note", "notes", "comment", "company_name")
"""Fields that a number is not: an “Item #” is no item."""
_NAMES = ("first_name", "middle_name", "last_name", "contact_first", "contact_last")
_OWN_NAMES = ("name", "title", "subject", *_NAMES)
"""Fields that no id is: what a record is called. A “company id” may name a company to those who refer to it."""
_HEADED = (*_TEXTS, *_NAMES, *_REFERRED.values(), "owner_id", "staff_id", "category", "channel", "stage_id")
"""Fields whose heading must be about them in the end: a “contact status” is no contact."""
_REACHED = ("email", "contact_email", "phone", "contact_phone")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A known word in a heading, how much of the heading it is, and whether it is what the heading is about."""

    word: str
    score: float
    is_head: bool


@dataclass(frozen=True, slots=True)
class _Said:
    """A heading by what it may be known by: whole, without brackets, by the known words that stand in it, nearly."""

    whole: str
    bare: str
    parts: tuple[str, ...]
    pieces: tuple[_Piece, ...]
    is_number: bool
    is_blocked: bool
    is_cut_short: bool
    near: tuple[str, ...]


def likeness(heading: str, kind: str, known: dict[str, int], field: str = "") -> tuple[float, int]:
    """How well a heading says a field (0 to 1), and the place of its word among the known ones of the field."""
    said = _said(heading[:LONGEST_HEADING])
    if (said.is_number and field in _TEXTS) or is_of_staff(heading, kind, field):
        return 0.0, 0
    if said.whole in known:
        return 1.0, known[said.whole]
    if said.bare in known:
        return 0.95, known[said.bare]
    rest = _without_kind(said.parts, kind)
    if rest and rest in known and _is_about(said.parts[-1], kind, field):
        return 0.92, known[rest]
    if field == "street" and not heading_words.REGIONS.isdisjoint(said.parts):
        return 0.0, 0
    if field in _OWN_NAMES and len(said.parts) > 1 and said.parts[-1] in _ID_WORDS:
        return 0.0, 0
    pieces = (one for one in said.pieces if one.word in known and (one.is_head or field not in _HEADED))
    best = max(((one.score, -known[one.word]) for one in pieces), default=(0.0, 0))
    if best[0]:
        return best[0], -best[1]
    if said.is_cut_short:
        ranks = [rank for word, rank in known.items() if word.startswith(said.whole)]
        return (0.75, min(ranks)) if ranks else (0.0, 0)
    if said.is_blocked:
        return 0.0, 0
    return next(((0.7, list(known).index(word)) for word in said.near if word in known), (0.0, 0))


def _is_about(last: str, kind: str, field: str) -> bool:
    """Whether a heading that ends so can be about the field: a “company id” names no company."""
    if field in _TEXTS and last in heading_words.ID:
        return False
    return field not in _HEADED or last not in kind_words.TOKENS.get(kind, ()) or last in heading_words.TRAILING


@lru_cache(KEPT)
def is_of_staff(heading: str, kind: str, field: str) -> bool:
    """Whether an address or a number is that of somebody who works here: “Owner email”."""
    return field in _REACHED and kind != "staff" and not heading_words.STAFF.isdisjoint(tokens(heading))


@lru_cache(KEPT)
def _said(heading: str) -> _Said:
    bare = _BRACKET.sub("", heading)
    parts = tuple(filter(None, map(fold, _CUT.split(bare))))
    whole = fold(heading)
    return _Said(
        whole,
        fold(bare),
        parts,
        tuple(_pieces(parts)),
        is_number=heading.rstrip().endswith("#"),
        is_blocked=not heading_words.BLOCKING.isdisjoint(parts),
        is_cut_short=heading.rstrip().endswith(".") and len(whole) >= SHORTEST_CUT,
        near=_nearly(whole),
    )


def _pieces(parts: tuple[str, ...]) -> list[_Piece]:
    """The words, and runs of words, that some field is known by, but for those that another word makes something of."""
    found = []
    some, known = parts[:MOST_WORDS], _known_words()
    for start in range(len(some)):
        for end in range(start + 1, len(some) + 1):
            piece, others = "".join(some[start:end]), {*parts[:start], *parts[end:]}
            if len(piece) > 2 and piece in known and piece not in _VAGUE and heading_words.BLOCKING.isdisjoint(others):
                share = (end - start) / len(parts)
                score = 0.55 + 0.35 * share + (0.03 if end == len(parts) else 0)
                faint = 1.0 if heading_words.AHEAD.isdisjoint(others) else FAINT
                found.append(_Piece(piece, score * faint, heading_words.TRAILING.issuperset(parts[end:])))
    return found


@lru_cache(KEPT)
def _without_kind(parts: tuple[str, ...], kind: str) -> str:
    """The words of a heading without those that only say whose field it is, or that it is an id."""
    said = kind_words.TOKENS.get(kind, frozenset()) | heading_words.ID | {"record"}
    return "".join(part for part in parts if part not in said)


def _nearly(folded: str) -> tuple[str, ...]:
    """The known words that a heading is but for a slip of spelling, the likeliest first."""
    from rapidfuzz import fuzz, process

    longest = max(map(len, _long_words()))
    if not SHORTEST_SLIP <= len(folded) <= 2 * longest or folded in _NO_SLIPS:
        return ()
    found = process.extract(folded, _long_words(), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None)
    return tuple(word for word, _score, _place in found)


@cache
def _known_words() -> frozenset[str]:
    return frozenset(word for fields in field_headings.HEADINGS.values() for known in fields.values() for word in known)


@cache
def _long_words() -> tuple[str, ...]:
    """In the order of the fields, so that of two that are as near the same one is found each time."""
    every = (word for fields in field_headings.HEADINGS.values() for known in fields.values() for word in known)
    return tuple(dict.fromkeys(word for word in every if len(word) >= SHORTEST_SLIP))


@lru_cache(KEPT)
def tokens(name: str) -> frozenset[str]:
    """The words of a heading or a file name, folded."""
    return frozenset(fold(part) for part in _CUT.split(name) if part)


@lru_cache(KEPT)
def refers_to(heading: str) -> str:
    """The reference that a heading such as “lead_id” or “Ticket No” is; empty where it is none."""
    named = id_of_what(heading)
    return next((field for kind, field in _REFERRED.items() if named and named in kind_words.NUMBERED[kind]), "")


@lru_cache(KEPT)
def id_of_what(heading: str) -> str | None:
    """What an id is the id of: “lead” of “lead_id”, “kunden” of “Kundennr.”, nothing of “No.”; None if it is no id.

    In some languages the id comes first: “id_cliente”.
    """
    parts = [fold(part) for part in _CUT.split(heading.removesuffix(_OWN_FIELD)) if fold(part)] or [heading.strip()]
    if len(parts) > 1 and parts[-2] in _ELSEWHERE:
        del parts[-2]
    if parts[-1] in heading_words.ID:
        return "".join(parts[:-1])
    known = frozenset().union(*kind_words.NUMBERED.values())
    if parts[0] in _ID_WORDS and "".join(parts[1:]) in known:
        return "".join(parts[1:])
    if len(parts) > 1:
        return None
    stems = (parts[0].removesuffix(end) for end in _ID_ENDS if parts[0].endswith(end))
    return next((stem for stem in stems if stem in known), None)
