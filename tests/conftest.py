"""What every test gets: a folder of its own for people's data, and a watch over what it leaves behind.

No test may call out (pytest-socket), warn, or leave a thread, a running timer or an open window.
Nothing here loads Qt: a test that does not ask for it pays nothing.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 1.0

settings.register_profile(
    "gate", deadline=None, max_examples=40, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("long", settings.get_profile("gate"), max_examples=2000, derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))

# Programs that a test starts find this copy of crmdesk, from whatever folder they run in.
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))

# As the window starts its application (`crmdesk.screen.start.STYLE`).
os.environ.setdefault("QT_STYLE_OVERRIDE", "Fusion")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests come first: a worker that met one last would work on alone."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def data_dir() -> Callable[[str], Path]:
    """`data_dir("maven-crm")` is the folder of that data set; the test is skipped where it is missing."""
    place = Path(os.environ.get("CRMDESK_DATA", ROOT.parent / "shared" / "data"))

    def folder(name: str) -> Path:
        if not (place / name).exists():
            pytest.skip(f"The data set {name} is not on this machine: set CRMDESK_DATA to the folder that has it.")
        return place / name

    return folder


@pytest.fixture(autouse=True)
def crmdesk_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where crmdesk keeps this test's own data: recent workspaces, settings, the demo."""
    home = tmp_path / "crmdesk-home"
    monkeypatch.setenv("CRMDESK_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def _no_thread_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    until = time.monotonic() + PATIENCE
    for thread in set(threading.enumerate()) - before:
        thread.join(max(0.0, until - time.monotonic()))
    left = [thread.name for thread in set(threading.enumerate()) - before if thread.is_alive()]
    assert not left, f"These threads still run: {left}. Every job is joined."


@pytest.fixture(autouse=True)
def _nothing_of_qt_left(request: pytest.FixtureRequest) -> Iterator[None]:
    if not {"qapp", "qtbot"} & set(request.fixturenames):
        yield
        return
    from tests import qt_leaks

    before = qt_leaks.living()
    qt_leaks.let_keys_go()
    yield
    left = qt_leaks.left_since(before, PATIENCE)
    assert not left, f"Left behind: {left}. Every QObject has a parent, every dialog is freed when it closes."
