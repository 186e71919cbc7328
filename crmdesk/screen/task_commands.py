"""What is done with a task wherever it is shown: done, put off, and the question what comes next."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from crmdesk.store import tasks
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.journal import Tx
from crmdesk.store.row import name_of
from crmdesk.text import _
from crmdesk.ui.desk import Desk

if TYPE_CHECKING:
    from crmdesk.screen.quick_add import QuickAdd


def finish(desk: Desk, id: int, name: str) -> bool:
    """The task is done. Returns whether it could be noted."""
    name = name or _("Task")

    def note_it() -> None:
        with desk.operation(_("Done: {task}").format(task=name)) as tx:
            tasks.finish(tx, id)
        desk.tell_done(_("“{task}” is done.").format(task=name))

    return desk.attempt(note_it)


def put_off(desk: Desk, id: int, name: str, days: int) -> bool:
    """The task is due when the business opens on a later day."""
    return _put_off(desk, id, name, lambda tx: tasks.begin_of_work(tx, tx.calendar.day_of(tx.at) + days))


def put_off_by(desk: Desk, id: int, name: str, microseconds: int) -> bool:
    """The task is due so much later than now."""
    return _put_off(desk, id, name, lambda tx: tx.at + microseconds)


def _put_off(desk: Desk, id: int, name: str, until: Callable[[Tx], int]) -> bool:
    name = name or _("Task")

    def note_it() -> None:
        with desk.operation(_("Put off: {task}").format(task=name)) as tx:
            tasks.snooze(tx, id, until(tx))
        desk.tell_done(_("“{task}” was put off.").format(task=name))

    return desk.attempt(note_it)


def ask_next(desk: Desk, done: int, parent: QWidget) -> QuickAdd | None:
    """After a task: there should always be a next step. Esc goes on without one."""
    belongs = tasks.without_next(desk.here, done)
    if not belongs:
        return None
    from crmdesk.screen.quick_add import QuickAdd

    today = desk.here.calendar.day_of(desk.now())
    form = QuickAdd(desk, "task", parent, {**belongs, "due_at": tasks.begin_of_work(desk.here, today + 1)})
    column, record = ("deal_id", Deal) if "deal_id" in belongs else ("contact_id", Contact)
    name = name_of(desk.here, record, belongs[column])
    form.setWindowTitle(_("Done. What is the next step for “{name}”?").format(name=name))
    form.open()
    return form
