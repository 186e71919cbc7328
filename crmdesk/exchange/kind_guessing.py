"""What kind of records the rows of a table are: by the fields that its columns are, its name and its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crmdesk.exchange import field_headings, heading_words, kind_words, value_words
from crmdesk.exchange.guessing import Guessed, assigned, could_be_serial, fit_of
from crmdesk.exchange.heading import id_of_what, likeness, tokens
from crmdesk.exchange.near import fold
from crmdesk.exchange.profile import Profile
from crmdesk.exchange.readers import bank_columns
from crmdesk.text import _

OF_BANKS = 0.3
"""What sales win where a column says what was left on an account: money that came in is what a statement is about."""
OF_DEALS, _PLAINLY = 0.3, 0.6
"""What contacts and sales lose where the columns are those of deals, and how plainly the headings must say so."""
OF_EVENTS = 0.3
"""What a kind loses where the rows are something else: what happened to people who come again and again."""
_SAID = 0.9
"""How sure it is what activities are where the name of their file says so."""
LEAST_AGAIN, AGAIN = 8, 0.6
"""In so many rows, addresses of which no more than this share differ come again."""
_PAID = ("sales", "expenses")
"""They need a day: a table without one is a list of prices."""
_NOT_DEALS = ("contacts", "sales", "expenses")
_OF_STAFF = frozenset({"employee", "staff", "mitarbeiter", "personal", "empleado", "dipendente", "medewerker"})
"""Whose ids those of people who work here are."""
_OF_CUSTOMERS = frozenset("customer customers client clients kunde kunden cliente clientes klant".split())
"""Whose ids stand in rows that tell what happened to a customer: a delivery, a visit."""
_NONE = Guessed("", 0.0, ())


@dataclass(frozen=True, slots=True)
class KindGuess:
    """A kind of record that the rows may be, how sure that is, and the reasons."""

    kind: str
    score: float
    reasons: tuple[str, ...]


def kinds_for(name: str, columns: Sequence[Profile]) -> list[KindGuess]:
    """The kinds of record that the rows of a table may be, the likeliest first."""
    guesses = [_judged(kind, name, columns) for kind in field_headings.HEADINGS]
    return sorted((one for one in guesses if one.score > 0), key=lambda one: -one.score)


_KEYS: dict[str, tuple[tuple[float, str], ...]] = {
    # What makes a table one of that kind: groups of fields, of each of which one should be there, with its weight.
    "staff": ((1, "name first_name last_name"), (1.5, "role started_on left_on"), (0.5, "email")),
    "contacts": (
        (1.5, "name first_name last_name company_name email"),
        (1.5, "email phone street city postcode country website lead_at company_name"),
        (0.5, "first_name last_name channel lead_at owner_id created_at"),
    ),
    "stages": ((1, "name"), (2, "position probability"), (1, "probability")),
    "campaigns": ((2, "name"), (2, "budget started_on"), (1, "channel ended_on")),
    "deals": (
        (2, "stage_id closed_at expected_close_on"),
        (1, "amount title"),
        (1, "opened_at closed_at expected_close_on"),
    ),
    "tickets": ((1, "subject category"), (1, "opened_at"), (2, "priority first_response_at resolved_at")),
    "activities": ((1, "subject body"), (1, "at due_at"), (2, "kind minutes due_at done_at direction")),
    "expenses": ((2, "amount"), (1.5, "spent_on"), (1, "category channel campaign_id")),
    "sales": ((2, "amount"), (1.5, "sold_at"), (0.7, "contact_id contact_email")),
    "surveys": ((2.5, "score"), (1, "answered_at"), (0.5, "comment contact_id contact_email kind")),
}


def _judged(kind: str, name: str, columns: Sequence[Profile]) -> KindGuess:
    fields = assigned(kind, columns)
    found = {one.field: one for one in fields.values()}
    total = sum(weight for weight, _names in _KEYS[kind])
    met = 0.0
    for weight, names in _KEYS[kind]:
        met += weight * max((found[one].score for one in names.split() if one in found), default=0.0)
    if kind == "activities" and met and "kind" not in found and said_kind(name):
        met += 2 * _SAID
    explained = sum(one.score for one in found.values()) / max(min(len(columns), 8), 3)
    score = 0.6 * met / total + 0.2 * min(explained, 1.0)
    reasons = []
    if found:
        named = ", ".join(column for column, one in fields.items() if one.field != "id")
        reasons.append(_("These columns are as they should be: {names}.").format(names=named))
    spoken = kind_words.TOKENS[kind] & tokens(name.rpartition(".")[0] or name)
    if spoken:
        score += 0.2
        reasons.append(_("The file's name says “{word}”.").format(word=min(spoken)))
    elif any(kind_words.TOKENS[kind] & tokens(column.name) for column in columns):
        score += 0.08
    if kind == "sales" and bank_columns.has_balance(columns):
        score += OF_BANKS
    if kind in _NOT_DEALS and _is_of_deals(columns):
        score -= OF_DEALS
    if kind == "contacts" and any(_comes_again(one) for one in columns if fields.get(one.name, _NONE).field == "email"):
        score -= OF_EVENTS
    if kind == "contacts" and any(one.is_unique and id_of_what(one.name) in _OF_STAFF for one in columns):
        score -= OF_EVENTS
    if kind == "stages" and any(not one.is_unique for one in columns if fields.get(one.name, _NONE).field == "name"):
        score -= OF_EVENTS
    if _is_of_another(kind, name, columns):
        score -= OF_EVENTS
    if kind in _PAID and not any(one.dates or _may_be_days(one) for one in columns):
        score /= 2
    return KindGuess(kind, min(score, 1.0) if met else 0.0, tuple(reasons))


def said_kind(name: str) -> str:
    """What the activities of a file are, where its name says so: “calls_2026.csv”."""
    said = (value_words.meaning(("activities", "kind"), word, whole=True) for word in sorted(tokens(name)))
    return next(filter(None, said), "")


def _is_of_another(kind: str, name: str, columns: Sequence[Profile]) -> bool:
    """Whether the rows are numbered as those of another kind, as the name of the file or what they refer to shows."""
    own = [noun for one in columns if _tells_apart(one) and (noun := id_of_what(one.name))][:1]
    if not own or own[0] in kind_words.NUMBERED.get(kind, ()):
        return False
    words = tokens(name.rpartition(".")[0] or name)
    named = any(
        own[0] in kind_words.NUMBERED[other] and words & known
        for other, known in kind_words.TOKENS.items()
        if other != kind
    )
    return named or (kind == "contacts" and any(id_of_what(one.name) in _OF_CUSTOMERS for one in columns))


def _tells_apart(column: Profile) -> bool:
    return column.is_unique and column.filled == column.rows


def _may_be_days(column: Profile) -> bool:
    return bool(could_be_serial(column)) and id_of_what(column.name) is None


def _comes_again(column: Profile) -> bool:
    return column.rows >= LEAST_AGAIN and column.distinct <= AGAIN * column.filled


def _is_of_deals(columns: Sequence[Profile]) -> bool:
    """Whether a table says in which stage something is that is worth money, or when it is to close: deals."""
    said = {
        name
        for column in columns
        for name in ("stage_id", "amount", "expected_close_on")
        if likeness(column.name, "deals", field_headings.HEADINGS["deals"][name], name)[0] >= _PLAINLY
        and fit_of("deals", name, column)[0] > 0
        and not (name == "expected_close_on" and "due" in tokens(column.name))
    }
    has_stage = any(
        fold(column.name) in heading_words.STAGES and fit_of("deals", "stage_id", column)[0] for column in columns
    )
    return "amount" in said and (has_stage or {"stage_id", "expected_close_on"} <= said)
