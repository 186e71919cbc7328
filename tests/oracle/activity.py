"""Accounts, customers, and on which days a customer was active."""

from datetime import date, datetime, timedelta

from tests.oracle.calendar import DAY, local_day, midnight
from tests.oracle.facts import Book, Sale
from tests.oracle.question import Question


def account(book: Book, contact: str) -> str:
    """A contact's company if it belongs to one, else the contact itself."""
    return book.contacts[contact].company or contact


def buyer(book: Book, sale: Sale) -> str:
    """The contact of a sale: its own, else its deal's, else nobody."""
    if sale.contact:
        return sale.contact
    return book.deals[sale.deal].contact if sale.deal else ""


def account_of_sale(book: Book, sale: Sale) -> str:
    """The account that bought, or nobody."""
    contact = buyer(book, sale)
    return account(book, contact) if contact else ""


def purchases(book: Book, name: str, before: datetime) -> list[datetime]:
    """The moments of an account's positive sales before a moment."""
    return [
        sale.at for sale in book.sales if sale.amount > 0 and sale.at < before and account_of_sale(book, sale) == name
    ]


def customers(book: Book, before: datetime) -> dict[str, datetime]:
    """Every customer that the sales before a moment make, with its customer-since."""
    since: dict[str, datetime] = {}
    for sale in book.sales:
        name = account_of_sale(book, sale)
        if name and sale.amount > 0 and sale.at < before:
            since[name] = min(since.get(name, sale.at), sale.at)
    return since


def new_customers(question: Question) -> list[str]:
    """The customers whose customer-since lies in the period."""
    return [name for name, since in customers(question.book, question.cut).items() if question.holds(since)]


def ended_days(book: Book, name: str) -> list[date]:
    """The days on which a contact of the account said that it stops."""
    return [
        contact.ended_on
        for contact in book.contacts.values()
        if contact.ended_on is not None and account(book, contact.id) == name
    ]


def active(day: date, bought: list[date], ended: list[date], limit: int) -> bool:
    """Active at the end of a day, by the local dates of the purchases and of the endings."""
    until = [one for one in bought if one <= day]
    if not until:
        return False
    latest = max(until)
    if limit and not latest > day - timedelta(days=limit):
        return False
    return not any(latest <= one <= day for one in ended)


def active_days(question: Question, name: str, first: date, last: date) -> list[bool]:
    """For each day from first to last, whether the account was active at its end."""
    book = question.book
    bought = [local_day(at, question.zone) for at in purchases(book, name, question.cut)]
    ended, limit = ended_days(book, name), book.settings.inactive_days
    return [active(first + n * DAY, bought, ended, limit) for n in range((last - first).days + 1)]


def active_at(question: Question, day: date) -> set[str]:
    """The customers active at the end of a day."""
    names = customers(question.book, question.cut)
    return {name for name in names if active_days(question, name, day, day)[0]}


def start_set(question: Question) -> set[str]:
    """S: active at the end of the day before the period."""
    return active_at(question, question.period.first - DAY)


def end_set(question: Question) -> set[str]:
    """E: active at the end of the last local day begun before the cut."""
    return active_at(question, question.last_day)


def first_day_of_last_365(question: Question) -> date:
    """The first of the 365 local days that end with the last day begun before the cut."""
    return question.last_day - 364 * DAY


def net_sales(question: Question, since: datetime) -> list[Sale]:
    """The sales from a moment up to the cut, refunds included."""
    return [sale for sale in question.book.sales if since <= sale.at < question.cut]


def start_of_last_365(question: Question) -> datetime:
    """The midnight with which the 365 days begin."""
    return midnight(first_day_of_last_365(question), question.zone)
