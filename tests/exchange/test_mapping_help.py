"""The help of mapping files says what mapping files can say."""

import re

import pytest

from crmdesk.exchange.mappings.fields import FIELD_WORDS
from crmdesk.exchange.mappings.file import MAPPING_WORDS, TABLE_WORDS
from crmdesk.exchange.mappings.help import EXAMPLE, MAPPING_HELP
from crmdesk.exchange.mappings.mapping import load
from crmdesk.exchange.shape import KINDS


@pytest.mark.parametrize("word", [*MAPPING_WORDS, *TABLE_WORDS, *FIELD_WORDS, *KINDS])
def test_every_word_is_explained(word):
    assert re.search(rf"\b{word}\b", MAPPING_HELP.replace(EXAMPLE, ""))


def test_the_example_is_a_mapping(tmp_path):
    (tmp_path / "m.json").write_text(EXAMPLE, encoding="utf-8")
    [mapping] = load(tmp_path / "m.json")
    assert mapping.kind == "deals"


def test_the_help_fits_a_terminal_of_110_columns():
    assert max(map(len, MAPPING_HELP.splitlines())) <= 110
