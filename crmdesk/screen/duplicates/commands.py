"""What can be done about two contacts that may be one: merge, keep apart, separate again."""

from __future__ import annotations

from collections.abc import Sequence

from crmdesk.domain.wording import number_text
from crmdesk.store import merging
from crmdesk.store.contact import Contact
from crmdesk.store.file import Workspace
from crmdesk.store.merging import Choices
from crmdesk.store.row import name_of
from crmdesk.store.steps import MERGE
from crmdesk.store.unmerging import Merged, unmerge
from crmdesk.text import _, n_
from crmdesk.ui.desk import Desk
from crmdesk.ui.jobs import Task


def merge(desk: Desk, keep: int, gone: int, choices: Choices) -> bool:
    """Makes one contact of two; returns whether it was done."""
    here = desk.here
    name, other = name_of(here, Contact, keep), name_of(here, Contact, gone)

    def write() -> None:
        label = _("Merge “{other}” into “{name}”").format(other=other, name=name)
        with desk.operation(label, source=MERGE) as tx:
            merging.merge(tx, keep, gone, choices)
        desk.tell_done(_("“{other}” was merged into “{name}”.").format(other=other, name=name))

    return desk.attempt(write)


def merge_groups(desk: Desk, groups: Sequence[Sequence[int]]) -> None:
    """Makes one contact of each group, in one step, off the window's thread."""
    staff, count = desk.person, sum(len(group) - 1 for group in groups)
    told = n_("{n} duplicate was merged into its contact.", "{n} duplicates were merged into their contacts.", count)

    def work(workspace: Workspace, task: Task) -> None:
        label = n_("Merge {n} duplicate", "Merge {n} duplicates", count).format(n=number_text(count))
        with workspace.operation(label, staff=staff, source=MERGE) as tx:
            for done, group in enumerate(groups):
                task.progress(done, len(groups))
                merging.merge_all(tx, group)

    def done(_nothing: None) -> None:
        desk.tell_done(told.format(n=number_text(count)))

    desk.attempt(lambda: desk.session.write(_("Merging duplicates"), work, done))


def keep_apart(desk: Desk, one: int, other: int) -> bool:
    """Remembers that two contacts are two; returns whether it was done."""
    here = desk.here
    names = name_of(here, Contact, one), name_of(here, Contact, other)

    def write() -> None:
        label = _("“{one}” and “{other}” are not the same").format(one=names[0], other=names[1])
        with desk.operation(label) as tx:
            merging.keep_apart(tx, [(one, other)])
        desk.tell_done(
            _("You will not be asked about “{one}” and “{other}” again.").format(one=names[0], other=names[1])
        )

    return desk.attempt(write)


def ask_again(desk: Desk) -> None:
    """All pairs may be asked about again."""

    def write() -> None:
        with desk.operation(_("Ask again about all pairs")) as tx:
            merging.ask_again(tx)
        desk.tell_done(_("Pairs that were kept apart are shown again."))

    desk.attempt(write)


def separate(desk: Desk, one: Merged) -> bool:
    """Makes a contact of its own again; returns whether it was done."""

    def write() -> None:
        unmerge(desk.here, one, staff=desk.person)
        desk.tell_done(_("“{name}” is a contact of its own again.").format(name=one.name))

    return desk.attempt(write)
