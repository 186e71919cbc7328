"""Doubles among the contacts of a workspace are found, and others are not taken for them."""

import csv
from itertools import combinations

import pytest

from crmdesk.domain.clock import FixedClock
from crmdesk.insight.duplicates import find_duplicates, pairs, sure_groups
from crmdesk.insight.likeness import LIKELY, likeness
from crmdesk.insight.rarity import rarity_of
from crmdesk.insight.traits import traits_of
from crmdesk.store.contact import Contact
from crmdesk.store.file import create
from crmdesk.store.merging import keep_apart, kept_apart

SETTINGS = {"currency": "EUR", "timezone": "Europe/Berlin"}


@pytest.fixture
def book(tmp_path):
    with create(tmp_path / "book.crmdesk", SETTINGS, clock=FixedClock(1_793_447_100_000_000)) as workspace:
        yield workspace


def add(workspace, rows):
    with workspace.operation("Contacts") as tx:
        return [tx.insert(Contact, {"kind": "person", **values}) for values in rows]


def restaurants(row):
    values = {"kind": "company", "name": row["name"], "street": row["address"], "city": row["city"]}
    return row["unique_id"].strip("'"), {**values, "custom": custom(row, "cuisine")}


def people(row):
    street = " ".join(filter(None, (row["street_number"], row["address_1"], row["address_2"])))
    name = " ".join(filter(None, (row["given_name"], row["surname"])))
    values = {"name": name, "street": street, "city": row["suburb"], "postcode": row["postcode"]}
    return row["rec_id"].split("-")[1], {**values, "custom": custom(row, "state", "date_of_birth", "soc_sec_id")}


def custom(row, *names):
    return {name: row[name] for name in names if row[name]}


@pytest.mark.parametrize(
    ("file", "read", "recall", "precision"),
    [
        ("febrl_dataset1.csv", people, 0.97, 0.97),
        ("restaurant-nophone-training.csv", restaurants, 0.93, 0.93),
    ],
)
def test_doubles_of_known_truth_are_found_and_hardly_any_others(data_dir, file, read, recall, precision):
    with (data_dir("dedupe-truth") / file).open(newline="", encoding="utf-8") as lines:
        rows = [
            {name.strip(): (value or "").strip() for name, value in row.items()}
            for row in csv.DictReader(lines, skipinitialspace=True)
        ]
    who, values = zip(*map(read, rows), strict=True)
    truth = {pair for pair in combinations(range(len(who)), 2) if who[pair[0]] == who[pair[1]]}
    found = {(pair.one, pair.other) for pair in pairs(dict(enumerate(map(traits_of, values))))}
    assert len(found & truth) / len(truth) >= recall
    assert len(found & truth) / len(found) >= precision


def test_doubles_are_told_the_surest_first_and_those_kept_apart_are_not(book):
    sure = {"name": "Anna Schmidt", "email": "a@x.example", "custom": '{"Member": "4711"}'}
    less = {"name": "Otto Krug", "street": "Ringstr. 80", "city": "Ulm"}
    ids = add(book, [less, {**less, "name": "Oto Krug"}, sure, sure, {"name": "Ida Lang", "custom": '{"Member": "1"}'}])
    found = find_duplicates(book)
    assert [(pair.one, pair.other) for pair in found] == [(ids[2], ids[3]), (ids[0], ids[1])]
    assert "the same Member" in found[0].likeness.reasons
    with book.operation("Two") as tx:
        keep_apart(tx, [(ids[2], ids[3])])
    assert [(pair.one, pair.other) for pair in find_duplicates(book)] == [(ids[0], ids[1])]


def test_people_are_told_apart_by_their_companies(book):
    firms = add(book, [{"kind": "company", "name": name} for name in ("Nordwind", "Quellhof")])
    same = {"name": "Anna Schmidt"}
    add(book, [{**same, "company_id": firms[0]}, {**same, "company_id": firms[1]}])
    assert find_duplicates(book) == []


def test_a_contact_that_came_in_a_hundred_times_is_found():
    often = [traits_of({"name": "Anna Schmidt", "email": "a@x.example", "city": "Ulm"})] * 100
    others = [traits_of({"name": f"{chr(97 + number % 26) * 3} {number}x"}) for number in range(6000)]
    found = pairs(dict(enumerate((*often, *others))))
    assert sure_groups(found) == [list(range(100))]


