"""How the cells of a column are read for its field: numbers, dates, several values; asked where it can be otherwise."""

from __future__ import annotations

import re
from dataclasses import replace

from crmdesk.domain import countries
from crmdesk.domain.calendar import parse_day
from crmdesk.domain.wording import date_text, number_text
from crmdesk.exchange import cell, guessing
from crmdesk.exchange.dateform import ANY_YEAR, OF_YEAR
from crmdesk.exchange.drafts.parts import ColumnDraft, Draft, holds
from crmdesk.exchange.near import fold
from crmdesk.exchange.profile_dates import Dates
from crmdesk.exchange.questions import Option, Question
from crmdesk.exchange.rules import ISO, FieldRule, NumberRule
from crmdesk.exchange.tidy import EMAIL, PHONE
from crmdesk.text import _

_COUNTED_IN = re.compile(
    r"(?<![\w.,])(?:(k[€$£]|[€$£]k|k(?:eur|usd|gbp|chf)?|t(?:eur|usd|gbp|chf|[€$£])|tsd\.?|thousands?|'?000s?)"
    r"|(m[€$£]|[€$£]m|meur|mio\.?|millions?))(?![\w])",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
UTC_WORDS = ("utc", "gmt")
MOSTLY = 0.8
"""So many rows must name a country for it to be that of all."""
_TIDIED = {"email": EMAIL, "contact_email": EMAIL, "phone": PHONE, "contact_phone": PHONE}


def rule_of(draft: Draft, column: ColumnDraft, name: str, kind: str = "") -> FieldRule:
    """How a column is read as that field."""
    base = FieldRule(columns=(column.name,), empty=column.empty)
    if column.rule is not None:
        return replace(column.rule, columns=(column.name,), empty=column.empty | column.rule.empty)
    held = holds(kind or draft.kind, name)
    if held in ("date", "moment"):
        return replace(base, date=date_forms(draft, column), timezone=_zone(column, held))
    if held in ("money", "number"):
        rule = number_rule(draft, column)
        return replace(base, number=_as_share(rule, column) if name == "probability" else rule)
    if name in _TIDIED:
        how = f"{PHONE}:{_dialled_in(draft, column)}" if _TIDIED[name] == PHONE else EMAIL
        return replace(base, first_of=column.profile.separator, tidy=how.rstrip(":"))
    if name == "website" and column.profile.separator:
        return replace(base, first_of=column.profile.separator)
    if name == "country":
        return replace(base, values=_one_spelling(column), other_values="keep")
    if name == "tags" and column.profile.separator:
        return replace(base, all_of=column.profile.separator)
    return base


def _dialled_in(draft: Draft, column: ColumnDraft) -> str:
    """The country of numbers that name none: that of all rows, else that of the business if they look like it."""
    from crmdesk.store import phone  # what is known of all the countries' numbers is much

    told = draft.first("country")
    said = {countries.code_of(text) for text, _n in told.profile.common} if told else set[str]()
    if told and len(said) == 1 and "" not in said and told.profile.filled >= MOSTLY * draft.rows:
        return said.pop()
    texts = (text for text, _n in column.profile.common)
    return draft.here.country if phone.are_of(texts, draft.here.country) else ""


def _one_spelling(column: ColumnDraft) -> dict[str, str] | None:
    """For each spelling of a country the one that most cells have, a whole name before a code."""
    spellings: dict[str, list[str]] = {}
    for text, _n in column.profile.common:
        if code := countries.code_of(text):
            spellings.setdefault(code, []).append(text)
    found = {}
    for code, texts in spellings.items():
        whole = next((text for text in texts if len(text) > 3), countries.english_name(code))
        found.update({text: whole for text in texts if text != whole})
    return found or None


def questions_of(draft: Draft, column: ColumnDraft, kind: str = "") -> list[Question]:
    """What must be asked about the cells of a column."""
    held = holds(kind or draft.kind, column.field)
    if column.rule is not None:
        return []
    if held in ("date", "moment") and not guessing.could_be_serial(column.profile):
        return [*_date_question(draft, column), *_year_question(draft, column)]
    return _number_question(draft, column) if held in ("money", "number") else []


def date_forms(draft: Draft, column: ColumnDraft) -> tuple[str, ...]:
    """The forms of a column's dates, by what was answered, else by what other columns decide."""
    dates = column.profile.dates
    if dates is None or column.profile.share(dates.count) < 0.5:
        serial = guessing.could_be_serial(column.profile)
        return (serial,) if serial else dates.readings[0] if dates else (ISO,)
    wanted = draft.answers.get(f"date:{column.name}", "") or _decided_elsewhere(draft, dates)[0]
    order = dates.orders.index(wanted) if wanted in dates.orders else 0
    year = draft.answers.get(_year_key(column), "") or _said_year(draft)
    known = f"{year}{OF_YEAR}" if year else ANY_YEAR
    return tuple(form.replace(ANY_YEAR, known, 1) for form in dates.readings[order])


def _year_key(column: ColumnDraft) -> str:
    return f"year:{column.name}"


def _said_year(draft: Draft) -> str:
    """The year that the file's name or the lines above the table say, if it is one only."""
    said = (draft.found.name, *(draft.found.layout.titles if draft.found.layout else ()))
    years = {year for text in said for year in _YEAR.findall(text)}
    return years.pop() if len(years) == 1 else ""


def _year_question(draft: Draft, column: ColumnDraft) -> list[Question]:
    """Which year days are of that are written without one."""
    dates = column.profile.dates
    if dates is None or not any(form.startswith(ANY_YEAR) for form in dates.readings[0]):
        return []
    text = _("Which year are the days in “{column}” of?").format(column=column.name)
    said = _said_year(draft)
    answer = draft.answers.get(_year_key(column), said)
    return [Question(_year_key(column), text, (), column.name, answer, said, typed="number", count=dates.count)]


def _date_question(draft: Draft, column: ColumnDraft) -> list[Question]:
    dates = column.profile.dates
    apart = [one for one, _n in column.profile.common if _differs(one, dates)] if dates else []
    if dates is None or not apart:
        return []
    text = apart[0]
    order, why = _decided_elsewhere(draft, dates)
    options = []
    for name, forms in zip(dates.orders, dates.readings, strict=True):
        day = cell.first_form(cell.day, forms, text)
        options.append(Option(name, date_text(parse_day(day))))
    question = _("Which day is “{text}” in “{column}”?").format(text=text, column=column.name)
    answer = draft.answers.get(f"date:{column.name}", order)
    suggested = dates.orders[-1] if draft.here.country == "US" else dates.orders[0]
    return [
        Question(
            f"date:{column.name}", question, tuple(options), column.name, answer, suggested, count=dates.count, why=why
        )
    ]


def _differs(text: str, dates: Dates) -> bool:
    found = set()
    for forms in dates.readings:
        try:
            found.add(cell.first_form(cell.day, forms, text))
        except cell.CellError:
            return False
    return len(found) > 1


def _decided_elsewhere(draft: Draft, dates: Dates) -> tuple[str, str]:
    """The order of day and month that another column of the file proves, and the sentence that says so."""
    if len(dates.readings) < 2:
        return "", ""
    for other in draft.columns:
        found = other.profile.dates
        if found and found.is_decided and found.orders[0] in dates.orders and _mark(found) == _mark(dates):
            text = _("In “{column}” the same form of date has only one reading.").format(column=other.name)
            return found.orders[0], text
    return "", ""


def _mark(dates: Dates) -> str:
    return next((mark for mark in "/-." if mark in dates.readings[0][0]), "")


def _zone(column: ColumnDraft, held: str) -> str:
    """The zone that the heading names, as in “Created (UTC)”."""
    says_so = any(fold(column.name).endswith(word) for word in UTC_WORDS)
    dates = column.profile.dates
    return "UTC" if says_so and held == "moment" and not (dates and dates.has_zone) else ""


def number_rule(draft: Draft, column: ColumnDraft) -> NumberRule:
    """How a column's numbers are written, by what was answered, else by what other columns decide."""
    numbers = column.profile.numbers
    if numbers is None:
        return NumberRule()
    wanted = draft.answers.get(f"number:{column.name}", "") or _mark_elsewhere(draft, column)[0]
    fitting = [rule for rule in numbers.rules if rule.decimal == wanted] or numbers.rules
    return replace(fitting[0], times=_times(column.name))


def _times(heading: str) -> int:
    """What a heading says that its amounts are counted in: “Amount (k€)”, “Umsatz in TEUR”."""
    found = _COUNTED_IN.search(heading)
    return 1000 ** (found.lastindex or 0) if found else 1


def _number_question(draft: Draft, column: ColumnDraft) -> list[Question]:
    numbers = column.profile.numbers
    apart = [one for one, _n in column.profile.common if _reads_apart(one, numbers.rules)] if numbers else []
    if numbers is None or not apart:
        return []
    text = apart[0]
    mark, why = _mark_elsewhere(draft, column)
    options = tuple(Option(rule.decimal, _shown(text, rule)) for rule in numbers.rules)
    question = _("Which number is “{text}” in “{column}”?").format(text=text, column=column.name)
    answer = draft.answers.get(f"number:{column.name}", mark)
    return [
        Question(
            f"number:{column.name}",
            question,
            options,
            column.name,
            answer,
            _usual(text, numbers.rules),
            count=numbers.count,
            why=why,
        )
    ]


def _usual(text: str, rules: tuple[NumberRule, ...]) -> str:
    """The mark by which a text is a whole number: amounts have no three decimals."""
    whole = (rule.decimal for rule in rules if "." not in cell.number(text, rule))
    return next(whole, rules[0].decimal)


def _reads_apart(text: str, rules: tuple[NumberRule, ...]) -> bool:
    found = set()
    for rule in rules:
        try:
            found.add(float(cell.number(text, rule)))
        except cell.CellError:
            return False
    return len(found) > 1


def _shown(text: str, rule: NumberRule) -> str:
    value = cell.number(text, rule)
    return number_text(float(value), len(value.partition(".")[2]))


def _mark_elsewhere(draft: Draft, column: ColumnDraft) -> tuple[str, str]:
    """The decimal mark that another column of the file proves, and the sentence that says so."""
    numbers = column.profile.numbers
    if numbers is None or len(numbers.rules) < 2:
        return "", ""
    marks = {rule.decimal for rule in numbers.rules}
    for other in draft.columns:
        found = other.profile.numbers
        if found and found.is_decided and found.rules[0].decimal in marks and found.count * 2 > other.profile.telling:
            mark = found.rules[0].decimal
            text = _("In “{column}” the decimal mark can only be “{mark}”.").format(column=other.name, mark=mark)
            return mark, text
    return "", ""


def _as_share(rule: NumberRule, column: ColumnDraft) -> NumberRule:
    """Probabilities are kept from 0 to 1; files have them from 0 to 100."""
    numbers = column.profile.numbers
    if rule.percent or numbers is None or numbers.most <= 1:
        return rule
    return replace(rule, divide_by=100)
