"""What a path is, and what is refused before it can do harm."""

import os
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from crmdesk.domain.errors import UserError
from crmdesk.exchange import limits
from crmdesk.exchange.source import folder_tables, open_file, open_source


def packed(path: Path, files: dict[str, str | bytes], **options) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as target:
        for name, content in files.items():
            target.writestr(name, content)
    return path


def contents(path: Path) -> dict[str, bytes]:
    found = {}
    for name, opener in open_source(path).files().items():
        with opener() as stream:
            found[name] = stream.read()
    return found


def refusal(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        contents(path)
    return str(caught.value)


def test_a_folder_of_interchange_files_is_one(tmp_path):
    (tmp_path / "Contacts.CSV").write_text("id\n", encoding="utf-8")
    (tmp_path / "workspace.json").write_text("{}", encoding="utf-8")
    (tmp_path / "holiday.jpg").write_bytes(b"x")
    source = open_source(tmp_path)
    assert source.kind == "folder"
    assert contents(tmp_path) == {"workspace.json": b"{}", "contacts.csv": b"id\n"}


def test_a_folder_without_known_files_is_refused(tmp_path):
    (tmp_path / "holiday.jpg").write_bytes(b"x")
    assert "holds none of the files of an interchange folder" in refusal(tmp_path)


def test_a_zip_is_read_at_its_root(tmp_path):
    path = packed(tmp_path / "x.zip", {"deals.csv": "id\n", "notes/deals.csv": "no", "a/b/staff.csv": "no"})
    assert open_source(path).kind == "zip"
    assert contents(path) == {"deals.csv": b"id\n"}


def test_a_zip_is_read_in_its_one_folder(tmp_path):
    path = packed(tmp_path / "x.dat", {"export\\deals.csv": "id\n", "__MACOSX/deals.csv": "no", "export/": ""})
    assert contents(path) == {"deals.csv": b"id\n"}


def test_names_that_climb_out_of_a_zip_are_not_read(tmp_path):
    path = packed(tmp_path / "x.zip", {"../deals.csv": "no", "/deals.csv": "no", "deals.csv": "id\n"})
    assert contents(path) == {"deals.csv": b"id\n"}
    assert list(tmp_path.parent.glob("deals.csv")) == []


def test_a_zip_of_several_folders_is_refused(tmp_path):
    path = packed(tmp_path / "x.zip", {"a/deals.csv": "", "b/deals.csv": ""})
    assert "several interchange folders (a, b)" in refusal(path)


def test_a_zip_without_known_files_is_refused(tmp_path):
    assert "holds none of the files" in refusal(packed(tmp_path / "x.zip", {"holiday.txt": ""}))
    assert "holds none of the files" in refusal(packed(tmp_path / "y.zip", {}))


def test_a_zip_with_a_file_twice_is_refused(tmp_path):
    path = packed(tmp_path / "x.zip", {"deals.csv": "1", "DEALS.csv": "2"})
    assert "holds deals.csv twice" in refusal(path)


def test_an_encrypted_zip_is_refused(tmp_path):
    path = packed(tmp_path / "x.zip", {"deals.csv": "id\n"})
    data = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    path.write_bytes(data)
    assert "protected by a password" in refusal(path)


@pytest.mark.parametrize("keep", [30, 60, 100])
def test_a_truncated_zip_is_refused(tmp_path, keep):
    path = packed(tmp_path / "x.zip", {"deals.csv": "id\n" * 100})
    path.write_bytes(path.read_bytes()[:keep])
    assert "damaged zip file" in refusal(path)


def test_a_zip_with_damaged_content_is_refused_while_it_is_read(tmp_path):
    path = packed(tmp_path / "x.zip", {"deals.csv": "id\n" * 1000})
    data = bytearray(path.read_bytes())
    data[45] ^= 0xFF
    path.write_bytes(data)
    assert "damaged and cannot be read to its end" in refusal(path)


def test_a_zip_with_an_unknown_packing_is_refused(tmp_path):
    path = packed(tmp_path / "x.zip", {"deals.csv": "id\n"})
    data = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        data[data.index(mark) + place] = 97
    path.write_bytes(data)
    assert "cannot be unpacked" in refusal(path)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = packed(tmp_path / "x.zip", {"deals.csv": b"\0" * 12 * 1024**2})
    assert "would unpack to 12 MB" in refusal(path)


def test_a_small_zip_may_be_packed_well(tmp_path):
    path = packed(tmp_path / "x.zip", {"deals.csv": "id\n" + "1\n" * 100_000})
    assert len(contents(path)["deals.csv"]) == 200_003


def test_a_zip_that_lies_about_its_size_gives_no_more_than_it_said(tmp_path):
    path = packed(tmp_path / "x.zip", {"deals.csv": b"x" * 1_000_000})
    data = bytearray(path.read_bytes())
    place = data.index(b"PK\x01\x02") + 24
    data[place : place + 4] = (100).to_bytes(4, "little")
    path.write_bytes(data)
    assert "damaged" in refusal(path)


def test_a_zip_of_very_many_files_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "ZIP_ENTRIES", 5)
    path = packed(tmp_path / "x.zip", {f"{n}.txt": "" for n in range(6)})
    assert "holds 6 files; at most 5 are read" in refusal(path)


