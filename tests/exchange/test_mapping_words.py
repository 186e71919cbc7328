"""Words of a mapping that files of other programs need: signs, days, tags, what stands in front of a value."""

import json
from itertools import starmap

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.exchange.mappings import mapping
from crmdesk.exchange.table import Table


def made(tmp_path, entry, columns, *rows):
    """The rows that a mapping makes of a table, and the reasons of those that it refuses."""
    path = tmp_path / "mapping.json"
    path.write_text(json.dumps(entry), encoding="utf-8")
    [one] = mapping.load(path)
    table = Table("file.csv", columns, starmap(lambda line, cells: (line, list(cells)), enumerate(rows, start=2)))
    result = mapping.apply(one, table, lambda _kind: ())
    found = [dict(zip(result.columns, cells, strict=True)) for _line, cells in result.rows()]
    return found, [(one.line, one.value) for one in result.rejected]


@pytest.mark.parametrize(
    ("sign", "amounts"), [("plus", ["12.50", "+3", "€4"]), ("minus", ["-5", "(6.00)", "7-", "−8"])]
)
def test_rows_are_chosen_by_the_sign_of_a_number(tmp_path, sign, amounts):
    entry = {
        "kind": "expenses",
        "where": {"Amount": {"sign": sign}},
        "fields": {
            "spent_on": "Day",
            "category": {"value": "other"},
            "amount": {"column": "Amount", "number": {"absolute": True}},
        },
    }
    every = ["12.50", "+3", "€4", "-5", "(6.00)", "7-", "−8", "0.00", "", "no"]
    found, refused = made(tmp_path, entry, ["Day", "Amount"], *(("2026-05-04", one) for one in every))
    wanted = [one.strip("+-−€()") for one in amounts]
    assert ([one["amount"] for one in found], refused) == (wanted, [])


def test_case_does_not_matter_in_conditions_and_values(tmp_path):
    entry = {
        "kind": "activities",
        "where": {"State": ["done"], "Deleted": {"is": ["", "no"], "optional": True}},
        "fields": {"kind": {"column": "Type", "values": {"Call": "call", "CALL": "note"}}},
    }
    rows = [("DONE", "call"), ("Done", "CALL"), ("open", "Call"), ("done", "visit")]
    found, refused = made(tmp_path, entry, ["State", "Type"], *rows)
    assert ([one["kind"] for one in found], refused) == (["note", "note"], [(5, "visit")])


def test_a_date_without_a_time_is_not_before_a_moment_of_that_day(tmp_path):
    entry = {
        "kind": "deals",
        "fields": {
            "stage_id": {"value": "won"},
            "opened_at": "Created",
            "closed_at": {"column": "Closed", "same_day": "Created", "optional": True},
        },
    }
    rows = [
        ("2026-05-04 09:30:00", "2026-05-04"),
        ("2026-05-04 09:30:00", "2026-05-06"),
        ("2026-05-04 09:30:00", "2026-05-04 18:00:00"),
    ]
    found, _refused = made(tmp_path, entry, ["Created", "Closed"], *rows)
    assert [one["closed_at"] for one in found] == ["2026-05-04T09:30:00", "2026-05-06", "2026-05-04T18:00:00"]
    entry["fields"]["opened_at"] = "Closed"
    for created in ("soon", ""):
        found, _refused = made(tmp_path, entry, ["Created", "Closed"], (created, "2026-05-04"))
        assert found[0]["closed_at"] == "2026-05-04"


def test_text_without_tags_and_without_what_stands_in_front(tmp_path):
    entry = {
        "kind": "activities",
        "fields": {
            "body": {"column": "Note", "html": True},
            "subject": {"column": "Id", "without": "zcrm_", "prefix": "no. "},
        },
    }
    note = "<p>One &amp; two</p>\n\n<div>3 < 4&nbsp;mm<br/>five</div>"
    found, _refused = made(tmp_path, entry, ["Note", "Id"], (note, "zcrm_7"), ("a < b", "7"), ("plain", ""))
    assert [(one["body"], one["subject"]) for one in found] == [
        ("One & two\n3 < 4 mm\nfive", "no. 7"),
        ("a < b", "no. 7"),
        ("plain", ""),
    ]


@pytest.mark.parametrize("condition", [{"is": "a", "not": "b"}, {"optional": True}, {"sign": "up"}, {"more": 1}])
def test_a_condition_says_one_thing_that_is_known(tmp_path, condition):
    entry = {"kind": "activities", "where": {"State": condition}, "fields": {"subject": "State"}}
    with pytest.raises(UserError, match="where › State"):
        made(tmp_path, entry, ["State"])
