"""What a merge put into tags, notes and fields of one's own is taken out again, and what was added since stays."""

import json

import pytest

from crmdesk.store.parting import without


@pytest.mark.parametrize(
    ("now", "had", "left", "wanted"),
    [
        ("a;b;c", "a", "a;b", "a;c"),
        ("b", None, "b", None),
        ("a; b;c", "a; b", "a;b;c", "a; b"),
        ("a;c", "a;b", "a;b;c", "a"),
        (None, "a", "a;b", None),
    ],
    ids=["one more since", "none before", "as they were written", "one taken away since", "all taken away since"],
)
def test_tags_of_the_one_that_leaves_go_with_it(now, had, left, wanted):
    assert without("tags", now, had, left) == wanted


@pytest.mark.parametrize(
    ("now", "had", "left", "wanted"),
    [
        ("Ours\n\nTheirs\n\nSince", "Ours", "Ours\n\nTheirs", "Ours\n\nSince"),
        ("Theirs\n\nSince", None, "Theirs", "Since"),
        ("Theirs", "Ours", "Ours\n\nTheirs", None),
        ("Ours\n\nTheirs, and so on", "Ours", "Ours\n\nElse", "Ours\n\nTheirs, and so on"),
        ("Since", "Ours", "Theirs", "Since"),
    ],
    ids=["more since", "none before", "ours deleted since", "theirs rewritten since", "theirs chosen"],
)
def test_notes_of_the_one_that_leaves_go_with_it(now, had, left, wanted):
    assert without("notes", now, had, left) == wanted


@pytest.mark.parametrize(
    ("now", "had", "left", "wanted"),
    [
        ('{"Size": "L", "Shoe": "44", "Hat": "7"}', '{"Size": "L"}', '{"Size": "L", "Shoe": "44"}', {"Size", "Hat"}),
        ('{"Shoe": "45"}', None, '{"Shoe": "44"}', {"Shoe"}),
        ('{"Size": "M", "Hat": "7"}', '{"Size": "L"}', '{"Size": "M"}', {"Size", "Hat"}),
        ('{"Hat": "7"}', '{"Size": "L"}', "{}", {"Size", "Hat"}),
    ],
    ids=["a field more since", "written anew since", "theirs chosen", "ours emptied"],
)
def test_fields_of_the_one_that_leaves_go_with_it(now, had, left, wanted):
    assert set(json.loads(without("custom", now, had, left) or "{}")) == wanted


def test_fields_of_ones_own_that_the_one_that_stays_had_come_back_and_none_are_none():
    assert without("custom", '{"Size": "M", "Hat": "7"}', '{"Size": "L"}', '{"Size": "M"}') == (
        '{"Size": "L", "Hat": "7"}'
    )
    assert without("custom", '{"Size": "M"}', None, '{"Size": "M"}') is None
    assert without("custom", "{}", '{"Size": "M"}', '{"Size": "M", "Hat": "7"}') is None