def test_a_table_is_recognised_by_its_content(tmp_path):
    path = tmp_path / "table.pdf"
    path.write_text("a,b\n", encoding="utf-8")
    source = open_source(str(path))
    assert source.kind == "csv"
    assert contents(path) == {"table.pdf": b"a,b\n"}
    with source.open() as stream:
        assert stream.read() == b"a,b\n"


def test_a_spreadsheet_is_recognised_by_its_content(tmp_path):
    path = tmp_path / "table.csv"
    xlsxwriter.Workbook(str(path)).close()
    assert open_source(path).kind == "sheet"
    old = tmp_path / "old.csv"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert open_source(old).kind == "sheet"
    open_document = packed(tmp_path / "x.zip", {"mimetype": "x", "content.xml": "<a/>"})
    assert open_source(open_document).kind == "sheet"


@pytest.mark.parametrize(
    ("head", "what"),
    [(b"%PDF-1.7", "PDF"), (b"\x89PNG\r\n", "PNG"), (b"SQLite format 3\x00", "SQLite"), (b"MZ\x00\x01", "program")],
)
def test_files_of_other_kinds_are_named(tmp_path, head, what):
    path = tmp_path / "x.csv"
    path.write_bytes(head)
    assert f"is a {what} file, not a table" in refusal(path)


def test_a_table_that_begins_like_a_program_is_a_table(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("MZ,name\n1,Ada\n", encoding="utf-8")
    assert open_source(path).kind == "csv"


def test_an_empty_file_is_refused(tmp_path):
    path = tmp_path / "x.csv"
    path.touch()
    assert "x.csv is empty" in refusal(path)


def test_a_missing_file_is_refused(tmp_path):
    assert "There is no file or folder" in refusal(tmp_path / "x.csv")
    with pytest.raises(UserError, match="There is no file"):
        open_file(tmp_path / "x.csv")


def test_a_name_that_is_no_name_is_refused(tmp_path):
    assert "cannot be opened" in refusal(Path(f"{tmp_path}/a\x00b"))
    assert "cannot be opened" in refusal(tmp_path / ("x" * 300))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="This system has no pipes in folders.")
def test_a_pipe_is_refused_and_does_not_wait(tmp_path):
    os.mkfifo(tmp_path / "contacts.csv")
    assert "not an ordinary file" in refusal(tmp_path / "contacts.csv")
    assert "not an ordinary file" in refusal(tmp_path)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="This system has no device files.")
def test_a_link_to_a_device_is_refused(tmp_path):
    (tmp_path / "contacts.csv").symlink_to("/dev/zero")
    assert "not an ordinary file" in refusal(tmp_path / "contacts.csv")
    assert "not an ordinary file" in refusal(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="Links need a special right on this system.")
def test_a_link_that_leads_nowhere_is_refused(tmp_path):
    (tmp_path / "contacts.csv").symlink_to(tmp_path / "contacts.csv")
    assert "cannot be opened" in refusal(tmp_path)


def test_a_file_in_the_place_of_a_table_that_is_a_folder_is_refused(tmp_path):
    (tmp_path / "contacts.csv").mkdir()
    assert "contacts.csv" in refusal(tmp_path)


def test_a_huge_file_is_refused_by_its_size(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "FILE_BYTES", 1024**3)
    path = tmp_path / "x.csv"
    with path.open("wb") as target:
        target.truncate(1024**3 + 1)
    assert "larger than 1 GiB" in refusal(path)


def test_a_file_that_grows_while_it_is_read_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "FILE_BYTES", 1000)
    path = tmp_path / "x.csv"
    path.write_bytes(b"a" * 1000)
    with open_file(path) as stream:
        path.write_bytes(b"a" * 1001)
        with pytest.raises(UserError, match="too large"):
            stream.read()


def test_the_tables_of_a_folder_are_listed(tmp_path):
    for name in ("b.csv", "a.csv", ".hidden"):
        (tmp_path / name).touch()
    (tmp_path / "sub").mkdir()
    assert [path.name for path in folder_tables(tmp_path)] == ["a.csv", "b.csv"]
    assert folder_tables(tmp_path / "a.csv") == [tmp_path / "a.csv"]
