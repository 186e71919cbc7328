"""Who is working: one name at the foot of the sidebar, for businesses that share one computer.

Whoever is chosen is noted as having done everything from then on. A business of one never sees it.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from crmdesk.store import note
from crmdesk.store.file import Workspace
from crmdesk.text import _
from crmdesk.ui.button import IconButton
from crmdesk.ui.desk import Desk
from crmdesk.ui.icons import icon
from crmdesk.ui.plain import no_mnemonic, say

_KEY = "working"


class WhoWorks(IconButton):
    """Shows the working person; pressed, it offers the others."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self.people: dict[int, str] = {}
        self.setIcon(icon("users"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.menu_of_people = QMenu(self)
        self.setMenu(self.menu_of_people)
        self.hide()

    def open(self) -> None:
        """A workspace was opened: whoever worked in it last works again."""
        self.desk.person = None
        self.refresh(note.recall(self.desk.here, _KEY))

    def refresh(self, wanted: object = None) -> None:
        """The team may have changed; who is there no more does not work."""
        workspace = self.desk.here
        self.people = people_of(workspace)
        before = self.desk.person
        self.desk.person = _person(self.people, wanted if before is None else before)
        self._show()
        if self.desk.person != before:
            self.desk.person_changed.emit()

    def leave(self) -> None:
        """The workspace is being closed."""
        self.people, self.desk.person = {}, None
        self.hide()

    def choose(self, person: int) -> None:
        """Somebody else works from now on."""
        self.desk.person = person
        note.keep(self.desk.here, _KEY, person)
        self._show()
        self.desk.notice.tell(_("{name} is working now.").format(name=self.people[person]))
        self.desk.person_changed.emit()

    def ask(self) -> None:
        """Offers the people of the business."""
        if self.isVisible():
            self.showMenu()

    def _show(self) -> None:
        self.setVisible(len(self.people) > 1)
        name = self.people.get(self.desk.person or 0, "")
        self.setText(no_mnemonic(name or _("Who is working?")))
        say(self, _("Who is working: {name} (Ctrl+U)").format(name=name) if name else _("Who is working (Ctrl+U)"))
        self.menu_of_people.clear()
        group = QActionGroup(self.menu_of_people)
        for person, person_name in self.people.items():
            action = self.menu_of_people.addAction(no_mnemonic(person_name))
            action.setCheckable(True)
            action.setChecked(person == self.desk.person)
            action.triggered.connect(partial(self.choose, person))
            group.addAction(action)


def people_of(workspace: Workspace) -> dict[int, str]:
    """The people who work in the business today, by their names."""
    today = workspace.calendar.day_of(workspace.clock.now())
    sql = (
        "SELECT id, name FROM staff WHERE coalesce(left_on, ?) >= ? AND coalesce(started_on, ?) <= ?"
        " ORDER BY sorted_as(name), id"
    )
    return dict(workspace.rows(sql, (today,) * 4))


def _person(people: dict[int, str], wanted: object) -> int | None:
    """Who works: the one who is wanted, if there; in a business of one, that one."""
    if isinstance(wanted, int) and wanted in people:
        return wanted
    return next(iter(people)) if len(people) == 1 else None
