"""Which field a column is, and which kind of record a table holds: by headings in seven languages and by contents.

A heading alone is not believed: what should be a date must hold dates. Each guess has a score from 0 to 1 and says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crmdesk.exchange import bank_columns, beside, field_headings, heading_words, kind_words, value_words
from crmdesk.exchange.heading import id_of_what, is_of_staff, likeness, refers_to, tokens
from crmdesk.exchange.near import fold
from crmdesk.exchange.profile import Profile
from crmdesk.exchange.shape import KINDS
from crmdesk.text import _

SEVERAL = frozenset("email phone street notes tags note body contact_email contact_phone owner_id".split())
_SEVERAL_OF = {"deals": frozenset({"amount", "closed_at"}), "surveys": frozenset({"score"})}
"""Fields that several columns may give: the first filled one counts."""
FEW = 20
"""From more rows on, people of the team come again and again."""
LONGEST_CURRENCY = 4
MAILS = 0.8
"""From this share on the cells of a column are addresses."""
OF_BANKS = 0.3
"""What sales win where a column says what was left on an account: money that came in is what a statement is about."""
OF_DEALS, _PLAINLY = 0.3, 0.6
"""What contacts and sales lose where the columns are those of deals, and how plainly the headings must say so."""
OF_EVENTS = 0.3
"""What contacts lose where the same people come again and again: it is what happened to them."""
LEAST_AGAIN, AGAIN = 8, 0.6
"""In so many rows, addresses of which no more than this share differ come again."""
_PAID = ("sales", "expenses")
"""They need a day: a table without one is a list of prices."""
_NOT_DEALS = ("contacts", "sales", "expenses")
LEAST = 0.45
"""A guess below it is none."""
_DATES = ("date", "moment")
_WITH_CHANNEL = ("expenses", "campaigns")
_WITH_MONEY = ("deals", "sales", "expenses", "campaigns")
_REFERENCES = ("contact_id", "owner_id", "staff_id", "campaign_id", "company_name", "deal_id", "ticket_id")
_POSTAL = frozenset({"postal", "zip", "post", "postcode"})
"""What has a code that tells no record from others."""
_OF_STAFF = frozenset({"employee", "staff", "mitarbeiter", "personal", "empleado", "dipendente", "medewerker"})
"""Whose ids those of people who work here are."""
_OF_SALES = ("sale", "sales")
"""What is the id of a sale, though “sales” alone may be who sold."""
_SPEAKING = ("email", "contact_email", "phone", "contact_phone", "website")
"""Fields whose contents say enough, whatever the heading."""
_TEXTUAL = ("name", "first_name", "last_name", "middle_name", "title", "subject", "city", "street", "channel")


@dataclass(frozen=True, slots=True)
class Guessed:
    """A field that a column may be, how sure that is, and the reasons."""

    field: str
    score: float
    why: tuple[str, ...]
    rank: int = 0


@dataclass(frozen=True, slots=True)
class KindGuess:
    """A kind of record that the rows may be, how sure that is, and the reasons."""

    kind: str
    score: float
    reasons: tuple[str, ...]


_NONE = Guessed("", 0.0, ())


def fields_for(kind: str, column: Profile) -> list[Guessed]:
    """The fields of that kind that a column may be, the likeliest first."""
    found = []
    for name, headings in field_headings.HEADINGS.get(kind, {}).items():
        said, rank = likeness(column.name, kind, headings, name)
        is_referred, may_be_channel = refers_to(column.name) == name, name == "channel" and kind in _WITH_CHANNEL
        if not (said or is_referred or may_be_channel or name in _SPEAKING):
            continue
        fit, why = _content(kind, name, column)
        if said and fit:
            reasons = (_("The heading “{name}” says so.").format(name=column.name), *why)
            found.append(Guessed(name, said * fit, reasons, rank))
        elif may_be_channel and _are_channels(column):
            found.append(Guessed(name, 0.9, (_("Its cells are names of channels."),), 1000))
        elif name in _SPEAKING and fit >= 1 and why and _speaks(column) and not is_of_staff(column.name, kind, name):
            found.append(Guessed(name, 0.6, tuple(why), 1000))
        elif is_referred and fit:
            reasons = (_("The heading “{name}” says so.").format(name=column.name),)
            found.append(Guessed(name, 0.75, reasons, 1000))
    if kind in _WITH_MONEY and _names_currencies(column):
        found.append(Guessed("currency", 0.95, (_("The heading “{name}” says so.").format(name=column.name),)))
    if _is_id(kind, column):
        found.append(Guessed("id", 0.97, (_("Each of its cells is filled and different."),)))
    if fold(column.name) in heading_words.TIMES:
        found.append(Guessed("time", 0.9, (_("The heading “{name}” says so.").format(name=column.name),)))
    return sorted((one for one in found if one.score >= LEAST), key=lambda one: (-one.score, one.rank))


def assigned(kind: str, columns: Sequence[Profile]) -> dict[str, Guessed]:
    """The likeliest field of each column, by the column's name; each field once unless several may give it."""
    offers = [(one, column) for column in columns for one in fields_for(kind, column)]
    offers.sort(key=lambda pair: (not pair[1].filled, -round(pair[0].score, 2), pair[0].rank, pair[1].place))
    several = SEVERAL | _SEVERAL_OF.get(kind, frozenset())
    taken: dict[str, Guessed] = {}
    used: set[str] = set()
    for one, column in offers:
        if column.name in taken or (one.field in used and one.field not in several):
            continue
        taken[column.name] = one
        used.add(one.field)
    return beside.settled(kind, columns, taken)


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
    if kind in _PAID and not any(one.dates or _may_be_days(one) for one in columns):
        score /= 2
    return KindGuess(kind, min(score, 1.0) if met else 0.0, tuple(reasons))


