"""Whatever is done by hand, in whatever order: state and history agree, and both leave the house and come back."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from crmdesk.domain.clock import FixedClock
from crmdesk.domain.errors import UserError
from crmdesk.domain.period import parse_period
from crmdesk.exchange import importing, interchange
from crmdesk.exchange.source import open_source
from crmdesk.kpi.as_json import table_json
from crmdesk.kpi.base import all_kpis
from crmdesk.kpi.measure import measure
from crmdesk.store import deal_moves, pipeline, tasks, ticket_steps
from crmdesk.store.check import integrity
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.deleting import delete
from crmdesk.store.editing import save
from crmdesk.store.file import Workspace, create, open_workspace
from crmdesk.store.ticket import Ticket
from tests.store.rows import NOON, SETTINGS, dump
from tests.store.shop import MINUTE, Shop, TickingClock

END = NOON + 10_000 * MINUTE
# Half an hour back to four days on, and often the same moment again.
SHIFT = st.sampled_from([0, 0, 1, -30, 45, 1440, 5760])
WHICH = st.integers(0, 2)
MOMENT = st.none() | st.integers(-3000, 3000).map(lambda minutes: NOON + minutes * MINUTE)
STEP = (
    st.tuples(st.sampled_from(["move", "win", "lose", "reopen"]), WHICH, st.integers(0, 6))
    | st.tuples(st.sampled_from(["reply", "wait", "resume", "resolve", "reopen ticket"]), WHICH, st.just(0))
    | st.tuples(st.sampled_from(["opened_at", "closed_at"]), WHICH, MOMENT)
    | st.tuples(st.sampled_from(["first_response_at", "resolved_at", "received"]), WHICH, MOMENT)
    | st.tuples(st.sampled_from(["new deal", "new ticket", "new contact", "stage", "call"]), WHICH, st.integers(0, 5))
    | st.tuples(st.sampled_from(["undo", "redo", "delete deal", "delete ticket", "delete contact"]), WHICH, st.just(0))
    | st.tuples(st.sampled_from(["merge", "add stage"]), WHICH, st.integers(0, 6))
)


def act(shop: Shop, name: str, which: int, value: Any) -> None:
    """One step by hand; what is refused changes nothing."""
    stages = [rung.id for rung in pipeline.rungs(shop.book)]
    deals = [row[0] for row in shop.book.rows("SELECT id FROM deal ORDER BY id")] or [0]
    tickets = [row[0] for row in shop.book.rows("SELECT id FROM ticket ORDER BY id")] or [0]
    contacts = [row[0] for row in shop.book.rows("SELECT id FROM contact ORDER BY id")] or [0]
    deal, ticket, contact = deals[which % len(deals)], tickets[which % len(tickets)], contacts[which % len(contacts)]
    stage = stages[value % len(stages)] if isinstance(value, int) else 0
    journal = shop.book.journal
    match name:
        case "move":
            shop.do(deal_moves.move, deal, stage)
        case "win":
            shop.do(deal_moves.win, deal, sale=value * 100 or None)
        case "lose":
            shop.do(deal_moves.lose, deal, "Reason")
        case "reopen":
            shop.do(deal_moves.reopen, deal)
        case "reply" | "wait" | "resume" | "resolve":
            shop.do(getattr(ticket_steps, name), ticket)
        case "reopen ticket":
            shop.do(ticket_steps.reopen, ticket)
        case "opened_at" | "closed_at":
            shop.do(save, Deal, deal, {name: value})
        case "first_response_at" | "resolved_at":
            shop.do(save, Ticket, ticket, {name: value})
        case "received":
            shop.do(save, Ticket, ticket, {"opened_at": value})
        case "new deal":
            shop.do(shop.new, Deal, title="D", contact_id=contact, stage_id=stage, amount=which * 1000)
        case "new ticket":
            shop.do(
                shop.new, Ticket, subject="T", contact_id=contact, resolved_at=shop.book.clock.at if which else None
            )
        case "new contact":
            shop.do(shop.new, Contact, name="C", lead_at=shop.book.clock.at, company_id=contact)
        case "stage":
            shop.do(save, Deal, deal, {"stage_id": stage})
        case "call":
            shop.do(tasks.log, "call", "x", contact_id=contact)
        case "undo" | "redo":
            step = journal.next_undo() if name == "undo" else journal.next_redo()
            if step is not None and step.id > shop.begin:
                journal.undo(step.id)
        case "merge":
            shop.do(pipeline.remove, stages[which], stage)
        case "add stage":
            shop.do(pipeline.add, f"S{value}", ("open", "won", "lost")[which])
        case _:
            record, rows = {"deal": (Deal, deals), "ticket": (Ticket, tickets), "contact": (Contact, contacts)}[
                name[7:]
            ]
            # The first ones stay, so that there is something to work on.
            shop.do(delete, record, rows[1:][:which])


def kpis(workspace: Workspace) -> Any:
    """All figures of the month and year, without the ids by which an export names rows that had none."""
    told = []
    for text in ("2026-10", "2026-11", "2026"):
        period = parse_period(text)
        (results,) = measure(workspace, list(all_kpis()), [period], END)
        told.append(table_json(workspace, period, END, results))
    return without_keys(told)


def without_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_keys(one) for name, one in value.items() if name != "key"}
    return [without_keys(one) for one in value] if isinstance(value, list | tuple) else value


def back_to(shop: Shop) -> None:
    """Takes back everything since the shop began."""
    while (step := shop.book.journal.next_undo()) is not None and step.id > shop.begin:
        shop.book.journal.undo(step.id)


@given(st.lists(st.tuples(STEP, SHIFT), min_size=1, max_size=25))
@settings(max_examples=20)
def test_whatever_is_done_state_and_history_agree(
    new_file: Path, steps: list[tuple[tuple[str, int, Any], int]]
) -> None:
    clock = TickingClock()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(new_file, Path(folder) / "book.crmdesk"))
        with open_workspace(path, clock=clock) as book:
            shop = Shop(book)
            shop.begin, first = book.journal.steps()[-1].id, dump(book)
            for (name, which, value), shift in steps:
                clock.at += shift * MINUTE
                before = dump(book)
                try:
                    act(shop, name, which, value)
                except UserError:
                    assert dump(book) == before
                assert integrity(book) == "ok"
            interchange.export(book, Path(folder) / "out")
            with create(Path(folder) / "again.crmdesk", SETTINGS, clock=FixedClock(END)) as again:
                report = importing.run(again, interchange.tables_of(open_source(Path(folder) / "out")))
                assert report.rejected == []
                assert integrity(again) == "ok"
                assert kpis(again) == kpis(book)
            back_to(shop)
            assert dump(book) == first
