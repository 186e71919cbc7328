"""What stands beside the figures of service, worked out by hand. 2 March 2026 is a Monday; work is 9 to 17."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.kpi.story import Story, told

TICKETS = """
id,subject,owner_id,channel,category,priority,opened_at,first_response_at,resolved_at
t1,Steam,sam,Phone,Repair,high,2026-03-02T09:00,,2026-03-03T10:00
t2,Leak,sam,Web,Repair,low,2026-03-06T16:00,2026-03-09T10:00,2026-03-09T12:00
t3,Bill,,Web,,,2026-03-20,,
"""
EVENTS = """
ticket_id,kind,at,staff_id
t1,received,2026-03-02T09:00,
t1,waiting,2026-03-02T11:00,sam
t1,resumed,2026-03-02T15:00,
t1,resolved,2026-03-02T16:00,ana
t1,reopened,2026-03-03T09:00,
t1,resolved,2026-03-03T10:00,sam
"""
CONTACTS = """
id,kind,name,owner_id,channel,lead_at,first_response_at,disqualified_at
l1,person,In half an hour,ana,Web,2026-03-10T09:00,2026-03-10T09:30,
l2,person,Never,ana,,2026-03-30,,
l3,person,Judged out,ana,,2026-03-15,,2026-03-16
l4,person,In an hour,ana,,2026-03-11T09:00,2026-03-11T10:00,
l5,person,A minute more,ana,,2026-03-11T09:00,2026-03-11T10:01,
l6,person,Answered before,ana,,2026-03-12,2026-03-11,2026-03-12
"""
SURVEYS = """
id,kind,answered_at,score,ticket_id,staff_id
s1,csat,2026-03-05,5,t1,ana
s2,csat,2026-03-06,2,,ana
s3,csat,2026-03-07,4,,
"""
TABLES = {
    "staff": "id,name,role\nana,Ana,owner\nsam,Sam,support\n",
    "contacts": CONTACTS,
    "tickets": TICKETS,
    "ticket_events": EVENTS,
    "surveys": SURVEYS,
}


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with told(tmp_path_factory.mktemp("service"), TABLES) as made:
        yield made


def test_resolution_time_and_its_companions(story: Story) -> None:
    found = story("resolution_time")
    # t1: Monday 09:00 to Tuesday 10:00, 25 h; t2: Friday 16:00 to Monday 12:00, 68 h.
    assert (found["value"], found["median"], found["p90"]) == ((25 + 68) / 2, 46.5, 25 + 0.9 * 43)
    assert found["beside"] == {
        "first_resolution": (7 + 68) / 2,
        # t1: 09 to 11, 15 to 16, and on Tuesday 09 to 10.
        "customer_wait": ((2 + 1 + 1) + 68) / 2,
        "reopened_share": 1 / 2,
        # t1: Monday 8 h, Tuesday 1 h; t2: Friday 1 h, Monday 3 h.
        "business_hours": ((8 + 1) + (1 + 3)) / 2,
        "histogram": [
            {"from": low, "to": high, "n": 2 if low == 24 else 0}
            for low, high in pairwise((0, 1, 4, 8, 24, 72, 168, None))
        ],
    }


def test_resolution_time_by_resolver_priority_and_category(story: Story) -> None:
    assert story.rows("resolution_time", "staff") == {"sam": (46.5, 2)}
    assert story.rows("resolution_time", "priority") == {"high": (25, 1), "low": (68, 1)}
    assert story.rows("resolution_time", "category") == {"Repair": (46.5, 2)}


def test_response_time_tells_tickets_leads_and_who_still_waits(story: Story) -> None:
    found = story("response_time")
    assert found["value"] == pytest.approx((66 + 0.5 + 1 + 61 / 60) / 4)
    assert found["beside"]["tickets"] == 66
    assert found["beside"]["leads"] == pytest.approx((0.5 + 1 + 61 / 60) / 3)
    # Working hours: t2 Friday 16 to 17 and Monday 9 to 10, the leads all of theirs.
    assert found["beside"]["business_hours"] == pytest.approx((2 + 0.5 + 1 + 61 / 60) / 4)
    # t3 since 20 March and l2 since 30 March wait at the end of March; t1 is settled, l3 and l6 are judged out.
    assert (found["beside"]["waiting"], found["beside"]["oldest_waiting"]) == (2, 12 * 24)


def test_leads_answered_within_an_hour_and_never(story: Story) -> None:
    # Of l1 to l6: l1 and l4 (exactly an hour) were quick; l2, l3 and l6 were never answered.
    beside = story("lead_response_time")["beside"]
    assert (beside["within_hour"], beside["never"]) == (2 / 6, 3 / 6)
    # l1 waited half an hour; l4, an hour, and l5, 61 minutes, lie in the next stretch.
    assert [one["n"] for one in beside["histogram"]] == [1, 2, 0, 0, 0, 0, 0]


def test_open_tickets_tell_the_oldest_and_their_ages(story: Story) -> None:
    assert story("open_tickets")["beside"] == {"oldest": 12 * 24}
    assert [row["n"] for row in story("open_tickets")["by"]["age"]] == [0, 0, 1, 0]
    assert story.rows("open_tickets", "priority") == {None: (1, 1)}
    assert story.rows("open_tickets", "owner") == {None: (1, 1)}


def test_satisfaction_is_the_resolvers_else_that_of_the_person_named(story: Story) -> None:
    assert story.rows("csat", "staff") == {"ana": (0, 1), "sam": (1, 1), None: (1, 1)}
    assert story("csat")["beside"] == {"mean": 11 / 3, "scores": {"1": 0, "2": 1, "3": 0, "4": 1, "5": 1}}


def test_productivity_tells_what_each_helper_did(story: Story) -> None:
    # 22 working days each for the owner and for support.
    assert story("service_productivity")["value"] == 2 / 44
    ana, sam = story("service_productivity")["beside"]["people"]
    assert ana == {"key": "ana", "label": "Ana", "resolved": 0, "resolution_time": None, "csat": 0, "days": 22}
    assert sam == {"key": "sam", "label": "Sam", "resolved": 2, "resolution_time": 46.5, "csat": 1, "days": 22}


def test_nothing_counts_before_the_ticket_came_in(tmp_path: Path) -> None:
    # Somebody noted "waiting for the customer" an hour too early: 10 to 11 is not waited for, 11 to 12 is.
    tickets = "id,opened_at,resolved_at\nt,2026-03-10T10:00,2026-03-10T12:00\n"
    events = (
        "ticket_id,kind,at\nt,waiting,2026-03-10T09:00\nt,received,2026-03-10T10:00\n"
        "t,resumed,2026-03-10T11:00\nt,resolved,2026-03-10T12:00\n"
    )
    with told(tmp_path, {"tickets": tickets, "ticket_events": events}) as story:
        assert story("resolution_time")["beside"]["customer_wait"] == 1


def test_whoever_left_on_the_first_day_of_the_period_was_employed_in_it(tmp_path: Path) -> None:
    people = "id,name,left_on\na,A,2026-02-28\nb,B,2026-03-01\nc,C,\n"
    with told(tmp_path, {"staff": people}) as story:
        assert story("adoption_rate")["denominator"] == 2


def test_a_lead_that_is_answered_as_the_period_ends_was_not_answered_in_it(tmp_path: Path) -> None:
    lead = "id,kind,name,lead_at,first_response_at\nl,person,Late,2026-03-31T23:30,2026-04-01T00:00\n"
    with told(tmp_path, {"contacts": lead}) as story:
        assert story("lead_response_time")["beside"]["never"] == 1
        assert (story("lead_response_time", "2026-04")["value"], story("lead_response_time")["n"]) == (0.5, 0)


def test_a_resolution_is_of_whoever_resolved_and_else_of_the_owner(tmp_path: Path) -> None:
    tables = {
        "staff": TABLES["staff"],
        "tickets": "id,owner_id,opened_at,resolved_at\n"
        "t,sam,2026-03-10T10:00,2026-03-10T12:00\nu,sam,2026-03-10T10:00,2026-03-10T13:00\n",
        "ticket_events": "ticket_id,kind,at,staff_id\nt,received,2026-03-10T10:00,\nt,resolved,2026-03-10T12:00,ana\n"
        "u,received,2026-03-10T10:00,\nu,resolved,2026-03-10T13:00,\n",
    }
    with told(tmp_path, tables) as story:
        assert story.rows("resolution_time", "staff") == {"ana": (2, 1), "sam": (3, 1)}


def test_a_reply_at_the_very_moment_of_an_inquiry_counts_and_an_earlier_one_does_not(tmp_path: Path) -> None:
    # t is answered at once: nought. u is "answered" before it came in, and then after an hour.
    tickets = (
        "id,opened_at,first_response_at\nt,2026-03-10T10:00,2026-03-10T10:00\nu,2026-03-10T10:00,2026-03-10T09:00\n"
    )
    events = (
        "ticket_id,kind,at\nt,received,2026-03-10T10:00\nt,replied,2026-03-10T10:00\nt,replied,2026-03-10T15:00\n"
        "u,replied,2026-03-10T09:00\nu,received,2026-03-10T10:00\nu,replied,2026-03-10T11:00\n"
    )
    with told(tmp_path, {"tickets": tickets, "ticket_events": events}) as story:
        found = story("response_time")
    assert (found["value"], found["n"]) == (0.5, 2)


def test_margin_of_the_net_promoter_score(tmp_path: Path) -> None:
    # 27 promoters, 15 passives, 8 detractors.
    scores = [9] * 13 + [10] * 14 + [7] * 8 + [8] * 7 + [0] * 4 + [6] * 4
    rows = "".join(f"s{number},nps,2026-03-05,{score}\n" for number, score in enumerate(scores))
    with told(tmp_path, {"surveys": f"id,kind,answered_at,score\n{rows}"}) as story:
        found = story("nps")
    assert (found["value"], found["numerator"], found["n"]) == (38, 19, 50)
    counts = [found["beside"][name] for name in ("promoters", "passives", "detractors")]
    assert counts == [27, 15, 8]
    assert found["beside"]["margin"] == pytest.approx(20.66, abs=0.005)


def test_interval_of_the_satisfaction_of_forty_answers(tmp_path: Path) -> None:
    scores = [5] * 18 + [4] * 12 + [3] * 4 + [2] * 3 + [1] * 3
    rows = "".join(f"s{number},csat,2026-03-05,{score}\n" for number, score in enumerate(scores))
    with told(tmp_path, {"surveys": f"id,kind,answered_at,score\n{rows}"}) as story:
        found = story("csat")
    assert (found["value"], found["beside"]["mean"]) == (0.75, 3.975)
    assert found["interval"] == pytest.approx([0.598, 0.858], abs=0.0005)
