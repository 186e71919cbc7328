"""The mapping file: what it may say, and that every mistake is named with its place."""

import json
from pathlib import Path

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.exchange import limits
from crmdesk.exchange.mappings.mapping import load
from crmdesk.exchange.rules import Condition, FieldRule, LookupRule, Mapping, NearRule, NumberRule, Stack

SALES = {"sold_at": "day", "amount": "sum"}


def written(path: Path, content: object) -> Path:
    file = path / "m.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return file


def refusal(path: Path, content: object) -> str:
    with pytest.raises(UserError) as caught:
        load(written(path, content))
    return str(caught.value)


def field(path: Path, **said: object) -> FieldRule:
    content = {"kind": "sales", "group_by": "g", "fields": {**SALES, "note": {"column": "n", **said}}}
    return load(written(path, content))[0].fields["note"]


def test_a_field_is_at_least_the_name_of_a_column(tmp_path):
    content = {"kind": "sales", "fields": SALES}
    rule = {name: FieldRule(columns=(column,)) for name, column in SALES.items()}
    assert load(written(tmp_path, content)) == [Mapping("sales", fields=rule)]


def test_one_mapping_a_list_and_an_object_of_mappings_are_read(tmp_path):
    one = {"kind": "stages", "rows": []}
    for content in (one, [one], {"mappings": [one], "note": "why"}, {"mappings": one}):
        assert load(written(tmp_path, content)) == [Mapping("stages")]


def test_everything_that_can_be_said_about_a_field_is_understood(tmp_path):
    rule = field(
        tmp_path,
        prefix="p",
        else_column="m",
        else_value="-",
        values={"a": 1, "b": True},
        other_values="keep",
        empty=["?", 0],
        first_of=";",
        all_of=",",
        date=["%d.%m.%Y", "iso"],
        timezone="Europe/Berlin",
        plus_minutes="reply",
        optional=True,
        **{"else": {"column": "o", "else": "q"}},
        number={"decimal": ",", "thousands": ".", "percent": True, "divide_by": 100},
        near={"names": ["x"], "typos": True},
        pick="max",
        where={"k": "a", "l": {"not": ["b", ""], "optional": True}},
        note="why",
    )
    assert rule == FieldRule(
        columns=("n",),
        separator="-",
        prefix="p",
        else_column="m",
        else_value="-",
        values={"a": "1", "b": "true"},
        other_values="keep",
        empty=frozenset({"?", "0"}),
        first_of=";",
        all_of=",",
        date=("%d.%m.%Y", "iso"),
        timezone="Europe/Berlin",
        plus_minutes="reply",
        is_optional=True,
        otherwise=FieldRule(columns=("o",), separator="-", otherwise=FieldRule(columns=("q",))),
        number=NumberRule(",", ".", percent=True, divide_by=100),
        near=NearRule(typos=True, names=("x",)),
        pick="max",
        where=(
            Condition("k", frozenset({"a"})),
            Condition("l", frozenset({"b", ""}), wanted=False, is_optional=True),
        ),
    )


@pytest.mark.parametrize(
    ("near", "rule"),
    [
        (False, None),
        (["a", "b"], NearRule(names=("a", "b"))),
        ({"file": "p.csv", "column": "name"}, NearRule(file="p.csv", column="name")),
    ],
)
def test_near_names_come_from_a_list_or_a_file(tmp_path, near, rule):
    assert field(tmp_path, near=near).near == rule


def test_a_lookup_names_file_key_and_column(tmp_path):
    said = {"file": "leads.csv", "key": "id", "column": "day"}
    assert field(tmp_path, lookup=said).lookup == LookupRule("leads.csv", "id", "day")


