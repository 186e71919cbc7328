"""Settings of the business: its name, money and place; what counts for the figures; how it is reminded."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from zoneinfo import available_timezones

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from crmdesk.domain.money import parse_decimal
from crmdesk.domain.typed_number import plain_number
from crmdesk.domain.wording import decimal_text, month_name
from crmdesk.screen.new_workspace import CURRENCIES
from crmdesk.screen.settings.form import FormSection, Line, check_line, choice_line, text_line, typed_line
from crmdesk.store.business import STALE_DAYS, business
from crmdesk.store.file import Workspace
from crmdesk.text import _
from crmdesk.ui.desk import Desk

MOST_DAYS = 100_000


class BusinessSection(FormSection):
    """Who the business is."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent, _("Business"))

    def make_lines(self) -> Sequence[Line]:
        months = [(number, month_name(number)) for number in range(1, 13)]
        currencies = [(code, code) for code in CURRENCIES]
        zones = [(zone, zone) for zone in sorted(available_timezones())]
        money = _("Amounts are not converted: 100 stays 100, in the other currency.")
        place = _("Telephone numbers without a country code are taken for numbers of this country.")
        lines = (
            text_line(self, "business_name", _("Name of the business")),
            choice_line(self, "currency", _("Currency"), currencies, money, parse=str.upper),
            choice_line(self, "country", _("Country"), countries(), place, parse=str.upper),
            choice_line(self, "timezone", _("Time zone"), zones, _("It says when a day begins."), parse=str),
            choice_line(
                *(self, "fiscal_year_start_month", _("Fiscal year begins in"), months),
                _("Quarters and years of the figures follow it."),
            ),
        )
        for line in lines[1:4]:
            _complete(line.control)
        return lines

    def kept(self, workspace: Workspace) -> Mapping[str, Any]:
        settings = workspace.settings
        names = ("business_name", "currency", "timezone", "fiscal_year_start_month")
        return {**{name: getattr(settings, name) for name in names}, "country": business(workspace).country}


class RulesSection(FormSection):
    """What the figures count by."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        hint = _("The figures of all periods follow these rules at once, those of the past too.")
        super().__init__(desk, parent, _("Rules of the figures"), hint)

    def make_lines(self) -> Sequence[Line]:
        return (
            typed_line(
                *(self, "inactive_after_days", _("A customer is lost after"), _days, _days_text),
                _("Days without a purchase, after which a customer counts as lost; empty: never by itself."),
                hint=_("no limit"),
            ),
            typed_line(
                *(self, "gross_margin", _("Gross margin in percent"), _share, _share_text),
                _("What is left of a sale after its direct costs; the lifetime value is told with it, too."),
                hint=_("not known"),
            ),
            typed_line(
                *(self, "assumed_lifespan_years", _("Assumed lifespan in years"), _number, _number_text),
                _("How long a customer stays, as long as too few were lost to tell."),
                hint=_("not known"),
            ),
        )

    def kept(self, workspace: Workspace) -> Mapping[str, Any]:
        return {name: getattr(workspace.settings, name) for name in self.lines}


class ReminderSection(FormSection):
    """How due tasks make themselves known, and which deals do."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent, _("Reminders"))

    def make_lines(self) -> Sequence[Line]:
        inside = _("Show in the window when a task is due")
        tray = _("Show a message of the system, too")
        return (
            check_line(self, "reminders", _("In the window"), inside),
            check_line(
                *(self, "reminders_tray", _("Outside the window"), tray),
                _("The message says what is due; whoever looks at the screen can read it."),
            ),
            typed_line(
                *(self, "stale_after_days", _("A deal is stale after"), _days, _days_text),
                _("Days in which nothing was done with it and it did not move to another stage."),
                hint=str(STALE_DAYS),
            ),
        )

    def kept(self, workspace: Workspace) -> Mapping[str, Any]:
        found = business(workspace)
        return {name: getattr(found, name) for name in self.lines}


def countries() -> list[tuple[str, str]]:
    """The countries of the world by their codes, each called as it calls itself in Latin letters, else in English."""
    found = set()
    for locale in QLocale.matchingLocales(
        QLocale.Language.AnyLanguage, QLocale.Script.AnyScript, QLocale.Country.AnyCountry
    ):
        code = QLocale.territoryToCode(locale.territory())
        if len(code) == 2 and code.isalpha():
            native = QLocale(QLocale.Language.AnyLanguage, locale.territory()).nativeTerritoryName()
            name = native if _is_latin(native) else QLocale.territoryToString(locale.territory())
            found.add((code, f"{code} – {name}"))
    return [("", _("not set")), *sorted(found)]


def _is_latin(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and all(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)


def _complete(control: QWidget) -> None:
    """Proposes what holds the typed letters anywhere, so that “berlin” finds Europe/Berlin."""
    completer = control.completer() if isinstance(control, QComboBox) else None
    if completer is not None:
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)


def _days(text: str) -> int | None:
    """A whole number of days; None for no limit."""
    if not text:
        return None
    number = plain_number(text)
    if not number.isdecimal() or int(number) > MOST_DAYS:
        raise ValueError(_("must be a whole number of days, or empty for no limit"))
    return int(number) or None


def _days_text(value: int | None) -> str:
    return "" if value is None else str(value)


def _number(text: str) -> str | None:
    return plain_number(text) if text else None


def _number_text(value: str | None) -> str:
    return "" if value is None else decimal_text(value)


def _share(text: str) -> str | None:
    """A share, typed in percent."""
    number = _number(text.removesuffix("%"))
    return None if number is None else _shifted(number, -2)


def _share_text(value: str | None) -> str:
    return "" if value is None else decimal_text(_shifted(value, 2))


def _shifted(number: str, places: int) -> str:
    """The plain decimal with its point moved."""
    return parse_decimal(format(Decimal(number).scaleb(places), "f"))
