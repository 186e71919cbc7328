"""Reads an interchange folder into plain values, to the letter of spec/interchange.md."""

import csv
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.oracle.facts import (
    Activity,
    Answer,
    Book,
    Contact,
    Deal,
    Expense,
    Person,
    Sale,
    Settings,
    Stage,
    Step,
    Ticket,
)

Row = dict[str, str]


def rows(folder: Path, kind: str) -> list[Row]:
    """The rows of one file; a missing file has none."""
    path = folder / f"{kind}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def cell(row: Row, column: str) -> str:
    """The text of a cell; a missing column means empty cells."""
    return row.get(column) or ""


def day(text: str) -> date | None:
    """A date, or nothing."""
    return date.fromisoformat(text) if text else None


def moment(text: str, zone: ZoneInfo) -> datetime:
    """An instant. Without an offset the zone rules; fold 0 is the first of two, or the offset before."""
    if len(text) == len("2026-10-03"):
        local = datetime.combine(date.fromisoformat(text), time())
    else:
        local = datetime.fromisoformat(text)
    if local.tzinfo is None:
        local = local.replace(tzinfo=zone, fold=0)
    return local.astimezone(UTC)


def maybe_moment(text: str, zone: ZoneInfo) -> datetime | None:
    """An instant, or nothing."""
    return moment(text, zone) if text else None


def maybe_number(text: str) -> Fraction | None:
    """An exact number, or nothing."""
    return Fraction(text) if text else None


def read_settings(folder: Path) -> Settings:
    """workspace.json, with the defaults that do not depend on the system."""
    said = json.loads((folder / "workspace.json").read_text(encoding="utf-8-sig"), parse_float=Fraction)
    assumed = said.get("assumed_lifespan_years")
    return Settings(
        currency=said["currency"],
        zone=ZoneInfo(said["timezone"]),
        fiscal_month=said.get("fiscal_year_start_month", 1),
        inactive_days=said.get("inactive_after_days", 180) or 0,
        assumed_lifespan=None if assumed is None else Fraction(assumed),
        working_days=frozenset(said.get("working_days", [1, 2, 3, 4, 5])),
        holidays=frozenset(date.fromisoformat(one) for one in said.get("holidays", [])),
    )


