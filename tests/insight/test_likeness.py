"""How likely two contacts are one is told with what speaks for it and against it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from crmdesk.insight.likeness import LIKELY, likeness
from crmdesk.insight.rarity import rarity_of
from crmdesk.insight.traits import keys, mail_address, phone_digits, same_phone, traits_of

FIELDS = ("name", "email", "phone", "street", "city", "postcode", "country", "website", "custom")
TEXT = some.one_of(
    some.text(max_size=30), some.sampled_from(["Dr.", "GmbH", "a@b.example", "+49 30 5550001", "{}", "1"])
)


def company(**values):
    return {"kind": "company", **values}


def person(**values):
    return {"kind": "person", **values}


ONE = {
    "legal forms and umlauts": (
        company(name="Müller & Söhne GmbH", street="Hauptstr. 5", city="Berlin"),
        company(name="Mueller und Soehne", street="Hauptstraße 5", city="Berlin"),
    ),
    "abbreviations": (
        company(name="Intl. Business Machines", website="www.ibm.example", city="Armonk"),
        company(name="International Business Machines Corp.", website="https://ibm.example/us", city="Armonk"),
    ),
    "words in one or two": (
        company(name="McDonald Brothers", street="12 High St", city="Leeds"),
        company(name="Mc Donald Bros", street="12 High Street", city="Leeds"),
    ),
    "a word more": (
        company(name="Dr. Jones Dental Practice", street="12 High St", city="Leeds"),
        company(name="Jones Dental", street="12 High Street", city="Leeds"),
    ),
    "initials": (person(name="Anna Schmidt", email="a@x.example"), person(name="Schmidt, A.", email="a@x.example")),
    "nicknames": (
        person(name="Bob Miller", phone="+1 202 555 0143"),
        person(name="Robert Miller", phone="202-555-0143"),
    ),
    "names that sound alike": (
        person(name="Meier, Hans", street="Am Wald 3", city="Ulm"),
        person(name="Hans Mayer", street="Am Wald 3", city="Ulm"),
    ),
    "slips of the pen": (
        person(name="Johanna Katzmarek", street="Am Wald 3", postcode="89073"),
        person(name="Johana Katzmerek", street="Am Wald 3", postcode="89037"),
    ),
    "long slips": (
        person(name="Friederike Hohenstaufen", email="f.hohenstaufen@x.example"),
        person(name="Friederike Hohenstaaufn", email="f.hohenstaufn@x.example"),
    ),
    "longer slips": (
        person(name="Siegfried Kaltenborn", email="k@x.example"),
        person(name="Siegfreid Kaltenbronn", email="k@x.example"),
    ),
    "other alphabets": (
        person(name="Иван Петров", phone="+7 495 123-45-67"),
        person(name="Петров Иван", phone="8 (495) 123-45-67"),
    ),
    "people of one company": (
        person(name="Anna Schmidt", company="Adler AG", city="Ulm"),
        person(name="Anna Schmidt", company="Adler", city="Ulm"),
    ),
    "a date and a number of one's own": (
        person(name="Ada Wolff", custom={"Born": "1815-12-10", "Insurance": "A 77 812"}),
        person(name="Ada King", custom='{"Born": "1815-12-10", "Insurance": "A 77 812"}'),
    ),
    "nicknames of two names": (
        person(name="Ted Miller", phone="+1 202 555 0143"),
        person(name="Theodore Miller", phone="202-555-0143"),
    ),
    "one mailbox in another town": (
        person(name="Maria Hohenfels", email="mhohenfels@x.example", street="Am Wald 3", city="Ulm"),
        person(name="M. Hohenfels", email="mhohenfels@x.example", street="Ringstr. 80", city="Graz"),
    ),
    "Cyrillic and Latin letters": (
        person(name="Аркадий Лаврентьев", email="lavrentev@x.example"),
        person(name="Arkadii Lavrentev", email="lavrentev@x.example"),
    ),
    "Greek and Latin letters": (
        person(name="Γεώργιος Παπαδόπουλος", city="Αθήνα", phone="+30 210 5551234"),
        person(name="Georgios Papadopoulos", city="Athina", phone="210 5551234"),
    ),
    "an acronym": (
        company(name="Young Men's Sailing Association Lakeview", street="12 High St", city="Leeds"),
        company(name="Y.M.S.A. Lakeview", street="12 High Street", city="Leeds"),
    ),
    "the owner before the house and what it does behind it": (
        company(name="Harbour Trust - Little Otters", street="12 High St", phone="+1 202 555 0143"),
        company(name="Little Otters Day Nursery", street="12 High Street", phone="202-555-0143"),
    ),
    "Saint and St., first and 1st": (
        company(name="First Church of Saint Kilian's", city="Leeds"),
        company(name="1st Church St. Kilians", city="Leeds"),
    ),
    "one word that nobody else is called": (company(name="Nutrifix"), company(name="Nutrifix GmbH")),
    "a number with and without its hyphens": (
        person(name="Ida Lang", custom={"Insurance": "521-21-2123"}),
        person(name="Ida Lang", custom={"Insurance": "521212123"}),
    ),
    "the whole name alone": (company(name="Total Office Supplies"), company(name="Total Office Supplies Ltd")),
}
TWO = {
    "a couple": (
        person(name="Anna Schmidt", street="Am Wald 3", city="Ulm", phone="+49 731 12345"),
        person(name="Bernd Schmidt", street="Am Wald 3", city="Ulm", phone="+49 731 12345"),
    ),
    "a family firm": (
        person(name="Andreas Walleyko", email="andreas@walleyko.example", city="Ulm"),
        person(name="Leonie Walleyko", email="leonie@walleyko.example", city="Ulm"),
    ),
    "one mailbox of a firm": (
        person(name="Anna Schmidt", email="info@firm.example"),
        person(name="Bernd Weber", email="info@firm.example"),
    ),
    "colleagues": (
        person(name="Anna Schmidt", email="anna.schmidt@siemens.example"),
        person(name="Otto Lang", email="otto.lang@siemens.example"),
    ),
    "firms with a word in common": (company(name="Miller Consulting"), company(name="Miller Services")),
    "branches": (company(name="Hotel Adler", city="Ulm"), company(name="Hotel Adler", city="Graz")),
    "numbers": (company(name="Branch 12", city="Ulm"), company(name="Branch 13", city="Ulm")),
    "somebody and the firm": (
        person(name="Max Weber", email="max@weber.example"),
        company(name="Weber GmbH", email="max@weber.example"),
    ),
    "namesakes far away": (
        person(name="Anna Schmidt", street="Am Wald 3", postcode="89073", country="DE"),
        person(name="Anna Schmidt", street="Ringstr. 81", postcode="1010", country="AT"),
    ),
    "nothing known": (person(), person()),
    "father and son": (
        person(name="Robert Miller Sr.", street="12 High St", city="Leeds", phone="0113 555123"),
        person(name="Robert Miller jun.", street="12 High St", city="Leeds", phone="0113 555123"),
    ),
    "colleagues with names of one length": (
        person(name="Anna Müller", email="anna.mueller@x.example", street="Am Wald 3", phone="0731 555123"),
        person(name="Anna Keller", email="anna.keller@x.example", street="Am Wald 3", phone="0731 555123"),
    ),
    "brothers and sisters with mailboxes that differ in a letter": (
        person(name="Fatima Steiner", email="fsteiner@x.example", street="Am Wald 3", phone="0731 555123"),
        person(name="Mehmet Steiner", email="msteiner@x.example", street="Am Wald 3", phone="0731 555123"),
    ),
    "the first and the second of a name": (
        company(name="Little Otters I", street="12 High St", phone="0113 555123"),
        company(name="Little Otters II", street="14 High St", phone="0113 555124"),
    ),
    "two houses of a chain in one town": (
        company(name="Sarku Noodles", street="111 West Mall", city="Leeds", phone="0113 555123"),
        company(name="Sarku Noodles", street="9 Harbour Road", city="Leeds", phone="0113 777999"),
    ),
    "a hotel and its guest at one desk": (
        company(name="Golden Anchor Hotel", street="12 High St", phone="0113 555123"),
        company(name="Lilly Langley", street="12 High St", phone="0113 555123"),
    ),
}


def compared(pair):
    one, other = (
        traits_of(
            {name: value for name, value in values.items() if name != "company"}, company=values.get("company", "")
        )
        for values in pair
    )
    return likeness(one, other), keys(one) & keys(other)


@pytest.mark.parametrize("pair", ONE.values(), ids=ONE)
def test_one_contact_in_two_spellings_is_known_again(pair):
    found, shared = compared(pair)
    assert found.score >= LIKELY, found
    assert found.reasons
    assert shared
    assert compared(pair[::-1])[0].score == found.score


@pytest.mark.parametrize("pair", TWO.values(), ids=TWO)
def test_two_contacts_that_share_something_are_two(pair):
    found, _shared = compared(pair)
    assert found.score < LIKELY, found


@pytest.mark.parametrize(
    ("one", "other", "sure"),
    [
        (
            person(name="Anna Maria Schmidt", email="a@x.example"),
            person(name="Anna Schmidt", email="a@x.example"),
            False,
        ),
        (person(name="Anna Schmidt", email="a@x.example"), person(name="Schmidt Anna", email="a@x.example"), True),
        (person(name="Chris Falk", phone="0731 555123"), person(name="Chris Falk", phone="0731 555123"), True),
        (
            person(name="Christian Falk", phone="0731 555123", street="Am Wald 3", city="Ulm"),
            person(name="Christina Falk", phone="0731 555123", street="Am Wald 3", city="Ulm"),
            False,
        ),
        (person(name="Anna Schmidt", city="Ulm"), person(name="Anna Schmidt", city="Ulm"), False),
        (
            person(name="Robert Miller", street="Am Wald 3", phone="0731 555123", email="m@x.example"),
            person(name="Robert Miller Jr.", street="Am Wald 3", phone="0731 555123", email="m@x.example"),
            False,
        ),
        (
            person(name="Robert Miller", street="Am Wald 3", phone="0731 555123", custom={"Born": "1961-11-23"}),
            person(name="Robert Miller", street="Am Wald 3", phone="0731 555123", custom={"Born": "1990-01-05"}),
            False,
        ),
        (
            company(name="Sterling Freight", street="Am Wald 3", city="Ulm", phone="0731 555123"),
            company(name="Sterling Freight", street="Ringstr. 80", city="Ulm", phone="0731 555123"),
            False,
        ),
        (
            person(name="Anna Schmidt", street="Am Wald 3", email="a@x.example"),
            person(name="Anna Schmidt", street="Ringstr. 80", email="a@x.example"),
            True,
        ),
    ],
    ids=[
        *("a name more", "one mailbox", "one telephone", "a couple", "a name in a town", "a junior", "two birthdays"),
        *("a house more", "one mailbox after moving"),
    ],
)
def test_only_what_nobody_would_ask_about_is_sure(one, other, sure):
    assert compared((one, other))[0].sure is sure


def test_what_is_said_are_words_that_people_understand():
    one = person(name="Anna Schmidt", email="anna@x.example", street="Am Wald 3", phone="0731 555123")
    other = {**one, "name": "Anna Schmitd", "email": "ana@x.example", "phone": "0731 998877"}
    found, _shared = compared((one, other))
    assert found.reasons == (
        "a similar name",
        "a similar e-mail address",
        "the same address",
        "the same domain x.example",
    )
    other = {**one, "street": "Ringstr. 80", "custom": {"Member": "4711"}}
    found, _shared = compared(({**one, "custom": {"Member": "9922"}}, other))
    assert found.against == ("another Member", "another address")


def test_what_two_are_called_is_told_as_it_is():
    home = {"street": "Am Wald 3", "city": "Ulm", "phone": "0731 555123"}
    one, other = person(name="Anna Steiner Senior", **home), person(name="Anna Steiner", **home)
    assert compared((one, other))[0].reasons[0] == "a similar name"
    born = {"custom": {"Born": "1990-01-05"}}
    one, other = person(name="Stefan Zhang", **home, **born), person(name="Dora Zhang", **home, **born)
    assert compared((one, other))[0].against == ("another name",)


def test_a_contact_that_came_in_again_and_again_is_no_less_rare():
    firms = [company(name="Nutrifix Holland")] * 50 + [company(name=f"Firm {number}") for number in range(50)]
    traits = [traits_of(firm) for firm in firms]
    assert likeness(traits[0], traits[1], rarity_of(traits)).score >= LIKELY


def test_a_town_and_a_company_are_named_among_the_reasons():
    one = person(name="Anna Schmidt", company="Adler AG", city="Ulm")
    assert compared((one, one))[0].reasons == ("the same name", "the same town", "the same company")


def test_namesakes_with_a_birthday_each_are_asked_about():
    one = person(name="Anna Schmidt", city="Ulm", custom={"Born": "1990-01-05", "Shoe": "41"})
    other = {**one, "custom": {"Born": "1961-11-23", "Shoe": "44"}}
    assert compared((one, other))[0].against == ("another Born", "another Shoe")
    assert compared((one, other))[0].score < compared((one, {**one, "custom": {}}))[0].score


def test_numbers_tell_mailboxes_apart_and_letters_may_be_slips():
    one, other = (
        person(name="Anna Schmidt", email="anna1@x.example"),
        person(name="Anna Schmidt", email="anna2@x.example"),
    )
    assert "a similar e-mail address" not in compared((one, other))[0].reasons


def test_what_many_have_in_common_tells_little():
    def crowd(street, born):
        values = person(name="Anna Schmidt", city="Ulm", street=street)
        return traits_of({**values, "custom": json.dumps({"Born": born, "Row": street, "Colour": "red"})})

    people = [crowd(f"Weg {number}", f"19{number:02}-01-01") for number in range(40)]
    rarity = rarity_of(people)
    assert likeness(people[0], people[1]).score > likeness(people[0], people[1], rarity).score
    # A number that nobody shares says nothing of anybody; a colour that all have, neither.
    again = crowd("Weg 0", "1900-01-01")
    told = likeness(people[0], again, rarity_of([*people, again])).reasons
    assert told == ("the same name", "the same Born", "the same Row", "the same address")
    assert "the same Row" not in likeness(people[0], again, rarity).reasons


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Anna.Schmidt+shop@GoogleMail.com", "annaschmidt@gmail.com"),
        (" A@X.example ", "a@x.example"),
        ("+a@x.example", "+a@x.example"),
        ("nobody", ""),
        ("@x.example", ""),
    ],
)
def test_mail_addresses_are_read_as_their_providers_read_them(text, wanted):
    assert mail_address(text) == wanted


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("+49 (0)30 20930", "030 20930", False),
        ("+49 (0)30 2093 0815", "030 20930815", True),
        ("030 5559 ext 12", "30 5559", True),
        ("202-555-0143 x9", "+1 202 555 0143", True),
        ("202-555-0143", "202-555-0144", False),
    ],
)
def test_telephone_numbers_are_one_in_every_spelling(one, other, same):
    assert same_phone(phone_digits(one), phone_digits(other)) is same


@pytest.mark.parametrize("text", ["", "000000", "12345", "n/a", "1111111"])
def test_what_is_no_telephone_number_is_none(text):
    assert phone_digits(text) == ""


@pytest.mark.parametrize("custom", [None, "", "no JSON", "[1]", {"Size": ""}])
def test_fields_of_ones_own_that_say_nothing_are_none(custom):
    assert traits_of(person(name="Anna", custom=custom)).others == {}


def test_everything_in_a_contact_may_be_missing_or_strange():
    odd = traits_of({"kind": None, "name": "★ 😀", "email": "??", "website": "not a site", "street": "\u200b"})
    assert (odd.name, odd.email, odd.domain) == ((), "", "")
    assert likeness(odd, odd).score < LIKELY
    long = traits_of(person(name="x " * 5000, street="y" * 5000))
    assert len(long.name) <= 12
    assert keys(long)


@given(
    one=some.fixed_dictionaries(dict.fromkeys(FIELDS, TEXT)), other=some.fixed_dictionaries(dict.fromkeys(FIELDS, TEXT))
)
def test_any_texts_are_compared_and_whoever_has_a_name_and_a_mailbox_is_oneself(one, other):
    first, second = traits_of(one), traits_of(other, company=one["name"])
    found = likeness(first, second, rarity_of([first, second]))
    assert 0 <= found.score <= 1
    assert keys(first) == keys(traits_of(one))
    me = traits_of({**one, "name": f"{one['name']} Anna Schmidt", "email": "anna@x.example"})
    assert likeness(me, me).sure
