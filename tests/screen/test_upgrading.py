"""The file of an older crmdesk is upgraded in a job: the window says so and stays alive, and then shows the file."""

import shutil
import threading
from pathlib import Path

import pytest

from crmdesk.screen.start import begin
from crmdesk.store import engine, migrate, schema
from crmdesk.store.engine import user_version
from crmdesk.store.file import is_older
from tests.screen.driving import settle, texts, wait
from tests.screen.test_filing import box_of
from tests.store.make_old_file import FILES


@pytest.fixture
def old(tmp_path) -> Path:
    """A file of the first schema."""
    return Path(shutil.copy(FILES / "schema-1.crmdesk", tmp_path / "Old.crmdesk"))


@pytest.fixture
def held(monkeypatch):
    """The upgrade waits until this is set; then it goes on, unless its job was cancelled."""
    go, upgrade = threading.Event(), migrate.upgrade

    def waiting(source, clock):
        if source.rows("PRAGMA user_version") != [(schema.VERSION,)]:
            assert threading.current_thread() is not threading.main_thread()
            go.wait(20)
        return upgrade(source, clock)

    monkeypatch.setattr(migrate, "upgrade", waiting)
    yield go
    go.set()


def test_the_window_says_that_it_upgrades_lives_on_and_then_shows_the_file(make_window, book, old, held):
    window = make_window(book, at_once=False)
    window.open(old)
    assert "Upgrading Old.crmdesk" in window.bars.busy.text.text() and window.bars.busy.isVisible()
    assert window.session.workspace is None and "in one file" in texts(window.page)
    held.set()
    wait(lambda: window.session.workspace is not None)
    settle(window)
    assert window.session.here.path == old and not window.session.here.read_only and window.shows() == "dashboard"
    assert not is_older(old) and user_version(old) == schema.VERSION


def test_nothing_else_is_opened_meanwhile_and_the_window_waits(make_window, book, old, held):
    window = make_window(at_once=False)
    window.open(old)
    window.open(book)
    assert "wait until it is finished" in box_of(window).text()
    window.open(old)
    assert not window.close() and "wait until it is finished" in window.notice.text.text()
    held.set()
    wait(lambda: window.session.workspace is not None)
    assert window.session.here.path == old


def test_started_on_an_old_file_the_window_shows_the_welcome_page_until_it_is_upgraded(make_window, old, held):
    window = make_window(at_once=False)
    begin(window, str(old))
    assert window.session.workspace is None and window.page.isVisible()
    held.set()
    wait(lambda: window.session.workspace is not None)


def test_an_upgrade_that_is_cancelled_leaves_the_file_and_oneself_as_before(make_window, book, old, held, monkeypatch):
    monkeypatch.setattr(engine, "_ASKED_AGAIN", 20)
    window = make_window(book, at_once=False)
    window.open(old)
    window.bars.busy.cancel.click()
    held.set()
    settle(window)
    assert window.session.here.path == book
    assert is_older(old)
    window.open(old)
    settle(window)
    assert window.session.here.path == old
    assert window.session.here.rows("SELECT count(*) FROM contact") == [(1,)]


def test_an_upgrade_that_fails_is_told_and_one_is_where_one_was(make_window, book, old, monkeypatch):
    def broken(_engine):
        raise ValueError("a fault of the step")

    monkeypatch.setattr(migrate, "all_steps", lambda: dict.fromkeys(range(2, schema.VERSION + 1), broken))
    window = make_window(book, at_once=False)
    window.open(old)
    settle(window)
    assert "could not be upgraded (a fault of the step)" in box_of(window).text()
    assert window.session.here.path == book and is_older(old)


def test_an_old_backup_that_is_restored_is_upgraded_off_the_windows_thread(make_window, book, old, held):
    window = make_window(book, at_once=False)
    held.set()
    window.filing.restore(old)
    settle(window)
    assert window.session.here.path == book and window.session.here.settings.business_name == "Żółw & Söhne"


def test_an_old_file_that_is_only_looked_at_is_opened_at_once(make_window, old, held):
    window = make_window(at_once=False)
    window.open(old, read_only=True)
    assert window.session.here.read_only and is_older(old)
