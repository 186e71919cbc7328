"""A business's working day as steps that always come out the same: what is done, and what it should leave.

The state after each step is known from a run that nobody killed. Random numbers that differ from run to run (uids) and
the moment of recording are left out of it; row numbers, images and the journal are in.
"""

import contextlib
import csv
import hashlib
import io
import json
import random
import shutil
from collections.abc import Sequence
from pathlib import Path

from crmdesk.cli import main
from crmdesk.domain.clock import FixedClock
from crmdesk.domain.errors import UserError
from crmdesk.store.activity import Activity
from crmdesk.store.base import fields_of, table_of
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.file import Workspace, open_workspace
from crmdesk.store.journal import Tx
from crmdesk.store.loading import LEAST
from crmdesk.store.registry import ALL_TYPES
from crmdesk.store.sale import Sale
from crmdesk.store.stage_change import StageChange

NOTHING = "no file yet"
KINDS = ("import", "import", "edit", "edit", "bulk", "undo", "redo", "backup", "backup", "restore")
SECOND = 1_000_000
START = 1_767_600_000 * SECOND
_OWN = {"uid", "recorded_at", "recorded_day"}


def script(seed: int, length: int) -> list[str]:
    """The kinds of the steps: a workspace is made and filled, then anything may follow."""
    chance = random.Random(seed)
    kinds = ["new", "import", "edit", "backup"]
    while len(kinds) < length:
        kind = chance.choice(KINDS)
        kinds.append(kind)
        follows = {"undo": "redo", "import": "undo-import", "undo-import": "redo"}.get(kind)
        if follows is not None and chance.random() < 0.6:
            kinds.append(follows)
    return kinds[:length]


def take(folder: Path, seed: int, number: int, kind: str) -> None:
    """Takes one step of the story; it is done when this returns."""
    book, chance = folder / "book.crmdesk", random.Random(f"{seed} {number}")
    match kind:
        case "new":
            _command("new", book, "--currency", "EUR", "--timezone", "Europe/Berlin", "--name", "Żółw & Söhne")
        case "import":
            _command("import", book, _interchange_folder(folder / f"in{number}", number, chance))
        case "undo-import":
            _command("undo-import", book, may_be_refused=True)
        case "backup":
            _command("backup", book, folder / f"{number}.crmdesk-backup")
        case "restore":
            latest = max(folder.glob("*.crmdesk-backup"), key=lambda path: int(path.stem))
            _command("restore", latest, book)
        case _:
            with open_workspace(book, clock=FixedClock(START + number * SECOND)) as workspace:
                _work(workspace, kind, number, chance)


def state(folder: Path) -> str:
    """Everything that a step leaves in the workspace, as a checksum."""
    path = folder / "book.crmdesk"
    if not path.exists():
        return NOTHING
    with open_workspace(path) as workspace:
        return digest(workspace)


def digest(workspace: Workspace) -> str:
    found = {}
    for record in ALL_TYPES:
        names = ", ".join(name for name in fields_of(record) if name not in _OWN)
        found[table_of(record)] = workspace.rows(f"SELECT {names} FROM {table_of(record)} ORDER BY id")
    found["operation"] = workspace.rows("SELECT id, label, source, undoes FROM operation ORDER BY id")
    found["change"] = workspace.rows("SELECT id, operation_id, tbl, row_id, through_id, act FROM change ORDER BY id")
    found["version"] = workspace.rows("SELECT tbl, version FROM table_version ORDER BY tbl")
    return hashlib.sha256(json.dumps(found).encode()).hexdigest()[:16]


def _command(*words: object, may_be_refused: bool = False) -> None:
    told = io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
        code = main([str(word) for word in words])
    if code not in ((0, 1) if may_be_refused else (0,)):
        raise RuntimeError(f"crmdesk {words[0]} ended with {code}: {told.getvalue()}")


def _work(workspace: Workspace, kind: str, number: int, chance: random.Random) -> None:
    journal = workspace.journal
    step = {"undo": journal.next_undo, "redo": journal.next_redo}.get(kind, lambda: None)()
    if step is not None:
        with contextlib.suppress(UserError):
            journal.undo(step.id)
    elif kind in ("edit", "bulk"):
        with workspace.operation(f"{kind} {number}") as tx:
            (_edit if kind == "edit" else _bulk)(tx, number, chance)


