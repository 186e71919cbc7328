"""Workspaces to print: the demo business, and small ones made for a test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crmdesk.domain.calendar import HOUR
from crmdesk.domain.period import parse_period
from crmdesk.kpi.remember import keep
from crmdesk.report.material import Material, gather
from crmdesk.store.contact import Contact
from crmdesk.store.demo import make
from crmdesk.store.file import Workspace, create, open_workspace
from crmdesk.store.sale import Sale

NOW = "2026-11-03T09:00"


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.crmdesk"
    make(path)
    # Tests print the same month again and again: its figures are remembered, as in a file that was looked at before.
    with open_workspace(path) as workspace:
        keep(workspace, gather(workspace, parse_period("2026-10"), workspace.calendar.parse(NOW)).fresh)
    return path


@pytest.fixture
def demo(demo_file: Path) -> Iterator[Workspace]:
    """The demo business, to look at only."""
    with open_workspace(demo_file, read_only=True) as workspace:
        yield workspace


@pytest.fixture
def now(demo: Workspace) -> int:
    return demo.calendar.parse(NOW)


@pytest.fixture(scope="session")
def october(demo_file: Path) -> Iterator[Material]:
    """All that the summary of a month is made from."""
    with open_workspace(demo_file, read_only=True) as workspace:
        yield gather(workspace, parse_period("2026-10"), workspace.calendar.parse(NOW))


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Callable[..., Workspace]]:
    """`shop(name="…")` is an empty workspace that may be written."""
    made: list[Workspace] = []

    def open_shop(name: str = "Corner Shop", **settings: object) -> Workspace:
        chosen = {"business_name": name, "currency": "EUR", "timezone": "Europe/Berlin", **settings}
        made.append(create(tmp_path / f"shop-{len(made)}.crmdesk", chosen))
        return made[-1]

    yield open_shop
    for workspace in made:
        workspace.close()


def sell(workspace: Workspace, day: str, amount: int, buyer: str = "Ada", times: int = 1) -> None:
    """Notes sales of an amount in minor units on a day."""
    at = workspace.calendar.parse(day)
    with workspace.operation("Sell") as tx:
        contact = tx.insert(Contact, {"name": buyer, "kind": "person", "channel": "Web"})
        for number in range(times):
            tx.insert(Sale, {"contact_id": contact, "sold_at": at + number * HOUR, "amount": amount})
