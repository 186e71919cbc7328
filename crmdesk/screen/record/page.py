"""The page of one record: facts at the left, what happened in the middle, what is connected with it at the right.

It draws every record type from its declaration; contacts, deals, tickets and tasks get what is special to them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from crmdesk.domain.errors import FieldErrors, UserError
from crmdesk.domain.wording import number_text
from crmdesk.screen import person_commands
from crmdesk.screen.record.acts import ACTS, OF_CONTACTS, OF_TICKETS
from crmdesk.screen.record.files import ATTACHED, dropped
from crmdesk.screen.record.frame import RecordFrame
from crmdesk.screen.record.head import Siblings, follow_link
from crmdesk.screen.record.history import HistoryDialog
from crmdesk.screen.record.related import title_of
from crmdesk.screen.record.way import BARS, Bar, TicketBar
from crmdesk.screen.task_commands import finish
from crmdesk.store import customer, editing, phone, related, timeline
from crmdesk.store.base import Record, own_fields
from crmdesk.store.contact import Contact
from crmdesk.store.field import Email, Phone, Ref
from crmdesk.store.file import Workspace
from crmdesk.store.journal import Change
from crmdesk.store.merging import merged_to
from crmdesk.store.registry import record_type
from crmdesk.store.row import name_of
from crmdesk.store.row import row as row_of
from crmdesk.store.ticket import Ticket
from crmdesk.store.timeline import Event
from crmdesk.store.unmerging import merged_with
from crmdesk.text import _, n_
from crmdesk.ui.desk import RECORD, Desk, Place
from crmdesk.ui.jobs import Job, Task
from crmdesk.ui.links import mail_link, phone_link

__all__ = ["ACTS", "RecordPage"]


class RecordPage(RecordFrame):
    """The page of whatever record is gone to."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        # Without an id nothing is shown.
        self.record: type[Record] = Contact
        self.id = 0
        self.values: dict[str, Any] = {}
        self._reading: Job | None = None
        self.siblings = Siblings(desk)
        self.bars: dict[str, Bar] = {}
        self.setAcceptDrops(True)
        self._connect()

    def _connect(self) -> None:
        self.head.stepped.connect(self.step)
        self.head.history_asked.connect(self.show_history)
        self.head.delete_asked.connect(self.delete)
        self.facts.saved.connect(self._save)
        self.facts.followed.connect(self.follow)
        self.todo.finished.connect(lambda todo: self.finish(todo.id, todo.subject))
        self.timeline.opened.connect(self._on_opened)
        self.timeline.ticked.connect(lambda event: self.finish(event.id, event.title))
        self.related.add_asked.connect(self.add)

    # The place

    def show_place(self, place: Place) -> None:
        """Shows a record. Raises UserError where it is gone."""
        record = record_type(place.kind)
        values = row_of(self.desk.here, record, place.id)
        if values is None and record is Contact and (other := merged_to(self.desk.here, place.id)) is not None:
            place = Place(RECORD, place.kind, other)
            values = row_of(self.desk.here, record, other)
        if values is None:
            raise UserError(_("This record is not there any more; somebody deleted it. Look for it in the bin."))
        self.facts.commit_editors()
        self.facts.close_editors()
        new_kind = record is not self.facts.record
        self.record, self.id = record, place.id
        self.siblings.arrive(place)
        self._show(values)
        if new_kind or not self.isVisible():
            self.facts.focus_first()

    def place(self) -> Place:
        return Place(RECORD, self.record.kind, self.id)

    def title(self) -> str:
        return self.head.name.text()

    def refresh(self, change: Change | None) -> None:
        if not self.id:
            return
        values = row_of(self.desk.here, self.record, self.id)
        if values is not None:
            self._show(values)
        else:
            self._show_gone()

    def leave(self) -> None:
        self.log.leave()
        self.files.leave()
        self.timeline.leave()
        self.facts.close_editors()
        self.siblings.forget()
        self.id, self.values = 0, {}

    def _show(self, row: dict[str, Any]) -> None:
        here, kind = self.desk.here, self.record.kind
        self.values = related.with_names(here, self.record, row)
        name = name_of(here, self.record, self.id)
        self.parts.setEnabled(True)
        self.head.show_record(name, title_of(kind), self.values, self.siblings)
        self.facts.show_record(self.record, self.values)
        has_timeline = kind in timeline.KINDS
        self.arrange(with_timeline=has_timeline)
        todos = related.to_do(here, kind, self.id)
        self._show_bar(todos)
        if has_timeline:
            self.log.show_record(kind, self.id, name)
            self.log.setVisible(not here.read_only)
            self.todo.show_tasks(todos)
            self.timeline.show_record(kind, self.id)
        else:
            self.changes.show_record(self.record, self.id)
        self.files.show_files(kind, self.id, related.files(here, kind, self.id))
        self._read_related()

    def _show_gone(self) -> None:
        self.facts.close_editors()
        self.head.show_gone()
        self.parts.setEnabled(False)
        self.strip.hide()
        for bar in self.bars.values():
            bar.hide()

    def _show_bar(self, todos: list[related.Todo]) -> None:
        kind = self.record.kind
        if kind in BARS and kind not in self.bars:
            bar = BARS[kind](self.desk, self)
            bar.next_asked.connect(self.log.ask_next)
            self.bars[kind] = bar
            self.bar_place.addWidget(bar)
        for other, bar in self.bars.items():
            bar.setVisible(other == kind)
        if kind in self.bars:
            self.bars[kind].show_record(self.id, self.values, todos)
            self.bars[kind].setEnabled(not self.desk.here.read_only)

    def _read_related(self) -> None:
        """What may take a moment is read beside the window: related records, and the figures of a customer."""
        if self._reading is not None:
            self._reading.cancel()
        record, id, now = self.record, self.id, self.desk.now()

        def work(workspace: Workspace, _task: Task) -> Any:
            strip = customer.strip(workspace, id, now) if record.kind == "contact" else None
            return related.groups(workspace, record, id), strip

        def show(found: Any) -> None:
            if (record, id) == (self.record, self.id):
                groups, strip = found
                self.related.show_groups(record.kind, id, self.values, groups)
                self.right.setVisible(bool(groups or self.related.adders) or record.kind in ATTACHED)
                here, company = self.desk.here, (self.values.get("company_id") or (0, ""))[1]
                self.strip.show_strip(strip, company, here.settings.currency, here.calendar.day_of(now))

        if record.kind != "contact":
            self.strip.hide()
        job = self.desk.session.read(_("Reading what is connected"), work, show)
        self._reading = job
        job.finished.connect(partial(self._forget, job))

    def _forget(self, job: Job) -> None:
        if self._reading is job:
            self._reading = None

    # Next and previous

    def step(self, way: int) -> None:
        """Goes to the next (1) or the previous (-1) record of the list."""
        beside = self.siblings.beside(way) if self.id else None
        if beside is not None:
            # As a list of its own, by which the next record knows that it was opened from it.
            self.desk.open_record(self.record.kind, beside, self.siblings.ids[:])

    # What can be done

    def handlers(self) -> dict[str, Callable[[], None]]:
        logs = {f"log_{kind}": partial(self.log_kind, kind) for kind in ("call", "email", "meeting", "note", "task")}
        steps = {f"record_{step}": partial(self.take, f"ticket_{step}") for step in ("reply", "resolve", "reopen")}
        return {
            **logs,
            **steps,
            "record_wait": partial(self.take, ""),
            "record_previous": lambda: self.step(-1),
            "record_next": lambda: self.step(1),
            "record_part": self.next_part,
            "record_file": self.files.choose,
            "record_history": self.show_history,
            "record_delete": self.delete,
            "record_merge": self.merge,
            "record_separate": self.separate,
            "record_card": partial(self._about_person, person_commands.ask_card),
            "record_data": partial(self._about_person, person_commands.ask_data),
            "record_erase": partial(self._about_person, person_commands.ask_erase),
        }

    def can(self, act: str) -> bool:
        if act == "record_separate":
            return self._is_contact() and bool(merged_with(self.desk.here, self.id))
        if act in OF_TICKETS:
            return bool(self.id) and self.record is Ticket
        if act.startswith("log_"):
            return bool(self.id) and self.record.kind in timeline.KINDS
        return act not in OF_CONTACTS or self._is_contact()

    def _about_person(self, command: Callable[[Desk, int, QWidget], None]) -> None:
        if self._is_contact():
            command(self.desk, self.id, self)

    def _is_contact(self) -> bool:
        return bool(self.id) and self.record is Contact

    def log_kind(self, kind: str) -> None:
        """Begins to write something down."""
        if self.id and self.record.kind in timeline.KINDS:
            self.log.begin(kind)

    def take(self, step: str) -> None:
        """A step of the ticket; without a name, waiting or going on."""
        bar = self.bars.get("ticket")
        if self.id and self.record.kind == "ticket" and isinstance(bar, TicketBar):
            bar.take(step) if step else bar.wait_or_resume()

    def next_part(self) -> None:
        """From the facts to the line, to the timeline, to what is connected, and to the facts again."""
        if not self.id:
            return
        middle = [self.log.text, self.timeline.list] if self.has_timeline else [self.changes]
        middle = [part for part in middle if part.isVisibleTo(self)]
        first = next(iter(self.facts.facts.values())).value
        last = next(iter([*self.related.rows, *self.related.adders.values(), self.files.add]))
        right = [(self.right, last)] if self.right.isVisibleTo(self) else []
        parts: list[QWidget] = [self.facts, *middle, *(part for part, _stop in right)]
        stops: list[QWidget] = [first, *middle, *(stop for _part, stop in right)]
        here = next((place for place, part in enumerate(parts) if _holds(part)), -1)
        stop = stops[(here + 1) % len(stops)]
        stop.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.area.ensureWidgetVisible(stop)

    def finish(self, id: int, subject: str) -> None:
        """A task is done: what comes next?"""
        if finish(self.desk, id, subject):
            self.log.ask_next()

    def add(self, kind: str, preset: dict[str, Any]) -> None:
        """Adds a record that belongs to this one."""
        from crmdesk.screen.quick_add import QuickAdd

        QuickAdd(self.desk, kind, self, preset).open()

    def delete(self) -> None:
        """Moves the record to the bin, with what belongs to it; the notice takes it back."""
        from crmdesk.store import deleting

        record, name = self.record, self.head.name.text()
        if not self.id:
            return

        def write() -> None:
            with self.desk.operation(_("Delete “{name}”").format(name=name)) as tx:
                rest = sum(deleting.delete(tx, record, [self.id]).values())
            text = n_(
                "“{name}” was deleted, with {n} record of its own.",
                "“{name}” was deleted, with {n} records of its own.",
                rest,
            )
            alone = _("“{name}” was deleted.")
            self.desk.tell_done((text if rest > 0 else alone).format(name=name, n=number_text(rest)))

        self.desk.attempt(write)

    def merge(self) -> None:
        """Asks which contact this one is, too."""
        from crmdesk.screen.duplicates.dialog import MergeDialog

        if self._is_contact():
            MergeDialog(self.desk, self.id, self).open()

    def separate(self) -> None:
        """Asks which of the contacts that were merged into this one is to be one of its own again."""
        from crmdesk.screen.duplicates.dialog import SeparateDialog

        if self._is_contact():
            SeparateDialog(self.desk, self.id, self).open()

    def show_history(self) -> None:
        """Who changed what, and when."""
        if self.id:
            HistoryDialog(self.desk, self.record, self.id, self.head.name.text(), self).open()

    def follow(self, column: str) -> None:
        """Opens what a fact leads to: the other record, a mail, a call, a web page."""
        field, value = own_fields(self.record)[column], self.values[column]
        if isinstance(field, Ref):
            self.desk.open_record(field.rel_model.kind, value[0])
        elif isinstance(field, Email):
            self.desk.attempt(lambda: follow_link(mail_link(value)))
        elif isinstance(field, Phone):
            country = phone.country_of(self.desk.here)
            self.desk.attempt(lambda: follow_link(phone_link(phone.dialled(value, country))))
        else:
            self.desk.attempt(lambda: follow_link(value))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.id and self.record.kind in ATTACHED and dropped(event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.files.take(dropped(event.mimeData().urls()))

    # Writing

    def _save(self, column: str, value: Any) -> None:
        record, fact = self.record, self.facts.facts[column]
        label = _("Change {field}: {name}").format(field=_(fact.field.label), name=self.head.name.text())
        try:
            with self.desk.operation(label) as tx:
                editing.save(tx, record, self.id, {column: value})
        except FieldErrors as fault:
            self.facts.show_faults(fault)
            return
        except UserError as fault:
            fact.tell(str(fault))
            return
        fact.close_editor()
        self.desk.tell_done(_("“{field}” was changed.").format(field=_(fact.field.label)))

    def _on_opened(self, event: Event) -> None:
        self.desk.open_record(event.kind, event.id)


def _holds(part: QWidget) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and (focused is part or part.isAncestorOf(focused))
