"""The first day of a business with crmdesk, told once: from the welcome page to the figures of the day.

Velo Huber, Zurich, Monday 16 November 2026. Whoever lives it has two hands (`tests.screen.hands`) and a clock on the
wall; nothing is called, set or written behind the window's back.
"""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crmdesk.domain.calendar import Calendar
from crmdesk.domain.clock import Clock
from crmdesk.screen.areas import PAGES
from crmdesk.screen.deal.closing import Lost, Won
from crmdesk.screen.new_workspace import NewWorkspace
from crmdesk.screen.quick_add import QuickAdd
from crmdesk.screen.survey_entry import SurveyEntry
from tests.screen.driving import texts
from tests.screen.hands import Hands

ZURICH = Calendar("Europe/Zurich")


class WallClock(Clock):
    """Shows what it is set to."""

    def __init__(self, time: str) -> None:
        self.set(time)

    def set(self, time: str) -> None:
        self.at = ZURICH.parse(f"2026-11-16T{time}:00")

    def now(self) -> int:
        return self.at


def live(hands: Hands, clock: WallClock) -> None:
    """The whole day, until the figures are looked at."""
    begin(hands)
    settle_business(hands)
    clock.set("09:00")
    meet_people(hands)
    meet_leads(hands, clock)
    open_deals(hands, clock)
    take_tickets(hands, clock)
    close_first_deals(hands, clock)
    finish_tickets_and_deal(hands, clock)
    spend_and_sell(hands, clock)
    ask_customers(hands, clock)
    set_goal(hands, clock)


def begin(hands: Hands) -> None:
    """Welcome page, New, one name: everything else is proposed."""
    hands.press(hands.button("New workspace"))
    dialog = hands.dialog(NewWorkspace)
    hands.letters("Velo Huber")
    hands.key(Qt.Key.Key_Return)
    hands.closed()
    assert "Velo Huber" in hands.window.windowTitle() and dialog is not None
    assert hands.window.shows() == "today"
    assert "1. Your business" in texts(hands.window.page)


def settle_business(hands: Hands) -> None:
    """Currency, time zone, hours, stages, and who works here."""
    hands.press(hands.button("Set up the business"))
    page = hands.window.page
    lines = page.section.lines
    choose_typed(hands, lines["currency"].control, "CHF")
    choose_typed(hands, lines["timezone"].control, "Europe/Zurich")
    hands.save(page.section)
    assert hands.window.session.here.settings.timezone == "Europe/Zurich"
    hands.choose_row(page.names, "Working time")
    lines = page.section.lines
    saturday = lines["working_days"].control.boxes[5]
    hands.enter(saturday)
    if not saturday.isChecked():
        hands.key(Qt.Key.Key_Space)
    hands.write(lines["opens"].control, "8")
    hands.write(lines["closes"].control, "18")
    hands.write(lines["holidays"].control, "2 Nov 2026")
    hands.save(page.section)
    assert hands.said() == "Working time and holidays: saved."
    hands.choose_row(page.names, "Pipeline stages")
    hands.press(hands.button("Begin with the usual stages"))
    hands.choose_row(page.section.list, "Negotiation")
    hands.write(page.section.form.editor("probability"), "0.8")
    hands.save(page.section)
    hands.choose_row(page.names, "Team")
    hands.write(page.section.form.editor("name"), "Mira Huber")
    hands.pick(page.section.form.editor("role").control, "Owner")
    hands.save(page.section)
    assert hands.said() == "“Mira Huber” is saved."


def choose_typed(hands: Hands, box, text: str) -> None:
    """Types in a list in which one can type."""
    hands.enter(box)
    hands.retype(text)
    if QApplication.activePopupWidget() is not None:
        hands.key(Qt.Key.Key_Return)


def meet_people(hands: Hands) -> None:
    """Three people, the first one with a company that is made on the spot."""
    hands.go("contacts")
    hands.do("add")
    form = hands.dialog(QuickAdd)
    hands.letters("Anna Berger")
    hands.propose(form.form.editor("company_id"), "Berger AG")
    hands.write(form.form.editor("email"), "anna@berger.example")
    hands.write(form.form.editor("phone"), "044 123 45 67")
    another(hands, form)
    hands.letters("Ben Caduff")
    another(hands, form)
    hands.letters("Carla Dietrich")
    hands.save(form)
    hands.closed()
    assert hands.said() == "Contact “Carla Dietrich” was added."
    assert hands.window.page.count.text() == "4 rows"


