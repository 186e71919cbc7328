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
from crmdesk.report.options import A3, A4, WALL, Options, of_json, to_json, usual
from crmdesk.store import note
from crmdesk.store.file import Workspace
from crmdesk.text import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.jobs import Task
from crmdesk.ui.paper import usual_paper
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
                fault(_("The summary could not be made."))
                jobs.fault.emit(raised)

        self._readings.start("paper", _("Making the summary"), work, done, failed)

    def cancel(self) -> None:
        """Nobody waits for it any more."""
        self._readings.cancel()


def kept_options(workspace: Workspace, paper: str = "") -> Options:
    """How this business printed last, or how its settings say, if these were changed since. Logo and colour are theirs.

    Without a paper it is the one that was printed on last, else the usual one here.
    """
    settings = usual(workspace, paper or usual_paper())
    match note.recall(workspace, _KEY):
        case {"settings": dict(before), "options": dict(kept)} if before == _told(settings):
            options = of_json(kept, settings.logo)
        case _:
            return settings
    known = {kpi.id for kpi in all_kpis()}
    stays = not paper or (options.kind == WALL and options.paper == A3)
    appendix = tuple(id for id in options.appendix if id in known)
    return replace(options, paper=options.paper if stays else paper, appendix=appendix)


def keep_options(workspace: Workspace, options: Options) -> None:
    """Keeps how it is printed for the next time."""
    # What is said on one paper is not said on the next.
    plain = replace(options, comment="", sentences=None, next_steps=None)
    note.keep(workspace, _KEY, {"settings": _told(usual(workspace)), "options": to_json(plain)})


def _told(settings: Options) -> dict[str, object]:
    """What the settings say, which paper lies in the printer apart."""
    return to_json(replace(settings, paper=A4))


def _made(workspace: Workspace, task: Task, *, period: Period, options: Options, now: int, ratio: float) -> Paper:
    from crmdesk.report.write import make

    made = make(workspace, period, now, options)
    return Paper(period, options, made, leaves_of(made.data, task, ratio))
