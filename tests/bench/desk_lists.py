"""Measures 7, 8 and 9: a list of the window beside the plainest table of Qt, and its search beside a look through all.

Pairs are taken in turns, in the window itself.
"""

import random
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView

from crmdesk.domain.fold import fold
from crmdesk.store.query import Query
from crmdesk.ui.desk import Place
from tests.bench.bare_list import BareModel, bare_view
from tests.bench.pairs import milliseconds

if TYPE_CHECKING:
    from crmdesk.screen.listing.page import ListPage
    from tests.bench.desk_run import Desk

Pairs = list[tuple[float, float]]
_PAIRS, _STEPS, _WORDS = 7, 200, 25
_LISTING = "activities"
_LIKE = "SELECT id FROM contact WHERE name LIKE ? OR email LIKE ? OR phone LIKE ? ORDER BY id DESC"


def first_paint(desk: "Desk") -> Pairs:
    """7: a list from its query to the end of its paint; a bare table over a list, from its model."""
    page, bare = _page(desk, _LISTING), _bare(desk, _LISTING)
    model = bare.model()

    def floor() -> None:
        bare.setModel(None)
        bare.setModel(model)
        bare.viewport().repaint()

    def ours() -> None:
        page.view.show_query(Query(_LISTING))
        page.view.viewport().repaint()

    taken = []
    for turn in range(_PAIRS + 1):
        pair = milliseconds(floor), milliseconds(ours)
        desk.settle()
        if turn:
            taken.append(pair)
    bare.close()
    return taken


def scrolling(desk: "Desk") -> Pairs:
    """8: the 95th percentile of 200 steps of three rows, each with its paint."""
    page, bare = _page(desk, _LISTING), _bare(desk, _LISTING)
    desk.settle()
    _p95(bare), _p95(page.view)
    taken = [(_p95(bare), _p95(page.view)) for _ in range(_PAIRS)]
    bare.close()
    return taken


def searching(desk: "Desk") -> Pairs:
    """9: from Enter in the search until the rows are painted; looking through all contacts with LIKE."""
    page, workspace = _page(desk, "contacts"), desk.window.session.here
    chance = random.Random(9)
    newest = desk.row("SELECT max(id) FROM contact")
    taken = []
    while len(taken) < _WORDS:
        names = workspace.rows("SELECT name FROM contact WHERE id = ?", (chance.randrange(newest) + 1,))
        words = [word for (name,) in names for word in fold(name).split() if len(word) > 3]
        if words:
            word = chance.choice(words)[: chance.choice((3, 4, 6))]
            floor = milliseconds(partial(workspace.rows, _LIKE, (f"%{word}%",) * 3))
            taken.append((floor, _search(desk, page, word)))
    page.clear()
    return taken


def _search(desk: "Desk", page: "ListPage", word: str) -> float:
    page.clear()
    desk.settle()
    page.search.setFocus()
    page.search.setText(word)
    start = time.perf_counter()
    QTest.keyClick(page.search, Qt.Key.Key_Return)
    desk.heart.until(lambda: page.query.text == word and page.view.rows.complete)
    page.view.viewport().repaint()
    return (time.perf_counter() - start) * 1000


def _page(desk: "Desk", listing: str) -> "ListPage":
    desk.window.desk.go(Place(listing))
    desk.settle()
    return cast("ListPage", desk.window.page)


def _bare(desk: "Desk", listing: str) -> QTableView:
    """A bare table with the texts of the first rows of a list."""
    page = _page(desk, listing)
    rows = page.view.rows
    texts = [[rows.text(row, column) for column in rows.columns] for row in range(200)]
    view = bare_view(page.view)
    # Kept alive by the view that shows it.
    model = BareModel(list(rows.columns), texts, rows.rowCount())
    model.setParent(view)
    view.setModel(model)
    for place in range(len(rows.columns)):
        view.setColumnWidth(place, page.view.columnWidth(place))
    view.show()
    desk.heart.rest(0.2)
    return view


def _p95(view: QTableView) -> float:
    bar = view.verticalScrollBar()
    bar.setValue(0)
    view.viewport().repaint()

    def step() -> None:
        bar.setValue(bar.value() + 3)
        view.viewport().repaint()

    return sorted(_timed(step) for _ in range(_STEPS))[_STEPS * 95 // 100]


def _timed(step: Callable[[], None]) -> float:
    start = time.perf_counter()
    step()
    return (time.perf_counter() - start) * 1000
