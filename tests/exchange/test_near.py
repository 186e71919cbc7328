"""Names that are spelled otherwise: found only when exactly one can be meant, and always reported."""

from crmdesk.exchange import limits
from crmdesk.exchange.near import Names, suggestion, unknown_name

PRODUCTS = ["GTX Basic", "GTX Pro", "GTX Plus Pro", "MG Special"]


def products(**options) -> Names:
    return Names(lambda: ((f"p{n}", name) for n, name in enumerate(PRODUCTS)), **options)


def test_an_id_and_a_name_are_found_without_a_word():
    names = products()
    assert (names.find("p1"), names.find("GTX Pro")) == ("p1", "p1")
    assert names.notices("deals.csv") == []


def test_case_accents_spaces_and_punctuation_do_not_matter_and_it_is_said():
    names = products()
    assert [names.find(text) for text in ("GTXPro", "GTXPro", "gtx-pro", "ĞTX Pro")] == ["p1"] * 4
    assert names.notices("deals.csv") == [
        "deals.csv: “GTXPro” was taken as “GTX Pro” (2 rows).",
        "deals.csv: “gtx-pro” was taken as “GTX Pro” (1 row).",
        "deals.csv: “ĞTX Pro” was taken as “GTX Pro” (1 row).",
    ]


def test_a_name_that_two_records_have_finds_neither():
    names = Names(lambda: [("1", "Ada"), ("2", "Ada"), ("3", "A.B."), ("4", "AB")])
    assert names.find("Ada") is None
    assert names.find("ada") is None
    assert names.find("ab") is None
    assert names.find("AB") == "4"


def test_a_record_without_a_name_is_found_by_its_id():
    assert Names(lambda: [("K-1", "")]).find("k1") == "K-1"


def test_slips_are_looked_for_only_where_asked():
    assert products().find("MG Speciall") is None
    assert products(typos=True).find("MG Speciall") == "p3"
    assert products(typos=True).find("MG Sepcial") == "p3"
    assert products(typos=True).find("Spezial") is None
    assert products(typos=True).find("?") is None


def test_numbers_are_never_taken_for_slips():
    names = Names(lambda: [("a", "Customer 1234"), ("b", "Customer 999")], typos=True)
    assert names.find("Customer 1235") is None
    assert names.find("Custommer 1234") == "a"


def test_two_names_equally_near_find_neither():
    names = Names(lambda: [("a", "Jonathan Mayer"), ("b", "Jonathan Meyer")], typos=True)
    assert names.find("Jonathan Myyer") is None
    assert names.find("Jonathan Meyerr") == "b"


def test_the_search_for_slips_ends_and_it_is_said(monkeypatch):
    monkeypatch.setattr(limits, "SLIP_SEARCHES", 1)
    names = products(typos=True)
    assert names.find("entirely unknown") is None
    assert names.find("MG Speciall") is None
    assert names.notices("x") == ["x: after 1 unknown names no more misspellings were looked for."]


def test_a_word_of_a_mapping_is_suggested():
    assert suggestion("amonut", ["amount", "title"]) == "amount"
    assert suggestion("xyz", ["amount", "title"]) == ""
    assert unknown_name("deals", "amonut", ["amount"]) == "deals has no “amonut”; did you mean “amount”?"
    assert unknown_name("deals", "q", ["a", "b"]) == "deals has no “q”; there is: a, b."
    assert unknown_name("x", "?", [str(n) for n in range(99)]).endswith("29….")
