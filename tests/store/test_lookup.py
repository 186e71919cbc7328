"""Finding the record that a name means."""

import pytest

from crmdesk.store import editing, lookup, search
from crmdesk.store.base import own_fields
from crmdesk.store.campaign import Campaign
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.making import Missing
from crmdesk.store.registry import RECORD_TYPES
from crmdesk.store.stage import Stage

COMPANY = {"kind": "company"}


@pytest.fixture
def people(book):
    """Row ids by name."""
    with book.operation("People") as tx:
        ids = {
            name: tx.insert(Contact, {"kind": kind, "name": name, "email": email})
            for kind, name, email in (
                ("company", "Żółw & Söhne", "office@zolw.example"),
                ("person", "Zola Maier", None),
                ("company", "Zebra", None),
                ("company", "zebra", None),
            )
        }
    search.catch_up(book, 1000)
    return ids


def names(found):
    return [one.name for one in found]


def test_accents_are_forgiven_and_only_what_fits_is_proposed(book, people):
    assert names(lookup.proposals(book, Contact, "zolw sohne", COMPANY)) == ["Żółw & Söhne"]
    assert names(lookup.proposals(book, Contact, "zo", {})) != names(lookup.proposals(book, Contact, "zo", COMPANY))
    assert lookup.proposals(book, Contact, "zolw", {})[0].about == "office@zolw.example"


def test_without_a_text_the_few_are_proposed_in_order_and_of_many_the_latest(book, people):
    assert names(lookup.proposals(book, Contact, " ", COMPANY)) == ["Zebra", "zebra", "Żółw & Söhne"]
    with book.operation("Many") as tx:
        for number in range(40):
            tx.insert(Contact, {"kind": "company", "name": f"Firm {number:02}"})
    assert names(lookup.proposals(book, Contact, "", COMPANY, 2)) == ["Firm 39", "Firm 38"]


def test_stages_are_proposed_in_the_order_of_the_pipeline_and_found_by_any_part(book):
    with book.operation("Stages") as tx:
        for place, name in enumerate(("New", "Won", "Again")):
            tx.insert(Stage, {"name": name, "position": place})
    assert names(lookup.proposals(book, Stage, "", {})) == ["New", "Won", "Again"]
    assert names(lookup.proposals(book, Stage, "AI", {})) == ["Again"]


def test_a_name_means_the_one_record_of_that_name(book, people):
    assert lookup.by_name(book, Contact, " zola maier ", {}) == people["Zola Maier"]
    with pytest.raises(ValueError, match="is the name of 2 records"):
        lookup.by_name(book, Contact, "Zebra", {})
    with pytest.raises(ValueError, match="is not the name"):
        lookup.by_name(book, Contact, "Zola", {})
    with pytest.raises(ValueError, match="is not the name"):
        lookup.by_name(book, Contact, "Zola Maier", COMPANY)


def test_a_record_is_told_by_its_number_while_it_is_there(book, people):
    assert lookup.named(book, Contact, people["Zola Maier"]) == lookup.Proposal(people["Zola Maier"], "Zola Maier")
    assert lookup.named(book, Contact, 9999) is None


def test_words_used_before_are_proposed_from_every_record_that_has_them(book):
    with book.operation("Words") as tx:
        tx.insert(Campaign, {"name": "A", "channel": "web"})
        tx.insert(Contact, {"kind": "person", "name": "B", "channel": "Fair"})
        tx.insert(Contact, {"kind": "person", "name": "C"})
    assert lookup.keywords(book, own_fields(Contact)["channel"]) == ["Fair", "web"]
    assert lookup.keywords(book, own_fields(Deal)["lost_reason"]) == []


@pytest.mark.parametrize("record", RECORD_TYPES, ids=lambda record: record.kind)
def test_any_text_may_be_looked_for(book, people, record):
    for text in ("'\"; --", "%", "*", "(", "NEAR/2", "\U0001f600", "a" * 5000):
        lookup.proposals(book, record, text, {})


def test_a_missing_record_is_made_in_the_same_step(book):
    with book.operation("Add") as tx:
        company = Missing(Contact, "Zenith", COMPANY)
        ada = editing.save(tx, Contact, None, {"kind": "person", "name": "Ada", "company_id": company})
    ((kind, name),) = book.rows(
        "SELECT c.kind, c.name FROM contact t JOIN contact c ON c.id = t.company_id WHERE t.id = ?", (ada,)
    )
    assert (kind, name) == ("company", "Zenith")
    book.journal.undo(book.journal.next_undo().id)
    assert book.rows("SELECT count(*) FROM contact") == [(0,)]