def _may_be_days(column: Profile) -> bool:
    return bool(could_be_serial(column)) and id_of_what(column.name) is None


def _comes_again(column: Profile) -> bool:
    return column.rows >= LEAST_AGAIN and column.distinct <= AGAIN * column.filled


def _names_currencies(column: Profile) -> bool:
    """Whether a column names the currencies of amounts: “Currency”, “value_currency”."""
    if column.longest > LONGEST_CURRENCY or heading_words.FOREIGN & tokens(column.name):
        return False
    are_codes = bool(column.common) and all(text in heading_words.CURRENCY_CODES for text, _n in column.common)
    return fold(column.name) in heading_words.CURRENCIES or are_codes


def _is_of_deals(columns: Sequence[Profile]) -> bool:
    """Whether a table says in which stage something is that is worth money, or when it is to close: deals."""
    said = {
        name
        for column in columns
        for name in ("stage_id", "amount", "expected_close_on")
        if likeness(column.name, "deals", field_headings.HEADINGS["deals"][name], name)[0] >= _PLAINLY
        and _content("deals", name, column)[0] > 0
        and not (name == "expected_close_on" and "due" in tokens(column.name))
    }
    has_stage = any(
        fold(column.name) in heading_words.STAGES and _content("deals", "stage_id", column)[0] for column in columns
    )
    return "amount" in said and (has_stage or {"stage_id", "expected_close_on"} <= said)


def _speaks(column: Profile) -> bool:
    """Whether contents may say more than the heading: bare figures are no phone numbers, a fax is none either."""
    is_other = (heading_words.BLOCKING | heading_words.PICTURED) & tokens(column.name) or id_of_what(column.name)
    return not is_other and (column.numbers is None or column.share(column.numbers.count) < 0.5)


def _is_id(kind: str, column: Profile) -> bool:
    """Whether a column tells the records apart: no cell is empty, none comes again, and the heading says it."""
    if not column.is_unique or column.filled < column.rows or column.longest > 200:
        return False
    named = "" if fold(column.name) == "respnum" else id_of_what(column.name)
    is_person = named in field_headings.PEOPLE and kind != "staff" and _text_fit("owner_id", column)
    if named is None or named in _POSTAL or is_person:
        return False
    is_of_another = any(named in stems for other, stems in kind_words.NUMBERED.items() if other != kind)
    return named in kind_words.NUMBERED.get(kind, ()) or not is_of_another or kind in ("sales", "expenses")


