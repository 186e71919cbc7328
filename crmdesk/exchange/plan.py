"""What would become of every row of a file, before anything is written; and then the same, done.

`make_plan` and `carry_out` walk the same way through the rows, so that what was shown is what happens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from crmdesk.domain.wording import name_text
from crmdesk.exchange import importing, limits
from crmdesk.exchange.bringing import Tell, silent
from crmdesk.exchange.imported import digests_of, remember
from crmdesk.exchange.importing import Report
from crmdesk.exchange.planned import Plan, PlannedRow
from crmdesk.exchange.policy import Choices, Policy
from crmdesk.exchange.result_file import result_bytes
from crmdesk.exchange.table import Table
from crmdesk.store.file import Workspace
from crmdesk.store.journal import Tx
from crmdesk.text import _

__all__ = ["FOREIGN", "Plan", "PlannedRow", "Tables", "carry_out", "make_plan"]

Tables = Callable[[], "Iterator[tuple[str, Table]]"]
"""Opens the (kind, interchange-shaped table) pairs anew each time."""

FOREIGN = Policy()
"""How rows of other programs become records: matched by all that tells them apart, only blanks are filled."""


def make_plan(
    workspace: Workspace,
    tables: Tables,
    policy: Policy = FOREIGN,
    *,
    choices: Choices | None = None,
    settings: Mapping[str, Any] | None = None,
    tell: Tell = silent,
) -> Plan:
    """What an import of these tables would do. Writes nothing; a workspace open for reading is enough.

    `tell` takes how many rows are done, of how many (0: unknown), and with what; what it raises ends the work.
    """
    report = importing.run(
        workspace, tables(), settings=settings, dry_run=True, policy=policy, choices=choices, tell=tell, noting=True
    )
    return Plan(report, workspace.dialect)


def carry_out(
    workspace: Workspace,
    tables: Tables,
    policy: Policy = FOREIGN,
    *,
    choices: Choices | None = None,
    settings: Mapping[str, Any] | None = None,
    label: str = "",
    files: Sequence[Path] = (),
    results: Sequence[Callable[[], Table]] = (),
    staff: int | None = None,
    tell: Tell = silent,
    given_up: Callable[[], bool] | None = None,
    also: Callable[[Tx, Report], None] | None = None,
) -> Plan:
    """Does it, in one operation that can be undone; returns every row with what became of it.

    `report.batch` of the answer is the number of the step, None where nothing changed. `files` are remembered by their
    checksums, with a result file of the tables that `results` open unless they are very long. `also` writes more in
    the same operation, which is noted as done by `staff`. What `tell` or `also` raise leaves nothing behind, and once
    it is `given_up` even a long statement ends, with RawError.
    """
    digests = digests_of(files)

    def remembering(tx: Tx, report: Report) -> None:
        done = Plan(report, workspace.dialect)
        is_kept = bool(results) and len(done.rows) <= limits.RESULT_ROWS
        name = next(iter(digests), "")
        remember(tx, digests, result_bytes(results, done, lambda: tell(0, 0, name)) if is_kept else b"")
        if also is not None:
            also(tx, report)

    report = importing.run(
        workspace,
        tables(),
        settings=settings,
        label=label or _("Import of {names}").format(names=", ".join(name_text(path.name) for path in files)),
        policy=policy,
        choices=choices,
        staff=staff,
        tell=tell,
        given_up=given_up,
        noting=True,
        also=remembering,
    )
    return Plan(report, workspace.dialect)
