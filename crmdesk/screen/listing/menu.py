"""The menu of a row in a list: opening it, rows like it, and what can be done with those chosen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from crmdesk.screen.listing.acts import ACTS
from crmdesk.store.field import LongText, Ref, Text
from crmdesk.store.query import Filter, Query
from crmdesk.text import _
from crmdesk.ui.actions import WORKSPACE, WRITABLE
from crmdesk.ui.icons import icon
from crmdesk.ui.plain import no_mnemonic
from crmdesk.ui.query_words import words

if TYPE_CHECKING:
    from crmdesk.screen.listing.page import ListPage

# What is done with rows, not with what the list shows.
_WITH_ROWS = ACTS[6:]


def show_menu(page: ListPage, place: QPoint) -> None:
    """Shows the menu of the row where the cursor is."""
    menu = QMenu(page)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    row_id, handlers = page.view.current_id(), page.handlers()
    if row_id:
        menu.addAction(_("Open", "command"), lambda: page.open_record(row_id))
    if (only := _like_this(page)) is not None:
        said = words(replace(Query(page.listing.id), filters=(only,)), page.desk.here)[0]
        text = _("Only rows like this: {filter}").format(filter=said)
        menu.addAction(no_mnemonic(text), lambda: page.ask(filters=(*page.query.filters, only)))
    have = {WORKSPACE} if page.desk.here.read_only else {WORKSPACE, WRITABLE}
    for act in _WITH_ROWS:
        if act.offered(have, page.listing.id):
            menu.addAction(icon(act.icon) if act.icon else icon("minus"), _(act.text), handlers[act.id])
    menu.popup(place)


def _like_this(page: ListPage) -> Filter | None:
    """A filter for the value of the cell where the cursor is."""
    index, column = page.view.currentIndex(), page.view.current_column()
    field = page.view.rows.fields[column]
    value = page.view.rows.cell(index.row(), column) if index.isValid() else None
    if value is None or not isinstance(field, Ref | Text) or isinstance(field, LongText):
        return None
    return Filter(column, "is", value[0] if isinstance(field, Ref) else value)
