"""The window as `crmdesk open FILE` starts it, gone through page by page and command by command: what it took, as JSON.

Everything is done as by a person, who looks before going on; what is changed is taken back again.
"""

import json
import os
import sys
import traceback

from crmdesk.__main__ import load_qt

load_qt()

# ruff: noqa: E402 - as the program does it
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollBar, QWidget

from crmdesk.domain.clock import FixedClock
from crmdesk.screen.main_window import MainWindow
from crmdesk.screen.start import STYLE, TURN_SECONDS, begin, settle
from crmdesk.ui.desk import Place
from tests.bench import desk_lists
from tests.bench.heart import Heart, Moment, Span, moment

if TYPE_CHECKING:
    from crmdesk.screen.listing.page import ListPage

Step = Callable[[], object]
CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
# As fast as people type, and as often as a wheel turns.
KEY_MS, WHEEL_MS = 90, 16
# A person reads the dashboard before choosing a page.
_LOOK_SECONDS = 2.0


class Painted(QObject):
    """Notes when a widget was painted for the first time from now on, with all that is in it."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self.at: Moment | None = None
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self.at is None:
            QTimer.singleShot(0, self, self._note)
            self._widget.removeEventFilter(self)
        return False

    def _note(self) -> None:
        self.at = moment()


class Desk:
    """Goes through the window and writes down what it feels like."""

    def __init__(self, window: MainWindow) -> None:
        self.window, self.heart = window, Heart(window)

    def visit(self, what: str, place: Place) -> None:
        """Goes to a page: when it is first painted, when all that it shows is there, and the worst gap until then."""
        start = self.heart.begin()
        self.window.desk.go(place)
        painted = Painted(self.window.page)
        self.heart.until(lambda: painted.at)
        whole = self.settle()
        assert painted.at is not None
        _say("page", what, paint=painted.at.since(start), whole=whole.since(start), gap=self.heart.worst)

    def do(self, what: str, steps: Iterable[Step], pause: int = KEY_MS) -> None:
        """Does something step by step: the worst gap from the first step until all that followed is done."""
        if QApplication.activeWindow() is None:
            self.window.activateWindow()
            self.heart.rest(0.1)
        self.heart.begin()
        for step in steps:
            QTimer.singleShot(0, self.window, step)
            self.heart.rest(pause / 1000)
        self.settle()
        _say("command", what, gap=self.heart.worst)

    def change(self, what: str, steps: Iterable[Step], pause: int = KEY_MS) -> None:
        """Does something that is a step of the journal, and takes it back."""
        before = self.row("SELECT max(id) FROM operation")
        self.do(what, steps, pause)
        if self.row("SELECT max(id) FROM operation") == before:
            raise AssertionError(f"{what}: nothing was changed")
        self.do(f"{what}: taken back", [self.window.undoing.undo])

    def settle(self) -> Moment:
        """Waits until no job runs any more; answers since when."""
        since: list[Moment] = []

        def quiet() -> bool:
            if self.window.jobs.running or self.window.measuring.later.isActive():
                since.clear()
            else:
                since.append(moment())
            return len(since) > 10

        self.heart.until(quiet, 600)
        return since[0]

    def row(self, sql: str) -> int:
        """The id of a record."""
        return int(self.window.session.here.rows(sql)[0][0])


def key(key: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Step:
    """A key press where the focus is."""
    return lambda: QTest.keyClick(_target(), key, keys)


def typing(text: str) -> list[Step]:
    """A text, key by key."""
    return [partial(_type, letter) for letter in text]


def _type(letter: str) -> None:
    QTest.keyClicks(_target(), letter)


def _target() -> QWidget:
    found = QApplication.focusWidget() or QApplication.activeModalWidget() or QApplication.activeWindow()
    assert found is not None, "no window has the keys"
    return found


def _say(sort: str, what: str, **spans: Span) -> None:
    parts = {name: [span.wall, span.cpu, span.queued] for name, span in spans.items()}
    print(json.dumps({"sort": sort, "what": what, **parts}), flush=True)


PAGES = (
    *(("Today", "today"), ("Contacts", "contacts"), ("Leads", "leads"), ("Deals, board", "deals")),
    *(("Tickets", "tickets"), ("Activities", "activities"), ("Campaigns", "campaigns"), ("Money", "money")),
    *(("Surveys", "surveys"), ("Team", "staff"), ("Goals", "goals"), ("Settings", "settings"), ("Bin", "bin")),
    *(("History of everything", "steps"), ("Dashboard", "dashboard")),
)
# The contact with the most sales, the last deal that was moved, the last ticket that was answered, a campaign.
_RECORDS = {
    "contact": "SELECT contact_id FROM sale WHERE contact_id > 0 GROUP BY contact_id ORDER BY count(*) DESC LIMIT 1",
    "deal": "SELECT max(deal_id) FROM stage_change",
    "ticket": "SELECT max(ticket_id) FROM ticket_event",
    "campaign": "SELECT min(id) FROM campaign",
}


def visits(desk: Desk) -> None:
    """Every page, then every page again, then records."""
    places = [(name, Place(page)) for name, page in PAGES]
    for turn in ("first visit", "again"):
        for name, place in places:
            desk.visit(f"{name}, {turn}", place)
    records = {kind: desk.row(sql) for kind, sql in _RECORDS.items()}
    for turn in ("first visit", "again"):
        for kind, row_id in records.items():
            desk.visit(f"Record of a {kind}, {turn}", Place("record", kind, row_id))


def commands(desk: Desk) -> None:
    """What is done all day."""
    _lists(desk)
    _palette(desk)
    _board(desk)
    _records(desk)
    _saving(desk)


def _lists(desk: Desk) -> None:
    _list(desk, "contacts", "name")
    _list(desk, "activities", "subject")


def _list(desk: Desk, name: str, sort: str) -> None:
    desk.window.desk.go(Place(name))
    desk.settle()
    page = cast("ListPage", desk.window.page)
    bar = page.view.verticalScrollBar()
    desk.do(f"Scrolling in {name}", [lambda: bar.setValue(bar.value() + 3)] * 150, WHEEL_MS)
    parts = [part / 20 for part in range(20)]
    desk.do(f"Jumping in {name}", [partial(_jump, bar, part) for part in parts], 50)
    desk.do(f"Typing in the search of {name}", [key(Qt.Key.Key_F, CONTROL), *typing("an muller")])
    desk.do(f"Emptying the search of {name}", [key(Qt.Key.Key_Escape)], 300)
    desk.do(f"Sorting {name} by {sort}", [lambda: page.sort_by(sort)])
    desk.do(f"Showing all of {name}", [lambda: page.sort_by(""), page.clear])


def _jump(bar: QScrollBar, part: float) -> None:
    bar.setValue(round(bar.maximum() * part))


def _palette(desk: Desk) -> None:
    desk.do("Opening the palette", [key(Qt.Key.Key_K, CONTROL)])
    desk.do("Typing in the palette", typing("anna schmid"))
    desk.do("Closing the palette", [key(Qt.Key.Key_Escape)])


def _board(desk: Desk) -> None:
    desk.window.desk.go(Place("deals"))
    desk.settle()
    board = desk.window.page.board  # type: ignore[attr-defined]  # the page that was gone to has it
    source, target = board.columns[0].list.viewport(), board.columns[1]
    cards = board.columns[0].list
    start = cards.visualRect(cards.cards.index(1)).center()
    end = source.mapFromGlobal(target.mapToGlobal(target.rect().center()))
    steps = [start + (end - start) * part / 20 for part in range(1, 21)]
    desk.change(
        "Dragging a card to the next stage",
        [
            lambda: QTest.mousePress(source, LEFT, pos=start),
            *(partial(QTest.mouseMove, source, place) for place in steps),
            lambda: QTest.mouseRelease(source, LEFT, pos=QPoint(end)),
        ],
        WHEEL_MS,
    )
    desk.change("Moving a card by keys (Ctrl+Right)", [key(Qt.Key.Key_Right, CONTROL)])


def _records(desk: Desk) -> None:
    desk.window.desk.go(Place("contacts"))
    desk.settle()
    desk.do("Opening a record from the list", [key(Qt.Key.Key_Down), key(Qt.Key.Key_Return)])
    desk.do("Ten records further (Ctrl+Down)", [key(Qt.Key.Key_Down, CONTROL)] * 10, 300)
    desk.window.desk.go(Place("record", "contact", desk.row(_RECORDS["contact"])))
    desk.settle()
    page = desk.window.page
    name = page.facts.facts["name"].value  # type: ignore[attr-defined]  # the page that was gone to has it
    edit = [name.setFocus, key(Qt.Key.Key_F2), *typing("Anna"), key(Qt.Key.Key_Return)]
    desk.change("Saving a fact of a record", edit)
    log = [key(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier), *typing("Asked for it"), key(Qt.Key.Key_Return, CONTROL)]
    desk.change("Logging a call", log)


def _saving(desk: Desk) -> None:
    window = desk.window
    window.desk.go(Place("contacts"))
    desk.settle()
    view = window.page.view  # type: ignore[attr-defined]  # the page that was gone to has it
    first = partial(view.setCurrentIndex, view.rows.index(0, view.rows.columns.index("name")))
    desk.change("Saving a cell of a list", [first, view.edit_current, *typing("Anna"), key(Qt.Key.Key_Return)])
    add = [key(Qt.Key.Key_N, CONTROL), *typing("Anna Neumann")]
    desk.do("Quick add: opening and typing a name", add)
    desk.change("Quick add: saving", [key(Qt.Key.Key_Return, CONTROL)])
    desk.change("Deleting a contact", [view.setFocus, first, key(Qt.Key.Key_Delete)])
    window.desk.go(Place("tickets"))
    desk.settle()
    desk.change("Logging a reply to a ticket", [key(Qt.Key.Key_Down), key(Qt.Key.Key_R)])
    window.desk.go(Place("staff"))
    desk.settle()
    team = window.page.view  # type: ignore[attr-defined]  # the page that was gone to has it
    desk.do("Deleting somebody of the team", [team.setFocus, key(Qt.Key.Key_Down), key(Qt.Key.Key_Delete)])


def _desk(desk: Desk) -> None:
    visits(desk)
    commands(desk)


_PAIRS: dict[str, tuple[str, Callable[[Desk], list[tuple[float, float]]], str]] = {
    "7": (
        "first paint of a list / a bare QTableView over a list",
        desk_lists.first_paint,
        "activities: 128 rows by LIMIT, the ids of all from a job",
    ),
    "8": (
        "scrolling a list, p95 of a step / a bare QTableView over a list",
        desk_lists.scrolling,
        "activities, three rows a step, cells from the file by the page",
    ),
    "9": (
        "search of contacts, Enter to painted / a LIKE scan",
        desk_lists.searching,
        "ours also forgives accents and slips; while one types it waits for a pause of 150 ms",
    ),
}


def _pairs(number: str, desk: Desk) -> None:
    what, take, note = _PAIRS[number]
    found = {"sort": "pairs", "number": number, "what": what, "taken": take(desk), "note": note}
    print(json.dumps(found), flush=True)


PARTS: Mapping[str, Callable[[Desk], None]] = {"desk": _desk, **{number: partial(_pairs, number) for number in _PAIRS}}


def _end(kind: type[BaseException], fault: BaseException, where: Any) -> None:
    """What goes wrong in the window ends everything: nothing that follows would be what it says."""
    traceback.print_exception(kind, fault, where)
    sys.stderr.flush()
    os._exit(1)


def main(path: Path, now: int, parts: Iterable[Callable[[Desk], None]]) -> int:
    """Runs the window on a file."""
    sys.setswitchinterval(TURN_SECONDS)
    sys.excepthook = _end
    app = QApplication([sys.argv[0], *STYLE])
    window = MainWindow(app, FixedClock(now))
    window.resize(1366, 740)
    window.show()
    begin(window, str(path))
    settle()
    window.activateWindow()
    desk = Desk(window)
    desk.settle()
    desk.heart.rest(_LOOK_SECONDS)
    try:
        for part in parts:
            part(desk)
    finally:
        window.desk.go(Place("dashboard"))
        desk.settle()
        window.close()
    return 0


if __name__ == "__main__":
    asked = set(sys.argv[3].split(","))
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), [part for name, part in PARTS.items() if name in asked]))
