"""The KPIs of service: satisfaction, promoters, resolution, response, open tickets."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from tests.oracle.facts import Answer, Ticket
from tests.oracle.question import NO_DATA, Figure, Question, figure, hours, missing, ratio, seconds


def latest_of_each(answers: Sequence[Answer], key: str) -> list[Answer]:
    """Of several answers with one key the latest (ties: the later row); those without a key all count."""
    kept = []
    for place, answer in enumerate(answers):
        rivals = [
            (other.at, row)
            for row, other in enumerate(answers)
            if getattr(answer, key) and getattr(other, key) == getattr(answer, key)
        ]
        if not rivals or max(rivals) == (answer.at, place):
            kept.append(answer)
    return kept


def given(question: Question, kind: str, key: str) -> list[Answer]:
    """The answers of a kind in the period that count."""
    inside = [one for one in question.book.answers if one.kind == kind and question.holds(one.at)]
    return latest_of_each(inside, key)


def csat(question: Question) -> Figure:
    """Share of the answers that score 4 or 5."""
    answers = given(question, "csat", "ticket")
    return ratio(sum(1 for one in answers if one.score >= 4), len(answers))


def nps(question: Question) -> Figure:
    """Promoters less detractors, of a hundred."""
    answers = given(question, "nps", "contact")
    promoters = sum(1 for one in answers if one.score >= 9)
    detractors = sum(1 for one in answers if one.score <= 6)
    share = ratio(promoters - detractors, len(answers))
    if share.value is None:
        return share
    return Figure(share.value * 100, None, share.n, share.numerator, share.denominator)


def received_at(ticket: Ticket) -> datetime:
    """When the ticket came in."""
    return next(step.at for step in ticket.steps if step.what == "received")


def resolved_at(ticket: Ticket, before: datetime) -> datetime | None:
    """The last resolved event before a moment, if the ticket was resolved at it."""
    ends = [one for one in ticket.steps if one.what in ("resolved", "reopened") and one.at < before]
    return ends[-1].at if ends and ends[-1].what == "resolved" else None


def received(question: Question) -> list[Ticket]:
    """The tickets received before the cut."""
    return [ticket for ticket in question.book.tickets if received_at(ticket) < question.cut]


def resolution_seconds(question: Question) -> list[Fraction]:
    """For each ticket resolved in the period, how long it took to its last resolved event."""
    ends = [(ticket, resolved_at(ticket, question.cut)) for ticket in question.book.tickets]
    return [seconds(received_at(ticket), end) for ticket, end in ends if end is not None and question.holds(end)]


def resolution_time(question: Question) -> Figure:
    """Mean hours from received to the last resolved event."""
    spans = resolution_seconds(question)
    return ratio(hours(sum(spans, Fraction(0))), len(spans))


def ticket_waits(question: Question) -> list[Fraction]:
    """For each ticket first answered in the period, how long that took."""
    waits = []
    for ticket in question.book.tickets:
        asked = received_at(ticket)
        replies = [step.at for step in ticket.steps if step.what == "replied" and step.at >= asked]
        if replies and question.holds(replies[0]):
            waits.append(seconds(asked, replies[0]))
    return waits


def lead_waits(question: Question) -> list[Fraction]:
    """For each lead first answered in the period, how long that took."""
    return [
        seconds(lead.lead_at, lead.first_response_at)
        for lead in question.book.contacts.values()
        if lead.lead_at is not None
        and lead.first_response_at is not None
        and lead.first_response_at >= lead.lead_at
        and question.holds(lead.first_response_at)
    ]


def response_time(question: Question) -> Figure:
    """Mean hours to the first reply, tickets and leads together."""
    waits = ticket_waits(question) + lead_waits(question)
    return ratio(hours(sum(waits, Fraction(0))), len(waits))


def lead_response_time(question: Question) -> Figure:
    """The leads' part of it."""
    waits = lead_waits(question)
    return ratio(hours(sum(waits, Fraction(0))), len(waits))


def open_tickets(question: Question) -> Figure:
    """Tickets received and not resolved at the cut."""
    seen = received(question)
    if not seen:
        return missing(NO_DATA)
    count = sum(1 for ticket in seen if resolved_at(ticket, question.cut) is None)
    return figure(count, count)
