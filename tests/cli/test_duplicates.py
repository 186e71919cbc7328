"""The command line names contacts that may be one, and merges those that surely are."""

import pytest

from crmdesk.store.contact import Contact
from crmdesk.store.file import create, open_workspace

JOE = {"kind": "person", "name": "Joe Unlikely", "email": "joe@unlikely.example", "external_id": "C1"}
ANN = {"kind": "person", "name": "Ann Unlikely", "street": "Am Wald 3", "city": "Jena"}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "book.crmdesk"
    with create(path, {"currency": "EUR", "timezone": "UTC"}) as book, book.operation("Contacts") as tx:
        for values in (JOE, {**JOE, "external_id": None, "city": "Jena"}, ANN, {**ANN, "name": "Anne Unlikely"}):
            tx.insert(Contact, values)
    return path


def test_pairs_are_told_with_their_score_and_reasons(done, file):
    found = done("duplicates", file, "--json").json
    first, second = found["pairs"]
    assert first["one"] == {"id": 1, "external_id": "C1", "name": "Joe Unlikely"}
    assert (first["sure"], second["sure"], found["merged"]) == (True, False, 0)
    assert first["reasons"] == ["the same name", "the same e-mail address", "the same domain unlikely.example"]
    assert second["score"] > 0.5
    assert done("duplicates", file).out.splitlines()[1].split("\t")[1:] == [
        "#3 Ann Unlikely",
        "#4 Anne Unlikely",
        "a similar name, the same address",
    ]


def test_those_that_are_sure_are_merged_in_one_step(done, file):
    assert done("duplicates", file, "--merge-sure").out.endswith("1 duplicate was merged into its contact.\n")
    with open_workspace(file, read_only=True) as book:
        assert book.rows("SELECT id, city FROM contact ORDER BY id") == [(2, "Jena"), (3, "Jena"), (4, "Jena")]
        assert book.journal.latest(1)[0].label == "Merge 1 duplicate"
    found = done("duplicates", file, "--merge-sure", "--json").json
    assert (len(found["pairs"]), found["merged"]) == (1, 0)
