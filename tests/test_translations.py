"""Every sentence of the program has its translation, with the same places for values, in every language."""

import gettext
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import polib
import pytest

ROOT = Path(__file__).resolve().parents[1]
CODES = sorted(folder.name for folder in (ROOT / "resources" / "translations").iterdir() if folder.is_dir())
PLACES = re.compile(r"\{[^{}]*\}|%[a-zA-Z%]")


@pytest.fixture
def tool(monkeypatch) -> ModuleType:
    """What brings the translations up to the code."""
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    return importlib.import_module("devtools.translate")


def _pairs(entry: polib.POEntry) -> Iterator[tuple[str, str]]:
    if not entry.msgid_plural:
        yield entry.msgid, entry.msgstr
    else:
        yield entry.msgid, entry.msgstr_plural[0]
        yield entry.msgid_plural, entry.msgstr_plural[1]


def _book(tool: ModuleType, code: str) -> polib.POFile:
    return polib.pofile(str(tool.po_of(code)))


def test_german_is_there():
    assert "de" in CODES


@pytest.mark.parametrize("code", CODES)
def test_every_sentence_is_translated_and_none_is_left_over(tool, code):
    book = _book(tool, code)
    assert {tool.said_in(entry) for entry in book} == set(tool.sentences())
    assert [said for entry in book for said, told in _pairs(entry) if not told.strip()] == []


@pytest.mark.parametrize("code", CODES)
def test_a_translation_has_the_places_of_its_sentence(tool, code):
    wrong = [
        said
        for entry in _book(tool, code)
        for said, told in _pairs(entry)
        if sorted(PLACES.findall(said)) != sorted(PLACES.findall(told))
    ]
    assert wrong == []


@pytest.mark.parametrize("code", CODES)
def test_a_translation_has_a_letter_to_press_where_its_sentence_has_one(tool, code):
    wrong = [said for entry in _book(tool, code) for said, told in _pairs(entry) if said.count("&") != told.count("&")]
    assert wrong == []


@pytest.mark.parametrize("code", CODES)
def test_what_the_program_reads_is_made_from_what_people_translate(tool, code, tmp_path):
    made = tmp_path / "crmdesk.mo"
    _book(tool, code).save_as_mofile(str(made))
    kept = tool.po_of(code).with_suffix(".mo")
    with made.open("rb") as one, kept.open("rb") as other:
        assert _read(one) == _read(other)


def _read(file) -> dict:
    return gettext.GNUTranslations(file)._catalog
