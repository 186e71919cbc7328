"""The KPIs of customers: lifetime value, churn, retention, new customers, revenue, leads."""

from datetime import datetime
from fractions import Fraction
from itertools import pairwise

from tests.oracle.activity import (
    account,
    account_of_sale,
    active_days,
    customers,
    end_set,
    first_day_of_last_365,
    net_sales,
    new_customers,
    start_of_last_365,
    start_set,
)
from tests.oracle.calendar import local_day
from tests.oracle.facts import Book, Contact
from tests.oracle.question import (
    NO_DATA,
    NO_DENOMINATOR,
    TOO_FEW,
    Figure,
    Question,
    figure,
    missing,
    money,
    ratio,
)

YEAR = Fraction("365.25")
LEAST_LOSSES = 5


def history(question: Question, name: str) -> list[bool]:
    """An account's days from its first purchase to the last day begun."""
    since = customers(question.book, question.cut)[name]
    return active_days(question, name, local_day(since, question.zone), question.last_day)


def losses(days: list[bool]) -> int:
    """How often an account turned from active to not active at the end of a day."""
    return sum(1 for before, after in pairwise(days) if before and not after)


def lifespan(question: Question) -> Fraction | None:
    """Customer-years up to the cut by customers lost, else the assumed years, else nothing."""
    days = [history(question, name) for name in customers(question.book, question.cut)]
    lost = sum(losses(one) for one in days)
    if lost < LEAST_LOSSES:
        return question.book.settings.assumed_lifespan
    return sum(sum(one) for one in days) / YEAR / lost


def clv(question: Question) -> Figure:
    """Revenue per customer-year times the lifespan in years."""
    names = customers(question.book, question.cut)
    if not names:
        return missing(NO_DATA)
    first, last = first_day_of_last_365(question), question.last_day
    days = sum(sum(active_days(question, name, first, last)) for name in names)
    if days == 0:
        return missing(NO_DENOMINATOR, len(names))
    years = lifespan(question)
    if years is None:
        return missing(TOO_FEW, len(names))
    sold = sum((sale.amount for sale in net_sales(question, start_of_last_365(question))), Fraction(0))
    return figure(money(question.book, sold / (days / YEAR) * years), len(names))


def of_start_set(question: Question, numerator: int) -> Figure:
    """A share of the customers that were there at the start."""
    at_start = len(start_set(question))
    if at_start:
        return ratio(numerator, at_start)
    reason = NO_DENOMINATOR if customers(question.book, question.cut) else NO_DATA
    return missing(reason, 0, numerator, 0)


def churn_rate(question: Question) -> Figure:
    """Those of S that are not in E."""
    return of_start_set(question, len(start_set(question) - end_set(question)))


def retention_rate(question: Question) -> Figure:
    """All of E but those that were not in S."""
    at_start, at_end = start_set(question), end_set(question)
    return of_start_set(question, len(at_end) - len(at_end - at_start))


def revenue(question: Question) -> Figure:
    """Net sales in the period."""
    if not any(sale.at < question.cut for sale in question.book.sales):
        return missing(NO_DATA)
    sales = net_sales(question, question.start)
    return figure(money(question.book, sum((sale.amount for sale in sales), Fraction(0))), len(sales))


def new_customer_count(question: Question) -> Figure:
    """Customers whose customer-since lies in the period."""
    if not any(sale.at < question.cut for sale in question.book.sales):
        return missing(NO_DATA)
    count = len(new_customers(question))
    return figure(count, count)


def converted_at(book: Book, lead: Contact) -> datetime | None:
    """The moment of the lead's account's first positive sale at or after `lead_at`."""
    own = account(book, lead.id)
    moments = [
        sale.at
        for sale in book.sales
        if sale.amount > 0
        and account_of_sale(book, sale) == own
        and lead.lead_at is not None
        and sale.at >= lead.lead_at
    ]
    return min(moments, default=None)


def lead_conversion(question: Question) -> Figure:
    """Leads of the period that converted before now, of all leads of the period."""
    leads = [one for one in question.book.contacts.values() if question.holds(one.lead_at)]
    moments = [converted_at(question.book, lead) for lead in leads]
    return ratio(sum(1 for at in moments if at is not None and at < question.now), len(leads))
