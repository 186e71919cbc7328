"""The names of copies say what they are copies of, and from when."""

import re
from pathlib import Path

import pytest

from crmdesk.store import copy_name
from tests.store.rows import NOON

BOOK = Path("books [1]/Shop.crmdesk")


def test_a_name_says_whose_copy_it_is_and_when_it_was_made():
    names = [copy_name.backup_name(BOOK, NOON), copy_name.kept_name(BOOK, "restore", NOON)]
    assert names == ["Shop 2026-10-31 114500.crmdesk-backup", "Shop before restore 2026-10-31 114500.crmdesk"]
    for copy in map(BOOK.with_name, [*names, "Shop before upgrade 4 to 5 2026-10-31T114500 2.crmdesk"]):
        assert copy_name.moment_in(copy) == NOON and copy_name.name_of(copy) == "Shop"
        assert copy_name.is_copy_of(copy, BOOK) and not copy_name.is_copy_of(copy, BOOK.with_name("Sho.crmdesk"))


@pytest.mark.parametrize("name", ["Shop", "Shop 2026-02-31 990000", "Shop 2026-10-31 1145", "2026-10-31 114500"])
def test_a_name_without_a_moment_says_none(name):
    assert copy_name.moment_in(Path(f"{name}.crmdesk-backup")) is None


def test_a_workspace_that_is_only_called_like_another_one_is_no_copy():
    for name in ("Shop.crmdesk", "Shop 2.crmdesk", "Shopping before restore.crmdesk", "Shop of mine.txt"):
        assert not copy_name.is_copy_of(BOOK.with_name(name), BOOK)


def test_names_that_differ_in_their_moment_alone_are_found_by_a_pattern():
    name = "Shop [1] before restore 2026-10-31 114500.crmdesk"
    later = "Shop [1] before restore 2027-01-01 010101 3.crmdesk"
    names = [name, later, "Shop 1 before restore 2026-10-31 114500.crmdesk", "Shop [1].crmdesk", "[x].crmdesk"]
    for pattern, found in (
        (copy_name.at_any_moment(Path(name)), [name, later]),
        (copy_name.at_any_moment(Path("[x].crmdesk")), ["[x].crmdesk"]),
        (copy_name.kept_of(Path("Shop [1].crmdesk")), [name, later]),
    ):
        assert [one for one in names if re.fullmatch(pattern, one)] == found
