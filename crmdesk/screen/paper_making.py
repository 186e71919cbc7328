"""Making a print in the background, as it was asked for last, and keeping how it was asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crmdesk.domain.errors import UserError
from crmdesk.domain.period import Period
from crmdesk.kpi.base import all_kpis
from crmdesk.report.options import A3, PLAIN, WALL, Options, of_json, to_json
from crmdesk.store import note
from crmdesk.store.file import Workspace
from crmdesk.text import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.jobs import Task
from crmdesk.ui.readings import Readings
from crmdesk.ui.sheets import Leaf, leaves_of

if TYPE_CHECKING:
    from crmdesk.report.write import Made

_KEY = "paper"


@dataclass(frozen=True, slots=True)
class Paper:
    """A print that was made: of which period, as it was asked for, and its small pages."""

    period: Period
    options: Options
    made: Made
    leaves: list[Leaf]


class PaperMaking(QObject):
    """Makes one print at a time; a newer wish takes the place of an older one."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._readings = Readings(desk.session, self)

    def make(
        self,
        period: Period,
        options: Options,
        ratio: float,
        done: Callable[[Paper], None],
        fault: Callable[[str], None],
    ) -> None:
        """Makes a print; `fault` is told in a sentence why it cannot be."""
        work = partial(_made, period=period, options=options, now=self._desk.now(), ratio=ratio)
        jobs = self._desk.session.jobs

        def failed(raised: Exception) -> None:
            if isinstance(raised, UserError):
                fault(str(raised))
            else:
                jobs.fault.emit(raised)

        self._readings.start("paper", _("Making the summary"), work, done, failed)

    def cancel(self) -> None:
        """Nobody waits for it any more."""
        self._readings.cancel()


def kept_options(workspace: Workspace, paper: str) -> Options:
    """How this business printed last, on the paper that is usual here."""
    kept = note.recall(workspace, _KEY)
    options = of_json(kept) if isinstance(kept, dict) else PLAIN
    known = {kpi.id for kpi in all_kpis()}
    wall = options.kind == WALL and options.paper == A3
    appendix = tuple(id for id in options.appendix if id in known)
    return replace(options, paper=A3 if wall else paper, appendix=appendix)


def keep_options(workspace: Workspace, options: Options) -> None:
    """Keeps how it is printed for the next time."""
    # What is said on one paper is not said on the next.
    note.keep(workspace, _KEY, to_json(replace(options, comment="", sentences=None, next_steps=None)))


def _made(workspace: Workspace, task: Task, *, period: Period, options: Options, now: int, ratio: float) -> Paper:
    from crmdesk.report.write import make

    made = make(workspace, period, now, options)
    return Paper(period, options, made, leaves_of(made.data, task, ratio))
