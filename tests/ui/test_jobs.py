"""Work off the window's thread."""

import threading

import pytest
from PySide6.QtCore import QObject
from PySide6.QtTest import QTest

from crmdesk.ui.jobs import Jobs
from crmdesk.ui.notice import Busy
from tests.screen.driving import wait


@pytest.fixture
def jobs(qapp):
    """Jobs with an owner."""
    owner = QObject()
    made = Jobs(owner)
    yield made
    made.close()
    owner.deleteLater()


def test_the_result_arrives_on_the_windows_thread(jobs):
    found = []

    def work(_task):
        return threading.current_thread() is threading.main_thread()

    jobs.start("Sum", work, lambda value: found.append((value, threading.current_thread() is threading.main_thread())))
    wait(lambda: found)
    assert found == [(False, True)]
    wait(lambda: not jobs.running)


def test_a_failure_is_a_fault_of_the_window_unless_somebody_takes_it(jobs):
    faults, taken = [], []
    jobs.fault.connect(faults.append)

    def work(_task):
        raise ValueError("no")

    jobs.start("Fail", work, lambda _value: None)
    jobs.start("Fail", work, lambda _value: None, failed=taken.append)
    wait(lambda: faults and taken)
    assert isinstance(faults[0], ValueError)
    assert len(faults) == 1


def test_a_cancelled_job_brings_nothing_but_the_word(jobs):
    found, ended, begun = [], [], threading.Event()

    def work(task):
        begun.set()
        while True:
            task.check()

    job = jobs.start("Long", work, found.append, cancelled=lambda: ended.append(1))
    begun.wait()
    job.cancel()
    wait(lambda: ended)
    assert not found


@pytest.mark.parametrize(("stands", "told"), [(True, "written"), (False, "cancelled")])
def test_what_stands_in_the_file_is_done_even_if_it_was_cancelled_meanwhile(jobs, stands, told):
    ended = []

    def work(task):
        task.cancel()
        return "written"

    jobs.start("Writing", work, ended.append, cancelled=lambda: ended.append("cancelled"), stands=stands)
    wait(lambda: ended)
    assert ended == [told]


def test_closing_cancels_and_waits_for_every_job(jobs):
    ended = []

    def work(task):
        while not task.cancelled:
            pass
        ended.append(1)

    jobs.start("One", work, lambda _value: None)
    jobs.start("Two", work, lambda _value: None)
    jobs.close()
    assert ended == [1, 1]
    assert not jobs.running


def test_work_can_be_done_at_once(qapp):
    owner = QObject()
    jobs = Jobs(owner, at_once=True)
    found = []
    jobs.start("", lambda _task: 7, found.append)
    assert found == [7]
    owner.deleteLater()


def test_long_work_shows_its_progress_and_a_way_to_cancel(jobs, qtbot):
    busy = Busy(None)
    qtbot.addWidget(busy)
    busy.WAIT_MS = 10
    jobs.started.connect(busy.follow)
    jobs.idle.connect(busy.done)
    on = threading.Event()

    def work(task):
        on.wait()
        while True:
            task.progress(3, 10, "row 3")

    job = jobs.start("Counting", work, lambda _value: None)
    assert busy.text.text() == "Counting…"
    wait(lambda: not busy.cancel.isHidden())
    on.set()
    wait(lambda: busy.bar.maximum() == 10 and busy.bar.value() == 3)
    assert busy.text.text() == "Counting: row 3"
    busy.cancel.click()
    wait(lambda: not jobs.running)
    assert busy.isHidden()
    assert job.task.cancelled
    QTest.qWait(1)
    busy.cancel.click()
