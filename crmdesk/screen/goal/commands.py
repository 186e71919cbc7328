"""What is done with goals: the same one for the next period, changing one, taking one away."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crmdesk.domain.errors import UserError
from crmdesk.domain.wording import period_text
from crmdesk.insight import goal_words
from crmdesk.insight.goal_standing import Aim
from crmdesk.kpi.measure import goal_label
from crmdesk.screen.goal.form import GoalForm
from crmdesk.store import deleting, editing
from crmdesk.store.goal import Goal
from crmdesk.store.row import present
from crmdesk.text import _
from crmdesk.ui.desk import Desk


def change(desk: Desk, aim: Aim, parent: QWidget) -> GoalForm | None:
    """Opens the form of a goal."""
    try:
        form = GoalForm(desk, aim.id, parent)
    except UserError as fault:
        desk.notice.tell(str(fault))
        return None
    form.open()
    return form


def repeat(desk: Desk, aim: Aim) -> None:
    """Sets the same goal for the period after; a day of its own moves along with it."""
    after = aim.period.after()
    stored = present(desk.here, Goal, aim.id)
    values = {name: stored[name] for name in ("kpi", "staff_id", "channel", "target", "note")}
    values["period"] = goal_label(after)
    if stored["due_on"] is not None:
        values["due_on"] = after.end - (aim.period.end - stored["due_on"])
    said = {"what": goal_words.title(aim), "period": period_text(after)}
    with desk.operation(_("Set the goal “{what}” for {period}").format(**said)) as tx:
        editing.save(tx, Goal, None, values)
    desk.tell_done(_("The goal “{what}” was set for {period}, too.").format(**said))


def delete(desk: Desk, aim: Aim) -> None:
    """Takes a goal away."""
    said = {"what": goal_words.title(aim), "period": period_text(aim.period)}
    with desk.operation(_("Delete the goal “{what}” of {period}").format(**said)) as tx:
        deleting.delete(tx, Goal, [aim.id])
    desk.tell_done(_("The goal “{what}” of {period} was deleted.").format(**said))
