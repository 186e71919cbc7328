"""A small demo business that tests only read, and what is measured of it."""

from collections.abc import Iterator

import pytest

from crmdesk.domain.calendar import Calendar
from crmdesk.domain.clock import FixedClock
from crmdesk.domain.period import parse_period
from crmdesk.kpi.base import all_kpis
from crmdesk.kpi.measure import Result, measure
from crmdesk.store import demo as demo_business
from crmdesk.store.file import Workspace, open_workspace

NOON = Calendar("Europe/Berlin").parse("2026-11-16T12:00:00")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    path = tmp_path_factory.mktemp("insight") / "demo.crmdesk"
    demo_business.make(path, scale=0.2, clock=FixedClock(NOON))
    with open_workspace(path, read_only=True, clock=FixedClock(NOON)) as workspace:
        yield workspace


@pytest.fixture(scope="session")
def october(demo: Workspace) -> dict[str, Result]:
    """Every figure of October."""
    return measure(demo, all_kpis(), [parse_period("2026-10")], NOON)[0]
