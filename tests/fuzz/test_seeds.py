"""Good files of every form, and each file that broke a reader once, are read to their end."""

import random

import pytest

from crmdesk.exchange.formats import FORMATS, form_of
from tests.fuzz.mutating import mutated
from tests.fuzz.reading import SEEDS, read_all, seeds_of


def test_every_form_has_seeds():
    assert {folder.name for folder in SEEDS.iterdir()} == set(FORMATS)


@pytest.mark.parametrize("form", FORMATS)
def test_seeds_are_read(form):
    for path in seeds_of(form):
        rows = read_all(path, form)
        if not path.name.startswith("found-"):
            assert rows > 0, path.name
            assert form_of(path.read_bytes()[:4096]).form == form, path.name


@pytest.mark.parametrize("form", FORMATS)
def test_spoiled_files_end_in_rows_or_in_a_sentence(form, tmp_path):
    seeds = [path.read_bytes() for path in seeds_of(form) if not path.name.startswith("found-")]
    place = tmp_path / "input"
    for number in range(25):
        place.write_bytes(mutated(seeds, random.Random(number))[:20_000])
        read_all(place, form)
