"""How the prints of the business look is kept with the settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from crmdesk.domain.errors import FieldError
from crmdesk.store import business, content
from crmdesk.store.file import Workspace, create, put_settings
from crmdesk.store.stationery import (
    CHECKS,
    COLOUR,
    LANGUAGE,
    LEFT_OUT,
    LOGO,
    PAGES,
    Stationery,
    logo_of,
    stationery,
)
from tests.store.rows import CLOCK, SETTINGS


@pytest.fixture
def book(tmp_path: Path):
    with create(tmp_path / "book.crmdesk", SETTINGS, clock=CLOCK) as workspace:
        yield workspace


def keep(book: Workspace, **values: object) -> None:
    with book.operation("Keep") as tx:
        business.change(tx, book.settings, values)


def test_nothing_kept_is_a_plain_summary_of_two_pages(book):
    assert stationery(book) == Stationery() and logo_of(book) == b""


def test_what_is_kept_comes_back_and_an_undo_takes_it_away(book):
    with book.operation("Keep") as tx:
        digest = content.put(tx, b"picture")
        chosen = {LOGO: digest, COLOUR: "#0055Aa", PAGES: 1, LEFT_OUT: ["team", "goals", "team"], LANGUAGE: "de"}
        business.change(tx, book.settings, chosen)
    assert stationery(book) == Stationery(digest, "#0055Aa", 1, ("goals", "team"), "de")
    assert logo_of(book) == b"picture"
    book.journal.undo(book.journal.steps()[-1].id)
    assert stationery(book) == Stationery()


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        (LOGO, "logo.png"),
        (COLOUR, "blue"),
        (PAGES, 3),
        (PAGES, True),
        (LEFT_OUT, "team"),
        (LEFT_OUT, [1]),
        (LANGUAGE, "Deutsch"),
    ],
)
def test_what_makes_no_sense_is_refused_and_where_it_stands_counts_as_nothing(book, name, wrong):
    with pytest.raises(FieldError):
        keep(book, **{name: wrong})
    with book.operation("Behind the checks") as tx:
        put_settings(tx, {name: wrong})
    assert stationery(book) == Stationery()


def test_empty_is_a_choice(book):
    assert {name: CHECKS[name](name, "") for name in (LOGO, COLOUR, LANGUAGE)} == dict.fromkeys(
        (LOGO, COLOUR, LANGUAGE)
    )


def test_a_logo_that_is_missing_is_none(book):
    keep(book, **{LOGO: "0" * 64})
    assert logo_of(book) == b""
