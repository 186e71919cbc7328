"""A row of every kind with every field filled in, and what a workspace holds, byte for byte."""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from crmdesk.domain.clock import FixedClock
from crmdesk.kpi.measurement import Source
from crmdesk.store.base import Record, fields_of, own_fields, table_of
from crmdesk.store.field import Choice, Day, Decimal, Moment, MoneyField, Ref, Whole
from crmdesk.store.journal import Tx
from crmdesk.store.kept_setting import Setting
from crmdesk.store.registry import ALL_TYPES

NOON = 1_793_447_100_000_000  # 2026-10-31 12:45 in Berlin
CLOCK = FixedClock(NOON)
SETTINGS: Mapping[str, Any] = {"currency": "EUR", "timezone": "Europe/Berlin", "business_name": "Żółw & Söhne"}
TEXT = "Łódź <b>“x”</b>\n'; --"


def sample(field: Any) -> Any:
    """A stored value that the field and the checks of its table accept."""
    match field:
        case Choice():
            return next(iter(field.words))
        case Decimal():
            return "0.25"
        case Whole():
            return max(field.least, 3)
        case MoneyField():
            return -123456
        case Day():
            return 20_000
        case Moment():
            return NOON
        case _:
            return f"{TEXT} {field.name}"


def full_row(record: type[Record], ids: Mapping[type[Record], int]) -> dict[str, Any]:
    """Values for every column that a person or an import fills in."""
    row = {name: sample(field) for name, field in own_fields(record).items() if not isinstance(field, Ref)}
    refs = {name: field.rel_model for name, field in own_fields(record).items() if isinstance(field, Ref)}
    row.update({name: ids[target] for name, target in refs.items() if target in ids})
    if record is Setting:
        row["value"] = '"Żółw"'
    return {**row, "external_id": f"X-{table_of(record)}", "custom": '{"Färbung": "blau"}'}


def one_of_each(tx: Tx) -> dict[type[Record], int]:
    """A row of each kind, whose references lead to the others."""
    ids: dict[type[Record], int] = {}
    for record in ALL_TYPES:
        ids[record] = tx.insert(record, full_row(record, ids))
    return ids


def dump(workspace: Source) -> dict[str, list[tuple[Any, ...]]]:
    """Every column of every row whose changes the journal keeps."""
    tables = {table_of(record): ", ".join(fields_of(record)) for record in ALL_TYPES}
    return {table: workspace.rows(f"SELECT {names} FROM {table} ORDER BY id") for table, names in tables.items()}


def file_fault() -> Exception:
    """The error that the engine reports for a disk that fails."""
    import sqlcipher3.dbapi2 as sqlite

    fault = sqlite.OperationalError("disk I/O error")
    fault.sqlite_errorcode = sqlite.SQLITE_IOERR
    return fault


def raw_sql(path: Path, *statements: str) -> None:
    """Runs statements on a closed file in another program, as a stranger would."""
    code = (
        "import sys, sqlcipher3.dbapi2 as sqlite\n"
        "connection = sqlite.connect(sys.argv[1], isolation_level=None)\n"
        "for statement in sys.argv[2:]:\n    connection.execute(statement).fetchall()\n"
        "connection.close()"
    )
    subprocess.run([sys.executable, "-c", code, str(path), *statements], check=True)


def copied(path: Path, target: Path) -> Path:
    """A copy to work on: opening the file itself would leave SQLite's own files beside it."""
    return Path(shutil.copy(path, target))


def copy_of(path: Path, name: str) -> Path:
    return Path(shutil.copy(path, path.with_name(name)))


def flipped(path: Path, place: int) -> None:
    """Turns all bits of one byte."""
    data = bytearray(path.read_bytes())
    data[place] ^= 0xFF
    path.write_bytes(data)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())
