"""What stands on a card, in words."""

from dataclasses import replace
from fractions import Fraction

import pytest

from crmdesk.domain.calendar import Calendar
from crmdesk.domain.change import Tone
from crmdesk.domain.figure import Figure, Reason, missing
from crmdesk.domain.money import Money
from crmdesk.domain.period import parse_period, span_of
from crmdesk.domain.plot import Role
from crmdesk.insight.companion import companions, name_of
from crmdesk.kpi.base import kpi_of
from crmdesk.kpi.measure import Result
from crmdesk.kpi.only import only
from crmdesk.ui.explain import facts, help_text
from crmdesk.ui.face import Compare, face_of, gap_of, goal_of

OCTOBER = parse_period("2026-10")


def result(id, figure, *, now="2026-11-03", **options):
    calendar = Calendar("UTC")
    span = span_of(OCTOBER, calendar, calendar.parse(now))
    facts = {"previous": None, "year_before": None, "target": None, "status": None, **options}
    return Result(kpi=kpi_of(id), period=OCTOBER, span=span, figure=figure, currency="EUR", **facts)


def churn(value, n=100, **options):
    return result("churn_rate", Figure(value, None, n, round(value * n), n), **options)


@pytest.mark.parametrize(
    ("value", "before", "tone", "line"),
    [
        (0.04, 0.05, Tone.GOOD, "▼ −1.0 pp on Sep 2026 · better"),
        (0.06, 0.05, Tone.BAD, "▲ +1.0 pp on Sep 2026 · worse"),
        (0.05, 0.05, Tone.NEUTRAL, "■ 0.0 pp on Sep 2026 · unchanged"),
        (0.05, None, Tone.NEUTRAL, "new since Sep 2026"),
    ],
)
def test_a_change_says_where_it_goes_and_whether_that_is_good(value, before, tone, line):
    delta = face_of(churn(value, previous=before)).deltas[0]
    assert delta.tone is tone
    assert delta.line == line


@pytest.mark.parametrize(("n", "samples"), [(9, (50, 50)), (50, (9, 50))])
def test_a_few_records_on_either_side_judge_nothing(n, samples):
    delta = face_of(churn(0.06, n, previous=0.05), samples=samples).deltas[0]
    assert delta.tone is Tone.NEUTRAL
    assert "few records" in delta.line


def test_what_there_was_nothing_of_before_is_new_since_then():
    delta = face_of(result("revenue", Figure(900, None, 3), previous=0)).deltas[0]
    assert (delta.line, delta.tone) == ("new since Sep 2026", Tone.NEUTRAL)


def test_a_small_sample_says_so():
    face = face_of(churn(0.25, 4))
    assert face.small
    assert face.sample == "1 of 4, small sample"


def test_a_missing_figure_says_why_and_compares_nothing():
    face = face_of(result("nps", missing(Reason.NO_DATA), previous=3))
    assert face.value == "no data"
    assert face.why == "Nothing that this figure measures has happened."
    assert face.deltas == ()
    assert "no data" in face.spoken


@pytest.mark.parametrize(
    ("value", "status", "over", "sign", "tone"),
    [
        (0.03, "on track", "met", "▲", Tone.GOOD),
        (0.0525, "at risk", "just missed", "■", Tone.NEUTRAL),
        (0.09, "off track", "missed", "▼", Tone.BAD),
    ],
)
def test_a_goal_has_a_sign_a_tone_and_a_word_which_is_final_when_its_period_is_over(value, status, over, sign, tone):
    for now, word in (("2026-10-20", status), ("2026-11-03", over)):
        face = face_of(churn(value, now=now, target=0.05, status=status))
        assert (face.goal.status, face.goal.sign, face.goal.tone) == (word, sign, tone)
        assert face.goal.text == "goal 5.0 %"
        assert f"goal 5.0 %, {word}" in face.spoken


def test_gaps_order_goals_by_how_far_they_are():
    reached, missed = churn(0.03, target=0.05), churn(0.10, target=0.05)
    assert gap_of(reached) < 0 < gap_of(missed)
    assert gap_of(replace(missed, figure=missing(Reason.NO_DATA))) == float("inf")
    assert gap_of(replace(missed, target=None)) == float("inf")
    assert goal_of(churn(0.05)) is None
    revenue = result("revenue", Figure(80, None, 1), target=100)
    assert gap_of(revenue) == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("compare", "first"),
    [
        (Compare.BEFORE, "▼ −1.0 pp on Sep 2026 · better"),
        (Compare.YEAR, "▲ +1.0 pp on Oct 2025 · worse"),
        (Compare.GOAL, "■ 0.0 pp on the goal · met"),
    ],
)
def test_what_a_figure_is_held_against_comes_first(compare, first):
    shown = churn(0.04, previous=0.05, year_before=0.03, target=0.04, status="on track")
    deltas = face_of(shown, compare=compare).deltas
    assert deltas[0].line == first
    assert {"Sep 2026", "Oct 2025"} <= {delta.since.removeprefix("on ") for delta in deltas}


