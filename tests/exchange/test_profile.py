"""What columns hold, told from all of their rows."""

from collections.abc import Iterable

import pytest

from crmdesk.exchange import profile as profile_module
from crmdesk.exchange.cell import Canonical
from crmdesk.exchange.found import Found
from crmdesk.exchange.noise import NO_DAY, NO_MAIL, NO_PHONE, NOTHING, why_nothing
from crmdesk.exchange.profile import Profile, by_name, profiles, profiles_of
from crmdesk.exchange.profile_numbers import currency_in
from crmdesk.exchange.rules import NumberRule
from crmdesk.exchange.table import Table


def column(texts: Iterable[str]) -> Profile:
    cells = list(texts)
    return profiles_of(Table("x.csv", ["x"], ((n, [cell]) for n, cell in enumerate(cells, start=2))))[0]


@pytest.mark.parametrize(
    ("texts", "decimal", "thousands"),
    [
        (["1", "20", "300"], ".", ""),
        (["12.50", "1.5"], ".", ","),
        (["-3,9", "1.000", "7"], ",", "."),
        (["1,234.50", "12"], ".", ","),
        (["1.234,50", "12"], ",", "."),
        (["1 234,50", "12,1"], ",", " "),
        (["1\u202f234,50"], ",", " "),
        (["1'234.50", "2’500.00"], ".", "'"),
        (["(420.81)", "12.00-"], ".", ","),
        (["€ 1.234,50", "12,50 EUR"], ",", "."),
        (["0.500", "0.250"], ".", ","),
    ],
)
def test_the_marks_of_numbers_are_found(texts, decimal, thousands):
    numbers = column(texts).numbers
    assert numbers is not None
    assert [(rule.decimal, rule.thousands) for rule in numbers.rules] == [(decimal, thousands)]
    assert numbers.count == len(texts)


def test_a_column_has_times_where_most_of_its_days_have_one():
    few = column(["2026-01-01", "2026-01-02", "2026-01-03T10:00"]).dates
    most = column(["2026-01-01", "2026-01-02T09:00", "2026-01-03T10:00"]).dates
    assert few is not None and not few.has_time
    assert most is not None and most.has_time


def test_nobody_writes_the_month_first_with_points_between():
    days = column(["05.03.2026", "06.04.2026"]).dates
    assert days is not None and days.orders == ("day first",)


@pytest.mark.parametrize("texts", [["1.000"], ["1,234", "5,678"], ["12.345", "7"]])
def test_three_figures_behind_a_mark_can_be_read_in_two_ways(texts):
    numbers = column(texts).numbers
    assert numbers is not None
    assert len(numbers.rules) == 2
    assert not numbers.is_decided


def test_the_range_the_currency_and_shares_of_numbers_are_known():
    amounts = column(["$5.00", "$1,200.50", "($7.25)"]).numbers
    assert amounts is not None
    assert (amounts.least, amounts.most, amounts.currency) == (-7.25, 1200.5, "")
    euros = column(["5,00 €", "7,50 €"]).numbers
    assert euros is not None
    assert euros.currency == "EUR"
    rates = column(["27.78%", "5%"]).numbers
    assert rates is not None
    assert rates.rules == (NumberRule(".", ",", percent=True),)


@pytest.mark.parametrize(
    ("text", "code"), [("EUR 5", "EUR"), ("5 zł", "PLN"), ("R$ 5", "BRL"), ("US$ 5", "USD"), ("$5", ""), ("5", "")]
)
def test_a_currency_is_known_by_its_code_or_by_a_sign_of_its_own(text, code):
    assert currency_in(text) == code


def test_real_numbers_of_a_sheet_are_read_as_they_are():
    numbers = column([Canonical("1234.5"), Canonical("2.25")]).numbers
    assert numbers is not None
    assert numbers.most == 1234.5


