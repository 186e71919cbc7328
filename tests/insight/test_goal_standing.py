"""How goals stand, on workspaces that can be worked out on paper."""

import csv
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress

import pytest

from crmdesk.domain.calendar import parse_day
from crmdesk.domain.period import parse_period
from crmdesk.insight import goal_words
from crmdesk.insight.goal_standing import Standing, aims, history, off_pace, running, standings, to_come
from crmdesk.insight.goal_suggestion import suggestions
from crmdesk.kpi.base import kpi_of
from crmdesk.kpi.measure import measure
from crmdesk.kpi.only import only
from crmdesk.store.file import Workspace, open_workspace
from crmdesk.store.goal import Goal
from tests.kpi.story import told

# 1 March 2026 is a Sunday: 22 working days, of which 10 have passed on the evening of the 13th, a Friday.
TABLES = {
    "staff": "id,name,role,started_on\nana,Ana,owner,2020-01-01\nben,Ben,sales,2020-01-01\n",
    "contacts": "id,kind,name,channel,lead_at\npia,person,Pia,Web,2026-01-05\nleo,person,Leo,Fair,2026-01-06\n",
    "sales": "id,sold_at,contact_id,amount,staff_id\ns0,2025-03-10,pia,800,ana\ns1,2026-03-03,pia,300,ana\n"
    "s2,2026-03-04,leo,200,ben\ns3,2026-02-04,leo,900,ben\ns4,2026-03-20,pia,5000,ana\n",
    "tickets": "id,subject,opened_at\nt1,Leak,2026-03-02\n",
    "surveys": "id,kind,answered_at,score\nq1,csat,2026-03-02,2\nq2,csat,2026-03-02,5\n",
}
Goals = Callable[..., AbstractContextManager[tuple[Workspace, int]]]


class Done(Exception):
    """What is written for one test is taken back."""


