"""A desk on a workspace in Berlin, without a window around it; its clock stands still."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from crmdesk.store.file import create
from crmdesk.ui.desk import Desk
from crmdesk.ui.jobs import Jobs
from crmdesk.ui.notice import Notice
from crmdesk.ui.session import Session
from tests.screen.driving import wait
from tests.store.rows import CLOCK, SETTINGS


@pytest.fixture
def parent(qtbot):
    """A window to hang things on."""
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(700, 500)
    widget.show()
    widget.activateWindow()
    qtbot.waitExposed(widget)
    return widget


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory):
    """An empty workspace, closed, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "book.crmdesk"
    create(path, SETTINGS, clock=CLOCK).close()
    return path


@pytest.fixture
def desk(parent, empty_file, tmp_path):
    """A desk on an empty workspace."""
    session = Session(parent, Jobs(parent), CLOCK)
    session.open(Path(shutil.copy(empty_file, tmp_path)))
    yield Desk(parent, session, Notice(parent))
    wait(lambda: not session.writing and not session.jobs.running)
    session.close()
