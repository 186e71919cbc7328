"""A workspace in Berlin for each test, whose clock stands still."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from crmdesk.store import backup as copies
from crmdesk.store.check import integrity
from crmdesk.store.file import Workspace, create, open_workspace
from tests.store.rows import CLOCK, SETTINGS, dump, one_of_each
from tests.store.shop import Shop, TickingClock


@pytest.fixture(scope="session")
def new_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty workspace, closed, to be copied: making one takes longer than many a test."""
    path = tmp_path_factory.mktemp("new") / "book.crmdesk"
    create(path, SETTINGS, clock=CLOCK).close()
    return path


@pytest.fixture
def book_file(new_file: Path, tmp_path: Path) -> Path:
    path = tmp_path / "book.crmdesk"
    shutil.copy(new_file, path)
    return path


@pytest.fixture
def book(book_file: Path) -> Iterator[Workspace]:
    with open_workspace(book_file, clock=CLOCK) as workspace:
        yield workspace


@pytest.fixture
def shop(book_file: Path) -> Iterator[Shop]:
    """A business to work in, whose clock the test puts on: `shop.book.clock.at`."""
    with open_workspace(book_file, clock=TickingClock()) as workspace:
        yield Shop(workspace)
        assert integrity(workspace) == "ok"


@pytest.fixture
def filled(book: Workspace) -> Workspace:
    """A workspace with a row of each kind."""
    with book.operation("One of each") as tx:
        one_of_each(tx)
    return book


@pytest.fixture
def copy(filled: Workspace, tmp_path: Path) -> Path:
    """A backup of a workspace that is closed by now."""
    # What it held, for tests that compare.
    filled.rows_then = dump(filled)  # type: ignore[attr-defined]  # a note of the tests
    path = copies.backup(filled.engine, tmp_path / "copy.crmdesk-backup", CLOCK)
    filled.close()
    return path