def another(hands: Hands, form: Any) -> None:
    """Saves, and goes on in the same form."""
    hands.press(form.again)
    assert hands.focus() is form.form.editor("name").control


def meet_leads(hands: Hands, clock: WallClock) -> None:
    """Two people ask; one is called back from his own page, one from the page of today."""
    hands.go("leads")
    for time, name in (("09:10", "Emil Frei"), ("09:20", "Greta Hug")):
        clock.set(time)
        hands.do("add")
        form = hands.dialog(QuickAdd)
        hands.letters(name)
        hands.save(form)
        hands.closed()
    clock.set("09:40")
    hands.open_row(hands.window.page.view, "Emil Frei")
    hands.do("log_call")
    hands.letters("Wants three city bikes before Christmas.")
    hands.save(hands.window.page.log)
    assert hands.said() == "The call is noted: Emil Frei"
    clock.set("10:20")
    hands.go("today")
    page = hands.window.page
    line = page.parts["leads"].lines[0]
    assert "Greta Hug" in line.accessibleName() and len(page.parts["leads"].lines) == 1
    hands.call_back(line)
    assert not page.parts["leads"].lines


DEALS = (
    ("Ten cargo bikes", "Anna", "12000"),
    ("Service contract", "Ben", "2400"),
    ("Workshop day", "Carla", "3000"),
    ("Rain jackets", "Greta", "5000"),
)


def open_deals(hands: Hands, clock: WallClock) -> None:
    """Four deals, all in the first stage of the pipeline."""
    clock.set("10:30")
    hands.go("deals")
    for title, contact, amount in DEALS:
        hands.do("add")
        form = hands.dialog(QuickAdd)
        hands.letters(title)
        hands.propose(form.form.editor("contact_id"), contact)
        hands.write(form.form.editor("amount"), amount)
        hands.save(form)
        hands.closed()
    assert set(hands.cards()) == {title for title, _contact, _amount in DEALS}


TICKETS = (("11:00", "Brake squeaks", "Anna"), ("11:10", "Invoice is missing", "Ben"))


def take_tickets(hands: Hands, clock: WallClock) -> None:
    """Two customers need help; the first one gets an answer soon."""
    hands.go("tickets")
    for time, subject, contact in TICKETS:
        clock.set(time)
        hands.do("add")
        form = hands.dialog(QuickAdd)
        hands.letters(subject)
        hands.propose(form.form.editor("contact_id"), contact)
        hands.save(form)
        hands.closed()
    step(hands, clock, "11:30", "Brake squeaks", "Reply")


def step(hands: Hands, clock: WallClock, time: str, subject: str, name: str) -> None:
    """A step with a ticket of the queue."""
    clock.set(time)
    hands.choose_row(hands.window.page.queue.table, subject)
    hands.take_step(name)


def close_first_deals(hands: Hands, clock: WallClock) -> None:
    """One deal is won and its sale recorded, one is lost for a reason, two go on."""
    clock.set("12:30")
    hands.go("deals")
    for title, _contact, _amount in DEALS:
        hands.move_card(title, "Qualified")
    hands.move_card("Workshop day", "won")
    hands.dialog(Won)
    hands.key(Qt.Key.Key_Return)
    hands.closed()
    hands.move_card("Service contract", "lost")
    hands.dialog(Lost)
    hands.letters("Price")
    hands.key(Qt.Key.Key_Return)
    hands.closed()
    hands.move_card("Ten cargo bikes", "Proposal")
    assert set(hands.cards()) == {"Ten cargo bikes", "Rain jackets"}


def finish_tickets_and_deal(hands: Hands, clock: WallClock) -> None:
    """Both tickets are resolved in the afternoon, and the big deal is won for less than was asked."""
    hands.go("tickets")
    step(hands, clock, "12:40", "Invoice is missing", "Reply")
    step(hands, clock, "13:00", "Brake squeaks", "Resolve")
    clock.set("14:30")
    hands.go("deals")
    hands.move_card("Ten cargo bikes", "won")
    hands.dialog(Won)
    hands.retype("11500")
    hands.key(Qt.Key.Key_Return)
    hands.closed()
    hands.go("tickets")
    step(hands, clock, "15:10", "Invoice is missing", "Resolve")


