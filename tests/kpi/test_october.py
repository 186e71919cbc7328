"""October is October: what happens after a period never changes it, but for the two cohorts."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from crmdesk.domain.calendar import DAY, HOUR
from crmdesk.domain.period import Period, month, parse_period
from crmdesk.kpi.as_json import result_json
from crmdesk.kpi.base import all_kpis
from crmdesk.kpi.measure import measure
from crmdesk.kpi.records import records
from crmdesk.store.file import Workspace, open_workspace
from crmdesk.store.journal import Tx
from crmdesk.store.registry import record_type
from tests.kpi.asking import GOLDEN, imported, random_file

GOLDENS = ("01-service", "05-won-deals", "08-marketing", "12-october-seen-later")
SEEDS = (2, 7, 19, 33)
STEADY = [kpi for kpi in all_kpis() if not kpi.cohort]


def everything(workspace: Workspace, period: Period, now: int) -> str:
    """All figures with all that stands beside them, and the lists behind them."""
    results = measure(workspace, STEADY, [period], now)[0]
    lists = {kpi.id: [(one.kind, one.id) for one in records(workspace, kpi, period, now)] for kpi in STEADY}
    return json.dumps([{id: result_json(one) for id, one in results.items()}, lists], indent=1)


def live_on(tx: Tx, chance: Random, cut: int) -> None:
    """Things of every kind that happen from a moment on, to old records and to new ones."""

    def later() -> int:
        return cut + chance.choice((0, 1, HOUR, DAY, 20 * DAY)) + chance.randrange(10 * DAY)

    def some(table: str, count: int = 8) -> list[Any]:
        ids = [row_id for (row_id,) in tx.rows(f"SELECT id FROM {table}")]
        return chance.sample(ids, min(count, len(ids)))

    def add(table: str, **values: Any) -> int:
        return tx.insert(record_type(table), values)

    staff = [None, *some("staff")]
    channels = ("Web", "Elsewhere", None)
    for contact in some("contact"):
        amount = chance.choice((-500, 100, 99999))
        add("sale", sold_at=later(), contact_id=contact, amount=amount, staff_id=chance.choice(staff))
        day = tx.calendar.day_of(later())
        ended = tx.rows("SELECT ended_on FROM contact WHERE id = ?", (contact,))[0][0]
        if ended is None:
            tx.update(record_type("contact"), contact, {"ended_on": day})
        add("survey", kind="nps", answered_at=later(), score=chance.randrange(11), contact_id=contact)
    for deal in some("deal"):
        last = tx.rows("SELECT max(at) FROM stage_change WHERE deal_id = ?", (deal,))[0][0]
        for stage in some("stage", 2):
            at = max(later(), last)
            add("stage_change", deal_id=deal, stage_id=stage, at=at, staff_id=chance.choice(staff))
    for ticket in some("ticket"):
        for kind in chance.sample(("replied", "waiting", "resumed", "resolved", "reopened"), 3):
            add("ticket_event", ticket_id=ticket, kind=kind, at=later(), staff_id=chance.choice(staff))
        add("survey", kind="csat", answered_at=later(), score=1, ticket_id=ticket)
    for person in some("staff"):
        add("activity", kind="call", at=later(), staff_id=person)
    for campaign in [None, *some("campaign")]:
        for category in ("marketing", "sales", "other"):
            day = tx.calendar.day_of(cut) + chance.randrange(30)
            add("expense", spent_on=day, amount=777, category=category, campaign_id=campaign)
    for number in range(5):
        at = later()
        new = {"kind": "person", "name": f"New {number}", "channel": chance.choice(channels)}
        contact = add("contact", **new, lead_at=at, first_response_at=at + HOUR)
        add("sale", sold_at=at + DAY, contact_id=contact, amount=4242)
        ticket = add("ticket", subject="New", opened_at=at)
        add("ticket_event", ticket_id=ticket, kind="received", at=at)


def settled(workspace: Workspace) -> Period:
    """The month before the last one in which anything happened."""
    ((last,),) = workspace.rows("SELECT max(sold_at) FROM sale")
    label = workspace.calendar.text(last) if last is not None else "2026-11"
    return month(int(label[:4]), int(label[5:7])).before()


@pytest.mark.parametrize("name", [*GOLDENS, *SEEDS])
def test_later_facts_change_nothing(name: str | int, tmp_path: Path) -> None:
    if isinstance(name, int):
        file = random_file(tmp_path, name)
    else:
        file = imported(tmp_path / "golden.crmdesk", GOLDEN / name)
    with open_workspace(file) as workspace:
        period = parse_period("2026-10") if name == GOLDENS[-1] else settled(workspace)
        cut = workspace.calendar.midnight(period.end)
        seen = everything(workspace, period, cut)
        assert everything(workspace, period, cut + 60 * DAY) == seen
        with workspace.operation("November") as tx:
            live_on(tx, Random(f"later {name}"), cut)
        assert everything(workspace, period, cut) == seen
        assert everything(workspace, period, cut + 60 * DAY) == seen


def test_the_cohorts_of_october_go_on_ripening(tmp_path: Path) -> None:
    file = imported(tmp_path / "golden.crmdesk", GOLDEN / "12-october-seen-later")
    with open_workspace(file, read_only=True) as workspace:
        cohorts = [kpi for kpi in all_kpis() if kpi.cohort]
        moments = [workspace.calendar.parse(text) for text in ("2026-11-01T00:00", "2026-12-20T12:00")]
        first, later = (measure(workspace, cohorts, [parse_period("2026-10")], now)[0] for now in moments)
    shares = [(first[kpi.id].figure.numerator, later[kpi.id].figure.numerator) for kpi in cohorts]
    assert sorted(shares) == [(0, 1), (1, 2)]
