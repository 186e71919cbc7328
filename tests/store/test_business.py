"""What the workspace keeps about the business beyond the interchange format."""

import pytest

from crmdesk.domain.calendar import Calendar
from crmdesk.domain.errors import FieldError
from crmdesk.store import business as module
from crmdesk.store.business import STALE_DAYS, Business, business, change, checked, country_of_zone
from crmdesk.store.campaign import Campaign
from crmdesk.store.deal import Deal
from crmdesk.store.expense import Expense
from crmdesk.store.file import Workspace
from crmdesk.store.sale import Sale
from crmdesk.store.stage import Stage
from crmdesk.store.ticket_targets import DEFAULTS, Target
from tests.settings import write_settings
from tests.store.rows import NOON, one_of_each


def save(book: Workspace, **values: object) -> None:
    with book.operation("Change settings") as tx:
        change(tx, book.settings, values)


def test_a_new_workspace_has_the_country_of_its_time_zone_and_the_usual_rest(book):
    assert business(book) == Business("DE", targets=dict(DEFAULTS))


def test_what_is_saved_is_read_back_and_taken_back_in_one_step(book):
    before = business(book)
    save(book, country=" at ", reminders=False, reminders_tray=True, ticket_targets={"high": Target(2, None)})
    found = business(book)
    assert (found.country, found.reminders, found.reminders_tray) == ("AT", False, True)
    assert found.targets["high"] == Target(2, None) and found.targets["low"] == DEFAULTS["low"]
    book.journal.undo(book.journal.next_undo().id)
    assert business(book) == before


def test_how_long_a_deal_may_rest_is_kept_and_usual_where_it_is_empty(book):
    save(book, stale_after_days=7)
    assert business(book).stale_after_days == 7
    save(book, stale_after_days=None)
    assert business(book).stale_after_days == STALE_DAYS == 30


def test_an_empty_country_is_that_of_the_time_zone_again(book):
    save(book, country="FR")
    save(book, country="")
    assert business(book).country == "DE"


def test_settings_of_the_interchange_format_are_checked_and_kept_too(book):
    save(book, business_name="Żabka & Co", currency="usd", gross_margin=0.4)
    assert (book.settings.business_name, book.settings.currency) == ("Żabka & Co", "USD")
    assert checked({"currency": "pln", "later": [1]}) == {"currency": "PLN", "later": [1]}


def test_what_is_said_again_is_no_change(book):
    stands = book.versions()
    save(book, business_name=book.settings.business_name, working_days=[1, 2, 3, 4, 5], holidays=[])
    assert book.versions() == stands


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("country", bad) for bad in ("Germany", "D", "1A", "ÄÖ", 49)],
        *[(name, bad) for name in ("reminders", "reminders_tray") for bad in (1, "true", None)],
        *[("stale_after_days", bad) for bad in (0, -1, True, "7", 100_001, 1.5)],
        ("gross_margin", "half"),
        *[("ticket_targets", bad) for bad in ([], {"later": {}}, {"low": 5}, {"low": {"resolution_hours": 1}})],
        *[
            ("ticket_targets", {"low": {"first_response_hours": bad, "resolution_hours": 1}})
            for bad in (0, -1, 10_001, True, "5", float("nan"))
        ],
    ],
)
def test_what_makes_no_sense_is_refused_by_its_name_and_nothing_is_written(book, name, value):
    stands = book.versions()
    with pytest.raises(FieldError) as refusal:
        save(book, **{name: value, "business_name": "Other"})
    assert refusal.value.field == name and str(refusal.value).startswith("must ")
    assert book.versions() == stands


def test_what_makes_no_sense_in_the_file_counts_as_not_there(book):
    write_settings(book, {"country": "nowhere", "reminders": 3, "reminders_tray": 1, "ticket_targets": 7}, label="Odd")
    write_settings(book, {"stale_after_days": "soon"}, label="Odd, too")
    assert business(book) == Business("DE", targets=dict(DEFAULTS))


def test_another_time_zone_writes_the_days_of_moments_anew(book):
    with book.operation("Fill") as tx:
        one_of_each(tx)
    save(book, timezone="Pacific/Auckland")
    (day,) = {day for (day,) in book.rows("SELECT opened_day FROM ticket")}
    assert day == Calendar("Pacific/Auckland").day_of(NOON)


@pytest.mark.parametrize(
    ("record", "values"),
    [
        (Deal, {"title": "Roof", "opened_at": NOON, "amount": 100}),
        (Sale, {"sold_at": NOON, "amount": 100}),
        (Expense, {"spent_on": 20_000, "amount": 100, "category": "other"}),
        (Campaign, {"name": "Fair", "budget": 100}),
    ],
)
def test_a_currency_with_other_decimals_is_refused_once_there_are_amounts(book, record, values):
    save(book, currency="JPY")
    with book.operation("Fill") as tx:
        stage = {"stage_id": tx.insert(Stage, {"name": "Lead"})} if record is Deal else {}
        tx.insert(record, {**values, **stage})
    with pytest.raises(FieldError, match="cannot become EUR, which has a different number of decimals from JPY"):
        save(book, currency="EUR")
    save(book, currency="KRW")
    assert book.settings.currency == "KRW"


@pytest.mark.parametrize(("zone", "country"), [("Europe/Berlin", "DE"), ("America/New_York", "US"), ("UTC", "")])
def test_a_time_zone_lies_in_a_country(zone, country):
    assert country_of_zone(zone) == country


def test_where_no_table_of_time_zones_is_found_the_country_is_not_known(monkeypatch):
    monkeypatch.setattr(module, "TZPATH", ("/nowhere",))
    monkeypatch.setattr(module.resources, "files", lambda name: (_ for _ in ()).throw(ModuleNotFoundError(name)))
    country_of_zone.cache_clear()
    assert country_of_zone("Europe/Berlin") == ""
    country_of_zone.cache_clear()


def test_the_table_of_the_library_serves_where_the_system_has_none(monkeypatch, tmp_path):
    (tmp_path / "zone.tab").write_text("# table\nAQ\t-9000+00000\tEurope/Berlin\n", encoding="utf-8")
    monkeypatch.setattr(module, "TZPATH", ())
    monkeypatch.setattr(module.resources, "files", lambda name: tmp_path)
    country_of_zone.cache_clear()
    assert country_of_zone("Europe/Berlin") == "AQ"
    country_of_zone.cache_clear()
