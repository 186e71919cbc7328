"""What the window remembers, and where."""

import json

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.ui import home


def test_the_folder_is_the_owners_alone(crmdesk_home):
    assert home.home() == crmdesk_home
    assert crmdesk_home.stat().st_mode & 0o777 == 0o700


def test_without_a_wish_the_system_says_where(monkeypatch, tmp_path):
    monkeypatch.delenv("CRMDESK_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert home.home().name == "crmdesk"


def test_a_folder_that_cannot_be_made_is_told(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CRMDESK_HOME", str(tmp_path / "file" / "x"))
    with pytest.raises(UserError, match="cannot be made"):
        home.home()
    home.keep(home.Memory())
    with pytest.raises(UserError):
        home.recall()


def test_what_is_kept_comes_back(tmp_path):
    memory = home.Memory(look="dark", zoom=120)
    files = [tmp_path / f"{number}.crmdesk" for number in range(10)]
    for path in files:
        path.write_text("")
        memory.opened(path)
    memory.opened(files[5])
    files[9].unlink()
    home.keep(memory)
    found = home.recall()
    assert (found.look, found.zoom) == ("dark", 120)
    assert found.present()[0] == files[5]
    assert len(found.recent) == 8
    assert files[9] not in found.present()


@pytest.mark.parametrize("text", ["", "[]", "{broken", '{"zoom": "big", "recent": 7}'])
def test_a_broken_memory_is_forgotten(crmdesk_home, text):
    home.home()
    (crmdesk_home / "window.json").write_text(text)
    assert home.recall() == home.Memory()


def test_the_memory_holds_nothing_but_habits(crmdesk_home):
    home.keep(home.Memory())
    assert set(json.loads((crmdesk_home / "window.json").read_text())) == {
        *("look", "zoom", "recent", "size", "place", "maximized", "area", "folded", "paper", "language")
    }


@pytest.mark.parametrize(
    ("name", "file"), [("Shop", "Shop"), ("a/b\\c:<d>", "abcd"), ("…", "Business"), ("Ärzte & Söhne", "Ärzte Söhne")]
)
def test_names_of_businesses_become_names_of_files(name, file):
    path = home.free_name(name)
    assert path.name == f"{file}.crmdesk"
    path.write_text("")
    assert home.free_name(name).name == f"{file} 2.crmdesk"
