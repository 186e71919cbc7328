"""How a file was understood is remembered for the next one with the same headings."""

import json
from dataclasses import fields, replace
from pathlib import Path

import pytest

from crmdesk.exchange import presets
from crmdesk.exchange.found import Found
from crmdesk.exchange.mappings import file as mapping_file
from crmdesk.exchange.mappings import kept as kept_mappings
from crmdesk.exchange.mappings import text as mapping_text
from crmdesk.exchange.rules import Condition, FieldRule, LookupRule, Mapping, NearRule, NumberRule, Stack, TableRule
from crmdesk.exchange.table import Table
from crmdesk.store.file import create

MAPPINGS = Path(__file__).parents[1] / "mappings"


def table(*columns: str, part: str = "") -> Found:
    return Found("any.csv", "csv", columns, lambda: Table("any.csv", list(columns), iter(())), part=part)


@pytest.mark.parametrize("name", presets.names())
def test_a_preset_is_written_and_read_as_it_was(name):
    written = json.loads(mapping_text.text(presets.load(name)))
    assert mapping_file.mappings_of(written["mappings"], "again") == presets.load(name)


@pytest.mark.parametrize("path", sorted(MAPPINGS.glob("*.json")), ids=lambda path: path.stem)
def test_a_mapping_file_is_written_and_read_as_it_was(path, tmp_path):
    (tmp_path / "again.json").write_text(mapping_text.text(mapping_file.load(path)), encoding="utf-8")
    assert mapping_file.load(tmp_path / "again.json") == mapping_file.load(path)


EVERY_WORD = FieldRule(
    columns=("A", "B"),
    separator="/",
    html=True,
    without="x",
    prefix="p-",
    else_column="C",
    else_value="none",
    values={"1": "one"},
    other_values="keep",
    empty=frozenset({"?", "-"}),
    first_of=";",
    all_of=",",
    date=("%d.%m.%Y", "iso", "epoch"),
    timezone="Europe/Berlin",
    plus_minutes="D",
    same_day="E",
    tidy="phone",
    number=NumberRule(",", ".", percent=True, divide_by=100, absolute=True, times=1000),
    currency="F",
    near=NearRule(typos=True, names=("Blue", "Red"), kind="contacts", found="name"),
    pick="max",
    where=(Condition("G", frozenset({"a"})), Condition("G", frozenset({"b"}), wanted=False, is_optional=True)),
    is_optional=True,
    otherwise=FieldRule(value="", where=(Condition("H", frozenset(), sign="minus"),)),
)
"""A rule that says every word of a field, and stands for no sensible one."""


def test_every_word_of_a_mapping_is_kept():
    usual = {one.name for one in fields(FieldRule) if getattr(EVERY_WORD, one.name) == getattr(FieldRule(), one.name)}
    assert usual == {"value", "digest", "lookup"}
    other = replace(EVERY_WORD, values=None, lookup=LookupRule("a.csv", "key", "column"), near=NearRule())
    whole = Mapping(
        "contacts",
        "zoho",
        "a*.csv",
        TableRule("cp1252", ";", "", "Sheet 2", ("A",), 3),
        {"name": EVERY_WORD, "kind": FieldRule(value="person"), "id": FieldRule(digest=True, prefix="z")},
        {"Other": replace(other, near=None)},
        empty_values=frozenset({"n/a"}),
        where=(
            Condition("A", frozenset({"1", "2"})),
            Condition("A", frozenset(), sign="plus", is_optional=True, others=("B",)),
        ),
        group_by="A",
        stack=Stack("S", ("A", "B")),
        repeat="drop",
        if_new=True,
    )
    rows = Mapping("stages", "zoho", rows=({"id": "a", "name": "A"},), if_new=True)
    kept = replace(
        whole,
        group_by="",
        fields={"name": FieldRule(("A",)), "kind": FieldRule(("B",))},
        custom={},
        keep_other_columns=True,
    )
    for one in (whole, rows, kept):
        written = json.loads(mapping_text.text([one]))
        assert mapping_file.mappings_of(written["mappings"], "again") == [one]


def test_the_fingerprint_is_that_of_the_headings_whatever_their_order_and_case():
    one = kept_mappings.fingerprint(table("First Name", "E-mail", "#"))
    assert one == kept_mappings.fingerprint(table("#", "e-mail:", "FIRST NAME *"))
    others = [table("First Name", "E-mail"), table("First Name", "E-mail", "%"), table("First Name", "E-mail", "#", "")]
    assert one not in [kept_mappings.fingerprint(other) for other in others]
    assert one != kept_mappings.fingerprint(table("First Name", "E-mail", "#", part="events"))


def test_what_was_kept_last_is_offered_for_the_next_file_with_these_headings(tmp_path):
    found = table("Record ID", "Email")
    first = presets.load("hubspot-contacts")
    second = [replace(one, keep_other_columns=False) for one in first]
    with create(tmp_path / "one.crmdesk") as workspace:
        assert kept_mappings.kept(workspace, found) is None
        for mappings in (first, second):
            with workspace.journal.operation("Import") as tx:
                kept_mappings.keep(tx, found, "HubSpot", mappings)
        assert kept_mappings.kept(workspace, table("EMAIL", "record id")) == second
        assert workspace.rows("SELECT title FROM kept_mapping") == [("HubSpot",)]
        workspace.journal.undo(workspace.journal.latest(1)[0].id)
        assert kept_mappings.kept(workspace, found) == first


def test_a_mapping_that_is_understood_no_more_is_as_if_there_was_none(tmp_path):
    found = table("Record ID", "Email")
    with create(tmp_path / "one.crmdesk") as workspace:
        with workspace.journal.operation("Import") as tx:
            kept_mappings.keep(tx, found, "HubSpot", presets.load("hubspot-contacts"))
            tx.rows("UPDATE kept_mapping SET mapping = replace(mapping, '\"contacts\"', '\"people\"')")
        assert kept_mappings.kept(workspace, found) is None
