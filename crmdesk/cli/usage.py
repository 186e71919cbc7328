"""What the words of a command mean: periods, moments, KPIs."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from crmdesk.domain.errors import UserError
from crmdesk.domain.period import Period, last_complete_month, parse_period
from crmdesk.text import _

if TYPE_CHECKING:
    from crmdesk.kpi.base import Kpi
    from crmdesk.store.file import Workspace


class UsageError(UserError):
    """The command was asked for in a way that it does not know: exit code 2."""


def moment_of(workspace: Workspace, text: str | None) -> int:
    """`--as-of`: an ISO moment, without an offset in the workspace's time zone; default now."""
    if text is None:
        return workspace.clock.now()
    try:
        return workspace.calendar.parse(text)
    except ValueError as fault:
        raise UsageError(_("--as-of “{text}” {fault}.").format(text=text, fault=fault)) from None


def period_of(workspace: Workspace, text: str | None, now: int) -> Period:
    """`--period`; default the last complete month."""
    fiscal_start = workspace.settings.fiscal_year_start_month
    if text is None:
        return last_complete_month(workspace.calendar, now, fiscal_start)
    try:
        return parse_period(text, fiscal_start)
    except UserError as fault:
        raise UsageError(str(fault)) from None


def kpis_of(text: str | None) -> Sequence[Kpi]:
    """`--only id,id`; default all."""
    if text is None:
        from crmdesk.kpi.base import all_kpis  # commands that ask for no figures need not know how they are measured

        return all_kpis()
    return [kpi_named(part.strip()) for part in dict.fromkeys(text.split(","))]


def kpi_named(id: str) -> Kpi:
    """The KPI of that id."""
    from crmdesk.kpi.base import all_kpis

    known = {one.id: one for one in all_kpis()}
    if id not in known:
        raise UsageError(_("There is no KPI “{id}”; there are {all}.").format(id=id, all=", ".join(known)))
    return known[id]


def print_json(document: Any) -> None:
    """One JSON document on stdout, and nothing else."""
    # A console or a pipe of another code page gets escapes, which mean the same.
    encoding = getattr(sys.stdout, "encoding", None) or ""
    print(json.dumps(document, ensure_ascii=not encoding.lower().startswith("utf"), allow_nan=False))


def step(text: str) -> None:
    """Says on a terminal what long work is at; the next step, or an empty one, takes its place."""
    # A program without a console has no such stream at all.
    if getattr(sys.stderr, "isatty", bool)():
        sys.stderr.write(f"\r\033[K{text}")
        sys.stderr.flush()
