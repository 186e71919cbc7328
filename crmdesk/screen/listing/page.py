"""The page of a list: what is searched, which filters are on, the rows, and what can be done with those chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from crmdesk.domain.wording import number_text
from crmdesk.screen.listing import acts as list_acts
from crmdesk.screen.listing.commands import Commands
from crmdesk.screen.listing.frame import ListFrame
from crmdesk.screen.listing.menu import show_menu
from crmdesk.screen.listing.views import Views
from crmdesk.store import note
from crmdesk.store.base import table_of
from crmdesk.store.field import Ref
from crmdesk.store.file import Workspace
from crmdesk.store.journal import Change
from crmdesk.store.query import Query, count, query_of
from crmdesk.text import _, n_
from crmdesk.ui.column_chooser import ColumnChooser
from crmdesk.ui.desk import Desk, Place
from crmdesk.ui.jobs import Task
from crmdesk.ui.query_words import words

ACTS = list_acts.ACTS
_SEARCH_MS, _KEEP_MS = 150, 400


class ListPage(ListFrame):
    """Shows one listing. `query` is what it shows; assigning it shows something else."""

    def __init__(self, desk: Desk, listing: str, parent: QWidget) -> None:
        super().__init__(desk, listing, parent)
        self._query = Query(listing)
        self._read = self._laid_out = self._counted = False
        self.commands = Commands(self.view, self, self.preset)
        self.views = Views(self)
        self._wire()

    @property
    def query(self) -> Query:
        return self._query

    @query.setter
    def query(self, query: Query) -> None:
        self._query = query
        self._show_query()

    def _wire(self) -> None:
        self.search.installEventFilter(self)
        self._typed = self._timer(_SEARCH_MS, self._search_now)
        self._keeping = self._timer(_KEEP_MS, self._keep_layout)
        self.search.textChanged.connect(lambda _text: self._typed.start())
        self.presets.chosen.connect(lambda name: self.ask(preset=name, sort="", descending=False))
        self.chips.changed.connect(lambda filters: self.ask(filters=filters))
        self.chips.cleared.connect(self.clear)
        self.group.activated.connect(lambda _place: self.ask(group=self.group.currentData()))
        self.view.sort_wanted.connect(self.sort_by)
        self.view.opened.connect(self.open_record)
        self.view.chosen_changed.connect(self._show_chosen)
        self.view.columns_changed.connect(self._keeping.start)
        self.view.menu_wanted.connect(partial(show_menu, self))
        self.view.rows.arrived.connect(self._on_arrived)
        for button, act in (
            (self.add_button, self.add),
            (self.columns_button, self.choose_columns),
            (self.change_button, lambda: self.commands.change("")),
            (self.copy_button, self.commands.copy),
            (self.delete_button, self.commands.delete),
            (self.export_button, lambda: self.commands.export(self._query)),
            (self.views_button, lambda: self.views.show_menu(self.views_button)),
            (self.empty_button, self._on_empty_button),
        ):
            button.clicked.connect(act)

    def _timer(self, wait: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(wait)
        timer.timeout.connect(act)
        return timer

    # Page

    def show_place(self, place: Place) -> None:
        self.view.setFocus()
        if place.detail:
            try:
                wanted = query_of(place.detail)
            except ValueError:
                wanted = self._query
            self._query = wanted if wanted.listing == self.listing.id else self._query
        elif self._read:
            self.refresh(None)
            return
        self._show_query()

    def place(self) -> Place:
        return Place(self.listing.id, detail="" if self._query == Query(self.listing.id) else self._query.as_json())

    def title(self) -> str:
        asked = words(self._query, self.desk.here)
        if not asked:
            return _(self.listing.title)
        return _("{list}: {filters}").format(list=_(self.listing.title), filters="; ".join(asked))

    def refresh(self, change: Change | None) -> None:
        self._counted = False
        if not self._read:
            self._show_query()
        elif self.view.writing:
            self.view.rows.reload_cells()
            self._count_presets()
        elif change is None or table_of(self.listing.record) in change.tables or self._asks_others():
            self.view.rows.reload()
        else:
            self.view.rows.reload_cells()
            self._count_presets()

    def leave(self) -> None:
        self._keep_layout()
        self._typed.stop()
        self._query = Query(self.listing.id)
        self._read = self._laid_out = self._counted = False
        self.view.rows.forget()
        self.presets.show_counts({})

    def handlers(self) -> dict[str, Callable[[], None]]:
        return {
            "list_find": self.go_to_search,
            "list_filter": lambda: void(self.chips.ask(None)),
            "list_clear": self.clear,
            "list_sort": lambda: self.sort_by(self.view.current_column()),
            "list_columns": lambda: void(self.choose_columns()),
            "list_save_view": self.views.save,
            "list_edit": self.view.edit_current,
            "list_bulk": self.commands.change,
            "list_copy": self.commands.copy,
            "list_paste": self.commands.paste,
            "list_delete": self.commands.delete,
            "list_export": lambda: self.commands.export(self._query),
            "list_export_chosen": self.commands.export_chosen,
        }

    # What is shown

    def go_to_search(self) -> None:
        """Puts the cursor in the search box."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def clear(self) -> None:
        """Shows all rows again."""
        self.query = Query(self.listing.id, sort=self._query.sort, descending=self._query.descending)

    def sort_by(self, column: str) -> None:
        """Sorts by a column; by the same column again the other way round, and then as usual."""
        if self._query.sort != column:
            self.ask(sort=column, descending=False)
        elif not self._query.descending:
            self.ask(descending=True)
        else:
            self.ask(sort="", descending=False)

    def choose_columns(self) -> ColumnChooser:
        """Asks which columns are to be shown."""
        dialog = ColumnChooser(self.listing, self.view.shown_columns(), self.show_columns, self)
        dialog.open()
        return dialog

    def show_columns(self, columns: list[str]) -> None:
        self.view.show_columns(columns)
        self._keeping.start()

    def open_record(self, row_id: int) -> None:
        """Opens a record; from it one goes on to the next of this list."""
        self.desk.open_record(self.listing.record.kind, row_id, self.view.rows.ids)

    def add(self) -> None:
        """Adds a record of the kind that belongs here."""
        from crmdesk.screen.quick_add import QuickAdd

        form = QuickAdd(self.desk, self.makes, self, self.preset() or None)
        form.added.connect(self.show_added)
        form.open()

    def show_added(self, row_id: int) -> None:
        self.view.await_row(row_id)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def preset(self) -> dict[str, Any]:
        return {"lead_at": self.desk.now()} if self.listing.id == "leads" else {}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search one goes down into the list with the arrow or Enter, and empties it with Esc."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._search_now()
                self._enter_list()
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)

    def _enter_list(self) -> None:
        self.view.setFocus()
        if not self.view.currentIndex().isValid() and self.view.rows.rowCount():
            self.view.setCurrentIndex(self.view.rows.index(0, 0))

    def ask(self, **changes: Any) -> None:
        """Shows what is asked now, but for these changes."""
        self.query = replace(self._query, **changes)

    def _search_now(self) -> None:
        self._typed.stop()
        # While a backup is put in its place there is nothing to look through.
        if self.desk.session.workspace is not None and self.search.text().strip() != self._query.text:
            self.ask(text=self.search.text().strip())

    def _show_query(self) -> None:
        query = self._query
        try:
            self.view.show_query(query, None if self._laid_out else self._layout_kept())
        except (KeyError, ValueError):
            # A query from elsewhere may ask what this list does not know.
            self._query = query = Query(self.listing.id)
            self.view.show_query(query)
        self._read = True
        self.presets.show_chosen(query.preset)
        self.chips.show_filters(query.filters, clearable=bool(query.filters or query.text or query.preset))
        self.group.setCurrentIndex(max(self.group.findData(query.group), 0))
        if self.search.text().strip() != query.text:
            self.search.blockSignals(True)
            self.search.setText(query.text)
            self.search.blockSignals(False)
        self._show_count()

    def _asks_others(self) -> bool:
        """Whether which rows are shown depends on other tables too."""
        worked_out = {one.name for one in self.listing.derived}
        asked = {self._query.sort, self._query.group} | self._query.columns()
        by_name = {name for name, field in self.view.rows.fields.items() if isinstance(field, Ref)}
        return bool(self._query.preset or self._query.text or asked & (worked_out | by_name))

    def _on_arrived(self) -> None:
        self._show_count()
        if not self._counted:
            self._count_presets()

    def _show_count(self) -> None:
        rows = self.view.rows
        number = len(rows.ids)
        text = n_("{n} row", "{n} rows", number).format(n=number_text(number)) if rows.complete else "…"
        self.count.setText(text)
        self.count.setAccessibleName(text)
        nothing = rows.complete and not number
        if nothing:
            asked = bool(words(self._query, self.desk.here))
            none = _("No row matches.")
            self.empty.setText(none if asked else _(self.listing.empty))
            self.empty_button.setText(_("Show all") if asked else _("Add"))
            self.empty_button.setEnabled(asked or not self.desk.here.read_only)
        self.stack.setCurrentIndex(1 if nothing else 0)
        self._show_chosen()

    def _on_empty_button(self) -> None:
        if words(self._query, self.desk.here):
            self.clear()
        else:
            self.add()

    def _show_chosen(self) -> None:
        number = self.view.chosen_count()
        self.chosen.setText(n_("{n} chosen", "{n} chosen", number).format(n=number_text(number)))
        writable = not self.desk.here.read_only
        self.copy_button.setEnabled(number > 0)
        self.change_button.setEnabled(number > 0 and writable)
        self.delete_button.setEnabled(number > 0 and writable)
        self.add_button.setEnabled(writable)

    def _count_presets(self) -> None:
        """Counts in a job what each preset would show."""
        now, names = self.desk.now(), list(self.presets.buttons)
        self._counted = True
        if len(names) < 2:
            return

        def work(workspace: Workspace, task: Task) -> dict[str, int]:
            counts = {}
            for name in names:
                task.check()
                counts[name] = count(workspace, Query(self.listing.id, preset=name), now)
            return counts

        self.desk.session.read(_("Counting"), work, self.presets.show_counts)

    # What is kept with the file

    def _layout_kept(self) -> list[str]:
        kept = note.recall(self.desk.here, f"columns:{self.listing.id}") or {}
        self._laid_out = True
        self.view.widths = {name: int(width) for name, width in kept.get("widths", {}).items()}
        known = [name for name in kept.get("columns", ()) if name in self.view.rows.fields]
        return known or list(self.listing.columns)

    def _keep_layout(self) -> None:
        self._keeping.stop()
        if self._laid_out and self.desk.session.workspace is not None:
            kept = {"columns": self.view.shown_columns(), "widths": self.view.widths}
            self.desk.attempt(lambda: note.keep(self.desk.here, f"columns:{self.listing.id}", kept))


def embedded(desk: Desk, listing: str, parent: QStackedWidget) -> ListPage:
    """A list as one of two views of another page, which has a head of its own."""
    page = ListPage(desk, listing, parent)
    page.head.hide()
    if inside := page.layout():
        inside.setContentsMargins(0, 0, 0, 0)
    parent.addWidget(page)
    return page


def void(_anything: object) -> None:
    """Takes an answer that nobody needs."""