def _edit(tx: Tx, number: int, chance: random.Random) -> None:
    """What a morning brings: a customer, a deal, deals that move on, calls, corrections, a deletion."""
    at = START + number * 3600 * SECOND
    stages = [stage for (stage,) in tx.rows("SELECT id FROM stage ORDER BY position")]
    contact = tx.insert(Contact, {"kind": "company", "name": f"Customer {number}", "lead_at": at})
    # Where every import was taken back there are none.
    for stage in stages[:1]:
        new = tx.insert(Deal, {"title": f"Deal {number}", "contact_id": contact, "stage_id": stage, "opened_at": at})
        tx.insert(StageChange, {"deal_id": new, "stage_id": stage, "at": at})
    deals = [deal for (deal,) in tx.rows("SELECT id FROM deal WHERE closed_at IS NULL AND opened_at < ?", (at,))]
    for deal in chance.sample(deals, min(len(deals), 12)):
        stage = chance.choice(stages)
        tx.insert(StageChange, {"deal_id": deal, "stage_id": stage, "at": at})
        tx.update(Deal, deal, {"stage_id": stage})
    for call in range(40):
        tx.insert(Activity, {"kind": "call", "subject": f"Call {call}", "at": at + call, "contact_id": contact})
    tx.rows("UPDATE contact SET city = 'Łódź' WHERE id % 7 = ?", (number % 7,))
    for (call,) in tx.rows("SELECT id FROM activity ORDER BY id LIMIT 5"):
        tx.delete(Activity, call)


def _bulk(tx: Tx, number: int, chance: random.Random) -> None:
    first = tx.next_id(Sale)
    rows = [
        (first + i, uid, START + i, 1, START, 1, chance.randrange(10**6), "x" * 200)
        for i, uid in enumerate(tx.uids(LEAST))
    ]
    names = ("id", "uid", "sold_at", "sold_day", "recorded_at", "recorded_day", "amount", "note")
    with tx.bulk(Sale, len(rows)):
        tx.insert_many(Sale, names, rows)


def _interchange_folder(folder: Path, number: int, chance: random.Random) -> Path:
    """New contacts, deals and tickets, and the contacts of all imports before with a new phone number."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    _csv(folder / "staff.csv", "id,name,role", [("ana", "Ana", "sales"), ("sam", "Sam", "support")])
    stages = [("Talk", "Talk", 1, 0.2, "open"), ("Offer", "Offer", 2, 0.6, "open"), ("Won", "Won", 3, 1, "won")]
    _csv(folder / "stages.csv", "id,name,position,probability,kind", stages)
    contacts = [(f"c{i}", "company", f"Contact {i}", f"+49 30 {number}{i:04}") for i in range(number * 40 + 60)]
    _csv(folder / "contacts.csv", "id,kind,name,phone", contacts)
    names = [(f"{number}-{i}", f"c{chance.randrange(len(contacts))}") for i in range(60)]
    deals = [(f"d{name}", f"Deal {name}", contact, "Offer", "2025-10-01T09:00") for name, contact in names]
    _csv(folder / "deals.csv", "id,title,contact_id,stage_id,opened_at", deals)
    moves = [
        (f"d{name}", stage, f"2025-10-0{day}T09:00") for name, _ in names for day, stage in ((1, "Talk"), (2, "Offer"))
    ]
    _csv(folder / "stage_changes.csv", "deal_id,stage_id,at", moves)
    tickets = [(f"t{name}", f"Ticket {name}", contact, "2025-10-01T09:00") for name, contact in names]
    _csv(folder / "tickets.csv", "id,subject,contact_id,opened_at", tickets)
    events = [(f"t{name}", kind, f"2025-10-0{day}T09:00", "sam") for name, _ in names for day, kind in _EVENTS]
    _csv(folder / "ticket_events.csv", "ticket_id,kind,at,staff_id", events)
    return folder


_EVENTS = ((1, "received"), (2, "replied"), (3, "resolved"))


def _csv(path: Path, header: str, rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header.split(","), *rows])
