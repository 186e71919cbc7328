"""What stands behind a figure: every remark leads to a list of the length that it names."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.domain.period import parse_period
from crmdesk.insight.advice import ADVICE
from crmdesk.insight.explain import left_out, trust
from crmdesk.insight.left_out import LEFT_OUT, OUTSIDE
from crmdesk.insight.lists import KNOWN, link_of, list_words, rows_behind
from crmdesk.insight.moved import moved, part_text
from crmdesk.kpi.base import Kpi, all_kpis, kpi_of
from crmdesk.kpi.measure import Result, measure
from crmdesk.kpi.only import only
from crmdesk.kpi.records import Link, link_text
from crmdesk.store.file import Workspace, open_workspace
from tests.insight.conftest import NOON
from tests.interchange import SETTINGS, TABLES, bring, with_row, write

OCTOBER = parse_period("2026-10")
every_kpi = pytest.mark.parametrize("kpi", all_kpis(), ids=lambda kpi: kpi.id)


@every_kpi
def test_remarks_on_a_figure_have_lists_of_their_length(kpi: Kpi, demo: Workspace, october: dict[str, Result]) -> None:
    result = october[kpi.id]
    state = trust(demo, result, NOON)
    assert state.sound <= state.records == result.figure.n
    for note in (*left_out(demo, result, NOON), *state.notes):
        assert len(rows_behind(demo, note.link, NOON)) == note.count > 0
        assert f"{note.count:,}" in note.text


@every_kpi
def test_a_part_of_the_business_has_remarks_of_its_own(kpi: Kpi, demo: Workspace) -> None:
    (person,) = demo.rows("SELECT id FROM staff ORDER BY id LIMIT 1")[0]
    result = measure(demo, [kpi], [OCTOBER], NOON, only=only(staff=person))[0][kpi.id]
    state = trust(demo, result, NOON)
    assert state.records == result.figure.n
    for note in (*left_out(demo, result, NOON), *state.notes):
        assert len(rows_behind(demo, note.link, NOON)) == note.count > 0


@every_kpi
def test_what_moved_a_figure_is_told_by_its_parts(kpi: Kpi, demo: Workspace, october: dict[str, Result]) -> None:
    for moves in moved(demo, october[kpi.id], NOON):
        assert moves.moves
        for move in moves.moves:
            assert move.part[0] in "+−"
            assert "→" in move.own
            if move.link is not None:
                assert rows_behind(demo, move.link, NOON)


@every_kpi
def test_for_every_figure_there_is_advice_in_sentences(kpi: Kpi) -> None:
    assert ADVICE[kpi.id]
    assert all(advice.endswith((".", "?")) for advice in ADVICE[kpi.id])


def test_what_is_left_out_belongs_to_kpis_and_lists_that_there_are() -> None:
    for kpi, notes in LEFT_OUT.items():
        for one in notes:
            target = kpi_of(one.kpi or kpi)
            known = one.part.removeprefix("left ") in OUTSIDE if one.part.startswith("left ") else True
            assert known and (not one.part or one.part.startswith("left ") or target.has_part(one.part))


def test_parts_of_a_change_carry_their_sign_and_unit(october: dict[str, Result]) -> None:
    assert part_text(-0.1, october["win_rate"]) == "−10.0 pp"
    assert part_text(4.2, october["nps"]) == "+4.2"
    assert part_text(-250_000, october["revenue"]) == "−2,500 EUR"
    assert part_text(2.0, october["resolution_time"]) == "+2.0 h"


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A business in which one record of each kind is left out."""
    place: Path = tmp_path_factory.mktemp("odd")
    tables = {
        **TABLES,
        "surveys": TABLES["surveys"]
        + "q2,csat,2026-03-08,1,pia,t1,ana\nq3,nps,2026-03-08,9,pia,,\nq4,nps,2026-03-09,3,pia,,\n",
        "sales": with_row(TABLES["sales"], id="s9", sold_at="2026-03-12", amount="5"),
        "expenses": with_row(TABLES["expenses"], id="e9", spent_on="2026-03-05", amount="1", category="other"),
        "contacts": TABLES["contacts"].replace("ended_on\n", "ended_on,created_at,first_response_at\n", 1)
        .replace("k1,,\n", "k1,,,,\n").replace("T09:00,\n", "T09:00,,,2026-02-28\n")
        + "zoe,person,Zoe,,,,,,,2026-03-04,\n",
        "stage_changes": TABLES["stage_changes"] + "d1,offer,2026-03-15,\n",
        "deals": TABLES["deals"].replace(",won,2026-03-01,2026-03-09T12:00,", ",offer,2026-03-01,,"),
        "activities": with_row(TABLES["activities"], id="a9", kind="note", at="2026-03-05"),
    }  # fmt: skip
    assert bring(place / "odd.crmdesk", write(place / "odd", tables, SETTINGS))["rejected"] == []
    with open_workspace(place / "odd.crmdesk", read_only=True) as workspace:
        yield workspace


@pytest.mark.parametrize(
    ("kpi", "name", "count"),
    [
        ("csat", "csat_replaced", 1),
        ("nps", "nps_replaced", 1),
        ("new_customers", "sales_of_nobody", 1),
        ("cac", "other_expenses", 1),
        ("lead_conversion", "no_lead", 1),
        ("win_rate", "taken_back", 1),
        ("response_time", "answered_before", 1),
        ("adoption_rate", "activities_of_nobody", 1),
    ],
)
def test_what_is_not_counted_is_listed(kpi: str, name: str, count: int, odd: Workspace) -> None:
    link = Link(kpi, parse_period("2026-03"), f"left {name}")
    assert len(rows_behind(odd, link, odd.calendar.parse("2026-04-10"))) == count
    assert name in {one.part.removeprefix("left ") for one in LEFT_OUT[kpi]}


def test_a_link_to_a_list_of_ones_own_comes_back_from_its_text() -> None:
    parts = [f"check {name}" for name in KNOWN] + [f"everywhere {name}" for name in KNOWN]
    for part in (*parts, *(f"left {name}" for name in OUTSIDE), "", "numerator"):
        link = Link("revenue", OCTOBER, part, only(channel="Web", staff=None))
        assert link_of(link_text(link), 1) == link
        assert bool(list_words(part)) == (part not in ("", "numerator"))


@pytest.mark.parametrize("part", ["check nothing", "left deals_overdue", "no such part"])
def test_a_link_to_a_list_that_there_is_not_is_refused(part: str) -> None:
    with pytest.raises((KeyError, UserError)):
        link_of(link_text(replace(Link("revenue", OCTOBER), part=part)), 1)
