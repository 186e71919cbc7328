"""The business's own settings: what is understood, what is refused, and what the computer knows by itself."""

import json

import pytest

from crmdesk.domain.errors import FieldError, UserError
from crmdesk.store import setting
from crmdesk.store.setting import FORMAT, NAMES, Settings, checked, settings_of, system_settings, to_json

GOOD = {
    "business_name": "Żółw & Söhne",
    "currency": "jpy",
    "timezone": "Asia/Tokyo",
    "fiscal_year_start_month": 4,
    "inactive_after_days": 365,
    "assumed_lifespan_years": 3.5,
    "gross_margin": 0.4,
    "working_days": [6, 1, 1, 2],
    "working_hours": ["08:30", "24:00"],
    "holidays": ["2026-12-25", "2026-01-01", "2026-12-25"],
}


def test_good_settings_are_stored_in_one_form():
    stored = json.loads(json.dumps(checked({"format": FORMAT, **GOOD, "later": [1]})))
    assert stored["later"] == [1] and "format" not in stored
    found = settings_of(stored)
    assert (found.currency, found.decimals, found.working_days) == ("JPY", 0, (1, 2, 6))
    assert (found.assumed_lifespan_years, found.gross_margin) == ("3.5", "0.4")
    assert found.holidays == ("2026-01-01", "2026-12-25") and found.working_hours == ("08:30", "24:00")


def test_settings_are_written_as_they_are_read():
    document = json.loads(json.dumps(to_json(settings_of(checked(GOOD)))))
    assert document["format"] == FORMAT and document["gross_margin"] == 0.4
    assert settings_of(checked(document)) == settings_of(checked(GOOD))
    assert settings_of(checked(json.loads(json.dumps(to_json(Settings()))))) == Settings()


def test_nothing_given_is_nothing_stored():
    assert checked({}) == {} and settings_of({}) == Settings()
    assert set(NAMES) == set(GOOD)


@pytest.mark.parametrize(
    ("name", "given", "stored"),
    [
        ("business_name", None, ""),
        ("inactive_after_days", None, None),
        ("inactive_after_days", 0, None),
        ("assumed_lifespan_years", None, None),
        ("gross_margin", 1e-7, "0.0000001"),
        ("gross_margin", "0.40", "0.4"),
        ("gross_margin", 1, "1"),
        ("holidays", None, []),
        ("working_days", [], []),
    ],
)
def test_what_is_left_open_or_small_is_understood(name, given, stored):
    assert checked({name: given}) == {name: stored}


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("business_name", 5),
        ("business_name", "x" * 1001),
        *[("currency", bad) for bad in ("", "EURO", "€", 978, "ÄÖÜ", "E1R")],
        ("timezone", 1),
        *[("fiscal_year_start_month", bad) for bad in (0, 13, True, "4", 4.0)],
        *[("inactive_after_days", bad) for bad in (-1, 100_001, True, False, "180", 180.0)],
        *[("assumed_lifespan_years", bad) for bad in ("many", "1e3", True, float("nan"), float("inf"), [])],
        *[("gross_margin", bad) for bad in ("40 %", {})],
        *[("working_days", bad) for bad in (5, "12345", [0], [8], [True], ["1"], [1.0], [[]])],
        *[("working_hours", bad) for bad in ("09:00", ["09:00"], ["17:00", "09:00"], ["9:00", "17:00"])],
        *[("working_hours", bad) for bad in (["09:00", "24:01"], ["09:00", "17:60"], ["²³:00", "24:00"], [9, 17])],
        *[("holidays", bad) for bad in ("2026-12-25", [20261225], ["25.12.2026"], [None])],
    ],
)
def test_what_makes_no_sense_is_refused_by_its_name(name, given):
    with pytest.raises(FieldError) as refusal:
        checked({name: given})
    assert refusal.value.field == name and str(refusal.value).startswith(("must be ", "holds "))


@pytest.mark.parametrize("name", ["currency", "timezone", "fiscal_year_start_month", "working_days", "working_hours"])
def test_a_null_without_a_meaning_is_a_setting_that_is_not_there(name):
    assert checked({name: None, "business_name": "Shop"}) == {"business_name": "Shop"}


def test_an_unknown_time_zone_is_refused_in_words():
    with pytest.raises(UserError, match="is not known here"):
        checked({"timezone": "Mars/Olympus"})


def test_the_computer_knows_its_currency_and_time_zone(monkeypatch):
    monkeypatch.setattr("tzlocal.get_localzone_name", lambda: "Europe/Warsaw")
    monkeypatch.setattr(setting.locale, "localeconv", lambda: {"int_curr_symbol": "PLN "})
    assert system_settings() == {"currency": "PLN", "timezone": "Europe/Warsaw"}


@pytest.mark.parametrize("fault", [None, LookupError("no zone"), "Custom/Zone"])
def test_a_computer_that_knows_neither_gets_euro_and_utc(monkeypatch, fault):
    def name() -> object:
        if isinstance(fault, Exception):
            raise fault
        return fault

    monkeypatch.setattr("tzlocal.get_localzone_name", name)
    monkeypatch.setattr(setting.locale, "localeconv", lambda: {"int_curr_symbol": ""})
    assert checked(system_settings()) == {"currency": "EUR", "timezone": "UTC"}
