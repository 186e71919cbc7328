"""Version 3: goals of a person or a channel with a day of their own, and closed periods.

Written down as of that version: later changes of the record types do not reach back to it.
"""

from __future__ import annotations

from typing import Any, Protocol


class Engine(Protocol):
    """The connection to the file that is upgraded."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]: ...


_RECORD = (
    '"id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "uid" BLOB NOT NULL CHECK (length(uid) = 16),'
    ' "external_id" TEXT, "custom" TEXT'
)
_TO_STAFF = 'FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") DEFERRABLE INITIALLY DEFERRED'
_NUMBER = '"{0}" INTEGER CHECK ({0} BETWEEN 0 AND 1000000000)'

_GOAL = (
    f'CREATE TABLE "goal_new" ({_RECORD}, "kpi" TEXT NOT NULL, "period" TEXT NOT NULL,'
    " \"target\" TEXT NOT NULL CHECK (target <> '' AND trim(target, '0123456789.-') = ''),"
    f' "staff_id" INTEGER, "channel" TEXT, "due_on" INTEGER, "note" TEXT, {_TO_STAFF}) STRICT'
)
_KEPT = "id, uid, external_id, custom, kpi, period, target, note"
CLOSING = (
    f'CREATE TABLE "closing" ({_RECORD}, "period" TEXT NOT NULL, "closed_at" INTEGER NOT NULL,'
    ' "closed_day" INTEGER, "staff_id" INTEGER, "comment" TEXT, "sentences" TEXT, "steps" TEXT, "options" TEXT,'
    f' "digest" TEXT, {_NUMBER.format("size")}, {_NUMBER.format("pages")}, "printed_at" INTEGER,'
    f' "printed_day" INTEGER, {_TO_STAFF}) STRICT'
)
_UPGRADE = (
    _GOAL,
    f"INSERT INTO goal_new ({_KEPT}) SELECT {_KEPT} FROM goal ORDER BY id",
    # Numbers are never used again, those of deleted goals neither.
    "DELETE FROM sqlite_sequence WHERE name = 'goal_new'",
    "INSERT INTO sqlite_sequence (name, seq) SELECT 'goal_new', seq FROM sqlite_sequence WHERE name = 'goal'",
)
_AFTER = (
    "DROP TABLE goal",
    "ALTER TABLE goal_new RENAME TO goal",
    'CREATE UNIQUE INDEX "goal_uid" ON "goal" ("uid")',
    "CREATE UNIQUE INDEX goal_whose ON goal (kpi, period, coalesce(staff_id, 0), coalesce(channel, ''))",
    "CREATE UNIQUE INDEX goal_external ON goal (external_id) WHERE external_id IS NOT NULL",
    CLOSING,
    'CREATE UNIQUE INDEX "closing_uid" ON "closing" ("uid")',
    'CREATE INDEX "closing_period_closed_at" ON "closing" ("period", "closed_at")',
    "CREATE UNIQUE INDEX closing_external ON closing (external_id) WHERE external_id IS NOT NULL",
)


def upgrade(engine: Engine) -> None:
    """Makes the table of goals anew with its new columns, and adds that of closed periods."""
    for statement in _UPGRADE:
        engine.rows(statement)
    before, after = (engine.rows(f"SELECT count(*), sum(id) FROM {table}") for table in ("goal", "goal_new"))
    if before != after:
        raise ValueError("goals would be lost")
    for statement in _AFTER:
        engine.rows(statement)


def stand_in(engine: Engine) -> None:
    """What an older file lacks while it is only looked at: goals with their new columns empty, and nothing closed."""
    engine.rows(
        f"CREATE TEMP VIEW goal AS SELECT {_KEPT}, NULL AS staff_id, NULL AS channel, NULL AS due_on FROM main.goal"
    )
    engine.rows(CLOSING.replace("CREATE TABLE ", "CREATE TABLE temp.", 1))
