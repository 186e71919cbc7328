"""The month in a sentence: by rule, with numbers, and no noise."""

from __future__ import annotations

from crmdesk.domain.period import parse_period
from crmdesk.report.material import gather
from crmdesk.report.sentence import changed, next_steps, sentence
from crmdesk.store.contact import Contact
from crmdesk.store.goal import Goal
from crmdesk.store.survey import Survey
from tests.report.conftest import NOW, sell

OCTOBER = parse_period("2026-10")


def asked(workspace):
    return gather(workspace, OCTOBER, workspace.calendar.parse(NOW))


def answer(workspace, month, good, bad):
    with workspace.operation("Answers") as tx:
        at = workspace.calendar.parse(f"2026-{month:02d}-10")
        for score, count in ((5, good), (2, bad)):
            for _number in range(count):
                tx.insert(Survey, {"kind": "csat", "score": score, "answered_at": at})


def test_revenue_is_told_with_plan_and_year(shop):
    workspace = shop()
    sell(workspace, "2025-10-05T10:00", 40_000)
    sell(workspace, "2026-10-05T10:00", 50_000)
    with workspace.operation("Goal") as tx:
        tx.insert(Goal, {"kpi": "revenue", "period": "2026-10", "target": "400"})
    told = sentence(asked(workspace))
    assert told.startswith("Revenue was 500.00 EUR, +25 % against the plan and +25 % against October 2025; 1 customer")


def test_a_small_sample_is_not_told(shop):
    workspace = shop()
    for month in range(1, 11):
        answer(workspace, month, good=9 if month < 10 else 1, bad=0 if month < 10 else 8)
    assert "satisfaction" not in sentence(asked(workspace)) and changed(asked(workspace)) == []


def test_a_change_beyond_chance_is_told_with_its_numbers(shop):
    workspace = shop()
    for month in range(1, 10):
        answer(workspace, month, good=19 - month % 2, bad=1 + month % 2)
    answer(workspace, 10, good=9, bad=11)
    told = "ustomer satisfaction fell to 45.0 % from 90.0 % (n = 20, before 20)"
    assert sentence(asked(workspace)) == f"C{told}."
    assert changed(asked(workspace)) == [f"C{told}"]


def test_a_change_by_chance_is_not_told(shop):
    workspace = shop()
    for month in range(1, 11):
        answer(workspace, month, good=19 - month % 4, bad=1 + month % 4)
    assert changed(asked(workspace)) == []


def test_what_is_told_stands_inside_the_sentence(shop):
    workspace = shop()
    sell(workspace, "2026-10-05T10:00", 50_000)
    answer(workspace, 9, good=19, bad=1)
    answer(workspace, 10, good=10, bad=10)
    assert "; customer satisfaction fell to 50.0 % from 95.0 %" in sentence(asked(workspace))


def test_what_ripens_is_not_compared(demo, now):
    assert not any("conversion" in text for text in changed(gather(demo, OCTOBER, now), most=99))


def test_steps_come_from_the_records_or_not_at_all(shop):
    workspace = shop()
    assert next_steps(asked(workspace)) == []
    with workspace.operation("Lead") as tx:
        tx.insert(Contact, {"name": "Ada", "kind": "person", "lead_at": workspace.calendar.parse("2026-10-30T00:00")})
    assert next_steps(asked(workspace)) == ["Answer 1 inquiry that has waited for 2.0 days"]
