"""Files that come with the program are found, or missed in a sentence."""

import sys
from pathlib import Path

import pytest

from crmdesk import assets


@pytest.fixture
def fresh_root():
    assets.root.cache_clear()
    yield
    assets.root.cache_clear()


def test_a_checkout_finds_its_icons_and_fonts():
    assert assets.icon("home").read_text(encoding="utf-8").startswith("<svg")
    assert assets.font().stat().st_size > 500_000
    assert assets.font(bold=True).name == "DejaVuSans-Bold.ttf"


def test_no_icon_comes_along_that_nothing_shows():
    code = "".join(path.read_text(encoding="utf-8") for path in Path(assets.__file__).parent.rglob("*.py"))
    assert [one.stem for one in assets.resource("icons").glob("*.svg") if f'"{one.stem}"' not in code] == []


def test_every_icon_and_font_stands_beside_its_licence():
    assert "MIT License" in assets.resource("icons", "LICENSE").read_text(encoding="utf-8")
    assert "Bitstream" in assets.resource("fonts", "LICENSE").read_text(encoding="utf-8")


def test_a_frozen_build_finds_what_was_unpacked(tmp_path, monkeypatch, fresh_root):
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert assets.root() == tmp_path / "resources"


def test_a_missing_file_is_named_with_what_to_do():
    with pytest.raises(FileNotFoundError, match=r"icons/nothing.svg is missing from .* Install crmdesk again"):
        assets.icon("nothing")


def test_a_build_without_resources_says_where_it_looked(tmp_path, monkeypatch, fresh_root):
    monkeypatch.setattr(assets, "__file__", str(tmp_path / "crmdesk" / "assets.py"))
    with pytest.raises(FileNotFoundError, match="its resources are in none of"):
        assets.root()
