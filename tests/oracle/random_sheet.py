"""Writes records as a CSV file in one of the many shapes that the rules allow."""

import csv
from collections.abc import Sequence
from pathlib import Path
from random import Random

COLUMNS = {
    "staff": "id name email role started_on left_on",
    "contacts": "id kind name company_id email phone street city postcode country website owner_id channel"
    " campaign_id lead_at qualified_at disqualified_at first_response_at ended_on tags notes created_at",
    "stages": "id name position probability kind",
    "deals": "id title contact_id owner_id amount probability stage_id first_contact_at opened_at"
    " expected_close_on closed_at lost_reason campaign_id notes",
    "stage_changes": "deal_id stage_id at staff_id",
    "tickets": "id subject contact_id owner_id channel category priority opened_at first_response_at resolved_at notes",
    "ticket_events": "ticket_id kind at staff_id note",
    "activities": "id kind direction subject body at due_at done_at minutes contact_id deal_id ticket_id staff_id",
    "campaigns": "id name channel started_on ended_on budget",
    "expenses": "id spent_on amount category channel campaign_id staff_id note",
    "sales": "id sold_at contact_id amount deal_id campaign_id staff_id note",
    "surveys": "id kind answered_at score contact_id ticket_id staff_id comment",
    "goals": "kpi period target note",
}
WITHOUT_CUSTOM_FIELDS = ("stage_changes", "ticket_events", "goals")
TEXTS = ("", "red", "a, b", 'she said "yes"', "two\nlines", "Größe; 東京; עברית", "=1+1", "<b>x</b>")

Record = dict[str, str]


def columns_to_write(kind: str, records: Sequence[Record], rng: Random) -> list[str]:
    """The columns in some order, now and then without empty ones, now and then with unknown ones."""
    columns = COLUMNS[kind].split()
    if rng.random() < 0.4:
        columns = [one for one in columns if any(record.get(one) for record in records) or one == "id"]
    if kind not in WITHOUT_CUSTOM_FIELDS and rng.random() < 0.3:
        columns += ["Lieblingsfarbe", "x: extra"]
    if rng.random() < 0.6:
        rng.shuffle(columns)
    return columns


def write_sheet(folder: Path, kind: str, records: Sequence[Record], rng: Random) -> None:
    """One file: with or without BOM, CRLF or LF, quoted where needed or everywhere."""
    columns = columns_to_write(kind, records, rng)
    if not columns:
        return
    encoding = rng.choice(("utf-8", "utf-8-sig"))
    with (folder / f"{kind}.csv").open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(
            file,
            lineterminator=rng.choice(("\r\n", "\n")),
            quoting=rng.choice((csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
        )
        writer.writerow(columns)
        for record in records:
            extra = {"Lieblingsfarbe": rng.choice(TEXTS), "x: extra": rng.choice(TEXTS)}
            writer.writerow([(extra | record).get(column, "") for column in columns])
