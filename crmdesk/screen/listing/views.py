"""The saved views of a list: chosen from a menu, saved under a name, renamed, deleted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout, QWidget

from crmdesk.store import views
from crmdesk.store.views import View
from crmdesk.text import _
from crmdesk.ui.dialog import Dialog
from crmdesk.ui.icons import icon
from crmdesk.ui.ok_cancel import OkCancel
from crmdesk.ui.plain import Label, no_mnemonic, say

if TYPE_CHECKING:
    from crmdesk.screen.listing.page import ListPage


class Views(QObject):
    """The views of one list page."""

    def __init__(self, page: ListPage) -> None:
        super().__init__(page)
        self.page, self.desk = page, page.desk
        # The dialog that was opened last.
        self.dialog: NameDialog | None = None

    def all(self) -> list[View]:
        return views.views_of(self.desk.here, self.page.listing.id)

    def present(self) -> View | None:
        """The view that the list shows just now, if it is one."""
        return next((one for one in self.all() if one.query == self.page.query), None)

    def show_menu(self, button: QWidget) -> QMenu:
        """The menu of all views, and of what can be done with the present one."""
        menu = QMenu(button)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        present, writable = self.present(), not self.desk.here.read_only
        for view in self.all():
            action = menu.addAction(no_mnemonic(view.name))
            action.setCheckable(True)
            action.setChecked(view == present)
            action.triggered.connect(lambda _checked=False, view=view: self.show_view(view))
        menu.addSeparator()
        menu.addAction(icon("bookmark"), _("Save this view…"), self.save).setEnabled(writable)
        if present is not None:
            menu.addAction(_("Rename this view…"), lambda: self.rename(present)).setEnabled(writable)
            menu.addAction(icon("trash"), _("Delete this view"), lambda: self.delete(present)).setEnabled(writable)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
        return menu

    def show_view(self, view: View) -> None:
        """Shows the rows and the columns of a view."""
        self.page.query = view.query
        self.page.show_columns(list(view.columns))

    def save(self) -> None:
        """Asks for a name and keeps what is shown under it."""
        present = self.present()

        def save(name: str) -> None:
            with self.desk.operation(_("Save the view “{name}”").format(name=name)) as tx:
                views.save_view(tx, name, self.page.query, self.page.view.shown_columns())
            self.desk.tell_done(_("The view “{name}” was saved.").format(name=name))

        self._ask(_("Save this view"), present.name if present else "", save)

    def rename(self, view: View) -> None:
        """Asks for another name."""

        def rename(name: str) -> None:
            with self.desk.operation(_("Rename the view “{name}”").format(name=view.name)) as tx:
                views.rename_view(tx, view, name)
            self.desk.tell_done(_("The view is called “{name}” now.").format(name=name))

        self._ask(_("Rename this view"), view.name, rename)

    def delete(self, view: View) -> None:
        """Forgets a view; the notice brings it back."""

        def delete() -> None:
            with self.desk.operation(_("Delete the view “{name}”").format(name=view.name)) as tx:
                views.delete_view(tx, view)
            self.desk.tell_done(_("The view “{name}” was deleted.").format(name=view.name))

        self.desk.attempt(delete)

    def _ask(self, title: str, name: str, then: Callable[[str], None]) -> None:
        self.dialog = NameDialog(title, name, lambda text: self.desk.attempt(lambda: then(text)), self.page)
        self.dialog.open()


class NameDialog(Dialog):
    """Asks for a name and calls `answered` with it."""

    def __init__(self, title: str, name: str, answered: Callable[[str], object], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(360)
        self._answered = answered
        self.line = QLineEdit(name, self)
        self.line.setMaxLength(200)
        say(self.line, _("Name"))
        buttons = OkCancel(self, _("Save"))
        self.ok = buttons.ok
        self.line.textChanged.connect(lambda text: self.ok.setEnabled(bool(text.strip())))
        self.ok.setEnabled(bool(name))
        column = QVBoxLayout(self)
        for part in (Label(_("Name"), self), self.line, buttons):
            column.addWidget(part)
        self.line.selectAll()

    def accept(self) -> None:
        super().accept()
        self._answered(self.line.text().strip())
