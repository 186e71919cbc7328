"""The row above the deals: whose they are, what their text says, when they should close. Board and list share it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from crmdesk.store.file import Workspace
from crmdesk.store.query import Condition, Filter, Query
from crmdesk.text import N_, _
from crmdesk.ui.button import Button
from crmdesk.ui.choice import ChoiceBox
from crmdesk.ui.plain import say

_OWNER, _CLOSE = "owner_id", "expected_close_on"
_STAFF = "SELECT id, name FROM staff WHERE coalesce(left_on, :today) >= :today ORDER BY sorted_as(name) LIMIT 500"
# What a choice of the two boxes asks; the first one asks nothing.
_NOBODY = Filter(_OWNER, "empty")
_CLOSES: tuple[tuple[str, Filter | None], ...] = (
    (N_("Closes at any time"), None),
    (N_("Should have closed"), Filter(_CLOSE, "within", (-36500, -1))),
    (N_("Closes within 7 days"), Filter(_CLOSE, "within", (0, 6))),
    (N_("Closes within 30 days"), Filter(_CLOSE, "within", (0, 29))),
    (N_("Closes within 90 days"), Filter(_CLOSE, "within", (0, 89))),
    (N_("Without a day to close"), Filter(_CLOSE, "empty")),
)
_PAUSE_MS = 150
# The air around the words of the search, and its button.
_BESIDE = 40


class _Search(QLineEdit):
    """Wants room for the words that stand in it before anything is typed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setPlaceholderText(_("Search… (Ctrl+F or /)"))

    def sizeHint(self) -> QSize:
        least = super().sizeHint()
        return QSize(self.fontMetrics().horizontalAdvance(self.placeholderText()) + _BESIDE, least.height())


class DealFilter(QWidget):
    """Shows and changes the part of a query that concerns owner, text and day; the rest of it is kept as it is."""

    changed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.query = Query("deals")
        self.text = _Search(self)
        self.text.setClearButtonEnabled(True)
        self.text.setMinimumWidth(110)
        say(self.text, _("Find a deal"), " ")
        self.owner, self.closes = ChoiceBox(self), ChoiceBox(self)
        say(self.owner, _("Owner of the deals"), " ")
        say(self.closes, _("When the deals should close"), " ")
        for box in (self.owner, self.closes):
            # As wide as its words where there is room, and narrow in a window of half a screen.
            box.setMinimumWidth(90)
        for title, asked in _CLOSES:
            self.closes.addItem(_(title), asked)
        self.clear = Button(_("Show &all"), self)
        self.clear.clicked.connect(self.show_all)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for part in (self.text, self.owner, self.closes, self.clear):
            row.addWidget(part)
        self._typing = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._typing.timeout.connect(self._ask)
        self.text.textEdited.connect(lambda _text: self._typing.start())
        self.text.returnPressed.connect(self._ask)
        self.owner.activated.connect(self._ask)
        self.closes.activated.connect(self._ask)

    def read(self, workspace: Workspace, now: int) -> None:
        """The people who may own a deal."""
        staff = workspace.rows(_STAFF, {"today": workspace.calendar.day_of(now)})
        self.owner.clear()
        self.owner.addItem(_("Everybody’s deals"), None)
        for row_id, name in staff:
            self.owner.addItem(name, Filter(_OWNER, "is", row_id))
        self.owner.addItem(_("Unassigned deals"), _NOBODY)
        self.owner.setVisible(len(staff) > 1)
        self.show_query(self.query)

    def show_query(self, query: Query) -> None:
        """Shows what a query asks."""
        self.query = query
        if self.text.text().strip() != query.text.strip():
            self.text.setText(query.text)
        for box in (self.owner, self.closes):
            found = (place for place in range(1, box.count()) if box.itemData(place) in query.filters)
            box.setCurrentIndex(next(found, 0))
        self.clear.setVisible(bool(query.filters or query.text or query.preset))

    def show_all(self) -> None:
        """Asks nothing any more."""
        self._adopt(Query("deals", sort=self.query.sort, descending=self.query.descending))
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def find_here(self) -> None:
        """Gives the keys to the search."""
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.text.selectAll()

    def _ask(self) -> None:
        chosen = tuple(one for one in (self.owner.currentData(), self.closes.currentData()) if one is not None)
        kept = tuple(one for one in self.query.filters if not self._offered(one))
        old = self.query
        self._adopt(Query("deals", (*kept, *chosen), self.text.text(), old.preset, old.sort, old.descending, old.group))

    def _offered(self, one: Condition) -> bool:
        """Whether one of the two boxes can ask this."""
        return any(box.itemData(place) == one for box in (self.owner, self.closes) for place in range(1, box.count()))

    def _adopt(self, query: Query) -> None:
        self._typing.stop()
        if query != self.query:
            self.show_query(query)
            self.changed.emit(query)
