"""The KPIs of marketing money and of the staff: ROI, CAC, productivity, adoption."""

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction

from tests.oracle.activity import buyer, net_sales, new_customers
from tests.oracle.calendar import DAY, midnight, months_later
from tests.oracle.deals import amounts_won, closed, ever_a_deal
from tests.oracle.facts import Book, Expense, Person, Sale, Step
from tests.oracle.question import (
    NO_DATA,
    NO_DENOMINATOR,
    NOT_SET_UP,
    Figure,
    Question,
    figure,
    missing,
    money,
    ratio,
)
from tests.oracle.tickets import received, resolution_seconds


def total(records: Sequence[Sale] | Sequence[Expense]) -> Fraction:
    """The sum of their amounts."""
    return sum((record.amount for record in records), Fraction(0))


def start_of_last_12_months(question: Question) -> datetime:
    """Midnight of (the last day begun + 1) less 12 months."""
    return midnight(months_later(question.last_day + DAY, -12), question.zone)


def campaign_of(book: Book, sale: Sale) -> str:
    """The sale's own campaign, else its deal's, else its contact's, else that of the contact's company."""
    deal = book.deals[sale.deal] if sale.deal else None
    contact = book.contacts[buyer(book, sale)] if buyer(book, sale) else None
    company = book.contacts[contact.company] if contact and contact.company else None
    chain = [sale.campaign, *(one.campaign for one in (deal, contact, company) if one)]
    return next((one for one in chain if one), "")


def marketing_roi(question: Question) -> Figure:
    """Attributed revenue by the cost of campaigns, over the last 12 months."""
    since = start_of_last_12_months(question)
    sales = [sale for sale in net_sales(question, since) if campaign_of(question.book, sale)]
    costs = [one for one in question.book.expenses if one.campaign and since <= one.at < question.cut]
    earned, spent = total(sales), total(costs)
    if not sales and not costs:
        return missing(NO_DATA, 0, 0, 0)
    if spent == 0:
        return missing(NO_DENOMINATOR, len(sales), earned, spent)
    return figure(earned / spent, len(sales), earned, spent)


def cac(question: Question) -> Figure:
    """Marketing and sales expenses of the period by its new customers."""
    kinds = [one for one in question.book.expenses if one.category in ("marketing", "sales")]
    spent = [one for one in kinds if question.holds(one.at)]
    count = len(new_customers(question))
    if count == 0:
        return missing(NO_DENOMINATOR if spent else NO_DATA, 0, total(spent), 0)
    if not any(one.at < question.cut for one in kinds):
        return missing(NOT_SET_UP, count, 0, count)
    return figure(money(question.book, total(spent) / count), count, total(spent), count)


def employed(person: Person, day: date) -> bool:
    """From started_on to and including left_on."""
    begun = person.started_on is None or person.started_on <= day
    return begun and (person.left_on is None or day <= person.left_on)


def working_days(question: Question, roles: tuple[str, ...]) -> int:
    """The working days in the period before the cut of all staff with one of the roles."""
    settings = question.book.settings
    return sum(
        1
        for person in question.book.staff
        for day in question.days()
        if person.role in roles
        and employed(person, day)
        and day.isoweekday() in settings.working_days
        and day not in settings.holidays
    )


def sales_productivity(question: Question) -> Figure:
    """Amount of the deals won by the working days of sales and owner."""
    days, amount = working_days(question, ("sales", "owner")), sum(amounts_won(question), Fraction(0))
    won = len(closed(question, "won"))
    if not ever_a_deal(question):
        return missing(NO_DATA, won, amount, days)
    if days == 0:
        return missing(NO_DENOMINATOR, won, amount, days)
    return figure(money(question.book, amount / days), won, amount, days)


def service_productivity(question: Question) -> Figure:
    """Tickets resolved by the working days of support and owner."""
    days, count = working_days(question, ("support", "owner")), len(resolution_seconds(question))
    if not received(question):
        return missing(NO_DATA, count, count, days)
    if days == 0:
        return missing(NO_DENOMINATOR, count, count, days)
    return figure(Fraction(count, days), count, count, days)


def doers(question: Question, steps: Sequence[Step], owner: str) -> set[str]:
    """Who did the steps that lie in the period; the owner where a step names nobody."""
    return {step.staff or owner for step in steps if question.holds(step.at)}


def recorders(question: Question) -> set[str]:
    """Everybody who recorded something dated in the period."""
    book = question.book
    names = {activity.staff for activity in book.activities if question.holds(activity.at)}
    for deal in book.deals.values():
        names |= doers(question, deal.steps, deal.owner)
    for ticket in book.tickets:
        names |= doers(question, ticket.steps, ticket.owner)
    return names


def adoption_rate(question: Question) -> Figure:
    """Of the staff employed in the period before the cut, those who recorded something in it."""
    if not question.book.staff:
        return missing(NOT_SET_UP, 0, 0, 0)
    people = [one for one in question.book.staff if any(employed(one, day) for day in question.days())]
    names = recorders(question)
    return ratio(sum(1 for person in people if person.id in names), len(people))
