"""Each data set is brought in once, and each period of it measured once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.exchange.real.by_hand import MAPPINGS, Book, told

_made: dict[str, Book] = {}


@pytest.fixture
def book(tmp_path_factory) -> Callable[..., Book]:
    def opened(name: str, source: Path, zone: str, as_of: str) -> Book:
        if name not in _made:
            file = tmp_path_factory.mktemp(name) / "real.crmdesk"
            told("new", file, "--currency", "EUR", "--timezone", zone)
            _made[name] = Book(file, as_of, told("import", file, source, "--mapping", MAPPINGS / f"{name}.json"))
        return _made[name]

    return opened