def spend_and_sell(hands: Hands, clock: WallClock) -> None:
    """A campaign, what it cost, and a sale that it brought."""
    clock.set("15:30")
    hands.go("campaigns")
    hands.do("add")
    form = hands.dialog(QuickAdd)
    hands.letters("Autumn fair")
    hands.write(form.form.editor("channel"), "Fair")
    hands.write(form.form.editor("budget"), "1000")
    hands.save(form)
    hands.closed()
    hands.open_row(hands.window.page.view, "Autumn fair")
    hands.press(hands.button("New expense"))
    form = hands.dialog(QuickAdd)
    hands.letters("400")
    hands.save(form)
    hands.closed()
    clock.set("16:00")
    hands.go("money")
    hands.do("add")
    form = hands.dialog(QuickAdd)
    hands.letters("600")
    hands.propose(form.form.editor("contact_id"), "Emil")
    hands.press(form.more)
    hands.propose(form.form.editor("campaign_id"), "Autumn")
    hands.save(form)
    hands.closed()


def ask_customers(hands: Hands, clock: WallClock) -> None:
    """How satisfied Anna was with the help she got, and whether she would recommend the business."""
    clock.set("16:10")
    hands.go("tickets")
    hands.press(hands.window.page.queue.presets["resolved"])
    hands.choose_row(hands.window.page.queue.table, "Brake squeaks")
    hands.take_step("Satisfaction")
    answer = hands.dialog(SurveyEntry)
    hands.key(Qt.Key.Key_5)
    hands.save(answer)
    hands.closed()
    hands.go("surveys")
    hands.do("add")
    form = hands.dialog(QuickAdd)
    hands.pick(form.form.editor("kind").control, "Recommendation (0 to 10)")
    hands.write(form.form.editor("score"), "9")
    hands.propose(form.form.editor("contact_id"), "Anna")
    hands.save(form)
    hands.closed()
    assert hands.window.page.count.text() == "2 rows"


def set_goal(hands: Hands, clock: WallClock) -> None:
    """What November should bring."""
    clock.set("16:20")
    hands.go("today")
    hands.press(hands.button("Set a goal"))
    form = hands.dialog(QuickAdd)
    hands.pick(form.form.editor("kpi").control, "Revenue")
    hands.write(form.form.editor("target"), "20000")
    hands.save(form)
    hands.closed()
    assert not hands.window.page.room.itemAt(0).widget().isVisible()


def look(hands: Hands, clock: WallClock, folder: Path) -> dict[str, str]:
    """The dashboard with every card, and the summary as files in a folder. Answers what the cards show."""
    clock.set("17:00")
    hands.go("dashboard")
    shown = {}
    for place in range(len(PAGES)):
        hands.show_area(place)
        page = hands.window.dashboard.page
        shown.update({card.kpi_id: card.face.value for card in page.cards if card.face is not None})
    hands.show_area(0)
    hands.do("pdf")
    hands.file_named(folder / "day.pdf")
    hands.do("sheet")
    hands.file_named(folder / "day.xlsx")
    return shown


def records_behind(hands: Hands, kpi: str) -> list[tuple[str, str]]:
    """Opens the figure of a card, and answers name and amount of the records behind it; then goes back."""
    card = next(one for one in hands.window.dashboard.page.cards if one.kpi_id == kpi)
    hands.press(card)
    page = hands.window.page
    assert hands.window.shows() == "figure"
    rows = page.list.table.model()
    heads = [str(rows.headerData(place, Qt.Orientation.Horizontal)) for place in range(rows.columnCount())]
    record, amount = heads.index("Record"), heads.index("Amount")
    found = [
        (str(rows.index(row, record).data()), str(rows.index(row, amount).data())) for row in range(rows.rowCount())
    ]
    hands.key(Qt.Key.Key_Escape)
    assert hands.focus() is card
    return found
