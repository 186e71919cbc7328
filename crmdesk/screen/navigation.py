"""Where one was and where one goes: places one after another, with Back and Forward as in a browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.screen import pages
from crmdesk.store.declared import table_of
from crmdesk.store.file import Workspace
from crmdesk.store.journal import Change
from crmdesk.text import _
from crmdesk.ui.desk import RECORD, Desk, Page, Place

HOME = Place("dashboard")
MOST = 100
Maker = Callable[[], Page]


class History:
    """The places before and after the present one."""

    def __init__(self) -> None:
        self.back: list[Place] = []
        self.here: Place | None = None
        self.forward: list[Place] = []

    def go(self, place: Place, left: Place | None = None) -> None:
        """Arrives at a new place; `left` is the one that is left, as it is now."""
        if place == self.here:
            return
        if self.here is not None:
            self.back = [*self.back, left or self.here][-MOST:]
        self.here, self.forward = place, []

    def step(self, way: int, left: Place | None = None) -> Place | None:
        """Goes back (-1) or forward (1) and returns where one is then; None where there is nothing."""
        source, target = (self.back, self.forward) if way < 0 else (self.forward, self.back)
        if not source:
            return None
        if self.here is not None:
            target.append(left or self.here)
        self.here = source.pop()
        return self.here


class Navigator(QObject):
    """Shows places. `gone` carries the place that is shown now, `made` a page that was made for it."""

    gone = Signal(object)
    made = Signal(object)

    def __init__(self, desk: Desk, stack: QStackedWidget, makers: Mapping[str, Maker]) -> None:
        super().__init__(desk)
        self.desk, self._stack, self._makers = desk, stack, makers
        self.history = History()
        # Whoever takes the keys away may give them to something else in the same moment.
        self._lost = QTimer(self, interval=0, singleShot=True)
        self._lost.timeout.connect(self.keep_focus)
        self._pages: dict[str, Page] = {}
        self._stale: set[Page] = set()
        desk.wanted.connect(self.go)
        desk.session.changed.connect(self._on_changed)
        if isinstance(app := QApplication.instance(), QApplication):
            app.focusChanged.connect(self._on_focus)

    def _on_focus(self, _old: object, new: object) -> None:
        if new is None:
            self._lost.start()

    @property
    def page(self) -> Page | None:
        """The page that is shown; None where something else is."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    def page_of(self, name: str) -> Page:
        """The page of that name, made when it is first needed. Raises UserError where there is none."""
        if name not in self._pages:
            spec = pages.spec_of(name)
            if spec is None:
                raise UserError(_("There is no page “{name}”.").format(name=name))
            maker = self._makers.get(name)
            page = maker() if maker is not None else pages.make(spec, self.desk, self._stack)
            page.setAccessibleName(page.accessibleName() or _(spec.title))
            self._pages[name] = page
            self._stack.addWidget(page)
            self.made.emit(page)
        return self._pages[name]

    def go(self, place: Place) -> None:
        """Goes to a new place; where it cannot be shown one stays, and is told why."""
        left = self._left()
        if self.desk.attempt(lambda: self._show(place)):
            self.history.go(place, left)
            self.gone.emit(place)

    def go_home(self, area: str = "") -> None:
        """Goes to the dashboard; `area` names one by its number."""
        self.go(Place(HOME.page, detail=area))

    @property
    def in_section(self) -> bool:
        """Whether the page that is shown stands in the sidebar."""
        return self.page is not None and pages.section_of(self.page.name)

    def step(self, way: int) -> bool:
        """Goes back (-1) or forward (1), past records that are gone. Returns whether there was a place to go to."""
        left = self._left()
        while (place := self.history.step(way, left)) is not None:
            left = None
            if is_there(self.desk.here, place) and self.desk.attempt(partial(self._show, place)):
                self.gone.emit(place)
                return True
            self.history.here = None
        return False

    def keep_focus(self) -> None:
        """What had the keys is gone, as a line that is drawn anew: the page that is shown has them then."""
        page = self.page
        if page is not None and page.window().isActiveWindow() and QApplication.focusWidget() is None:
            focus_in(page)

    def here(self) -> Place | None:
        """The present place as it is now, with what the person chose on the page."""
        return self._left() or self.history.here

    def leave(self) -> None:
        """The workspace is being closed."""
        for page in self._pages.values():
            self.desk.attempt(page.leave)
        self._stale.clear()
        self.history = History()

    def _left(self) -> Place | None:
        return self.page.place() if self.page is not None and self.history.here is not None else None

    def _show(self, place: Place) -> None:
        page = self.page_of(place.page)
        page.show_place(place)
        if page in self._stale:
            self._stale.discard(page)
            page.refresh(None)
        self._stack.setCurrentWidget(page)
        focus = QApplication.focusWidget()
        if focus is None or not page.isAncestorOf(focus):
            focus_in(page)

    def _on_changed(self, change: Change | None) -> None:
        shown = self.page
        self._stale = set(self._pages.values()) - {shown} if shown is not None else set(self._pages.values())
        if shown is not None and self.desk.session.workspace is not None:
            shown.refresh(change)


def focus_in(page: QWidget) -> None:
    """Puts the focus where it was on the page, else on the page."""
    from crmdesk.ui.reading_order import bring_in_sight

    inside: QWidget | None = page.focusWidget()
    found = inside if inside is not None else page
    found.setFocus(Qt.FocusReason.OtherFocusReason)
    bring_in_sight(found)


def is_there(workspace: Workspace, place: Place) -> bool:
    """Whether the record of a place still is."""
    if place.page != RECORD:
        return True
    from crmdesk.store.registry import record_type

    table = table_of(record_type(place.kind))
    return bool(workspace.rows(f"SELECT 1 FROM {table} WHERE id = ?", (place.id,)))


def place_text(place: Place) -> str:
    """A place as text, to be kept with the file."""
    return json.dumps(asdict(place), ensure_ascii=False)


def place_of(text: object) -> Place | None:
    """The place of a text that was kept; None where it is none of a page that there is."""
    try:
        found = Place(**json.loads(str(text)))
        if found.page == RECORD:
            from crmdesk.store.registry import record_type

            record_type(found.kind)
    except (ValueError, TypeError, KeyError):
        return None
    return found if pages.spec_of(found.page) is not None else None
