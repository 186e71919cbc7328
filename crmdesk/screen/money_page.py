"""Money: what was sold and what was spent, two lists behind one key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from crmdesk.screen.listing.page import ACTS, ListPage
from crmdesk.store.journal import Change
from crmdesk.store.query import query_of
from crmdesk.text import _
from crmdesk.ui.desk import Desk, Page, Place
from crmdesk.ui.plain import no_mnemonic, say

__all__ = ["ACTS", "MoneyPage"]
_LISTINGS = ("sales", "expenses")


class MoneyPage(Page):
    """The lists of sales and of expenses. Its places hold the query of the one that is shown."""

    name = "money"

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.tabs = QTabBar(self)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        say(self.tabs, _("Sales or expenses"))
        self.stack = QStackedWidget(self)
        self.lists = tuple(ListPage(desk, listing, self.stack) for listing in _LISTINGS)
        for page in self.lists:
            self.tabs.addTab(no_mnemonic(_(page.listing.title)))
            self.stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self.stack, 1)
        self.tabs.currentChanged.connect(self._on_tab)

    @property
    def shown(self) -> ListPage:
        """The list that is shown."""
        return self.lists[max(self.tabs.currentIndex(), 0)]

    @property
    def makes(self) -> str:  # type: ignore[override]  # here it depends on the tab
        """What Ctrl+N makes: a sale, or an expense."""
        return self.shown.makes

    def show_added(self, row_id: int) -> None:
        self.shown.show_added(row_id)

    def show_place(self, place: Place) -> None:
        listing = _listing(place.detail)
        if listing in _LISTINGS:
            self.tabs.setCurrentIndex(_LISTINGS.index(listing))
        self.shown.show_place(place)
        self.setFocusProxy(self.shown)

    def place(self) -> Place:
        return Place(self.name, detail=self.shown.query.as_json())

    def title(self) -> str:
        return self.shown.title()

    def refresh(self, change: Change | None) -> None:
        self.shown.refresh(change)

    def handlers(self) -> dict[str, Callable[[], None]]:
        return self.shown.handlers()

    def leave(self) -> None:
        for page in self.lists:
            page.leave()

    def _on_tab(self, place: int) -> None:
        self.stack.setCurrentIndex(place)
        self.setFocusProxy(self.shown)
        if self.desk.session.workspace is not None:
            self.shown.refresh(None)
            self.shown.setFocus(Qt.FocusReason.OtherFocusReason)


def _listing(detail: str) -> str:
    """Which list a place means."""
    try:
        return query_of(detail).listing
    except ValueError:
        return ""
