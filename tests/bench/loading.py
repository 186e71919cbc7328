"""Measure 6: a folder of 100,000 rows brought in, checked, matched, journaled and put into the full-text index.

Its floor is the sqlite3 shell importing the same rows into the same tables with their indexes, but for the full-text
index. 6b says which part of it that index is: filled anew in one go, beside the same floor.
"""

import csv
import random
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from crmdesk.store.file import Workspace, open_workspace
from crmdesk.store.search_index import begin_anew, behind, catch_up_after
from tests.bench.child import python, run
from tests.bench.pairs import Line, judged, milliseconds

CONTACTS, SALES = 20_000, 80_000
_WHAT = "import of 100,000 rows with their full-text index / the sqlite3 shell's .import with the other indexes"
_INDEXED = "of it the full-text index, filled anew / the same"
_GOAL = 2.0
_CONTACT = "id,kind,name,email,phone,street,city,postcode,country,channel,lead_at,first_response_at,tags".split(",")
_SALE = "id,sold_at,contact_id,amount,note".split(",")
_CITIES = ("Berlin", "Łódź", "Αθήνα", "Porto", "São Paulo", "Malmö", "Kraków", "Gent")
_CHANNELS = ("web", "referral", "trade fair", "newsletter", "")


def lines(place: Path, pairs: int) -> list[Line]:
    """The measures, or why they cannot be taken here."""
    shell = shutil.which("sqlite3")
    if shell is None:
        return [Line("6", _WHAT, note="there is no sqlite3 shell here: apt-get install sqlite3")]
    with tempfile.TemporaryDirectory(dir=_made(place)) as folder:
        there = Path(folder)
        rows = there / "rows"
        rows.mkdir()
        _write_rows(rows)
        ready = there / "ready.crmdesk"
        run(python("-m", "crmdesk", "import", ready, rows), home=there)
        script = _script(ready, there)

        def ours() -> float:
            return _fresh(there / "ours.crmdesk", python("-m", "crmdesk", "import", there / "ours.crmdesk", rows))

        def floor() -> float:
            return _fresh(there / "floor.db", [shell, "-bail", there / "floor.db"], script)

        def index() -> float:
            with open_workspace(there / "ours.crmdesk") as workspace:
                begin_anew(workspace)
                return milliseconds(lambda: catch_up_after(workspace, CONTACTS + SALES))

        floor(), ours()
        _require_searchable(there / "ours.crmdesk")
        taken = [(floor(), ours(), index()) for _ in range(pairs)]
    note = f"{CONTACTS:,} contacts and {SALES:,} sales"
    brought = judged("6", _WHAT, [(one, two) for one, two, _three in taken], _GOAL, note)
    indexed = judged("6b", _INDEXED, [(one, three) for one, _two, three in taken], _GOAL)
    return [brought, replace(indexed, goal="", met=None)]


def _require_searchable(path: Path) -> None:
    with open_workspace(path, read_only=True) as workspace:
        if behind(workspace) or workspace.rows("SELECT count(*) FROM search") != [(CONTACTS + SALES,)]:
            raise AssertionError("not every row can be found")


def _made(place: Path) -> Path:
    place.mkdir(parents=True, exist_ok=True)
    return place


def _fresh(path: Path, words: list[str | Path], given: str = "") -> float:
    for old in path.parent.glob(f"{path.name}*"):
        old.unlink()
    return run(words, home=path.parent, given=given).milliseconds


def _write_rows(folder: Path) -> None:
    chance = random.Random(6)
    began = datetime.fromisoformat("2023-11-01T08:00:00")
    contacts, sales = [], []
    for number in range(CONTACTS):
        at = began + timedelta(minutes=chance.randrange(1_500_000))
        answered = (at + timedelta(minutes=chance.randrange(3000))).isoformat() if chance.random() < 0.8 else ""
        name, city = f"Person {number} Ødegård", chance.choice(_CITIES)
        mail, phone = f"person.{number}@example.com", f"+49 30 {chance.randrange(10**7):07d}"
        address = (f"Long Street {number % 300}", city, f"{chance.randrange(10**5):05d}", "DE")
        known = (chance.choice(_CHANNELS), at.isoformat(), answered, "a;b" if number % 3 else "")
        contacts.append((f"C{number:06d}", "person", name, mail, phone, *address, *known))
    for number in range(SALES):
        at = began + timedelta(minutes=chance.randrange(1_500_000))
        amount = f"{chance.randrange(100, 500_000) / 100:.2f}"
        note = f"Invoice {number}" if number % 4 else ""
        sales.append((f"S{number:06d}", at.isoformat(), f"C{chance.randrange(CONTACTS):06d}", amount, note))
    _write(folder / "contacts.csv", [_CONTACT, *contacts])
    _write(folder / "sales.csv", [_SALE, *sales])


def _script(ready: Path, folder: Path) -> str:
    """What the shell is told: the same tables and indexes, and the rows as our import left them.

    The tables are not STRICT, because the shell brings in every value as text, and an empty one is no null to it.
    """
    parts = []
    with closing(open_workspace(ready, read_only=True)) as workspace:
        for table in ("contact", "sale"):
            made = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type IN ('table', 'index') AND sql IS NOT NULL"
            for (sql,) in workspace.rows(f"{made} ORDER BY type DESC", (table,)):
                parts.append(f"{sql.removesuffix('STRICT')};")
            path = folder / f"{table}.csv"
            _write(path, _stored(workspace, table))
            parts.append(f'.import --csv "{path.as_posix()}" {table}')
    return "\n".join([*parts, ""])


def _stored(workspace: Workspace, table: str) -> Iterable[list[Any]]:
    """The rows of a table; the shell cannot import a uid of 16 bytes, and gets 16 digits."""
    for number, (id, _uid, *others) in enumerate(workspace.rows(f"SELECT * FROM {table} ORDER BY id")):
        yield [id, f"{number:016d}", *("" if value is None else value for value in others)]


def _write(path: Path, rows: Iterable[Iterable[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