def in_time(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Earliest first; of two at one moment the later row stays the later (sorted is stable)."""
    return tuple(sorted(steps, key=lambda step: step.at))


def read_stages(folder: Path) -> dict[str, Stage]:
    """stages.csv by id."""
    return {
        cell(row, "id"): Stage(
            cell(row, "id"), int(cell(row, "position")), Fraction(cell(row, "probability")), cell(row, "kind")
        )
        for row in rows(folder, "stages")
    }


def made_up_deal_steps(row: Row, stages: dict[str, Stage], zone: ZoneInfo) -> tuple[Step, ...]:
    """The history of a deal without rows: opened in the first open stage, then closed, by its owner."""
    own, owner = stages[cell(row, "stage_id")], cell(row, "owner_id")
    opened_at = moment(cell(row, "opened_at"), zone)
    if own.kind == "open":
        return (Step(own.id, opened_at, owner),)
    opened = [stage for stage in stages.values() if stage.kind == "open"]
    first = min(opened, key=lambda stage: stage.position)
    return (Step(first.id, opened_at, owner), Step(own.id, moment(cell(row, "closed_at"), zone), owner))


def read_deals(folder: Path, stages: dict[str, Stage], zone: ZoneInfo) -> dict[str, Deal]:
    """deals.csv by id, each with its history from stage_changes.csv or made up from its columns."""
    changes = rows(folder, "stage_changes")
    deals = {}
    for row in rows(folder, "deals"):
        own = [
            Step(cell(change, "stage_id"), moment(cell(change, "at"), zone), cell(change, "staff_id"))
            for change in changes
            if cell(change, "deal_id") == cell(row, "id")
        ]
        deals[cell(row, "id")] = Deal(
            id=cell(row, "id"),
            contact=cell(row, "contact_id"),
            owner=cell(row, "owner_id"),
            amount=maybe_number(cell(row, "amount")),
            probability=maybe_number(cell(row, "probability")),
            campaign=cell(row, "campaign_id"),
            first_contact_at=moment(cell(row, "first_contact_at") or cell(row, "opened_at"), zone),
            steps=in_time(own or made_up_deal_steps(row, stages, zone)),
        )
    return deals


def made_up_ticket_steps(row: Row, zone: ZoneInfo) -> tuple[Step, ...]:
    """The events of a ticket without rows, from its three columns, all by its owner."""
    columns = (("received", "opened_at"), ("replied", "first_response_at"), ("resolved", "resolved_at"))
    return tuple(
        Step(kind, moment(cell(row, column), zone), cell(row, "owner_id"))
        for kind, column in columns
        if cell(row, column)
    )


def read_tickets(folder: Path, zone: ZoneInfo) -> tuple[Ticket, ...]:
    """tickets.csv, each with its events from ticket_events.csv or made up from its columns."""
    events = rows(folder, "ticket_events")
    tickets = []
    for row in rows(folder, "tickets"):
        own = [
            Step(cell(event, "kind"), moment(cell(event, "at"), zone), cell(event, "staff_id"))
            for event in events
            if cell(event, "ticket_id") == cell(row, "id")
        ]
        steps = in_time(own or made_up_ticket_steps(row, zone))
        tickets.append(Ticket(cell(row, "id"), cell(row, "owner_id"), steps))
    return tuple(tickets)


def read_contacts(folder: Path, zone: ZoneInfo) -> dict[str, Contact]:
    """contacts.csv by id."""
    return {
        cell(row, "id"): Contact(
            id=cell(row, "id"),
            company=cell(row, "company_id"),
            owner=cell(row, "owner_id"),
            campaign=cell(row, "campaign_id"),
            lead_at=maybe_moment(cell(row, "lead_at"), zone),
            first_response_at=maybe_moment(cell(row, "first_response_at"), zone),
            ended_on=day(cell(row, "ended_on")),
        )
        for row in rows(folder, "contacts")
    }


def read_staff(folder: Path) -> tuple[Person, ...]:
    """staff.csv."""
    return tuple(
        Person(cell(row, "id"), cell(row, "role"), day(cell(row, "started_on")), day(cell(row, "left_on")))
        for row in rows(folder, "staff")
    )


def read_activities(folder: Path, zone: ZoneInfo) -> tuple[Activity, ...]:
    """activities.csv."""
    return tuple(
        Activity(maybe_moment(cell(row, "at"), zone), cell(row, "staff_id")) for row in rows(folder, "activities")
    )


def read_expenses(folder: Path, zone: ZoneInfo) -> tuple[Expense, ...]:
    """expenses.csv."""
    return tuple(
        Expense(
            moment(cell(row, "spent_on"), zone),
            Fraction(cell(row, "amount")),
            cell(row, "category"),
            cell(row, "campaign_id"),
        )
        for row in rows(folder, "expenses")
    )


def read_sales(folder: Path, zone: ZoneInfo) -> tuple[Sale, ...]:
    """sales.csv."""
    return tuple(
        Sale(
            moment(cell(row, "sold_at"), zone),
            Fraction(cell(row, "amount")),
            cell(row, "contact_id"),
            cell(row, "deal_id"),
            cell(row, "campaign_id"),
        )
        for row in rows(folder, "sales")
    )


def read_answers(folder: Path, zone: ZoneInfo) -> tuple[Answer, ...]:
    """surveys.csv."""
    return tuple(
        Answer(
            cell(row, "kind"),
            moment(cell(row, "answered_at"), zone),
            int(cell(row, "score")),
            cell(row, "contact_id"),
            cell(row, "ticket_id"),
        )
        for row in rows(folder, "surveys")
    )


def read(folder: Path) -> Book:
    """The whole folder."""
    settings, stages = read_settings(folder), read_stages(folder)
    zone = settings.zone
    return Book(
        settings=settings,
        staff=read_staff(folder),
        contacts=read_contacts(folder, zone),
        stages=stages,
        deals=read_deals(folder, stages, zone),
        tickets=read_tickets(folder, zone),
        activities=read_activities(folder, zone),
        expenses=read_expenses(folder, zone),
        sales=read_sales(folder, zone),
        answers=read_answers(folder, zone),
    )
