"""A workspace goes out as one JSON document and comes back as it was; any other JSON ends in a sentence."""

import io
import json

import pytest

from crmdesk.cli import main
from crmdesk.domain.errors import UserError
from crmdesk.exchange import importing, interchange, limits
from crmdesk.exchange.everything import export_json, is_document
from crmdesk.exchange.json_stream import members
from crmdesk.exchange.opening import open_table
from crmdesk.exchange.reading import read_file
from crmdesk.exchange.rules import TableRule
from crmdesk.exchange.source import open_source
from crmdesk.store.file import create
from crmdesk.store.kept_setting import Setting
from tests.interchange import SETTINGS, TABLES, bring, write
from tests.store.rows import CLOCK


def document(**parts) -> str:
    return json.dumps({"format": "crmdesk-json-1", **parts})


def imported(tmp_path, text: str):
    path = tmp_path / "all.json"
    path.write_text(text, encoding="utf-8")
    with create(tmp_path / "b.crmdesk", {"currency": "EUR", "timezone": "UTC"}, clock=CLOCK) as book:
        report = importing.run(book, interchange.tables_of(open_source(path)))
        return report, book.rows("SELECT external_id, name, notes, custom FROM contact ORDER BY id")


def test_a_workspace_goes_out_and_comes_back_as_it_was(tmp_path, capsys):
    contacts = TABLES["contacts"].replace("ended_on\n", "ended_on,=Own\n").replace("k1,,\n", 'k1,,,"-1\n😀"\n')
    first = tmp_path / "a.crmdesk"
    bring(first, write(tmp_path / "in", {**TABLES, "contacts": contacts}, {**SETTINGS, "holidays": ["2026-12-24"]}))
    assert main(["export", str(first), str(tmp_path / "all.json")]) == 0
    capsys.readouterr()
    assert main(["import", str(tmp_path / "b.crmdesk"), str(tmp_path / "all.json"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rejected"] == []
    for name in ("a", "b"):
        assert main(["export", str(tmp_path / f"{name}.crmdesk"), str(tmp_path / name)]) == 0
    one, other = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in "ab")
    assert one == other and json.loads(one["workspace.json"])["holidays"] == ["2026-12-24"]
    found = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))
    assert found["contacts"][0]["custom"] == {"=Own": "-1\n😀"} and found["surveys"][0]["score"] == 5
    assert found["deals"][0]["amount"] == "500.00"


def test_settings_that_this_version_does_not_know_go_along(tmp_path):
    with create(tmp_path / "a.crmdesk", {"currency": "EUR"}, clock=CLOCK) as book:
        with book.operation("Of a later crmdesk") as tx:
            tx.insert(Setting, {"key": "later", "value": "[1]"})
        export_json(book, tmp_path / "all.json")
    assert interchange.settings_of_source(open_source(tmp_path / "all.json"))["later"] == [1]


def test_values_of_other_makers_of_such_documents_are_taken_as_they_say(tmp_path):
    contact = {"id": 7, "kind": "person", "name": "Ada", "notes": True, "custom": {"a": 1.50, "name": "no", "b": [1]}}
    report, rows = imported(
        tmp_path, "\ufeff" + document(contacts=[contact, 5, {"id": 8, "kind": "person", "name": None}])
    )
    assert report.created["contacts"] == 1 and len(report.rejected) == 2
    assert rows == [("7", "Ada", "true", '{"a": "1.5", "b": "[1]"}')]


def test_fields_called_custom_that_hold_no_fields_are_a_field(tmp_path):
    contact = {"id": "7", "kind": "person", "name": "Ada", "custom": "made"}
    _report, rows = imported(tmp_path, document(contacts=[contact], settings=5))
    assert rows[0][3] == '{"custom": "made"}'


@pytest.mark.parametrize(
    "text",
    [
        '{"format": "crmdesk-json-1", "contacts": [{"id": 1}',
        '{"format": "crmdesk-json-1", "contacts": [{"id": 1},]}',
        '{"format": "crmdesk-json-1" "contacts": []}',
        '{"format": "crmdesk-json-1", "contacts": [' + "[" * 100_000,
        '{"format": "crmdesk-json-1",}',
        '{"format": "crmdesk-json-1", 5: 6}',
    ],
)
def test_json_that_is_not_sound_says_so(tmp_path, text):
    with pytest.raises(UserError, match="is not valid JSON near its line"):
        imported(tmp_path, text)


def test_what_is_not_known_is_not_dropped_without_a_word(tmp_path):
    with pytest.raises(UserError, match="holds “gadgets”"):
        imported(tmp_path, document(gadgets=[]).replace("[]", "[1]"))


def test_a_record_that_never_ends_is_not_held(monkeypatch):
    monkeypatch.setattr(limits, "RECORD_CHARACTERS", 1000)
    with pytest.raises(UserError, match="is not valid JSON"):
        list(members(io.BytesIO(b'{"a": "' + b"x" * 600_000), "a.json"))


def test_values_that_lie_across_pieces_of_the_file_are_whole():
    body = json.dumps({"a": [{"n": 10**30, "t": "ä" * 40_000}] * 8, "b": 12345})
    found = list(members(io.BytesIO(body.encode()), "a.json"))
    assert found[-1] == ("b", 12345) and all(one == {"n": 10**30, "t": "ä" * 40_000} for _key, one in found[:-1])


def test_it_is_told_by_its_beginning(tmp_path):
    assert is_document(b' \n{"settings": {}, "format": "crmdesk-json-1"')
    assert not is_document(b'{"format": "other"}') and not is_document(b"[1]")
    path = tmp_path / "all.json"
    path.write_text(document(), encoding="utf-8")
    with pytest.raises(UserError, match="holds a whole workspace"):
        read_file(path)
    with pytest.raises(UserError, match="is not a table"):
        open_table(path, TableRule())
