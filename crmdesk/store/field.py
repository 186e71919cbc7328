"""Field types: each knows how to declare, check, read and write itself.

A field reads the canonical text of the interchange format (`parse`) and writes it (`text`). `parse` raises ValueError
with the end of a sentence (“is not a date …”), so that whoever reports it can say which value, where.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import BlobField, Check, ForeignKeyField, IntegerField, TextField
from playhouse.sqlite_ext import AutoIncrementField

from crmdesk.domain.calendar import Calendar, day_text, parse_day
from crmdesk.domain.money import money_text, parse_decimal, parse_money, parse_plain
from crmdesk.domain.wording import number_text
from crmdesk.text import _

TEXT_LIMIT = 1_000_000
CODE_MARK = "\x1e"
"""What stands between an amount and the code of its currency where another program says it: no text has it."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a field needs to know of the workspace to read and write text."""

    calendar: Calendar
    decimals: int
    currency: str = ""


class Stored:
    """What every field of a record can say about itself."""

    label: str
    help: str
    required: bool
    name: str

    def parse(self, text: str, dialect: Dialect) -> Any:
        """The stored value of a non-empty text."""
        if len(text) > TEXT_LIMIT:
            raise ValueError(_("is longer than {n} characters").format(n=number_text(TEXT_LIMIT)))
        return text

    def reader(self, dialect: Dialect) -> Callable[[str], Any]:
        """`parse` for very many texts."""
        return lambda text: self.parse(text, dialect)

    def column_reader(self, dialect: Dialect) -> Callable[[Sequence[str]], list[Any]]:
        """`parse` for many texts at once; one that cannot be read refuses them all."""
        read = self.reader(dialect)
        return lambda texts: list(map(read, texts))

    def text(self, value: Any, dialect: Dialect) -> str:
        """The canonical text of a stored value that is not NULL."""
        return str(value)


class IdField(AutoIncrementField):  # type: ignore[misc]  # peewee has no types
    """A row number that is never used again, so that the journal always means the same record."""


class UidField(BlobField):
    """Sixteen bytes made before the write, by which a record is known for ever."""

    def __init__(self) -> None:
        super().__init__(unique=True, constraints=[Check("length(uid) = 16")])


class Text(Stored, TextField):
    """Any text."""

    def __init__(self, label: str, *, help: str = "", required: bool = False, **options: Any) -> None:
        self.label, self.help, self.required = label, help, required
        super().__init__(null=not required, verbose_name=label, help_text=help, **options)


class LongText(Text):
    """A text of any number of lines."""


class Email(Text):
    """An e-mail address, as it was given."""


class Phone(Text):
    """A telephone number: in international form where it is a valid one, else as it was given."""


class Link(Text):
    """The address of a web page, as it was given."""


class Keyword(Text):
    """A word or two that many records share: a channel, a category. The known ones are proposed."""


class KpiName(Text):
    """The id of a KPI."""


class PeriodName(Text):
    """A month, a quarter or a year: `2026-10`, `2026-Q4`, `2026`."""


class Tags(Text):
    """Words that a record is marked with, separated by `;`."""


class Choice(Text):
    """One word of a few."""

    def __init__(self, label: str, choices: Mapping[str, str], **options: Any) -> None:
        self.words = dict(choices)
        super().__init__(label, choices=list(choices.items()), **options)

    def bind(self, model: Any, name: str, set_attribute: bool = True) -> None:
        super().bind(model, name, set_attribute)
        words = ", ".join(f"'{word}'" for word in self.words)
        self.constraints = [Check(f"{self.column_name} IN ({words})")]

    def parse(self, text: str, dialect: Dialect) -> str:
        if text not in self.words:
            raise ValueError(_("is not one of {words}").format(words=", ".join(self.words)))
        return text


class Whole(Stored, IntegerField):
    """A whole number, between bounds where they are given."""

    def __init__(
        self,
        label: str,
        *,
        help: str = "",
        required: bool = False,
        least: int = -(10**9),
        most: int = 10**9,
        **options: Any,
    ) -> None:
        self.label, self.help, self.required, self.least, self.most = label, help, required, least, most
        super().__init__(null=not required, verbose_name=label, help_text=help, **options)

    def bind(self, model: Any, name: str, set_attribute: bool = True) -> None:
        super().bind(model, name, set_attribute)
        self.constraints = [Check(f"{self.column_name} BETWEEN {self.least} AND {self.most}")]

    def parse(self, text: str, dialect: Dialect) -> int:
        number = parse_decimal(text)
        if "." in number:
            raise ValueError(_("is not a whole number"))
        if not self.least <= int(number) <= self.most:
            raise ValueError(_("lies outside {least} to {most}").format(least=self.least, most=self.most))
        return int(number)


