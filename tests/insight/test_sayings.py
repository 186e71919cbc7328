"""The sentences of a period: on 200 random businesses each says what a second count says, and no other is said."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crmdesk.domain.period import parse_period
from crmdesk.domain.wording import number_text
from crmdesk.insight.lists import rows_behind
from crmdesk.insight.say_goals import goals_off
from crmdesk.insight.saying import Saying
from crmdesk.insight.sayings import RULES, sayings
from crmdesk.kpi.base import all_kpis
from crmdesk.kpi.measure import measure
from crmdesk.kpi.overview import Overview, periods_of
from crmdesk.kpi.units import months
from crmdesk.store.file import Workspace, create, open_workspace
from tests.insight.business import Facts, business, micros, write
from tests.insight.recount import Claim, Recount
from tests.interchange import TABLES, bring
from tests.interchange import write as write_folder

pytestmark = pytest.mark.slow

SEEDS = 200
# How long the list behind a sentence is, by its evidence; others lead to all that the figure counts.
LISTED = {
    "churn_changed": "lost", "deals_without_next_step": "count", "overdue_deals": "count", "old_tickets": "count",
    "inquiries_waiting": "count", "lost_because": "count",
}  # fmt: skip


def _apart(evidence: Any) -> bool:
    own = evidence["low"] <= evidence["value"] <= evidence["high"]
    before = evidence["low_before"] <= evidence["before"] <= evidence["high_before"]
    asunder = evidence["low"] > evidence["high_before"] or evidence["high"] < evidence["low_before"]
    return own and before and asunder and min(evidence["n"], evidence["n_before"]) >= 10


def _worth_saying(evidence: Any) -> bool:
    return bool(3 <= evidence["count"] <= evidence["of"] <= 10 * evidence["count"])


# Of each rule what its evidence must show, and the numbers of it that its text must name as they are.
FOLLOWS: dict[str, Callable[[Any], bool]] = {
    "share_changed": _apart,
    "score_changed": _apart,
    "churn_changed": _apart,
    "channel_cost": _apart,
    "outside_usual": lambda of: not of["low"] <= of["value"] <= of["high"] and of["months"] >= 8,
    "goals_off": lambda of: abs(of["value"] - of["target"]) > 0.1 * abs(of["target"]),
    "deals_without_next_step": _worth_saying,
    "overdue_deals": _worth_saying,
    "old_tickets": _worth_saying,
    "inquiries_waiting": lambda of: _worth_saying(of) and of["oldest"] > 24,
    "lost_because": lambda of: of["of"] >= 10 and of["even"] < of["low"] <= of["count"] / of["of"],
    "campaign_loss": lambda of: max(of["most"], of["revenue"]) < of["cost"],
    "one_customer": lambda of: of["n"] >= 10 and of["amount"] > 0.3 * of["total"],
}
NAMED = {
    **dict.fromkeys(FOLLOWS, ()),
    "share_changed": ("n", "n_before"),
    "score_changed": ("n", "n_before"),
    "churn_changed": ("lost", "n"),
    **dict.fromkeys(("deals_without_next_step", "overdue_deals", "old_tickets", "lost_because"), ("count", "of")),
    "inquiries_waiting": ("count",),
}


class _TakenBackError(Exception):
    """The facts of a seed go as they came."""


@dataclass
class Said:
    """What was said of a business, and what a second count says."""

    seed: int
    every: list[Saying]
    chosen: list[Saying]
    unlooked: list[Saying]
    behind: list[int]
    claims: list[Claim]


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> list[Said]:
    """All businesses, one after the other in one file."""
    settings = {"currency": "EUR", "timezone": "UTC", "inactive_after_days": 180}
    with create(tmp_path_factory.mktemp("sayings") / "a.crmdesk", settings) as workspace:
        return [_asked(workspace, seed) for seed in range(SEEDS)]


def _asked(workspace: Workspace, seed: int) -> Said:
    facts, found = business(seed), []
    try:
        with workspace.operation("A business"):
            write(workspace, facts)
            found.append(_said(workspace, seed, facts))
            raise _TakenBackError
    except _TakenBackError:
        return found[0]


def _said(workspace: Workspace, seed: int, facts: Facts) -> Said:
    seen = _overview(workspace, micros(facts.now) or 0)
    every = [one for rule in RULES for one in rule(seen, workspace)]
    behind = [len(rows_behind(workspace, one.link, seen.now)) for one in every]
    return Said(seed, every, sayings(seen, workspace), sayings(seen), behind, Recount(facts).claims())


def _overview(workspace: Workspace, now: int) -> Overview:
    """As `crmdesk.kpi.overview` makes it, without writing results down to remember them."""
    period, calendar = parse_period("2026-03"), workspace.calendar
    results, *compared = measure(workspace, all_kpis(), periods_of(period, calendar, now, months), now)
    before, year_before, *series = compared
    return Overview(workspace.settings, calendar, period, now, results, series, (before, year_before))


def test_what_is_said_is_what_a_second_count_says_and_nothing_else(said: list[Said]) -> None:
    for one in said:
        ours = Counter((saying.rule, saying.link.kpi) for saying in one.every)
        theirs = Counter((rule, kpi) for rule, kpi, _numbers in one.claims)
        assert ours == theirs, (one.seed, ours - theirs, theirs - ours)


def test_every_number_of_the_evidence_is_that_of_the_second_count(said: list[Said]) -> None:
    for one in said:
        for rule, kpi, numbers in one.claims:
            ours = [dict(x.evidence) for x in one.every if (x.rule, x.link.kpi) == (rule, kpi)]
            assert any(_agrees(evidence, numbers) for evidence in ours), (one.seed, rule, kpi, numbers, ours)


def _agrees(evidence: dict[str, Any], numbers: dict[str, Any]) -> bool:
    return all(
        evidence[name] == (value if isinstance(value, str | None) else pytest.approx(value, rel=1e-6, abs=1e-6))
        for name, value in numbers.items()
    )


def test_every_claim_follows_from_its_evidence_alone(said: list[Said]) -> None:
    for saying in (saying for one in said for saying in one.every):
        assert FOLLOWS[saying.rule](saying.evidence), saying
        for name in NAMED[saying.rule]:
            assert number_text(int(str(saying.evidence[name]))) in saying.text, (saying, name)


def test_the_list_behind_a_sentence_is_as_long_as_it_says(said: list[Said]) -> None:
    for one in said:
        for saying, length in zip(one.every, one.behind, strict=True):
            if (name := LISTED.get(saying.rule)) is not None:
                assert length == saying.evidence[name], (one.seed, saying)
            else:
                assert length or not saying.evidence.get("n"), (one.seed, saying)


def test_of_each_figure_the_heaviest_sentence_is_chosen_in_the_order_of_weight(said: list[Said]) -> None:
    for one in said:
        heaviest = {
            kpi: max(x.weight for x in one.every if x.link.kpi == kpi) for kpi in {x.link.kpi for x in one.every}
        }
        assert {saying.link.kpi: saying.weight for saying in one.chosen} == heaviest
        assert [saying.weight for saying in one.chosen] == sorted(heaviest.values(), reverse=True)


def test_without_the_workspace_less_is_said_but_nothing_else(said: list[Said]) -> None:
    for one in said:
        looked = {(saying.rule, saying.link.kpi) for saying in one.every}
        assert {(saying.rule, saying.link.kpi) for saying in one.unlooked} <= looked


def test_a_sentence_is_plain_words_with_its_numbers(said: list[Said]) -> None:
    for saying in (saying for one in said for saying in one.every):
        assert re.search(r"\d", saying.text) and not re.search(r"[{}]|None|nan", saying.text), saying


def test_the_random_businesses_make_every_rule_speak(said: list[Said]) -> None:
    assert {saying.rule for one in said for saying in one.every} == {rule.__name__ for rule in RULES}


def test_a_business_without_records_has_nothing_to_say(said: list[Said]) -> None:
    assert any(not one.claims for one in said)


def test_a_goal_of_a_person_that_was_missed_is_told_with_her_list(tmp_path: Path) -> None:
    sales = "id,sold_at,amount,contact_id,staff_id\n" + "".join(f"{n},2026-03-0{n},10,pia,ben\n" for n in range(1, 5))
    goals = "kpi,period,target,staff_id\nrevenue,2026-03,100,ben\nrevenue,2026-03,41,ana\ncsat,2026-03,0.9,ben\n"
    tables = {**TABLES, "sales": sales, "goals": goals, "deals": TABLES["deals"].splitlines()[0] + "\n"}
    for kind in ("stage_changes", "activities"):
        tables[kind] = TABLES[kind].splitlines()[0] + "\n"
    report = bring(tmp_path / "a.crmdesk", write_folder(tmp_path / "a", tables))
    assert report["rejected"] == []
    with open_workspace(tmp_path / "a.crmdesk", read_only=True) as workspace:
        now = workspace.calendar.parse("2026-04-10")
        seen = _overview(workspace, now)
        told = list(goals_off(seen, workspace))
        assert [one.text for one in told] == [
            "Revenue, Ben: 40.00 EUR, the goal was 100.00 EUR",
            "Revenue, Ana: 0.00 EUR, the goal was 41.00 EUR",
        ]
        assert [len(rows_behind(workspace, one.link, now)) for one in told] == [4, 0]
        assert list(goals_off(seen, None)) == []
