"""The records of an interchange folder, as plain frozen values. Moments are instants in UTC."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Settings:
    """What workspace.json says."""

    currency: str
    zone: ZoneInfo
    fiscal_month: int
    inactive_days: int
    assumed_lifespan: Fraction | None
    working_days: frozenset[int]
    holidays: frozenset[date]


@dataclass(frozen=True, slots=True)
class Person:
    """One row of staff.csv."""

    id: str
    role: str
    started_on: date | None
    left_on: date | None


@dataclass(frozen=True, slots=True)
class Contact:
    """One row of contacts.csv."""

    id: str
    company: str
    owner: str
    campaign: str
    lead_at: datetime | None
    first_response_at: datetime | None
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class Stage:
    """One row of stages.csv."""

    id: str
    position: int
    probability: Fraction
    kind: str


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a deal (what: the stage entered) or a ticket (what: the kind)."""

    what: str
    at: datetime
    staff: str


@dataclass(frozen=True, slots=True)
class Deal:
    """One row of deals.csv with its history, earliest first."""

    id: str
    contact: str
    owner: str
    amount: Fraction | None
    probability: Fraction | None
    campaign: str
    first_contact_at: datetime
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Ticket:
    """One row of tickets.csv with its events, earliest first."""

    id: str
    owner: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Activity:
    """One row of activities.csv."""

    at: datetime | None
    staff: str


@dataclass(frozen=True, slots=True)
class Expense:
    """One row of expenses.csv; `at` is the midnight of its day."""

    at: datetime
    amount: Fraction
    category: str
    campaign: str


@dataclass(frozen=True, slots=True)
class Sale:
    """One row of sales.csv."""

    at: datetime
    amount: Fraction
    contact: str
    deal: str
    campaign: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One row of surveys.csv."""

    kind: str
    at: datetime
    score: int
    contact: str
    ticket: str


@dataclass(frozen=True, slots=True)
class Book:
    """Everything in one folder, every list in the order of its file."""

    settings: Settings
    staff: tuple[Person, ...]
    contacts: Mapping[str, Contact]
    stages: Mapping[str, Stage]
    deals: Mapping[str, Deal]
    tickets: tuple[Ticket, ...]
    activities: tuple[Activity, ...]
    expenses: tuple[Expense, ...]
    sales: tuple[Sale, ...]
    answers: tuple[Answer, ...]
