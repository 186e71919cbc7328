"""Which field a column is: by headings in seven languages and by contents.

A heading alone is not believed: what should be a date must hold dates. Each guess has a score from 0 to 1 and says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crmdesk.exchange import beside, field_headings, heading_words, kind_words, value_words
from crmdesk.exchange.heading import id_of_what, is_of_staff, likeness, refers_to, tokens
from crmdesk.exchange.near import fold
from crmdesk.exchange.profile import Profile
from crmdesk.exchange.readers import bank_columns
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
LEAST = 0.45
"""A guess below it is none."""
_DATES = ("date", "moment")
_WITH_CHANNEL = ("expenses", "campaigns")
_WITH_MONEY = ("deals", "sales", "expenses", "campaigns")
_REFERENCES = ("contact_id", "owner_id", "staff_id", "campaign_id", "company_name", "deal_id", "ticket_id")
_POSTAL = frozenset({"postal", "zip", "post", "postcode"})
"""What has a code that tells no record from others."""
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


def fields_for(kind: str, column: Profile) -> list[Guessed]:
    """The fields of that kind that a column may be, the likeliest first."""
    found = []
    for name, headings in field_headings.HEADINGS.get(kind, {}).items():
        said, rank = likeness(column.name, kind, headings, name)
        is_referred, may_be_channel = refers_to(column.name) == name, name == "channel" and kind in _WITH_CHANNEL
        if not (said or is_referred or may_be_channel or name in _SPEAKING):
            continue
        fit, why = fit_of(kind, name, column)
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


def _names_currencies(column: Profile) -> bool:
    """Whether a column names the currencies of amounts: “Currency”, “value_currency”."""
    if column.longest > LONGEST_CURRENCY or heading_words.FOREIGN & tokens(column.name):
        return False
    are_codes = bool(column.common) and all(text in heading_words.CURRENCY_CODES for text, _n in column.common)
    return fold(column.name) in heading_words.CURRENCIES or are_codes


def _speaks(column: Profile) -> bool:
    """Whether contents may say more than the heading: bare figures are no phone numbers, a fax is none either."""
    is_other = (heading_words.BLOCKING | heading_words.PICTURED) & tokens(column.name) or id_of_what(column.name)
    return not is_other and (column.numbers is None or column.share(column.numbers.count) < 0.5)


def _is_id(kind: str, column: Profile) -> bool:
    """Whether a column tells the records apart: no cell is empty, none comes again, and the heading says it."""
    if not column.is_unique or column.filled < column.rows or column.longest > 200:
        return False
    named = "" if fold(column.name) == "respnum" else id_of_what(column.name)
    is_person = named in field_headings.PEOPLE and kind != "staff" and named not in _OF_SALES
    if kind == "contacts" and is_person:
        is_person = bool(_text_fit("owner_id", column))
    if named is None or named in _POSTAL or is_person:
        return False
    is_of_another = any(named in stems for other, stems in kind_words.NUMBERED.items() if other != kind)
    return named in kind_words.NUMBERED.get(kind, ()) or not is_of_another or kind in ("sales", "expenses")


def fit_of(kind: str, name: str, column: Profile) -> tuple[float, list[str]]:
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