def _content(kind: str, name: str, column: Profile) -> tuple[float, list[str]]:
    """How well the cells of a column fit a field: 1 fits, 0 does not; with what speaks for it."""
    if column.telling <= 0:
        return 0.8, []
    plain = KINDS[kind].get(name)
    holds = plain.holds if plain else "text"
    share = 1.0
    why: list[str] = []
    if holds in _DATES:
        share = column.share(column.dates.count) if column.dates else 0.0
        if share < 0.5 and column.numbers and could_be_serial(column):
            share = 0.9
        why = [_("Its cells are dates.")] if share >= 0.5 else []
    elif holds in ("money", "number"):
        share = column.share(column.numbers.count) if column.numbers else 0.0
        if column.dates and column.share(column.dates.count) > 0.9:
            share *= 0.3
        why = [_("Its cells are numbers.")] if share >= 0.5 else []
    elif name in ("email", "contact_email"):
        share = column.mails
        why = [_("Its cells are e-mail addresses.")] if share >= 0.5 else []
    elif name in ("phone", "contact_phone"):
        share = column.phones
        why = [_("Its cells are phone numbers.")] if share >= 0.5 else []
    elif name == "website":
        share = column.links
        why = [_("Its cells are web addresses.")] if share >= 0.5 else []
    elif (kind, name) in value_words.WORDS or name == "stage_id":
        share = _choice_fit(kind, name, column)
    elif name in _TEXTUAL or name in _REFERENCES:
        share = _text_fit(name, column)
    if name in ("first_name", "last_name", "name") and column.flags > 0.8:
        share = 0.0
    return (1.0 if share >= 0.6 else share / 0.6 if share >= 0.25 else 0.0), why


def _choice_fit(kind: str, name: str, column: Profile) -> float:
    """A field of few words: the column has few, or known ones."""
    target = ("stages", "kind") if name == "stage_id" else (kind, name)
    known: float = sum(n for text, n in column.common if value_words.meaning(target, text))
    if name == "stage_id":
        is_short = column.distinct <= 40 and column.words >= 0.6 and column.longest <= 60
        return 1.0 if is_short else 0.0
    if (kind, name) == ("expenses", "category") and _are_channels(column):
        known /= 2
    if (kind, name) == ("contacts", "kind") and not known:
        # Any list has a “type”: that of customers says nothing of people and companies.
        return 0.0
    return max(column.share(known), 0.3 if column.distinct <= 12 and column.words > 0.6 else 0.0)


def _are_channels(column: Profile) -> bool:
    """Whether most cells of a column name channels: “social”, “search”, “e-mail”."""
    return column.share(sum(n for text, n in column.common if fold(text) in value_words.CHANNELS)) > 0.5


def _text_fit(name: str, column: Profile) -> float:
    if column.dates and column.share(column.dates.count) > 0.8 and column.dates.readings[0] != ("%Y%m%d",):
        return 0.0
    if name in ("name", "first_name", "last_name", "middle_name", "city", "channel", "title", "subject"):
        return max(column.words, 0.26 if name in ("name", "title", "subject") else 0.0)
    if name == "street":
        return 1.0 if fold(column.name) in heading_words.HOUSE_NUMBERS else max(column.words, 0.0)
    if column.flags > 0.8 or bank_columns.are_accounts(column):
        return 0.0
    if name in ("owner_id", "staff_id") and id_of_what(column.name) in _OF_SALES:
        return 0.0
    if name in ("owner_id", "staff_id") and column.rows > FEW and column.distinct > 0.5 * column.filled:
        return 0.0
    are_figures = column.numbers is not None and column.share(column.numbers.count) > 0.8
    if are_figures and name in ("owner_id", "staff_id", "company_name") and fold(column.name)[-2:] != "id":
        return 0.0
    if name == "contact_id" and column.mails >= MAILS:
        # An address is more than a name: the contact has it too.
        return 0.3
    return 1.0 if column.mails < 0.5 or name == "contact_id" else 0.5


def could_be_serial(column: Profile) -> str:
    """The form of dates that are written as a bare count: a spreadsheet's days, or seconds since 1970; or nothing."""
    numbers = column.numbers
    if numbers is None or column.share(numbers.count) < 0.9:
        return ""
    if numbers.least >= 10_000 and numbers.most <= 80_000:
        return "excel"
    if numbers.least >= 3e8 and numbers.most <= 4e9:
        return "epoch"
    if numbers.least >= 3e11 and numbers.most <= 4e12:
        return "epoch_ms"
    return ""


def is_company_heading(heading: str) -> bool:
    """Whether a heading says that the names below it are those of companies."""
    return likeness(heading, "contacts", field_headings.HEADINGS["contacts"]["company_name"])[0] >= 0.8


KINDS_OF_FILES = tuple(field_headings.HEADINGS)
"""The kinds of record that a file may be about."""


def fields_in(kind: str) -> list[str]:
    """The fields, and the parts of fields, that a column of that kind may be."""
    own = [name for name in KINDS[kind] if name != "company_id"]
    parts = [name for name in field_headings.HEADINGS.get(kind, {}) if name not in KINDS[kind]]
    return [*own, *parts, "time", *(["currency"] if kind in _WITH_MONEY else [])]
