"""Measures 2, 3 and 4: the figures of 24 months, remembered, measured afresh, and after an edit."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from crmdesk.domain.period import Period, Span, last_complete_month
from crmdesk.kpi.base import all_kpis
from crmdesk.kpi.freeing import uncollected
from crmdesk.kpi.measure import measure, spans_of
from crmdesk.kpi.measurement import Measurement
from crmdesk.kpi.overview import periods_of
from crmdesk.kpi.remember import Results, keep, measure_remembered
from crmdesk.kpi.units import months
from crmdesk.store.file import Workspace
from crmdesk.store.sale import Sale
from tests.bench import floor, floor_deals, floor_sales, floor_service
from tests.bench.pairs import Line, compare
from tests.bench.stores import open_store, whole_months

_NAMES = {
    "2": "24 months × all KPIs, remembered / measured afresh",
    "3": "24 months × all KPIs, measured afresh / value and n by hand-written SQL",
    "3b": "the same, values alone on both sides",
    "4": "a sale saved until the dashboard's figures are there / all of them measured afresh",
}


def lines(path: Path, size: str, pairs: int, wanted: set[str]) -> list[Line]:
    """The measures of figures that are wanted."""
    found = []
    if "2" in wanted:
        found.append(_remembered(path, size, pairs))
    if "3" in wanted:
        found += _afresh(path, size, pairs)
    if "4" in wanted:
        found.append(_edited(path, size, pairs))
    return found


def _remembered(path: Path, size: str, pairs: int) -> Line:
    with closing(open_store(path, read_only=False)) as workspace:
        now = workspace.clock.now()
        months = whole_months(workspace, now)
        _, fresh = measure_remembered(workspace, all_kpis(), months, now)
        keep(workspace, fresh)
        found, fresh = measure_remembered(workspace, all_kpis(), months, now)
        if fresh or found != measure(workspace, all_kpis(), months, now):
            raise AssertionError("what is remembered is not what is measured")
        # Afresh takes long, and the other is the same every time: the mean of twenty reads is set against one.
        many = range(20)
        line = compare(
            "2",
            f"{_NAMES['2']}, {size}",
            lambda: measure(workspace, all_kpis(), months, now),
            lambda: [measure_remembered(workspace, all_kpis(), months, now) for _ in many],
            goal=len(many) / 50,
            pairs=pairs,
        )
    ratio = (line.ratio or 0) / len(many)
    return Line("2", line.what, line.floor, (line.ours or 0) / len(many), ratio, "≤ 0.02", line.met)


def _afresh(path: Path, size: str, pairs: int) -> list[Line]:
    with closing(open_store(path)) as workspace:
        now = workspace.clock.now()
        months = whole_months(workspace, now)
        spans = list(dict.fromkeys(span for month in months for span in spans_of(workspace, month, now) if span.begun))
        agreed = _require_equal(ask(workspace, spans, now), measure(workspace, all_kpis(), months, now), spans)

        def by_hand() -> object:
            return ask(workspace, spans, now)

        note = f"{agreed} of {len(all_kpis())} KPIs by hand, equal to ours in {len(spans)} spans"
        return [
            compare(
                "3",
                f"{_NAMES['3']}, {size}",
                by_hand,
                lambda: measure(workspace, all_kpis(), months, now),
                goal=3,
                pairs=pairs,
                note=note,
            ),
            _plain(
                compare(
                    "3b",
                    f"{_NAMES['3b']}, {size}",
                    by_hand,
                    lambda: _values(workspace, spans, now),
                    goal=3,
                    pairs=pairs,
                )
            ),
        ]


def ask(workspace: Workspace, spans: Sequence[Span], now: int) -> dict[str, floor.Answers]:
    """Value and n of every KPI for these spans, by hand."""
    question = floor.ask(workspace, spans, now)
    parts = (floor_deals, floor_service, floor_sales)
    return floor.merged(*(part.answers(question) for part in parts))


def _values(workspace: Workspace, spans: Sequence[Span], now: int) -> None:
    """Every KPI without breakdowns and companions, as for a comparison."""
    with uncollected():
        m = Measurement(workspace, spans, now, [False] * len(spans))
        for kpi in all_kpis():
            kpi.measure(m)


def _require_equal(by_hand: dict[str, floor.Answers], results: Results, spans: Sequence[Span]) -> int:
    """Raises AssertionError where both disagree; answers how many KPIs were compared."""
    for kpi, answers in by_hand.items():
        known = dict(zip(spans, answers, strict=True))
        for found in results:
            result = found[kpi]
            if known[result.span] != (result.figure.value, result.figure.n):
                raise AssertionError(f"{kpi} in {result.period.label}: {known[result.span]} by hand, {result.figure}")
    return len(by_hand)


def _edited(path: Path, size: str, pairs: int) -> Line:
    with closing(open_store(path, read_only=False)) as workspace:
        now = workspace.clock.now()
        period = last_complete_month(workspace.calendar, now)
        periods = periods_of(period, workspace.calendar, now, months)
        keep(workspace, measure_remembered(workspace, all_kpis(), periods, now)[1])
        made: list[int] = []

        def edit() -> None:
            made.append(_save_sale(workspace, period))
            _, fresh = measure_remembered(workspace, all_kpis(), periods, now)
            keep(workspace, fresh)

        line = compare(
            "4",
            f"{_NAMES['4']}, {size}",
            lambda: measure(workspace, all_kpis(), periods, now),
            edit,
            goal=0.5,
            pairs=pairs,
        )
        with workspace.operation("Bench") as tx:
            for row in made:
                tx.delete(Sale, row)
    return line


def _save_sale(workspace: Workspace, period: Period) -> int:
    at = workspace.calendar.at_time(period.end - 3, 600)
    (contact,) = workspace.rows("SELECT min(id) FROM contact")[0]
    with workspace.operation("Bench") as tx:
        return tx.insert(Sale, {"sold_at": at, "contact_id": contact, "amount": 12345})


def _plain(line: Line) -> Line:
    """Without a goal: for comparison."""
    return Line(line.number, line.what, line.floor, line.ours, line.ratio, note="for comparison")
