"""A picture of every kind, with values and names as businesses have them; for tests of layouts and of painters."""

from __future__ import annotations

from crmdesk.domain.plot import GRADES, Picture, Role, bullet
from crmdesk.domain.plot_bars import Bar, Cause, Level, bars, funnel, pareto
from crmdesk.domain.plot_columns import Column, Step, bridge, columns
from crmdesk.domain.plot_panels import Cell, Side, Small, beside, heat, multiples
from crmdesk.domain.plot_rows import Aim, Deviation, Part, Spot, Stack, bullets, deviations, dots, stacks
from crmdesk.domain.plot_spark import spark
from crmdesk.domain.plot_times import Bin, Course, Spread, courses, histogram, strips

MONTHS = "Nov Dec 2026 Feb Mar Apr May Jun Jul Aug Sep Oct Nov".split()
VALUES = (31e3, 45e3, 28e3, 33e3, 41e3, 38e3, 52e3, 47e3, 39e3, 44e3, 51e3, 58e3, 22e3)
NAMES = ("Anna Kowalska", "Ben", "Łukasz Wójcik with a long name", "Δημήτρης Παπαδόπουλος", "Emil", "Farah")


def say(value: float) -> str:
    return f"{value:,.4g}"


def percent(value: float) -> str:
    return f"{value:.0%}"


def every_picture() -> dict[str, tuple[Picture, int]]:
    """Each with how many bars lie in it."""
    return {
        "columns": (_columns(), 0),
        "bridge": (_bridge(), 0),
        "bars": (
            bars([Bar(name, 90 - 20 * n, 30 - n, f"{90 - 20 * n} k ({n})", n) for n, name in enumerate(NAMES)]),
            6,
        ),
        "funnel": (_funnel(), 4),
        "pareto": (pareto([Cause(name, 40 - 6 * n, n) for n, name in enumerate(NAMES)], say, percent), 6),
        "stacks": (_stacks(), 2),
        "deviations": (_deviations(), 4),
        "dots": (_dots(), 6),
        "bullets": (_bullets(), 3),
        "courses": (_courses(), 0),
        "strips": (_strips(), 0),
        "histogram": (_histogram(), 0),
        "heat": (_heat(), 0),
        "multiples": (_multiples(), 0),
        "beside": (_beside(), 4),
        "spark": (spark([1, 3, None, 4, 2, None, 5]), 0),
        "bullet": (bullet(48, 60, higher_is_better=True, expected=30), 0),
    }


def _columns() -> Picture:
    points = [
        Column(name, value, value * 0.9, 50e3, item=n)
        for n, (name, value) in enumerate(zip(MONTHS, VALUES, strict=True))
    ]
    running = Column("Nov", 22e3, 40e3, 50e3, 62e3, 51e3, 73e3, 12, 13, 14, 15)
    return columns([*points[:-1], running], say, named=(-1, -2))


def _bridge() -> Picture:
    lost, back = Step("Lost", -12, good=False, item=1), Step("Returned", 3, item=3)
    return bridge([Step("Start", 140, total=True, item=0), lost, Step("New", 21, item=2), back], say)


def _funnel() -> Picture:
    numbers = (120, 84, 40, 18)
    return funnel([Level(NAMES[n], one, f"{one} · 70 %", f"−{9 * n}", n, 4 + n) for n, one in enumerate(numbers)])


def _stacks() -> Picture:
    rows = (("Sep", (6, 8, 16, 30, 40)), ("Oct", (0, 5, 15, 40, 30)))
    return stacks(
        [
            Stack(name, [Part(str(n), one, GRADES[n], f"{one} %", n) for n, one in enumerate(counts)], "70 %", 0.2, 0.4)
            for name, counts in rows
        ]
    )


def _deviations() -> Picture:
    rows = ((1.8, 2.4, True), (0.2, -0.1, True), (-0.6, 0.3, False), (None, None, True))
    return deviations(
        [Deviation(NAMES[n], one, say(one or 0), good, n, later, 4 + n) for n, (one, later, good) in enumerate(rows)],
        percent,
    )


def _dots() -> Picture:
    spots = [Spot(name, 2 + 1.3 * n, f"{2 + 1.3 * n:.1f} h", n, 1 + n, 4 + 1.6 * n) for n, name in enumerate(NAMES[:5])]
    return dots([*spots, Spot(NAMES[5], None, "no data")], say, reference=5, reference_text="all: 5 h")


def _bullets() -> Picture:
    rows = (Aim("Revenue", 48e3, 60e3, "48 k of 60 k", True, 35e3, 0), Aim("Churn", 0.04, 0.02, "4 % of 2 %", False))
    return bullets([*rows, Aim("Net promoter score", None, 30, "– of 30")])


def _courses() -> Picture:
    half = [4, 5, 3.2, 4.5, None, 6, 5, 4, 4.4, 3.8, 5.2, 4.9, 17]
    most = [14, 18, 13, 15, None, 22, 17, 16, 15, 12, 19, 21, 18]
    rows = [
        Course("half", half, Role.ACTUAL, list(range(13))),
        Course("9 of 10", most, Role.NINE_IN_TEN, list(range(13, 26))),
        Course("", [None] * 13, Role.BEFORE),
    ]
    return courses(MONTHS, rows, say, band=(0, 8), plans=[None, *[6] * 12])


def _strips() -> Picture:
    few = [Spread(name, 20 + n, [5 + n, 20 + n, 60 - n], item=n) for n, name in enumerate(MONTHS[:6])]
    many = [Spread(name, 20 + n, (), [4, 12, 20 + n, 35, 70], n + 6) for n, name in enumerate(MONTHS[6:-1])]
    return strips([*few, *many, Spread("Nov", None)], say, named=(-1, -2))


def _histogram() -> Picture:
    counts = (12, 30, 22, 10, 6, 3, 0, 1)
    return histogram(
        [Bin(f"{n}–{n + 1} h", one, n) for n, one in enumerate(counts)], say, mark=1.6, mark_text="half 1.6 h"
    )


def _heat() -> Picture:
    rows = []
    for n, name in enumerate(MONTHS):
        cells = [Cell(0.9**k, f"{90 - 4 * k}", n * 13 + k) if k < 13 - n else None for k in range(13)]
        rows.append((f"{name} ({n})", cells))
    return heat([str(k) for k in range(13)], rows)


def _multiples() -> Picture:
    rows = [
        Small(name, [None if k == n else (n * 7 + k * 3) % 11 - 2 for k in range(13)], f"{n} EUR", list(range(13)))
        for n, name in enumerate(NAMES)
    ]
    return multiples([*rows, Small("Nobody", [None, 1], "1")], ("Nov", "Nov"))


def _beside() -> Picture:
    rows = [("Search", 310, 2.1), ("Referral", 40, 9.3), ("Fair and a long name", 1122, 0.8), ("(none)", None, None)]
    sides = [
        (name, [Side(cost, f"{cost} EUR", 2 * n), Side(ratio, f"{ratio}×", 2 * n + 1)])
        for n, (name, cost, ratio) in enumerate(rows)
    ]
    return beside(["Cost of a customer", "Worth : cost"], sides, [None, 3])
