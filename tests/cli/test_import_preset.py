"""Presets on the command line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from crmdesk.exchange import presets
from tests.cli.conftest import Cli

Refused = Callable[..., str]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "x.csv"
    path.write_text("Record ID,First Name\n1,Bea\n", encoding="utf-8")
    return path


def test_help_lists_every_preset(cli: Cli) -> None:
    said = " ".join(cli("import", "--help").out.split()).replace("- ", "-")
    assert all(name in said for name in presets.names())


def test_an_unknown_preset_is_wrong_usage_and_names_those_there_are(
    refused: Refused, tmp_path: Path, table: Path
) -> None:
    said = refused("import", tmp_path / "a.crmdesk", table, "--preset", "../gocardless", code=2)
    assert "There is no preset “../gocardless”; there are address-book-ldif, " in said
    assert not (tmp_path / "a.crmdesk").exists()


def test_a_preset_and_a_mapping_are_one_too_many(refused: Refused, tmp_path: Path, table: Path) -> None:
    words = ("--preset", "gocardless", "--mapping", tmp_path / "m.json")
    assert "use one of them" in refused("import", tmp_path / "a.crmdesk", table, *words, code=2)


def test_one_kind_of_a_preset_can_be_chosen(done: Cli, refused: Refused, tmp_path: Path, table: Path) -> None:
    words = ("import", tmp_path / "a.crmdesk", table, "--preset")
    assert done(*words, "hubspot-deals", "--as", "stages", "--json").json["created"] == {"stages": 7}
    assert "hubspot-contacts has no mapping for deals" in refused(*words, "hubspot-contacts", "--as", "deals", code=2)
