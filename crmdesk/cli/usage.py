"""What the words of a command mean: periods, moments, KPIs."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from crmdesk.domain.errors import UserError
from crmdesk.domain.period import Period, last_complete_month, parse_period
from crmdesk.kpi.base import Kpi, all_kpis
from crmdesk.store.file import Workspace
from crmdesk.text import _


class UsageError(UserError):
    """The command was asked for in a way that it does not know: exit code 2."""


def moment_of(workspace: Workspace, text: str | None) -> int:
    """`--as-of`: an ISO moment, without an offset in the workspace's time zone; default now."""
    if text is None:
        return workspace.clock.now()
    try:
        return workspace.calendar.parse(text)
    except ValueError as fault:
        raise UsageError(f"--as-of “{text}” {fault}.") from None


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
        return all_kpis()
    known = {one.id: one for one in all_kpis()}
    asked = [part.strip() for part in text.split(",") if part.strip()]
    if unknown := [id for id in asked if id not in known]:
        raise UsageError(_("There is no KPI “{id}”; there are {all}.").format(id=unknown[0], all=", ".join(known)))
    return [known[id] for id in asked]


def print_json(document: Any) -> None:
    """One JSON document on stdout, and nothing else."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, allow_nan=False) + "\n")


def positive(text: str) -> int:
    """A whole number above zero, for argparse."""
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= 1200:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number from 1 to 1200")
    return int(text)
