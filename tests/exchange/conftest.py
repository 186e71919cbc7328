"""Drafts of files with a given text, and a workspace to plan for."""

from pathlib import Path

import pytest

from crmdesk.exchange.drafts import draft as drafts
from crmdesk.exchange.drafts.draft import Draft
from crmdesk.exchange.drafts.several import draft_all
from crmdesk.exchange.here import Here
from crmdesk.exchange.reading import read_file
from crmdesk.exchange.recognise import recognise_all
from crmdesk.store.file import create


@pytest.fixture
def understood(tmp_path):
    """The draft of a file with this text."""

    def of(text: str, here: Here | None = None, name: str = "x.csv", **options) -> Draft:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return drafts.draft(read_file(path)[0], here or Here(), **options)

    return of


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """A workspace to plan for; nothing is written into it."""
    with create(tmp_path_factory.mktemp("plan") / "x.crmdesk", {"currency": "EUR", "timezone": "UTC"}) as workspace:
        yield workspace


@pytest.fixture
def known(tmp_path):
    """The draft of a file of a known program."""

    def of(text: str, here: Here | None = None) -> Draft:
        path: Path = tmp_path / "deals.csv"
        path.write_text(text, encoding="utf-8")
        return draft_all(recognise_all(read_file(path)), here or Here())[0]

    return of
