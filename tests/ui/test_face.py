"""What stands on a card, in words."""

from dataclasses import replace

import pytest

from crmdesk.domain.calendar import Calendar
from crmdesk.domain.change import Tone
from crmdesk.domain.figure import Figure, Reason, missing
from crmdesk.domain.period import parse_period, span_of
from crmdesk.kpi.base import kpi_of
from crmdesk.kpi.measure import Result
from crmdesk.ui.companion import companions, name_of
from crmdesk.ui.explain import facts, help_text
from crmdesk.ui.face import face_of, gap_of, goal_of

OCTOBER = parse_period("2026-10")


def result(id, figure, *, now="2026-11-03", **options):
    calendar = Calendar("UTC")
    span = span_of(OCTOBER, calendar, calendar.parse(now))
    facts = {"previous": None, "year_before": None, "target": None, "status": None, "text": "shown", **options}
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


def test_a_small_sample_says_so():
    face = face_of(churn(0.25, 4))
    assert face.small
    assert face.sample == "1 of 4, small sample"


def test_a_missing_figure_says_why_and_compares_nothing():
    face = face_of(result("nps", missing(Reason.NO_DATA), text="no data", previous=3))
    assert face.value == "no data"
    assert face.why == "Nothing that this figure measures has happened."
    assert face.deltas == ()
    assert "no data" in face.spoken


@pytest.mark.parametrize(
    ("value", "status", "sign", "tone"),
    [(0.03, "on track", "▲", Tone.GOOD), (0.0525, "at risk", "■", Tone.NEUTRAL), (0.09, "off track", "▼", Tone.BAD)],
)
def test_a_goal_has_a_sign_a_word_and_a_tone(value, status, sign, tone):
    face = face_of(churn(value, target=0.05, status=status))
    assert (face.goal.status, face.goal.sign, face.goal.tone) == (status, sign, tone)
    assert face.goal.text == "goal 5.0 %"
    assert f"goal 5.0 %, {status}" in face.spoken


def test_gaps_order_goals_by_how_far_they_are():
    reached, missed = churn(0.03, target=0.05), churn(0.10, target=0.05)
    assert gap_of(reached) < 0 < gap_of(missed)
    assert gap_of(replace(missed, figure=missing(Reason.NO_DATA))) == float("inf")
    assert gap_of(replace(missed, target=None)) == float("inf")
    assert goal_of(churn(0.05)) is None
    revenue = result("revenue", Figure(80, None, 1), target=100)
    assert gap_of(revenue) == pytest.approx(0.2)


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
    assert told["Goal"] == "25.0 days · ▼ off track"
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