@pytest.fixture(scope="module")
def business(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    place = tmp_path_factory.mktemp("goals")
    with told(place, TABLES):
        pass
    with open_workspace(place / "story.crmdesk") as workspace:
        yield workspace


@pytest.fixture
def at(business: Workspace) -> Goals:
    """A business with these goals (a line each: kpi, period, target, note, person, channel, day) at a moment."""

    @contextmanager
    def make(goals: str, moment: str = "2026-03-14") -> Iterator[tuple[Workspace, int]]:
        people = {name: number for number, name in business.rows("SELECT id, external_id FROM staff")}
        with suppress(Done), business.operation("Goals") as tx:
            for kpi, period, target, note, person, channel, day in csv.reader(goals.splitlines()):
                whose = {"staff_id": people.get(person), "channel": channel or None}
                due = {"due_on": parse_day(day) if day else None, "note": note or None}
                tx.insert(Goal, {"kpi": kpi, "period": period, "target": target, **whose, **due})
            yield business, business.calendar.parse(moment)
            raise Done

    return make


@pytest.fixture
def one(at: Goals) -> Callable[..., Standing]:
    """How the one goal of March 2026 stands."""

    def make(goal: str, moment: str = "2026-03-14") -> Standing:
        found: list[Standing] = []
        with at(goal, moment) as (workspace, now):
            found = standings(workspace, parse_period("2026-03"), now)
        (standing,) = found
        return standing

    return make


@pytest.mark.parametrize(
    ("target", "status", "line"),
    [
        ("1000", "on track", "On track: 50 % reached, 45 % of the working days passed"),
        ("500", "on track", "On track: 100 % reached, 45 % of the working days passed"),
        ("1200", "at risk", "At risk: 42 % reached, 45 % of the working days passed"),
        ("2000", "off track", "Off track: 25 % reached, 45 % of the working days passed"),
    ],
)
def test_a_sum_is_held_against_the_working_days_that_passed(target, status, line, one):
    found = one(f"revenue,2026-03,{target},,,,\n")
    assert (found.status, goal_words.status_line(found)) == (status, line)
    assert float(found.passed) == pytest.approx(10 / 22) and found.days_left == 12
    assert found.expected == pytest.approx(float(target) * 100 * 10 / 22)
    assert found.gap == pytest.approx(10 / 22 - 500 / float(target))
    assert goal_words.left(found) == "12 working days left" and not found.over


def test_a_share_is_judged_as_it_stands(one):
    found = one("csat,2026-03,0.9,,,,\n")
    assert (found.status, found.reached, found.expected) == ("off track", None, None)
    assert found.gap == pytest.approx(0.4 / 0.9) and found.weak and found.well is None
    assert goal_words.status_line(found) == "Off track so far: 50.0 %, small sample (n = 2)"
    over = one("csat,2026-03,0.9,,,,\n", "2026-04-02")
    assert (over.status, over.weak, over.well) == ("missed", False, False)


def test_a_level_that_is_counted_is_judged_as_it_stands(one):
    found = one("open_tickets,2026-03,0,,,,\n")
    assert not found.weak and found.well is False
    assert goal_words.status_line(found) == "Off track: 1, 45 % of the working days passed"


def test_where_less_is_better_being_below_is_being_ahead(at):
    with at("lead_response_time,2026-03,4,,,,\nopen_tickets,2026-03,5,,,,\n") as (workspace, now):
        known = {found.aim.kpi.id: found for found in standings(workspace, parse_period("2026-03"), now)}
    tickets, leads = known["open_tickets"], known["lead_response_time"]
    assert (leads.status, leads.gap, leads.well) == ("no data", None, None)
    assert goal_words.status_line(leads) == "There is nothing to measure yet"
    assert tickets.gap == pytest.approx(-0.8) and tickets.status == "on track"
    assert goal_words.wanted(tickets.aim, "EUR") == "at most 5"


@pytest.mark.parametrize(
    ("whose", "title", "value"),
    [
        (",,", "Revenue", 50000),
        ("ana,,", "Revenue, Ana", 30000),
        (",Fair,", "Revenue, Fair", 20000),
        ("ana,Fair,", "Revenue, Ana, Fair", 0),
    ],
)
def test_a_goal_is_measured_for_whom_it_is_set(whose, title, value, at):
    with at(f"revenue,2026-03,1000,,{whose}\n") as (workspace, now):
        (found,) = standings(workspace, parse_period("2026-03"), now)
        scope = only(**dict(found.aim.only))
        same = measure(workspace, [kpi_of("revenue")], [found.aim.period], now, only=scope)[0]["revenue"]
    assert goal_words.title(found.aim) == title
    assert (found.result.figure.value or 0) == value and found.result.figure.value == same.figure.value
    assert found.result.target == 100000


def test_what_cannot_be_measured_for_a_person_is_not_measured_for_everybody(one):
    found = one("adoption_rate,2026-03,0.9,,,Web,\n")
    assert (found.status, found.gap, found.well) == ("cannot be measured", None, None)
    assert goal_words.status_line(found).endswith("is not measured for a person or a channel alone")


def test_a_day_of_its_own_ends_a_goal_before_its_period(one):
    goal = "revenue,2026-03,1000,,,,2026-03-13\n"
    found = one(goal, "2026-03-12")
    assert float(found.passed) == pytest.approx(8.5 / 10) and found.days_left == 2
    found = one(goal, "2026-03-25")
    assert (found.status, found.result.figure.value, found.over) == ("missed", 50000, True)
    assert goal_words.status_line(found) == "Missed: 500.00 EUR, wanted was 1,000 EUR"
    assert goal_words.left(found) == ""


def test_what_is_reached_when_its_day_has_passed_is_met(one):
    found = one("revenue,2026-03,1000,,,,\n", "2026-04-01")
    assert (found.status, found.well, found.over) == ("met", True, True)
    assert goal_words.status_line(found) == "Met: 5,500 EUR, wanted was 1,000 EUR"


GOALS = (
    "revenue,2026-03,1000,,,,\nrevenue,2026-Q1,5000,For the new van,,,\nrevenue,2026,9000,,,,\n"
    "revenue,2026-02,1000,,,,\nrevenue,2025-03,700,,,,\ncsat,2026-03,0.5,,,,\nrevenue,2026-04,1,,,,\n"
    "revenue,2026-02,100,,ben,,\nnps,2027,50,,,,\nrevenue,2020-01,1,,,,\n"
)


def test_the_goals_of_a_month_and_of_what_is_around_it_stand_by_their_gap(at):
    with at(GOALS) as (workspace, now):
        found = standings(workspace, parse_period("2026-03"), now)
        assert [one.aim.period.label for one in found] == ["2026-Q1", "2026", "2026-03", "2026-03"]
        assert [one.weak for one in found] == [False, False, False, True]
        assert [one.gap for one in found[:3]] == sorted((one.gap or 0.0 for one in found[:3]), reverse=True)
        assert [one.aim.id for one in running(workspace, now)] == [one.aim.id for one in found]
        assert goal_words.sentence(found[0].aim, "EUR") == "Revenue in Q1 2026: at least 5,000 EUR, by 31 March 2026"
        assert found[0].aim.note == "For the new van"
        assert {one.aim.period.label for one in standings(workspace, parse_period("2026-Q1"), now)} == {
            "2026-Q1",
            "2026",
        }
        assert {one.aim.period.label for one in standings(workspace, parse_period("2026"), now)} == {"2026"}


def test_what_will_probably_be_missed_is_told_to_whom_it_concerns(at):
    goals = (
        "revenue,2026-03,2000,,,,\nrevenue,2026-Q1,100,,,,\nrevenue,2026-03,2000,,ana,,\nrevenue,2026-03,2000,,ben,,\n"
        "csat,2026-03,0.52,,,,\nopen_tickets,2026-03,0.95,,,,\nrevenue,2026-03,430,,,Fair,\nrevenue,2026-02,99999,,,,\n"
    )
    with at(goals) as (workspace, now):
        ana = workspace.rows("SELECT id FROM staff WHERE name = 'Ana'")[0][0]
        everybody = [goal_words.title(one.aim) for one in off_pace(workspace, now)]
        hers = [goal_words.title(one.aim) for one in off_pace(workspace, now, ana)]
    assert sorted(everybody) == ["Open tickets", "Revenue", "Revenue, Ana", "Revenue, Ben"]
    assert sorted(hers) == ["Open tickets", "Revenue", "Revenue, Ana"]


@pytest.mark.parametrize(
    ("moment", "status", "line"),
    [
        ("2026-02-10", "not decided yet", "Not decided yet: 50.0 % so far, wanted is 90.0 %"),
        ("2026-12-01", "met", "Met: 100.0 %, wanted was 90.0 %"),
    ],
)
def test_a_cohort_is_not_judged_before_it_has_ripened(at, moment, status, line):
    with at("lead_conversion,2026-01,0.9,,,,\n", moment) as (workspace, now):
        for fresh in (None, []):
            (found,) = standings(workspace, parse_period("2026-01"), now, fresh)
            assert (found.status, goal_words.status_line(found)) == (status, line)
            assert found.weak is (status != "met") and goal_words.left(found) == ""
            assert bool(fresh) is (fresh is not None)


def test_what_is_to_come_is_told_with_its_day(at):
    with at(GOALS) as (workspace, now):
        april, year = to_come(workspace, now)
    assert (april.aim.period.label, year.aim.period.label) == ("2026-04", "2027")
    assert goal_words.status_line(april) == "Begins on 1 April 2026" and goal_words.left(april) == ""


def test_past_goals_stand_in_rows_of_the_same_kind_and_are_counted(at):
    with at(GOALS) as (workspace, now):
        rows = history(workspace, now)
    said = [[(one.aim.whose, one.aim.period.label, one.status) for one in row] for row in rows]
    assert said == [
        [((), "2025-03", "met"), ((), "2026-02", "missed")],
        [(("Ben",), "2026-02", "met")],
    ]
    assert [goal_words.tally(row) for row in rows] == ["1 of 2 met", "1 of 1 met"]
    assert goal_words.tally([]) == ""


def test_a_fiscal_year_is_around_its_own_months(tmp_path):
    goals = "kpi,period,target,note,staff_id,channel,due_on\n"
    goals += "revenue,2025,1,,,,\nrevenue,2026,1,,,,\nrevenue,2025-Q4,1,,,,\nrevenue,2026-Q1,1,,,,\n"
    with told(tmp_path, {**TABLES, "goals": goals}, fiscal_year_start_month=4) as story:
        now = story.workspace.calendar.parse("2026-03-14")
        found = standings(story.workspace, parse_period("2026-03", 4), now)
    assert {one.aim.period.label for one in found} == {"2025/26", "2025-Q4"}


def test_what_this_version_does_not_know_is_passed_over(at):
    with at("revenue,2026-03,1000,,,,\n") as (workspace, now):

        class Strange:
            settings, calendar = workspace.settings, workspace.calendar

            def rows(self, *_asked):
                row = (1, "luck", "2026-03", "1", None, None, None, None, "")
                return [row, (2, "revenue", "0001-01", *row[3:]), (3, "revenue", "2026-03", *row[3:])]

        assert [aim.id for aim in aims(Strange())] == [3]
        assert now


@pytest.mark.parametrize(
    ("kpi", "scope", "wanted"),
    [
        (
            "revenue",
            {},
            [
                ("800", "800.00 EUR", "as in March 2025"),
                ("840", "840.00 EUR", "5 % better than in March 2025"),
                ("300", "300.00 EUR", "average of Dec 2025 to Feb 2026"),
            ],
        ),
        ("revenue", {"staff": 2}, [("300", "300.00 EUR", "average of Dec 2025 to Feb 2026")]),
        ("csat", {}, []),
    ],
)
def test_targets_are_suggested_from_last_year_and_from_what_is_usual(kpi, scope, wanted, at):
    with at("") as (workspace, now):
        found = suggestions(workspace, kpi_of(kpi), parse_period("2026-03"), now, only(**scope))
    assert [(one.target, one.shown, one.reason) for one in found] == wanted


def test_what_is_usual_next_year_is_what_was_usual_until_now(at):
    with at("", "2026-04-02") as (workspace, now):
        found = suggestions(workspace, kpi_of("csat"), parse_period("2027-01"), now)
    assert [(one.target, one.reason) for one in found] == [("0.5", "average of Jan 2026 to Mar 2026")]
