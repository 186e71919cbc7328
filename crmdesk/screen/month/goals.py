"""The third step: the goals of the period and of the longer ones around it, and whether the next period has any."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from crmdesk.domain.period import Period
from crmdesk.domain.wording import number_text, period_text, short_period_text, value_text
from crmdesk.insight.goal_standing import Standing
from crmdesk.insight.goal_words import status_line, title
from crmdesk.kpi.records import Link, link_text
from crmdesk.text import _, n_
from crmdesk.ui.button import Button
from crmdesk.ui.desk import Desk, Place
from crmdesk.ui.icons import icon
from crmdesk.ui.plain import Label
from crmdesk.ui.step import Step
from crmdesk.ui.table import Column, Table


class GoalsStep(Step):
    """A line for each goal, those furthest behind first; Enter opens its figure."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        hint = _("What was to be reached, and what has been. Goals of the next period are best set now.")
        super().__init__(desk, parent, _("Goals"), hint)
        columns = (
            Column(_("Goal"), lambda one: title(one.aim)),
            Column(_("Period"), lambda one: short_period_text(one.aim.period)),
            Column(_("Target"), _target, number=True),
            Column(_("Reached"), lambda one: one.result.text, number=True),
            Column(_("How it stands"), status_line),
        )
        self.table = Table(columns, _("Goals"), self)
        self.table.activated.connect(lambda index: self._open(self.table.rows.rows[index.row()]))
        self.next = Label("", self)
        self.goals = Button(icon("target"), _("Goals…"), self)
        self.goals.clicked.connect(lambda: desk.go(Place("goals")))
        foot = QHBoxLayout()
        foot.addWidget(self.next, 1)
        foot.addWidget(self.goals)
        self.none = Label("", self, wrap=True)
        self.column.addWidget(self.none)
        self.column.addWidget(self.table, 1)
        self.column.addLayout(foot)
        self.column.addStretch()

    def show_standings(self, standings: Sequence[Standing], period: Period, next_goals: int) -> None:
        """Shows how the goals stand."""
        self.table.show_rows(standings)
        if standings:
            self.table.setCurrentIndex(self.table.rows.index(0, 0))
        no_goals = _("No goals are set for {period}.").format(period=period_text(period))
        self.none.setText("" if standings else no_goals)
        self.none.setVisible(not standings)
        self.table.setVisible(bool(standings))
        after = period_text(period.after())
        text = n_("{period} has {n} goal.", "{period} has {n} goals.", next_goals)
        none = _("{period} has no goal yet.").format(period=after)
        self.next.setText(text.format(period=after, n=number_text(next_goals)) if next_goals else none)
        behind = sum(1 for one in standings if one.well is False)
        count = number_text(len(standings))
        said = n_("{n} of {all} is behind", "{n} of {all} are behind", behind).format(n=number_text(behind), all=count)
        none_behind = _("all as they should be") if standings else _("no goals are set")
        self.tell(said if behind else none_behind, open_=bool(behind))

    def first(self) -> QWidget | None:
        return self.table if self.table.rows.rows else self.goals

    def _open(self, one: Standing) -> None:
        link = Link(one.aim.kpi.id, one.aim.period, only=one.aim.only)
        self.desk.go(Place("figure", link.kpi, detail=link_text(link)))


def _target(one: Standing) -> str:
    return value_text(one.aim.target, one.aim.kpi.unit, one.result.currency)
