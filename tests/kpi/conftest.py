from collections.abc import Iterator

import pytest

from tests.kpi.asking import Asked, ask_everything


@pytest.fixture(scope="session")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Asked]]:
    found = ask_everything(tmp_path_factory.mktemp("asked"))
    yield found
    for workspace in {id(one.workspace): one.workspace for one in found}.values():
        workspace.close()
