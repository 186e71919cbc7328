"""What the page of a figure reads in the background: the figure itself, its charts, its records, what explains it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from crmdesk.domain.period import Period
from crmdesk.insight.explain import Note, Trust, left_out, trust
from crmdesk.insight.lists import list_words
from crmdesk.insight.moved import Moves, moved
from crmdesk.kpi.base import kpi_of
from crmdesk.kpi.measure import Result, measure
from crmdesk.kpi.overview import Overview, overview
from crmdesk.kpi.records import Link, part_words
from crmdesk.kpi.remember import Fresh
from crmdesk.kpi.units import months_up_to
from crmdesk.store.file import Workspace
from crmdesk.text import N_, _
from crmdesk.ui.jobs import Task

MONTHS = 24
SPLITS = {
    "staff": N_("By person"),
    "channel": N_("By channel"),
    "campaign": N_("By campaign"),
    "stage": N_("By stage"),
    "priority": N_("By priority"),
    "category": N_("By category"),
    "owner": N_("By owner"),
    "age": N_("By age"),
    "customer": N_("By customer"),
    "factor": N_("By factor"),
}
_NAMES = {
    "staff": N_("Person"),
    "channel": N_("Channel"),
    "campaign": N_("Campaign"),
    "stage": N_("Stage"),
    "priority": N_("Priority"),
    "category": N_("Category"),
    "owner": N_("Owner"),
    "age": N_("Age"),
    "customer": N_("Customer"),
}
_TABLES = {"staff": "staff", "owner": "staff", "campaign": "campaign", "stage": "stage", "customer": "contact"}


@dataclass(frozen=True, slots=True)
class Restriction:
    """What a list or a figure is restricted to, in words, and the link without it."""

    text: str
    without: Link


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure with what is around it. `months` is the same with two years of months of this figure alone."""

    link: Link
    overview: Overview
    months: Overview
    alone: bool
    fresh: list[Fresh]

    @property
    def result(self) -> Result:
        return self.overview.results[self.link.kpi]


@dataclass(frozen=True, slots=True)
class Explained:
    """What explains a figure beyond its formula."""

    left_out: Sequence[Note]
    trust: Trust
    moved: Sequence[Moves]


def read_figure(workspace: Workspace, task: Task, *, link: Link, now: int) -> Measured:
    """Measures a figure and loads what draws its charts."""
    from crmdesk.chart import detail

    found, fresh = overview(workspace, link.period, now, only=link.only)
    task.check()
    detail.load()
    kpi, periods = kpi_of(link.kpi), months_up_to(link.period, workspace.calendar, now, MONTHS)
    months = measure(workspace, [kpi], periods, now, only=link.only)
    alone = len(workspace.rows("SELECT 1 FROM staff LIMIT 2")) < 2
    return Measured(link, found, replace(found, series=months), alone, fresh)


def read_explained(workspace: Workspace, task: Task, *, result: Result, now: int) -> Explained:
    """Looks for what a figure leaves out, at the state of its records, and for what moved it."""
    outside = left_out(workspace, result, now)
    task.check()
    state = trust(workspace, result, now)
    task.check()
    return Explained(outside, state, moved(workspace, result, now))


def restrictions(workspace: Workspace, link: Link) -> list[Restriction]:
    """In words what a link keeps to."""
    found = []
    for name, key in link.only:
        rest = replace(link, only=type(link.only)(tuple(pair for pair in link.only if pair[0] != name)))
        whose = _name_of(workspace, name, key)
        text = _("{split}: {name}").format(split=_(_NAMES.get(name, name)), name=whose)
        found.append(Restriction(text, rest))
    if link.part:
        found.append(Restriction(part_title(workspace, link), replace(link, part="")))
    return found


def part_title(workspace: Workspace, link: Link) -> str:
    """What the list of a part holds."""
    kpi = kpi_of(link.kpi)
    return list_words(link.part) or part_words(workspace, kpi, link.part) or link.part


def _name_of(workspace: Workspace, split: str, key: int | str | None) -> str:
    if key is None:
        return _("(none)")
    table = _TABLES.get(split)
    found = workspace.rows(f"SELECT name FROM {table} WHERE id = ?", (key,)) if table else []
    return str(found[0][0]) if found else _key_text(split, str(key))


def _key_text(split: str, key: str) -> str:
    """Ages are bands that have names of their own."""
    return _(key) if split == "age" else key


def same_period(one: Period, other: Period) -> bool:
    """Whether two periods are the same days."""
    return (one.first, one.end) == (other.first, other.end)