def test_a_table_is_described(tmp_path):
    content = {
        "kind": "sales",
        "file": "s*.csv",
        "table": {
            "encoding": "CP1252",
            "delimiter": "tab",
            "quote": "'",
            "sheet": "May",
            "header": False,
            "columns": ["day", "sum"],
            "skip_lines": 2,
        },
        "fields": SALES,
        "custom": {"colour": "c"},
        "empty_values": ["?"],
        "where": {"state": "ok"},
        "stack": {"column": "who", "columns": ["a", "b"]},
        "keep_other_columns": True,
        "repeat": "drop",
    }
    [found] = load(written(tmp_path, content))
    assert (found.table.encoding, found.table.delimiter, found.table.quote) == ("cp1252", "\t", "'")
    assert (found.table.sheet, found.table.columns, found.table.skip_lines) == ("May", ("day", "sum"), 2)
    assert (found.file, found.repeat, found.keep_other_columns) == ("s*.csv", "drop", True)
    assert found.stack == Stack("who", ("a", "b"))
    assert found.empty_values == frozenset({"?"})


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("{", "m.json is not a mapping file in JSON"),
        ("\ufeff{", "m.json is not a mapping file in JSON"),
        ('{"kind": "sales", "kind": "deals"}', "“kind” appears twice"),
        ('{"kind": NaN}', "NaN is not a number"),
        ('{"kind": ' + "9" * 5000 + "}", "not a mapping file in JSON"),
        ("[" * 100_000, "too deeply nested"),
        ([], "holds no mapping"),
        (["x"], "m.json: an object {…} is expected"),
        ([{}, {}], "m.json, mapping 1: say the “kind” of record, one of staff"),
        ({"kind": "sale"}, "m.json (sale) › kind has no “sale”; did you mean “sales”?"),
        ({"kind": ["sales"]}, "m.json › kind: a text in quotation marks is expected"),
        ({"kind": "sales", "feilds": {}}, "m.json (sales) has no “feilds”; did you mean “fields”?"),
        ({"kind": "sales", "fields": {"amonut": "x"}}, "did you mean “amount”?"),
        ({"kind": "sales", "fields": {"amount": "x"}}, "“sold_at” is required for sales"),
        ({"kind": "sales", "fields": SALES, "custom": {"note": "n"}}, "move it from “custom” to “fields”"),
        ({"kind": "sales", "fields": SALES, "keep_other_columns": 1}, "true or false is expected"),
        ({"kind": "sales", "fields": SALES, "file": "../x.csv"}, "a file name without a folder"),
        ({"kind": "sales", "fields": SALES, "repeat": "dorp"}, "did you mean “drop”?"),
        ({"kind": "sales", "fields": SALES, "stack": {"column": "x"}}, "“columns” that are laid under"),
        (
            {"kind": "sales", "fields": SALES, "group_by": "g", "keep_other_columns": True},
            "rows that are grouped cannot keep other columns",
        ),
        ({"kind": "stages", "rows": {}}, "m.json (stages) › rows: a list [ … ] is expected"),
        ({"kind": "stages", "rows": [{"naem": 1}]}, "rows 1 has no “naem”; did you mean “name”?"),
        ({"kind": "stages", "rows": [{"name": [1]}]}, "rows 1 › name: a text in quotation marks"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path, said, words):
    assert words in refusal(tmp_path, said)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"header": False}, "a table without a header needs “columns”"),
        ({"header": True, "columns": ["a"]}, "a table without a header needs “columns”"),
        ({"delimiter": "ab"}, "one character, or one of comma"),
        ({"delimiter": "\n"}, "one character, or one of comma"),
        ({"quote": "ab"}, "one character is expected"),
        ({"encoding": "utf-9"}, "“utf-9” is not a known encoding"),
        ({"encoding": "rot13"}, "“rot13” is not a known encoding"),
        ({"skip_lines": -1}, "a whole number from 0 to 10000"),
        ({"skip_lines": True}, "a whole number from 0 to 10000"),
    ],
)
def test_a_mistake_about_the_table_is_named(tmp_path, said, words):
    assert words in refusal(tmp_path, {"kind": "sales", "fields": SALES, "table": said})


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "by exactly one of “column”, “join”, “value”, “digest”"),
        ({"column": "a", "value": "b"}, "by exactly one of"),
        ({"column": "a", "pick": "first"}, "say “group_by” first"),
        ({"column": "a", "date": "d.m.y"}, "“iso”, “excel”, “excel1904” or a form such as"),
        ({"column": "a", "timezone": "Berlin"}, "“Berlin” is not a time zone"),
        ({"column": "a", "timezone": "../etc"}, "is not a time zone"),
        ({"column": "a", "number": {"decimal": ",", "thousands": ","}}, "are two different marks"),
        ({"column": "a", "number": {"decimal": "x"}}, "are two different marks"),
        ({"column": "a", "number": {"divide_by": 3}}, "1, 10, 100, 1000 … is expected"),
        ({"column": "a", "number": {"divide_by": 0}}, "1, 10, 100, 1000 … is expected"),
        ({"column": "a", "number": "1,5"}, "an object {…} is expected"),
        ({"column": "a", "near": True}, "“note” refers to no record"),
        ({"column": "a", "else": {"column": "b", "near": True}}, "“note” refers to no record"),
        ({"column": "a", "else": {"colunm": "b"}}, "› note › else has no “colunm”"),
        ({"column": "a", "date": ["iso", "d"]}, "or a form such as"),
        ({"column": "a", "near": {"file": "x"}}, "“file” and “column” belong together"),
        ({"column": "a", "lookup": {"file": "x"}}, "say “file”, “key” and “column”"),
        ({"column": "a", "other_values": "drop"}, "other_values has no “drop”"),
        ({"colunm": "a"}, "› fields › note has no “colunm”; did you mean “column”?"),
        (7, "› fields › note: an object {…} is expected"),
    ],
)
def test_a_mistake_about_a_field_is_named(tmp_path, said, words):
    assert words in refusal(tmp_path, {"kind": "sales", "fields": {**SALES, "note": said}})


def test_a_table_named_as_mapping_file_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MAPPING_BYTES", 100)
    assert "is it the table itself?" in refusal(tmp_path, "x" * 101)
    (tmp_path / "m.json").write_bytes(b"\xff\xfe")
    with pytest.raises(UserError, match="not a mapping file in JSON"):
        load(tmp_path / "m.json")


def test_the_mappings_beside_these_tests_are_sound():
    folder = Path(__file__).parents[1] / "mappings"
    assert {path.stem: len(load(path)) for path in sorted(folder.glob("*.json"))} == {
        "cdnow": 2,
        "helpdesk": 4,
        "maven": 8,
        "olist": 5,
    }


def test_too_many_fields_within_each_other_are_refused(tmp_path):
    said: dict[str, object] = {"column": "a"}
    for _step in range(12):
        said = {"column": "a", "else": said}
    assert "too many “else”" in refusal(tmp_path, {"kind": "sales", "fields": {**SALES, "note": said}})
