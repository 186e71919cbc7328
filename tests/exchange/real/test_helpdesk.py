"""The help desk of an Italian software company, 21,348 events of 4,580 tickets, against the raw file."""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from statistics import mean, median

import pytest

from tests.exchange.real.by_hand import HOUR, Book, hold_charts, midnight, ninetieth, read, seconds, weekdays

pytestmark = pytest.mark.slow

ROME = "Europe/Rome"
TAKEN, RESOLVED = "Take in charge ticket", "Resolve ticket"


@pytest.fixture
def helpdesk(data_dir, book) -> tuple[Book, dict[str, list[tuple[datetime, str, str]]]]:
    path = data_dir("helpdesk-italian") / "Helpdesk.csv"
    cases: dict[str, list[tuple[datetime, str, str]]] = defaultdict(list)
    for row in read(path):
        event = (datetime.fromisoformat(row["time:timestamp"]), row["Activity"], row["Resource"])
        cases[row["case:concept:name"]].append(event)
    return book("helpdesk", path, ROME, "2014-02-01"), cases


def last_resolved(
    cases: dict[str, list[tuple[datetime, str, str]]], start: datetime, end: datetime
) -> list[tuple[str, datetime, datetime, datetime, str]]:
    """Case, received, first and last resolved, by whom: cases whose last resolving before the end is in the span."""
    found = []
    for case, events in cases.items():
        resolved = [event for event in events if event[1] == RESOLVED and event[0] < end]
        if resolved and resolved[-1][0] >= start:
            found.append((case, events[0][0], resolved[0][0], resolved[-1][0], resolved[-1][2]))
    return found


@pytest.mark.parametrize(
    ("period", "first", "after"),
    [
        ("2010-06", "2010-06-01", "2010-07-01"),
        ("2011", "2011-01-01", "2012-01-01"),
        ("2012-Q4", "2012-10-01", "2013-01-01"),
    ],
)
def test_helpdesk_resolution(helpdesk, period, first, after):
    crm, cases = helpdesk
    tickets = last_resolved(cases, midnight(first, ROME), midnight(after, ROME))
    hours = [seconds(received, last) / HOUR for _case, received, _first, last, _who in tickets]
    resolution = crm.kpi(period, "resolution_time")
    assert resolution["n"] == len(tickets)
    assert resolution["value"] == pytest.approx(mean(hours), rel=1e-12)
    assert resolution["median"] == pytest.approx(median(hours), rel=1e-12)
    assert resolution["p90"] == pytest.approx(ninetieth(hours), rel=1e-12)
    to_first = mean(seconds(received, first) / HOUR for _case, received, first, _last, _who in tickets)
    assert resolution["beside"]["first_resolution"] == pytest.approx(to_first, rel=1e-12)
    people = Counter(who for *_ticket, who in tickets)
    assert {key: row["n"] for key, row in crm.staff(period, "resolution_time").items() if row["n"]} == dict(people)
    last_day = (date.fromisoformat(after) - timedelta(1)).isoformat()
    productivity = crm.kpi(period, "service_productivity")
    assert productivity["numerator"] == len(tickets)
    assert productivity["denominator"] == 22 * weekdays(first, last_day)


@pytest.mark.parametrize(
    ("period", "first", "after"),
    [("2010-06", "2010-06-01", "2010-07-01"), ("2011", "2011-01-01", "2012-01-01")],
)
def test_helpdesk_first_answers(helpdesk, period, first, after):
    crm, cases = helpdesk
    start, end = midnight(first, ROME), midnight(after, ROME)
    minutes = []
    for events in cases.values():
        answers = [event[0] for event in events if event[1] == TAKEN]
        if answers and start <= answers[0] < end:
            minutes.append(seconds(events[0][0], answers[0]) / HOUR)
    response = crm.kpi(period, "response_time")
    assert response["n"] == len(minutes)
    assert response["value"] == pytest.approx(mean(minutes), rel=1e-12)
    assert response["median"] == pytest.approx(median(minutes), rel=1e-12)


def test_helpdesk_open_tickets(helpdesk):
    crm, cases = helpdesk
    for period, after in (("2010-06", "2010-07-01"), ("2011-12", "2012-01-01"), ("2013-12", "2014-01-01")):
        cut = midnight(after, ROME)
        received = [events for events in cases.values() if events[0][0] < cut]
        still = [events for events in received if not any(e[1] == RESOLVED and e[0] < cut for e in events)]
        assert crm.value(period, "open_tickets") == len(still), period
    assert crm.value("2014-01", "open_tickets") == 11


def test_helpdesk_people(helpdesk):
    crm, cases = helpdesk
    start, end = midnight("2011-03-01", ROME), midnight("2011-04-01", ROME)
    busy = {
        who
        for events in cases.values()
        for place, (at, what, who) in enumerate(events)
        if start <= at < end and (place == 0 or what in (TAKEN, RESOLVED))
    }
    adoption = crm.kpi("2011-03", "adoption_rate")
    assert (adoption["numerator"], adoption["denominator"]) == (len(busy), 22)


def test_helpdesk_charts(helpdesk):
    hold_charts(helpdesk[0], "2013-06")
