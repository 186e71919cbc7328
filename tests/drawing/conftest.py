from collections.abc import Iterator

import pytest

from crmdesk.kpi.overview import Overview
from crmdesk.store.file import Workspace, open_workspace
from tests.drawing.overviews import overview_of
from tests.kpi.asking import run


@pytest.fixture(scope="session")
def business(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The demo business, for reading."""
    file = tmp_path_factory.mktemp("drawing") / "demo.crmdesk"
    assert run("demo", file, "--scale", "0.15") == 0
    workspace = open_workspace(file, read_only=True)
    yield workspace
    workspace.close()


@pytest.fixture(scope="session")
def october(business: Workspace) -> Overview:
    """A month of the demo business that is over."""
    return overview_of(business, "2026-10", "2026-11-03T12:00")
