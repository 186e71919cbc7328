"""Rows of other programs, for tests of plans: what a mapping would have made of a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from typing import Any

from crmdesk.exchange.plan import Plan, carry_out, make_plan
from crmdesk.exchange.policy import Policy
from crmdesk.exchange.table import Rejected, Table
from crmdesk.store.file import Workspace

FOREIGN = Policy()
Tables = Callable[[], Iterator[tuple[str, Table]]]


def tables(source: str = "hub", rejected: tuple[Rejected, ...] = (), **texts: str) -> Tables:
    """Opens tables of a program, kind by kind, each from lines of comma-separated cells."""

    def opened() -> Iterator[tuple[str, Table]]:
        for kind, text in texts.items():
            rows = list(csv.reader(io.StringIO(text)))
            numbered = iter([(line, cells) for line, cells in enumerate(rows[1:], start=2)])
            yield kind, Table(f"{kind}.csv", rows[0], numbered, source=source, rejected=list(rejected))

    return opened


def bring(workspace: Workspace, source: str = "hub", policy: Policy = FOREIGN, **given: Any) -> Plan:
    """Carries tables out that were planned first: the plan and what is done must be the same."""
    choices = given.pop("choices", None)
    opened = tables(source, **given)
    planned = make_plan(workspace, opened, policy, choices=choices)
    done = carry_out(workspace, opened, policy, choices=choices, label="Import")
    assert list(planned.rows) == list(done.rows)
    assert planned.counts == done.counts
    return done


def outcomes(plan: Plan) -> list[str]:
    """What became of each row."""
    return [row.outcome for row in plan.rows]
