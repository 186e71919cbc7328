"""The plan of what is brought in, and carrying it out: what the jobs of the page do, off the window's thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from crmdesk.exchange import interchange, plan
from crmdesk.exchange.drafts.draft import mappings_of
from crmdesk.exchange.importing import Report
from crmdesk.exchange.mappings import kept as kept_mappings
from crmdesk.exchange.plan import Plan, Tables
from crmdesk.exchange.result_file import result_bytes
from crmdesk.exchange.table import Table
from crmdesk.exchange.walking import tables_of
from crmdesk.screen.importing.mending import with_mended
from crmdesk.screen.importing.walk import Walk
from crmdesk.store import watched
from crmdesk.store.file import Workspace
from crmdesk.store.journal import Tx
from crmdesk.ui.jobs import Task


def plan_of(workspace: Workspace, task: Task, walk: Walk) -> Plan:
    """What bringing it in would do; nothing is written."""
    tables, settings = _tables(workspace, walk), _settings(walk)
    return plan.make_plan(workspace, tables, walk.policy, choices=walk.choices, settings=settings, tell=task.progress)


def carry_out_walk(workspace: Workspace, task: Task, walk: Walk, staff: int | None) -> Plan:
    """Brings it in as one step, and remembers how the tables were understood."""

    def also(tx: Tx, _report: Report) -> None:
        for item in walk.taken:
            if item.found is not None and item.draft is not None:
                kept_mappings.keep(tx, item.found, item.draft.title or item.name, mappings_of(item.draft))
        if walk.folder:
            watched.looked(tx, walk.folder, tx.at)

    return plan.carry_out(
        workspace,
        _tables(workspace, walk),
        walk.policy,
        choices=walk.choices,
        settings=_settings(walk),
        label=walk.label(),
        files=walk.files(),
        results=results_of(walk),
        tell=task.progress,
        given_up=lambda: task.cancelled,
        also=also,
        staff=staff,
    )


def results_of(walk: Walk) -> list[Callable[[], Table]]:
    """What opens the tables whose rows stand in the result file; an interchange folder has none."""
    return [with_mended(item.found, walk.mended).read for item in walk.taken if item.found is not None]


def result_of(_workspace: Workspace, task: Task, walk: Walk, done: Plan) -> bytes:
    """The result file of what was done: the rows of the files, each with what became of it."""
    return result_bytes(results_of(walk), done, task.check)


def _tables(workspace: Workspace, walk: Walk) -> Tables:
    if (source := walk.source) is not None:
        return lambda: interchange.tables_of(source)
    parts = [
        (with_mended(item.found, walk.mended), mappings_of(item.draft))
        for item in walk.taken
        if item.found is not None and item.draft is not None
    ]
    return tables_of(parts, workspace)


def _settings(walk: Walk) -> Mapping[str, Any] | None:
    return None if walk.source is None else interchange.settings_of_source(walk.source)
