"""A month is closed, told once for two pairs of hands: with a mouse, and by keys alone.

October of the demo business was printed, and a late invoice came in after that.
"""

from io import BytesIO
from pathlib import Path

import pypdf
from PySide6.QtCore import Qt

from crmdesk.domain.calendar import day_text
from crmdesk.screen.month.page import MonthPage
from crmdesk.store.closing import pdf_of
from crmdesk.store.sale import Sale
from tests.screen.driving import NOON, texts
from tests.screen.hands import Hands

LATE, LATER = "Late invoice", "Another late invoice"


def print_and_change(window, folder: Path) -> None:
    """October was handed over, and then it was changed."""
    window.printing.save_pdf(folder / "october.pdf")
    sell(window, LATE, 123_456)


def sell(window, label: str, amount: int) -> None:
    at = window.session.here.calendar.parse("2026-10-20T12:00:00")
    with window.session.here.operation(label, staff=1) as tx:
        tx.insert(Sale, {"sold_at": at, "amount": amount, "contact_id": 1})


def live(hands: Hands) -> None:
    """The whole close, its undo and its redo, and a look at it when a figure has changed once more."""
    hands.go("month")
    page: MonthPage = hands.window.page
    assert page.title() == "Close October 2026", (page, page.title())
    mend_a_record(hands, page)
    look_at_changes_and_goals(hands, page)
    choose_sentences(hands, page)
    say_what_is_next(hands, page)
    keep_it(hands, page)
    take_back_and_do_again(hands, page)
    compare_with_today(hands, page)


def go_on(hands: Hands) -> None:
    """To the next step."""
    hands.do("month_next")
    hands.closed()


def mend_a_record(hands: Hands, page: MonthPage) -> None:
    """A problem, one of its records, and back to where one was."""
    assert page.step == "problems" and page.way.rail.item(0).text().endswith("records to look at")
    hands.choose_row(page.problems.kinds, "Lost deals without a reason")
    name = page.problems.records.rows.rows[0].name
    hands.open_row(page.problems.records, name)
    assert hands.window.shows() == "record" and hands.window.page.title().startswith(name)
    hands.do("back")
    hands.closed()
    assert hands.window.page is page and page.step == "problems"
    assert page.problems.kinds.currentIndex().data() == "Lost deals without a reason"


def look_at_changes_and_goals(hands: Hands, page: MonthPage) -> None:
    """The printed figure that changed names its step; goals are in sight."""
    go_on(hands)
    assert page.step == "changed"
    model = page.changed.table.rows
    first = [model.index(0, column).data() for column in range(model.columnCount())]
    assert (first[0], first[1], first[4]) == ("Revenue", "Oct 2026", LATE) and first[6]
    assert first[2] != first[3]
    go_on(hands)
    assert page.step == "goals" and page.goals.table.rows.rowCount() > 0


def choose_sentences(hands: Hands, page: MonthPage) -> None:
    """One is left out, one is said in other words, one is one's own."""
    go_on(hands)
    lines = page.sentences.lines
    assert len(lines) >= 2 and lines[0].tick.isChecked() and lines[1].tick.isChecked()
    hands.tick(lines[0].tick)
    hands.write(lines[1].words, "Say it in other words")
    hands.press(page.sentences.add)
    hands.letters("We moved to a larger shop")
    assert page.draft().accepted[-1] == "We moved to a larger shop"


def say_what_is_next(hands: Hands, page: MonthPage) -> None:
    """A comment, and a step with a name and a day."""
    go_on(hands)
    hands.write(page.words.comment, "A good month")
    hands.write(page.words.lines[0].what, "Call the quiet customers")
    hands.pick(page.words.lines[0].who, "Katrin Vogel")
    hands.write(page.words.lines[0].when.line, "+2w")
    assert len(page.words.lines) == 2


def keep_it(hands: Hands, page: MonthPage) -> None:
    """One page instead of two, then the close."""
    go_on(hands)
    assert page.step == "finish"
    hands.pick(page.finish.options.pages, "One page")
    assert page.finish.paper is not None and len(page.finish.view.area.sheets.leaves) == 1
    hands.press(page.foot.next)
    assert page.shows_past, hands.said()
    assert "October 2026 is closed; 1 task was made." in hands.said()
    check(hands)


def check(hands: Hands) -> None:
    """What was closed is in the file."""
    here = hands.window.session.here
    ((closing, period, comment, pages),) = here.rows("SELECT id, period, comment, pages FROM closing")
    assert (period, comment, pages) == ("2026-10", "A good month", 1)
    text = " ".join(pypdf.PdfReader(BytesIO(pdf_of(here, closing))).pages[0].extract_text().split())
    for words in ("Say it in other words", "We moved to a larger shop", "A good month", "Call the quiet customers"):
        assert words in text
    ((subject, who, due),) = here.rows(
        "SELECT subject, s.name, due_day FROM activity a JOIN staff s ON s.id = a.staff_id ORDER BY a.id DESC LIMIT 1"
    )
    today = here.calendar.day_of(NOON)
    assert (subject, who, day_text(due)) == ("Call the quiet customers", "Katrin Vogel", day_text(today + 14))


def take_back_and_do_again(hands: Hands, page: MonthPage) -> None:
    """One undo takes all of it back, one redo brings it."""
    here = hands.window.session.here
    tasks = "SELECT count(*) FROM activity WHERE subject = 'Call the quiet customers'"
    hands.do("undo")
    assert here.rows("SELECT 1 FROM closing") == [] and here.rows(tasks) == [(0,)]
    hands.do("redo")
    check(hands)


def compare_with_today(hands: Hands, page: MonthPage) -> None:
    """A figure has changed since: the step stands beside it, and the summary opens as it was kept."""
    sell(hands.window, LATER, 50_000)
    hands.rest()
    assert page.shows_past and page.past.table.rows.rowCount() == 1
    assert "differ" in page.past.differ.text() or "today" in page.past.differ.text()
    model = page.past.figures.rows
    assert [model.index(0, column).data() for column in (0, 3)] == ["Revenue", LATER]
    assert "A good month" in texts(page.past)
    hands.open_row(page.past.table, "Oct 2026")
    assert hands.window.shows() == "preview"
    assert hands.window.page.view.pdf == pdf_of(hands.window.session.here, page.past.current().id)
    hands.key(Qt.Key.Key_Escape)
    assert hands.window.page is page and page.shows_past
