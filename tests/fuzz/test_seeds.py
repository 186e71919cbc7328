"""Good files of every form, and each file that broke a reader once, are read to their end and planned."""

import random

import pytest

from crmdesk.exchange.formats import FORMATS, form_of
from tests.fuzz.floods import FLOODS, flooded
from tests.fuzz.mutating import mutated
from tests.fuzz.reading import READERS, SEEDS, bring_in, filled, read_all, seeds_of

LARGEST = 20_000


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with filled(tmp_path_factory.mktemp("fuzz") / "fuzz.crmdesk") as workspace:
        yield workspace


def test_every_form_has_seeds():
    assert {folder.name for folder in SEEDS.iterdir()} == set(READERS)


@pytest.mark.parametrize("form", READERS)
def test_seeds_are_read(form):
    for path in seeds_of(form):
        rows = read_all(path, form)
        if not path.name.startswith("found-"):
            assert rows > 0, path.name
            assert form not in FORMATS or form_of(path.read_bytes()[:4096]).form == form, path.name


@pytest.mark.parametrize("form", READERS)
def test_seeds_are_planned(form, desk):
    for path in seeds_of(form):
        steps = list(bring_in(path, desk))
        if not path.name.startswith("found-"):
            assert steps, path.name


@pytest.mark.parametrize("form", READERS)
def test_spoiled_files_end_in_rows_or_in_a_sentence(form, tmp_path):
    seeds = [path.read_bytes() for path in seeds_of(form) if not path.name.startswith("found-")]
    place = tmp_path / "input"
    for number in range(12):
        place.write_bytes(mutated(seeds, random.Random(number), form, LARGEST))
        read_all(place, form)


@pytest.mark.parametrize(("form", "what"), FLOODS)
def test_what_stands_very_often_is_read_in_one_pass(form, what, tmp_path):
    place = tmp_path / "input"
    place.write_bytes(flooded(form, what))
    read_all(place, form)


def test_a_table_of_very_many_columns_is_planned(desk, tmp_path):
    place = tmp_path / "wide.csv"
    headings = ",".join(f"Deal {number} owner date" for number in range(600))
    place.write_text(f"{headings}\n" + ("x" + ",y" * 599 + "\n") * 3, encoding="utf-8")
    assert list(bring_in(place, desk))