@pytest.mark.parametrize(
    ("texts", "share"),
    [
        (["ann@x.de", "bob@y.com"], "mails"),
        (["+49 30 1234567", "(555) 123-4567", "1-955-371-0847 x371"], "phones"),
        (["https://x.de/a?b=c", "www.firm.com", "firm.co.uk"], "links"),
        (["yes", "no", "Ja"], "flags"),
        (["Ann", "Bob Smith"], "words"),
    ],
)
def test_addresses_and_words_are_told_apart(texts, share):
    assert getattr(column(texts), share) == 1.0


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("n/a", NOTHING),
        ("Select", NOTHING),
        ("(blank)", NOTHING),
        ("?", NOTHING),
        ("K.A.", NOTHING),
        ("keine Angabe", NOTHING),
        ("#N/A", NOTHING),
        ("1899-12-30", NO_DAY),
        ("0/0/00", NO_DAY),
        ("12/31/1899 09:30:00 AM", NO_DAY),
        ("test@test.com", NO_MAIL),
        ("jane@example.com", NO_MAIL),
        ("000 000 0000", NO_PHONE),
        ("+1 555 555 5555", NO_PHONE),
        ("x" * 80, ""),
        ("ann@firm.de", ""),
        ("2026-01-03", ""),
        ("No", ""),
        ("Nadia", ""),
    ],
)
def test_cells_that_mean_nothing_are_known(text, why):
    assert why_nothing(text) == why


def test_noise_is_counted_and_is_no_part_of_what_a_column_says():
    found = column(["unknown", "unknown", "social", "", "web"])
    assert [(one.value, one.count) for one in found.noise] == [("unknown", 2)]
    assert (found.filled, found.telling, found.words) == (4, 2, 1.0)


def test_a_strange_number_is_noise_among_phones_alone():
    assert not column(["1111111", "250", "2200000"]).noise
    assert column(["1111111", "+49 30 1234560", "0171 2345678", "030 555666"]).noise


def test_a_column_of_nothing_but_times_on_no_day_keeps_them():
    assert not column(["12/31/1899 09:30:00 AM"] * 2).noise


@pytest.mark.parametrize(
    ("texts", "separator"),
    [
        (["Horses;Greyhound", "Horses", "Greyhound;Cats;Horses"], ";"),
        (["* myContacts ::: Rotary", "* myContacts ::: Golf", "Rotary ::: Golf"], " ::: "),
        (["a@x.de, b@x.de", "c@x.de, d@x.de"], ", "),
        (["Berlin, Germany", "Paris, France"], ""),
        (["a;b", "c"], ""),
    ],
)
def test_what_parts_several_values_in_a_cell_is_found(texts, separator):
    assert column(texts).separator == separator


def test_many_different_texts_are_counted_in_bounded_memory(monkeypatch):
    monkeypatch.setattr(profile_module, "KNOWN", 50)
    monkeypatch.setattr(profile_module, "SHAPES", 20)
    monkeypatch.setattr(profile_module, "CHUNK", 40)
    names = column([f"{'n' * (n % 30)}{n}" for n in range(900)] + ["n/a", "n1"])
    assert names.is_capped
    assert abs(names.distinct - 901) < 10
    assert names.is_unique
    days = column([f"{n % 28 + 1:02d}/{n % 12 + 1:02d}/2026 10:{n % 60:02d}:{n // 60:02d}" for n in range(900)])
    assert days.dates is not None
    assert days.dates.readings == (("%d/%m/%Y %H:%M:%S",),)
    repeated = column([str(n % 100) for n in range(900)])
    assert not repeated.is_unique


def test_very_many_numbers_are_valued_by_a_part_of_them():
    numbers = column([f"{n}.25" for n in range(10_000, 14_000)]).numbers
    assert numbers is not None
    assert numbers.count == 4000
    assert numbers.most > 13_900


def test_all_rows_or_the_first_ones_are_read_and_the_reader_hears_of_it():
    def read() -> Table:
        return Table("x.csv", ["a", "b"], iter([(n, [str(n), ""]) for n in range(5000)]))

    told: list[int] = []
    found = profiles(Found("x.csv", "csv", ("a", "b"), read), told=told.append)
    assert ([one.name for one in found], found[0].rows, told) == (["a", "b"], 5000, [2000, 4000, 5000])
    assert (found[1].filled, found[1].share(3), found[1].is_unique) == (0, 0.0, False)
    assert profiles(Found("x.csv", "csv", ("a", "b"), read), rows=7)[0].rows == 7
    assert by_name(found)["a"] is found[0]


@pytest.mark.parametrize(
    "text", ["a" * 5000, "1" * 5000, "((((((" * 500, "1,1" * 900, "\udcff", "@" * 500, "." * 999, "1/" * 99]
)
def test_hostile_texts_cost_nothing(text):
    found = column([text, text + "1", "  "])
    assert found.filled == 2


def test_what_stands_beside_figures_is_a_currency_only_where_it_is_its_code():
    found = column(["USD 29%", "HCl 29%", "NaF 5", "12 kg"])
    assert found.numbers is not None and found.numbers.count == 1
    assert column(["USD 5 M", "HCl 7 m"]).numbers is not None
