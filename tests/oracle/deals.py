"""The KPIs of deals: cycle, win rate, funnel, pipeline, average, velocity."""

from fractions import Fraction

from tests.oracle.facts import Book, Deal, Step
from tests.oracle.question import (
    NO_DATA,
    NO_DENOMINATOR,
    Figure,
    Question,
    figure,
    missing,
    money,
    ratio,
    seconds,
)


def last_change(question: Question, deal: Deal) -> Step | None:
    """A deal's last stage change before the cut."""
    before = [step for step in deal.steps if step.at < question.cut]
    return before[-1] if before else None


def kind(book: Book, step: Step) -> str:
    """Open, won or lost: the kind of the stage that a step entered."""
    return book.stages[step.what].kind


def closed(question: Question, how: str) -> list[tuple[Deal, Step]]:
    """The deals won (or lost) in the period, each with the step that closed it."""
    found = [(deal, last_change(question, deal)) for deal in question.book.deals.values()]
    return [
        (deal, step)
        for deal, step in found
        if step is not None and kind(question.book, step) == how and question.holds(step.at)
    ]


def open_deals(question: Question) -> list[tuple[Deal, Step]]:
    """The deals whose state at the cut is open, each with the step that brought it there."""
    found = [(deal, last_change(question, deal)) for deal in question.book.deals.values()]
    return [(deal, step) for deal, step in found if step is not None and kind(question.book, step) == "open"]


def ever_a_deal(question: Question) -> bool:
    """Whether there was a deal before the cut."""
    return any(last_change(question, deal) is not None for deal in question.book.deals.values())


def sales_cycle(question: Question) -> Figure:
    """Mean days from first contact to won."""
    days = [seconds(deal.first_contact_at, step.at) / 86400 for deal, step in closed(question, "won")]
    return ratio(sum(days, Fraction(0)), len(days))


def win_rate(question: Question) -> Figure:
    """Won of those won and lost."""
    won, lost = len(closed(question, "won")), len(closed(question, "lost"))
    return ratio(won, won + lost)


def stage_conversion(question: Question) -> Figure:
    """Of the deals that entered in the period, those that ever reached a won stage before now."""
    cohort = [deal for deal in question.book.deals.values() if question.holds(deal.steps[0].at)]
    won = [
        deal
        for deal in cohort
        if any(kind(question.book, step) == "won" and step.at < question.now for step in deal.steps)
    ]
    return ratio(len(won), len(cohort))


def pipeline_value(question: Question) -> Figure:
    """Sum of the amounts of the open deals."""
    if not ever_a_deal(question):
        return missing(NO_DATA)
    deals = open_deals(question)
    total = sum((deal.amount or Fraction(0) for deal, _ in deals), Fraction(0))
    return figure(money(question.book, total), len(deals))


def chance(book: Book, deal: Deal, step: Step) -> Fraction:
    """The deal's own probability, else that of its stage."""
    return book.stages[step.what].probability if deal.probability is None else deal.probability


def weighted_pipeline(question: Question) -> Figure:
    """Sum of amount times probability of the open deals."""
    if not ever_a_deal(question):
        return missing(NO_DATA)
    deals = open_deals(question)
    parts = [(deal.amount or Fraction(0)) * chance(question.book, deal, step) for deal, step in deals]
    return figure(money(question.book, sum(parts, Fraction(0))), len(deals))


def amounts_won(question: Question) -> list[Fraction]:
    """The amounts of the deals won in the period that have one."""
    return [deal.amount for deal, _ in closed(question, "won") if deal.amount is not None]


def exact_average(question: Question) -> Figure:
    """Mean amount of the deals won, not yet rounded."""
    amounts = amounts_won(question)
    return ratio(sum(amounts, Fraction(0)), len(amounts))


def average_deal(question: Question) -> Figure:
    """Mean amount of the deals won in the period that have an amount."""
    exact = exact_average(question)
    if exact.value is None:
        return exact
    return Figure(money(question.book, exact.value), None, exact.n, exact.numerator, exact.denominator)


def sales_velocity(question: Question) -> Figure:
    """Open deals times win rate times average deal, by the cycle."""
    count = len(open_deals(question))
    rate, average, cycle = win_rate(question), exact_average(question), sales_cycle(question)
    for part in (rate, average, cycle):
        if part.reason is not None:
            return missing(part.reason, count)
    assert rate.value is not None and average.value is not None and cycle.value is not None
    if cycle.value == 0:
        return missing(NO_DENOMINATOR, count)
    return figure(money(question.book, count * rate.value * average.value / cycle.value), count)
