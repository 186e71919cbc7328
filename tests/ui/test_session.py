"""One writer, many readers, one signal."""

import threading

import pytest
from PySide6.QtCore import QObject

from crmdesk.domain.errors import UserError
from crmdesk.store.file import create, open_workspace
from crmdesk.ui.jobs import Jobs
from crmdesk.ui.session import Session
from tests.screen.driving import wait


@pytest.fixture
def session(qapp, tmp_path):
    """A session on an empty workspace."""
    create(tmp_path / "a.crmdesk", {"currency": "EUR", "timezone": "UTC"}).close()
    owner = QObject()
    jobs = Jobs(owner)
    made = Session(owner, jobs)
    made.faults = []
    jobs.fault.connect(made.faults.append)
    made.open(tmp_path / "a.crmdesk")
    yield made
    wait(lambda: not made.writing)
    made.close()
    owner.deleteLater()


def change(workspace, _task=None):
    with workspace.operation("Rename") as tx:
        tx.rows("UPDATE setting SET value = '\"x\"' WHERE key = 'currency'")
    return "changed"


def test_a_change_on_the_windows_thread_is_told(session):
    told = []
    session.changed.connect(told.append)
    change(session.here)
    assert "setting" in told[0].touched


def test_a_change_in_a_job_is_told_and_the_writer_comes_back(session):
    told, done = [], []
    session.changed.connect(told.append)
    session.write("Change", change, done.append)
    assert session.here.read_only
    wait(lambda: done)
    assert done == ["changed"]
    assert told == [None]
    assert not session.here.read_only


@pytest.mark.parametrize("fault", ["", "No."])
def test_what_a_job_wrote_is_in_the_file_itself_when_the_writer_comes_back(session, tmp_path, fault):
    left = []

    def work(workspace, _task):
        change(workspace)
        if fault:
            raise UserError(fault)

    session.changed.connect(lambda _change: left.append((tmp_path / "a.crmdesk-wal").stat().st_size))
    session.write("Change", work, lambda _done: None)
    wait(lambda: left)
    assert left == [0]


def test_a_failed_change_changes_nothing_and_is_told(session):
    def work(_workspace, _task):
        raise UserError("No.")

    session.write("Change", work, lambda _done: None)
    wait(lambda: session.faults)
    assert str(session.faults[0]) == "No."
    assert not session.here.read_only


def test_jobs_read_while_the_window_writes(session):
    found = []
    session.read("Count", lambda workspace, _task: workspace.rows("SELECT count(*) FROM setting")[0][0], found.append)
    change(session.here)
    wait(lambda: found)
    assert found[0] > 0


def test_a_cancelled_query_ends_at_once(session):
    begun = threading.Event()

    def endless(workspace, _task):
        begun.set()
        return workspace.rows("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n")

    ended = []
    job = session.read("Endless", endless, lambda _rows: None, cancelled=lambda: ended.append(1))
    begun.wait()
    job.cancel()
    wait(lambda: ended)
    assert not session.faults


def test_a_workspace_that_is_lost_during_the_work_is_told(session):
    lost = []
    session.lost.connect(lambda: lost.append(1))
    path = session.here.path

    def work(_task):
        path.unlink()

    session.replace("Lose", work, lambda _done: None)
    wait(lambda: lost)
    assert session.workspace is None
    assert session.faults
    with pytest.raises(UserError, match="No workspace is open"):
        session.read("Count", lambda _workspace, _task: None, lambda _done: None)


def test_somebody_else_who_takes_the_file_leaves_the_window_looking(session):
    path = session.here.path
    taken = []

    def work(_task):
        found = open_workspace(path)
        found.engine.close()
        taken.append(found._lock)

    session.replace("Lend", work, lambda _done: None)
    wait(lambda: session.workspace is not None)
    assert session.here.read_only
    with pytest.raises(UserError, match="reading only"):
        session.write("Change", change, lambda _done: None)
    taken[0].release()
