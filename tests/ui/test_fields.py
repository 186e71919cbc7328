"""Values as people read and type them."""

import locale

import pytest

from crmdesk.store.activity import Activity
from crmdesk.store.base import own_fields
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.field import TEXT_LIMIT
from crmdesk.store.goal import Goal
from crmdesk.store.survey import Survey
from crmdesk.ui import fields
from tests.domain.languages import speak_german
from tests.settings import write_settings
from tests.store.rows import NOON

DAY = 86_400_000_000


@pytest.fixture
def here(desk):
    return desk.here


def typed(here, record, column, text):
    return fields.typed(own_fields(record)[column], text, here, NOON)


def shown(here, record, column, value):
    return fields.shown(own_fields(record)[column], value, here)


@pytest.mark.parametrize(
    ("record", "column", "value", "text"),
    [
        (Deal, "amount", 1_240_050, "12,400.50 EUR"),
        (Deal, "probability", "0.225", "22.5 %"),
        (Deal, "expected_close_on", 20_757, "31 Oct 2026"),
        (Deal, "opened_at", NOON, "31 Oct 2026, 12:45"),
        (Contact, "kind", "person", "Person"),
        (Contact, "phone", "+49 30 20930", "030 20930"),
        (Contact, "company_id", (3, "Acme"), "Acme"),
        (Contact, "company_id", (3, None), ""),
        (Activity, "minutes", 1234, "1,234"),
        (Goal, "kpi", "revenue", "Revenue"),
        (Goal, "kpi", "of old", "of old"),
        (Goal, "period", "2026-10", "October 2026"),
        (Goal, "period", "never", "never"),
        (Goal, "target", "-1234.50", "−1,234.50"),
    ],
)
def test_a_value_is_shown(here, record, column, value, text):
    assert shown(here, record, column, value) == text


@pytest.mark.parametrize(
    ("record", "column", "text", "value"),
    [
        (Deal, "amount", "€ 12.5", 1250),
        (Deal, "probability", "25 %", "0.25"),
        (Deal, "probability", "25", "0.25"),
        (Deal, "probability", "0.25", "0.25"),
        (Deal, "probability", "1", "1"),
        (Deal, "probability", "1 %", "0.01"),
        (Goal, "target", "25 %", "0.25"),
        (Goal, "target", "1,250.5", "1250.5"),
        (Goal, "kpi", "revenue", "revenue"),
        (Goal, "kpi", " REVENUE ", "revenue"),
        (Goal, "period", "october 2026", "2026-10"),
        (Goal, "period", "2031-Q4", "2031-Q4"),
        (Contact, "kind", "COMPANY", "company"),
        (Contact, "kind", "pers", "person"),
        (Contact, "email", " zoë@example.com ", "zoë@example.com"),
        (Contact, "tags", " a;b ;; a", "a; b"),
        (Contact, "notes", " two\nlines \n", " two\nlines "),
        (Contact, "phone", "030 20930", "+49 30 20930"),
        (Contact, "name", " Ada ", "Ada"),
        (Contact, "name", "half \ud83d a letter", "half \ufffd a letter"),
        (Survey, "score", "4", 4),
        (Deal, "expected_close_on", "3/4", 20_911),
    ],
)
def test_a_text_is_understood(here, record, column, text, value):
    assert typed(here, record, column, text) == value


@pytest.mark.parametrize(
    ("record", "column", "text", "why"),
    [
        (Deal, "amount", "many", "is not a number"),
        (Deal, "amount", "1.005", "more than 2 decimals"),
        (Deal, "probability", "130 %", "lies outside"),
        (Deal, "expected_close_on", "soon", "is not a date"),
        (Contact, "kind", "x", "is not one of: Person, Company"),
        (Contact, "email", "nobody", "is not an e-mail address"),
        (Contact, "email", "a@x.example b@x.example", "is not an e-mail address"),
        (Contact, "company_id", "Nobody", "is not the name"),
        (Contact, "name", "x" * (TEXT_LIMIT + 1), "is longer than 1,000,000"),
        (Survey, "score", "11", "lies outside"),
        (Goal, "kpi", "luck", "is not the name of a KPI"),
        (Goal, "period", "soon", "is not a period"),
    ],
)
def test_what_is_not_understood_is_refused_in_words(here, record, column, text, why):
    with pytest.raises(ValueError, match=why):
        typed(here, record, column, text)


def test_a_day_without_a_time_is_the_hour_that_is_meant(here):
    assert typed(here, Deal, "opened_at", "today") == NOON
    assert shown(here, Deal, "opened_at", typed(here, Deal, "opened_at", "yesterday")) == "30 Oct 2026, 09:00"
    assert shown(here, Activity, "due_at", typed(here, Activity, "due_at", "tomorrow")) == "1 Nov 2026, 09:00"
    assert shown(here, Activity, "due_at", typed(here, Activity, "due_at", "today")) == "31 Oct 2026, 17:00"
    assert shown(here, Activity, "due_at", typed(here, Activity, "due_at", "mon 3pm")) == "2 Nov 2026, 15:00"
    assert shown(here, Deal, "opened_at", typed(here, Deal, "opened_at", "mon 3pm")) == "26 Oct 2026, 15:00"


@pytest.mark.parametrize(("country", "text"), [("US", "4 Mar 2027"), ("GB", "3 Apr 2027")])
def test_the_country_says_which_number_is_the_month(desk, country, text):
    write_settings(desk.here, {"country": country}, label="Country")
    day = typed(desk.here, Deal, "expected_close_on", "3/4")
    assert shown(desk.here, Deal, "expected_close_on", day) == text


def test_without_a_country_the_language_says_it(desk, monkeypatch):
    write_settings(desk.here, {"timezone": "UTC"}, label="Nowhere")
    monkeypatch.setattr(locale, "getlocale", lambda: (None, None))
    assert (
        shown(desk.here, Deal, "expected_close_on", typed(desk.here, Deal, "expected_close_on", "3/4")) == "4 Mar 2027"
    )
    speak_german(monkeypatch)
    day = typed(desk.here, Deal, "expected_close_on", "3/4")
    assert typed(desk.here, Deal, "expected_close_on", "3. April 2027") == day
    assert shown(desk.here, Deal, "amount", 123456) == "1.234,56 EUR"


@pytest.mark.parametrize(
    ("kpi", "target", "text"),
    [
        ("revenue", "73500", "73,500 EUR"),
        ("csat", "0.9", "90.0 %"),
        ("nps", "40", "+40"),
        ("response_time", "5", "5.0 h"),
        ("new_customers", "7", "7"),
        ("gone", "0.3", "0.3"),
    ],
)
def test_a_target_is_shown_in_the_unit_of_its_kpi(here, kpi, target, text):
    field = own_fields(Goal)["target"]
    assert fields.shown(field, target, here, kpi) == text
    assert fields.shown(field, target, here) == fields.written(field, target, here)
