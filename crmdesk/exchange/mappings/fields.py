"""One field of a mapping file: where its value comes from, how it is read, in which rows it counts."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from crmdesk.domain.errors import UserError
from crmdesk.exchange.dateform import EPOCHS
from crmdesk.exchange.mappings.part import Part, plain_text, plain_texts
from crmdesk.exchange.rules import Condition, FieldRule, LookupRule, NearRule, NumberRule
from crmdesk.exchange.shape import KINDS
from crmdesk.exchange.tidy import WAYS
from crmdesk.text import _

FIELD_WORDS = (
    "column",
    "join",
    "separator",
    "value",
    "digest",
    "html",
    "without",
    "prefix",
    "else_column",
    "else_value",
    "values",
    "other_values",
    "else",
    "empty",
    "first_of",
    "all_of",
    "date",
    "timezone",
    "plus_minutes",
    "same_day",
    "tidy",
    "number",
    "currency",
    "near",
    "lookup",
    "pick",
    "where",
    "optional",
    "note",
)
NUMBER_WORDS = ("decimal", "thousands", "percent", "divide_by", "absolute", "times")
DEEPEST_ELSE = 8
ORIGINS = ("column", "join", "value", "digest")
PICKS = ("first", "last", "min", "max")


def file_name(part: Part, word: str) -> str:
    """The name of another file, which is looked for among those that are imported."""
    name = part.text(word)
    if any(mark in name for mark in "/\\"):
        text = _("{place}: a file name without a folder is expected; files are looked for among those imported.")
        raise UserError(text.format(place=part.at(word)))
    return name


def conditions(part: Part) -> tuple[Condition, ...]:
    """What must hold for a row: an object of columns, or a list of such where one column has several conditions."""
    where = part.get("where") or {}
    entries = where if isinstance(where, list) else [where]
    return tuple(one for entry in entries for one in _conditions(Part(entry, part.at("where"))))


def _conditions(where: Part) -> list[Condition]:
    found = []
    for column, value, place in where.items():
        said = Part(
            value if isinstance(value, dict) else {"is": value}, place, ("is", "not", "sign", "else", "optional")
        )
        if sum(word in said for word in ("is", "not", "sign")) != 1:
            raise UserError(_("{place}: say one of “is”, “not” and “sign”.").format(place=place))
        sign = said.one_of("sign", ("plus", "minus"), "plus") if "sign" in said else ""
        values = frozenset(said.texts("not" if "not" in said else "is"))
        found.append(Condition(column, values, "not" not in said, said.flag("optional"), sign, said.texts("else")))
    return found


def field(value: object, place: str, *, grouped: bool) -> FieldRule:
    """The rule of a field: the name of a column, or an object that says more."""
    if isinstance(value, str):
        return FieldRule(columns=(value,))
    part = Part(value, place, FIELD_WORDS)
    if sum(word in part for word in ORIGINS) != 1:
        text = _("{place}: say where the value comes from, by exactly one of {words}.")
        raise UserError(text.format(place=place, words=", ".join(f"“{word}”" for word in ORIGINS)))
    if not grouped and "pick" in part:
        text = _("{place}: “pick” chooses among grouped rows; say “group_by” first.")
        raise UserError(text.format(place=place))
    if place.count(" › else") > DEEPEST_ELSE:
        raise UserError(_("{place}: there are too many “else” within each other.").format(place=place))
    values = Part(part.get("values"), part.at("values")) if "values" in part else None
    return FieldRule(
        columns=part.texts("join") or part.texts("column"),
        separator=part.text("separator", "-"),
        value=part.text("value") if "value" in part else None,
        digest=part.flag("digest"),
        html=part.flag("html"),
        without=part.text("without"),
        prefix=part.text("prefix"),
        else_column=part.text("else_column"),
        else_value=part.text("else_value"),
        values=None if values is None else {word: plain_text(one, at) for word, one, at in values.items()},
        other_values=part.one_of("other_values", ("refuse", "keep", "empty"), "refuse"),
        empty=frozenset(part.texts("empty")),
        first_of=part.text("first_of"),
        all_of=part.text("all_of"),
        date=_date(part),
        timezone=_timezone(part),
        plus_minutes=part.text("plus_minutes"),
        same_day=part.text("same_day"),
        tidy=_tidy(part),
        number=_number(part),
        currency=part.text("currency"),
        near=_near(part),
        lookup=_lookup(part),
        pick=part.one_of("pick", PICKS, "first"),
        where=conditions(part),
        is_optional=part.flag("optional"),
        otherwise=field(part.get("else"), part.at("else"), grouped=grouped) if "else" in part else None,
    )


def _tidy(part: Part) -> str:
    how = part.text("tidy")
    if how and how.partition(":")[0] not in WAYS:
        text = _("{place}: one of {names} is expected.")
        raise UserError(text.format(place=part.at("tidy"), names=", ".join(WAYS)))
    return how


def _date(part: Part) -> tuple[str, ...]:
    forms = part.texts("date")
    if any("%" not in form and form not in ("iso", "excel", "excel1904", *EPOCHS) for form in forms):
        text = _("{place}: “iso”, “excel”, “excel1904” or a form such as “%d.%m.%Y” is expected.")
        raise UserError(text.format(place=part.at("date")))
    return forms


def _timezone(part: Part) -> str:
    name = part.text("timezone")
    try:
        ZoneInfo(name or "UTC")
    except (KeyError, ValueError, OSError):
        text = _("{place}: “{name}” is not a time zone; write it like “Europe/Berlin”.")
        raise UserError(text.format(place=part.at("timezone"), name=name)) from None
    return name


def _number(part: Part) -> NumberRule | None:
    if "number" not in part:
        return None
    number = Part(part.get("number"), part.at("number"), NUMBER_WORDS)
    decimal, thousands = number.text("decimal", "."), number.text("thousands")
    if len(decimal) != 1 or len(thousands) > 1 or decimal == thousands or (decimal + thousands).isalnum():
        text = _("{place}: “decimal” and “thousands” are two different marks.")
        raise UserError(text.format(place=number.place))
    divide_by, times = (_power_of_ten(number, word) for word in ("divide_by", "times"))
    return NumberRule(decimal, thousands, number.flag("percent"), divide_by, number.flag("absolute"), times)


def _power_of_ten(number: Part, word: str) -> int:
    found = number.whole(word, 1, 1_000_000)
    if str(found).strip("0") != "1":
        raise UserError(_("{place}: 1, 10, 100, 1000 … is expected.").format(place=number.at(word)))
    return found


def _near(part: Part) -> NearRule | None:
    near = part.get("near")
    if near is None or near is False:
        return None
    if near is True:
        return NearRule()
    if isinstance(near, list):
        return NearRule(names=plain_texts(near, part.at("near")))
    rule = Part(near, part.at("near"), ("names", "file", "column", "typos", "kind", "found"))
    if ("file" in rule) != ("column" in rule):
        raise UserError(_("{place}: “file” and “column” belong together.").format(place=rule.place))
    return NearRule(
        rule.flag("typos"),
        rule.texts("names"),
        file_name(rule, "file"),
        rule.text("column"),
        rule.one_of("kind", KINDS, "") if "kind" in rule else "",
        rule.text("found"),
    )


def _lookup(part: Part) -> LookupRule | None:
    if "lookup" not in part:
        return None
    lookup = Part(part.get("lookup"), part.at("lookup"), ("file", "key", "column"))
    rule = LookupRule(file_name(lookup, "file"), lookup.text("key"), lookup.text("column"))
    if not (rule.file and rule.key and rule.column) or "values" in part:
        text = _("{place}: say “file”, “key” and “column”; it stands in the place of “values”.")
        raise UserError(text.format(place=lookup.place))
    return rule