def test_without_a_goal_there_is_no_distance_to_it():
    assert face_of(churn(0.04), compare=Compare.GOAL).deltas[0].line == "no goal"


@pytest.mark.parametrize(
    ("compare", "beside"), [(Compare.BEFORE, {0.5}), (Compare.YEAR, {0.0, 1.0}), (Compare.GOAL, {1.0})]
)
def test_the_small_course_lies_before_what_it_is_held_against(compare, beside):
    months = [churn(0.04, year_before=0.02, target=0.06), churn(0.05, year_before=0.06, target=0.06)]
    shown = churn(0.05, previous=0.04)
    (line,) = [mark for mark in face_of(shown, months, compare=compare).spark if mark.role is Role.BEFORE]
    assert {round(y, 2) for _x, y in line.points} <= {*beside, 0.0}


def test_a_filter_that_a_figure_cannot_keep_to_is_told():
    face = face_of(churn(0.05), asked=only(staff=1, channel="web"))
    assert face.aside == "not by channel, person"
    assert "not by channel" in face.spoken
    assert face_of(replace(churn(0.05), only=only(staff=1)), asked=only(staff=1)).aside == ""


def running(value, target=None, status=None):
    return result("revenue", Figure(Money(value), None, 20), now="2026-10-16", target=target, status=status)


@pytest.mark.parametrize(
    ("value", "status", "sign"), [(60_000, "on track", "▲"), (47_000, "at risk", "■"), (20_000, "off track", "▼")]
)
def test_a_sum_is_held_against_the_days_that_have_passed(value, status, sign):
    face = face_of(running(value, 100_000, "off track"), passed=Fraction(1, 2))
    assert (face.goal.status, face.goal.sign) == (status, sign)
    assert face.pace == f"{value // 1000} % of the goal, 50 % of the days"
    assert face.pace in face.spoken
    assert goal_of(running(20_000, 100_000, "off track")).status == "20 % so far"


def test_without_a_goal_a_sum_says_what_it_comes_to_if_it_goes_on_so():
    assert face_of(running(50_000), passed=Fraction(1, 2)).pace == "at this pace about 1,000 EUR"
    assert face_of(running(50_000), passed=Fraction(1, 10)).pace == ""
    assert face_of(churn(0.05, now="2026-10-16"), passed=Fraction(1, 2)).pace == ""


def test_a_running_period_is_to_date():
    face = face_of(churn(0.05, now="2026-10-10"))
    assert face.to_date
    assert "to date" in face.spoken


def test_facts_name_spread_comparison_and_goal():
    told = dict(
        facts(
            result(
                "sales_cycle",
                Figure(30.0, None, 5, 150.0, 5, 20.0, 55.0),
                previous=20.0,
                target=25.0,
                status="off track",
            )
        )
    )
    assert told["Median"] == "20.0 days"
    assert told["9 of 10 are below"] == "55.0 days"
    assert told["Sep 2026"] == "20.0 days (▲ +50 %)"
    assert told["Oct 2025"] == "–"
    assert told["Goal"] == "25.0 days · ▼ missed"
    assert "Small sample" in told
    assert help_text(churn(0.1)).startswith("Of the customers")


def test_companions_are_named_and_read_as_people_read_them():
    beside = {"by_amount": 0.5, "lost_reasons": {"price": 2, "": 1}, "odd_new_thing": "x", "stages": [], "margin": None}
    told = {one.name: one.text for one in companions(result("win_rate", Figure(0.5, None, 2, 1, 2, beside=beside)))}
    assert told == {"By amount": "50.0 %", "Lost because": "price: 2, (none): 1", "Odd new thing": "x"}
    assert name_of("refunds") == "Refunds"
    beside = {
        "assumed": True,
        "oldest": 30.0,
        "lifespan_years": 2.5,
        "losses": 7,
        "quartiles": [1.0, 2.0, 2.5, 3.0, 4.0],
    }
    of_answers = companions(result("nps", Figure(44, None, 16, beside={"margin": 34.508})))
    assert [one.text for one in of_answers] == ["±34.5"]
    known = companions(result("clv", Figure(5, None, 2, beside=beside)))
    told = {one.name: one.text for one in known}
    spread = {
        "Shortest, quarter, middle, three quarters, longest": "1.0 days · 2.0 days · 2.5 days · 3.0 days · 4.0 days"
    }
    losses = {"Customers lost so far": "7"}
    assert told == {
        "Lifespan is assumed": "yes",
        "Oldest": "30.0 h",
        "Years that customers stay": "2.50",
        **losses,
        **spread,
    }
    assert {one.name: one.part for one in known if one.part} == {"Customers lost so far": "losses"}
