"""What is measured of a part of the business is what the breakdowns say of it, and has its list: for every KPI."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from crmdesk.domain.figure import Figure, Row
from crmdesk.kpi.base import KEY, Kpi, all_kpis, kpi_of
from crmdesk.kpi.measure import measure
from crmdesk.kpi.only import EVERYTHING, Key, Only, only
from crmdesk.kpi.records import Link, behind, link_of, link_text, part_words, records
from tests.kpi.asking import Asked

every_kpi = pytest.mark.parametrize("kpi", all_kpis(), ids=lambda kpi: kpi.id)
# Breakdowns whose lines are no restriction: what is shown there has a part for each line, or counts weeks.
NO_SLICES = {("stage_conversion", "stage"), ("adoption_rate", "staff")}
MONEY = {
    *(("cac", name) for name in ("marketing", "sales", "without_channel", "last_12_months")),
    *(("marketing_roi", name) for name in ("revenue_without_campaign", "marketing_without_campaign")),
    ("revenue", "refunds"),
}
BY_ROW = ("staff", "owner", "campaign", "stage")


def some(asked: list[Asked]) -> Iterator[Asked]:
    """The first question of some of the workspaces: two random ones, the demo and a golden one."""
    first = {one.name: one for one in reversed(asked) if one.name.startswith(("random 4", "random 28", "demo", "08"))}
    return iter(first.values())


def key_of(name: str, row: Row) -> Key:
    return row.id if name in BY_ROW else row.key


def figure_of(one: Asked, kpi: Kpi, part: Only) -> Figure:
    (found,) = measure(one.workspace, [kpi], [one.period], one.now, only=part)
    return found[kpi.id].figure


def names(one: Asked) -> dict[str, set[Key]]:
    """Every name that anything can be restricted by, with its keys, in this workspace."""
    found: dict[str, set[Key]] = {}
    for result in one.results.values():
        for name, rows in result.figure.by.items():
            found.setdefault(name, {None}).update(key_of(name, row) for row in rows)
    found.setdefault("staff", {None}).update(found.get("owner", ()))
    return found


@every_kpi
def test_every_breakdown_can_be_measured_line_by_line(kpi: Kpi, asked: list[Asked]) -> None:
    for one in asked:
        declared = {*kpi.filters, *(name for id, name in NO_SLICES if id == kpi.id)}
        assert set(one.results[kpi.id].figure.by) <= declared


@every_kpi
def test_a_line_of_a_breakdown_is_the_figure_of_that_line_alone_and_has_its_list(kpi: Kpi, asked: list[Asked]) -> None:
    for one in some(asked):
        for name, rows in one.results[kpi.id].figure.by.items():
            if name not in kpi.filters:
                continue
            for row in rows:
                part = only(**{name: key_of(name, row)})
                figure = figure_of(one, kpi, part)
                assert (figure.value, figure.n) == (row.value, row.n), (str(one), part)
                found = records(one.workspace, kpi, one.period, one.now, None, part)
                assert len(found) == row.n, (str(one), part)


@every_kpi
def test_whatever_it_is_restricted_to_a_figure_agrees_with_its_lists(kpi: Kpi, asked: list[Asked]) -> None:
    for one in some(asked):
        whole = {(row.kind, row.id) for row in records(one.workspace, kpi, one.period, one.now)}
        for name, keys in names(one).items():
            if name not in kpi.filters:
                continue
            for key in sorted(keys, key=str)[-2:]:
                part = only(**{name: key})
                figure = figure_of(one, kpi, part)
                found = records(one.workspace, kpi, one.period, one.now, None, part)
                assert len(found) == figure.n, (str(one), part)
                assert {(row.kind, row.id) for row in found} <= whole, (str(one), part)
                check_parts(one, kpi, figure, part)


@every_kpi
def test_the_parts_of_a_figure_have_as_many_rows_as_they_count(kpi: Kpi, asked: list[Asked]) -> None:
    for one in some(asked):
        if one.now > one.workspace.calendar.midnight(one.period.first):
            check_parts(one, kpi, one.results[kpi.id].figure, EVERYTHING)


def test_the_activities_of_a_person_have_their_list(asked: list[Asked]) -> None:
    kpi, seen = kpi_of("sales_productivity"), 0
    for one in some(asked):
        figure = one.results[kpi.id].figure
        people: Any = figure.beside.get("people", ())
        for person, row in zip(people, figure.by.get("staff", ()), strict=True):
            found = records(one.workspace, kpi, one.period, one.now, "activities", only(staff=row.id))
            assert (person["key"], len(found)) == (row.key, person["activities"]), str(one)
            seen += len(found)
        if people:
            assert part_words(one.workspace, kpi, "activities")
    assert seen


@every_kpi
def test_lines_of_two_breakdowns_are_measured_together(kpi: Kpi, asked: list[Asked]) -> None:
    first, *rest = [name for name in kpi.split if name in kpi.filters] or [""]
    for one in some(asked):
        for row in one.results[kpi.id].figure.by.get(first, ())[:2]:
            part = only(**{first: key_of(first, row)})
            figure = figure_of(one, kpi, part)
            for name in rest:
                for line in figure.by.get(name, ()):
                    both = figure_of(one, kpi, part.and_(name, key_of(name, line)))
                    assert (both.value, both.n) == (line.value, line.n), (str(one), part, name, line)


def test_what_a_kpi_cannot_be_restricted_by_leaves_it_whole(asked: list[Asked]) -> None:
    one = next(some(asked))
    (found,) = measure(one.workspace, all_kpis(), [one.period], one.now, only=only(campaign=-1, nonsense="x"))
    for kpi in all_kpis():
        if "campaign" not in kpi.filters:
            assert found[kpi.id] == one.results[kpi.id]
        else:
            assert found[kpi.id].only == only(campaign=-1)
            assert found[kpi.id].target is None


def test_a_link_is_kept_as_text_with_all_that_it_says(asked: list[Asked]) -> None:
    one = next(some(asked))
    link = Link("win_rate", one.period, "lost", only(channel="web", staff=None))
    again = link_of(link_text(link), one.period.fiscal_start)
    assert again == link
    assert behind(one.workspace, again, one.now) == records(
        one.workspace, kpi_of("win_rate"), one.period, one.now, "lost", link.only
    )


@pytest.mark.parametrize("text", ['["win_rate", "2026-10", "nonsense", []]', '["nothing", "2026-10", "", []]', "[]"])
def test_a_text_that_is_no_link_is_refused(text: str) -> None:
    with pytest.raises((KeyError, ValueError)):
        link_of(text, 1)


@every_kpi
def test_every_part_says_in_words_what_it_holds(kpi: Kpi, asked: list[Asked]) -> None:
    one = next(some(asked))
    plain = [name for name in kpi.parts if KEY not in name]
    for part in [*plain, *(part for part, _ in counted(kpi, one.results[kpi.id].figure))]:
        assert kpi.has_part(part)
        words = part_words(one.workspace, kpi, part)
        assert words and "{" not in words
    assert not kpi.has_part("nonsense")
    assert part_words(one.workspace, kpi, "numerator") == ""


def check_parts(one: Asked, kpi: Kpi, figure: Figure, part: Only) -> None:
    for name, count in counted(kpi, figure):
        found = records(one.workspace, kpi, one.period, one.now, name, part)
        assert len(found) == count, (str(one), part, name)


def counted(kpi: Kpi, figure: Figure) -> list[tuple[str, int]]:
    """Each part of a figure with the number that stands for it in the figure or beside it."""
    beside: Any = figure.beside
    if not beside and kpi.beside:
        return []
    plain = [(name, beside[name]) for name in kpi.parts if isinstance(beside.get(name), int) and _counts(kpi, name)]
    return plain + list(_others(kpi.id, figure, beside))


def _counts(kpi: Kpi, name: str) -> bool:
    """Money that is called like a part of the records is no count of them."""
    return (kpi.id, name) not in MONEY


def _others(id: str, figure: Figure, beside: Any) -> Iterator[tuple[str, int]]:
    match id:
        case "csat":
            yield from ((f"score {score}", count) for score, count in beside["scores"].items())
        case "win_rate":
            yield "won", int(figure.numerator or 0)
            yield "lost", sum(beside["lost_reasons"].values())
            yield from ((f"lost {reason}", count) for reason, count in beside["lost_reasons"].items())
        case "sales_cycle":
            yield "older", beside["open_older_than_median"] or 0
        case "stage_conversion":
            yield from _funnel(figure, beside)
        case "resolution_time" | "response_time" | "lead_response_time":
            yield from ((f"took {place}", one["n"]) for place, one in enumerate(beside["histogram"]))
        case "revenue":
            yield "refunds", figure.n - beside["sales"]
        case "adoption_rate":
            rows = {row.key: row.id for row in figure.by["staff"]}
            yield from ((f"recorded {rows[one['key']]}", one["things"]) for one in beside["who"])


def _funnel(figure: Figure, beside: Any) -> Iterator[tuple[str, int]]:
    lines = list(zip(beside["stopped"], figure.by["stage"], strict=True))
    for place, (line, row) in enumerate(lines):
        assert (beside["stages"][place]["stage"], beside["stages"][place]["reached"]) == (row.label, row.n)
        yield f"reached {row.id}", row.n
        if place + 1 < len(lines):
            yield f"lost after {row.id}", row.n - lines[place + 1][1].n
            yield f"lost at {row.id}", line["lost"]
            yield f"open at {row.id}", line["open"]
            assert line["lost"] + line["open"] == row.n - lines[place + 1][1].n