class MoneyField(Stored, IntegerField):
    """An amount in minor units of the workspace's currency."""

    def __init__(self, label: str, *, help: str = "", required: bool = False, **options: Any) -> None:
        self.label, self.help, self.required = label, help, required
        super().__init__(null=not required, verbose_name=label, help_text=help, **options)

    def parse(self, text: str, dialect: Dialect) -> int:
        number, mark, currency = text.partition(CODE_MARK)
        if mark and currency != dialect.currency:
            text = _("is in {code}, but this workspace keeps {own}; write there what it is in {own}")
            raise ValueError(text.format(code=currency, own=dialect.currency))
        return parse_money(number, dialect.decimals)

    def reader(self, dialect: Dialect) -> Callable[[str], int]:
        decimals = dialect.decimals

        def read(text: str) -> int:
            return self.parse(text, dialect) if CODE_MARK in text else parse_money(text, decimals)

        return read

    def column_reader(self, dialect: Dialect) -> Callable[[Sequence[str]], list[int]]:
        read, decimals = self.reader(dialect), dialect.decimals

        def read_all(texts: Sequence[str]) -> list[int]:
            found = parse_plain(texts, decimals)
            return list(map(read, texts)) if found is None else found

        return read_all

    def text(self, value: Any, dialect: Dialect) -> str:
        return money_text(value, dialect.decimals)


class Decimal(Text):
    """An exact decimal number, kept as its shortest text, between bounds where they are given."""

    def __init__(self, label: str, *, least: int | None = None, most: int | None = None, **options: Any) -> None:
        self.least, self.most = least, most
        super().__init__(label, **options)

    def bind(self, model: Any, name: str, set_attribute: bool = True) -> None:
        super().bind(model, name, set_attribute)
        digits = f"{self.column_name} <> '' AND trim({self.column_name}, '0123456789.-') = ''"
        self.constraints = [Check(digits)]
        if self.least is not None and self.most is not None:
            self.constraints.append(Check(f"CAST({self.column_name} AS REAL) BETWEEN {self.least} AND {self.most}"))

    def parse(self, text: str, dialect: Dialect) -> str:
        number = parse_decimal(text)
        if self.least is not None and self.most is not None and not self.least <= float(number) <= self.most:
            raise ValueError(_("lies outside {least} to {most}").format(least=self.least, most=self.most))
        return number


class Target(Decimal):
    """What a KPI should reach, in the unit of the KPI that the column `beside` names."""

    beside = "kpi"


class Day(Stored, IntegerField):
    """A calendar date, as the number of days since 1970-01-01. `ahead`: it usually lies in the future."""

    def __init__(
        self, label: str, *, help: str = "", required: bool = False, ahead: bool = False, **options: Any
    ) -> None:
        self.label, self.help, self.required, self.ahead = label, help, required, ahead
        super().__init__(null=not required, verbose_name=label, help_text=help, **options)

    def parse(self, text: str, dialect: Dialect) -> int:
        return parse_day(text)

    def text(self, value: Any, dialect: Dialect) -> str:
        return day_text(value)


class Moment(Stored, IntegerField):
    """An instant, in microseconds since 1970-01-01 UTC. Its local day stands beside it in a `LocalDay`.

    `ahead`: it usually lies in the future.
    """

    def __init__(
        self, label: str, *, help: str = "", required: bool = False, ahead: bool = False, **options: Any
    ) -> None:
        self.label, self.help, self.required, self.ahead = label, help, required, ahead
        super().__init__(null=not required, verbose_name=label, help_text=help, **options)

    @property
    def day_name(self) -> str:
        """The column that holds the local day of this moment."""
        return "day" if self.name == "at" else f"{self.name.removesuffix('_at')}_day"

    def parse(self, text: str, dialect: Dialect) -> int:
        return dialect.calendar.parse(text)

    def reader(self, dialect: Dialect) -> Callable[[str], int]:
        return dialect.calendar.parse

    def column_reader(self, dialect: Dialect) -> Callable[[Sequence[str]], list[int]]:
        return dialect.calendar.parse_all

    def text(self, value: Any, dialect: Dialect) -> str:
        return dialect.calendar.text(value)


class LocalDay(IntegerField):
    """The local day of a moment, written wherever the moment is."""

    def __init__(self, **options: Any) -> None:
        super().__init__(null=True, **options)


class Ref(ForeignKeyField):
    """A reference to another record. Checked when the operation ends, so that rows may come in any order.

    `makes`: a record that is missing can be made on the spot with these values; only such records are proposed.
    """

    def __init__(
        self,
        target: Any,
        label: str,
        *,
        help: str = "",
        required: bool = False,
        makes: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        self.label, self.help, self.required, self.makes = label, help, required, makes
        options.setdefault("index", False)
        super().__init__(
            target,
            null=not required,
            backref="+",
            deferrable="INITIALLY DEFERRED",
            verbose_name=label,
            help_text=help,
            **options,
        )