def test_a_double_is_found_however_many_share_the_family_name_and_the_street():
    family = [traits_of({"kind": "person", "name": f"{chr(97 + number) * 4} Müller"}) for number in range(20)]
    street = [traits_of({"kind": "person", "name": f"X{number} Y", "street": "Am Wald 3"}) for number in range(2)]
    many = [traits_of({"kind": "person", "name": f"Q{number} Müller"}) for number in range(40)]
    others = [traits_of({"kind": "person", "name": f"Z{number} {chr(97 + number % 26) * 3}x"}) for number in range(90)]
    home = {"kind": "person", "street": "Am Wald 3", "city": "Ulm"}
    twice = [traits_of({**home, "name": name}) for name in ("Thomas Müller", "T. Müller")]
    found = list(pairs(dict(enumerate((*family, *street, *many, *twice, *others)))))
    assert [(pair.one, pair.other) for pair in found] == [(62, 63)]


def test_groups_hold_all_that_are_surely_one(book):
    anna = {"name": "Anna Schmidt", "email": "a@x.example"}
    otto = {"name": "Otto Krug", "phone": "+49 731 555123"}
    ids = add(book, [anna, otto, anna, {**otto, "name": "Ottilie Krug"}, otto, anna])
    assert sorted(sure_groups(find_duplicates(book))) == [[ids[0], ids[2], ids[5]], [ids[1], ids[4]]]


def test_a_company_that_came_in_as_a_person_is_found_and_its_owner_is_not(book):
    firm = {"kind": "company", "name": "Adler Optik", "phone": "+49 731 555123", "street": "Am Wald 3", "city": "Ulm"}
    others = {"kind": "person", "name": "Max Adler"}, {"kind": "person"}
    ids = add(book, [firm, *({**firm, **other} for other in others)])
    assert [(pair.one, pair.other) for pair in find_duplicates(book)] == [(ids[0], ids[2])]


def test_no_group_joins_two_that_somebody_said_are_two(book):
    anna = {"name": "Anna Schmidt", "email": "a@x.example"}
    ids = add(book, [anna, anna, anna])
    with book.operation("Two") as tx:
        keep_apart(tx, [(ids[0], ids[2])])
    groups = sure_groups(find_duplicates(book), kept_apart(book))
    assert groups in ([[ids[0], ids[1]]], [[ids[1], ids[2]]])


def test_the_search_tells_how_far_it_is_and_can_be_given_up(book):
    add(book, [{"name": "Anna Schmidt", "email": "a@x.example"}] * 2)
    told = []
    find_duplicates(book, told=told.append)
    assert told == sorted(told)
    assert told[0] == 0.0

    def give_up(_share):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        find_duplicates(book, told=give_up)


def test_where_there_are_no_contacts_there_are_no_doubles(book):
    assert find_duplicates(book) == []


HOUSE = {"kind": "company", "name": "Müller & Söhne International GmbH", "street": "Hauptstraße 12", "city": "Köln"}
HOUSE |= {"postcode": "50667", "phone": "+49 221 5550123", "website": "https://mueller-soehne.example"}


@pytest.mark.parametrize(
    "other",
    [
        {"name": "Mueller und Soehne Intl.", "city": "Köln", "phone": "0221/5550123"},
        {"name": "MÜLLER & SÖHNE INTERNATIONAL", "street": "Hauptstr. 12", "city": "Koeln"},
        {"name": "Müller Söhne Int'l Gesellschaft mit beschränkter Haftung", "website": "www.mueller-soehne.example"},
        {"name": "Muller & Sohne International Ltd", "email": "kontakt@mueller-soehne.example", "postcode": "50667"},
        {"name": "Mülller & Söhne International GmbH", "street": "Hauptstraße 12", "postcode": "50667"},
    ],
)
def test_a_company_is_known_in_other_words(other):
    one, two = traits_of(HOUSE), traits_of({"kind": "company", **other})
    assert likeness(one, two, rarity_of([one, two])).score >= LIKELY


@pytest.mark.parametrize(
    "other",
    [
        {"name": HOUSE["name"], "city": "Wien", "street": "Ring 3", "website": HOUSE["website"]},
        {"name": HOUSE["name"], "city": "Hamburg", "phone": "+49 40 7771234", "website": HOUSE["website"]},
        {"name": HOUSE["name"], "city": "Bonn", "postcode": "53111", "street": "Hauptstraße 112"},
        {"name": "Müller Holding GmbH", "street": "Hauptstraße 12", "city": "Köln", "postcode": "50667"},
        {"name": "Krause Optik GmbH", "street": "Hauptstraße 12", "city": "Köln", "phone": "+49 221 5550199"},
    ],
)
def test_branches_sisters_and_neighbours_are_other_companies(other):
    one, two = traits_of(HOUSE), traits_of({"kind": "company", **other})
    assert likeness(one, two, rarity_of([one, two])).score < LIKELY
