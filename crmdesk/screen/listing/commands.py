"""What is done with the rows of a list: copied, pasted over, changed, deleted, saved as a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

from crmdesk.domain.wording import number_text
from crmdesk.report import listed
from crmdesk.screen.exporting import filters_for_list, save_list
from crmdesk.screen.listing.bulk import Answer, BulkDialog
from crmdesk.screen.listing.paste import PastePreview
from crmdesk.store import bulk, deleting
from crmdesk.store.file import Workspace
from crmdesk.store.journal import Tx
from crmdesk.store.query import Query, row_ids
from crmdesk.store.row import name_of
from crmdesk.text import _, n_
from crmdesk.ui.ask_file import ask_save
from crmdesk.ui.jobs import Task
from crmdesk.ui.list_view import ListView
from crmdesk.ui.pasting import MOST_LINES, Plan, add, block_of, filled, paste, planned
from crmdesk.ui.plain import ask

# So many rows the window changes or copies itself; more of them take a job.
_FEW = 2000
# A new record, with all that is noted about it, takes as long as so many cells.
_NEW_COUNTS = 10


class Commands(QObject):
    """The commands of one list."""

    def __init__(self, view: ListView, page: QWidget, starts: Callable[[], dict[str, Any]]) -> None:
        super().__init__(page)
        # What a record that is added to this list begins with, beside what is usual.
        self._starts = starts
        self.view, self.desk, self._page = view, view.desk, page
        self.record = view.rows.listing.record
        # The dialog that was opened last.
        self.dialog: QDialog | None = None

    def copy(self) -> None:
        """Puts the chosen rows on the clipboard, for a spreadsheet."""
        ids, listing, columns = self.view.chosen(), self.view.rows.listing, self.view.shown_columns()

        def done(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            number = len(ids)
            self.desk.notice.tell(
                n_("{n} row was copied.", "{n} rows were copied.", number).format(n=number_text(number))
            )

        if 0 < len(ids) <= _FEW:
            done(listed.tab_separated(self.desk.here, listing, columns, ids))
        elif ids:
            self.desk.session.read(
                _("Copying"),
                lambda workspace, _task: listed.tab_separated(workspace, listing, columns, ids),
                done,
            )

    def export(self, query: Query) -> None:
        """Asks for a file and writes what the list shows into it."""
        self._ask_where(_("Save what is shown"), query)

    def export_chosen(self) -> None:
        """Asks for a file and writes the chosen rows into it."""
        if ids := self.view.chosen():
            self._ask_where(_("Save the chosen rows"), ids)

    def _ask_where(self, title: str, rows: Query | Sequence[int]) -> None:
        name = f"{_(self.view.rows.listing.title)}.xlsx".replace("/", "-")
        filters = filters_for_list(self.record)
        ask_save(self._page, title, filters, Path.home() / name, lambda path: self.write(path, rows))

    def write(self, path: Path, rows: Query | Sequence[int]) -> None:
        """Writes the rows of a query, or these, with the columns that are shown."""
        columns, listing, now = self.view.shown_columns(), self.view.rows.listing, self.desk.now()

        def work(workspace: Workspace, task: Task) -> int:
            ids = row_ids(workspace, rows, now) if isinstance(rows, Query) else rows
            return save_list(path, workspace, listing, columns, ids, lambda done: task.progress(done, len(ids)))

        def done(number: int) -> None:
            text = n_("{n} row was saved in “{file}”.", "{n} rows were saved in “{file}”.", number)
            self.desk.notice.tell(text.format(n=number_text(number), file=path.name))

        self.desk.session.read(_("Saving the list"), work, done)

    def delete(self) -> None:
        """Moves the chosen rows to the bin; only where so many go that undoing takes a while it asks before."""
        ids = self.view.chosen()
        number = number_text(len(ids))
        label, done = _("Delete {n} records").format(n=number), _("{n} records were deleted.").format(n=number)
        if len(ids) == 1:
            name = name_of(self.desk.here, self.record, ids[0])
            label, done = _("Delete “{name}”").format(name=name), _("“{name}” was deleted.").format(name=name)
        if len(ids) > _FEW:
            self._ask_to_delete(ids, label, done)
        elif ids:
            self.desk.attempt(lambda: self._delete(ids, label, done))

    def change(self, column: str = "") -> None:
        """Asks for a value that all chosen rows are to have in one column: the one where the cursor is, or this one."""
        ids, column = self.view.chosen(), column or self.view.current_column()
        if ids:
            answered: Answer = partial(self._change, ids)
            self._open(BulkDialog(self.desk, self.view.rows, ids, column, answered, self._page))

    def paste(self) -> None:
        """Shows what pasting the cells of the clipboard would change from the cursor on, and what it would add.

        Lines below the last row are to be new records, and all of them where no row is chosen.
        """
        block = block_of(QGuiApplication.clipboard().text())
        if not any(text.strip() for line in block for text in line):
            self.desk.notice.tell(_("Copy cells in a spreadsheet and choose where they go, then paste."))
            return
        if len(block) > MOST_LINES:
            text = _("These are more than {n} lines; import them as a file instead.")
            self.desk.notice.tell(text.format(n=number_text(MOST_LINES)))
            return
        plan = self._plan(block)
        self._open(PastePreview(plan, self.view.rows, self._paste, self._page))

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.open()

    def _plan(self, block: list[list[str]]) -> Plan:
        model, column, chosen = self.view.rows, self.view.current_column(), self.view.chosen()
        if len(block) == 1 and len(block[0]) == 1 and len(chosen) > 1:
            return filled(self.desk, model, block[0][0], column, chosen[:MOST_LINES])
        columns, rows = self.view.shown_columns(), self._below() if chosen else []
        if chosen:
            columns = columns[columns.index(column) :]
        return planned(self.desk, model, block, columns, rows, self._starts())

    def _below(self) -> list[int]:
        """The records from the cursor down."""
        model, first = self.view.rows, self.view.currentIndex().row()
        below = (model.id_at(row) for row in range(first, min(model.rowCount(), first + 2 * MOST_LINES)))
        return [row_id for row_id in below if row_id]

    def _paste(self, plan: Plan) -> None:
        changes, new = len(plan.changes), len(plan.additions)
        changed = n_("{n} cell was changed.", "{n} cells were changed.", changes).format(n=number_text(changes))
        added = n_("{n} record was added.", "{n} records were added.", new).format(n=number_text(new))
        if not new:
            label, done = n_("Paste {n} cell", "Paste {n} cells", changes).format(n=number_text(changes)), changed
        else:
            label = n_("Paste {n} new record", "Paste {n} new records", new).format(n=number_text(new))
            done = f"{changed} {added}" if changes else added

        def act(tx: Tx) -> None:
            paste(tx, self.view.rows, plan.changes)
            add(tx, self.record, plan.additions)

        self._write(label, done, act, changes + new * _NEW_COUNTS)

    def _change(self, ids: Sequence[int], column: str, value: Any) -> None:
        field, number = _(self.view.rows.fields[column].label), len(ids)
        label = _("Change “{field}” of {n} records").format(field=field, n=number_text(number))
        done = _("“{field}” of the chosen records was changed.").format(field=field)
        self._write(label, done, lambda tx: bulk.apply(tx, self.record, ids, column, value), number)

    def _ask_to_delete(self, ids: Sequence[int], label: str, done: str) -> None:
        text = _("{n} records will be moved to the bin, with all that belongs to them.")

        def answered(key: str) -> None:
            if key == "delete":
                self._write(label, done, lambda tx: deleting.delete(tx, self.record, ids), len(ids))

        answers = {"delete": _("Delete"), "keep": _("Keep them")}
        ask(self._page, _("Delete the chosen rows"), text.format(n=number_text(len(ids))), answers, answered)

    def _delete(self, ids: Sequence[int], label: str, done: str) -> None:
        after, gone = self._after(ids), deleting.parts(self.desk.here, self.record, ids)
        others = ", ".join(_part_words(kind, count) for kind, count in gone.items() if count)
        if others:
            done = _("{deleted} With that went: {parts}.").format(deleted=done, parts=others)
        if self._write(label, done, lambda tx: deleting.delete(tx, self.record, ids), len(ids)) and after:
            self.view.go_to(after)
            self.view.choose([after])

    def _after(self, ids: Sequence[int]) -> int:
        """The record on which the cursor stands when these are gone: the next below, else above."""
        model, gone = self.view.rows, set(ids)
        row = model.row_of(ids[-1])
        near = (*range(row + 1, row + 20), *range(row - 1, row - 20, -1))
        return next((found for at in near if at >= 0 and (found := model.id_at(at)) and found not in gone), 0)

    def _write(self, label: str, done: str, act: Callable[[Tx], object], number: int) -> bool:
        """Does something in one step: at once with few records, with many of them in a job."""
        if number <= _FEW:

            def write() -> None:
                with self.desk.operation(label) as tx:
                    act(tx)
                self.desk.tell_done(done)

            return self.desk.attempt(write)

        person = self.desk.person

        def work(workspace: Workspace, _task: Task) -> None:
            with workspace.operation(label, staff=person) as tx:
                act(tx)

        self.desk.attempt(lambda: self.desk.session.write(label, work, lambda _none: self.desk.tell_done(done)))
        return False


def _part_words(kind: str, count: int) -> str:
    """So many records of a kind, in words."""
    from crmdesk.store.registry import record_type

    return _("{n} × {kind}").format(n=number_text(count), kind=_(record_type(kind).title))
