"""Writes the workspace that every later crmdesk must open: `python -m tests.store.make_old_file`.

Made once for each version of the schema, on the day of its release, and never again.
"""

from pathlib import Path

from crmdesk.store import schema
from crmdesk.store.file import create
from crmdesk.store.staff import Staff
from tests.store.rows import CLOCK, SETTINGS, one_of_each, raw_sql

FILES = Path(__file__).resolve().parents[1] / "files"


def make(path: Path) -> None:
    """A row of each kind; one step that was taken back, and one that was done again."""
    with create(path, SETTINGS, clock=CLOCK) as book:
        with book.operation("One of each", source="import") as tx:
            ids = one_of_each(tx)
        for name in ("Bea", "Cem"):
            with book.operation(f"Rename to {name}") as tx:
                tx.update(Staff, ids[Staff], {"name": name})
        undone = book.journal.undo(tx.operation)
        again = book.journal.undo(undone)
        book.journal.undo(again)
        with book.operation("Add") as tx:
            tx.insert(Staff, {"name": "Ada", "role": "sales"})
    # Smaller pages keep the file small; everything else is as it was written.
    raw_sql(path, "PRAGMA journal_mode=DELETE", "PRAGMA page_size=512", "VACUUM", "PRAGMA journal_mode=WAL")
    path.with_name(f"{path.name}.lock").unlink()


if __name__ == "__main__":
    target = FILES / f"schema-{schema.VERSION}.crmdesk"
    target.unlink(missing_ok=True)
    make(target)
    print(target, target.stat().st_size)
